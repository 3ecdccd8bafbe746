//! The compiled forms of policies: whether each is what its policy compiles to.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::input::{Input, Side};
use super::lookalike;
use super::pair::Pair;
use super::version::Version;
use crate::analyze::diff::{Difference, diff_by_catalogs};
use crate::document::Workspace;
use crate::model::canonical::{self, Layout};
use crate::model::{Policy, json};
use crate::source::disk::{Disk, LoadError, clean};
use crate::source::{Source, Sources};

/// A compiled file that is not what its policy compiles to.
#[derive(Debug)]
pub struct Stale {
    /// What messages call it.
    pub file: String,
    /// Its path from the root.
    pub path: PathBuf,
    /// What is wrong with it.
    pub why: Why,
    /// How it differs from what the policy compiles to: what is wider, the file allows and the policy does not.
    /// With the policy that the file has. `None` if it can't be read.
    pub difference: Option<(Difference, Policy)>,
}

/// What is wrong with a compiled file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is not there.
    Missing,
    /// It is not what the policy compiles to.
    Differs,
    /// The policy is gone, and it is still there.
    LeftOver,
}

impl Why {
    /// The word, as JSON has it.
    pub fn word(self) -> &'static str {
        match self {
            Why::Missing => "missing",
            Why::Differs => "differs",
            Why::LeftOver => "left-over",
        }
    }
}

/// Where the compiled form of a policy may be.
#[derive(Debug, Default)]
pub struct Places {
    /// The paths, the likeliest first. At most one of them is the compiled form.
    pub all: Vec<PathBuf>,
    /// Whether settings say that there is one.
    pub is_set: bool,
}

/// Where the compiled form of a policy may be: in the directory that `[compile] out-dir` names, in the same folders or
/// in fewer of them, because `jamb compile DIR` leaves DIR out; otherwise beside the policy.
pub fn places(workspace: &Workspace<&dyn Disk>, path: &Path) -> Places {
    if path.extension().is_none_or(|end| end != "pl") {
        return Places::default();
    }
    let settings = workspace.settings(path);
    let out_dir = settings.and_then(|(folder, settings)| Some((settings.compile.out_dir?, folder)));
    let Some((out_dir, folder)) = out_dir else {
        return Places { all: vec![path.with_extension("json")], is_set: false };
    };
    let below = path.strip_prefix(&folder).unwrap_or(path).with_extension("json");
    let parts: Vec<Component<'_>> = below.components().collect();
    let out_dir = clean(&folder.join(out_dir));
    let suffix = |from: usize| out_dir.join(parts.iter().skip(from).collect::<PathBuf>());
    Places { all: (0..parts.len()).map(suffix).collect(), is_set: true }
}

/// The compiled form of a policy on one side, if it is there.
pub fn found(side: &Side<'_>, places: &Places) -> Option<PathBuf> {
    let is_there = |path: &&PathBuf| match side.own.read(path) {
        // Beside a policy, any other JSON may have its name.
        Ok(bytes) => places.is_set || lookalike::is_policy(&String::from_utf8_lossy(&bytes)),
        Err(LoadError::NotFound) => false,
        Err(_) => places.is_set,
    };
    places.all.iter().find(is_there).cloned()
}

/// The compiled forms that are not what their policies compile to, before the branch and after it, if the branch
/// changed them: the gateway enforces what they say.
pub fn enforced(input: &Input<'_>, stale: &[Stale], known: &[Pair]) -> Vec<Pair> {
    let pair = |stale: &Stale| {
        let (before, now) = (input.base.own.read(&stale.path), input.head.own.read(&stale.path));
        let base = before.is_ok().then(|| stale.path.clone());
        (now.is_ok() && before != now).then(|| Pair { base, head: Some(stale.path.clone()) })
    };
    let is_known = |pair: &Pair| known.iter().any(|other| other.path() == pair.path());
    stale.iter().filter_map(pair).filter(|pair| !is_known(pair)).collect()
}

/// The compiled forms of a policy after the branch that are not what it compiles to. Settings of both sides say where
/// they are: a branch can't move the place and leave the file.
pub fn stale(
    input: &Input<'_>,
    (base, head): (&Workspace<&dyn Disk>, &Workspace<&dyn Disk>),
    pair: &Pair,
    version: Option<&Version>,
    sources: &mut Sources,
) -> Vec<Stale> {
    let mut files = BTreeSet::new();
    let mut missing = None;
    if let Some(path) = &pair.head {
        let places = places(head, path);
        files.extend(found(&input.head, &places));
        missing = places.all.into_iter().next().filter(|_| places.is_set && files.is_empty());
    }
    if let Some(path) = &pair.base {
        let places = places(base, path);
        files.extend(found(&input.base, &places).filter(|file| is_about(file, pair, input)));
    }
    files.extend(missing);
    files.iter().filter_map(|file| judged(&input.head, file, version, sources)).collect()
}

/// A policy that moved takes its compiled form with it. The old one is only of interest if it was left.
fn is_about(file: &Path, pair: &Pair, input: &Input<'_>) -> bool {
    let is_there = input.head.own.read(file) != Err(LoadError::NotFound);
    is_there || pair.base == pair.head
}

fn judged(side: &Side<'_>, file: &Path, version: Option<&Version>, sources: &mut Sources) -> Option<Stale> {
    let name = side.name(file);
    let stale = |why: Why, difference: Option<(Difference, Policy)>| {
        Some(Stale { file: name.clone(), path: file.to_owned(), why, difference })
    };
    let bytes = match (side.own.read(file), version) {
        (Err(LoadError::NotFound), None) => return None,
        (Err(LoadError::NotFound), Some(_)) => return stale(Why::Missing, None),
        (Ok(_), None) => return stale(Why::LeftOver, None),
        (Err(_), _) => return stale(Why::Differs, None),
        (Ok(bytes), Some(_)) => bytes,
    };
    let version = version?;
    let policy = version.policy()?;
    let source = Source::from_bytes(name.as_str(), Some(file), bytes);
    let text = source.text.replace("\r\n", "\n");
    let is_fresh =
        [Layout::Pretty, Layout::Minified].into_iter().any(|layout| canonical::write(policy, layout) == text);
    if is_fresh && source.undecodable.is_none() {
        return None;
    }
    let id = sources.add(source);
    let (written, _) = json::read(id, sources.get(id));
    let compare = |written: Policy| (diff_by_catalogs((policy, version.catalog()), (&written, None)), written);
    stale(Why::Differs, written.map(compare))
}
