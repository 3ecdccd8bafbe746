//! A replay as a report: the sum, a table of decisions by tool, the pictures, what could not be determined, and what no
//! call reached.

mod by_server;
mod cases;
mod decisions;
mod limits;
mod notes;
mod page;
mod reading;
mod view;

pub use notes::notes;
pub use view::View;

use self::view::{MOST_LINES, one_line, place_name};

use crate::diagnostic::{listed, quoted};
use crate::engine::{Engine, Rule};
use crate::report::content::{Column, Part, Report, Table};
use crate::simulate::outcome::{Decided, Hit, Outcome};
use crate::simulate::why::{Deciders, Findings, Messages, argument};
use crate::simulate::{count, grouped, json};
use crate::source::{Place, Sources};

/// The report of a replay under one policy, or under one for each server.
pub fn report<'r>(
    outcome: &Outcome,
    messages: &'r Messages,
    deciders: &[Deciders<'_>],
    findings: Findings,
    view: View,
    sources: &'r Sources,
) -> Report<'r> {
    let suites = match deciders {
        [only] if only.server.is_none() => cases::suites(outcome, messages, *only, findings),
        each => by_server::suites(outcome, messages, each, findings),
    };
    Report {
        body: body(outcome, messages, deciders, view, sources),
        members: json::members(outcome, deciders, sources),
        suites,
        ..Report::new(sources, &messages.diagnostics)
    }
}

/// The parts, in order.
fn body(outcome: &Outcome, messages: &Messages, deciders: &[Deciders<'_>], view: View, sources: &Sources) -> Vec<Part> {
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
    let mut parts = Vec::new();
    if view.is_page {
        let names: Vec<&str> = deciders.iter().map(|deciders| deciders.name).collect();
        parts.push(Part::Heading(format!("calls in {} under {}", traces_of(outcome), listed(&quoted(&names), "and"))));
    }
    parts.extend(reading::lines(&outcome.reading));
    parts.push(Part::Text(summary(outcome, deciders.iter().any(|deciders| deciders.compares))));
    if view.is_page {
        parts.extend(page::over_time(outcome));
    }
    match deciders {
        [only] if only.server.is_none() => {
            parts.extend(decided(outcome, messages, *only, view, sources));
            parts.extend(unread(outcome, messages));
            parts.extend(not_covered(outcome, *only, sources));
        }
        each => {
            if view.is_page {
                parts.extend(page::tables(outcome, messages, view, sources));
            }
            parts.extend(by_server::parts(outcome, messages, each, |outcome, messages, deciders| {
                let mut parts = decided(outcome, messages, deciders, view, sources);
                parts.extend(not_covered(outcome, deciders, sources));
                parts
            }));
            parts.extend(unread(outcome, messages));
        }
    }
    parts
}

/// What one policy decided: its tables, and the pictures.
fn decided(outcome: &Outcome, messages: &Messages, deciders: Deciders<'_>, view: View, sources: &Sources) -> Vec<Part> {
    let mut parts = Vec::new();
    let compares = deciders.compares;
    if !compares || view.is_page {
        parts.extend(decisions::by_tool(outcome, view).map(Part::Table));
    }
    if view.is_page {
        parts.extend(page::tables(outcome, messages, view, sources));
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
    parts.extend(denials(messages, view, sources));
    if !outcome.open.is_empty() && !compares {
        parts.push(Part::Heading("could not be determined".to_owned()));
        parts.push(Part::Table(undetermined(&outcome.open, deciders.new)));
    }
    parts
}

/// What could not be read, or may be read wrongly.
fn unread(outcome: &Outcome, messages: &Messages) -> Vec<Part> {
    let mut parts = vec![Part::Diagnostics(messages.unreadable.clone())];
    let others = more(
        outcome.summary.unreadable,
        messages.unreadable.len(),
        "line that can't be read",
        "lines that can't be read",
    );
    parts.extend(others);
    parts.push(Part::Diagnostics(messages.doubts.clone()));
    parts
}

/// What the trace does not cover of a policy, and suggested limits.
fn not_covered(outcome: &Outcome, deciders: Deciders<'_>, sources: &Sources) -> Vec<Part> {
    let mut parts = Vec::new();
    if outcome.summary.decided.calls() > 0 && !deciders.compares {
        parts.extend(unreached(outcome, deciders.new, sources));
    }
    if let Some(suggested) = &outcome.suggested {
        parts.extend(limits::parts(suggested, deciders.new));
    }
    parts
}

/// The clauses that denied most, and the others in a table.
fn denials(messages: &Messages, view: View, sources: &Sources) -> Vec<Part> {
    let drawn = messages.denied.len().min(view.pictures());
    let mut parts = vec![Part::Diagnostics(messages.denied.start..messages.denied.start + drawn)];
    // Where no clause is drawn, the report is about something else; a page has a table of all clauses.
    if drawn > 0 && drawn < messages.clauses.len() && !view.is_page {
        parts.push(Part::Heading("other clauses that denied calls".to_owned()));
        parts.extend(decisions::by_clause(messages.clauses.get(drawn..).unwrap_or_default(), view, sources));
    }
    parts
}

/// The calls that could not be determined, and the argument that was not recorded.
fn undetermined(open: &[Hit], engine: &Engine) -> Table {
    let mut hits: Vec<&Hit> = open.iter().collect();
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.calls));
    let line = |hit: &&Hit| {
        let rule = engine.rule(hit.rule);
        let tool = rule.tool.as_deref().unwrap_or(&hit.first.tool);
        let missing = argument(rule, hit.condition).unwrap_or_else(|| counted(rule, hit.has_untimed));
        vec![tool.to_owned(), grouped(hit.calls), missing, format!("{}:{}", hit.first.trace, hit.first.line)]
    };
    let mut rows: Vec<Vec<String>> = hits.iter().take(MOST_LINES).map(line).collect();
    rows.extend(rest(hits.len(), 4));
    Table {
        columns: vec![Column::name("tool"), Column::number("calls"), Column::text("depends on"), Column::text("first")],
        rows,
        total: None,
    }
}

