//! What all documents of a run share: a disk with unsaved texts, and the catalogs and settings read from it.

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
use crate::settings::{FILE_NAME, Settings};
use crate::source::disk::{Disk, LoadError};
use crate::source::{SourceId, Sources};
use crate::trace::map::Map;

/// Judges documents on one disk. It reads each catalog and each `jamb.toml` once.
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

    /// The same workspace with options of the linter, which win over `jamb.toml`.
    #[must_use]
    pub fn with_options(mut self, options: Options) -> Self {
        self.settings.options = options;
        self
    }

    /// The same workspace with one settings file for all documents.
    pub fn with_settings(mut self, path: &Path) -> Result<Self, LoadError> {
        self.settings.name(&self.disk, path)?;
        Ok(self)
    }

    /// The disk, without unsaved texts.
    pub fn saved(&self) -> &D {
        self.disk.below()
    }

    /// Judges one document. Its text, its includes and its catalog are added to `sources`.
    pub fn judge(&self, sources: &mut Sources, document: &Document, job: Job) -> Judgement {
        self.judge_on(&self.disk, sources, document, job)
    }

    /// Compiles a document against two lists of tools instead of its catalog, for `drift`. If it has errors
    /// with the old list, returns its diagnostics.
    pub fn drifted(
        &self,
        sources: &mut Sources,
        document: &Document,
        lists: drift::Lists<'_>,
    ) -> (SourceId, Result<drift::Compiled, Vec<Diagnostic>>) {
        judgement::drifted(sources, document, &self.disk, lists)
    }

    /// The document at a path, with its unsaved text if there is one. Messages call it `name`.
    pub fn open(&self, path: &Path, name: &str) -> Result<Document, LoadError> {
        Document::loaded(name, Some(path), self.disk.read(path))
    }

    /// The mistakes in the settings files that apply to these documents.
    pub fn settings_mistakes<'d>(
        &self,
        documents: impl IntoIterator<Item = &'d Document>,
    ) -> (Sources, Vec<Diagnostic>) {
        documents.into_iter().for_each(|document| drop(self.rules(document)));
        self.settings.mistakes()
    }

    /// The maps of traces in the settings that apply to the file at a path, and the mistakes in those settings.
    pub fn maps(&self, path: Option<&Path>) -> (Vec<(String, Map)>, Sources, Vec<Diagnostic>) {
        let maps = self.settings.maps(&self.disk, path);
        let (sources, mistakes) = self.settings.mistakes();
        (maps, sources, mistakes)
    }

    /// Sets or removes the unsaved text of a file. Returns the identity of the file.
    pub fn set_text(&mut self, path: &Path, text: Option<Arc<str>>) -> PathBuf {
        let identity = self.disk.set(path, text);
        self.forget(&identity);
        identity
    }

    /// Forgets what was read from a file, because it changed on the disk. Returns the identity of the file.
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

    /// Judges a document on a disk that records what is read.
    pub(super) fn judge_on(&self, disk: &dyn Disk, sources: &mut Sources, document: &Document, job: Job) -> Judgement {
        let rules = if job.findings { self.rules(document) } else { Chosen::default() };
        let room = Room { disk, catalogs: &self.catalogs, job, rules: &rules };
        let mut judgement = judgement::judge(sources, document, room);
        // Only `lint` needs the settings for more than the note.
        if !job.findings && judgement.has_note() && !self.rules(document).notes {
            judgement.drop_note();
        }
        judgement
    }

    pub(super) fn disk(&self) -> &Overlay<D> {
        &self.disk
    }

    /// Sets all unsaved texts to an earlier state.
    pub(super) fn restore(&mut self, texts: HashMap<PathBuf, Arc<str>>) {
        for identity in self.disk.restore(texts) {
            self.forget(&identity);
        }
    }

    /// The rules that run on a document.
    pub fn rules(&self, document: &Document) -> Chosen {
        self.settings.chosen(&self.disk, document.path())
    }

    /// The disk, with the unsaved texts.
    pub fn unsaved(&self) -> &Overlay<D> {
        &self.disk
    }

    /// The path from the root of the disk: see [`Disk::absolute`].
    pub fn absolute(&self, path: &Path) -> PathBuf {
        self.disk.absolute(path)
    }

    /// The settings that apply to the file at a path, and the folder of their file. Mistakes are left out.
    pub fn settings(&self, path: &Path) -> Option<(PathBuf, Settings)> {
        self.settings.of(&self.disk, path)
    }
}
