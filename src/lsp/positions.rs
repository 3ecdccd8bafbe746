//! From offsets in a text to the protocol's lines and characters, and back.

use gen_lsp_types::{Position, Range};
use line_index::{LineIndex, TextSize, WideEncoding, WideLineCol};

use crate::source::Span;

/// What a client counts in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes, if the client offers it.
    Utf8,
    /// UTF-16 code units, which every client understands.
    #[default]
    Utf16,
}

/// The lines of one text, as the protocol counts them: a line ends at LF, CR LF, or a lone CR.
#[derive(Debug)]
pub struct Positions {
    lines: LineIndex,
    /// The offsets of the CRs that an LF follows.
    pairs: Vec<u32>,
    encoding: Encoding,
}

impl Positions {
    /// Reads the text once.
    pub fn new(text: &str, encoding: Encoding) -> Self {
        let is_pair = |at: &usize| text.as_bytes().get(at + 1) == Some(&b'\n');
        let (pairs, lone): (Vec<usize>, Vec<usize>) = memchr::memchr_iter(b'\r', text.as_bytes()).partition(is_pair);
        // The library ends lines at LF only. A lone CR is rare, and as long as the LF that takes its place.
        let lines = match lone.is_empty() {
            true => LineIndex::new(text),
            false => LineIndex::new(&text.replace("\r\n", "\u{b}\n").replace('\r', "\n")),
        };
        Self { lines, pairs: pairs.into_iter().map(|at| at as u32).collect(), encoding }
    }

    /// The position of an offset. An offset beyond the end is the end, and one inside a character is its start.
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = offset.min(self.lines.len().into());
        let at = loop {
            match self.lines.try_line_col(TextSize::from(offset)) {
                Some(at) => break at,
                None => offset -= 1,
            }
        };
        let character = match self.encoding {
            Encoding::Utf8 => at.col,
            Encoding::Utf16 => self.lines.to_wide(WideEncoding::Utf16, at).map_or(at.col, |wide| wide.col),
        };
        Position { line: at.line, character }
    }

    /// The range of a span.
    pub fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// The offset of a position. As the protocol asks, a character beyond the end of its line is that end. A line beyond
    /// the last one is the end of the text.
    pub fn offset(&self, position: Position) -> u32 {
        let Some(line) = self.lines.line(position.line) else { return self.lines.len().into() };
        let (start, end) = (u32::from(line.start()), u32::from(line.end()));
        let column = match self.encoding {
            Encoding::Utf8 => position.character,
            Encoding::Utf16 => {
                let wide = WideLineCol { line: position.line, col: position.character.min(end - start) };
                self.lines.to_utf8(WideEncoding::Utf16, wide).map_or(wide.col, |at| at.col)
            }
        };
        let mut offset = start.saturating_add(column).min(end);
        offset = offset.min(self.content_end(position.line, end));
        while self.lines.try_line_col(TextSize::from(offset)).is_none() {
            offset -= 1;
        }
        offset
    }

    /// The end of a line without its line break.
    fn content_end(&self, line: u32, end: u32) -> u32 {
        let Some(before) = end.checked_sub(1).filter(|_| self.lines.line(line + 1).is_some()) else { return end };
        let pair = before.checked_sub(1).filter(|at| self.pairs.binary_search(at).is_ok());
        pair.unwrap_or(before)
    }

    /// The span of a range; empty if its end is before its start.
    pub fn span(&self, range: Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        Span { start, end: end.max(start) }
    }
}
