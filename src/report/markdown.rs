//! `--format markdown`: the report as a comment on a pull request.
//!
//! Names, values and messages may come from somebody who wants a link, an image or a mention in the comment. Every text
//! that is not ours is a code span, which has no markup.

use super::content::{Look, Part, Report, Table};
use super::list;
use crate::diagnostic::Diagnostic;
use crate::vocab::visible::{code_span, message, visible};

/// A comment on a pull request has at most 65,536 characters.
const MOST_CHARACTERS: usize = 60_000;

/// The parts, with a blank line between them; if there are none, the diagnostics. A comment that is too long ends early,
/// so what matters most has to come first.
pub(super) fn render(report: &Report<'_>, _: Look) -> String {
    let text = whole(report);
    match report.marker {
        Some(marker) => within_bounds(&format!("<!-- {marker} -->\n{text}")),
        None => text,
    }
}

/// The lines that fit. A block of code is left out unless all of it fits, because nobody should copy a part of it.
fn within_bounds(text: &str) -> String {
    const REST: &str = "\nThe rest is left out, because a comment can't be longer. `jamb review` shows all of it.\n";
    if text.chars().count() <= MOST_CHARACTERS {
        return text.to_owned();
    }
    let room = MOST_CHARACTERS - REST.chars().count();
    let (mut kept, mut used) = (String::new(), 0);
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let mut whole = line.to_owned();
        if let Some(fence) = line.strip_suffix("toml\n").filter(|fence| fence.starts_with("```")) {
            whole.extend(lines.by_ref().scan(false, |is_over, line| {
                let goes_on = !*is_over;
                *is_over = line.trim_end() == fence;
                goes_on.then_some(line)
            }));
        }
        used += whole.chars().count();
        if used > room {
            break;
        }
        kept.push_str(&whole);
    }
    kept + REST
}

fn whole(report: &Report<'_>) -> String {
    if report.body.is_empty() {
        return report.diagnostics.iter().map(|diagnostic| item(diagnostic, report)).collect();
    }
    let part = |part: &Part| match part {
        Part::Heading(text) => format!("### {}\n", sentence(text)),
        Part::Text(text) => format!("{}\n", text.lines().map(sentence).collect::<Vec<_>>().join("\n")),
        Part::List(list) => list::markdown(list),
        Part::Code(text) => fenced(text),
        Part::Table(table) => self::table(table),
        Part::Chart(_) => String::new(),
        Part::Diagnostics(range) => {
            let some = report.diagnostics.get(range.clone()).unwrap_or_default();
            some.iter().map(|diagnostic| item(diagnostic, report)).collect()
        }
    };
    let parts: Vec<String> = report.body.iter().map(part).filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

/// A block of code, between more backticks than any line of it has.
fn fenced(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let lines: String = text.lines().map(|line| format!("{}\n", visible(line))).collect();
    format!("{fence}toml\n{lines}{fence}\n")
}

/// A list item: the message, then its places.
fn item(diagnostic: &Diagnostic, report: &Report<'_>) -> String {
    let mut out = format!("- **{}**\n", sentence(&diagnostic.message));
    for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.labels) {
        let start = report.sources.start(label.place);
        let file = code(&report.sources.get(label.place.source).name);
        let place = format!("{file}, line {}", start.line);
        match label.message.as_str() {
            "" if !std::ptr::eq(label, &diagnostic.primary) => {}
            "" => out.push_str(&format!("  - {place}\n")),
            words => out.push_str(&format!("  - {} ({place})\n", sentence(words))),
        }
    }
    for line in diagnostic.help.iter().flat_map(|help| help.lines()) {
        out.push_str(&format!("  - {}\n", sentence(line)));
    }
    out
}

fn table(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(table.columns.iter().map(|column| column.title.to_owned()).collect());
    out += &line(table.columns.iter().map(|column| if column.is_number { "---:" } else { "---" }.to_owned()).collect());
    for row in &table.rows {
        let cells = row.iter().zip(&table.columns);
        out += &line(
            cells
                .map(|(cell, column)| {
                    cell_of(&if column.is_name && !is_rest(cell) { code(cell) } else { sentence(cell) })
                })
                .collect(),
        );
    }
    if let Some(total) = &table.total {
        out += &line(total.iter().map(|cell| cell_of(&sentence(cell))).collect());
    }
    out
}

/// Whether a cell is the start of the row that sums up others, which has our own words.
fn is_rest(cell: &str) -> bool {
    cell.starts_with("… and ") && is_plain(cell)
}

/// A `|` would end the cell, even in a code span.
fn cell_of(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            // After a backslash, another one would escape the first instead.
            '|' if out.ends_with('\\') => out.push_str("u{7c}"),
            '|' => out.push_str("\\|"),
            _ => out.push(letter),
        }
    }
    out
}

/// One of our sentences, with other texts between backticks. If it is not certain what is ours, all of it is a code
/// span.
fn sentence(text: &str) -> String {
    let text = message(text);
    let parts: Vec<&str> = text.split('`').collect();
    let is_ours = |(index, part): (usize, &&str)| index % 2 == 1 || is_plain(part);
    // A line that begins with a colon defines a term in some dialects.
    let is_definition = text.starts_with(':');
    if is_definition || parts.len().is_multiple_of(2) || !parts.iter().enumerate().all(is_ours) {
        return code(&text);
    }
    let shown = |(index, part): (usize, &&str)| if index % 2 == 1 { code(part) } else { (*part).to_owned() };
    parts.iter().enumerate().map(shown).collect()
}

/// Whether a text has only characters that our sentences have, none of which makes markup, a link or a mention.
fn is_plain(text: &str) -> bool {
    let is_usual = |letter: char| letter.is_ascii_alphanumeric() || " ,.;:()'/%=+?…·".contains(letter) || letter == '-';
    let has_address = ["://", "www."].iter().any(|part| text.to_ascii_lowercase().contains(part));
    // `:word:` would be an emoji, but not the minutes and seconds of a time; a line that begins with a dash a list.
    let is_part_of_time = |rest: &str| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits == 2 && rest.as_bytes().get(2).is_none_or(|next| *next == b'Z' || *next == b'.')
    };
    let has_code =
        text.split(':').skip(1).any(|rest| !rest.is_empty() && !rest.starts_with(' ') && !is_part_of_time(rest));
    text.chars().all(is_usual) && !has_address && !has_code && !text.starts_with(['-', '+', '='])
}

/// A text as a code span.
fn code(text: &str) -> String {
    code_span(&visible(text))
}
