//! The open documents, as the client knows them.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use gen_lsp_types::{Location, Range, Uri};

use super::client::Client;
use super::positions::Positions;
use super::uri;
use crate::diagnostic::{Diagnostic, Safety};
use crate::document::{Document, DocumentId, Job, Judged, OpenDocuments, Workspace, fix};
use crate::lint::Chosen;
use crate::source::disk::Disk;
use crate::source::{Place, Source, SourceId, Sources, Span};

/// The disk below the unsaved texts.
pub type Files = Arc<dyn Disk + Send + Sync>;

/// The documents of one client.
pub struct State {
    /// What the client can do.
    pub client: Client,
    /// The documents, judged without asserts and lint rules.
    pub documents: OpenDocuments<Files>,
    open: BTreeMap<String, Open>,
    /// Whether the client should ask for lenses again.
    pub lenses_changed: bool,
}

/// An open document.
struct Open {
    id: DocumentId,
    version: i32,
    /// The positions of its current text, once they were needed.
    positions: Option<Arc<Positions>>,
    /// Its last judgement, perhaps of an earlier text.
    last: Option<Arc<Judged>>,
    /// All diagnostics of a judgement, with those of asserts and lint rules.
    found: Option<(Arc<Judged>, Arc<[Diagnostic]>)>,
    /// Whether its tests passed, by their names, and the judgement that they were run on.
    tests: Option<(Arc<Judged>, HashMap<String, bool>)>,
}

/// What a handler sees of a document: its judgement, and the way from offsets to positions.
pub struct View {
    /// The address of the document.
    pub uri: Uri,
    /// The judgement of its current text.
    pub judged: Arc<Judged>,
    /// The positions in it.
    pub positions: Arc<Positions>,
    /// Its diagnostics. Those of asserts and lint rules are missing until they were found: no request waits for them.
    pub diagnostics: Arc<[Diagnostic]>,
    addresses: HashMap<SourceId, Uri>,
    others: Mutex<HashMap<SourceId, Arc<Positions>>>,
    client: Client,
}

/// The current text of a document, and a judgement that may be older.
pub struct Draft {
    /// The text.
    pub source: Arc<Source>,
    /// The positions in it.
    pub positions: Arc<Positions>,
    /// The judgement. Its places may be those of an earlier text.
    pub judged: Arc<Judged>,
}

impl State {
    /// No open documents.
    pub fn new(client: Client, disk: Files) -> Self {
        let documents = OpenDocuments::new(Workspace::new(disk), Job::EDIT);
        Self { client, documents, open: BTreeMap::new(), lenses_changed: false }
    }

    /// Opens a document, or replaces its text.
    pub fn open(&mut self, uri: &Uri, version: i32, text: &str) {
        self.close(uri);
        let path = uri::path(uri);
        let name = path.as_deref().map_or_else(|| uri.0.clone(), |path| self.client.name(path));
        let mut source = Source::from_text(name, "");
        source.path = path;
        let id = self.documents.open(Document::new(source));
        self.documents.edit(id, text);
        self.open.insert(uri.0.clone(), Open { id, version, positions: None, last: None, found: None, tests: None });
    }

    /// Closes a document.
    pub fn close(&mut self, uri: &Uri) {
        if let Some(open) = self.open.remove(&uri.0) {
            self.documents.close(open.id);
        }
    }

    /// Changes the text of a document.
    pub fn edit(&mut self, uri: &Uri, version: i32, edit: impl FnOnce(&str, &Positions) -> String) {
        let Some((source, positions)) = self.text(uri) else { return };
        let text = edit(&source.text, &positions);
        let Some(open) = self.open.get_mut(&uri.0) else { return };
        (open.version, open.positions) = (version, None);
        self.documents.edit(open.id, &text);
    }

    /// The current text of a document, and its positions.
    pub fn text(&mut self, uri: &Uri) -> Option<(Arc<Source>, Arc<Positions>)> {
        let open = self.open.get_mut(&uri.0)?;
        let source = Arc::clone(&self.documents.document(open.id)?.source);
        let encoding = self.client.encoding;
        let positions = open.positions.get_or_insert_with(|| Arc::new(Positions::new(&source.text, encoding)));
        Some((source, Arc::clone(positions)))
    }

    /// A document with the judgement of its current text; `None` if it is not open.
    pub fn view(&mut self, uri: &Uri) -> Option<View> {
        let (_, positions) = self.text(uri)?;
        let judged = self.judged(uri)?;
        let diagnostics = self.open.get(&uri.0)?.diagnostics(&judged);
        let addresses = self.addresses(&judged, uri);
        let (others, client) = (Mutex::default(), self.client.clone());
        Some(View { uri: uri.clone(), judged, positions, diagnostics, addresses, others, client })
    }

    /// A document with its current text and its last judgement. This does not wait for a judgement unless there is none.
    pub fn draft(&mut self, uri: &Uri) -> Option<Draft> {
        let (source, positions) = self.text(uri)?;
        let judged = match self.open.get(&uri.0)?.last.clone() {
            Some(last) => last,
            None => self.judged(uri)?,
        };
        Some(Draft { source, positions, judged })
    }

