//! `--format html`: the report as one page that needs nothing from elsewhere. The template escapes every text; what a
//! browser may run is one script, by its hash.
//!
//! The page is legible without the script, which only sorts and filters tables.

mod chart;
mod figure;
mod pieces;

use askama::Template;

use self::chart::ShownChart;
use self::figure::Figure;
use self::pieces::{Piece, name, phrase, sentence};
use super::content::{Column, Look, Part, Report, Table};
use crate::vocab::visible::{message, visible};

/// The style and the script are part of the page.
const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");
/// Their SHA-256, for the page's security policy. A test computes them.
const STYLE_HASH: &str = "sha256-pDNDgw6yhI4DqYIwi02OOajTs4tRRhtskF0bvz11d1o=";
const SCRIPT_HASH: &str = "sha256-K5fxCaN9Q+SO37IGhlSy0OcPLF8guM5/AdIydJiZI20=";

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'p> {
    title: String,
    heading: Vec<Piece>,
    style: &'static str,
    script: &'static str,
    style_hash: &'static str,
    script_hash: &'static str,
    parts: Vec<Shown<'p>>,
}

/// A part of the page.
enum Shown<'p> {
    Heading(Vec<Piece>),
    Text(Vec<Vec<Piece>>),
    List(ShownList),
    Code(Vec<String>),
    Table(ShownTable<'p>),
    Chart(ShownChart<'p>),
    Figures(Vec<Figure>),
}

struct ShownList {
    title: Vec<Piece>,
    items: Vec<Vec<Piece>>,
}

struct ShownTable<'p> {
    columns: &'p [Column],
    rows: Vec<Vec<Cell>>,
    total: Vec<Cell>,
}

struct Cell {
    class: &'static str,
    pieces: Vec<Piece>,
}

/// The page. A heading at the start of the report is its title.
pub(super) fn render(report: &Report<'_>, _: Look) -> String {
    let (title, body) = match report.body.split_first() {
        Some((Part::Heading(title), rest)) => (title.as_str(), rest),
        Some(_) | None => ("the report of jamb", report.body.as_slice()),
    };
    let parts = if report.body.is_empty() {
        vec![Shown::Figures(figures(report, 0..report.diagnostics.len()))]
    } else {
        body.iter().map(|part| shown(part, report)).collect()
    };
    let page = Page {
        title: message(title).replace('`', ""),
        heading: sentence(title),
        style: STYLE,
        script: SCRIPT,
        style_hash: STYLE_HASH,
        script_hash: SCRIPT_HASH,
        parts,
    };
    // Writing to a string does not fail.
    page.render().map(|page| page + "\n").unwrap_or_default()
}

fn shown<'p>(part: &'p Part, report: &Report<'_>) -> Shown<'p> {
    match part {
        Part::Heading(text) => Shown::Heading(sentence(text)),
        Part::Text(text) => Shown::Text(text.lines().map(sentence).collect()),
        Part::List(list) => {
            Shown::List(ShownList { title: phrase(&list.title), items: list.items.iter().map(phrase).collect() })
        }
        Part::Code(text) => Shown::Code(text.lines().map(|line| visible(line).into_owned()).collect()),
        Part::Table(table) => Shown::Table(shown_table(table)),
        Part::Chart(chart) => Shown::Chart(ShownChart::new(chart)),
        Part::Diagnostics(range) => Shown::Figures(figures(report, range.clone())),
    }
}

fn figures(report: &Report<'_>, range: std::ops::Range<usize>) -> Vec<Figure> {
    let some = report.diagnostics.get(range).unwrap_or_default();
    some.iter().map(|diagnostic| Figure::new(diagnostic, report.sources)).collect()
}

fn shown_table(table: &Table) -> ShownTable<'_> {
    let cell = |(cell, column): (&String, &Column)| Cell {
        class: if column.is_number { "number" } else { "text" },
        // The row that sums up others has our own words.
        pieces: if column.is_name && !cell.starts_with("… and ") { name(cell) } else { sentence(cell) },
    };
    let cells = |row: &Vec<String>| row.iter().zip(&table.columns).map(cell).collect();
    let total = |(cell, column): (&String, &Column)| Cell {
        class: if column.is_number { "number" } else { "text" },
        pieces: sentence(cell),
    };
    ShownTable {
        columns: &table.columns,
        rows: table.rows.iter().map(cells).collect(),
        total: table.total.iter().flatten().zip(&table.columns).map(total).collect(),
    }
}
