//! What `jamb drift` says to people: a table of the tools that are not as they were, and below it what that
//! does to each policy.

use super::Effects;
use crate::drift::{Change, ToolDrift};
use crate::report::{Column, Part, Table};

/// How many tools the table lists.
const MOST_TOOLS: usize = 200;
/// How many effects are shown at their places.
const MOST_PICTURES: usize = 200;
/// How much of what differs in a tool stands in a line.
const MOST_DETAILS: usize = 4;

/// The parts of the report; there are so many messages, those of the policies in their order.
pub fn body(drifted: &[ToolDrift], effects: &Effects, messages: usize) -> Vec<Part> {
    let mut body = vec![Part::Text(sum(drifted))];
    if !drifted.is_empty() {
        body.push(Part::Table(table(drifted)));
    }
    if drifted.len() > MOST_TOOLS {
        body.push(Part::Text(format!("… and {} more", drifted.len() - MOST_TOOLS)));
    }
    if messages > 0 {
        body.push(Part::Diagnostics(0..messages.min(MOST_PICTURES)));
    }
    if messages > MOST_PICTURES {
        body.push(Part::Text(format!("… and {} more", messages - MOST_PICTURES)));
    }
    body.extend(effects.iter().map(|(policy, found)| {
        let wider = found.iter().filter(|effect| effect.is_wider).count();
        let others = found.len() - wider;
        Part::Text(match (wider, others) {
            (0, 0) => format!("`{policy}` decides all calls as before"),
            (0, others) => format!("`{policy}` lets nothing more through, and has {} to look at", places(others)),
            (wider, 0) => format!("`{policy}` lets more through, in {}", places(wider)),
            (wider, others) => {
                format!("`{policy}` lets more through, in {}, and has {} to look at", places(wider), places(others))
            }
        })
    }));
    body
}

fn places(count: usize) -> String {
    if count == 1 { "1 place".to_owned() } else { format!("{count} places") }
}

/// `1 tool added, 2 gone, 3 changed`
fn sum(drifted: &[ToolDrift]) -> String {
    let count = |word: &str| drifted.iter().filter(|tool| self::word(&tool.change) == word).count();
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

fn table(drifted: &[ToolDrift]) -> Table {
    let columns = ["tool", "change", "what"].map(|title| Column { title, is_number: false });
    let row = |tool: &ToolDrift| {
        let was = if let Change::Renamed(was) = &tool.change { Some(format!("likely {was}")) } else { None };
        // Cells have no marks of code.
        let details = tool.details.iter().map(|detail| detail.words.replace('`', ""));
        let mut what: Vec<String> = was.into_iter().chain(details).collect();
        let more = what.len().saturating_sub(MOST_DETAILS);
        what.truncate(MOST_DETAILS);
        what.extend((more > 0).then(|| format!("… and {more} more")));
        vec![tool.name.clone(), word(&tool.change).to_owned(), what.join("; ")]
    };
    Table { columns: columns.to_vec(), rows: drifted.iter().take(MOST_TOOLS).map(row).collect(), total: None }
}

/// The word, as documents write it.
pub fn word(change: &Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Gone => "gone",
        Change::Renamed(_) => "renamed",
        Change::Changed => "changed",
    }
}
