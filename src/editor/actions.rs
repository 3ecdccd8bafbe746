//! Changes that an editor offers at a place: fixes of diagnostics, and rewritings of what is there.

mod allow_tool;
mod extract_let;
mod fixes;
mod suppression;
mod witness_test;

use crate::diagnostic::{Diagnostic, Edit};
use crate::document::Judged;
use crate::source::{Place, SourceId, Span};

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

/// The changes for the part of a document between two offsets, with all diagnostics of the document.
pub fn actions(judged: &Judged, diagnostics: &[Diagnostic], within: Span) -> Vec<Action> {
    let main = judged.judgement.main;
    let touches =
        |place: Place| place.source == main && place.span.start <= within.end && within.start <= place.span.end;
    let here = || diagnostics.iter().enumerate().filter(|(_, diagnostic)| touches(diagnostic.primary.place));
    let fixes = here().filter_map(|(number, diagnostic)| fixes::fix(judged, number, diagnostic));
    let nearest = here().filter_map(|(number, diagnostic)| fixes::did_you_mean(judged, number, diagnostic));
    let tests = here().filter_map(|(number, diagnostic)| witness_test::action(judged, number, diagnostic));
    let suppressions = here().filter_map(|(number, diagnostic)| suppression::action(judged, number, diagnostic));
    let mut all: Vec<Action> = fixes.chain(nearest).chain(tests).chain(suppressions).collect();
    all.extend(allow_tool::action(judged, within));
    all.extend(extract_let::action(judged, within));
    all
}

/// Inserts a text at an offset.
fn insertion(source: SourceId, offset: usize, text: String) -> Edit {
    Edit { place: Span::at(offset).of(source), text }
}

/// The end of line that a text uses.
fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The start of the line that an offset is on.
fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind('\n')).map_or_else(|| bom(text), |end| end + 1)
}

/// The length of the byte order mark.
fn bom(text: &str) -> usize {
    if text.starts_with('\u{feff}') { 3 } else { 0 }
}

/// The white space at the start of a line.
fn indentation(text: &str, line_start: usize) -> &str {
    let line = text.get(line_start..).unwrap_or_default();
    line.get(..line.len() - line.trim_start_matches([' ', '\t']).len()).unwrap_or_default()
}
