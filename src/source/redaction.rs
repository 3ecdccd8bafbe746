//! A text in which some parts are replaced, so that they can't be shown, and where each place was before. Diagnostics
//! about the replaced text still name the line, the column and the offset in the file.

use super::lines::{LineIndex, Position};
use super::span::Span;

/// The text before some of its parts were replaced. It is only used to count lines, columns and offsets.
#[derive(Debug)]
pub struct Redaction {
    original: String,
    lines: LineIndex,
    /// The replaced parts, in order: as they were written, and as they are shown.
    parts: Vec<(Span, Span)>,
}

impl Redaction {
    /// Replaces parts of a text, which are in order and don't overlap. Replacements keep the number of lines.
    pub fn new(original: &str, replacements: Vec<(Span, String)>) -> (Self, String) {
        let mut shown = String::new();
        let mut parts = Vec::with_capacity(replacements.len());
        let mut end = 0;
        for (written, replacement) in replacements {
            shown.push_str(original.get(end..written.start as usize).unwrap_or_default());
            let start = shown.len();
            shown.push_str(&replacement);
            parts.push((written, Span::new(start, shown.len())));
            end = written.end as usize;
        }
        shown.push_str(original.get(end..).unwrap_or_default());
        (Self { original: original.to_owned(), lines: LineIndex::new(original), parts }, shown)
    }

    /// Where a span of the original text is shown. A span inside a replaced part becomes the whole part.
    pub fn shown(&self, written: Span) -> Span {
        let start = moved(written.start, self.parts.iter().copied(), |part| part.start);
        let end = moved(written.end, self.parts.iter().copied(), |part| part.end);
        Span { start, end: end.max(start) }
    }

    /// The offset in the original text of an offset in the replaced text.
    pub fn written(&self, shown: u32) -> u32 {
        moved(shown, self.parts.iter().map(|(written, shown)| (*shown, *written)), |part| part.end)
    }

    /// The line and column in the original text of an offset in the replaced text.
    pub fn position(&self, shown: u32) -> Position {
        self.lines.position(&self.original, self.written(shown))
    }
}

/// The same text, replaced in the same way.
impl PartialEq for Redaction {
    fn eq(&self, other: &Self) -> bool {
        self.original == other.original && self.parts == other.parts
    }
}

/// An offset in the text with the first parts as an offset in the text with the second parts. `inside` says what
/// becomes of an offset inside a part.
fn moved(offset: u32, parts: impl Iterator<Item = (Span, Span)>, inside: impl Fn(Span) -> u32) -> u32 {
    match parts.take_while(|(from, _)| from.start <= offset).last() {
        None => offset,
        Some((from, to)) if offset == from.start => to.start,
        Some((from, to)) if offset < from.end => inside(to),
        Some((from, to)) => to.end + (offset - from.end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_both_ways() {
        let text = "{\"é\": \"secret\", \"b\": 1}\n";
        let place = |part: &str| {
            let start = text.find(part).unwrap();
            Span::new(start, start + part.len())
        };
        let replacements = vec![(place("\"secret\""), "<text, 6>".to_owned()), (place("1"), "<number, 1>".to_owned())];
        let (redaction, shown) = Redaction::new(text, replacements);
        assert_eq!(shown, "{\"é\": <text, 6>, \"b\": <number, 1>}\n");
        let part = |written: &str| {
            let span = redaction.shown(place(written));
            (shown.get(span.range()).unwrap(), redaction.written(span.start), redaction.written(span.end))
        };
        assert_eq!(part("\"secret\""), ("<text, 6>", 7, 15));
        assert_eq!(part("\"b\""), ("\"b\"", 17, 20));
        assert_eq!(part("1"), ("<number, 1>", 22, 23));
        assert_eq!(part("cre").0, "<text, 6>");
        let end = shown.find("\"b\"").unwrap() as u32;
        assert_eq!(redaction.position(end), Position { line: 1, column: 17 });
    }
}
