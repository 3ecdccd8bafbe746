//! Tests and asserts: what a policy's authors claim about it. A branch that makes a claim false can also change the
//! claim or take it away, so the claims from before the branch are checked on the policy after it as well.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::digest::of_texts;
use super::version::Version;
use crate::analyze::{self, Asserted, Proof};
use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::engine::{Engine, Verdict};
use crate::model::Policy;
use crate::policy_test::{self, TestRun, json as results};
use crate::source::{Place, Sources};
use crate::syntax::tree::ItemKind;

/// A test or an assert, of the policy before the branch or after it.
#[derive(Debug)]
pub struct Claim {
    /// What it is.
    pub kind: ClaimKind,
    /// The name of a test, or the text of an assert.
    pub text: String,
    /// Where it is: before the branch if it is gone, otherwise after it.
    pub place: Place,
    /// Where it was before the branch.
    pub before: Option<Place>,
    /// What the branch did to it.
    pub state: ClaimState,
    /// Whether it is true of the policy after the branch; `None` if that is not known.
    pub holds: Option<bool>,
    /// If the claim from before the branch is not true any more: the tools that it was broken for, where more is
    /// allowed now.
    pub broken_for: BTreeSet<String>,
    /// Whether all of that was agreed on.
    pub is_agreed: bool,
    /// Why it is not true.
    pub messages: Vec<Diagnostic>,
    /// The result, as `jamb test` gives it.
    pub result: Value,
}

/// What a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimKind {
    /// A test.
    Test,
    /// An assert.
    Assert,
}

/// What a branch did to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimState {
    /// It was there before.
    Same,
    /// It is new.
    Added,
    /// It says something else.
    Changed,
    /// It was taken away.
    Gone,
}

impl ClaimKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            ClaimKind::Test => "test",
            ClaimKind::Assert => "assert",
        }
    }
}

impl ClaimState {
    /// The word, as JSON has it.
    pub fn word(self) -> &'static str {
        match self {
            ClaimState::Same => "same",
            ClaimState::Added => "added",
            ClaimState::Changed => "changed",
            ClaimState::Gone => "gone",
        }
    }
}

impl Claim {
    /// Whether it is a claim about the policy after the branch that is not true.
    pub fn fails(&self) -> bool {
        self.state != ClaimState::Gone && self.holds != Some(true)
    }

    /// Whether the branch took away what it promised: the claim itself, or what made it true.
    pub fn is_lost(&self) -> bool {
        self.state == ClaimState::Gone || !self.broken_for.is_empty() && !self.is_agreed
    }
}

/// A claim as it is written.
struct Written {
    kind: ClaimKind,
    text: String,
    /// What it says, without its name and without white space.
    says: String,
    /// What a claim that replaces it is about: the name of a test, or the tools of an assert.
    about: String,
    place: Place,
}

/// What came of a claim.
struct Outcome {
    holds: Option<bool>,
    broken_for: BTreeSet<String>,
    messages: Vec<Diagnostic>,
    result: Value,
}

/// The claims after the branch, then those that are gone.
pub fn claims(base: Option<&Version>, head: &Version, sources: &Sources) -> Vec<Claim> {
    let Some((checked, policy)) = parts(head) else { return Vec::new() };
    let mine = written(checked, sources);
    let asserts = head.read.as_ref().map(|read| read.judgement.asserts.as_slice()).unwrap_or_default();
    let mut results = results(checked, policy, asserts, sources);
    let (theirs, mut old) = match base.and_then(parts) {
        Some((before, was)) => (written(before, sources), on_new(before, (was, base), (policy, head), sources)),
        None => (Vec::new(), Vec::new()),
    };
    let mut claims: Vec<Claim> = Vec::new();
    let mut replaced = BTreeSet::new();
    for claim in &mine {
        let same = theirs.iter().position(|old| old.kind == claim.kind && old.says == claim.says);
        let changed = || theirs.iter().position(|old| old.kind == claim.kind && old.about == claim.about);
        let (state, was) = match (same, changed()) {
            (Some(was), _) => (ClaimState::Same, Some(was)),
            (None, Some(was)) => (ClaimState::Changed, Some(was)),
            (None, None) => (ClaimState::Added, None),
        };
        replaced.extend(was);
        let broken_for = was.and_then(|was| old.get(was)).map(|old| old.broken_for.clone()).unwrap_or_default();
        let before = was.and_then(|was| theirs.get(was)).map(|was| was.place);
        claims.extend(results.next().map(|result| claim.with(state, before, Outcome { broken_for, ..result })));
    }
    let gone = theirs.iter().zip(old.drain(..)).enumerate().filter(|(index, _)| !replaced.contains(index));
    claims.extend(gone.map(|(_, (claim, result))| claim.with(ClaimState::Gone, Some(claim.place), result)));
    claims
}

/// A digest of all claims after the branch, and of those that were lost. An entry for the loss of one accepts the loss of
/// no other.
pub fn digest(claims: &[Claim], sources: &Sources) -> String {
    let after = claims.iter().filter(|claim| claim.state != ClaimState::Gone);
    let after = after.flat_map(|claim| [claim.text.as_str(), sources.text(claim.place)]);
    let lost = claims.iter().filter(|claim| claim.is_lost()).filter_map(|claim| claim.before);
    let lost = lost.flat_map(|place| ["lost", sources.text(place)]);
    of_texts(std::iter::once("claims").chain(after).chain(lost))
}

