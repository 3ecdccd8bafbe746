//! One line of a source, made fit for a terminal: hidden characters are spelled out, and of a line
//! that is too long only the parts around what is underlined stay, with `…` between.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::visible::{is_hidden, push_visible};

/// Columns of a tab, as miette draws it at most.
pub(super) const TAB_WIDTH: usize = 4;

/// Columns that are left for the words of a label at the end of a line.
const ROOM: usize = 34;

/// With fewer, a line is cut that would fit, so that the words have room.
const LEAST_ROOM: usize = 16;

/// No part is narrower, even where many labels share a line.
const NARROWEST: usize = 24;

/// A part of a line that is underlined.
#[derive(Debug, Clone)]
pub(super) struct Marked {
    /// Its bytes in the line.
    pub range: Range<usize>,
    /// Whether words stand below it.
    pub has_words: bool,
}

/// Writes the line behind `out`. Gives for each offset in the line, sorted, where it stands in `out` now;
/// one that was left out stands behind the `…` in its place.
pub(super) fn push_line(
    out: &mut String,
    line: &str,
    labels: &[Marked],
    offsets: &[usize],
    columns: usize,
) -> Vec<usize> {
    let parts = parts(line, labels, columns);
    let mut places = Vec::with_capacity(offsets.len());
    let mut wanted = offsets.iter().copied().peekable();
    for part in &parts {
        if part.start > 0 {
            out.push('…');
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
        out.push('…');
    }
    places.extend(wanted.map(|_| out.len()));
    places
}

/// The columns that a character takes here; at least one, so that a flood of combining marks is cut, too.
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

/// The parts of a line that are shown, in order and apart.
fn parts(line: &str, labels: &[Marked], columns: usize) -> Vec<Range<usize>> {
    let fits = forward(line, 0, columns) == line.len();
    if labels.is_empty() {
        let shown = if fits { line.len() } else { forward(line, 0, columns.saturating_sub(1)) };
        return std::iter::once(0..shown).collect();
    }
    let has_room = |marked: &Marked| {
        let before: usize = line.get(..marked.range.start).unwrap_or_default().chars().map(width).sum();
        !marked.has_words || before + LEAST_ROOM <= columns.max(ROOM)
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

/// As much of the label as fits, with a quarter of the columns before it if there is room; what one
/// side does not need the other gets.
fn part_around(line: &str, marked: &Marked, columns: usize) -> Range<usize> {
    let label = &marked.range;
    let shown = label.start..label.end.min(forward(line, label.start, columns));
    let own: usize = line.get(shown).unwrap_or_default().chars().map(width).sum();
    let start = backward(line, label.start, (columns / 4).min(columns.saturating_sub(own)));
    let end = forward(line, start, columns);
    if end < line.len() {
        return start..end;
    }
    // What would fill the width stands before the label, but not so much that its words have no room.
    let room = if marked.has_words { ROOM } else { 0 };
    let before = columns.saturating_sub(own + room).max(columns / 4);
    backward(line, line.len(), columns).max(backward(line, label.start, before))..end
}

/// The offset up to which so many columns behind an offset are filled.
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

/// The offset from which so many columns before an offset are filled.
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

    fn cut(line: &str, label: Range<usize>, columns: usize) -> (String, String) {
        let mut out = String::new();
        let offsets = [label.start, label.end];
        let places = push_line(&mut out, line, &[Marked { range: label, has_words: true }], &offsets, columns);
        let underlined = out.get(places[0]..places[1]).unwrap().to_owned();
        (out, underlined)
    }

    #[test]
    fn a_line_that_fits_is_cut_where_the_words_of_its_label_would_not() {
        let line = format!("{}{}", "x".repeat(70), "args.x > 5");
        let (out, underlined) = cut(&line, 70..80, 80);
        assert_eq!((out.chars().next(), underlined.as_str()), (Some('…'), "args.x > 5"));
        assert!(out.chars().count() + ROOM <= 80 + "args.x > 5".len() + 1, "{out}");
        // Where there is no room anyway, the line stays.
        let narrow = "xxxxxxxxxxargs.x > 5";
        assert_eq!(cut(narrow, 10..20, 20).0, narrow);
    }

    #[test]
    fn a_short_line_stays() {
        assert_eq!(cut("deny if args.x > 5", 8..14, 80), ("deny if args.x > 5".to_owned(), "args.x".to_owned()));
    }

    #[test]
    fn a_long_line_is_cut_around_its_label() {
        let line = format!("{}\"amount\"{}", "漢".repeat(1_000_000), "y".repeat(1_000_000));
        let start = 3_000_000;
        let (text, underlined) = cut(&line, start..start + 8, 60);
        assert_eq!(underlined, "\"amount\"");
        assert!(text.starts_with("…漢") && text.ends_with("y…"), "{text}");
        assert!(text.chars().map(width).sum::<usize>() <= 60, "{text}");
    }

    #[test]
    fn a_label_longer_than_the_terminal_is_cut() {
        let line = "x".repeat(500);
        let (text, underlined) = cut(&line, 100..400, 60);
        assert!(text.ends_with('…') && underlined.len() > 30);
    }

    #[test]
    fn at_the_end_of_a_long_line_there_is_room_for_words() {
        let line = "x".repeat(500);
        let (text, underlined) = cut(&line, 499..500, 60);
        assert_eq!((text.chars().count(), underlined.as_str()), (1 + 58 - ROOM, "x"));
        let (text, _) = cut(&line, 460..470, 60);
        assert_eq!(text.chars().count(), 1 + 58 - ROOM - 10 + 40);
    }

    #[test]
    fn an_underline_stays_right_behind_spelled_out_characters() {
        assert_eq!(cut("a\u{1b}[0m b", 6..7, 80), ("a\\u{1b}[0m b".to_owned(), "b".to_owned()));
        assert_eq!(width('\u{1b}'), 6);
        assert_eq!(width('\u{e0041}'), 9);
        assert_eq!(width('\0'), 5);
    }
}
