//! Puts the diagnostics of several documents into one list.

use std::collections::HashSet;
use std::sync::Arc;

use super::open::Judged;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Sources;

/// The sources and the diagnostics of all documents, in order and without repetition.
pub fn merged(documents: &[Arc<Judged>]) -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    for document in documents {
        let offset = sources.append(document.sources.clone());
        let all = document.judgement.all_diagnostics();
        diagnostics.extend(all.into_iter().map(|diagnostic| diagnostic.shifted(offset)));
    }
    let diagnostics = once(&sources, diagnostics);
    (sources, diagnostics)
}

/// The diagnostics without those that repeat a code at the same place of a file: a file that several policies
/// include is judged with each of them.
pub fn once(sources: &Sources, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let key = |diagnostic: &Diagnostic| {
        let place = diagnostic.primary.place;
        // An undocumented window is reported once, however many policies use it.
        let anywhere = diagnostic.code == Code::UNDOCUMENTED_WINDOW;
        let place = (!anywhere).then(|| (sources.get(place.source).name.clone(), place.span));
        (place, diagnostic.code)
    };
    diagnostics.into_iter().filter(|diagnostic| seen.insert(key(diagnostic))).collect()
}
