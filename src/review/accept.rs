//! Changes that were agreed on: the entries `[[review.accept]]` of a `jamb.toml`. Those from before the branch count;
//! those that the branch adds do not, unless somebody says so who may.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use super::digest::Digests;
use super::input::{Input, Side};
use super::outcome::{PolicyReview, Review};
use super::own::Own;
use super::pair::Pair;
use super::subject::Spaces;
use crate::diagnostic::{between_backticks, shortened};
use crate::document::Workspace;
use crate::settings::{Acceptance, AcceptedChange, FILE_NAME};
use crate::source::disk::{Disk, LoadError, clean};
use crate::source::{Source, SourceId, Sources};

/// Names in warnings are shortened to this many characters.
const LONGEST: usize = 200;

/// The entries of a review.
#[derive(Debug)]
pub struct Accepted {
    entries: Vec<Entry>,
    /// Those that the branch adds and that do not count.
    pub own: Vec<Own>,
    today: String,
}

/// An entry that counts.
#[derive(Debug)]
struct Entry {
    /// The policy, from the root.
    policy: PathBuf,
    /// The `jamb.toml`, as messages call it.
    file: String,
    entry: Acceptance,
}

type Space<'w> = Workspace<&'w dyn Disk>;

/// The entries of each `jamb.toml`, by its folder.
type Entries = BTreeMap<PathBuf, Vec<Acceptance>>;

impl Accepted {
    /// The entries that count, and those that the branch adds. The branch that this one will be merged into says what
    /// was agreed on: what it took back since counts no more.
    pub fn new(input: &Input<'_>, pairs: &[Pair], spaces: Spaces<'_>, review: &mut Review) -> Self {
        let agreed = entries(&input.target, pairs, spaces.target);
        let before = entries(&input.base, pairs, spaces.base);
        let after = entries(&input.head, pairs, spaces.head);
        let known = [&agreed, &before];
        let mut accepted = Self { entries: Vec::new(), own: Vec::new(), today: input.today.to_owned() };
        for (folder, entries) in &agreed {
            entries.iter().for_each(|entry| accepted.count(entry, folder, (input, spaces.target), review));
        }
        for (folder, entries) in &after {
            for entry in entries.iter().filter(|entry| !known.iter().any(|known| has(known, folder, entry))) {
                match input.accepts_own {
                    true => accepted.count(entry, folder, (input, spaces.head), review),
                    false => accepted.own.push(own(input, folder, entry, &mut review.sources)),
                }
            }
        }
        accepted.note_gone(input, pairs, review);
        accepted
    }

    /// Counts an entry if its file is the one that applies to the policy.
    fn count(
        &mut self,
        entry: &Acceptance,
        folder: &Path,
        (input, space): (&Input<'_>, &Space<'_>),
        review: &mut Review,
    ) {
        let policy = clean(&folder.join(&entry.policy));
        let file = input.head.name(&folder.join(FILE_NAME));
        let is_below =
            Path::new(&entry.policy).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        let applies = is_below && space.settings(&policy).is_some_and(|(other, _)| clean(&other) == clean(folder));
        let counted = Entry { policy, file, entry: entry.clone() };
        match applies {
            true => self.entries.push(counted),
            false => review.warnings.push(counted.warning("this file is not the one that applies to the policy")),
        }
    }

    /// Notes the entries for policies that are not there any more.
    fn note_gone(&self, input: &Input<'_>, pairs: &[Pair], review: &mut Review) {
        let is_gone = |entry: &&Entry| {
            pairs.iter().all(|pair| clean(pair.path()) != entry.policy)
                && input.head.own.read(&entry.policy) == Err(LoadError::NotFound)
        };
        for entry in self.entries.iter().filter(is_gone) {
            let moved = pairs.iter().find(|pair| pair.base.as_deref().map(clean).as_ref() == Some(&entry.policy));
            let why = match moved.and_then(|pair| pair.head.as_deref()) {
                Some(path) => {
                    format!("the policy is `{}` now", between_backticks(&shortened(&input.head.name(path), LONGEST)))
                }
                None => "there is no such policy any more".to_owned(),
            };
            review.warnings.push(entry.warning(&why));
        }
    }

