//! Clips one line of a source to the width of a terminal. Hidden characters are escaped. A line that is too long keeps
//! only the parts around what is underlined, with `…` in place of the rest.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::vocab::visible::{is_hidden, push_visible};

/// The most columns that miette draws for a tab.
pub(super) const TAB_WIDTH: usize = 4;

/// Columns kept free for the text of a label at the end of a line.
const LABEL_ROOM: usize = 34;

/// If fewer columns than this are left, a line is clipped although it would fit, to make room for the label.
const LEAST_LABEL_ROOM: usize = 16;

/// Parts are at least this wide, even if many labels share a line.
const NARROWEST: usize = 24;

/// An underlined part of a line.
#[derive(Debug, Clone)]
pub(super) struct Marked {
    /// Its bytes in the line.
    pub range: Range<usize>,
    /// Whether its label has text.
    pub has_words: bool,
}

/// How a line is clipped.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// The columns that it may take.
    pub columns: usize,
    /// The sign for what was left out.
    pub ellipsis: &'static str,
}

/// Appends the line to `out`. Returns the position in `out` of each of the `offsets` in the line, which are sorted. An
/// offset in a part that was left out is just after the `…` in its place.
pub(super) fn push_line(out: &mut String, line: &str, labels: &[Marked], offsets: &[usize], room: Room) -> Vec<usize> {
    let parts = parts(line, labels, room.columns);
    let mut places = Vec::with_capacity(offsets.len());
    let mut wanted = offsets.iter().copied().peekable();
    for part in &parts {
        if part.start > 0 {
            out.push_str(room.ellipsis);
        }
        for (at, character) in line.get(part.clone()).unwrap_or_default().char_indices() {
            while wanted.next_if(|&offset| offset <= part.start + at).is_some() {
                places.push(out.len());
            }
            if character == '\t' { out.push(character) } else { push_visible(out, character) }
        }
        while wanted.next_if(|&offset| offset <= part.end).is_some() {
            places.push(out.len());
        }
    }
    if parts.last().is_some_and(|part| part.end < line.len()) {
        out.push_str(room.ellipsis);
    }
    places.extend(wanted.map(|_| out.len()));
    places
}

/// The columns that a character takes. It is at least one, so that a flood of combining marks is clipped, too.
pub(super) fn width(character: char) -> usize {
    if character == '\t' {
        TAB_WIDTH
    } else if is_hidden(character) {
        let digits = (u32::BITS - u32::from(character).leading_zeros()).div_ceil(4).max(1);
        digits as usize + 4
    } else {
        character.width().unwrap_or(1).max(1)
    }
}

/// The parts of a line that are shown, in order. They do not touch.
fn parts(line: &str, labels: &[Marked], columns: usize) -> Vec<Range<usize>> {
    let fits = forward(line, 0, columns) == line.len();
    if labels.is_empty() {
        let shown = if fits { line.len() } else { forward(line, 0, columns.saturating_sub(1)) };
        return std::iter::once(0..shown).collect();
    }
    let has_room = |marked: &Marked| {
        let before: usize = line.get(..marked.range.start).unwrap_or_default().chars().map(width).sum();
        !marked.has_words || before + LEAST_LABEL_ROOM <= columns.max(LABEL_ROOM)
    };
    if fits && labels.iter().all(has_room) {
        return std::iter::once(0..line.len()).collect();
    }
    let share = (columns / labels.len()).max(NARROWEST).saturating_sub(2);
    let mut parts: Vec<Range<usize>> = labels.iter().map(|label| part_around(line, label, share)).collect();
    parts.sort_by_key(|part| part.start);
    parts.dedup_by(|next, kept| {
        let touches = next.start <= kept.end;
        if touches {
            kept.end = kept.end.max(next.end);
        }
        touches
    });
    parts
}

