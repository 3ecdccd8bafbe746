//! Recorded calls that a policy decides otherwise after the branch.

use serde_json::Value;

use super::input::Recorded;
use super::version::Version;
use crate::diagnostic::Diagnostic;
use crate::engine::Engine;
use crate::model::Policy;
use crate::simulate::outcome::Summary;
use crate::simulate::why::{self, Deciders, Findings};
use crate::simulate::{Policies, json, redact, replay};
use crate::source::Sources;

/// What became of recorded calls.
#[derive(Debug)]
pub struct Calls {
    /// The counts.
    pub summary: Summary,
    /// The result, as `jamb simulate --against` gives it.
    pub members: Vec<(&'static str, Value)>,
    /// A message for each kind of change.
    pub messages: Vec<Diagnostic>,
    /// What kept a trace from being read.
    pub failures: Vec<String>,
}

/// Decides recorded calls by the policy before and after the branch. A policy that is not there denies every call.
pub fn decided(
    recorded: Recorded<'_>,
    base: Option<&Version>,
    head: Option<&Version>,
    sources: &mut Sources,
) -> Option<Calls> {
    let none = Policy::default();
    let policy = |version: Option<&Version>| match version {
        Some(version) => version.policy().map(Engine::new),
        None => Some(Engine::new(&none)),
    };
    let (old, new) = (policy(base)?, policy(head)?);
    let policies = Policies { new: &new, old: Some(&old), sources: &*sources };
    // Only writing decisions fails, and none are written.
    let mut outcome = replay(policies, recorded.open, recorded.options, None).ok()?;
    if recorded.redacts {
        redact::redact(&mut outcome);
    }
    let name = head.or(base).map(|version| version.name.as_str()).unwrap_or_default();
    let deciders = Deciders { server: None, name, new: &new, old: Some(&old), compares: true };
    let all = why::messages(&outcome, deciders, Findings::default(), sources);
    let messages = all.diagnostics.get(all.changes.clone()).unwrap_or_default().to_vec();
    let failures = outcome.failures.iter().filter(|failure| !failure.is_beside);
    let failures = failures.map(|failure| format!("`{}` was not read: {}", failure.trace, failure.reason)).collect();
    let members = json::members(&outcome, &[deciders], sources);
    let wanted = ["reading", "summary", "changes"];
    let members = members.into_iter().filter(|(name, _)| wanted.contains(name)).collect();
    Some(Calls { summary: outcome.summary, members, messages, failures })
}

impl Calls {
    /// Whether there is anything to say about the calls.
    pub fn is_worth_a_word(&self) -> bool {
        let Summary { decided, unreadable, .. } = &self.summary;
        self.differ() || *unreadable > 0 || decided.undetermined > 0 || decided.calls() == 0
    }

    /// Whether a call is decided otherwise.
    pub fn differ(&self) -> bool {
        self.summary.widened + self.summary.narrowed > 0
    }
}
