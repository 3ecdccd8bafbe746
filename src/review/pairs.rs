//! The policies of a review, each before and after the branch.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::compiled::{found, places};
use super::input::{Input, Side};
use super::lookalike;
use super::pair::Pair;
use crate::document::{Kind, Workspace};
use crate::settings::FILE_NAME;
use crate::source::disk::Disk;

/// A file that moved keeps at least this part of its lines, in percent.
const ALIKE: usize = 50;
/// With more files that came or went than this, only those with the same text count as moved.
const MOST_COMPARED: usize = 100;
/// Texts are compared up to this many bytes.
const MOST_BYTES: usize = 64 * 1024;

type Space<'w, 'd> = &'w Workspace<&'d dyn Disk>;

/// All policies on either side, sorted by path: `.pl` files, and `policy.json` files that no `.pl` file compiles to.
pub fn pairs(input: &Input<'_>, base: Space<'_, '_>, head: Space<'_, '_>) -> Vec<Pair> {
    let (mut before, mut after) = (sources(&input.base), sources(&input.head));
    // A policy that was replaced by something else is still there.
    let is_foreign = |text: &String| matches!(Kind::of(text), Kind::Foreign(_));
    let others: BTreeSet<PathBuf> = before.keys().chain(after.keys()).cloned().collect();
    for path in others {
        if [&before, &after].into_iter().filter_map(|side| side.get(&path)).all(is_foreign) {
            before.remove(&path);
            after.remove(&path);
        }
    }
    let compiled = [compiled(&input.base, base, &before), compiled(&input.head, head, &after)];
    let mut pairs = paired(before, after);
    let documents = documents(input, &compiled);
    pairs.extend(documents);
    pairs.retain(|pair| pair.is_within(input.within));
    pairs.sort_by(|one, other| one.path().cmp(other.path()));
    pairs
}

/// The texts of the `.pl` files. A file that can't be read is one of them, because that has to be reported.
fn sources(side: &Side<'_>) -> BTreeMap<PathBuf, String> {
    let policies = side.files.iter().filter(|path| path.extension().is_some_and(|end| end == "pl"));
    policies.map(|path| (path.clone(), text(side, path).map(|text| beginning(&text)).unwrap_or_default())).collect()
}

/// Enough of a text to say what it is, and whether another one is like it.
fn beginning(text: &str) -> String {
    let end = (0..=text.len().min(MOST_BYTES)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or_default().to_owned()
}

fn text(side: &Side<'_>, path: &Path) -> Option<String> {
    side.disk.read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// The compiled forms of the policies on one side. A part has none, whatever has its name.
fn compiled(side: &Side<'_>, workspace: Space<'_, '_>, policies: &BTreeMap<PathBuf, String>) -> BTreeSet<PathBuf> {
    let is_source = |path: &Path| text(side, path).is_none_or(|text| lookalike::is_source(&text));
    let policies = policies.keys().filter_map(|path| Some((path, found(side, &places(workspace, path))?)));
    policies.filter(|(path, _)| is_source(path)).map(|(_, form)| form).collect()
}

fn paired(mut before: BTreeMap<PathBuf, String>, mut after: BTreeMap<PathBuf, String>) -> Vec<Pair> {
    let same: Vec<PathBuf> = before.keys().filter(|path| after.contains_key(*path)).cloned().collect();
    let mut pairs = Vec::new();
    for path in same {
        before.remove(&path);
        after.remove(&path);
        pairs.push(Pair { base: Some(path.clone()), head: Some(path) });
    }
    for (was, now) in moved(&before, &after) {
        before.remove(&was);
        after.remove(&now);
        pairs.push(Pair { base: Some(was), head: Some(now) });
    }
    pairs.extend(before.into_keys().map(|path| Pair { base: Some(path), head: None }));
    pairs.extend(after.into_keys().map(|path| Pair { base: None, head: Some(path) }));
    pairs
}

/// The files that moved: first those with the same text, then those that are most alike.
fn moved(before: &BTreeMap<PathBuf, String>, after: &BTreeMap<PathBuf, String>) -> Vec<(PathBuf, PathBuf)> {
    let compares = before.len() <= MOST_COMPARED && after.len() <= MOST_COMPARED;
    let lines: Vec<_> = after.iter().map(|(path, text)| (path, text, counted(text))).collect();
    let mut candidates = Vec::new();
    for (was, old) in before {
        let of_old = counted(old);
        for (now, new, of_new) in &lines {
            let likeness = if old == *new {
                100
            } else if compares {
                likeness(&of_old, of_new)
            } else {
                0
            };
            candidates.extend((likeness >= ALIKE).then_some((likeness, was, *now)));
        }
    }
    candidates.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| (one.1, one.2).cmp(&(other.1, other.2))));
    let (mut gone, mut come) = (BTreeSet::new(), BTreeSet::new());
    let mut chosen = Vec::new();
    for (_, was, now) in candidates {
        if !gone.contains(was) && !come.contains(now) {
            gone.insert(was);
            come.insert(now);
            chosen.push((was.clone(), now.clone()));
        }
    }
    chosen
}

