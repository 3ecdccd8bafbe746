//! The diagnostics of the passes. A code is reported once at each place: a mistake in a rule is found again
//! for each tool that applies it.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS, nearest};
use crate::source::{Place, SourceId};

/// How many words are compared for all suggestions together; long ones count as several. Without a bound, as
/// many misspelt tools as the catalog has would take the square of their number.
const MAX_COMPARED: usize = 3_000_000;
/// A comparison takes the product of two lengths. Words whose length squared is below this count as one.
const SHORT_SQUARED: usize = 512;

/// The diagnostics so far.
#[derive(Debug, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
    seen: HashSet<(Code, SourceId, u32)>,
    compared: usize,
}

impl Diagnostics {
    /// Adds one, unless there are [`MAX_DIAGNOSTICS`] already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.all.len() < MAX_DIAGNOSTICS && self.seen.insert(key(diagnostic.code, diagnostic.primary.place)) {
            self.all.push(diagnostic);
        }
    }

    /// Adds some.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Whether a code is already reported at a place.
    pub fn has(&self, code: Code, place: Place) -> bool {
        self.seen.contains(&key(code, place))
    }

    /// The nearest of `count` candidates, see [`nearest`]; `None` once too many words were compared.
    pub fn nearest<'c>(
        &mut self,
        word: &str,
        count: usize,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<&'c str> {
        self.compared = self.compared.saturating_add(count.saturating_mul(1 + word.len() * word.len() / SHORT_SQUARED));
        if self.compared > MAX_COMPARED { None } else { nearest(word, candidates) }
    }

    /// All diagnostics, in the order in which they were found.
    pub fn into_list(self) -> Vec<Diagnostic> {
        self.all
    }
}

fn key(code: Code, place: Place) -> (Code, SourceId, u32) {
    (code, place.source, place.span.start)
}
