//! The differences between two policies as messages: for each tool and direction a call, at the clauses that decide
//! it in one policy and in the other; then limits that changed, and what could not be determined.

use super::limits::{LimitsDifference, words};
use super::{Change, Changed, Difference, OTHERS, ToolDifference};
use crate::analyze::{Answer, Why};
use crate::diagnostic::{Code, Diagnostic, Severity, Witness, between_backticks, listed, quoted, shortened};
use crate::model::Limit;
use crate::source::{Place, SourceId, Span};

/// Calls and rules in messages are shortened to this many characters.
const LONGEST: usize = 200;
/// How many tools a message names.
const MOST_TOOLS: usize = 3;

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
    let mut messages: Vec<_> = difference.tools.iter().flat_map(|tool| of_calls(tool, new, findings)).collect();
    let mut limited: Vec<(Limited<'_>, Vec<&str>)> = Vec::new();
    for tool in difference.tools.iter().filter(|tool| tool.limits.change != Change::Same) {
        let limits = Limited::of(tool, new);
        match limited.last_mut() {
            Some((last, tools)) if last.is_like(&limits) => tools.push(&tool.name),
            Some(_) | None => limited.push((limits, vec![&tool.name])),
        }
    }
    messages.extend(limited.iter().map(|(limits, tools)| limits.message(tools, findings)));
    messages
}

fn of_calls(tool: &ToolDifference, new: SourceId, findings: Findings) -> Vec<Diagnostic> {
    let mut messages = Vec::new();
    if let Answer::Some(changed) = &tool.now_allowed {
        messages.push(widened(changed, new, severity(findings.wider)));
    }
    if let Answer::Some(changed) = &tool.now_denied {
        messages.push(narrowed(changed, new, severity(findings.narrower)));
    }
    messages.extend(tool.unknown().map(|why| unknown(tool, why, new, findings)));
    messages
}

fn severity(is_finding: bool) -> Severity {
    if is_finding { Severity::Error } else { Severity::Note }
}

/// What could not be determined counts as a change in both directions.
fn unknown(tool: &ToolDifference, why: Why, new: SourceId, findings: Findings) -> Diagnostic {
    let message = format!("could not determine how `{}` changed", between_backticks(&shortened(&tool.name, LONGEST)));
    let place = tool.place.unwrap_or_else(|| start(new));
    let severity = if findings.wider || findings.narrower { Severity::Error } else { Severity::Warning };
    let error = Diagnostic::error(Code::WIDENED_CALL, place, message, why.to_string());
    Diagnostic { severity, ..error.with_help("compare its clauses yourself: it may allow more than before") }
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
    between_backticks(&shortened(&changed.call.to_string(), LONGEST))
}

/// A rule's name contains names of arguments, so it may be long.
fn rule(changed: &Changed) -> String {
    format!("`{}`", between_backticks(&shortened(&changed.rule, LONGEST)))
}

/// The start of the policy, for a decision that no statement makes.
fn start(new: SourceId) -> Place {
    Span::at(0).of(new)
}

/// Limits that changed, at one place of each policy: a statement about a pattern changes those of many tools.
struct Limited<'d> {
    limits: &'d LimitsDifference,
    now: Place,
    before: Option<Place>,
}

impl<'d> Limited<'d> {
    fn of(tool: &'d ToolDifference, new: SourceId) -> Self {
        let place = |limits: &[Limit]| limits.first().and_then(|limit| limit.place);
        let limits = &tool.limits;
        let now = place(&limits.new).or(tool.place).unwrap_or_else(|| start(new));
        Self { limits, now, before: place(&limits.old) }
    }

    fn is_like(&self, other: &Self) -> bool {
        let words = |limits: &LimitsDifference| (limits.change, words(&limits.old), words(&limits.new));
        self.now == other.now && self.before == other.before && words(self.limits) == words(other.limits)
    }

    fn message(&self, tools: &[&str], findings: Findings) -> Diagnostic {
        let (code, how, is_finding) = match self.limits.change {
            Change::Same | Change::Wider => (Code::WIDENED_CALL, "allow more calls than before", findings.wider),
            Change::Narrower => (Code::NARROWED_CALL, "allow fewer calls than before", findings.narrower),
            Change::Both | Change::Unknown => {
                let is_finding = findings.wider || findings.narrower;
                (Code::WIDENED_CALL, "allow more calls than before in some cases, and fewer in others", is_finding)
            }
        };
        let (now, before) = (words(&self.limits.new), words(&self.limits.old));
        let message = format!("the limits {} {how}", on(tools));
        let error = Diagnostic::error(code, self.now, message, format!("{now} now, {before} before"));
        let error = Diagnostic { severity: severity(is_finding), ..error };
        match self.before {
            Some(place) => error.with_label(place, "the old limit"),
            None => error,
        }
    }
}

fn on(tools: &[&str]) -> String {
    if tools == [OTHERS] {
        return "over all tools".to_owned();
    }
    let names = quoted(tools.iter().take(MOST_TOOLS).map(|name| shortened(name, LONGEST)));
    match tools.len().saturating_sub(MOST_TOOLS) {
        0 => format!("on {}", listed(&names, "and")),
        more => format!("on {} and {more} more", names.join(", ")),
    }
}
