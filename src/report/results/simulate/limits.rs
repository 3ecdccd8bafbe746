//! Suggested limits: how often each tool was called, the limits that would stop none of these calls, and what the
//! limits of the policy did.

use crate::engine::Engine;
use crate::report::content::{Column, Part, Table};
use crate::simulate::suggest::{Row, Stopped, Suggested};
use crate::simulate::{count, grouped};

/// A table has at most this many rows: three for each of forty tools, and three for all tools together.
const MOST_LINES: usize = 123;

/// The parts of the report.
pub fn parts(suggested: &Suggested, engine: &Engine) -> Vec<Part> {
    let mut parts = Vec::new();
    let rows: Vec<&Row> = suggested.rows.iter().filter(|row| row.grant.is_none()).collect();
    if !rows.is_empty() {
        parts.push(Part::Heading("calls per grant that are checked against the limits".to_owned()));
        parts.push(Part::Table(seen(&rows)));
    }
    if !suggested.stopped.is_empty() {
        parts.push(Part::Heading("calls that the policy's limits deny".to_owned()));
        parts.push(Part::Table(stopped(&suggested.stopped, engine)));
    }
    if suggested.split > 0 {
        let windows = count(suggested.split, "window");
        parts.push(Part::Text(format!(
            "{windows} may be counted in two parts, because calls came late or from too many grants"
        )));
    }
    parts
}

fn seen(rows: &[&Row]) -> Table {
    let line = |row: &&Row| {
        vec![
            row.tool.clone().unwrap_or_else(|| "all tools".to_owned()),
            row.window.word().to_owned(),
            grouped(row.p95),
            grouped(row.p99),
            grouped(row.highest),
            row.highest_grant.clone(),
            row.clause().unwrap_or_else(|| "trace too short".to_owned()),
        ]
    };
    let columns = vec![
        Column::text("tool"),
        Column::text("per"),
        Column::number("95%"),
        Column::number("99%"),
        Column::number("highest"),
        Column::text("by"),
        Column::text("suggested limit"),
    ];
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
    let columns = vec![
        Column::text("limit"),
        Column::number("calls"),
        Column::number("more if windows slide"),
        Column::number("fewer if windows slide"),
    ];
    Table { rows: lines(limits.iter().map(line), limits.len(), columns.len()), columns, total: None }
}

/// As many rows as a table has, and one that counts the others.
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
