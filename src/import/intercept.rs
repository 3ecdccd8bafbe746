//! Converts the YAML of Intercept, the gateway's open-source predecessor, to `.pl`. The result never allows a
//! call that the YAML denies: a tool with a rule that the language can't express is denied, and what was lost is
//! a comment.
//!
//! | Intercept | jamb |
//! | --- | --- |
//! | a rule with conditions on `args.` | `require`: it denies unless all of them hold |
//! | `action: deny` | `deny` |
//! | `rate_limit: 5/hour`, or `state.t.c` `lte` 5 with its `state` | `limit 5 per hour` |
//! | `lt` 5, or `increment: 2` | `limit 4`, half as many |
//! | rules of tool `"*"` | limits at the top level; the others in a rule that each tool applies |
//! | no `default` | `default allow`, or `default deny` if `"*"` has conditions |

mod conditions;
mod converter;
mod counters;
mod limits;
mod losses;
mod outcome;
mod refusals;
mod rules;
mod sections;
mod texts;

use self::converter::Converter;
use super::errors;
use super::yaml::Yaml;
use crate::diagnostic::Diagnostic;
use crate::source::json::{Json, JsonKind};
use crate::source::{MAX_FILE_BYTES, Source, SourceId, Span};

/// The `.pl` text and what was lost; no text if the document as a whole can't be converted.
pub(super) fn convert(id: SourceId, source: &Source, mut yaml: Yaml) -> (Option<String>, Vec<Diagnostic>) {
    let nothing = Json { span: yaml.root.span, kind: JsonKind::Null };
    let root = std::mem::replace(&mut yaml.root, nothing);
    let refusals = refusals::of(id, source, &root);
    if !refusals.is_empty() {
        return (None, refusals);
    }
    match Converter::new(id, source, yaml).convert(&root) {
        Some((text, losses)) if text.len() as u64 <= MAX_FILE_BYTES => (Some(text), losses),
        Some(_) | None => (None, vec![*errors::too_long(Span::at(0).of(id))]),
    }
}

/// Whether this may be an Intercept policy although none of its tools has rules.
pub(super) fn has_its_members(document: &Json) -> bool {
    let tools = document.get("tools").and_then(Json::members);
    let words = || tools.unwrap_or_default().iter().filter_map(|tool| tool.value.members()).flatten();
    let is_current = words().any(|member| matches!(member.key.as_str(), "require" | "deny_if" | "limits"));
    let has_some = ["hide", "default", "tools"].iter().any(|word| document.member(word).is_some());
    has_some && !is_current && document.member("all_tools").is_none()
}
