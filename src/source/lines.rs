//! From offsets to lines and columns.

use super::Span;

/// The byte order mark that some editors put at the start of a file.
pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Characters are counted once for each block of this many bytes, so that columns in a file that is one line
/// of 16 MiB don't each cost a walk from its start.
const BLOCK: usize = 1024;

/// A place for people. Lines and columns start at 1, and columns count Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line. A trace may have more lines than other files have bytes.
    pub line: u64,
    /// The column.
    pub column: u32,
}

/// The offsets at which the lines of a text start. A line ends at LF.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// How many characters start before each block of bytes.
    characters: Vec<u32>,
}

impl LineIndex {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect();
        let blocks = text.as_bytes().chunks(BLOCK).scan(0, |before, block| {
            *before += count_characters(block);
            Some(*before)
        });
        Self { starts, characters: std::iter::once(0).chain(blocks).collect() }
    }

    /// The line and column of an offset. A byte order mark at the start is not a column.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.starts.partition_point(|&start| start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = self.characters_before(text, offset) - self.characters_before(text, start);
        let mark = u32::from(start == 0 && before > 0 && text.starts_with(BYTE_ORDER_MARK));
        Position { line: line as u64, column: before - mark + 1 }
    }

    /// How many lines there are: one more than line breaks.
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The bytes of a line, counted from 1, without LF or CR LF; empty if there is no such line.
    pub fn line(&self, text: &str, line: u32) -> Span {
        let start_of = |line: u32| self.starts.get(line as usize).map_or(text.len(), |&start| start as usize);
        let (start, end) = (start_of(line.saturating_sub(1)), start_of(line));
        let content = text.get(start..end).unwrap_or_default();
        let content = content.strip_suffix('\n').map_or(content, |line| line.strip_suffix('\r').unwrap_or(line));
        Span::new(start, start + content.len())
    }

    fn characters_before(&self, text: &str, offset: u32) -> u32 {
        let offset = (offset as usize).min(text.len());
        let block = offset / BLOCK;
        let rest = text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        self.characters.get(block).copied().unwrap_or(0) + count_characters(rest)
    }
}

/// The characters that start in these bytes, which may begin or end inside a character.
fn count_characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_scalar_values_and_no_byte_order_mark() {
        let text = "\u{feff}é漢x\nb";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, 0), Position { line: 1, column: 1 });
        assert_eq!(index.position(text, 3), Position { line: 1, column: 1 });
        assert_eq!(index.position(text, 8), Position { line: 1, column: 3 });
        assert_eq!(index.position(text, 10), Position { line: 2, column: 1 });
        assert_eq!(index.position(text, 11), Position { line: 2, column: 2 });
    }

    #[test]
    fn columns_are_right_across_blocks() {
        let text = format!("a\n{}x", "漢".repeat(3 * BLOCK));
        let index = LineIndex::new(&text);
        for characters in [0, 341, 342, 1000, 3 * BLOCK] {
            let position = index.position(&text, 2 + 3 * characters as u32);
            assert_eq!(position, Position { line: 2, column: characters as u32 + 1 });
        }
    }

    #[test]
    fn lines_are_without_their_ends() {
        let text = "a\r\n\nb\rc\n";
        let index = LineIndex::new(text);
        let lines: Vec<&str> = (1..=4).map(|line| text.get(index.line(text, line).range()).unwrap()).collect();
        assert_eq!((lines, index.line_count()), (vec!["a", "", "b\rc", ""], 4));
        assert_eq!(index.line(text, 9), Span::at(text.len()));
    }
}
