//! `--format markdown`: the report as a comment on a pull request.

use super::content::{Look, Part, Report, Table};
use crate::diagnostic::Diagnostic;
use crate::vocab::visible::{message, paragraph, visible};

/// The parts, with a blank line between them; if there are none, the diagnostics.
pub(super) fn render(report: &Report<'_>, _: Look) -> String {
    if report.body.is_empty() {
        return report.diagnostics.iter().map(|diagnostic| item(diagnostic, report)).collect();
    }
    let part = |part: &Part| match part {
        Part::Heading(text) => format!("### {}\n", message(text)),
        Part::Text(text) => format!("{}\n", paragraph(text)),
        Part::Table(table) => self::table(table),
        Part::Diagnostics(range) => {
            let some = report.diagnostics.get(range.clone()).unwrap_or_default();
            some.iter().map(|diagnostic| item(diagnostic, report)).collect()
        }
    };
    report.body.iter().map(part).collect::<Vec<_>>().join("\n")
}

/// A list item: the message, then its places.
fn item(diagnostic: &Diagnostic, report: &Report<'_>) -> String {
    let mut out = format!("- **{}**\n", message(&diagnostic.message));
    for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.labels) {
        let start = report.sources.start(label.place);
        let file = visible(&report.sources.get(label.place.source).name);
        let place = format!("`{file}`, line {}", start.line);
        match label.message.as_str() {
            "" => out.push_str(&format!("  - {place}\n")),
            words => out.push_str(&format!("  - {} ({place})\n", message(words))),
        }
    }
    out
}

fn table(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(table.columns.iter().map(|column| column.title.to_owned()).collect());
    out += &line(table.columns.iter().map(|column| if column.is_number { "---:" } else { "---" }.to_owned()).collect());
    for row in table.rows.iter().chain(&table.total) {
        out += &line(row.iter().map(|cell| cell_of(cell)).collect());
    }
    out
}

/// A `|` would end the cell, and `_` or `*` in a name would turn it into italics.
fn cell_of(text: &str) -> String {
    let special = |letter: char| "\\|*_`[]<>".contains(letter);
    visible(text).chars().flat_map(|letter| special(letter).then_some('\\').into_iter().chain([letter])).collect()
}
