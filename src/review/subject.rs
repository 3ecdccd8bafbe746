//! Reviews one policy.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::Path;

use super::baselines::Baselines;
use super::claims::{self, Claim};
use super::compiled;
use super::decisions;
use super::digest::Digests;
use super::findings::{self, Found, Look};
use super::input::{Input, Side};
use super::outcome::{Agreed, FileChange, PolicyReview, SettingsPlace, Told};
use super::pair::Pair;
use super::version::{Room, Version};
use super::{Drift, Silenced, calls, wording};
use crate::analyze::diff::{Difference, OTHERS};
use crate::describe::{self, in_one_sentence};
use crate::document::Workspace;
use crate::model::Policy;
use crate::settings::{AcceptedChange, FILE_NAME};
use crate::source::Sources;
use crate::source::disk::{Disk, display_name};

/// The states of the repository.
#[derive(Clone, Copy)]
pub struct Spaces<'s> {
    /// Before the branch.
    pub base: &'s Workspace<&'s dyn Disk>,
    /// After it.
    pub head: &'s Workspace<&'s dyn Disk>,
    /// The branch that it will be merged into.
    pub target: &'s Workspace<&'s dyn Disk>,
}

/// A policy to review.
#[derive(Clone, Copy)]
pub struct Subject<'s> {
    /// Its paths.
    pub pair: &'s Pair,
    /// What is reviewed.
    pub input: &'s Input<'s>,
    /// The states.
    pub spaces: Spaces<'s>,
    /// What the branch adds to baselines.
    pub baselines: &'s Baselines,
    /// The bytes of policies that were read so far.
    pub spent: &'s Cell<usize>,
}

impl Subject<'_> {
    /// The review; `None` if the file is a part of policies, which are reviewed themselves.
    pub fn reviewed(&self, sources: &mut Sources) -> Option<PolicyReview> {
        let (input, pair, Spaces { base: before, head: after, .. }) = (self.input, self.pair, self.spaces);
        let mut version = |side: &Side<'_>, workspace, path: &Path| {
            Version::of(side, workspace, path, Room { sources: &mut *sources, spent: self.spent })
        };
        let base = pair.base.as_ref().map(|path| version(&input.base, before, path));
        let head = pair.head.as_ref().map(|path| version(&input.head, after, path));
        let (base, head) = (base.filter(|version| !version.is_part()), head.filter(|version| !version.is_part()));
        let change = match (&base, &head) {
            (None, None) => return None,
            (None, Some(_)) => FileChange::Added,
            (Some(_), None) => FileChange::Gone,
            (Some(was), Some(now)) if was.path != now.path => FileChange::Moved,
            (Some(_), Some(_)) => FileChange::Changed,
        };
        let (base, head) = (base.as_ref(), head.as_ref());
        // Nobody knows what was enforced if the policy had errors, so all that it allows now counts as new.
        let assumed = base.and_then(|base| base.unknown.clone());
        let compared = base.filter(|_| assumed.is_none());
        let difference = decisions::difference(compared, head, sources);
        let drift = base.zip(head).and_then(|both| decisions::drifted(both, (before, after), sources));
        let claims = head.map(|head| claims::claims(base, head, sources)).unwrap_or_default();
        let Found { new, silenced } = head.map(|head| self.found(base, head, sources)).unwrap_or_default();
        let stale = compiled::stale(input, (before, after), pair, head, sources);
        let calls = input.recorded.and_then(|recorded| calls::decided(recorded, compared, head, sources));
        let digests = Digests::of(head.and_then(Version::policy), head.and_then(Version::catalog), sources);
        let changes = Changes { difference: difference.as_ref(), drift: drift.as_ref() };
        let agreed = changes.agreed(&claims, &silenced, &digests, sources);
        let shown = head.or(base)?;
        let read = head.and_then(|head| head.read.as_ref()).or_else(|| base.and_then(|base| base.read.as_ref()));
        Some(PolicyReview {
            file: input.head.name(&shown.path),
            path: shown.path.clone(),
            was: base.filter(|_| change == FileChange::Moved).map(|base| input.head.name(&base.path)),
            change,
            compiled_from: None,
            main: read.map(|read| read.judgement.main),
            unknown: head.and_then(|head| head.unknown.clone()),
            assumed,
            old: base.and_then(Version::policy).cloned(),
            new: head.and_then(Version::policy).cloned(),
            difference,
            drift,
            claims,
            findings: new,
            silenced,
            stale,
            calls,
            settings: self.settings(&shown.path),
            wording: base
                .and_then(Version::policy)
                .zip(head.and_then(Version::policy))
                .map_or_else(Vec::new, |(old, new)| wording::changes(old, new)),
            dangerous: [base, head].into_iter().flatten().flat_map(Version::dangerous).collect(),
            told: told(&agreed, (compared, head)),
            agreed,
            digests,
        })
    }

    /// The review of a compiled form that is not what its policy compiles to. It is only of interest if it allows more.
    pub fn of_compiled(&self, policy: &str, sources: &mut Sources) -> Option<PolicyReview> {
        let review = self.reviewed(sources).filter(|review| review.open(AcceptedChange::Wider).next().is_some())?;
        let agreed = review.agreed.into_iter().filter(|agreed| agreed.change == AcceptedChange::Wider).collect();
        // The findings are those of the policy.
        let (findings, silenced, compiled_from) = (Vec::new(), Vec::new(), Some(policy.to_owned()));
        Some(PolicyReview { findings, silenced, compiled_from, agreed, ..review })
    }

    /// Where entries about the policy belong: in the settings that apply to it on the branch that this one is merged
    /// into.
    fn settings(&self, path: &Path) -> SettingsPlace {
        let folder = self.spaces.target.settings(path).map(|(folder, _)| folder).unwrap_or_default();
        let below = path.strip_prefix(&folder).unwrap_or(path);
        SettingsPlace { file: self.input.head.name(&folder.join(FILE_NAME)), policy: display_name(below) }
    }

    fn found(&self, base: Option<&Version>, head: &Version, sources: &Sources) -> Found {
        let look = Look { sources, baselines: self.baselines };
        let Spaces { base: before, head: after, target } = self.spaces;
        findings::found(base.map(|base| (base, before)), (head, after), [before, target], look)
    }
}

