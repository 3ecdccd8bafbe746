//! Which file a path leads to.

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};

/// More links than this in a row are a loop.
const MOST_LINKS: usize = 40;

/// A file, whatever path was used to name it.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Its path without links; `None` for a stream.
    path: Option<PathBuf>,
    /// Its device and number, if it exists. They also find hard links.
    number: Option<(u64, u64)>,
}

impl Identity {
    /// The file at a path. If there is none, the one that would be created.
    pub fn of(path: &Path) -> Self {
        let number = std::fs::metadata(path).ok().as_ref().and_then(number);
        Self { path: Some(goal(path)), number }
    }

    /// The file that standard input comes from, if it is a file.
    pub fn of_stdin() -> Option<Self> {
        stream(std::io::stdin())
    }

    /// The file that standard output goes to, if it is a file.
    pub fn of_stdout() -> Option<Self> {
        stream(std::io::stdout())
    }
}

/// Something known about each of some files.
#[derive(Debug)]
pub struct ByFile<T> {
    by_path: HashMap<PathBuf, T>,
    by_number: HashMap<(u64, u64), T>,
}

impl<T> Default for ByFile<T> {
    fn default() -> Self {
        Self { by_path: HashMap::new(), by_number: HashMap::new() }
    }
}

impl<T: Clone> ByFile<T> {
    /// Adds a file.
    pub fn insert(&mut self, file: Identity, what: T) {
        let Identity { path, number } = file;
        self.by_number.extend(number.map(|number| (number, what.clone())));
        self.by_path.extend(path.map(|path| (path, what)));
    }

    /// What is known about a file.
    pub fn get(&self, file: &Identity) -> Option<&T> {
        let by_path = file.path.as_ref().and_then(|path| self.by_path.get(path));
        by_path.or_else(|| self.by_number.get(&file.number?))
    }
}

/// Where a path leads: the end of its links, also if nothing is there yet.
pub fn goal(path: &Path) -> PathBuf {
    match path.canonicalize() {
        Ok(goal) => goal,
        // A link such as `/dev/stdout` may lead to a pipe, which has no path.
        Err(_) if path.exists() => path.to_path_buf(),
        Err(_) => {
            let end = end_of_links(path);
            let name = end.file_name().unwrap_or_default();
            parent(&end).canonicalize().map_or_else(|_| end.clone(), |folder| folder.join(name))
        }
    }
}

fn end_of_links(path: &Path) -> PathBuf {
    let mut end = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        let Ok(target) = end.read_link() else { break };
        end = parent(&end).join(target);
    }
    end
}

/// The directory of a file.
pub fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(unix)]
fn number(file: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    file.is_file().then(|| (file.dev(), file.ino()))
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> Option<(u64, u64)> {
    None
}

#[cfg(unix)]
fn stream(stream: impl std::os::fd::AsFd) -> Option<Identity> {
    let file = std::fs::File::from(stream.as_fd().try_clone_to_owned().ok()?);
    let number = number(&file.metadata().ok()?)?;
    Some(Identity { path: None, number: Some(number) })
}

#[cfg(not(unix))]
fn stream<S>(_: S) -> Option<Identity> {
    None
}
