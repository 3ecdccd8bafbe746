//! The file system, and files at revisions: `REV:PATH`.

use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::command::GitError;
use super::repository::Repository;
use super::tree_disk::TreeDisk;
use crate::file_system::{RealDisk, read_named};
use crate::source::disk::{Disk, LoadError, clean};

/// How the path of a file at a revision begins: with a name that no file has.
const MARK: &str = "\0";

/// The file system, and the files at the revisions that were named so far. A file at a revision has a path of its own
/// kind, which [`RevisionDisk::named`] makes, and what it names is found at the same revision.
#[derive(Debug, Clone)]
pub struct RevisionDisk {
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    /// Says what was not read at a revision.
    note: fn(&str),
    repository: OnceLock<Result<Arc<Repository>, GitError>>,
    revisions: Mutex<Vec<Arc<Revision>>>,
}

#[derive(Debug)]
struct Revision {
    name: String,
    disk: TreeDisk,
}

/// A name on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A file or a directory.
    File,
    /// A file at a revision, by its path on the [`RevisionDisk`].
    Revision(PathBuf),
    /// A file, and a file at a revision as well.
    Both,
}

impl RevisionDisk {
    /// The file system; no revision was named yet.
    pub fn new(note: fn(&str)) -> Self {
        Self { state: Arc::new(State { note, repository: OnceLock::new(), revisions: Mutex::default() }) }
    }

    /// What a name stands for: `REV:PATH` if REV names a commit. PATH is relative to the working directory.
    pub fn named(&self, name: &str) -> Named {
        let Some((revision, path)) = split(name) else { return Named::File };
        let Ok(repository) = self.repository() else { return Named::File };
        let Ok(Some(_)) = repository.commit(revision) else { return Named::File };
        if Path::new(name).symlink_metadata().is_ok() {
            return Named::Both;
        }
        let path = Path::new(path);
        let from_root = path.strip_prefix(&repository.root).ok().filter(|_| path.is_absolute());
        let path = from_root.map_or_else(|| repository.prefix.join(path), Path::to_path_buf);
        self.at(revision).map_or(Named::File, |index| Named::Revision(marked(index, &clean(&path))))
    }

    /// Why a name of this form is not a file at a revision.
    pub fn why_not(&self, name: &str) -> Option<String> {
        let (revision, path) = split(name)?;
        match self.repository() {
            Ok(repository) if matches!(repository.commit(revision), Ok(Some(_))) => Some(match self.named(name) {
                Named::Revision(at) if self.read_named(&at) == Err(LoadError::Directory) => {
                    format!("`REV:PATH` takes a file, and `{path}` is a directory in `{revision}`")
                }
                Named::Revision(_) | Named::File | Named::Both => {
                    format!("the commit `{revision}` has no file `{path}`")
                }
            }),
            Ok(_) => Some(format!("git has no commit `{revision}`")),
            Err(error) => Some(format!("`REV:PATH` is a file at a revision, but {}", error.reason())),
        }
    }

    /// The bytes of a file that the user named, by its path.
    pub fn read_named(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        match self.revision(path) {
            Some((revision, path)) => revision.disk.read_named(&path),
            None => read_named(path),
        }
    }

    fn repository(&self) -> Result<&Arc<Repository>, &GitError> {
        let around = || Repository::around(Path::new(".")).map(Arc::new);
        self.state.repository.get_or_init(around).as_ref()
    }

    /// The number of a revision.
    fn at(&self, name: &str) -> Option<usize> {
        let repository = self.repository().ok()?;
        let mut revisions = self.state.revisions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = revisions.iter().position(|revision| revision.name == name) {
            return Some(known);
        }
        let commit = repository.commit(name).ok()??;
        let disk = TreeDisk::new(Arc::clone(repository), commit, name).with_work_tree(self.state.note);
        revisions.push(Arc::new(Revision { name: name.to_owned(), disk }));
        Some(revisions.len() - 1)
    }