    /// The judgement of the current text of a document.
    pub fn judged(&mut self, uri: &Uri) -> Option<Arc<Judged>> {
        let open = self.open.get_mut(&uri.0)?;
        let judged = self.documents.judged(open.id)?;
        open.last = Some(Arc::clone(&judged));
        Some(judged)
    }

    /// The lint rules that run on a document.
    pub fn rules(&self, uri: &Uri) -> Chosen {
        let document = self.open.get(&uri.0).and_then(|open| self.documents.document(open.id));
        document.map(|document| self.documents.workspace().rules(document)).unwrap_or_default()
    }

    /// Keeps what was found in a document.
    pub fn found(&mut self, uri: &Uri, judged: &Arc<Judged>, all: &[Diagnostic]) {
        if let Some(open) = self.open.get_mut(&uri.0) {
            open.found = Some((Arc::clone(judged), all.into()));
        }
    }

    /// Whether a test passed when it was last run, if the policy is the same.
    pub fn test_result(&self, uri: &Uri, judged: &Arc<Judged>, name: &str) -> Option<bool> {
        let (of, results) = self.open.get(&uri.0)?.tests.as_ref()?;
        results.get(name).copied().filter(|_| Arc::ptr_eq(of, judged))
    }

    /// Keeps the result of a test, and asks the client to show it.
    pub fn set_test_result(&mut self, uri: &Uri, judged: &Arc<Judged>, name: &str, passed: bool) {
        let Some(open) = self.open.get_mut(&uri.0) else { return };
        let mut results = match open.tests.take() {
            Some((of, results)) if Arc::ptr_eq(&of, judged) => results,
            Some(_) | None => HashMap::new(),
        };
        results.insert(name.to_owned(), passed);
        open.tests = Some((Arc::clone(judged), results));
        self.lenses_changed = true;
    }

    /// The text of a document after all safe fixes; `None` if there are none.
    pub fn fixed(&self, uri: &Uri) -> Option<String> {
        let document = self.documents.document(self.open.get(&uri.0)?.id)?.clone();
        let mut documents = OpenDocuments::new(Workspace::new(self.documents.workspace().unsaved()), Job::LINT);
        documents.open(document);
        let fixed = fix(&mut documents, Safety::Safe, 1);
        fixed.changed.first().map(|changed| changed.new.source.text.clone())
    }

    /// The mistakes in the settings files that apply to open documents.
    pub fn settings_mistakes(&self) -> (Sources, Vec<Diagnostic>) {
        self.documents.workspace().settings_mistakes(self.documents.iter().map(|(_, document)| document))
    }

    /// The open documents.
    pub fn uris(&self) -> Vec<Uri> {
        self.open.keys().map(|uri| uri.as_str().into()).collect()
    }

    /// The version of an open document.
    pub fn version(&self, uri: &Uri) -> Option<i32> {
        Some(self.open.get(&uri.0)?.version)
    }

    /// The address of a file: the client's own if it is open.
    pub fn address(&self, path: &Path) -> Option<Uri> {
        let opened = self.documents.at(path);
        let open = self.open.iter().find(|(_, open)| Some(open.id) == opened);
        open.map(|(uri, _)| uri.as_str().into()).or_else(|| uri::of_path(&self.documents.workspace().absolute(path)))
    }

    /// The addresses of the files that a judgement read.
    fn addresses(&self, judged: &Judged, main: &Uri) -> HashMap<SourceId, Uri> {
        let address = |(id, source): (SourceId, &Source)| match id == judged.judgement.main {
            true => Some((id, main.clone())),
            false => Some((id, self.address(source.path.as_deref()?)?)),
        };
        judged.sources.iter().filter_map(address).collect()
    }
}

impl Open {
    fn diagnostics(&self, judged: &Arc<Judged>) -> Arc<[Diagnostic]> {
        match &self.found {
            Some((of, all)) if Arc::ptr_eq(of, judged) => Arc::clone(all),
            Some(_) | None => judged.judgement.all_diagnostics().into(),
        }
    }
}

impl View {
    /// The document's own source.
    pub fn source(&self) -> &Source {
        self.judged.sources.get(self.judged.judgement.main)
    }

    /// The client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The range of a span in the document itself.
    pub fn range(&self, span: Span) -> Range {
        self.positions.range(span)
    }

    /// The address of a file that was read with the document.
    pub fn address(&self, source: SourceId) -> Option<&Uri> {
        self.addresses.get(&source)
    }

    /// The file with an address, if it was read with the document.
    pub fn source_at(&self, uri: &Uri) -> Option<SourceId> {
        self.addresses.iter().find(|(_, address)| *address == uri).map(|(source, _)| *source)
    }

    /// A place, with the address of its file.
    pub fn location(&self, place: Place) -> Option<Location> {
        Some(Location { uri: self.address(place.source)?.clone(), range: self.range_in(place) })
    }

    /// The range of a place in any of the files that were read.
    pub fn range_in(&self, place: Place) -> Range {
        if place.source == self.judged.judgement.main {
            return self.range(place.span);
        }
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let positions = others.entry(place.source).or_insert_with(|| {
            Arc::new(Positions::new(&self.judged.sources.get(place.source).text, self.client.encoding))
        });
        positions.range(place.span)
    }
}
