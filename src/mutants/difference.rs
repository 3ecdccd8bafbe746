//! Finds a call that a policy and its mutant decide differently.

use super::mutated::Mutated;
use super::repeated::{self, DiffersAt};
use crate::analyze::questions::{allowed_and_denied, callable};
use crate::analyze::{Answer, Call, Prover, Subject, Why};
use crate::catalog::Catalog;
use crate::model::Policy;

/// How many tools are searched for a difference if a limit over all tools changed.
const MOST_TOOLS: usize = 20;

/// How a mutant differs from the policy.
#[derive(Debug, Clone, PartialEq)]
pub enum Difference {
    /// In this call. The flag says whether the policy allows it.
    InOneCall(Call, bool),
    /// In several calls like this, all at the same time.
    InRepeatedCalls(Call, DiffersAt),
    /// In no call.
    Equal,
    /// Could not be determined.
    Unknown(Why),
}

/// Searches for differences. With a catalog, only calls that the server would accept count.
#[derive(Debug)]
pub struct Search<'c> {
    any: Prover<'c>,
    within: Option<Prover<'c>>,
}

impl<'c> Search<'c> {
    /// Searches the calls that a server accepts, or all calls.
    pub fn new(catalog: Option<&'c Catalog>) -> Self {
        Self { any: Prover::default(), within: catalog.map(Prover::within) }
    }

    /// How a mutant differs from the policy.
    pub fn difference(&mut self, policy: &Policy, mutated: &Mutated) -> Difference {
        let mut unknown = None;
        for tool in mutated.names().chain(mutated.shown.iter().map(String::as_str)) {
            let (old, new) = both(policy, mutated, tool);
            let (old, new) = (Subject::new(&old), Subject::new(&new));
            for (allowing, denying, is_allowed) in [(&new, &old, false), (&old, &new, true)] {
                match self.ask(|prover| allowed_and_denied(prover, allowing, denying, tool)) {
                    Answer::Some(call) => return Difference::InOneCall(call, is_allowed),
                    Answer::None => {}
                    Answer::Unknown(why) => unknown = Some(why),
                }
            }
        }
        match unknown {
            Some(why) => Difference::Unknown(why),
            None => self
                .repeated(policy, mutated)
                .map_or(Difference::Equal, |(call, differs)| Difference::InRepeatedCalls(call, differs)),
        }
    }

    /// Limits restrict how often, not which: any allowed call can show the difference.
    fn repeated(&mut self, policy: &Policy, mutated: &Mutated) -> Option<(Call, DiffersAt)> {
        let limits = |policy: &Policy, tool: &str| policy.tools.get(tool).map(|tool| tool.limits.clone());
        let all = mutated.all_tools.iter().flat_map(|_| policy.tools.keys().map(String::as_str)).take(MOST_TOOLS);
        for tool in mutated.names().chain(all) {
            let (old, new) = both(policy, mutated, tool);
            if mutated.all_tools.is_none() && limits(&old, tool) == limits(&new, tool) {
                continue;
            }
            let subject = Subject::new(&old);
            if let Answer::Some(call) = self.ask(|prover| callable(prover, &subject, tool))
                && let Some(differs) = repeated::first_difference(&call, &old, &new)
            {
                return Some((call, differs));
            }
        }
        None
    }

    /// If it is unclear whether the server would accept a call, any call counts.
    fn ask<'s>(&'s mut self, question: impl Fn(&mut Prover<'c>) -> Answer<Call>) -> Answer<Call> {
        match self.within.as_mut().map(&question) {
            Some(Answer::Some(call)) => Answer::Some(call),
            Some(Answer::None) => Answer::None,
            Some(Answer::Unknown(_)) | None => question(&mut self.any),
        }
    }
}

/// A policy and its mutant, restricted to one tool.
fn both(policy: &Policy, mutated: &Mutated, tool: &str) -> (Policy, Policy) {
    let names = || std::iter::once(tool);
    (Mutated::default().policy(policy, names()), mutated.policy(policy, names()))
}
