//! What there is to know about the word at a place.

use crate::document::Judged;
use crate::source::Span;

/// A text about a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The word.
    pub span: Span,
    /// The text, in Markdown.
    pub markdown: String,
}

/// What there is to know about the word at an offset.
pub fn at(judged: &Judged, offset: u32) -> Option<Hover> {
    let _ = (judged, offset);
    None
}
