//! The parts of a report for people, one below the other.

use anstyle::Style;
use textwrap::{Options, WordSeparator, WordSplitter};

use super::visible::{message, paragraph};
use super::{Look, Part, Report, pretty, table};
use crate::diagnostic::Diagnostic;

const HEADING: Style = Style::new().bold();

/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST_TEXT: usize = 100;

/// The parts with a blank line between; without parts, the diagnostics.
pub(super) fn render(report: &Report<'_>, look: Look) -> String {
    if report.body.is_empty() {
        return pictures(report.diagnostics, report, look);
    }
    let mut out = String::new();
    for part in &report.body {
        let text = match part {
            Part::Heading(text) => heading(text, look),
            Part::Text(text) => wrapped(text, look),
            Part::Table(table) => table::render(table, look),
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

/// What a heading ends with: what follows belongs to it.
const HEADING_END: &str = ":\n";

fn heading(text: &str, look: Look) -> String {
    let style = if look.color { HEADING } else { Style::new() };
    format!("{style}{}{style:#}{HEADING_END}", message(text))
}

fn wrapped(text: &str, look: Look) -> String {
    let options = Options::new(look.width.clamp(20, WIDEST_TEXT))
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    paragraph(text).lines().flat_map(|line| textwrap::wrap(line, &options)).map(|line| format!("{line}\n")).collect()
}

fn pictures(diagnostics: &[Diagnostic], report: &Report<'_>, look: Look) -> String {
    let mut out = String::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        pretty::draw(&mut out, diagnostic, report.sources, look);
    }
    out
}
