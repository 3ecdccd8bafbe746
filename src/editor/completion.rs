//! What can be written at a cursor: what the grammar takes there, with the names and types of the policy and its catalog.
//!
//! The text may be newer than the judgement. The cursor is found in the text, and the judgement says only which names
//! there are, so an answer does not wait for the policy to be judged.

mod candidate;
mod scene;
mod words;
mod snippets;
mod tools;
mod arguments;
mod values;
mod names;
mod codes;

pub use candidate::{Candidate, CandidateKind};

use std::collections::HashSet;

use self::scene::{MOST, Scene};
use crate::document::Judged;
use crate::source::{Source, Span};
use crate::syntax::cursor::{self, Expected};

/// Names and values of a catalog that are longer, in bytes, are not proposed.
const LONGEST: usize = 2_000;

/// What can be written at a cursor.
#[derive(Debug)]
pub struct Completion {
    /// The word or string that a candidate replaces; empty if there is none.
    pub span: Span,
    /// What can be written, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// Whether there are more, so that the editor should ask again after the next letter.
    pub is_cut: bool,
    /// Whether what is before the cursor can stay as it is.
    pub is_complete: bool,
}

/// What can be written at an offset of a text; `None` if there is nothing to propose. The judgement may be that of an
/// earlier text.
pub fn at(judged: &Judged, source: &Source, offset: u32) -> Option<Completion> {
    let checked = judged.judgement.checked.as_ref()?;
    let cursor = cursor::at(source, offset)?;
    let scene = Scene::new(judged, checked, source, &cursor, offset);
    let mut candidates: Vec<Candidate> =
        cursor.expected.iter().flat_map(|expected| candidates(&scene, expected)).collect();
    // Instead of a string, only another string is proposed.
    let fits = |candidate: &Candidate| scene.quote().is_none() || candidate.text.trim_start().starts_with('"');
    candidates.retain(|candidate| candidate.text.len() <= LONGEST && fits(candidate));
    candidates.sort_by_key(|candidate| candidate.rank);
    // `deny` and `limit` begin items and clauses, which may both be expected.
    let mut words = HashSet::new();
    candidates.retain(|it| it.kind != CandidateKind::Keyword || words.insert(it.label.clone()));
    let is_cut = candidates.len() > MOST;
    if is_cut {
        candidates.retain(|candidate| scene.fits(&candidate.label));
        candidates.truncate(MOST);
    }
    (!candidates.is_empty()).then_some(Completion {
        span: cursor.span,
        candidates,
        is_cut,
        is_complete: cursor.is_complete,
    })
}

fn candidates(scene: &Scene<'_>, expected: &Expected) -> Vec<Candidate> {
    match expected {
        Expected::Item => words::items(scene),
        Expected::Clause => words::starts(scene, snippets::CLAUSES),
        Expected::Step => words::starts(scene, snippets::STEPS),
        Expected::Outcome => words::starts(scene, snippets::OUTCOMES),
        Expected::Type => words::types(scene),
        Expected::Keyword(word) => vec![words::keyword(scene, word)],
        Expected::Category => words::categories(scene),
        Expected::Window => words::windows(scene),
        Expected::TimeUnit { is_one } => words::time_units(scene, *is_one),
        Expected::Target => tools::targets(scene),
        Expected::CalledTool => tools::called(scene),
        Expected::Argument => arguments::whole(scene),
        Expected::StepOf(keys) => arguments::steps(scene, keys),
        Expected::Key { keys, given } => arguments::keys(scene, keys, given),
        Expected::Operator(keys) => words::operators(scene, keys.as_deref()),
        Expected::Value { of, form, listed } => values::values(scene, of, *form, listed),
        Expected::Rule => names::rules(scene),
        Expected::Counter => names::counters(scene),
        Expected::Code(named) => codes::codes(scene, named),
    }
}
