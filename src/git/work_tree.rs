//! The files of a work tree as a disk, with paths from its root.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::command::Hash;
use super::paths::between;
use super::repository::{Repository, Staged};
use super::tree::FileKind;
use crate::file_system::RealDisk;
use crate::source::disk::{Disk, LoadError, clean, display_name};

/// The work tree of a repository. Paths start at its root. Files are read as they are, without git, but for those that
/// a sparse checkout leaves out.
#[derive(Debug)]
pub struct WorkTree {
    repository: Arc<Repository>,
    /// The objects of the files that are left out.
    left_out: HashMap<PathBuf, Hash>,
}

impl WorkTree {
    /// The work tree of a repository.
    pub fn new(repository: Arc<Repository>, index: &[Staged]) -> Self {
        let left_out = index.iter().filter(|staged| staged.is_left_out && staged.file.kind == FileKind::Plain);
        let left_out = left_out.map(|staged| (staged.file.path.clone(), staged.file.hash.clone())).collect();
        Self { repository, left_out }
    }

    fn real(&self, path: &Path) -> PathBuf {
        self.repository.root.join(path)
    }

    fn inside(&self, path: &Path) -> PathBuf {
        clean(path.strip_prefix(&self.repository.root).unwrap_or(path))
    }
}

impl Disk for WorkTree {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        match RealDisk.read(&self.real(path)) {
            Err(LoadError::NotFound) => match self.left_out.get(&self.inside(path)) {
                Some(hash) => self.repository.blob(hash),
                None => Err(LoadError::NotFound),
            },
            read => read,
        }
    }

    fn identity(&self, path: &Path) -> PathBuf {
        RealDisk.identity(&self.real(path))
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        self.inside(path)
    }

    fn name(&self, path: &Path) -> Option<String> {
        Some(display_name(&between(&self.repository.prefix, &self.inside(path))))
    }
}
