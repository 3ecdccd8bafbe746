//! The lines of calls. A document may have a hundred thousand calls, so lines are not counted from its start for each.

use std::sync::Arc;

use crate::source::Span;
use crate::trace::Excerpt;

/// Counts lines in the excerpts of calls, one after the other.
#[derive(Debug, Default)]
pub struct LineCounter {
    /// The text of the last excerpt.
    text: Option<Arc<str>>,
    /// The offset up to which its lines are counted.
    at: usize,
    /// How many line ends there are before it.
    line_ends: u64,
}

impl LineCounter {
    /// The line of a trace in which a span of an excerpt starts.
    pub fn line_of(&mut self, excerpt: &Excerpt, span: Span) -> u64 {
        if !self.text.as_ref().is_some_and(|text| Arc::ptr_eq(text, &excerpt.text)) {
            *self = Self { text: Some(Arc::clone(&excerpt.text)), at: 0, line_ends: 0 };
        }
        let start = (span.start as usize).min(excerpt.text.len());
        let between = |from: usize, to: usize| {
            let bytes = excerpt.text.as_bytes().get(from..to).unwrap_or_default();
            memchr::memchr_iter(b'\n', bytes).count() as u64
        };
        // Calls come in the order of the text, but for a few.
        self.line_ends = self.line_ends + between(self.at, start) - between(start, self.at);
        self.at = start;
        excerpt.first_line + self.line_ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_forwards_and_backwards() {
        let excerpt = |text: &str| Excerpt { text: text.into(), first_line: 5, offset: 0, redaction: None };
        let (one, other) = (excerpt("a\nb\n\nc"), excerpt("\n\n\n"));
        let mut lines = LineCounter::default();
        let mut line = |excerpt: &Excerpt, start| lines.line_of(excerpt, Span::new(start, start));
        let found = [0, 5, 2, 2, 4, 1, 99].map(|start| line(&one, start));
        assert_eq!(found, [5, 8, 6, 6, 7, 5, 8]);
        assert_eq!([line(&other, 2), line(&one, 2), line(&other, 0)], [7, 6, 5]);
    }
}
