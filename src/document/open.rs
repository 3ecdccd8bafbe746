//! Documents that are judged together, and judged again after changes.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file::Document;
use super::job::Job;
use super::judgement::Judgement;
use super::threads;
use super::workspace::Workspace;
use crate::diagnostic::Diagnostic;
use crate::lint::Chosen;
use crate::settings::FILE_NAME;
use crate::source::Sources;
use crate::source::disk::{Disk, LoadError};

/// Open documents and their judgements. An edit makes every judgement stale that depends on the edited file;
/// only these documents are judged again when you next ask about them.
#[derive(Debug)]
pub struct OpenDocuments<D> {
    workspace: Workspace<D>,
    job: Job,
    keeps_trees: bool,
    documents: BTreeMap<DocumentId, Opened>,
    next: usize,
}

/// The number of an open document, in the order of opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(usize);

/// The judgement of one document, with its own sources: the document first, then the files that it names.
#[derive(Debug)]
pub struct Judged {
    /// The texts.
    pub sources: Sources,
    /// The judgement.
    pub judgement: Judgement,
    /// The identities of all files that it depends on, including those that do not exist.
    reads: HashSet<PathBuf>,
}

#[derive(Debug, Clone)]
struct Opened {
    document: Document,
    identity: Option<PathBuf>,
    /// `None` if it was not judged yet, or if the judgement is stale.
    judged: Option<Arc<Judged>>,
}

/// The state of all documents before some edits.
pub(super) struct Before {
    documents: BTreeMap<DocumentId, Opened>,
    texts: HashMap<PathBuf, Arc<str>>,
}

impl<D: Disk> OpenDocuments<D> {
    /// No open documents yet. All will be judged for the same job.
    pub fn new(workspace: Workspace<D>, job: Job) -> Self {
        Self { workspace, job, keeps_trees: true, documents: BTreeMap::new(), next: 0 }
    }

    /// Keeps only policies and diagnostics, not trees and checked rules. This saves memory in a run over
    /// thousands of files.
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

    /// Closes a document. Other documents see its file on the disk again.
    pub fn close(&mut self, id: DocumentId) {
        let Some(opened) = self.documents.remove(&id) else { return };
        if let Some(path) = opened.document.path() {
            let identity = self.workspace.set_text(path, None);
            self.make_stale(&identity);
        }
    }

    /// Changes the text of a document, also for the documents that include it.
    pub fn edit(&mut self, id: DocumentId, text: &str) {
        let Some(opened) = self.documents.get_mut(&id) else { return };
        (opened.document, opened.judged) = (opened.document.with_text(text), None);
        let Some(path) = opened.document.path().map(Path::to_path_buf) else { return };
        let identity = self.workspace.set_text(&path, Some(text.into()));
        self.make_stale(&identity);
        // The same file can be open under two names.
        for opened in self.documents.values_mut().filter(|opened| opened.identity.as_ref() == Some(&identity)) {
            (opened.document, opened.judged) = (opened.document.with_text(text), None);
        }
    }

    /// Makes judgements stale that depend on a file, because it changed on the disk.
    pub fn changed(&mut self, path: &Path) {
        let identity = self.workspace.changed(path);
        self.make_stale(&identity);
    }

    /// Makes all judgements stale, because any file may have changed on the disk.
    pub fn all_changed(&mut self) {
        let read: HashSet<_> = self
            .documents
            .values()
            .filter_map(|opened| opened.judged.clone())
            .collect::<Vec<_>>()
            .iter()
            .flat_map(|judged| judged.reads.iter().cloned())
            .collect();
        for path in read {
            self.changed(&path);
        }
    }

    /// The judgement of one document.
    pub fn judged(&mut self, id: DocumentId) -> Option<Arc<Judged>> {
        let opened = self.documents.get(&id)?;
        let judged = opened.judged.clone().unwrap_or_else(|| Arc::new(self.judge(&opened.document)));
        self.documents.get_mut(&id)?.judged = Some(Arc::clone(&judged));
        Some(judged)
    }

    /// The judgements of all documents, in order. Stale ones are judged again, on several threads.
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

    /// The workspace that the documents share.
    pub fn workspace(&self) -> &Workspace<D> {
        &self.workspace
    }

    pub(super) fn before(&self) -> Before {
        Before { documents: self.documents.clone(), texts: self.workspace.disk().texts() }
    }

    /// Undoes all edits since then, and brings the judgements back.
    pub(super) fn restore(&mut self, before: Before) {
        self.documents = before.documents;
        self.workspace.restore(before.texts);
    }

    fn judge(&self, document: &Document) -> Judged {
        let disk = Recording { disk: self.workspace.disk(), reads: RefCell::default() };
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

/// A disk that records which files it is asked about. A judgement depends on these files.
struct Recording<'d> {
    disk: &'d dyn Disk,
    reads: RefCell<HashSet<PathBuf>>,
}

impl Judged {
    /// All diagnostics, with those of asserts and of these lint rules, if the document was judged without them.
    pub fn with_findings(&self, rules: &Chosen) -> Vec<Diagnostic> {
        self.judgement.with_findings(&self.sources, rules)
    }
}

impl Disk for Recording<'_> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        self.disk.read(path)
    }

    /// It is enough to record identities: the checker and the catalogs ask for the identity of a file before
    /// they read it.
    fn identity(&self, path: &Path) -> PathBuf {
        let identity = self.disk.identity(path);
        self.reads.borrow_mut().insert(identity.clone());
        identity
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        self.disk.absolute(path)
    }

    fn name(&self, path: &Path) -> Option<String> {
        self.disk.name(path)
    }

    fn is_root(&self, folder: &Path) -> bool {
        self.disk.is_root(folder)
    }
}