    /// The revision that a path belongs to, and the path there.
    fn revision(&self, path: &Path) -> Option<(Arc<Revision>, PathBuf)> {
        let (index, path) = unmarked(path)?;
        let revisions = self.state.revisions.lock().unwrap_or_else(PoisonError::into_inner);
        Some((Arc::clone(revisions.get(index)?), path))
    }
}

impl Disk for RevisionDisk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        self.revision(path).map_or_else(|| RealDisk.read(path), |(revision, path)| revision.disk.read(&path))
    }

    fn identity(&self, path: &Path) -> PathBuf {
        unmarked(path).map_or_else(|| RealDisk.identity(path), |(index, path)| marked(index, &path))
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        unmarked(path).map_or_else(|| RealDisk.absolute(path), |(index, path)| marked(index, &path))
    }

    fn name(&self, path: &Path) -> Option<String> {
        self.revision(path).map(|(revision, path)| revision.disk.name_of(&path))
    }

    fn is_root(&self, folder: &Path) -> bool {
        unmarked(folder).is_some_and(|(_, path)| path.as_os_str().is_empty())
    }
}

/// Whether a path is that of a file at a revision.
pub fn is_at_revision(path: &Path) -> bool {
    unmarked(path).is_some()
}

fn marked(index: usize, path: &Path) -> PathBuf {
    [Path::new(MARK), Path::new(&index.to_string()), path].iter().collect()
}

fn unmarked(path: &Path) -> Option<(usize, PathBuf)> {
    let mut parts = path.components();
    let mut next = || parts.next().map(Component::as_os_str);
    if next()? != MARK {
        return None;
    }
    let index = next()?.to_str()?.parse().ok()?;
    Some((index, clean(parts.as_path())))
}

/// REV and PATH of `REV:PATH`. A name that begins with `./`, `../` or `/` is a path, and on Windows one letter before
/// the colon is a drive.
fn split(name: &str) -> Option<(&str, &str)> {
    if name.starts_with(['/', '\\']) || ["./", "../", ".\\", "..\\"].iter().any(|start| name.starts_with(start)) {
        return None;
    }
    let mut depth = 0_usize;
    // A revision such as `HEAD^{/fix: the limit}` has a colon of its own.
    let colon = name.char_indices().find_map(|(index, letter)| match letter {
        '{' => {
            depth += 1;
            None
        }
        '}' => {
            depth = depth.saturating_sub(1);
            None
        }
        ':' if depth == 0 => Some(index),
        _ => None,
    })?;
    let (revision, path) = (name.get(..colon)?, name.get(colon + 1..)?);
    let is_drive =
        cfg!(windows) && revision.len() == 1 && revision.starts_with(|letter: char| letter.is_ascii_alphabetic());
    (!revision.is_empty() && !is_drive).then_some((revision, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_ends_at_the_first_colon_outside_of_braces() {
        for (name, expected) in [
            ("HEAD:a.pl", Some(("HEAD", "a.pl"))),
            ("origin/main~2:a/b.pl", Some(("origin/main~2", "a/b.pl"))),
            ("HEAD^{/fix: it}:a.pl", Some(("HEAD^{/fix: it}", "a.pl"))),
            ("HEAD@{1 day ago}:a.pl", Some(("HEAD@{1 day ago}", "a.pl"))),
            ("main:a:b.pl", Some(("main", "a:b.pl"))),
            ("HEAD:", Some(("HEAD", ""))),
            ("./HEAD:a.pl", None),
            ("../HEAD:a.pl", None),
            ("/HEAD:a.pl", None),
            (":a.pl", None),
            ("a.pl", None),
        ] {
            assert_eq!(split(name), expected, "{name}");
        }
        assert_eq!(split("C:a.pl").is_none(), cfg!(windows));
    }

    #[test]
    fn a_path_at_a_revision_does_not_leave_it() {
        let folder = marked(7, Path::new("policies"));
        for (text, expected) in [("a.pl", "policies/a.pl"), ("../a.pl", "a.pl"), ("../../a.pl", "../a.pl")] {
            assert_eq!(unmarked(&folder.join(text)), Some((7, PathBuf::from(expected))));
        }
        assert_eq!(unmarked(Path::new("policies/a.pl")), None);
    }
}
