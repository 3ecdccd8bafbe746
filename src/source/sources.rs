//! A text as it was read, and all texts of a run.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::lines::{BYTE_ORDER_MARK, LineIndex, Position};
use super::redaction::Redaction;
use super::span::{Place, SourceId, Span};

/// The largest file that is read, in bytes (16 MiB).
pub const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// One text, as it was read.
#[derive(Debug)]
pub struct Source {
    /// The name as the user gave it, with `/`; `-` for standard input.
    pub name: String,
    /// Its path on disk, to find the files that it includes; `None` for standard input.
    pub path: Option<PathBuf>,
    /// The text up to the first byte that is not UTF-8, including a byte order mark.
    pub text: String,
    /// Where the bytes stop being UTF-8, if they do.
    pub undecodable: Option<Undecodable>,
    /// The line of the file on which the text starts: 1, except for an excerpt.
    pub first_line: u64,
    /// The offset in the file at which the text starts: 0, except for an excerpt. Spans count from here.
    pub offset: u64,
    /// What the text was, if parts of it are redacted.
    pub redaction: Option<Arc<Redaction>>,
    lines: OnceLock<LineIndex>,
}

/// Where a file stops being UTF-8, and what it may be instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undecodable {
    /// The offset of the first byte that can't be read.
    pub offset: u32,
    /// The file begins with the byte order mark of UTF-16.
    pub looks_like_utf16: bool,
}

impl Source {
    /// A source from text that is known to be UTF-8.
    pub fn from_text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::excerpt(name, text, 1, 0)
    }

    /// Some lines of a file that is too long to keep, starting at this line and offset of it.
    pub fn excerpt(name: impl Into<String>, text: impl Into<String>, first_line: u64, offset: u64) -> Self {
        let (name, text, first_line) = (name.into(), text.into(), first_line.max(1));
        let (path, undecodable, redaction) = (None, None, None);
        Self { name, path, text, undecodable, first_line, offset, redaction, lines: OnceLock::new() }
    }

    /// A source from the bytes of a file. Everything from the first byte that is not UTF-8 is dropped.
    pub fn from_bytes(name: impl Into<String>, path: Option<&Path>, bytes: Vec<u8>) -> Self {
        let (text, undecodable) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let mut bytes = error.into_bytes();
                let looks_like_utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
                bytes.truncate(valid);
                let text = String::from_utf8(bytes).unwrap_or_default();
                (text, Some(Undecodable { offset: valid as u32, looks_like_utf16 }))
            }
        };
        Self { path: path.map(Path::to_path_buf), undecodable, ..Self::from_text(name, text) }
    }

    /// The bytes at the start that are not part of the text: a byte order mark, or none.
    pub fn body_start(&self) -> usize {
        if self.text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 }
    }

    /// The line and column of an offset.
    pub fn position(&self, offset: u32) -> Position {
        let Position { line, column } = match &self.redaction {
            Some(redaction) => redaction.position(offset),
            None => self.line_index().position(&self.text, offset),
        };
        Position { line: line + (self.first_line - 1), column }
    }

    /// The offset in the file of an offset in the text.
    pub fn offset_in_file(&self, offset: u32) -> u64 {
        let written = self.redaction.as_ref().map_or(offset, |redaction| redaction.written(offset));
        self.offset + u64::from(written)
    }

    /// The numbers of its lines. A line break at the very end starts one more line, which is empty.
    pub fn lines(&self) -> Range<u64> {
        self.first_line..self.first_line + u64::from(self.line_index().line_count())
    }

    /// The bytes of a line, without its line break (LF or CR LF) and without the byte order mark.
    pub fn line(&self, line: u64) -> Span {
        let index = u32::try_from(line.saturating_sub(self.first_line - 1)).unwrap_or(u32::MAX);
        let bytes = self.line_index().line(&self.text, index);
        if index == 1 { Span::new(self.body_start(), (bytes.end as usize).max(self.body_start())) } else { bytes }
    }

    /// The text of a span; empty if the span is out of range.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The folder that paths in this file are relative to; the working directory for standard input.
    pub fn folder(&self) -> &Path {
        self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""))
    }

    fn line_index(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// All sources of one run, in the order of reading.
#[derive(Debug, Default, Clone)]
pub struct Sources {
    all: Vec<Arc<Source>>,
}

impl Sources {
    /// Adds a source, and returns the number that places use for it.
    pub fn add(&mut self, source: impl Into<Arc<Source>>) -> SourceId {
        self.all.push(source.into());
        SourceId(self.all.len() as u32 - 1)
    }

    /// Adds the sources of another run, and returns by how much their numbers grow.
    pub fn append(&mut self, other: Sources) -> u32 {
        let offset = self.all.len() as u32;
        self.all.extend(other.all);
        offset
    }

    /// The source with a number that [`Sources::add`] returned.
    pub fn get(&self, id: SourceId) -> &Source {
        // INVARIANT: only `add` makes a `SourceId`, and sources are never removed.
        #[allow(clippy::indexing_slicing)]
        &self.all[id.0 as usize]
    }

    /// The text at a place.
    pub fn text(&self, place: Place) -> &str {
        self.get(place.source).slice(place.span)
    }

    /// The line and column where a place starts.
    pub fn start(&self, place: Place) -> Position {
        self.get(place.source).position(place.span.start)
    }

    /// The name of the file, and the line where a place starts.
    pub fn file_and_line(&self, place: Place) -> (&str, u64) {
        (&self.get(place.source).name, self.start(place).line)
    }

    /// The sources, in the order of reading.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.all.iter().enumerate().map(|(index, source)| (SourceId(index as u32), source.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_counts_lines_from_those_of_its_file() {
        let source = Source::excerpt("t.jsonl", "{\"a\": 1}\n{\"é\": 2}\n", 48_213, 5_000_000_000);
        assert_eq!(source.position(6), Position { line: 48_213, column: 7 });
        assert_eq!(source.position(16), Position { line: 48_214, column: 7 });
        assert_eq!(source.lines(), 48_213..48_216);
        assert_eq!(source.slice(source.line(48_214)), "{\"é\": 2}");
        assert_eq!((source.line(1), source.line(u64::MAX)), (Span::at(0), Span::at(source.text.len())));
    }
}
