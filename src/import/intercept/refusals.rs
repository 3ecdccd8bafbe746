//! What a document may not have: another version, a member that Intercept does not know, a member of another kind.
//! Without it, the policy might let more calls through.

use super::texts;
use crate::diagnostic::{Diagnostic, MAX_DIAGNOSTICS};
use crate::import::errors;
use crate::source::json::{Json, JsonKind, Member};
use crate::source::{Source, SourceId, Span};

/// Why a document as a whole can't be converted.
pub(super) fn of(id: SourceId, source: &Source, document: &Json) -> Vec<Diagnostic> {
    let members = document.members().unwrap_or_default();
    let of_members = members.iter().filter_map(|member| of_member(id, source, member)).take(MAX_DIAGNOSTICS);
    of_version(id, source, document).into_iter().chain(of_members).map(|refusal| *refusal).collect()
}

/// Members that hold anchors, or that other programs read.
pub(super) fn is_extension(key: &str) -> bool {
    key.starts_with("x-") || key.starts_with(['.', '_'])
}

fn of_version(id: SourceId, source: &Source, document: &Json) -> Option<Box<Diagnostic>> {
    let Some(version) = document.get("version") else {
        return Some(errors::no_version(Span::at(document.span.start as usize).of(id)));
    };
    let is_known = source.slice(version.span) == "1" || version.text() == Some("1");
    let text = texts::scalar(source, version).unwrap_or_default();
    (!is_known).then(|| errors::unknown_version(version.span.of(id), &text))
}

fn of_member(id: SourceId, source: &Source, member: &Member) -> Option<Box<Diagnostic>> {
    let place = member.key_span.of(id);
    let found = member.value.describe();
    match member.key.as_str() {
        "version" | "description" | "default" => None,
        "hide" if texts::names(source, &member.value).is_some() => None,
        "tools" if matches!(member.value.kind, JsonKind::Object(_) | JsonKind::Null) => None,
        "hide" => Some(errors::wrong_member(place, "hide", "a list of names", found)),
        "tools" => Some(errors::wrong_member(place, "tools", "an object", found)),
        key if is_extension(key) => None,
        key => Some(errors::unknown_member(place, key)),
    }
}
