//! An entry of a map: a key and a path, and their places.

use crate::source::Span;

/// The keys of a map.
pub const KEYS: [&str; 10] = ["each", "tool", "args", "ts", "grant", "server", "session", "id", "expect", "decision"];

/// An entry of a map, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'t> {
    /// What the path leads to: one of [`KEYS`].
    pub key: &'t str,
    /// Where the key is.
    pub key_span: Span,
    /// The path.
    pub path: &'t str,
    /// Where the path is.
    pub path_span: Span,
    /// Whether the path is written there as it is, so that a part of it can be underlined.
    pub is_plain: bool,
}

impl Entry<'_> {
    /// Where a part of the path is.
    pub(super) fn place(&self, start: usize, end: usize) -> Span {
        match self.is_plain {
            true => Span::new(self.path_span.start as usize + start, self.path_span.start as usize + end),
            false => self.path_span,
        }
    }
}

/// Why a map can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapError {
    /// What is wrong.
    pub message: String,
    /// What is wrong at the place.
    pub label: String,
    /// Where it is: in the expression, or in the file that the entry is from.
    pub span: Span,
    /// What to write instead.
    pub help: String,
}