/// The label, or as much of it as fits, with a quarter of the columns before it if there is room. Columns that one side
/// does not need go to the other.
fn part_around(line: &str, marked: &Marked, columns: usize) -> Range<usize> {
    let label = &marked.range;
    let shown = label.start..label.end.min(forward(line, label.start, columns));
    let own: usize = line.get(shown).unwrap_or_default().chars().map(width).sum();
    let start = backward(line, label.start, (columns / 4).min(columns.saturating_sub(own)));
    let end = forward(line, start, columns);
    if end < line.len() {
        return start..end;
    }
    // The rest of the width goes before the label, but the text of the label needs room, too.
    let room = if marked.has_words { LABEL_ROOM } else { 0 };
    let before = columns.saturating_sub(own + room).max(columns / 4);
    backward(line, line.len(), columns).max(backward(line, label.start, before))..end
}

/// The offset where this many columns after an offset end.
fn forward(line: &str, from: usize, columns: usize) -> usize {
    let mut left = columns;
    for (at, character) in line.get(from..).unwrap_or_default().char_indices() {
        match left.checked_sub(width(character)) {
            Some(rest) => left = rest,
            None => return from + at,
        }
    }
    line.len()
}

/// The offset where this many columns before an offset begin.
fn backward(line: &str, to: usize, columns: usize) -> usize {
    let mut left = columns;
    let mut start = to;
    for (at, character) in line.get(..to).unwrap_or_default().char_indices().rev() {
        match left.checked_sub(width(character)) {
            Some(rest) => left = rest,
            None => break,
        }
        start = at;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clipped(line: &str, label: Range<usize>, columns: usize) -> (String, String) {
        let mut out = String::new();
        let offsets = [label.start, label.end];
        let places = push_line(
            &mut out,
            line,
            &[Marked { range: label, has_words: true }],
            &offsets,
            Room { columns, ellipsis: "…" },
        );
        let underlined = out.get(places[0]..places[1]).unwrap().to_owned();
        (out, underlined)
    }

    #[test]
    fn a_line_that_fits_is_clipped_if_its_label_does_not_fit() {
        let line = format!("{}{}", "x".repeat(70), "args.x > 5");
        let (out, underlined) = clipped(&line, 70..80, 80);
        assert_eq!((out.chars().next(), underlined.as_str()), (Some('…'), "args.x > 5"));
        assert!(out.chars().count() + LABEL_ROOM <= 80 + "args.x > 5".len() + 1, "{out}");
        // If there is no room in any case, the line stays.
        let narrow = "xxxxxxxxxxargs.x > 5";
        assert_eq!(clipped(narrow, 10..20, 20).0, narrow);
    }

    #[test]
    fn a_short_line_stays() {
        assert_eq!(clipped("deny if args.x > 5", 8..14, 80), ("deny if args.x > 5".to_owned(), "args.x".to_owned()));
    }

    #[test]
    fn a_long_line_is_clipped_around_its_label() {
        let line = format!("{}\"amount\"{}", "漢".repeat(1_000_000), "y".repeat(1_000_000));
        let start = 3_000_000;
        let (text, underlined) = clipped(&line, start..start + 8, 60);
        assert_eq!(underlined, "\"amount\"");
        assert!(text.starts_with("…漢") && text.ends_with("y…"), "{text}");
        assert!(text.chars().map(width).sum::<usize>() <= 60, "{text}");
    }

    #[test]
    fn a_label_longer_than_the_terminal_is_clipped() {
        let line = "x".repeat(500);
        let (text, underlined) = clipped(&line, 100..400, 60);
        assert!(text.ends_with('…') && underlined.len() > 30);
    }

    #[test]
    fn at_the_end_of_a_long_line_there_is_room_for_the_label() {
        let line = "x".repeat(500);
        let (text, underlined) = clipped(&line, 499..500, 60);
        assert_eq!((text.chars().count(), underlined.as_str()), (1 + 58 - LABEL_ROOM, "x"));
        let (text, _) = clipped(&line, 460..470, 60);
        assert_eq!(text.chars().count(), 1 + 58 - LABEL_ROOM - 10 + 40);
    }

    #[test]
    fn an_underline_is_right_after_escaped_characters() {
        assert_eq!(clipped("a\u{1b}[0m b", 6..7, 80), ("a\\u{1b}[0m b".to_owned(), "b".to_owned()));
        assert_eq!(width('\u{1b}'), 6);
        assert_eq!(width('\u{e0041}'), 9);
        assert_eq!(width('\0'), 5);
    }
}
