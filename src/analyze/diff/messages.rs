//! The differences between two policies as messages: for each tool and direction a call, at the clauses that decide
//! it in one policy and in the other.

use super::{Changed, Difference, ToolDifference};
use crate::analyze::Answer;
use crate::diagnostic::{Code, Diagnostic, Severity, Witness, shortened};
use crate::source::{Place, SourceId, Span};

/// Calls and rules in messages are shortened to this many characters.
const LONGEST: usize = 200;

/// Which differences are errors; the others are notes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Findings {
    /// Calls that only the new policy allows.
    pub wider: bool,
    /// Calls that only the old policy allows.
    pub narrower: bool,
}

/// The messages. `new` is the file of the new policy, for what it does not say anywhere.
pub fn messages(difference: &Difference, new: SourceId, findings: Findings) -> Vec<Diagnostic> {
    difference.tools.iter().flat_map(|tool| of_tool(tool, new, findings)).collect()
}

fn of_tool(tool: &ToolDifference, new: SourceId, findings: Findings) -> Vec<Diagnostic> {
    let mut messages = Vec::new();
    if let Answer::Some(changed) = &tool.now_allowed {
        messages.push(widened(changed, new, severity(findings.wider)));
    }
    if let Answer::Some(changed) = &tool.now_denied {
        messages.push(narrowed(changed, new, severity(findings.narrower)));
    }
    messages
}

fn severity(is_finding: bool) -> Severity {
    if is_finding { Severity::Error } else { Severity::Note }
}

fn widened(changed: &Changed, new: SourceId, severity: Severity) -> Diagnostic {
    let message = format!("`{}` is allowed now, and was denied before", call(changed));
    let place = changed.allowed_at.unwrap_or_else(|| start(new));
    let label = format!("allowed now; {} denied it before", rule(changed));
    let error = Diagnostic::error(Code::WIDENED_CALL, place, message, label);
    with_call(error, changed, changed.denied_at, "denied before", severity)
}

fn narrowed(changed: &Changed, new: SourceId, severity: Severity) -> Diagnostic {
    let message = format!("`{}` is denied now, and was allowed before", call(changed));
    let place = changed.denied_at.unwrap_or_else(|| start(new));
    let error = Diagnostic::error(Code::NARROWED_CALL, place, message, format!("denied now, by {}", rule(changed)));
    with_call(error, changed, changed.allowed_at, "allowed before", severity)
}

fn with_call(
    error: Diagnostic,
    changed: &Changed,
    before: Option<Place>,
    label: &str,
    severity: Severity,
) -> Diagnostic {
    let witness = Witness { tool: changed.call.tool.clone(), args: changed.call.args.clone() };
    let error = Diagnostic { severity, ..error.with_witness(witness) };
    match before {
        Some(place) => error.with_label(place, label),
        None => error,
    }
}

fn call(changed: &Changed) -> String {
    shortened(&changed.call.to_string(), LONGEST)
}

/// A rule's name contains names of arguments, so it may be long.
fn rule(changed: &Changed) -> String {
    format!("`{}`", shortened(&changed.rule, LONGEST))
}

/// The start of the policy, for a decision that no statement makes.
fn start(new: SourceId) -> Place {
    Span::at(0).of(new)
}
