//! `--format pretty`: the parts of a report for people, one below the other, and a summary line.

use anstyle::Style;
use textwrap::{Options, WordSeparator, WordSplitter};

use super::content::{Look, Part, Report};
use super::{alike, ascii, list, picture, table};
use crate::diagnostic::{Diagnostic, Severity};
use crate::vocab::visible::{message, paragraph, visible};

const HEADING: Style = Style::new().bold();

/// Lines longer than this are hard to read, even on a wide terminal.
const WIDEST_TEXT: usize = 100;

/// The parts, a blank line between them, and the summary line.
pub(super) fn render(report: &Report<'_>, look: Look) -> String {
    let parts = parts(report, look);
    match summary(report) {
        Some(summary) if parts.is_empty() => summary + "\n",
        Some(summary) => format!("{parts}\n{summary}\n"),
        None => parts,
    }
}

/// The parts; if there are none, the diagnostics.
fn parts(report: &Report<'_>, look: Look) -> String {
    if report.body.is_empty() {
        return pictures(report.diagnostics, report, look);
    }
    let mut out = String::new();
    for part in &report.body {
        let text = match part {
            Part::Heading(text) => heading(text, look),
            Part::Text(text) => wrapped(text, look),
            Part::List(list) => list::pretty(list, look),
            Part::Code(text) => text.lines().map(|line| format!("  {}\n", visible(line))).collect(),
            Part::Table(table) => table::render(table, look),
            Part::Chart(_) => String::new(),
            Part::Diagnostics(range) => {
                pictures(report.diagnostics.get(range.clone()).unwrap_or_default(), report, look)
            }
        };
        let follows_heading = out.ends_with(HEADING_END);
        if !text.is_empty() && !out.is_empty() && !follows_heading {
            out.push('\n');
        }
        out.push_str(&text);
    }
    out
}

/// The end of a heading. What follows belongs to it, so there is no blank line between them.
const HEADING_END: &str = ":\n";

fn heading(text: &str, look: Look) -> String {
    let style = if look.color { HEADING } else { Style::new() };
    format!("{style}{}{style:#}{HEADING_END}", ascii::drawn(&message(text), look.is_ascii))
}

fn wrapped(text: &str, look: Look) -> String {
    let options = Options::new(look.width.clamp(20, WIDEST_TEXT))
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    ascii::drawn(&paragraph(text), look.is_ascii)
        .lines()
        .flat_map(|line| textwrap::wrap(line, &options))
        .map(|line| format!("{line}\n"))
        .collect()
}

fn pictures(diagnostics: &[Diagnostic], report: &Report<'_>, look: Look) -> String {
    let mut out = String::new();
    for (index, (diagnostic, others)) in alike::drawn(diagnostics, report.sources).into_iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        picture::draw(&mut out, diagnostic, report.sources, look);
        if let Some(others) = others {
            out += &wrapped(&others, look);
        }
    }
    out
}

/// `2 errors, 1 note in 3 files`, without a line end, if the command counts files and has read one.
fn summary(report: &Report<'_>) -> Option<String> {
    let files = report.files.filter(|files| *files > 0)?;
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info, Severity::Note]
        .into_iter()
        .filter_map(|severity| count(report, severity))
        .collect();
    let found = match (counts.is_empty(), report.listed) {
        (true, 0) => "nothing found".to_owned(),
        (true, _) => "nothing new".to_owned(),
        (false, _) => counts.join(", "),
    };
    let listed = if report.listed > 0 { format!("; {} in the baseline", report.listed) } else { String::new() };
    Some(format!("{found} in {files} {}{listed}", if files == 1 { "file" } else { "files" }))
}

fn count(report: &Report<'_>, severity: Severity) -> Option<String> {
    let count = report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    // "Info" has no plural.
    let plural = if count == 1 || severity == Severity::Info { "" } else { "s" };
    (count > 0).then(|| format!("{count} {}{plural}", severity.word()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{assert_picture, payments};
    use crate::report::{Column, Format, Table};

    #[test]
    fn a_blank_line_separates_parts_but_not_a_heading_from_the_next_part() {
        let sample = payments();
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let table = Table {
            columns: vec![Column::text("tool"), Column::number("calls")],
            rows: vec![row(["create_refund", "1,204"]), row(["get_customer", "·"])],
            total: Some(row(["all", "1,204"])),
        };
        let body = vec![
            Part::Table(table.clone()),
            Part::Diagnostics(0..0),
            Part::Diagnostics(0..1),
            Part::Heading("a heading".to_owned()),
            Part::Table(table),
            Part::Text(
                "a paragraph that is so long that it does not fit on one line of the terminal at all".to_owned(),
            ),
        ];
        let report = Report { body, ..Report::new(&sample.sources, &sample.diagnostics) };
        let plain = report.render(Format::Pretty, Look::plain(60));
        assert_picture("body", &plain);
        let painted = report.render(Format::Pretty, Look { color: true, ..Look::plain(60) });
        assert!(painted.contains("\u{1b}[1m") && !plain.contains('\u{1b}'));
    }
}
