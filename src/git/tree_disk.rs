//! The files of a commit as a disk.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::paths::between;
use super::repository::{Commit, Repository};
use crate::file_system::RealDisk;
use crate::settings::FILE_NAME;
use crate::source::disk::{Disk, LoadError, clean, display_name};

/// How the pointer to a file begins that Git LFS keeps elsewhere.
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";
/// Pointers are shorter than this.
const LFS_POINTER_BYTES: usize = 1024;

/// The files of a commit. Paths start at the root of the repository.
#[derive(Debug)]
pub struct TreeDisk {
    repository: Arc<Repository>,
    /// The commit.
    pub commit: Commit,
    /// What messages call the commit; empty if they don't.
    label: String,
    elsewhere: Elsewhere,
}

/// Where files are that git does not have.
#[derive(Debug)]
enum Elsewhere {
    /// Nowhere.
    Nowhere,
    /// In the work tree. Each file that is read there is noted once.
    WorkTree { note: fn(&str), noted: Mutex<HashSet<PathBuf>> },
}

impl TreeDisk {
    /// Only what the commit has.
    pub fn new(repository: Arc<Repository>, commit: Commit, label: &str) -> Self {
        Self { repository, commit, label: label.to_owned(), elsewhere: Elsewhere::Nowhere }
    }

    /// The same disk, but messages call its files by their paths alone.
    #[must_use]
    pub fn with_plain_names(self) -> Self {
        Self { label: String::new(), ..self }
    }

    /// The same disk, but files that git does not have are read from the work tree, and noted.
    #[must_use]
    pub fn with_work_tree(self, note: fn(&str)) -> Self {
        Self { elsewhere: Elsewhere::WorkTree { note, noted: Mutex::default() }, ..self }
    }

    /// The bytes of a file that the user named. The commit has to have it.
    pub fn read_named(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        let bytes = self.repository.read(&self.commit, path)?;
        if is_lfs_pointer(&bytes) { self.stored_elsewhere(path) } else { Ok(bytes) }
    }

    /// What messages call a file.
    pub fn name_of(&self, path: &Path) -> String {
        let path = display_name(&between(&self.repository.prefix, &clean(path)));
        if self.label.is_empty() { path } else { format!("{}:{path}", self.label) }
    }

    /// Where a path is: from the root of the repository, if it is in there.
    fn inside(&self, path: &Path) -> PathBuf {
        clean(path.strip_prefix(&self.repository.root).unwrap_or(path))
    }

    fn stored_elsewhere(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        match &self.elsewhere {
            Elsewhere::Nowhere => Err(LoadError::Unreadable("git has only a Git LFS pointer for it".to_owned())),
            Elsewhere::WorkTree { .. } => self.in_work_tree(path, "is a Git LFS pointer"),
        }
    }

    fn in_work_tree(&self, path: &Path, why: &str) -> Result<Vec<u8>, LoadError> {
        let Elsewhere::WorkTree { note, noted } = &self.elsewhere else { return Err(LoadError::NotFound) };
        let bytes = RealDisk.read(&self.repository.root.join(path))?;
        if noted.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_path_buf()) {
            note(&format!("`{}` {why}, so it was read from the work tree", self.name_of(path)));
        }
        Ok(bytes)
    }

    /// Whether git does not know a file at all. A file that only this commit lacks is missing, and settings that a
    /// commit lacks do not apply to it.
    fn is_unknown(&self, path: &Path) -> bool {
        let is_settings = path.file_name().is_some_and(|name| name == FILE_NAME);
        let in_head = || {
            let head = self.repository.commit("HEAD").ok().flatten();
            head.is_some_and(|head| self.repository.read(&head, path) != Err(LoadError::NotFound))
        };
        !is_settings && !in_head()
    }
}

impl Disk for TreeDisk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        let path = self.inside(path);
        match self.read_named(&path) {
            Err(LoadError::NotFound) if self.is_unknown(&path) => self.in_work_tree(&path, "is not in git"),
            other => other,
        }
    }

    fn identity(&self, path: &Path) -> PathBuf {
        self.inside(path)
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        self.inside(path)
    }

    fn name(&self, path: &Path) -> Option<String> {
        Some(self.name_of(&self.inside(path)))
    }
}

fn is_lfs_pointer(bytes: &[u8]) -> bool {
    bytes.len() < LFS_POINTER_BYTES && bytes.starts_with(LFS_POINTER)
}
