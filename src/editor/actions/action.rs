//! A change that is offered, and what writing one takes.

use crate::diagnostic::Edit;
use crate::source::{SourceId, Span};

/// A change that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does: ``Change `amont` to `amount` ``.
    pub title: String,
    /// What kind of change it is.
    pub kind: ActionKind,
    /// The diagnostic that it is about, by its number in the list.
    pub diagnostic: Option<usize>,
    /// Whether it is what most people want.
    pub is_preferred: bool,
    /// The change.
    pub edits: Vec<Edit>,
}

/// The kinds of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// It removes a diagnostic.
    Fix,
    /// It rewrites what is there.
    Rewrite,
}

/// Inserts a text at an offset.
pub(super) fn insertion(source: SourceId, offset: usize, text: String) -> Edit {
    Edit { place: Span::at(offset).of(source), text }
}

/// The end of line that a text uses.
pub(super) fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The start of the line that an offset is on.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind('\n')).map_or_else(|| bom(text), |end| end + 1)
}

/// The length of the byte order mark.
pub(super) fn bom(text: &str) -> usize {
    if text.starts_with('\u{feff}') { 3 } else { 0 }
}

/// The white space at the start of a line.
pub(super) fn indentation(text: &str, line_start: usize) -> &str {
    let line = text.get(line_start..).unwrap_or_default();
    line.get(..line.len() - line.trim_start_matches([' ', '\t']).len()).unwrap_or_default()
}
