//! A repository, its commits, and the files in them.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::command::{self, GitError, Hash};
use super::objects::{Object, Objects};
use super::paths::{from_git, parts};
use super::tree::{self, Entry, EntryKind, File, FileKind};
use crate::source::MAX_FILE_BYTES;
use crate::source::disk::LoadError;

/// A commit or a tag is text of a few lines, and a tree has a line for each name.
const MAX_TREE_BYTES: u64 = 64 * 1024 * 1024;
/// Folders are at most this deep. Git itself allows 4,096 bytes for a path by default.
const MAX_DEPTH: usize = 512;
/// A commit has at most this many files and folders. A few trees that contain each other often can have any number.
const MAX_ENTRIES: usize = 2_000_000;
/// The paths of a commit have at most this many bytes together. A tree that is small when packed can have long names,
/// and a few trees that contain each other repeat them.
const MAX_PATH_BYTES: usize = 256 * 1024 * 1024;

/// A repository.
#[derive(Debug)]
pub struct Repository {
    /// The folder of its work tree, without links.
    pub root: PathBuf,
    /// The working directory, from the root.
    pub prefix: PathBuf,
    directory: PathBuf,
    objects: Mutex<Objects>,
    trees: Mutex<HashMap<Hash, Arc<Vec<Entry>>>>,
}

/// A file that git will put into the next commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// The file.
    pub file: File,
    /// Whether the work tree leaves it out (a sparse checkout).
    pub is_left_out: bool,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its name.
    pub hash: Hash,
    /// Its tree.
    pub tree: Hash,
}

impl Commit {
    /// The first digits of its name.
    pub fn short(&self) -> &str {
        self.hash.get(..10).unwrap_or(&self.hash)
    }
}

impl Repository {
    /// The repository around a directory.
    pub fn around(directory: &Path) -> Result<Self, GitError> {
        let printed = command::output(directory, &["rev-parse", "--show-prefix"])?.ok_or(GitError::NoRepository)?;
        let prefix = printed.strip_suffix(b"\n").unwrap_or(&printed);
        let prefix: PathBuf = from_git(prefix).components().collect();
        let whole = directory.canonicalize().map_err(|error| GitError::Failed(error.to_string()))?;
        let root = whole.ancestors().nth(prefix.components().count()).unwrap_or(&whole).to_path_buf();
        let objects = Mutex::new(Objects::start(directory)?);
        Ok(Self { root, prefix, directory: directory.to_owned(), objects, trees: Mutex::default() })
    }

    /// The commit that a revision names, if it names one.
    pub fn commit(&self, revision: &str) -> Result<Option<Commit>, GitError> {
        // `:/text` takes all that follows for the text.
        let is_search = revision.starts_with(":/");
        let name = if is_search { revision.to_owned() } else { format!("{revision}^{{commit}}") };
        let Some(object) = self.object(&name, MAX_TREE_BYTES)? else { return Ok(None) };
        let text = String::from_utf8_lossy(object.content.as_deref().unwrap_or_default()).into_owned();
        let tree = text.lines().next().and_then(|line| line.strip_prefix("tree "));
        Ok(tree.filter(|_| object.kind == "commit").map(|tree| Commit { hash: object.hash, tree: tree.to_owned() }))
    }

    /// The best common ancestors of two commits: after merges in both directions, there are several.
    pub fn merge_bases(&self, one: &Commit, other: &Commit) -> Result<Vec<Commit>, GitError> {
        // Hashes can't be options.
        let printed = command::output(&self.directory, &["merge-base", "--all", &one.hash, &other.hash])?;
        let printed = String::from_utf8_lossy(&printed.unwrap_or_default()).into_owned();
        let commits: Result<Vec<_>, _> = printed.lines().map(|hash| self.commit(hash.trim())).collect();
        Ok(commits?.into_iter().flatten().collect())
    }

    /// Whether only a part of the history is here.
    pub fn is_shallow(&self) -> bool {
        let printed = command::output(&self.directory, &["rev-parse", "--is-shallow-repository"]);
        // A repository that does not say so may be shallow.
        !printed.is_ok_and(|printed| printed.is_some_and(|printed| printed.starts_with(b"false")))
    }

    /// Whether the history of two commits is cut after their common ancestor. Then there may be a later one.
    pub fn is_cut(&self, [one, other]: [&Commit; 2], ancestor: &Commit) -> Result<bool, GitError> {
        if !self.is_shallow() {
            return Ok(false);
        }
        let path = command::output(&self.directory, &["rev-parse", "--git-path", "shallow"])?.unwrap_or_default();
        let path = self.directory.join(from_git(path.strip_suffix(b"\n").unwrap_or(&path)));
        let Ok(ends) = std::fs::read_to_string(path) else { return Ok(true) };
        let ends: HashSet<&str> = ends.lines().map(str::trim).collect();
        let since = format!("^{}", ancestor.hash);
        let printed = command::output(&self.directory, &["rev-list", &one.hash, &other.hash, &since])?;
        let printed = String::from_utf8_lossy(&printed.unwrap_or_default()).into_owned();
        Ok(printed.lines().any(|hash| ends.contains(hash)))
    }

    /// Whether the working directory is in a work tree.
    pub fn has_work_tree(&self) -> bool {
        let printed = command::output(&self.directory, &["rev-parse", "--is-inside-work-tree"]);
        printed.is_ok_and(|printed| printed.is_some_and(|printed| printed.starts_with(b"true")))
    }

