//! How two tools lists differ, as a report: a table of the tools that changed, and what that does to each policy.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::drift::{Change, Effect, ToolDrift, json};
use crate::report::content::{Column, Part, Report, Table};
use crate::source::Sources;

/// The table lists at most this many tools.
const MOST_TOOLS: usize = 200;
/// At most this many effects are drawn.
const MOST_PICTURES: usize = 200;
/// A row of the table has at most this many differences.
const MOST_DETAILS: usize = 4;
/// A row about several tools names at most this many.
const MOST_NAMES: usize = 5;

/// The report. `effects` are those of each policy, by its name; `diagnostics` are their messages, in the same order.
pub fn report<'r>(
    drifted: &[ToolDrift],
    effects: &[(String, Vec<Effect>)],
    diagnostics: &'r [Diagnostic],
    sources: &'r Sources,
) -> Report<'r> {
    let body = body(drifted, effects, diagnostics.len());
    let members = json::members(drifted, effects);
    Report { body, members, members_only: true, ..Report::new(sources, diagnostics) }
}

fn body(drifted: &[ToolDrift], effects: &[(String, Vec<Effect>)], messages: usize) -> Vec<Part> {
    let mut body = vec![Part::Text(summary(drifted))];
    let rows = rows(drifted, effects);
    let more = rows.len().saturating_sub(MOST_TOOLS);
    if !rows.is_empty() {
        body.push(Part::Table(table(rows)));
    }
    if more > 0 {
        body.push(Part::Text(format!("… and {more} more")));
    }
    if messages > 0 {
        body.push(Part::Diagnostics(0..messages.min(MOST_PICTURES)));
    }
    if messages > MOST_PICTURES {
        body.push(Part::Text(format!("… and {} more", messages - MOST_PICTURES)));
    }
    body.extend(effects.iter().map(|(policy, found)| Part::Text(effect_on(policy, found))));
    body
}

fn effect_on(policy: &str, found: &[Effect]) -> String {
    let wider = found.iter().filter(|effect| effect.is_wider).count();
    let others = found.len() - wider;
    match (wider, others) {
        (0, 0) => format!("`{policy}` decides all calls as before"),
        (0, others) => format!("`{policy}` allows nothing new, and has {} to look at", places(others)),
        (wider, 0) => format!("`{policy}` allows more than before, in {}", places(wider)),
        (wider, others) => {
            format!("`{policy}` allows more than before, in {}, and has {} to look at", places(wider), places(others))
        }
    }
}

fn places(count: usize) -> String {
    if count == 1 { "1 place".to_owned() } else { format!("{count} places") }
}

/// `1 tool added, 2 gone, 3 changed`
fn summary(drifted: &[ToolDrift]) -> String {
    let count = |word: &str| drifted.iter().filter(|tool| tool.change.word() == word).count();
    let counts = ["added", "gone", "renamed", "changed"].map(|word| (count(word), word));
    let mut parts: Vec<String> = Vec::new();
    for (count, word) in counts.into_iter().filter(|(count, _)| *count > 0) {
        let tools = match (parts.is_empty(), count) {
            (true, 1) => " tool",
            (true, _) => " tools",
            (false, _) => "",
        };
        parts.push(format!("{count}{tools} {word}"));
    }
    if parts.is_empty() { "both lists have the same tools".to_owned() } else { parts.join(", ") }
}

fn table(mut rows: Vec<Vec<String>>) -> Table {
    rows.truncate(MOST_TOOLS);
    Table { columns: vec![Column::name("tool"), Column::text("change"), Column::text("what")], rows, total: None }
}

/// Tools that matter to a policy come first: those that it allows more of, then those that it has to name or restrict
/// differently. New tools that every policy refuses, and removed ones that none depends on, share a row.
fn rows(drifted: &[ToolDrift], effects: &[(String, Vec<Effect>)]) -> Vec<Vec<String>> {
    let mut concerned: HashMap<&str, bool> = HashMap::new();
    for effect in effects.iter().flat_map(|(_, effects)| effects) {
        *concerned.entry(&effect.tool).or_default() |= effect.is_wider;
    }
    let concern = |tool: &&ToolDrift| concerned.get(tool.name.as_str()).copied();
    let is_together =
        |tool: &&ToolDrift| concern(tool).is_none() && matches!(tool.change, Change::Added | Change::Gone);
    let (together, mut single): (Vec<_>, Vec<_>) = drifted.iter().partition(is_together);
    single.sort_by_key(|tool| std::cmp::Reverse(concern(tool)));
    let (gone, added): (Vec<_>, Vec<_>) = together.into_iter().partition(|tool| tool.change == Change::Gone);
    let single = single.into_iter().map(row);
    single
        .chain(shared_row(&added, "no policy allows it", "no policy allows them"))
        .chain(shared_row(&gone, "no policy has to change", "no policy has to change"))
        .collect()
}

fn row(tool: &ToolDrift) -> Vec<String> {
    let was = if let Change::Renamed(was) = &tool.change { Some(format!("likely {was}")) } else { None };
    // Cells of a table have no backticks.
    let details = tool.details.iter().map(|detail| detail.words.replace('`', ""));
    let mut what: Vec<String> = was.into_iter().chain(details).collect();
    let more = what.len().saturating_sub(MOST_DETAILS);
    what.truncate(MOST_DETAILS);
    what.extend((more > 0).then(|| format!("… and {more} more")));
    vec![tool.name.clone(), tool.change.word().to_owned(), what.join("; ")]
}

fn shared_row(tools: &[&ToolDrift], of_one: &str, of_several: &str) -> Option<Vec<String>> {
    let first = tools.first()?;
    let change = first.change.word().to_owned();
    if tools.len() == 1 {
        return Some(vec![first.name.clone(), change, of_one.to_owned()]);
    }
    let mut names: Vec<_> = tools.iter().take(MOST_NAMES).map(|tool| tool.name.as_str()).collect();
    names.extend((tools.len() > MOST_NAMES).then_some("…"));
    Some(vec![format!("{} tools", tools.len()), change, format!("{of_several}: {}", names.join(", "))])
}
