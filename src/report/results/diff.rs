//! How two policies differ, as a report: a table of the tools that changed, and a call for each direction.

use crate::analyze::diff::{Change, Changed, Difference, LimitsDifference, OTHERS, ToolDifference, json};
use crate::analyze::{Answer, Why};
use crate::diagnostic::Diagnostic;
use crate::model::{Limit, Policy};
use crate::report::content::{Column, Part, Report, Table};
use crate::source::Sources;

/// The report. `diagnostics` are its [messages](crate::analyze::diff::messages).
pub fn report<'r>(
    difference: &Difference,
    old: &Policy,
    new: &Policy,
    diagnostics: &'r [Diagnostic],
    sources: &'r Sources,
) -> Report<'r> {
    let changed: Vec<_> = difference.tools.iter().filter(|tool| is_changed(tool)).collect();
    let mut body = vec![Part::Text(summary(difference, changed.len()))];
    if old.default_allow != new.default_allow {
        body.push(Part::Text(format!("the default was `{}` and is `{}` now", default(old), default(new))));
    }
    if !changed.is_empty() {
        body.push(Part::Table(table(&changed)));
    }
    body.extend(changed.iter().filter_map(|tool| unknown(tool)).map(Part::Text));
    if !diagnostics.is_empty() {
        body.push(Part::Diagnostics(0..diagnostics.len()));
    }
    let members = json::members(difference, old, new);
    Report { body, members, members_only: true, ..Report::new(sources, diagnostics) }
}

fn default(policy: &Policy) -> &'static str {
    if policy.default_allow { "allow" } else { "deny" }
}

fn is_changed(tool: &ToolDifference) -> bool {
    tool.change() != Change::Same || tool.limits.change != Change::Same || tool.hidden.0 != tool.hidden.1
}

fn summary(difference: &Difference, changed: usize) -> String {
    let tools = match changed {
        0 => return "both policies decide every call the same way".to_owned(),
        1 => "one tool changed".to_owned(),
        several => format!("{several} tools changed"),
    };
    let what = match (difference.is_wider(), difference.is_narrower()) {
        (true, true) => "the new policy allows calls that the old one denies, and denies calls that the old one allows",
        (true, false) => "the new policy allows calls that the old one denies",
        (false, true) => "the new policy denies calls that the old one allows",
        (false, false) => "both policies decide every call the same way, but agents see different tools",
    };
    format!("{what}: {tools}")
}

fn table(changed: &[&ToolDifference]) -> Table {
    let columns = ["tool", "calls", "limits", "named by", "in the tools list"].map(Column::text).to_vec();
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
    Table { columns, rows: rows.collect(), total: None }
}

/// `wider: 10 per minute, was 5 per minute`
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
    Some(format!("could not find out how `{}` changed: {why}", tool.name))
}
