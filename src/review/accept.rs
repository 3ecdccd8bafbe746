//! Changes that were agreed on: the entries `[[review.accept]]` of a `jamb.toml`. Those from before the branch count;
//! those that the branch adds do not, unless somebody says so who may.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::digest::Digests;
use super::input::Input;
use super::outcome::{PolicyReview, Review};
use super::own::Own;
use super::pair::Pair;
use crate::diagnostic::{between_backticks, shortened};
use crate::document::Workspace;
use crate::settings::{Acceptance, AcceptedChange, FILE_NAME};
use crate::source::disk::{Disk, clean};
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

impl Accepted {
    /// The entries in the settings of these policies.
    pub fn new(
        input: &Input<'_>,
        pairs: &[Pair],
        (base, head): (&Space<'_>, &Space<'_>),
        sources: &mut Sources,
    ) -> Self {
        let before = entries(pairs, base);
        let after = entries(pairs, head);
        let is_known = |folder: &PathBuf, entry: &Acceptance| {
            before
                .get(folder)
                .is_some_and(|entries: &Vec<Acceptance>| entries.iter().any(|other| other.says_the_same(entry)))
        };
        let mut own = Vec::new();
        let mut counted: Vec<Entry> = Vec::new();
        let mut count = |folder: &Path, entry: &Acceptance| {
            let file = input.head.name(&folder.join(FILE_NAME));
            counted.push(Entry { policy: clean(&folder.join(&entry.policy)), file, entry: entry.clone() });
        };
        for (folder, entries) in &before {
            entries.iter().for_each(|entry| count(folder, entry));
        }
        for (folder, entries) in &after {
            for entry in entries.iter().filter(|entry| !is_known(folder, entry)) {
                match input.accepts_own {
                    true => count(folder, entry),
                    false => own.push(Own {
                        file: input.head.name(&folder.join(FILE_NAME)),
                        place: entry.span.of(source(input, &folder.join(FILE_NAME), sources)),
                        entry: entry.clone(),
                    }),
                }
            }
        }
        Self { entries: counted, own, today: input.today.to_owned() }
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

/// The entries in the settings of policies, by the folder of the settings.
fn entries(pairs: &[Pair], workspace: &Space<'_>) -> BTreeMap<PathBuf, Vec<Acceptance>> {
    let settings = pairs.iter().filter_map(|pair| workspace.settings(pair.path()));
    settings.map(|(folder, settings)| (folder, settings.accepted)).collect()
}
