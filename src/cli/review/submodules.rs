//! The submodules that a branch adds, moves or removes. Nothing in them is read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::git::{File, FileKind};
use crate::review::Unread;
use crate::source::disk::display_name;

/// The submodules that are not what they were. One where the user asked for a review counts as something that could not
/// be decided.
pub fn changed(before: &[File], after: &[&File], within: &[PathBuf]) -> Vec<Unread> {
    let (old, new) = (of(before.iter()), of(after.iter().copied()));
    let mut all: Vec<&Path> = old.keys().chain(new.keys()).copied().collect();
    all.sort_unstable();
    all.dedup();
    let unread = |path: &Path| {
        let what = match (old.get(path), new.get(path)) {
            (Some(was), Some(now)) if was == now => return None,
            (Some(_), Some(_)) => "moves to another commit",
            (None, Some(_)) => "adds",
            (Some(_), None) => "removes",
            (None, None) => return None,
        };
        let counts = within.iter().any(|folder| path.starts_with(folder) || folder.starts_with(path));
        let what = format!("is a submodule, which the branch {what}; its files were not read");
        Some(Unread { name: display_name(path), what, counts })
    };
    all.into_iter().filter_map(unread).collect()
}

fn of<'f>(files: impl Iterator<Item = &'f File>) -> BTreeMap<&'f Path, &'f str> {
    let submodules = files.filter(|file| file.kind == FileKind::Submodule);
    submodules.map(|file| (file.path.as_path(), file.hash.as_str())).collect()
}
