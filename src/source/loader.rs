//! The one place that reads files. Commands read what the user named, the checker what a policy
//! names; both go through [`Disk`], so that tests and editors can put their own texts in front.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::MAX_FILE_BYTES;

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadError {
    /// There is nothing at that path.
    NotFound,
    /// It is a directory.
    Directory,
    /// It is a pipe, a socket or a device, which a policy may not name: reading could block forever.
    NotAFile,
    /// It is larger than [`MAX_FILE_BYTES`].
    TooLarge,
    /// The system's own words.
    Unreadable(String),
}

impl LoadError {
    /// The reason, for messages.
    pub fn reason(&self) -> &str {
        match self {
            LoadError::NotFound => "there is no such file",
            LoadError::Directory => "this is a directory",
            LoadError::NotAFile => "this is a pipe or a device, not a file",
            LoadError::TooLarge => "this is larger than 16 MiB",
            LoadError::Unreadable(reason) => reason,
        }
    }
}

/// Where files come from.
pub trait Disk {
    /// The bytes of a file that a policy or a catalog names, at most [`MAX_FILE_BYTES`].
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError>;

    /// One path for one file, however it was named, to know a file again.
    fn identity(&self, path: &Path) -> PathBuf;
}

/// The real file system.
#[derive(Debug, Default, Clone, Copy)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        let metadata = std::fs::metadata(path).map_err(|error| load_error(&error))?;
        if metadata.is_dir() {
            return Err(LoadError::Directory);
        }
        if !metadata.is_file() {
            return Err(LoadError::NotAFile);
        }
        read_bounded(File::open(path).map_err(|error| load_error(&error))?)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
    }
}

/// Files in memory: for tests, and for texts that are not saved yet.
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
}

/// A file that the user named on the command line: a pipe is read too, since the user asked for it.
pub fn read_named(path: &Path) -> Result<Vec<u8>, LoadError> {
    let file = File::open(path).map_err(|error| load_error(&error))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(LoadError::Directory);
    }
    read_bounded(file)
}

/// Standard input, to its end.
pub fn read_stdin() -> Result<Vec<u8>, LoadError> {
    read_bounded(io::stdin().lock())
}

/// A path with `.` and `x/..` taken out, for names in messages. Links are not followed.
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

fn read_bounded(reader: impl Read) -> Result<Vec<u8>, LoadError> {
    let mut bytes = Vec::new();
    reader.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|error| load_error(&error))?;
    if bytes.len() as u64 > MAX_FILE_BYTES { Err(LoadError::TooLarge) } else { Ok(bytes) }
}

// Of the many kinds only these have words of their own here; the system has its own for the others.
#[allow(clippy::wildcard_enum_match_arm)]
fn load_error(error: &io::Error) -> LoadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => LoadError::NotFound,
        io::ErrorKind::IsADirectory => LoadError::Directory,
        io::ErrorKind::PermissionDenied => LoadError::Unreadable("permission denied".to_owned()),
        _ => LoadError::Unreadable(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_keeps_what_climbs_out() {
        assert_eq!(clean(Path::new("a/./b/../c.pl")), PathBuf::from("a/c.pl"));
        assert_eq!(clean(Path::new("../x/../../c.pl")), PathBuf::from("../../c.pl"));
    }
}
