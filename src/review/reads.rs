//! The files that decide what a policy means, and whether a branch changes one of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::baselines::Baselines;
use super::compiled;
use super::input::{Input, Side};
use super::pair::Pair;
use crate::document::{Kind, Workspace};
use crate::settings::FILE_NAME;
use crate::source::disk::{Disk, LoadError, clean};
use crate::source::{Source, Sources};
use crate::syntax;
use crate::syntax::tree::ItemKind;

/// More files than this are not followed. Such a policy counts as changed.
const MOST_FILES: usize = 10_000;

/// Whether a branch changes a policy, or a file that the policy, its findings or its compiled form depend on.
pub fn differ(input: &Input<'_>, spaces: [&Workspace<&dyn Disk>; 2], pair: &Pair, baselines: &Baselines) -> bool {
    let (Some(was), Some(now)) = (&pair.base, &pair.head) else { return true };
    if was != now || baselines.concern(now) {
        return true;
    }
    let [base, head] = spaces;
    let mut files = of(&input.base, base, was);
    files.extend(of(&input.head, head, now));
    files.len() > MOST_FILES || files.iter().any(|path| differs(input, path))
}

fn differs(input: &Input<'_>, path: &Path) -> bool {
    match (input.base.own.read(path), input.head.own.read(path)) {
        // Neither says anything.
        (Err(LoadError::NotFound | LoadError::Directory), Err(LoadError::NotFound | LoadError::Directory)) => false,
        (Ok(before), Ok(after)) => before != after,
        // A file that can't be read on either side may have changed.
        (_, _) => true,
    }
}

/// The policy, its includes at any depth, its catalog, the settings that apply to it, and its compiled form.
fn of(side: &Side<'_>, workspace: &Workspace<&dyn Disk>, path: &Path) -> BTreeSet<PathBuf> {
    let mut files = BTreeSet::from([clean(path)]);
    let mut open = vec![clean(path)];
    while let Some(path) = open.pop() {
        let named = named(side.disk, &path);
        open.extend(named.into_iter().filter(|file| files.len() <= MOST_FILES && files.insert(file.clone())));
    }
    files.extend(settings(side.disk, path));
    files.extend(compiled::places(workspace, path).all);
    files
}

/// The files that a file names.
fn named(disk: &dyn Disk, path: &Path) -> Vec<PathBuf> {
    let Ok(bytes) = disk.read(path) else { return Vec::new() };
    let source = Source::from_bytes("", Some(path), bytes);
    if Kind::of(&source.text) != Kind::Policy || path.extension().is_some_and(|end| end == "json") {
        return Vec::new();
    }
    let folder = source.folder().to_path_buf();
    let mut sources = Sources::default();
    let id = sources.add(source);
    let (file, _) = syntax::parse(id, sources.get(id));
    let texts = file.items.iter().filter_map(|item| {
        if let ItemKind::Include(text) | ItemKind::Catalog(text) = &item.kind { Some(&text.value) } else { None }
    });
    texts.map(|text| clean(&folder.join(text))).collect()
}

/// The settings files that may apply to a policy: up to the first one that is there.
fn settings(disk: &dyn Disk, path: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in path.ancestors().skip(1) {
        let file = folder.join(FILE_NAME);
        let is_there = disk.read(&file) != Err(LoadError::NotFound);
        files.push(file);
        if is_there {
            break;
        }
    }
    files
}