/// What a limit depends on, if earlier calls could not be determined or calls have no time.
fn counted(rule: &Rule, has_untimed: bool) -> String {
    let counter = rule.counter.as_deref().unwrap_or_default();
    if has_untimed { format!("missing times, for `{counter}`") } else { format!("earlier calls, for `{counter}`") }
}

/// What the trace does not cover: clauses that no call reached, and tools that were not called.
fn unreached(outcome: &Outcome, engine: &Engine, sources: &Sources) -> Vec<Part> {
    let mut places: Vec<Place> = outcome.unreached_rules.iter().filter_map(|id| engine.rule(*id).place).collect();
    places.sort_unstable();
    places.dedup();
    let mut parts = Vec::new();
    if !places.is_empty() {
        let line = |place: &Place| vec![place_name(*place, sources), one_line(sources.text(*place))];
        let mut rows: Vec<Vec<String>> = places.iter().take(MOST_LINES).map(line).collect();
        rows.extend(rest(places.len(), 2));
        parts.push(Part::Heading("no call reached these clauses".to_owned()));
        parts.push(Part::Table(Table { columns: vec![Column::text("at"), Column::name("clause")], rows, total: None }));
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

/// The line that counts pictures that are not drawn.
fn more(all: u64, shown: usize, one: &str, several: &str) -> Option<Part> {
    let more = all.checked_sub(shown as u64).filter(|more| *more > 0)?;
    Some(Part::Text(format!("… and {} more {}", grouped(more), if more == 1 { one } else { several })))
}

/// The summary: how the calls were decided.
fn summary(outcome: &Outcome, compares: bool) -> String {
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
    if compares && summary.widened + summary.narrowed == 0 {
        text += "; both policies decide every call the same way";
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
