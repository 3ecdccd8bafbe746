//! Applies the fixes of findings to open documents, and judges the changed documents again, until nothing is
//! left to fix. Nothing is written to the disk.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::file::Document;
use super::open::{DocumentId, Judged, OpenDocuments};
use crate::diagnostic::{Edit, Safety};
use crate::lint::fixes::Edits;
use crate::source::Place;
use crate::source::disk::Disk;

/// A fix can make another one possible, but no real policy needs more rounds than this.
const MAX_ROUNDS: usize = 32;

/// The result of applying fixes.
#[derive(Debug)]
pub struct Fixed {
    /// The documents that changed, in order. A file that is open under two names is listed once.
    pub changed: Vec<Changed>,
}

/// A document that changed.
#[derive(Debug)]
pub struct Changed {
    /// Before the fixes.
    pub old: Document,
    /// After the fixes.
    pub new: Document,
}

/// Applies fixes to all documents: the safe ones, or safe and unsafe ones. The documents keep the new texts.
pub fn fix<D: Disk + Sync>(documents: &mut OpenDocuments<D>, safety: Safety, threads: usize) -> Fixed {
    let old: Vec<_> = documents.iter().map(|(id, document)| (id, document.clone())).collect();
    let judged = documents.judge_all(threads);
    let firsts = documents.iter().map(|(id, document)| (id, first(documents, id, document))).collect();
    let mut fixer = Fixer { documents, firsts, judged, safety, threads, refused: HashSet::new() };
    let _ = (0..MAX_ROUNDS).take_while(|_| fixer.round()).count();
    let now = documents.iter().map(|(_, document)| document.clone());
    let pairs = old.into_iter().zip(now).filter(|((id, old), _)| first(documents, *id, old) == *id);
    let changed = pairs.filter(|((_, old), new)| old.source.text != new.source.text);
    Fixed { changed: changed.map(|((_, old), new)| Changed { old, new }).collect() }
}

/// The first document that is open for the same file.
fn first<D: Disk>(documents: &OpenDocuments<D>, id: DocumentId, document: &Document) -> DocumentId {
    document.path().and_then(|path| documents.at(path)).unwrap_or(id)
}

struct Fixer<'f, D> {
    documents: &'f mut OpenDocuments<D>,
    /// For each document, the first one that is open for the same file.
    firsts: BTreeMap<DocumentId, DocumentId>,
    judged: Vec<Arc<Judged>>,
    safety: Safety,
    threads: usize,
    /// Fixes that would add an error to a policy.
    refused: HashSet<Fix>,
}

/// The edits of a fix, and the document that each edit changes. Every place has the source number of a
/// document in its own judgement. So a fix that is found in an included file equals the same fix that is
/// found through the include.
type Fix = Vec<(DocumentId, Edit)>;

impl<D: Disk + Sync> Fixer<'_, D> {
    /// Applies fixes that don't touch each other, and judges the result. Returns whether anything changed.
    fn round(&mut self) -> bool {
        let fixes = self.fixes();
        if self.apply(&fixes) {
            return true;
        }
        // One of them adds an error. Trying them one by one finds it, and it is not tried again.
        for fix in fixes {
            if self.apply(std::slice::from_ref(&fix)) {
                return true;
            }
            self.refused.insert(fix);
        }
        false
    }

    /// Applies fixes, and undoes them if a policy gets an error.
    fn apply(&mut self, fixes: &[Fix]) -> bool {
        let mut edits = Edits::default();
        for fix in fixes {
            edits.add(&fix.iter().map(|(id, edit)| (*id, edit)).collect::<Vec<_>>());
        }
        let texts = edits.texts(|id| self.text(id));
        if texts.is_empty() {
            return false;
        }
        let before = self.documents.before();
        self.edit(texts);
        let judged = self.documents.judge_all(self.threads);
        let mut pairs = self.judged.iter().zip(&judged);
        if pairs.any(|(before, after)| after.judgement.is_wrong() && !before.judgement.is_wrong()) {
            self.documents.restore(before);
            return false;
        }
        self.judged = judged;
        true
    }

    fn text(&self, id: DocumentId) -> Option<String> {
        Some(self.documents.document(id)?.source.text.clone())
    }

    fn edit(&mut self, texts: BTreeMap<DocumentId, String>) {
        for (id, text) in texts {
            self.documents.edit(id, &text);
        }
    }

    /// The fixes to try: all files that they edit are open, and they were not refused before.
    fn fixes(&self) -> Vec<Fix> {
        let mut all = Vec::new();
        let mut seen = HashSet::new();
        for (id, judged) in self.documents.iter().map(|(id, _)| id).zip(&self.judged) {
            for fix in judged.judgement.all_diagnostics().into_iter().filter_map(|diagnostic| diagnostic.fix) {
                let is_wanted = fix.safety == Safety::Safe || self.safety == Safety::Unsafe;
                let Some(placed) = self.placed(id, judged, fix.edits).filter(|_| is_wanted) else { continue };
                if !self.refused.contains(&placed) && seen.insert(placed.clone()) {
                    all.push(placed);
                }
            }
        }
        all
    }

    fn placed(&self, id: DocumentId, judged: &Judged, edits: Vec<Edit>) -> Option<Fix> {
        let main = judged.judgement.main;
        let document = |place: Place| match place.source == main {
            true => self.firsts.get(&id).copied(),
            false => self.documents.at(judged.sources.get(place.source).path.as_deref()?),
        };
        let placed = |edit: Edit| Some((document(edit.place)?, Edit { place: edit.place.span.of(main), ..edit }));
        edits.into_iter().map(placed).collect()
    }
}
