//! The result of a review: plain data for all reports.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::calls::Calls;
use super::claims::Claim;
use super::compiled::Stale;
use super::decisions::Drift;
use super::digest::Digests;
use super::fails::{Concern, Fail};
use super::findings::Silenced;
use super::input::Input;
use super::own::Own;
use super::unread::Unread;
use super::wording::Wording;
use crate::analyze::diff::Difference;
use crate::describe::Phrase;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Policy;
use crate::settings::{Acceptance, AcceptedChange};
use crate::source::{SourceId, Sources};

/// What a branch does to the policies of a repository.
#[derive(Debug)]
pub struct Review {
    /// The texts that places are in.
    pub sources: Sources,
    /// How many policies there are.
    pub count: usize,
    /// The policies that the branch touches, sorted by path.
    pub policies: Vec<PolicyReview>,
    /// The entries of `[[review.accept]]` that the branch itself adds and that do not count.
    pub own: Vec<Own>,
    /// Entries that accept nothing, in our words.
    pub warnings: Vec<String>,
    /// What was not read.
    pub unread: Vec<Unread>,
    /// What fails.
    pub concerns: Vec<Concern>,
}

/// What a branch does to one policy.
#[derive(Debug)]
pub struct PolicyReview {
    /// What messages call its file: after the branch, or before it if it is gone.
    pub file: String,
    /// Its path from the root.
    pub path: PathBuf,
    /// What messages call the file that it was, if it moved.
    pub was: Option<String>,
    /// What became of its file.
    pub change: FileChange,
    /// If it is a compiled form that is not what its policy compiles to: what messages call that policy.
    pub compiled_from: Option<String>,
    /// Where its file is among the sources: after the branch if it is there.
    pub main: Option<SourceId>,
    /// Why it is not known how its decisions changed.
    pub unknown: Option<String>,
    /// Why it is compared with a policy that denies every call, although it was there before.
    pub assumed: Option<String>,
    /// The policy before the branch, if it is known.
    pub old: Option<Policy>,
    /// The policy after the branch, if it is known.
    pub new: Option<Policy>,
    /// How its decisions changed, if that is known.
    pub difference: Option<Difference>,
    /// What a changed catalog does.
    pub drift: Option<Drift>,
    /// Its tests and asserts.
    pub claims: Vec<Claim>,
    /// Errors and findings that are new.
    pub findings: Vec<Diagnostic>,
    /// Findings that were silenced.
    pub silenced: Vec<Silenced>,
    /// Compiled files that are not what it compiles to.
    pub stale: Vec<Stale>,
    /// Recorded calls.
    pub calls: Option<Calls>,
    /// What can be agreed on, and what was.
    pub agreed: Vec<Agreed>,
    /// What agents get to know otherwise.
    pub wording: Vec<Wording>,
    /// The tools that are rated execute, destructive or financial.
    pub dangerous: BTreeSet<String>,
    /// The tools that changed, in words.
    pub told: Vec<Told>,
    /// Where an entry that accepts something belongs.
    pub settings: SettingsPlace,
    pub(super) digests: Digests,
}

/// Where an entry of `[[review.accept]]` about a policy belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsPlace {
    /// The `jamb.toml` that applies to the policy, as messages call it.
    pub file: String,
    /// The policy, from the folder of that file.
    pub policy: String,
}

/// What became of the file of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileChange {
    /// It is new.
    Added,
    /// It was removed.
    Gone,
    /// It has another path.
    Moved,
    /// It changed, or something that it depends on.
    Changed,
}

/// A tool that changed, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The tool.
    pub tool: String,
    /// What agents could do with it before.
    pub before: Phrase,
    /// What they can do with it now.
    pub now: Phrase,
}

/// A change that can be agreed on.
#[derive(Debug)]
pub struct Agreed {
    /// The tool, or `*`.
    pub tool: String,
    /// What the change does.
    pub change: AcceptedChange,
    /// The digest of what it leads to.
    pub now: String,
    /// The entry that accepts it.
    pub by: Option<Acceptance>,
}

