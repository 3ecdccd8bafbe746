//! The words of drift: what is other in a list of tools, and what that does to a policy.

use super::effects::{Effect, EffectKind, Look};
use super::lists::{Detail, DetailKind, ToolDrift};
use crate::analyze::Call;
use crate::diagnostic::{Code, Diagnostic, Severity, Witness, listed, quoted, shortened};
use crate::model::{Entry, Policy};
use crate::source::Place;
use crate::vocab::{Path, Value};

/// How much of a call a label shows; the document of `--format json` has all of it.
const LONGEST_CALL: usize = 200;
/// How many tools are named.
const MOST_TOOLS: usize = 3;
/// How many values are listed.
const MOST_VALUES: usize = 5;

/// An argument that is new.
pub(super) fn argument_added(path: &Path, ty: &str, is_required: bool) -> String {
    let required = if is_required { "required, " } else { "" };
    format!("`{}` is new: {required}{ty}", said(path))
}

/// An argument that is no more.
pub(super) fn argument_gone(path: &Path) -> String {
    format!("`{}` is gone", said(path))
}

/// An argument that may be left out.
pub(super) fn now_optional(path: &Path) -> String {
    format!("`{}` may be left out now", said(path))
}

/// An argument that has to be there.
pub(super) fn now_required(path: &Path) -> String {
    format!("`{}` is required now", said(path))
}

/// An argument of another type.
pub(super) fn retyped(path: &Path, was: &str, is: &str) -> String {
    format!("`{}` is {is}, was {was}", said(path))
}

/// An argument of which the values are listed, and the list is another; nothing where it is the same.
pub(super) fn other_values(path: &Path, added: &[Value], gone: &[Value]) -> Option<String> {
    let listed = |values: &[Value]| {
        let some = values.iter().take(MOST_VALUES).map(|value| shortened(&value.to_string(), 60));
        let more = if values.len() > MOST_VALUES { ", …" } else { "" };
        format!("{}{more}", some.collect::<Vec<_>>().join(", "))
    };
    let path = said(path);
    match (added.is_empty(), gone.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("`{path}` may be {} now", listed(added))),
        (true, false) => Some(format!("`{path}` is no more {}", listed(gone))),
        (false, false) => Some(format!("`{path}` may be {} now, and is no more {}", listed(added), listed(gone))),
    }
}

/// A tool that is new, and callable.
pub(super) fn added(look: &Look<'_>, tool: &ToolDrift, was: Option<&String>, call: Option<Call>) -> Effect {
    let name = &tool.name;
    let message = match was {
        None => format!("`{name}` is new, and the policy lets it through"),
        Some(was) => format!("`{name}` is new, likely `{was}` renamed, and the policy lets it through"),
    };
    let place = look.compiled.new.tools.get(name).and_then(|tool| tool.place).unwrap_or(look.start);
    let help = "say what it may do with a statement of its own, or `hide` it";
    let kind = if was.is_none() { EffectKind::Added } else { EffectKind::Renamed };
    wider(kind, tool, message, (place, "allowed here"), (tool.place, "new here"), help, call)
}

/// Several of them that one statement lets through.
pub(super) fn together(first: &Effect, others: &[&Effect]) -> Diagnostic {
    let shown = || std::iter::once(first).chain(others.iter().copied()).take(MOST_TOOLS);
    let names = quoted(shown().map(|effect| &effect.tool));
    let names = match (others.len() + 1).checked_sub(names.len()) {
        _ if others.is_empty() => return first.diagnostic.clone(),
        Some(more) if more > 0 => format!("{} and {more} more", names.join(", ")),
        Some(_) | None => listed(&names, "and"),
    };
    let message = format!("{names} are new, and the policy lets them through");
    let labels = shown().flat_map(|effect| effect.diagnostic.labels.clone()).collect();
    let help = "say what they may do with statements of their own, or `hide` them";
    Diagnostic { message, labels, help: Some(help.to_owned()), ..first.diagnostic.clone() }
}

/// A tool that the policy speaks of by another name.
pub(super) fn renamed(look: &Look<'_>, tool: &ToolDrift, was: &str) -> Effect {
    let message = format!("`{}` is new, likely `{was}` renamed, and the policy still says `{was}`", tool.name);
    let place = place_of(&look.compiled.old, was).unwrap_or(look.start);
    let label = format!("speaks of `{was}`, which is gone");
    other(
        EffectKind::Dead,
        tool,
        message,
        (place, &label),
        Some((tool.place, "new here")),
        "name the tool as it is called now",
        None,
    )
}

/// A tool that is gone, and that the policy speaks of.
pub(super) fn gone(look: &Look<'_>, tool: &ToolDrift) -> Effect {
    let message = format!("`{}` is gone, and the policy speaks of it", tool.name);
    let place = place_of(&look.compiled.old, &tool.name).unwrap_or(look.start);
    other(
        EffectKind::Dead,
        tool,
        message,
        (place, "says nothing any more"),
        None,
        "leave it out, if it does not come back",
        None,
    )
}

