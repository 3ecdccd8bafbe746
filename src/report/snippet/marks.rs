//! What is underlined. Underlines that lie over each other on one line would be drawn beside their
//! places, so the shorter cuts the longer: of `not (a > 1)` with a mark at `a > 1` the rest keeps the other's.

use std::ops::Range;

use crate::source::Position;

/// An underlined part of a snippet's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Mark {
    /// The bytes of the snippet's text.
    pub range: Range<usize>,
    /// The words beside it.
    pub message: Option<String>,
    /// It is the diagnostic's own place.
    pub primary: bool,
    /// Where its label starts in the file.
    pub position: Position,
}

/// The same marks, sorted, cut so that on one line none lies over another.
pub(super) fn apart(text: &str, marks: Vec<Mark>) -> Vec<Mark> {
    let over_lines = |mark: &Mark| text.get(mark.range.clone()).is_some_and(|marked| marked.contains('\n'));
    let (mut apart, single): (Vec<Mark>, Vec<Mark>) = marks.into_iter().partition(over_lines);
    let single = joined(single);
    let mut bounds: Vec<usize> = single.iter().flat_map(|mark| [mark.range.start, mark.range.end]).collect();
    bounds.sort_unstable();
    bounds.dedup();
    for mark in &single {
        apart.extend(visible_parts(text, mark, &single, &bounds));
    }
    apart.sort_by_key(|mark| (mark.range.start, mark.range.end));
    apart
}

/// Marks of one and the same range as one that says both.
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

/// The parts of a mark that no shorter mark covers. The longest of them has the words; a mark that is
/// covered altogether stays as a point at its end.
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
    let speaker = parts.iter().position(|part| part.len() == longest);
    let message = |index| if Some(index) == speaker { mark.message.clone() } else { None };
    parts
        .into_iter()
        .enumerate()
        .map(|(index, range)| Mark { range, message: message(index), ..mark.clone() })
        .collect()
}

/// The part without a character at each end where it was cut, if one is left: without colours, two
/// underlines that touch look like one.
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

/// Whether a mark is drawn where both could be: the shorter, of equally long ones the later.
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
        apart(text, marks).into_iter().map(|mark| (mark.range, mark.message.unwrap_or_default())).collect()
    }

    #[test]
    fn the_shorter_cuts_the_longer() {
        let drawn = drawn(vec![mark(0..10, "all"), mark(2..4, "part")]);
        assert_eq!(drawn, [(0..1, String::new()), (2..4, "part".to_owned()), (5..10, "all".to_owned())]);
    }

    #[test]
    fn one_range_says_both() {
        assert_eq!(drawn(vec![mark(2..4, "a"), mark(2..4, "b")]), [(2..4, "a\nb".to_owned())]);
    }

    #[test]
    fn marks_apart_over_lines_or_empty_stay() {
        let marks = vec![mark(0..2, "a"), mark(2..2, "point"), mark(5..14, "long"), mark(20..21, "b")];
        assert_eq!(drawn(marks.clone()).len(), 4);
        assert_eq!(apart("0123456789\n0123456789\n", marks.clone()), marks);
    }

    #[test]
    fn what_is_covered_altogether_keeps_its_words() {
        let drawn = drawn(vec![mark(0..6, "all"), mark(0..3, "a"), mark(3..6, "b")]);
        assert_eq!(drawn.iter().filter(|(_, message)| message == "all").count(), 1);
    }
}
