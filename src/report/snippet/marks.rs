//! What is underlined. If two underlines overlap on one line, miette draws them in the wrong places. So the shorter one
//! interrupts the longer one: in `not (a > 1)` with a mark on `a > 1`, the longer mark keeps only the rest.

use std::ops::Range;

use crate::source::Position;

/// An underlined part of the text of a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The text of its label.
    pub message: Option<String>,
    /// Whether it is the main place of the diagnostic.
    pub primary: bool,
    /// Where its label starts in the file.
    pub position: Position,
}

/// The same marks, sorted, and shortened or split so that no two overlap on one line.
pub(super) fn without_overlaps(text: &str, marks: Vec<Mark>) -> Vec<Mark> {
    let over_lines = |mark: &Mark| text.get(mark.range.clone()).is_some_and(|marked| marked.contains('\n'));
    let (mut marks, single): (Vec<Mark>, Vec<Mark>) = marks.into_iter().partition(over_lines);
    let single = joined(single);
    let mut bounds: Vec<usize> = single.iter().flat_map(|mark| [mark.range.start, mark.range.end]).collect();
    bounds.sort_unstable();
    bounds.dedup();
    for mark in &single {
        marks.extend(visible_parts(text, mark, &single, &bounds));
    }
    marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
    marks
}

/// Marks with the same range as one mark that says both.
fn joined(marks: Vec<Mark>) -> Vec<Mark> {
    let mut joined: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks {
        match joined.iter_mut().find(|other| other.range == mark.range) {
            Some(other) => {
                let messages: Vec<String> = other.message.take().into_iter().chain(mark.message).collect();
                other.message = (!messages.is_empty()).then(|| messages.join("\n"));
            }
            None => joined.push(mark),
        }
    }
    joined
}

/// The parts of a mark that no shorter mark covers. The longest part gets the text. A mark that is covered completely
/// stays as a point at its end.
fn visible_parts(text: &str, mark: &Mark, all: &[Mark], bounds: &[usize]) -> Vec<Mark> {
    let covered = |part: &Range<usize>| {
        all.iter().any(|other| before(other, mark) && other.range.start <= part.start && part.end <= other.range.end)
    };
    let mut parts: Vec<Range<usize>> = Vec::new();
    let inside = bounds.iter().filter(|bound| mark.range.contains(bound) || **bound == mark.range.end);
    for (start, end) in inside.clone().zip(inside.skip(1)) {
        let part = *start..*end;
        match parts.last_mut() {
            _ if covered(&part) => {}
            Some(last) if last.end == part.start => last.end = part.end,
            _ => parts.push(part),
        }
    }
    parts.iter_mut().for_each(|part| *part = with_gaps(text, mark, part.clone()));
    if parts.is_empty() {
        parts.push(mark.range.end..mark.range.end);
    }
    let longest = parts.iter().map(Range::len).max().unwrap_or(0);
    let labeled = parts.iter().position(|part| part.len() == longest);
    let message = |index| if Some(index) == labeled { mark.message.clone() } else { None };
    parts
        .into_iter()
        .enumerate()
        .map(|(index, range)| Mark { range, message: message(index), ..mark.clone() })
        .collect()
}

/// The part without one character at each end where it was interrupted, if any are left. Without colors, two underlines
/// that touch look like one.
fn with_gaps(text: &str, mark: &Mark, part: Range<usize>) -> Range<usize> {
    let is_long = |range: &Range<usize>| text.get(range.clone()).is_some_and(|text| text.chars().nth(1).is_some());
    let edge = |at: Option<char>| at.map_or(0, char::len_utf8);
    let mut range = part.clone();
    if range.end != mark.range.end && is_long(&range) {
        range.end -= edge(text.get(..range.end).and_then(|text| text.chars().next_back()));
    }
    if range.start != mark.range.start && is_long(&range) {
        range.start += edge(text.get(range.start..).and_then(|text| text.chars().next()));
    }
    range
}

/// Whether `one` is drawn where both could be: the shorter one, or the later one if they are equally long.
fn before(one: &Mark, other: &Mark) -> bool {
    let order = |mark: &Mark| (mark.range.len(), std::cmp::Reverse(mark.range.start));
    order(one) < order(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(range: Range<usize>, message: &str) -> Mark {
        Mark { range, message: Some(message.to_owned()), primary: false, position: Position { line: 1, column: 1 } }
    }

    fn drawn(marks: Vec<Mark>) -> Vec<(Range<usize>, String)> {
        let text = "0123456789\n0123456789\n";
        without_overlaps(text, marks).into_iter().map(|mark| (mark.range, mark.message.unwrap_or_default())).collect()
    }

    #[test]
    fn the_shorter_interrupts_the_longer() {
        let drawn = drawn(vec![mark(0..10, "all"), mark(2..4, "part")]);
        assert_eq!(drawn, [(0..1, String::new()), (2..4, "part".to_owned()), (5..10, "all".to_owned())]);
    }

    #[test]
    fn one_range_says_both() {
        assert_eq!(drawn(vec![mark(2..4, "a"), mark(2..4, "b")]), [(2..4, "a\nb".to_owned())]);
    }

    #[test]
    fn separate_marks_marks_over_lines_and_empty_marks_stay() {
        let marks = vec![mark(0..2, "a"), mark(2..2, "point"), mark(5..14, "long"), mark(20..21, "b")];
        assert_eq!(drawn(marks.clone()).len(), 4);
        assert_eq!(without_overlaps("0123456789\n0123456789\n", marks.clone()), marks);
    }

    #[test]
    fn a_mark_that_is_covered_keeps_its_text() {
        let drawn = drawn(vec![mark(0..6, "all"), mark(0..3, "a"), mark(3..6, "b")]);
        assert_eq!(drawn.iter().filter(|(_, message)| message == "all").count(), 1);
    }
}
