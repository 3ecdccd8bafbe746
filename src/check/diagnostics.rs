//! Where the passes put what they find. Of what says one code again at one place the first is
//! kept: a mistake in a rule is found for each of the tools that apply it.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS, nearest};
use crate::source::{Place, SourceId};

/// How many words are compared for all suggestions together; long ones count as more. Without a
/// bound, as many misspelt tools as the catalog has would take the square of their number.
const MAX_COMPARED: usize = 3_000_000;
/// A comparison takes the product of two lengths: that of words of less than this many bytes, squared, counts as one.
const SHORT_SQUARED: usize = 512;

/// What was found.
#[derive(Debug, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
    seen: HashSet<(Code, SourceId, u32)>,
    compared: usize,
}

impl Diagnostics {
    /// Adds one; past [`MAX_DIAGNOSTICS`] it is left out.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.all.len() < MAX_DIAGNOSTICS && self.seen.insert(key(diagnostic.code, diagnostic.primary.place)) {
            self.all.push(diagnostic);
        }
    }

    /// Adds some.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Whether a code is already said at a place.
    pub fn has(&self, code: Code, place: Place) -> bool {
        self.seen.contains(&key(code, place))
    }

    /// The nearest of `count` candidates, as [`nearest`]; none once too many words were compared.
    pub fn nearest<'c>(
        &mut self,
        word: &str,
        count: usize,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<&'c str> {
        self.compared = self.compared.saturating_add(count.saturating_mul(1 + word.len() * word.len() / SHORT_SQUARED));
        if self.compared > MAX_COMPARED { None } else { nearest(word, candidates) }
    }

    /// All that was found, in the order of finding.
    pub fn into_list(self) -> Vec<Diagnostic> {
        self.all
    }
}

fn key(code: Code, place: Place) -> (Code, SourceId, u32) {
    (code, place.source, place.span.start)
}
