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
    encoding: Encoding,
}

impl Positions {
    /// Reads the text once.
    pub fn new(text: &str, encoding: Encoding) -> Self {
        // The library ends lines at LF only. A lone CR is rare, and as long as the LF that takes its place.
        let lines = match has_lone_cr(text) {
            false => LineIndex::new(text),
            true => LineIndex::new(&text.replace("\r\n", "\u{b}\n").replace('\r', "\n")),
        };
        Self { lines, encoding }
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
        // The line break belongs to the line, but no position is behind it.
        if offset == end && self.lines.line(position.line + 1).is_some() {
            offset = end - 1;
        }
        while self.lines.try_line_col(TextSize::from(offset)).is_none() {
            offset -= 1;
        }
        offset
    }

    /// The span of a range; empty if its end is before its start.
    pub fn span(&self, range: Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        Span { start, end: end.max(start) }
    }
}

fn has_lone_cr(text: &str) -> bool {
    memchr::memchr_iter(b'\r', text.as_bytes()).any(|at| text.as_bytes().get(at + 1) != Some(&b'\n'))
}
