//! What `jamb diff` says to people: a table of the tools that changed, and below it a call for each
//! direction, at the clauses responsible.

use super::{FailOn, Two};
use crate::analyze::diff::{Change, Changed, Difference, LimitsDifference, OTHERS, ToolDifference};
use crate::analyze::{Answer, Why};
use crate::diagnostic::{Code, Diagnostic, Severity, Witness, shortened};
use crate::model::Limit;
use crate::report::{Column, Part, Table};
use crate::source::{Place, Span};

/// How much of a call is shown; the document of `--format json` has all of it.
const LONGEST_CALL: usize = 200;

/// What is said.
pub struct Told {
    /// The parts for people.
    pub body: Vec<Part>,
    /// The differences at their clauses.
    pub diagnostics: Vec<Diagnostic>,
}

/// What there is to say of a difference.
pub fn told(difference: &Difference, two: &Two<'_>, fail_on: Option<FailOn>) -> Told {
    let changed: Vec<_> = difference.tools.iter().filter(|tool| is_changed(tool)).collect();
    let diagnostics: Vec<_> = changed.iter().flat_map(|tool| of_tool(tool, two, fail_on)).collect();
    let mut body = vec![Part::Text(sum(difference, changed.len()))];
    if two.old.default_allow != two.new.default_allow {
        let word = |allow| if allow { "allow" } else { "deny" };
        body.push(Part::Text(format!(
            "the default was `{}`, and is `{}`",
            word(two.old.default_allow),
            word(two.new.default_allow)
        )));
    }
    if !changed.is_empty() {
        body.push(Part::Table(table(&changed)));
    }
    let unknown = changed.iter().flat_map(|tool| unknown(tool));
    body.extend(unknown.map(Part::Text));
    if !diagnostics.is_empty() {
        body.push(Part::Diagnostics(0..diagnostics.len()));
    }
    Told { body, diagnostics }
}

fn is_changed(tool: &ToolDifference) -> bool {
    tool.change() != Change::Same || tool.limits.change != Change::Same || tool.hidden.0 != tool.hidden.1
}

fn sum(difference: &Difference, changed: usize) -> String {
    let tools = match changed {
        0 => return "every call is decided alike".to_owned(),
        1 => "one tool changed".to_owned(),
        several => format!("{several} tools changed"),
    };
    let what = match (difference.is_wider(), difference.is_narrower()) {
        (true, true) => "the new policy lets through what the old one stops, and stops what the old one lets through",
        (true, false) => "the new policy lets through what the old one stops",
        (false, true) => "the new policy stops what the old one lets through",
        (false, false) => "every call is decided alike, but agents see other tools",
    };
    format!("{what}: {tools}")
}

fn table(changed: &[&ToolDifference]) -> Table {
    let columns = ["tool", "calls", "limits", "named by", "in the tools list"];
    let rows = changed.iter().map(|tool| {
        let named = match tool.named {
            (true, false) => "the old one",
            (false, true) => "the new one",
            (true, true) | (false, false) => "both",
        };
        let seen = match tool.hidden {
            (false, true) => "hidden now",
            (true, false) => "shown now",
            (true, true) | (false, false) => "",
        };
        let name = if tool.name == OTHERS { "all others".to_owned() } else { tool.name.clone() };
        vec![name, tool.change().word().to_owned(), limits(&tool.limits), named.to_owned(), seen.to_owned()]
    });
    Table {
        columns: columns.iter().map(|title| Column { title, is_number: false }).collect(),
        rows: rows.collect(),
        total: None,
    }
}

/// `10 per minute, was 5 per minute`
fn limits(limits: &LimitsDifference) -> String {
    if limits.change == Change::Same {
        return String::new();
    }
    let limit = |limit: &Limit| format!("{} per {}", limit.max, limit.window.word());
    let words = |some: &[Limit]| match some {
        [] => "none".to_owned(),
        some => some.iter().map(limit).collect::<Vec<_>>().join(" and "),
    };
    format!("{}: {}, was {}", limits.change.word(), words(&limits.new), words(&limits.old))
}

/// Why it is not known how a tool changed.
fn unknown(tool: &ToolDifference) -> Option<String> {
    let why = |answer: &Answer<Changed>| -> Option<Why> {
        match answer {
            Answer::Unknown(why) => Some(*why),
            Answer::Some(_) | Answer::None => None,
        }
    };
    let why = why(&tool.now_allowed).or(why(&tool.now_denied))?;
    Some(format!("it could not be found out how `{}` changes: {why}", tool.name))
}

fn of_tool(tool: &ToolDifference, two: &Two<'_>, fail_on: Option<FailOn>) -> Vec<Diagnostic> {
    let severity = |fails: bool| if fails { Severity::Error } else { Severity::Note };
    let mut told = Vec::new();
    if let Answer::Some(changed) = &tool.now_allowed {
        told.push(widened(changed, two, severity(fail_on.is_some_and(FailOn::is_wider))));
    }
    if let Answer::Some(changed) = &tool.now_denied {
        told.push(narrowed(changed, two, severity(fail_on.is_some_and(FailOn::is_narrower))));
    }
    told
}

fn widened(changed: &Changed, two: &Two<'_>, severity: Severity) -> Diagnostic {
    let message = format!("`{}` is allowed now, and was denied", call(changed));
    let place = changed.allowed_at.unwrap_or_else(|| start(two));
    let label = format!("allowed now; before, {} denied it", rule(changed));
    with_call(Diagnostic::error(Code::WIDENED_CALL, place, message, label), changed, "denied before", severity)
}

fn narrowed(changed: &Changed, two: &Two<'_>, severity: Severity) -> Diagnostic {
    let message = format!("`{}` is denied now, and was allowed", call(changed));
    let place = changed.denied_at.unwrap_or_else(|| start(two));
    let error = Diagnostic::error(Code::NARROWED_CALL, place, message, format!("denied now, by {}", rule(changed)));
    let changed = Changed { denied_at: changed.allowed_at, ..changed.clone() };
    with_call(error, &changed, "allowed before", severity)
}

fn with_call(error: Diagnostic, changed: &Changed, label: &str, severity: Severity) -> Diagnostic {
    let witness = Witness { tool: changed.call.tool.clone(), args: changed.call.args.clone() };
    let error = Diagnostic { severity, ..error.with_witness(witness) };
    match changed.denied_at {
        Some(place) => error.with_label(place, label),
        None => error,
    }
}

fn call(changed: &Changed) -> String {
    shortened(&changed.call.to_string(), LONGEST_CALL)
}

/// A rule's name holds argument names, so it may be long.
fn rule(changed: &Changed) -> String {
    format!("`{}`", shortened(&changed.rule, LONGEST_CALL))
}

/// What the policy does not say stands nowhere: its start is shown.
fn start(two: &Two<'_>) -> Place {
    Span::at(0).of(two.new_source)
}
