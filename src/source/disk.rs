//! Where files come from. Everything that reads a file asks a [`Disk`], so that tests, editors and
//! browsers can put their own texts in its place.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::MAX_FILE_BYTES;

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadError {
    /// There is nothing at that path.
    NotFound,
    /// It is a link to something that does not exist.
    DanglingLink,
    /// It is a directory.
    Directory,
    /// It is a pipe, a socket or a device. A policy may not name one: reading it could block forever.
    NotAFile,
    /// It is larger than [`MAX_FILE_BYTES`].
    TooLarge,
    /// Any other reason, in the system's own words.
    Unreadable(String),
}

impl LoadError {
    /// The reason, for messages.
    pub fn reason(&self) -> &str {
        match self {
            LoadError::NotFound => "there is no such file",
            LoadError::DanglingLink => "this is a link to a file that does not exist",
            LoadError::Directory => "this is a directory",
            LoadError::NotAFile => "this is a pipe or a device, not a file",
            LoadError::TooLarge => "this is larger than 16 MiB",
            LoadError::Unreadable(reason) => reason,
        }
    }
}

/// A place that files are read from.
pub trait Disk {
    /// The bytes of a file that a policy or a catalog names, at most [`MAX_FILE_BYTES`].
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError>;

    /// The same path for the same file, whatever path was used to name it.
    fn identity(&self, path: &Path) -> PathBuf;

    /// The path from the root of the disk, without `.` and `..`: its ancestors are the folders above the
    /// file. Links are not followed.
    fn absolute(&self, path: &Path) -> PathBuf;

    /// What messages call a file, if that is not its path as the user or a policy wrote it.
    fn name(&self, _path: &Path) -> Option<String> {
        None
    }

    /// Whether nothing above this folder is on the disk.
    fn is_root(&self, _folder: &Path) -> bool {
        false
    }
}

impl<D: Disk + ?Sized> Disk for &D {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        (**self).read(path)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        (**self).identity(path)
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        (**self).absolute(path)
    }

    fn name(&self, path: &Path) -> Option<String> {
        (**self).name(path)
    }

    fn is_root(&self, folder: &Path) -> bool {
        (**self).is_root(folder)
    }
}

impl<D: Disk + ?Sized> Disk for Arc<D> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        (**self).read(path)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        (**self).identity(path)
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        (**self).absolute(path)
    }

    fn name(&self, path: &Path) -> Option<String> {
        (**self).name(path)
    }

    fn is_root(&self, folder: &Path) -> bool {
        (**self).is_root(folder)
    }
}

/// Files in memory.
#[derive(Debug, Default, Clone)]
pub struct MemoryDisk {
    /// The bytes of each file, by its path.
    pub files: HashMap<PathBuf, Vec<u8>>,
}

impl Disk for MemoryDisk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        let bytes = self.files.get(&clean(path)).cloned().ok_or(LoadError::NotFound)?;
        if bytes.len() as u64 > MAX_FILE_BYTES { Err(LoadError::TooLarge) } else { Ok(bytes) }
    }

    fn identity(&self, path: &Path) -> PathBuf {
        clean(path)
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        clean(path)
    }
}

/// A path without `.` and `x/..`. Links are not followed.
pub fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        let after_a_folder = matches!(out.components().next_back(), Some(Component::Normal(_)));
        match part {
            Component::CurDir => {}
            Component::ParentDir if after_a_folder => {
                out.pop();
            }
            Component::ParentDir | Component::Normal(_) | Component::RootDir | Component::Prefix(_) => out.push(part),
        }
    }
    out
}

/// A path as messages show it: with `/` on every system.
pub fn display_name(path: &Path) -> String {
    let name = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { name.into_owned() } else { name.replace(std::path::MAIN_SEPARATOR, "/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_keeps_the_steps_that_lead_out_of_the_folder() {
        assert_eq!(clean(Path::new("a/./b/../c.pl")), PathBuf::from("a/c.pl"));
        assert_eq!(clean(Path::new("../x/../../c.pl")), PathBuf::from("../../c.pl"));
    }
}
