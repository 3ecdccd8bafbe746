//! A replay as a report: a table of decisions by tool, the pictures, what could not be determined, what no call
//! reached, and a summary.

mod cases;
mod limits;
mod notes;
mod reading;

pub use notes::notes;

use crate::diagnostic::listed;
use crate::engine::{Engine, Rule};
use crate::report::content::{Column, Part, Report, Table};
use crate::simulate::outcome::{Decided, Hit, Outcome};
use crate::simulate::why::{Deciders, Findings, MOST_DRAWN, Messages, argument};
use crate::simulate::{count, grouped, json};
use crate::source::{Place, Sources};

/// A table has at most this many rows. A policy may name a hundred thousand tools.
const MOST_LINES: usize = 40;

/// No calls, in a table. Many zeros would hide the other numbers.
const NOTHING: &str = "·";

/// The report of a replay.
pub fn report<'r>(
    outcome: &Outcome,
    messages: &'r Messages,
    deciders: Deciders<'_>,
    findings: Findings,
    sources: &'r Sources,
) -> Report<'r> {
    Report {
        body: body(outcome, messages, deciders, sources),
        members: json::members(outcome, deciders, sources),
        suites: cases::suites(outcome, messages, deciders, findings),
        ..Report::new(sources, &messages.diagnostics)
    }
}

/// The parts, in order.
fn body(outcome: &Outcome, messages: &Messages, deciders: Deciders<'_>, sources: &Sources) -> Vec<Part> {
    let calls = outcome.summary.decided.calls();
    if calls == 0 && outcome.summary.unreadable == 0 {
        // If no trace could be opened, the errors say everything.
        let failed = outcome.failures.len();
        if failed > 0 && failed == outcome.traces.len() {
            return Vec::new();
        }
        let mut parts = reading::lines(&outcome.reading);
        parts.push(Part::Diagnostics(messages.doubts.clone()));
        parts.push(Part::Text(format!("no calls in {}", traces_of(outcome))));
        return parts;
    }
    let mut parts = reading::lines(&outcome.reading);
    if calls > 0 {
        parts.push(Part::Table(decisions(outcome)));
    }
    parts.push(Part::Diagnostics(messages.unexpected.clone()));
    let others = more(
        outcome.summary.unexpected,
        messages.unexpected.len(),
        "call that is not decided as expected",
        "calls that are not decided as expected",
    );
    parts.extend(others);
    parts.push(Part::Diagnostics(messages.disagreeing.clone()));
    parts.extend(more(
        outcome.summary.disagreeing,
        messages.disagreeing.len(),
        "call that the gateway decided differently",
        "calls that the gateway decided differently",
    ));
    parts.push(Part::Diagnostics(messages.changes.clone()));
    parts.push(Part::Diagnostics(messages.denied.clone()));
    if messages.denying_clauses > MOST_DRAWN {
        let more = (messages.denying_clauses - MOST_DRAWN) as u64;
        parts.push(Part::Text(format!("… and {} more clauses that denied fewer calls", grouped(more))));
    }
    if !outcome.open.is_empty() {
        parts.push(Part::Heading("could not be determined".to_owned()));
        parts.push(Part::Table(undetermined(&outcome.open, deciders.new)));
    }
    parts.push(Part::Diagnostics(messages.unreadable.clone()));
    let others = more(
        outcome.summary.unreadable,
        messages.unreadable.len(),
        "line that can't be read",
        "lines that can't be read",
    );
    parts.extend(others);
    parts.push(Part::Diagnostics(messages.doubts.clone()));
    if calls > 0 {
        parts.extend(unreached(outcome, deciders.new, sources));
    }
    if let Some(suggested) = &outcome.suggested {
        parts.extend(limits::parts(suggested, deciders.new));
    }
    parts.push(Part::Text(summary(outcome)));
    parts
}

/// Decisions by tool; the tools that were called most come first.
fn decisions(outcome: &Outcome) -> Table {
    let mut tools: Vec<(&str, &Decided)> =
        outcome.tools.iter().map(|(name, decided)| (name.as_str(), decided)).collect();
    tools.sort_by_key(|(name, decided)| (std::cmp::Reverse(decided.calls()), *name));
    let has_open = outcome.summary.decided.undetermined > 0;
    let line = |name: String, decided: &Decided| {
        let open = has_open.then_some(decided.undetermined);
        let counts = [decided.calls(), decided.allowed, decided.denied].into_iter().chain(open);
        std::iter::once(name).chain(counts.map(cell)).collect::<Vec<_>>()
    };
    let mut rows: Vec<Vec<String>> =
        tools.iter().take(MOST_LINES).map(|(name, decided)| line((*name).to_owned(), decided)).collect();
    let mut others = outcome.other_tools;
    for (_, decided) in tools.iter().skip(MOST_LINES) {
        others.allowed += decided.allowed;
        others.denied += decided.denied;
        others.undetermined += decided.undetermined;
    }
    if others.calls() > 0 {
        let more = match tools.len().saturating_sub(MOST_LINES) {
            _ if outcome.other_tools.calls() > 0 => "… and all others".to_owned(),
            more => format!("… and {} more", grouped(more as u64)),
        };
        rows.push(line(more, &others));
    }
    let mut columns =
        vec![Column::text("tool"), Column::number("calls"), Column::number("allowed"), Column::number("denied")];
    columns.extend(has_open.then_some(Column::number("undetermined")));
    let total = (rows.len() > 1).then(|| line("all".to_owned(), &outcome.summary.decided));
    Table { columns, rows, total }
}

