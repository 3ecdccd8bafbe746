//! A disk with unsaved texts, and what was read from it before: what every document of a run shares.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file::Document;
use super::job::Job;
use super::judgement::{self, Judgement, Room};
use super::overlay::Overlay;
use super::settings::SettingsFiles;
use crate::catalog::Catalogs;
use crate::diagnostic::Diagnostic;
use crate::drift;
use crate::lint::{Chosen, Options};
use crate::settings::FILE_NAME;
use crate::source::disk::{Disk, LoadError};
use crate::source::{SourceId, Sources};

/// Judges documents on one disk. Each catalog and each `jamb.toml` is read once.
#[derive(Debug)]
pub struct Workspace<D> {
    disk: Overlay<D>,
    catalogs: Catalogs,
    settings: SettingsFiles,
}

impl<D: Disk> Workspace<D> {
    /// A workspace without unsaved texts.
    pub fn new(disk: D) -> Self {
        Self { disk: Overlay::new(disk), catalogs: Catalogs::default(), settings: SettingsFiles::default() }
    }

    /// The same with what the user chose for this run. It wins over `jamb.toml`.
    #[must_use]
    pub fn with_options(mut self, options: Options) -> Self {
        self.settings.options = options;
        self
    }

    /// The same with this file as the `jamb.toml` of all documents.
    pub fn with_settings(mut self, path: &Path) -> Result<Self, LoadError> {
        self.settings.name(&self.disk, path)?;
        Ok(self)
    }

    /// Judges one document. Its text, its includes and its catalog are added to `sources`.
    pub fn judge(&self, sources: &mut Sources, document: &Document, job: Job) -> Judgement {
        self.judge_on(&self.disk, sources, document, job)
    }

    /// Compiles a document against two lists of tools instead of its catalog, for `drift`. If it is wrong
    /// with the older list, gives the diagnostics.
    pub fn drifted(
        &self,
        sources: &mut Sources,
        document: &Document,
        lists: drift::Lists<'_>,
    ) -> (SourceId, Result<drift::Compiled, Vec<Diagnostic>>) {
        judgement::drifted(sources, document, &self.disk, lists)
    }

    /// A file as it is now, with the unsaved text if there is one. Messages call it `name`.
    pub fn open(&self, path: &Path, name: &str) -> Result<Document, LoadError> {
        Document::loaded(name, Some(path), self.disk.read(path))
    }

    /// What is wrong with the settings of some documents.
    pub fn settings_mistakes<'d>(
        &self,
        documents: impl IntoIterator<Item = &'d Document>,
    ) -> (Sources, Vec<Diagnostic>) {
        documents.into_iter().for_each(|document| drop(self.rules(document)));
        self.settings.mistakes()
    }

    /// Puts an unsaved text over a file, or takes it away again. Gives the identity of the file.
    pub fn set_text(&mut self, path: &Path, text: Option<Arc<str>>) -> PathBuf {
        let identity = self.disk.set(path, text);
        self.forget(&identity);
        identity
    }

    /// Reads a file again that has changed on the disk. Gives its identity.
    pub fn changed(&mut self, path: &Path) -> PathBuf {
        let identity = self.disk.identity(path);
        self.forget(&identity);
        identity
    }

    fn forget(&mut self, identity: &Path) {
        self.catalogs.forget(identity);
        if identity.ends_with(FILE_NAME) {
            self.settings.forget();
        }
    }

    /// The same, on a disk that watches what is read.
    pub(super) fn judge_on(&self, disk: &dyn Disk, sources: &mut Sources, document: &Document, job: Job) -> Judgement {
        let rules = if job.findings { self.rules(document) } else { Chosen::default() };
        judgement::judge(sources, document, Room { disk, catalogs: &self.catalogs, job, rules: &rules })
    }

    pub(super) fn disk(&self) -> &Overlay<D> {
        &self.disk
    }

    /// Puts back the unsaved texts that there were before.
    pub(super) fn restore(&mut self, texts: HashMap<PathBuf, Arc<str>>) {
        for identity in self.disk.restore(texts) {
            self.forget(&identity);
        }
    }

    fn rules(&self, document: &Document) -> Chosen {
        self.settings.chosen(&self.disk, document.path())
    }
}