fn counted(text: &str) -> HashMap<&str, usize> {
    let mut lines = HashMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        *lines.entry(line).or_default() += 1;
    }
    lines
}

/// How many of the lines of two texts are in both, in percent.
fn likeness(one: &HashMap<&str, usize>, other: &HashMap<&str, usize>) -> usize {
    let all: usize = one.values().chain(other.values()).sum();
    let shared: usize = one.iter().map(|(line, count)| (*count).min(other.get(line).copied().unwrap_or(0))).sum();
    (shared * 200).checked_div(all).unwrap_or(0)
}

/// Whether a file is none of jamb's own. It may be a `policy.json` or a baseline, whatever its name is.
pub fn is_document(path: &Path) -> bool {
    path.extension().is_none_or(|end| end != "pl") && path.file_name().is_none_or(|name| name != FILE_NAME)
}

/// The `policy.json` files that changed. Those that a `.pl` file compiles to, on each side where they are, are left out.
fn documents(input: &Input<'_>, [old, new]: &[BTreeSet<PathBuf>; 2]) -> Vec<Pair> {
    let all: BTreeSet<&PathBuf> = input.base.files.iter().chain(input.head.files).collect();
    let is_compiled = |path: &PathBuf| {
        let is_known = |side: &Side<'_>, forms: &BTreeSet<PathBuf>| !is_in(side, path) || forms.contains(path);
        is_known(&input.base, old) && is_known(&input.head, new)
    };
    let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
    let mut pairs = Vec::new();
    for path in all.into_iter().filter(|path| is_document(path) && !is_compiled(path)) {
        let has = |side: &Side<'_>| is_in(side, path).then(|| text(side, path)).flatten();
        let (old, new) = (has(&input.base), has(&input.head));
        // Of documents that are as they were, only what is plainly a policy is parsed.
        let may_be = |text: &&String| old != new || text.contains("\"version\"");
        if ![&old, &new].into_iter().flatten().filter(may_be).any(|text| lookalike::is_policy(text)) {
            continue;
        }
        match (old, new) {
            (Some(old), None) => drop(before.insert(path.clone(), beginning(&old))),
            (None, Some(new)) => drop(after.insert(path.clone(), beginning(&new))),
            (Some(_), Some(_)) => pairs.push(Pair { base: Some(path.clone()), head: Some(path.clone()) }),
            (None, None) => {}
        }
    }
    pairs.extend(paired(before, after));
    pairs
}

fn is_in(side: &Side<'_>, path: &PathBuf) -> bool {
    side.files.binary_search(path).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> BTreeMap<PathBuf, String> {
        files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect()
    }

    #[test]
    fn a_file_moves_to_the_place_where_it_is_most_alike() {
        let before = files(&[("a.pl", "1\n2\n3\n4"), ("b.pl", "x\ny"), ("c.pl", "same")]);
        let after = files(&[("d.pl", "1\n2\n3\n5"), ("e.pl", "1\n2\nq\nr\ns"), ("f.pl", "p"), ("c.pl", "other")]);
        let shown: Vec<_> = paired(before, after)
            .into_iter()
            .map(|pair| {
                let name = |path: Option<PathBuf>| path.map_or("-".to_owned(), |path| path.display().to_string());
                format!("{} {}", name(pair.base), name(pair.head))
            })
            .collect();
        assert_eq!(shown, ["c.pl c.pl", "a.pl d.pl", "b.pl -", "- e.pl", "- f.pl"]);
    }
}
