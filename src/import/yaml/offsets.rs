//! Converts the parser's character offsets to byte offsets.

use crate::source::Span;

/// The byte offsets of a text.
pub(super) struct Offsets<'t> {
    text: &'t str,
    base: usize,
    /// The byte offset of every [`STEP`]th character.
    steps: Vec<usize>,
}

const STEP: usize = 256;

impl<'t> Offsets<'t> {
    /// The offsets of a text that starts at `base` in its source.
    pub fn new(text: &'t str, base: usize) -> Self {
        Self { text, base, steps: text.char_indices().map(|(at, _)| at).step_by(STEP).collect() }
    }

    /// The span of a parser's span.
    pub fn span(&self, span: saphyr_parser::Span) -> Span {
        let start = self.offset(span.start.index());
        let end = self.offset(span.end.index()).max(start);
        // The span of a block scalar includes the line ends after it.
        let text = self.text.get(start..end).unwrap_or_default();
        Span::new(self.base + start, self.base + start + text.trim_end().len())
    }

    fn offset(&self, character: usize) -> usize {
        let start = self.steps.get(character / STEP).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        rest.char_indices().nth(character % STEP).map_or(self.text.len(), |(at, _)| start + at)
    }
}
