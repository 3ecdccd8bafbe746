//! Tables for terminals: numbers aligned right, text aligned left, and the widest text shortened until the table fits.

use anstyle::Style;

use super::ascii::{drawn, ellipsis};
use super::clipping::width;
use super::content::{Column, Look, Table};
use crate::vocab::visible::message;

const TITLE: Style = Style::new().dimmed();
const TOTAL: Style = Style::new().bold();

/// Space before the first column.
const INDENT: &str = "  ";
/// Space between columns.
const GAP: &str = "   ";
/// Text is not shortened to less than this.
const NARROWEST: usize = 12;

/// The table with its titles and totals.
pub(super) fn render(table: &Table, look: Look) -> String {
    let titles: Vec<String> = table.columns.iter().map(|column| column.title.to_owned()).collect();
    let rows: Vec<Vec<String>> = table.rows.iter().map(|row| shown(row, look)).collect();
    let total = table.total.as_ref().map(|total| shown(total, look));
    let lines = std::iter::once(&titles).chain(&rows).chain(&total);
    let widths = widths(&table.columns, lines, if look.fits_tables { look.width } else { usize::MAX });
    let mut out = String::new();
    push_line(&mut out, &titles, table, &widths, TITLE, look);
    for row in &rows {
        push_line(&mut out, row, table, &widths, Style::new(), look);
    }
    if let Some(total) = &total {
        let rule = if look.is_ascii { "-" } else { "─" };
        let rule: Vec<String> = widths.iter().map(|width| rule.repeat(*width)).collect();
        push_line(&mut out, &rule, table, &widths, TITLE, look);
        push_line(&mut out, total, table, &widths, TOTAL, look);
    }
    out
}

/// The cells with hidden characters escaped. The middle of a very long text is left out, even if tables are whole.
fn shown(row: &[String], look: Look) -> Vec<String> {
    row.iter().map(|cell| drawn(&message(cell), look.is_ascii).into_owned()).collect()
}

/// The width of each column: that of its widest cell, or less if there is too little room.
fn widths<'l>(of: &[Column], lines: impl Iterator<Item = &'l Vec<String>>, room: usize) -> Vec<usize> {
    let mut widths = vec![0; of.len()];
    for line in lines {
        widths.iter_mut().zip(line).for_each(|(width, cell)| *width = columns(cell).max(*width));
    }
    let room = room.saturating_sub(INDENT.len() + GAP.len() * widths.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        let texts = widths.iter_mut().zip(of).filter(|(width, column)| !column.is_number && **width > NARROWEST);
        match texts.max_by_key(|(width, _)| **width) {
            Some((width, _)) => *width -= 1,
            None => break,
        }
    }
    widths
}

fn push_line(out: &mut String, cells: &[String], table: &Table, widths: &[usize], style: Style, look: Look) {
    let style = if look.color { style } else { Style::new() };
    let cells = cells.iter().zip(&table.columns).zip(widths);
    let line: Vec<String> = cells.map(|((cell, column), width)| filled(cell, column, *width, look)).collect();
    out.push_str(&format!("{INDENT}{style}{}{style:#}\n", line.join(GAP).trim_end()));
}

fn filled(cell: &str, column: &Column, width: usize, look: Look) -> String {
    let cell = shortened(cell, width, ellipsis(look.is_ascii));
    let blanks = " ".repeat(width.saturating_sub(columns(&cell)));
    if column.is_number { blanks + &cell } else { cell + &blanks }
}

/// The text, shortened with `…` if it does not fit. A name or a place keeps both ends, because the end of
/// `policy.pl:17` is what distinguishes it; several words keep their start.
fn shortened(text: &str, room: usize, ellipsis: &str) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let room = room.saturating_sub(columns(ellipsis));
    let end_room = if text.contains(' ') { 0 } else { room / 2 };
    let start = fitting(text.chars(), room - end_room);
    let end = fitting(text.chars().rev(), end_room);
    start.into_iter().chain(ellipsis.chars()).chain(end.into_iter().rev()).collect()
}

/// The first characters, as many as fit.
fn fitting(characters: impl Iterator<Item = char>, room: usize) -> Vec<char> {
    let mut left = room;
    let fits = characters.take_while(|character| {
        let rest = left.checked_sub(width(*character));
        left = rest.unwrap_or(left);
        rest.is_some()
    });
    fits.collect()
}

/// The columns that a text takes when its hidden characters are escaped.
fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let cells = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        Table {
            columns: vec![Column::text("tool"), Column::number("calls"), Column::text("first")],
            rows: vec![
                cells(["create_refund", "1,204", "trace.jsonl:17"]),
                cells(["漢字", "3", "a\u{1b}[2J"]),
                cells(["mcp__payments__list_every_customer_of_the_shop", "·", "trace.jsonl:48213"]),
            ],
            total: Some(cells(["3 tools", "1,207", ""])),
        }
    }

    #[test]
    fn numbers_are_aligned_right_and_text_left() {
        let expected = "  tool                                             calls   first\n  \
            create_refund                                    1,204   trace.jsonl:17\n  \
            漢字                                                 3   a\\u{1b}[2J\n  \
            mcp__payments__list_every_customer_of_the_shop       ·   trace.jsonl:48213\n  \
            ──────────────────────────────────────────────   ─────   ─────────────────\n  \
            3 tools                                          1,207\n";
        assert_eq!(render(&table(), Look::plain(80)), expected);
    }

    #[test]
    fn the_widest_text_is_shortened_if_there_is_too_little_room() {
        let text = render(&table(), Look::plain(50));
        assert!(text.contains("mcp__payme…_the_shop") && text.contains("trace.jsonl:48213"), "{text}");
        assert!(text.lines().all(|line| columns(line) <= 50), "{text}");
        assert_eq!(shortened("require args.reason exists", 12, "…"), "require arg…");
        let narrow = render(&table(), Look::plain(0));
        assert!(narrow.lines().all(|line| columns(line) <= 2 + 12 + 3 + 5 + 3 + 12), "{narrow}");
    }
}
