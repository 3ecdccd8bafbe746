//! The files of a work tree as a disk, with paths from its root.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::paths::between;
use super::repository::Repository;
use crate::file_system::RealDisk;
use crate::source::disk::{Disk, LoadError, clean, display_name};

/// The work tree of a repository. Paths start at its root. Files are read as they are, without git.
#[derive(Debug)]
pub struct WorkTree {
    repository: Arc<Repository>,
}

impl WorkTree {
    /// The work tree of a repository.
    pub fn new(repository: Arc<Repository>) -> Self {
        Self { repository }
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
        RealDisk.read(&self.real(path))
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
