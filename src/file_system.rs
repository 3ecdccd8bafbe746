//! The file system of the machine that jamb runs on, and standard input.
//!
//! This is a door, like the command line: only doors know the real disk. It has no Cargo feature,
//! because the doors that are built without the command line read files as well.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::source::MAX_FILE_BYTES;
use crate::source::disk::{Disk, LoadError, clean};

pub mod reasons;

/// The real file system.
#[derive(Debug, Default, Clone, Copy)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        let metadata = std::fs::metadata(path).map_err(|error| load_error(path, &error))?;
        if metadata.is_dir() {
            return Err(LoadError::Directory);
        }
        if !metadata.is_file() {
            return Err(LoadError::NotAFile);
        }
        read_bounded(path, File::open(path).map_err(|error| load_error(path, &error))?)
    }

    /// A file that does not exist already has the identity that it will have: a policy that names it is judged
    /// again when it is created.
    fn identity(&self, path: &Path) -> PathBuf {
        canonical(path)
            .or_else(|| Some(canonical(path.parent()?)?.join(path.file_name()?)))
            .unwrap_or_else(|| path.into())
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        clean(&std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()))
    }
}

/// The absolute path without links, if it exists.
fn canonical(path: &Path) -> Option<PathBuf> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    path.canonicalize().ok()
}

/// A file that the user named. A pipe is read as well, since the user asked for it.
pub fn read_named(path: &Path) -> Result<Vec<u8>, LoadError> {
    let file = File::open(path).map_err(|error| load_error(path, &error))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(LoadError::Directory);
    }
    read_bounded(path, file)
}

/// Standard input, to its end.
pub fn read_stdin() -> Result<Vec<u8>, LoadError> {
    read_bounded(Path::new("-"), io::stdin().lock())
}

fn read_bounded(path: &Path, reader: impl Read) -> Result<Vec<u8>, LoadError> {
    let mut bytes = Vec::new();
    reader.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|error| load_error(path, &error))?;
    if bytes.len() as u64 > MAX_FILE_BYTES { Err(LoadError::TooLarge) } else { Ok(bytes) }
}

#[allow(clippy::wildcard_enum_match_arm)]
fn load_error(path: &Path, error: &io::Error) -> LoadError {
    match error.kind() {
        io::ErrorKind::NotFound if path.is_symlink() => LoadError::DanglingLink,
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => LoadError::NotFound,
        io::ErrorKind::IsADirectory => LoadError::Directory,
        _ => LoadError::Unreadable(reasons::unreadable(error)),
    }
}