/// The tools that are wider or narrower, in words, before and after. A policy that is not there denies every call.
fn told(agreed: &[Agreed], (base, head): (Option<&Version>, Option<&Version>)) -> Vec<Told> {
    let none = Policy::default();
    let in_words = |version: Option<&Version>, tool: &str| {
        let read = version.and_then(|version| version.read.as_ref());
        let checked = read.and_then(|read| read.judgement.checked.as_ref());
        let policy = version.map_or(Some(&none), Version::policy)?;
        Some(in_one_sentence(describe::Subject { policy, checked }, tool))
    };
    let is_tool = |agreed: &&Agreed| matches!(agreed.change, AcceptedChange::Wider | AcceptedChange::Narrower);
    let tools: BTreeSet<&str> = agreed.iter().filter(is_tool).map(|agreed| agreed.tool.as_str()).collect();
    let told = |tool: &str| {
        let (before, now) = (in_words(base, tool)?, in_words(head, tool)?);
        (before != now).then(|| Told { tool: tool.to_owned(), before, now })
    };
    tools.into_iter().filter(|tool| *tool != OTHERS).filter_map(told).collect()
}

/// What changed in the decisions of a policy.
struct Changes<'c> {
    difference: Option<&'c Difference>,
    drift: Option<&'c Drift>,
}

impl Changes<'_> {
    /// What can be agreed on: for each tool what is wider and narrower, then lost claims, then what was silenced.
    fn agreed(&self, claims: &[Claim], silenced: &[Silenced], digests: &Digests, sources: &Sources) -> Vec<Agreed> {
        let of_tool =
            |change: AcceptedChange| move |tool: String| Agreed { now: digests.tool(&tool), tool, change, by: None };
        let mut agreed: Vec<Agreed> = self.wider().into_iter().map(of_tool(AcceptedChange::Wider)).collect();
        agreed.extend(self.narrower().into_iter().map(of_tool(AcceptedChange::Narrower)));
        let of_all = |change, now| Agreed { tool: OTHERS.to_owned(), change, now, by: None };
        if claims.iter().any(Claim::is_lost) {
            agreed.push(of_all(AcceptedChange::Tests, claims::digest(claims, sources)));
        }
        if !silenced.is_empty() {
            agreed.push(of_all(AcceptedChange::Silenced, findings::digest(silenced, sources)));
        }
        agreed
    }

    fn wider(&self) -> BTreeSet<String> {
        let tools = self.difference.iter().flat_map(|difference| &difference.tools);
        let wider = tools.filter(|tool| tool.change().is_wider() || tool.limits.change.is_wider());
        let effects = self.drift.iter().flat_map(|drift| &drift.effects).filter(|effect| effect.is_wider);
        wider.map(|tool| tool.name.clone()).chain(effects.map(|effect| effect.tool.clone())).collect()
    }

    fn narrower(&self) -> BTreeSet<String> {
        let tools = self.difference.iter().flat_map(|difference| &difference.tools);
        let narrower = tools.filter(|tool| tool.change().is_narrower() || tool.limits.change.is_narrower());
        narrower.map(|tool| tool.name.clone()).collect()
    }
}