fn cell(number: u64) -> String {
    if number == 0 { NOTHING.to_owned() } else { grouped(number) }
}

/// The calls that could not be determined, and the argument that was not recorded.
fn undetermined(open: &[Hit], engine: &Engine) -> Table {
    let mut hits: Vec<&Hit> = open.iter().collect();
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.calls));
    let line = |hit: &&Hit| {
        let rule = engine.rule(hit.rule);
        let tool = rule.tool.as_deref().unwrap_or(&hit.first.tool);
        let missing = argument(rule, hit.condition).unwrap_or_else(|| earlier_calls(rule));
        vec![tool.to_owned(), grouped(hit.calls), missing, format!("{}:{}", hit.first.trace, hit.first.line)]
    };
    let mut rows: Vec<Vec<String>> = hits.iter().take(MOST_LINES).map(line).collect();
    rows.extend(rest(hits.len(), 4));
    Table {
        columns: vec![Column::text("tool"), Column::number("calls"), Column::text("depends on"), Column::text("first")],
        rows,
        total: None,
    }
}

/// What a limit depends on if earlier calls could not be determined.
fn earlier_calls(rule: &Rule) -> String {
    format!("earlier calls, for `{}`", rule.counter.as_deref().unwrap_or_default())
}

/// What the trace does not cover: clauses that no call reached, and tools that were not called.
fn unreached(outcome: &Outcome, engine: &Engine, sources: &Sources) -> Vec<Part> {
    let mut places: Vec<Place> = outcome.unreached_rules.iter().filter_map(|id| engine.rule(*id).place).collect();
    places.sort_unstable();
    places.dedup();
    let mut parts = Vec::new();
    if !places.is_empty() {
        let line = |place: &Place| {
            let start = sources.start(*place);
            let at = format!("{}:{}:{}", sources.get(place.source).name, start.line, start.column);
            vec![at, one_line(sources.text(*place))]
        };
        let mut rows: Vec<Vec<String>> = places.iter().take(MOST_LINES).map(line).collect();
        rows.extend(rest(places.len(), 2));
        parts.push(Part::Heading("no call reached these clauses".to_owned()));
        parts.push(Part::Table(Table { columns: vec![Column::text("at"), Column::text("clause")], rows, total: None }));
    }
    if !outcome.unreached_tools.is_empty() {
        let mut names: Vec<String> =
            outcome.unreached_tools.iter().take(MOST_LINES).map(|name| format!("`{name}`")).collect();
        let beyond = outcome.unreached_tools.len().saturating_sub(MOST_LINES);
        names.extend((beyond > 0).then(|| format!("{} more", grouped(beyond as u64))));
        parts.push(Part::Text(format!("these tools were never called: {}", listed(&names, "and"))));
    }
    parts
}

/// The row that counts what the table has no room for.
fn rest(all: usize, columns: usize) -> Option<Vec<String>> {
    let more = all.checked_sub(MOST_LINES).filter(|more| *more > 0)?;
    let mut line = vec![String::new(); columns];
    if let Some(first) = line.first_mut() {
        *first = format!("… and {} more", grouped(more as u64));
    }
    Some(line)
}

/// A text of several lines on one line; tables shorten it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The line that counts pictures that are not drawn.
fn more(all: u64, shown: usize, one: &str, several: &str) -> Option<Part> {
    let more = all.checked_sub(shown as u64).filter(|more| *more > 0)?;
    Some(Part::Text(format!("… and {} more {}", grouped(more), if more == 1 { one } else { several })))
}

/// The summary: how the calls were decided.
fn summary(outcome: &Outcome) -> String {
    let summary = &outcome.summary;
    let Decided { denied, undetermined, .. } = summary.decided;
    let denied = match (denied, undetermined) {
        (0, 0) => "none denied".to_owned(),
        (_, 0) => format!("{} denied", grouped(denied)),
        _ => format!("{} denied, {} undetermined", grouped(denied), grouped(undetermined)),
    };
    let mut text = format!("{} in {}: {denied}", count(summary.decided.calls(), "call"), traces_of(outcome));
    for (number, what) in [
        (summary.unexpected, "not decided as expected"),
        (summary.disagreeing, "decided differently by the gateway"),
        (summary.widened, "denied before and allowed now"),
        (summary.narrowed, "allowed before and denied now"),
    ] {
        if number > 0 {
            text += &format!("; {} {what}", grouped(number));
        }
    }
    if summary.unreadable > 0 {
        text += &format!("; {} can't be read", count(summary.unreadable, "line"));
    }
    text
}

/// `3 traces`, or the name of the only one.
fn traces_of(outcome: &Outcome) -> String {
    match outcome.traces.as_slice() {
        [only] => format!("`{}`", only.name),
        [] => "the given paths".to_owned(),
        several => count(several.len() as u64, "trace"),
    }
}