/// Calls that the server accepts now, and that the policy lets through.
pub(super) fn accepted(look: &Look<'_>, tool: &ToolDrift, detail: &Detail, call: Option<Call>) -> Effect {
    let name = &tool.name;
    let path = detail.path.as_ref().map(said).unwrap_or_default();
    let message = match detail.kind {
        DetailKind::Added => format!("`{name}` takes `{path}` now, and the policy lets it through"),
        DetailKind::Optional => {
            format!("`{name}` no longer needs `{path}`, and the policy lets calls without it through")
        }
        DetailKind::Gone | DetailKind::Required | DetailKind::Values | DetailKind::Hint => {
            format!("`{name}` takes other values of `{path}` now, and the policy lets them through")
        }
    };
    let place = place_of(&look.compiled.old, name).unwrap_or(look.start);
    let help = format!("say in a clause of `{name}` what `{path}` may be");
    wider(
        EffectKind::Accepted,
        tool,
        message,
        (place, "allowed here"),
        (detail.place.unwrap_or(tool.place), &detail.words),
        &help,
        call,
    )
}

/// A clause that decides no call which the server accepts.
pub(super) fn died(look: &Look<'_>, tool: &ToolDrift, entry: &Entry, call: Call) -> Effect {
    let message = format!("a clause of `{}` denies nothing any more that the server accepts", tool.name);
    let place = entry.place.or(place_of(&look.compiled.old, &tool.name)).unwrap_or(look.start);
    let label = format!("denied `{}`, which the server would refuse now", shortened(&call.to_string(), LONGEST_CALL));
    let reason = tool.details.iter().find(|detail| concerns(detail, entry));
    let reason = reason.and_then(|detail| Some((detail.place?, detail.words.as_str())));
    other(
        EffectKind::Dead,
        tool,
        message,
        (place, &label),
        reason,
        "write it for the arguments as they are now",
        Some(call),
    )
}

/// A tool that is rated `read`, of which the server says something else now.
pub(super) fn hinted(look: &Look<'_>, tool: &ToolDrift, detail: &Detail) -> Effect {
    let message = format!("`{}` is rated `read`, and {}", tool.name, detail.words);
    let place = place_of(&look.compiled.old, &tool.name).unwrap_or(look.start);
    let list = (tool.place, "says otherwise");
    other(
        EffectKind::Rated,
        tool,
        message,
        (place, "allowed here"),
        Some(list),
        "look at what it does, and rate it anew",
        None,
    )
}

/// Something that is wrong with the policy by the newer list.
pub(super) fn broken(diagnostic: &Diagnostic) -> Effect {
    let message = format!("by the newer list: {}", diagnostic.message);
    let diagnostic = Diagnostic { severity: Severity::Warning, message: message.clone(), ..diagnostic.clone() };
    Effect { kind: EffectKind::Wrong, tool: String::new(), message, is_wider: false, witness: None, diagnostic }
}

fn said(path: &Path) -> String {
    path.to_json().trim_start_matches("args.").to_owned()
}

/// Where a policy speaks of a tool.
pub(super) fn place_of(policy: &Policy, tool: &str) -> Option<Place> {
    policy.tools.get(tool).and_then(|tool| tool.place).or_else(|| policy.hide.get(tool).copied().flatten())
}

/// Whether an entry asks for an argument that differs, or for what is in it.
pub(super) fn concerns(detail: &Detail, entry: &Entry) -> bool {
    let is_of =
        |path: &Path| entry.conditions.iter().any(|condition| condition.path.segments().starts_with(path.segments()));
    detail.path.as_ref().is_some_and(is_of)
}

fn wider(
    kind: EffectKind,
    tool: &ToolDrift,
    message: String,
    (place, here): (Place, &str),
    (list, there): (Place, &str),
    help: &str,
    call: Option<Call>,
) -> Effect {
    let label = match &call {
        Some(call) => format!("{here}, as `{}`", shortened(&call.to_string(), LONGEST_CALL)),
        None => format!("{here}, perhaps: no call was found, nor that there is none"),
    };
    let error = Diagnostic::error(Code::DRIFTED_TOOL, place, message.clone(), label);
    let error = error.with_label(list, there).with_help(help);
    let diagnostic = Diagnostic { witness: call.as_ref().map(witness), ..error };
    Effect { kind, tool: tool.name.clone(), message, is_wider: true, witness: call, diagnostic }
}

fn other(
    kind: EffectKind,
    tool: &ToolDrift,
    message: String,
    (place, label): (Place, &str),
    list: Option<(Place, &str)>,
    help: &str,
    call: Option<Call>,
) -> Effect {
    let error = Diagnostic::error(Code::DRIFTED_TOOL, place, message.clone(), label);
    let error = Diagnostic { severity: Severity::Warning, witness: call.as_ref().map(witness), ..error };
    let error = list.into_iter().fold(error, |error, (place, words)| error.with_label(place, words));
    let diagnostic = error.with_help(help);
    Effect { kind, tool: tool.name.clone(), message, is_wider: false, witness: call, diagnostic }
}

fn witness(call: &Call) -> Witness {
    Witness { tool: call.tool.clone(), args: call.args.clone() }
}
