//! What `simulate --suggest-limits` says: how often tools were called, the limits that would stop none of
//! these calls, and what the limits of the policy did.
//!
//! ```text
//! "limits":  [{"tool", "grant", "window", "windows", "highest", "at", "by", "p95", "p99", "suggestion"}]
//! "stopped": [{"rule", "file", "range", "calls", "sliding": {"more", "fewer"} | null}]
//! ```

use serde_json::{Value, json};

use crate::engine::Engine;
use crate::report::{Column, Part, Table, range};
use crate::simulate::suggest::{Row, Stopped, Suggested};
use crate::simulate::{count, grouped};
use crate::source::Sources;

/// How many lines a table has: three for each of forty tools, and for all together.
const MOST_LINES: usize = 123;

/// The parts for people.
pub fn parts(suggested: &Suggested, engine: &Engine) -> Vec<Part> {
    let mut parts = Vec::new();
    let rows: Vec<&Row> = suggested.rows.iter().filter(|row| row.grant.is_none()).collect();
    if !rows.is_empty() {
        parts.push(Part::Heading("calls of one grant that come as far as the limits".to_owned()));
        parts.push(Part::Table(seen(&rows)));
    }
    if !suggested.stopped.is_empty() {
        parts.push(Part::Heading("what the limits of the policy stop".to_owned()));
        parts.push(Part::Table(stopped(&suggested.stopped, engine)));
    }
    if suggested.split > 0 {
        let windows = count(suggested.split, "window");
        parts.push(Part::Text(format!("{windows} may be counted in two parts: calls came late, or of many grants")));
    }
    parts
}

/// The members of the JSON document.
pub fn members(suggested: &Suggested, engine: &Engine, sources: &Sources) -> Vec<(&'static str, Value)> {
    let row = |row: &Row| {
        json!({
            "tool": row.tool,
            "grant": row.grant,
            "window": row.window.word(),
            "windows": row.windows,
            "highest": row.highest,
            "at": row.highest_at.to_string(),
            "by": row.highest_grant,
            "p95": row.p95,
            "p99": row.p99,
            "suggestion": row.suggestion,
        })
    };
    let stopped = |stopped: &Stopped| {
        let rule = engine.rule(stopped.rule);
        json!({
            "rule": rule.name(None),
            "file": rule.place.map(|place| sources.get(place.source).name.clone()),
            "range": rule.place.map(|place| range(place, sources)),
            "calls": stopped.calls,
            "sliding": stopped.sliding.map(|edge| json!({"more": edge.more, "fewer": edge.fewer})),
        })
    };
    vec![
        ("limits", suggested.rows.iter().map(row).collect()),
        ("stopped", suggested.stopped.iter().map(stopped).collect()),
    ]
}

fn seen(rows: &[&Row]) -> Table {
    let line = |row: &&Row| {
        vec![
            row.tool.clone().unwrap_or_else(|| "all tools".to_owned()),
            format!("a {}", row.window.word()).replace("a hour", "an hour"),
            grouped(row.p95),
            grouped(row.p99),
            grouped(row.highest),
            row.highest_grant.clone(),
            row.clause().unwrap_or_else(|| "the trace is too short".to_owned()),
        ]
    };
    let columns =
        vec![text("tool"), text("in"), number("95%"), number("99%"), number("highest"), text("by"), text("suggested")];
    Table { rows: lines(rows.iter().map(line), rows.len(), columns.len()), columns, total: None }
}

fn stopped(limits: &[Stopped], engine: &Engine) -> Table {
    let line = |stopped: &Stopped| {
        let edge = |calls: Option<u64>| calls.map_or_else(|| "?".to_owned(), grouped);
        vec![
            engine.rule(stopped.rule).name(None),
            grouped(stopped.calls),
            edge(stopped.sliding.map(|edge| edge.more)),
            edge(stopped.sliding.map(|edge| edge.fewer)),
        ]
    };
    let columns =
        vec![text("limit"), number("calls"), number("more if windows slide"), number("fewer if windows slide")];
    Table { rows: lines(limits.iter().map(line), limits.len(), columns.len()), columns, total: None }
}

/// As many lines as a table has, and one for what it has no room for.
fn lines(all: impl Iterator<Item = Vec<String>>, count: usize, columns: usize) -> Vec<Vec<String>> {
    let mut lines: Vec<Vec<String>> = all.take(MOST_LINES).collect();
    if count > MOST_LINES {
        let mut last = vec![String::new(); columns];
        if let Some(first) = last.first_mut() {
            *first = format!("… and {} more", grouped((count - MOST_LINES) as u64));
        }
        lines.push(last);
    }
    lines
}

fn text(title: &'static str) -> Column {
    Column { title, is_number: false }
}

fn number(title: &'static str) -> Column {
    Column { title, is_number: true }
}
