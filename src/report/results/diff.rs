//! How two policies differ, as a report: a table of the tools that changed, and a call for each direction.

use crate::analyze::diff::{Change, Difference, LimitsDifference, OTHERS, ToolDifference, json, limit_words};
use crate::diagnostic::{Diagnostic, listed, quoted};
use crate::model::Policy;
use crate::report::content::{Column, Part, Report, Table};
use crate::source::Sources;

/// The report. `catalogs` are the files that say which calls the server accepts, and `diagnostics` are its
/// [messages](crate::analyze::diff::messages).
pub fn report<'r>(
    difference: &Difference,
    (old, new): (&Policy, &Policy),
    catalogs: &[&str],
    diagnostics: &'r [Diagnostic],
    sources: &'r Sources,
) -> Report<'r> {
    let changed: Vec<_> = difference.tools.iter().filter(|tool| is_changed(tool)).collect();
    let mut body = vec![Part::Text(summary(difference, changed.len()))];
    body.extend(accepting(catalogs).map(Part::Text));
    if old.default_allow != new.default_allow {
        body.push(Part::Text(format!("the default was `{}` and is `{}` now", default(old), default(new))));
    }
    if !changed.is_empty() {
        body.push(Part::Table(table(&changed)));
    }
    if !diagnostics.is_empty() {
        body.push(Part::Diagnostics(0..diagnostics.len()));
    }
    let members = json::members(difference, old, new);
    Report { body, members, members_only: true, ..Report::new(sources, diagnostics) }
}

fn accepting(catalogs: &[&str]) -> Option<String> {
    let names = listed(&quoted(catalogs), "or");
    (!catalogs.is_empty()).then(|| format!("calls that the server does not accept, according to {names}, are left out"))
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
    let others = ["calls", "limits", "named by", "in the tools list"].map(Column::text);
    let columns = std::iter::once(Column::name("tool")).chain(others).collect();
    let rows = changed.iter().flat_map(|tool| rows(tool)).collect();
    Table { columns, rows, total: None }
}

/// Limits over all tools have a row of their own.
fn rows(tool: &ToolDifference) -> Vec<Vec<String>> {
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
    let calls = tool.change().word();
    let row = |name: &str, calls: &str, limits: String, named: &str, seen: &str| {
        vec![name.to_owned(), calls.to_owned(), limits, named.to_owned(), seen.to_owned()]
    };
    if tool.name != OTHERS {
        return vec![row(&tool.name, calls, limits(&tool.limits), named, seen)];
    }
    let is_decided_otherwise = tool.change() != Change::Same || !seen.is_empty();
    let others = is_decided_otherwise.then(|| row("all others", calls, String::new(), "", seen));
    let together = (tool.limits.change != Change::Same).then(|| row("all tools", "", limits(&tool.limits), "", ""));
    others.into_iter().chain(together).collect()
}

/// `wider: 10 per minute, was 5 per minute`
fn limits(limits: &LimitsDifference) -> String {
    if limits.change == Change::Same {
        return String::new();
    }
    format!("{}: {}, was {}", limits.change.word(), limit_words(&limits.new), limit_words(&limits.old))
}
