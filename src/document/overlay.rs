//! A disk whose files may have unsaved texts: those in an editor, or those that fixes would write.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::source::disk::{Disk, LoadError};

/// A disk, and the unsaved texts of some of its files.
#[derive(Debug, Clone, Default)]
pub struct Overlay<D> {
    disk: D,
    /// The texts, by the identities of their files.
    texts: HashMap<PathBuf, Arc<str>>,
}

impl<D: Disk> Overlay<D> {
    /// A disk without unsaved texts.
    pub fn new(disk: D) -> Self {
        Self { disk, texts: HashMap::new() }
    }

    /// The disk without the unsaved texts.
    pub fn below(&self) -> &D {
        &self.disk
    }

    /// Sets or removes the unsaved text of a file. Returns the identity of the file.
    pub fn set(&mut self, path: &Path, text: Option<Arc<str>>) -> PathBuf {
        let identity = self.disk.identity(path);
        match text {
            Some(text) => self.texts.insert(identity.clone(), text),
            None => self.texts.remove(&identity),
        };
        identity
    }

    /// The unsaved texts, for [`Overlay::restore`].
    pub(super) fn texts(&self) -> HashMap<PathBuf, Arc<str>> {
        self.texts.clone()
    }

    /// Sets all unsaved texts. Returns the identities of the files whose texts change.
    pub(super) fn restore(&mut self, texts: HashMap<PathBuf, Arc<str>>) -> Vec<PathBuf> {
        let old = std::mem::replace(&mut self.texts, texts);
        let all = old.keys().chain(self.texts.keys());
        all.filter(|identity| old.get(*identity) != self.texts.get(*identity)).cloned().collect()
    }
}

impl<D: Disk> Disk for Overlay<D> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        // To identify a file costs a system call, and most runs have no unsaved texts.
        let text = if self.texts.is_empty() { None } else { self.texts.get(&self.disk.identity(path)) };
        text.map_or_else(|| self.disk.read(path), |text| Ok(text.as_bytes().to_vec()))
    }

    fn identity(&self, path: &Path) -> PathBuf {
        self.disk.identity(path)
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