fn parts(version: &Version) -> Option<(&Checked, &Policy)> {
    Some((version.read.as_ref()?.judgement.checked.as_ref()?, version.policy()?))
}

impl Written {
    fn with(&self, state: ClaimState, before: Option<Place>, result: Outcome) -> Claim {
        let Outcome { holds, broken_for, messages, result } = result;
        let (kind, text, place) = (self.kind, self.text.clone(), self.place);
        Claim { kind, text, place, before, state, holds, broken_for, is_agreed: false, messages, result }
    }
}

/// The tests of a policy, then its asserts.
fn written(checked: &Checked, sources: &Sources) -> Vec<Written> {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let mut written = Vec::new();
    let main = checked.files.first().into_iter().flat_map(|(id, file)| file.items.iter().map(|item| (*id, item)));
    for (id, item) in main {
        let ItemKind::Test(test) = &item.kind else { continue };
        let all = sources.text(item.span.of(id));
        let body = all.get((test.name.span.end.saturating_sub(item.span.start)) as usize..).unwrap_or_default();
        let (text, place) = (test.name.value.clone(), item.span.of(id));
        written.push(Written { kind: ClaimKind::Test, says: squeezed(body), about: text.clone(), text, place });
    }
    for assert in &checked.policy.asserts {
        let text = sources.text(assert.place);
        let about = format!("{} {:?} {:?}", assert.always, assert.tools, assert.pattern);
        let (kind, says, place) = (ClaimKind::Assert, squeezed(text), assert.place);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        written.push(Written { kind, text, says, about, place });
    }
    written
}

/// What came of the claims of a policy, in the order of [`written`].
fn results<'r>(
    checked: &Checked,
    policy: &Policy,
    asserts: &'r [Asserted],
    sources: &'r Sources,
) -> impl Iterator<Item = Outcome> + use<'r> {
    let engine = Engine::new(policy);
    let tests = policy_test::run(checked, policy, &engine, None, false).tests;
    let tests: Vec<Outcome> = tests.iter().map(|test| of_test(test, sources)).collect();
    let always: Vec<bool> = checked.policy.asserts.iter().map(|assert| assert.always).collect();
    tests.into_iter().chain(asserts.iter().zip(always).map(|(assert, always)| of_assert(assert, always, sources)))
}

/// The claims from before the branch, on the policy after it. What was not true before is not lost.
fn on_new(
    checked: &Checked,
    (was, base): (&Policy, Option<&Version>),
    (policy, head): (&Policy, &Version),
    sources: &Sources,
) -> Vec<Outcome> {
    let asserts = analyze::prove(&checked.policy, policy, head.catalog());
    let mut now: Vec<Outcome> = results(checked, policy, &asserts, sources).collect();
    if now.iter().any(|result| !result.broken_for.is_empty()) {
        let asserts = base.and_then(|base| base.read.as_ref()).map(|read| read.judgement.asserts.as_slice());
        let before = results(checked, was, asserts.unwrap_or_default(), sources);
        for (now, before) in now.iter_mut().zip(before).filter(|(_, before)| before.holds != Some(true)) {
            now.broken_for.retain(|tool| !before.broken_for.contains(tool));
        }
    }
    now
}

/// A step that denied a call and allows it now is broken; one that is stricter than before is not.
fn of_test(test: &TestRun, sources: &Sources) -> Outcome {
    let is_wider = |failure: &&policy_test::Failure| {
        failure.decision.is_none_or(|verdict| verdict == Verdict::Allow) && failure.expected != "allow"
    };
    let broken_for = test.failures.iter().filter(is_wider).map(|failure| failure.tool.clone()).collect();
    let messages = test.failures.iter().map(|failure| failure.diagnostic.clone()).collect();
    let result = results::test(test, sources);
    Outcome { holds: Some(test.failures.is_empty()), broken_for, messages, result }
}

fn of_assert(assert: &Asserted, always: bool, sources: &Sources) -> Outcome {
    let (holds, tool) = match &assert.proof {
        Proof::Holds => (Some(true), None),
        // `assert always` is broken by a call that is denied.
        Proof::Broken(broken) => (Some(false), (!always).then(|| broken.call.tool.clone())),
        Proof::Unknown(tool, _) => (None, Some(tool.clone())),
    };
    let messages = assert.message.iter().cloned().collect();
    let result = results::assert(assert, sources);
    Outcome { holds, broken_for: tool.into_iter().collect(), messages, result }
}

impl Claim {
    /// The result as JSON: as `jamb test` gives it, with what the branch did to the claim.
    pub fn json(&self) -> Value {
        let mut result = self.result.clone();
        if let Some(members) = result.as_object_mut() {
            members.insert("change".to_owned(), json!(self.state.word()));
            members.insert("lost".to_owned(), json!(self.is_lost()));
        }
        result
    }
}