    /// The files that git will put into the next commit.
    pub fn index(&self) -> Result<Vec<Staged>, GitError> {
        let arguments = ["ls-files", "--full-name", "--stage", "-t", "-z", "--", ":/"];
        let printed = command::output(&self.directory, &arguments)?.unwrap_or_default();
        Ok(printed.split(|byte| *byte == 0).filter_map(staged).collect())
    }

    /// The bytes of a file by its object.
    pub fn blob(&self, hash: &Hash) -> Result<Vec<u8>, LoadError> {
        match self.object(hash, MAX_FILE_BYTES) {
            Ok(Some(Object { content: Some(content), .. })) => Ok(content),
            Ok(Some(_)) => Err(LoadError::TooLarge),
            Ok(None) => Err(unreadable("this repository does not have the file's content (is it a partial clone?)")),
            Err(error) => Err(LoadError::Unreadable(error.reason())),
        }
    }

    /// The bytes of a file of a commit. The path starts at the root of the repository.
    pub fn read(&self, commit: &Commit, path: &Path) -> Result<Vec<u8>, LoadError> {
        let entry = self.entry(commit, path)?;
        match entry.kind {
            EntryKind::Folder => return Err(LoadError::Directory),
            EntryKind::File(FileKind::Link) => return Err(unreadable("this is a symbolic link")),
            EntryKind::File(FileKind::Submodule) => return Err(unreadable("this is a submodule")),
            EntryKind::File(FileKind::Plain) => {}
        }
        self.blob(&entry.hash)
    }

    /// Where a symbolic link of a commit leads.
    pub fn link(&self, hash: &Hash) -> Option<PathBuf> {
        let object = self.object(hash, MAX_TREE_BYTES).ok().flatten()?;
        object.content.map(|content| from_git(&content))
    }

    /// All files of a commit, sorted by path.
    pub fn files(&self, commit: &Commit) -> Result<Vec<File>, LoadError> {
        let mut files = Vec::new();
        let mut open = vec![(PathBuf::new(), commit.tree.clone(), 0)];
        let (mut seen, mut bytes) = (0, 0);
        while let Some((folder, tree, depth)) = open.pop() {
            let entries = self.tree(&tree)?;
            seen += entries.len();
            if seen > MAX_ENTRIES {
                return Err(unreadable("it has too many files"));
            }
            for entry in entries.iter() {
                let path = folder.join(from_git(&entry.name));
                bytes += path.as_os_str().len();
                if bytes > MAX_PATH_BYTES {
                    return Err(unreadable("the paths of its files are too long"));
                }
                match entry.kind {
                    EntryKind::Folder if depth >= MAX_DEPTH => return Err(unreadable("its folders are too deep")),
                    EntryKind::Folder => open.push((path, entry.hash.clone(), depth + 1)),
                    EntryKind::File(kind) => files.push(File { path, kind, hash: entry.hash.clone() }),
                }
            }
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(files)
    }

    /// What a path of a commit is. Links on the way are not followed.
    fn entry(&self, commit: &Commit, path: &Path) -> Result<Entry, LoadError> {
        let parts = parts(path).ok_or(LoadError::NotFound)?;
        let root = Entry { name: Vec::new(), kind: EntryKind::Folder, hash: commit.tree.clone() };
        parts.iter().try_fold(root, |folder, name| match folder.kind {
            EntryKind::Folder => {
                let entries = self.tree(&folder.hash)?;
                entries.iter().find(|entry| entry.name == *name).cloned().ok_or(LoadError::NotFound)
            }
            EntryKind::File(FileKind::Plain) => Err(LoadError::NotFound),
            EntryKind::File(FileKind::Link) => Err(unreadable("a folder on the way is a symbolic link")),
            EntryKind::File(FileKind::Submodule) => Err(unreadable("this is in a submodule")),
        })
    }

    fn tree(&self, hash: &Hash) -> Result<Arc<Vec<Entry>>, LoadError> {
        if let Some(known) = lock(&self.trees).get(hash) {
            return Ok(Arc::clone(known));
        }
        let object = self.object(hash, MAX_TREE_BYTES).map_err(|error| LoadError::Unreadable(error.reason()))?;
        let content = object.filter(|object| object.kind == "tree").and_then(|object| object.content);
        let content = content.ok_or_else(|| unreadable("this repository does not have the folder"))?;
        let entries = Arc::new(tree::read(&content, hash.len() / 2));
        lock(&self.trees).insert(hash.clone(), Arc::clone(&entries));
        Ok(entries)
    }

    fn object(&self, name: &str, most_bytes: u64) -> Result<Option<Object>, GitError> {
        lock(&self.objects).object(name, most_bytes)
    }
}

// A thread that panics while it holds the lock leaves a reading half done; no other thread goes on after that.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unreadable(reason: &str) -> LoadError {
    LoadError::Unreadable(reason.to_owned())
}

/// A line of `git ls-files --stage -t`: `TAG MODE HASH STAGE\tPATH`.
fn staged(line: &[u8]) -> Option<Staged> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let (head, path) = line.split_at_checked(tab)?;
    let head = String::from_utf8_lossy(head).into_owned();
    let mut words = head.split(' ');
    let (tag, mode, hash) = (words.next()?, words.next()?, words.next()?);
    let kind = match mode {
        "120000" => FileKind::Link,
        "160000" => FileKind::Submodule,
        _ => FileKind::Plain,
    };
    let file = File { path: from_git(path.get(1..)?), kind, hash: hash.to_owned() };
    // `S` and `s` mark files that the work tree need not have.
    Some(Staged { file, is_left_out: tag.eq_ignore_ascii_case("S") })
}
