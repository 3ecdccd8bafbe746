//! The files of a state that may be policies or baselines: `*.pl` and `*.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::cli::exit::Problem;
use crate::cli::shared::Shared;
use crate::git::{File, FileKind};
use crate::source::disk::display_name;

/// The candidates among the files of a commit. A link counts: that it can't be read has to be reported.
pub fn candidates(files: &[File]) -> Vec<PathBuf> {
    let wanted = files.iter().filter(|file| file.kind != FileKind::Submodule && is_candidate(&file.path));
    wanted.map(|file| file.path.clone()).collect()
}

/// The candidates of two commits. Documents that are the same in both are left out, because only changes matter.
pub fn of_commits(before: &[File], after: &[File]) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let (mut base, mut head) = (candidates(before), of_commit(before, after));
    let known: BTreeSet<(&Path, &str)> = before.iter().map(|file| (file.path.as_path(), file.hash.as_str())).collect();
    let same = after.iter().filter(|file| known.contains(&(file.path.as_path(), file.hash.as_str())));
    let same: BTreeSet<&Path> = same.map(|file| file.path.as_path()).filter(|path| is_json(path)).collect();
    base.retain(|path| !same.contains(path.as_path()));
    head.retain(|path| !same.contains(path.as_path()));
    (base, head)
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
pub fn of_work_tree(root: &Path, before: &[File], after: &[File], shared: &Shared) -> Result<Vec<PathBuf>, Problem> {
    let submodules: BTreeSet<PathBuf> =
        after.iter().filter(|file| file.kind == FileKind::Submodule).map(|file| file.path.clone()).collect();
    let mut passed_over = BTreeSet::new();
    let mut files = BTreeSet::new();
    for entry in WalkBuilder::new(root).require_git(false).sort_by_file_path(Path::cmp).build() {
        let entry = entry.map_err(|error| Problem::new(format!("can't read the work tree: {error}")))?;
        let Ok(path) = entry.path().strip_prefix(root) else { continue };
        if !is_candidate(path) || entry.path().is_dir() {
            continue;
        }
        match path.ancestors().find(|folder| submodules.contains(*folder)) {
            Some(submodule) => drop(passed_over.insert(submodule.to_path_buf())),
            None => drop(files.insert(path.to_path_buf())),
        }
    }
    for submodule in passed_over {
        shared.note(&format!(
            "`{}` is a submodule: its files are reviewed where they come from",
            display_name(&submodule)
        ));
    }
    let known = candidates(before).into_iter().chain(candidates(after));
    files.extend(known.filter(|path| root.join(path).symlink_metadata().is_ok()));
    Ok(files.into_iter().collect())
}

fn is_candidate(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "pl") || is_json(path)
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "json")
}
