//! Documents that are judged together, and judged again when something changes.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file::Document;
use super::job::Job;
use super::judgement::Judgement;
use super::threads;
use super::workspace::Workspace;
use crate::settings::FILE_NAME;
use crate::source::Sources;
use crate::source::disk::{Disk, LoadError};

/// Open documents, and what there is to say about each. An edit makes the judgements stale that depend on
/// the edited file: the next question about them judges again, and only them.
#[derive(Debug)]
pub struct OpenDocuments<D> {
    workspace: Workspace<D>,
    job: Job,
    keeps_trees: bool,
    documents: BTreeMap<DocumentId, Opened>,
    next: usize,
}

/// The number of an open document. Documents are in the order of opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(usize);

/// A document's judgement, with its own sources: the document first, then what it names.
#[derive(Debug)]
pub struct Judged {
    /// The texts.
    pub sources: Sources,
    /// What there is to say.
    pub judgement: Judgement,
    /// The identities of all files that were asked for, also of those that are not there.
    reads: HashSet<PathBuf>,
}

#[derive(Debug, Clone)]
struct Opened {
    document: Document,
    identity: Option<PathBuf>,
    /// `None` if nobody asked yet, or if it is stale.
    judged: Option<Arc<Judged>>,
}

/// The state of all documents before some edits.
pub(super) struct Before {
    documents: BTreeMap<DocumentId, Opened>,
    texts: HashMap<PathBuf, Arc<str>>,
}

impl<D: Disk> OpenDocuments<D> {
    /// No documents yet. Each will be judged for `job`.
    pub fn new(workspace: Workspace<D>, job: Job) -> Self {
        Self { workspace, job, keeps_trees: true, documents: BTreeMap::new(), next: 0 }
    }

    /// The same without keeping trees and checked rules: for a run over thousands of files that only
    /// needs policies and diagnostics.
    #[must_use]
    pub fn without_trees(self) -> Self {
        Self { keeps_trees: false, ..self }
    }

    /// Opens a document.
    pub fn open(&mut self, document: Document) -> DocumentId {
        let id = DocumentId(self.next);
        self.next += 1;
        let identity = document.path().map(|path| self.workspace.disk().identity(path));
        self.documents.insert(id, Opened { document, identity, judged: None });
        id
    }

    /// Closes a document. From now on its file on the disk counts.
    pub fn close(&mut self, id: DocumentId) {
        let Some(opened) = self.documents.remove(&id) else { return };
        if let Some(path) = opened.document.path() {
            let identity = self.workspace.set_text(path, None);
            self.make_stale(&identity);
        }
    }

    /// Gives a document another text, also where other documents include it.
    pub fn edit(&mut self, id: DocumentId, text: &str) {
        let Some(opened) = self.documents.get_mut(&id) else { return };
        (opened.document, opened.judged) = (opened.document.with_text(text), None);
        let Some(path) = opened.document.path().map(Path::to_path_buf) else { return };
        let identity = self.workspace.set_text(&path, Some(text.into()));
        self.make_stale(&identity);
        // A file may be open under two names.
        for opened in self.documents.values_mut().filter(|opened| opened.identity.as_ref() == Some(&identity)) {
            (opened.document, opened.judged) = (opened.document.with_text(text), None);
        }
    }

    /// Takes note that a file that no one has open changed on the disk.
    pub fn changed(&mut self, path: &Path) {
        let identity = self.workspace.changed(path);
        self.make_stale(&identity);
    }

    /// What there is to say about one document.
    pub fn judged(&mut self, id: DocumentId) -> Option<Arc<Judged>> {
        let opened = self.documents.get(&id)?;
        let judged = opened.judged.clone().unwrap_or_else(|| Arc::new(self.judge(&opened.document)));
        self.documents.get_mut(&id)?.judged = Some(Arc::clone(&judged));
        Some(judged)
    }

    /// What there is to say about each document, in order. On several threads.
    pub fn judge_all(&mut self, threads: usize) -> Vec<Arc<Judged>>
    where
        D: Sync,
    {
        let stale: Vec<_> = self.documents.iter().filter(|(_, opened)| opened.judged.is_none()).collect();
        let judged = threads::map(&stale, threads, |(id, opened)| (**id, Arc::new(self.judge(&opened.document))));
        for (id, judged) in judged {
            if let Some(opened) = self.documents.get_mut(&id) {
                opened.judged = Some(judged);
            }
        }
        self.documents.values().filter_map(|opened| opened.judged.clone()).collect()
    }

    /// The open documents, in order.
    pub fn iter(&self) -> impl Iterator<Item = (DocumentId, &Document)> {
        self.documents.iter().map(|(id, opened)| (*id, &opened.document))
    }

    /// An open document.
    pub fn document(&self, id: DocumentId) -> Option<&Document> {
        self.documents.get(&id).map(|opened| &opened.document)
    }

    /// The first document that is open for the file at a path.
    pub fn at(&self, path: &Path) -> Option<DocumentId> {
        let identity = self.workspace.disk().identity(path);
        self.documents.iter().find(|(_, opened)| opened.identity.as_ref() == Some(&identity)).map(|(id, _)| *id)
    }

    /// What the documents share.
    pub fn workspace(&self) -> &Workspace<D> {
        &self.workspace
    }

    pub(super) fn before(&self) -> Before {
        Before { documents: self.documents.clone(), texts: self.workspace.disk().texts() }
    }

    /// Undoes all edits since then. What was judged then is valid again.
    pub(super) fn restore(&mut self, before: Before) {
        self.documents = before.documents;
        self.workspace.restore(before.texts);
    }

    fn judge(&self, document: &Document) -> Judged {
        let disk = Watched { disk: self.workspace.disk(), reads: RefCell::default() };
        let mut sources = Sources::default();
        let mut judgement = self.workspace.judge_on(&disk, &mut sources, document, self.job);
        if !self.keeps_trees {
            judgement.drop_trees();
        }
        Judged { sources, judgement, reads: disk.reads.into_inner() }
    }

    fn make_stale(&mut self, identity: &Path) {
        let is_settings = identity.ends_with(FILE_NAME);
        for opened in self.documents.values_mut() {
            if is_settings || opened.judged.as_ref().is_some_and(|judged| judged.reads.contains(identity)) {
                opened.judged = None;
            }
        }
    }
}

/// A disk that takes note of the files that it is asked for. A judgement depends on these.
struct Watched<'d> {
    disk: &'d dyn Disk,
    reads: RefCell<HashSet<PathBuf>>,
}

impl Disk for Watched<'_> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        self.disk.read(path)
    }

    /// Whoever reads a file asks for its identity first: the checker, to see that it is read once, and the
    /// set of catalogs.
    fn identity(&self, path: &Path) -> PathBuf {
        let identity = self.disk.identity(path);
        self.reads.borrow_mut().insert(identity.clone());
        identity
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        self.disk.absolute(path)
    }
}
