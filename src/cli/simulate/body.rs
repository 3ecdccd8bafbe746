//! What `simulate` says to people: a table of decisions by tool, the pictures, what could not be
//! determined, what no call reached, and the sum.

use super::{limits, traces_of};
use crate::diagnostic::listed;
use crate::engine::{Engine, Rule};
use crate::report::{Column, Part, Table};
use crate::simulate::outcome::{Decided, Example, Hit, Outcome};
use crate::simulate::why::{Deciders, MOST_DRAWN, Told, argument};
use crate::simulate::{count, grouped};
use crate::source::{Place, Sources};

/// How many lines a table has. A policy may name a hundred thousand tools.
const MOST_LINES: usize = 40;

/// What stands for no calls in a table: a column of zeros hides the others.
const NOTHING: &str = "·";

/// The parts, in their order.
pub fn body(outcome: &Outcome, told: &Told, deciders: Deciders<'_>, sources: &Sources) -> Vec<Part> {
    let calls = outcome.summary.decided.calls();
    if calls == 0 && outcome.summary.unreadable == 0 {
        // Where no trace can be read at all, errors say all that there is to say.
        let failed = outcome.failures.len();
        if failed > 0 && failed == outcome.traces.len() {
            return Vec::new();
        }
        return vec![Part::Text(format!("no calls in {}", traces_of(outcome)))];
    }
    let mut parts = Vec::new();
    if calls > 0 {
        parts.push(Part::Table(decisions(outcome)));
    }
    parts.push(Part::Diagnostics(told.unexpected.clone()));
    let others = more(
        outcome.summary.unexpected,
        told.unexpected.len(),
        "call that is not decided as expected",
        "calls that are not decided as expected",
    );
    parts.extend(others);
    parts.push(Part::Diagnostics(told.changes.clone()));
    parts.push(Part::Diagnostics(told.denied.clone()));
    if told.denying_clauses > MOST_DRAWN {
        let more = (told.denying_clauses - MOST_DRAWN) as u64;
        parts.push(Part::Text(format!("… and {} more clauses that denied fewer calls", grouped(more))));
    }
    if !outcome.open.is_empty() {
        parts.push(Part::Heading("could not be determined".to_owned()));
        parts.push(Part::Table(undetermined(&outcome.open, deciders.new)));
    }
    parts.push(Part::Diagnostics(told.unreadable.clone()));
    let others =
        more(outcome.summary.unreadable, told.unreadable.len(), "line that can't be read", "lines that can't be read");
    parts.extend(others);
    if calls > 0 {
        parts.extend(unreached(outcome, deciders.new, sources));
    }
    if let Some(suggested) = &outcome.suggested {
        parts.extend(limits::parts(suggested, deciders.new));
    }
    parts.push(Part::Text(sum(outcome)));
    parts
}

/// What is good to know of the traces, for standard error.
pub fn notes(outcome: &Outcome) -> Vec<String> {
    let at = |met: &Example| format!("{}:{}", met.trace, met.line);
    let mut notes = Vec::new();
    if let Some((calls, first)) = &outcome.twins {
        let what = format!("{} with a key twice, first at {}", count(*calls, "call"), at(first));
        notes.push(format!("{what}: the last one counts"));
    }
    if let Some((calls, first)) = &outcome.jumps {
        let what = format!("{} more than a day ahead of the others, first at {}", count(*calls, "call"), at(first));
        notes.push(format!("{what}: limits count it for itself"));
    }
    if outcome.inexact > 0 {
        let calls = count(outcome.inexact, "call");
        notes.push(if outcome.is_crowded {
            format!("{calls} can't be counted exactly by limits: too many grants called at once")
        } else {
            format!("{calls} came too late to be counted exactly by limits")
        });
    }
    notes
}

/// Decisions by tool, those called most first.
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
    let number = |title| Column { title, is_number: true };
    let mut columns = vec![text("tool"), number("calls"), number("allowed"), number("denied")];
    columns.extend(has_open.then_some(number("undetermined")));
    let total = (rows.len() > 1).then(|| line("all".to_owned(), &outcome.summary.decided));
    Table { columns, rows, total }
}

fn text(title: &'static str) -> Column {
    Column { title, is_number: false }
}

fn cell(number: u64) -> String {
    if number == 0 { NOTHING.to_owned() } else { grouped(number) }
}

/// What could not be determined: which argument was not recorded.
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
    let calls = Column { title: "calls", is_number: true };
    Table { columns: vec![text("tool"), calls, text("depends on"), text("first")], rows, total: None }
}

/// What a limit depends on where the calls before it could not be determined.
fn earlier_calls(rule: &Rule) -> String {
    format!("the calls before it, for `{}`", rule.counter.as_deref().unwrap_or_default())
}

/// What the trace says nothing of: clauses that were asked of no call, and tools that were not called.
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
        parts.push(Part::Heading("no call came as far as these clauses".to_owned()));
        parts.push(Part::Table(Table { columns: vec![text("at"), text("clause")], rows, total: None }));
    }
    if !outcome.unreached_tools.is_empty() {
        let mut names: Vec<String> =
            outcome.unreached_tools.iter().take(MOST_LINES).map(|name| format!("`{name}`")).collect();
        let beyond = outcome.unreached_tools.len().saturating_sub(MOST_LINES);
        names.extend((beyond > 0).then(|| format!("{} more", grouped(beyond as u64))));
        parts.push(Part::Text(format!("no call named these tools: {}", listed(&names, "and"))));
    }
    parts
}

/// The line for what a table has no room for.
fn rest(all: usize, columns: usize) -> Option<Vec<String>> {
    let more = all.checked_sub(MOST_LINES).filter(|more| *more > 0)?;
    let mut line = vec![String::new(); columns];
    if let Some(first) = line.first_mut() {
        *first = format!("… and {} more", grouped(more as u64));
    }
    Some(line)
}

/// A text of several lines, in one; tables cut it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The line for pictures that are not drawn.
fn more(all: u64, shown: usize, one: &str, several: &str) -> Option<Part> {
    let more = all.checked_sub(shown as u64).filter(|more| *more > 0)?;
    Some(Part::Text(format!("… and {} more {}", grouped(more), if more == 1 { one } else { several })))
}

/// The sum: what is certain, and what is possible.
fn sum(outcome: &Outcome) -> String {
    let summary = &outcome.summary;
    let Decided { denied, undetermined, .. } = summary.decided;
    let denied = match (denied, undetermined) {
        (0, 0) => "none denied".to_owned(),
        (_, 0) => format!("{} denied", grouped(denied)),
        _ => format!("{} denied for certain, {} more perhaps", grouped(denied), grouped(undetermined)),
    };
    let mut said = format!("{} in {}: {denied}", count(summary.decided.calls(), "call"), traces_of(outcome));
    for (number, what) in [
        (summary.unexpected, "not decided as expected"),
        (summary.widened, "denied before and allowed now"),
        (summary.narrowed, "allowed before and denied now"),
    ] {
        if number > 0 {
            said += &format!("; {} {what}", grouped(number));
        }
    }
    if summary.unreadable > 0 {
        said += &format!("; {} can't be read", count(summary.unreadable, "line"));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_that_are_not_counted_exactly_have_their_cause() {
        let note = |inexact, is_crowded| notes(&Outcome { inexact, is_crowded, ..Outcome::default() });
        assert_eq!(note(0, true), [""; 0]);
        assert_eq!(note(1, false), ["1 call came too late to be counted exactly by limits"]);
        let crowded = "1,200 calls can't be counted exactly by limits: too many grants called at once";
        assert_eq!(note(1_200, true), [crowded]);
    }
}