impl FileChange {
    /// The word, as JSON has it.
    pub fn word(self) -> &'static str {
        match self {
            FileChange::Added => "added",
            FileChange::Gone => "gone",
            FileChange::Moved => "moved",
            FileChange::Changed => "changed",
        }
    }
}

impl Review {
    pub(super) fn new(count: usize, input: &Input<'_>) -> Self {
        let (policies, own, warnings) = (Vec::new(), Vec::new(), Vec::new());
        let (unread, concerns) = (input.unread.to_vec(), input.concerns.clone());
        Self { sources: Sources::default(), count, policies, own, warnings, unread, concerns }
    }

    /// Whether something was not read that may let agents do more.
    pub fn may_be_wider(&self) -> bool {
        self.unread.iter().any(|unread| unread.counts)
    }

    /// What fails, in the order of [`Concern::ALL`].
    pub fn fails(&self) -> Vec<Fail> {
        let own = (!self.own.is_empty()).then_some(Fail::Own);
        let concerns = Concern::ALL.into_iter().filter(|concern| self.concerns.contains(concern));
        let is_unknown = |concern: &Concern| {
            matches!(concern, Concern::Widened | Concern::Narrowed | Concern::Changed) && self.may_be_wider()
        };
        let found = concerns
            .filter(|concern| is_unknown(concern) || self.policies.iter().any(|policy| policy.raises(*concern)));
        own.into_iter().chain(found.map(Fail::Concern)).collect()
    }
}

impl PolicyReview {
    /// Whether it gives reason to fail for this.
    pub fn raises(&self, concern: Concern) -> bool {
        match concern {
            Concern::Widened => self.unknown.is_some() || self.is_open(AcceptedChange::Wider),
            Concern::Narrowed => self.unknown.is_some() || self.is_open(AcceptedChange::Narrower),
            Concern::Changed => self.raises(Concern::Widened) || self.raises(Concern::Narrowed),
            Concern::Findings => self.findings.iter().any(|finding| finding.severity >= Severity::Warning),
            Concern::Tests => self.claims.iter().any(Claim::fails) || self.is_open(AcceptedChange::Tests),
            Concern::Silenced => self.is_open(AcceptedChange::Silenced),
            Concern::Stale => !self.stale.is_empty(),
            Concern::Decisions => self.calls.as_ref().is_some_and(|calls| calls.differ() || !calls.failures.is_empty()),
        }
    }

    /// Whether there is a change of this kind that was not agreed on.
    fn is_open(&self, change: AcceptedChange) -> bool {
        self.open(change).next().is_some()
    }

    /// The changes of a kind that were not agreed on.
    pub fn open(&self, change: AcceptedChange) -> impl Iterator<Item = &Agreed> {
        self.agreed.iter().filter(move |agreed| agreed.change == change && agreed.by.is_none())
    }

    /// Whether a change of a tool was agreed on.
    pub fn is_agreed(&self, tool: &str, change: AcceptedChange) -> bool {
        self.agreed.iter().any(|agreed| agreed.tool == tool && agreed.change == change && agreed.by.is_some())
    }

    /// Where it belongs on a page: first what lets agents do more with the most dangerous tools, new policies last.
    pub fn rank(&self) -> (bool, bool, bool) {
        let is_dangerous = self.open(AcceptedChange::Wider).any(|agreed| self.dangerous.contains(&agreed.tool));
        (!self.raises(Concern::Widened), self.change == FileChange::Added, !is_dangerous)
    }

    /// Whether there is anything to say about it.
    pub fn is_silent(&self) -> bool {
        let is_plain = self.unknown.is_none() && matches!(self.change, FileChange::Changed | FileChange::Moved);
        let is_quiet = self.findings.is_empty() && self.silenced.is_empty() && self.stale.is_empty();
        let is_true = self.claims.iter().all(|claim| !claim.fails() && !claim.is_lost());
        let is_same = self.agreed.is_empty()
            && self.wording.is_empty()
            && self.drift.as_ref().is_none_or(|drift| drift.effects.is_empty());
        is_plain && is_quiet && is_true && is_same && !self.calls.as_ref().is_some_and(Calls::is_worth_a_word)
    }
}