    /// Accepts what was agreed on in a policy, and notes the entries that accept nothing.
    pub fn apply(&self, policy: &mut PolicyReview, warnings: &mut Vec<String>) {
        let path = clean(&policy.path);
        for entry in self.entries.iter().filter(|entry| entry.policy == path) {
            let Acceptance { tool, change, now, .. } = &entry.entry;
            let change = policy.agreed.iter_mut().find(|agreed| (&agreed.tool, agreed.change) == (tool, *change));
            match change {
                Some(agreed) if agreed.now == *now => match entry.void(&self.today) {
                    None => agreed.by = Some(entry.entry.clone()),
                    Some(why) => warnings.push(entry.warning(why)),
                },
                Some(_) => warnings.push(entry.warning("what it accepted has changed since")),
                None => warnings.extend(entry.spent(&policy.digests, &self.today)),
            }
        }
        let wider: BTreeSet<String> = policy
            .agreed
            .iter()
            .filter(|agreed| agreed.change == AcceptedChange::Wider && agreed.by.is_some())
            .map(|agreed| agreed.tool.clone())
            .collect();
        // A claim that was broken by a change that was agreed on was given up with it.
        for claim in &mut policy.claims {
            claim.is_agreed = claim.broken_for.iter().all(|tool| wider.contains(tool));
        }
        let is_lost = policy.claims.iter().any(super::Claim::is_lost);
        policy.agreed.retain(|agreed| agreed.change != AcceptedChange::Tests || is_lost);
    }

    /// Notes the entries for a policy that the branch does not touch and that accept nothing any more.
    pub fn note_unused(&self, pair: &Pair, head: &Space<'_>, review: &mut Review) {
        let path = clean(pair.path());
        let entries: Vec<&Entry> = self.entries.iter().filter(|entry| entry.policy == path).collect();
        let Some(at) = pair.head.as_ref().filter(|_| !entries.is_empty()) else { return };
        let mut sources = Sources::default();
        let Ok(document) = head.open(at, "") else { return };
        let judgement = head.judge(&mut sources, &document, crate::document::Job::DIFF);
        let digests = Digests::of(judgement.policy.as_ref(), judgement.catalog(), &sources);
        review.warnings.extend(entries.iter().filter_map(|entry| entry.spent(&digests, &self.today)));
    }
}

impl Entry {
    /// Why the entry counts for nothing, whatever it names.
    fn void(&self, today: &str) -> Option<&'static str> {
        match (&self.entry.reason, &self.entry.until) {
            (None, _) => Some("it gives no reason"),
            (_, Some(until)) if until.as_str() < today => Some("its date has passed"),
            (Some(_), _) => None,
        }
    }

    /// A warning if there is nothing left that the entry could accept. What a branch changed in the past stays agreed on
    /// as long as the rules of the tool stay as they are.
    fn spent(&self, digests: &Digests, today: &str) -> Option<String> {
        let is_of_tool = matches!(self.entry.change, AcceptedChange::Wider | AcceptedChange::Narrower);
        let is_current = is_of_tool && digests.tool(&self.entry.tool) == self.entry.now;
        match self.void(today) {
            Some(why) => Some(self.warning(why)),
            None if is_current => None,
            None => Some(self.warning("there is no such change any more")),
        }
    }

    fn warning(&self, why: &str) -> String {
        let Acceptance { policy, tool, change, .. } = &self.entry;
        let [file, tool, policy] = [&self.file, tool, policy].map(|text| between_backticks(&shortened(text, LONGEST)));
        format!("the entry in `{file}` for `{tool}` in `{policy}` ({}) accepts nothing: {why}", change.word())
    }
}

fn source(input: &Input<'_>, path: &Path, sources: &mut Sources) -> SourceId {
    let bytes = input.head.disk.read(path).unwrap_or_default();
    sources.add(Source::from_bytes(input.head.name(path), Some(path), bytes))
}

fn own(input: &Input<'_>, folder: &Path, entry: &Acceptance, sources: &mut Sources) -> Own {
    let path = folder.join(FILE_NAME);
    let place = entry.span.of(source(input, &path, sources));
    Own { file: input.head.name(&path), place, entry: entry.clone() }
}

fn has(known: &Entries, folder: &Path, entry: &Acceptance) -> bool {
    known.get(folder).is_some_and(|entries| entries.iter().any(|other| other.says_the_same(entry)))
}

/// The entries of every `jamb.toml` of a side, and of those that apply to the policies.
fn entries(side: &Side<'_>, pairs: &[Pair], workspace: &Space<'_>) -> Entries {
    let files = side.files.iter().filter(|path| path.file_name().is_some_and(|name| name == FILE_NAME));
    let paths = files.map(PathBuf::as_path).chain(pairs.iter().map(Pair::path));
    let settings = paths.filter_map(|path| workspace.settings(path));
    settings.map(|(folder, settings)| (folder, settings.accepted)).collect()
}
