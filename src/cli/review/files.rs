//! The files of a state that may be policies, baselines or settings: `*.pl`, `*.json` and `jamb.toml`, and other files
//! that begin as an object of JSON does, which is a `policy.json` under any name.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::cli::exit::Problem;
use crate::git::{File, FileKind, Staged};
use crate::review::begins_as_object;
use crate::settings::FILE_NAME;

/// At most this many files with other names are looked into.
const MOST_LOOKED_INTO: usize = 100_000;
/// An object of JSON begins within this many bytes. Only white space can be before it.
const BEGINNING: u64 = 4096;

/// The files of both states.
#[derive(Debug, Default)]
pub struct Found {
    /// Before the branch.
    pub base: Vec<PathBuf>,
    /// After it.
    pub head: Vec<PathBuf>,
    /// How many files were not looked into, because there are too many.
    pub passed_over: usize,
}

/// The candidates among the files of a commit, by their names. A link counts: that it can't be read has to be reported.
pub fn candidates(files: &[File]) -> Vec<PathBuf> {
    let wanted = files.iter().filter(|file| file.kind != FileKind::Submodule && is_candidate(&file.path));
    wanted.map(|file| file.path.clone()).collect()
}

/// The settings among the files of a commit.
pub fn settings(files: &[File]) -> Vec<PathBuf> {
    files.iter().filter(|file| is_settings(&file.path)).map(|file| file.path.clone()).collect()
}

/// The candidates of two commits. Documents that are the same in both are left out, because only changes matter.
pub fn of_commits(before: &[File], after: &[File], is_object: impl Fn(&File) -> bool) -> Found {
    let (mut base, mut head) = (candidates(before), of_commit(before, after));
    let known: BTreeSet<(&Path, &str)> = before.iter().map(key).collect();
    let now: BTreeSet<(&Path, &str)> = after.iter().map(key).collect();
    let same = after.iter().filter(|file| known.contains(&key(file)));
    let same: BTreeSet<&Path> = same.map(|file| file.path.as_path()).filter(|path| is_json(path)).collect();
    base.retain(|path| !same.contains(path.as_path()));
    head.retain(|path| !same.contains(path.as_path()));
    let is_other = |file: &&File| file.kind == FileKind::Plain && !is_candidate(&file.path);
    let changed = before.iter().filter(|file| !now.contains(&key(file)));
    let changed = changed.chain(after.iter().filter(|file| !known.contains(&key(file)))).filter(is_other);
    let mut changed: Vec<&File> = changed.collect();
    let passed_over = changed.split_off(changed.len().min(MOST_LOOKED_INTO)).len();
    let objects: BTreeSet<&Path> =
        changed.into_iter().filter(|file| is_object(file)).map(|file| file.path.as_path()).collect();
    let all = |mut files: Vec<PathBuf>, side: &[File]| {
        files.extend(side.iter().filter(|file| objects.contains(file.path.as_path())).map(|file| file.path.clone()));
        files.sort_unstable();
        files
    };
    Found { base: all(base, before), head: all(head, after), passed_over }
}

fn key(file: &File) -> (&Path, &str) {
    (&file.path, &file.hash)
}

/// The links that lead to the same place in both commits, with the hash of what they say.
pub fn same_links(before: &[File], after: &[File]) -> BTreeMap<PathBuf, String> {
    let links = |files: &[File]| -> BTreeMap<PathBuf, String> {
        let links = files.iter().filter(|file| file.kind == FileKind::Link);
        links.map(|file| (file.path.clone(), file.hash.clone())).collect()
    };
    let old = links(before);
    let is_same = |(path, hash): &(PathBuf, String)| old.get(path) == Some(hash);
    links(after).into_iter().filter(is_same).collect()
}

/// The candidates of a commit, and those from before the branch whose folder became a link or a submodule: what is
/// there now can't be read, and has to be reported.
fn of_commit(before: &[File], after: &[File]) -> Vec<PathBuf> {
    let mut files: BTreeSet<PathBuf> = candidates(after).into_iter().collect();
    let places: BTreeSet<&Path> =
        after.iter().filter(|file| file.kind != FileKind::Plain).map(|file| file.path.as_path()).collect();
    let is_below = |path: &PathBuf| path.ancestors().skip(1).any(|folder| places.contains(folder));
    files.extend(candidates(before).into_iter().filter(is_below));
    files.into_iter().collect()
}

/// The candidates of a work tree: those that `.gitignore` does not name, and those that git knows although it names
/// them, so that a branch can't hide a policy by ignoring it.
pub fn of_work_tree(root: &Path, before: &[File], after: &[File], index: &[Staged]) -> Result<Found, Problem> {
    let staged: Vec<&File> = index.iter().map(|staged| &staged.file).collect();
    let submodules: BTreeSet<&Path> = staged
        .iter()
        .copied()
        .chain(after)
        .filter(|file| file.kind == FileKind::Submodule)
        .map(|file| file.path.as_path())
        .collect();
    let left_out: BTreeSet<&Path> =
        index.iter().filter(|staged| staged.is_left_out).map(|staged| staged.file.path.as_path()).collect();
    let is_there = |path: &Path| left_out.contains(path) || root.join(path).symlink_metadata().is_ok();
    let mut all = walked(root)?;
    let known = before.iter().chain(after).chain(staged.iter().copied());
    let known = known.filter(|file| file.kind != FileKind::Submodule && is_there(&file.path));
    all.extend(known.map(|file| file.path.clone()));
    all.retain(|path| !path.ancestors().any(|folder| submodules.contains(folder)));
    let (mut head, others): (BTreeSet<PathBuf>, BTreeSet<PathBuf>) =
        all.into_iter().partition(|path| is_candidate(path));
    let passed_over = others.len().saturating_sub(MOST_LOOKED_INTO);
    let objects = others.into_iter().take(MOST_LOOKED_INTO).filter(|path| is_object(&root.join(path)));
    let objects: BTreeSet<PathBuf> = objects.collect();
    let mut base = candidates(before);
    base.extend(before.iter().filter(|file| objects.contains(&file.path)).map(|file| file.path.clone()));
    base.sort_unstable();
    head.extend(objects);
    Ok(Found { base, head: head.into_iter().collect(), passed_over })
}

/// The files of a work tree that nothing says to ignore.
fn walked(root: &Path) -> Result<BTreeSet<PathBuf>, Problem> {
    let mut files = BTreeSet::new();
    for entry in WalkBuilder::new(root).require_git(false).build() {
        let entry = entry.map_err(|error| Problem::new(format!("can't read the work tree: {error}")))?;
        let Ok(path) = entry.path().strip_prefix(root) else { continue };
        if entry.file_type().is_some_and(|kind| kind.is_file() || kind.is_symlink()) && !entry.path().is_dir() {
            files.insert(path.to_path_buf());
        }
    }
    Ok(files)
}

/// Whether a file of the work tree begins as an object of JSON does.
fn is_object(path: &Path) -> bool {
    // Opening anything else, such as a pipe, may wait for ever.
    if !path.symlink_metadata().is_ok_and(|metadata| metadata.is_file()) {
        return false;
    }
    let mut start = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut start));
    read.is_ok() && begins_as_object(&start)
}

fn is_candidate(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "pl") || is_json(path) || is_settings(path)
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "json")
}

fn is_settings(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == FILE_NAME)
}
