//! Changes that an editor offers at a place: fixes of diagnostics, and rewritings of what is there.

mod action;
mod allow_tool;
mod extract_let;
mod fixes;
mod suppression;
mod witness_test;

use crate::diagnostic::Diagnostic;
use crate::document::Judged;
use crate::source::{Place, Span};

pub use action::{Action, ActionKind};

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
