//! Offsets to lines and columns.

use super::BYTE_ORDER_MARK;

/// A place for people: both count from 1, columns count Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// The offsets at which the lines of a text start. A line ends at LF.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        Self { starts: std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect() }
    }

    /// The line and column of an offset. A byte order mark at the start is no column.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.starts.partition_point(|&start| start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0) as usize;
        let before = text.get(start..offset as usize).unwrap_or_default();
        let before = if start == 0 { before.trim_start_matches(BYTE_ORDER_MARK) } else { before };
        Position { line: line as u32, column: before.chars().count() as u32 + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_scalar_values_and_no_byte_order_mark() {
        let text = "\u{feff}é漢x\nb";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, 3), Position { line: 1, column: 1 });
        assert_eq!(index.position(text, 8), Position { line: 1, column: 3 });
        assert_eq!(index.position(text, 10), Position { line: 2, column: 1 });
        assert_eq!(index.position(text, 11), Position { line: 2, column: 2 });
    }
}
