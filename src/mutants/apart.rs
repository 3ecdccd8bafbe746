//! Is there a call that a policy and its mutant decide otherwise?

use super::mutated::Mutated;
use super::often::{self, Differs};
use crate::analyze::questions::{allowed_and_denied, callable};
use crate::analyze::{Answer, Call, Prover, Subject, Why};
use crate::catalog::Catalog;
use crate::model::Policy;

/// Of how many tools it is asked whether a limit over all of them shows in one.
const MOST_TOOLS: usize = 20;

/// What tells a mutant from the policy.
#[derive(Debug, Clone, PartialEq)]
pub enum Apart {
    /// This call does. The policy lets it through, or stops it.
    Once(Call, bool),
    /// Several calls like this do, all at once.
    Often(Call, Differs),
    /// None does.
    Equal,
    /// That could not be found out.
    Unknown(Why),
}

/// What looks for it. With a catalog only calls count that the server would accept.
#[derive(Debug)]
pub struct Seeker<'c> {
    any: Prover<'c>,
    within: Option<Prover<'c>>,
}

impl<'c> Seeker<'c> {
    /// A seeker among the calls of a server, or among all.
    pub fn new(catalog: Option<&'c Catalog>) -> Self {
        Self { any: Prover::default(), within: catalog.map(Prover::within) }
    }

    /// What tells a mutant from the policy.
    pub fn apart(&mut self, policy: &Policy, mutated: &Mutated) -> Apart {
        let mut unknown = None;
        for tool in mutated.names().chain(mutated.shown.iter().map(String::as_str)) {
            let (old, new) = both(policy, mutated, tool);
            let (old, new) = (Subject::new(&old), Subject::new(&new));
            for (allowing, denying, is_allowed) in [(&new, &old, false), (&old, &new, true)] {
                match self.ask(|prover| allowed_and_denied(prover, allowing, denying, tool)) {
                    Answer::Some(call) => return Apart::Once(call, is_allowed),
                    Answer::None => {}
                    Answer::Unknown(why) => unknown = Some(why),
                }
            }
        }
        match unknown {
            Some(why) => Apart::Unknown(why),
            None => self.often(policy, mutated).map_or(Apart::Equal, |(call, differs)| Apart::Often(call, differs)),
        }
    }

    /// Limits say how often, not which: any call that gets through shows them.
    fn often(&mut self, policy: &Policy, mutated: &Mutated) -> Option<(Call, Differs)> {
        let limits = |policy: &Policy, tool: &str| policy.tools.get(tool).map(|tool| tool.limits.clone());
        let all = mutated.all_tools.iter().flat_map(|_| policy.tools.keys().map(String::as_str)).take(MOST_TOOLS);
        for tool in mutated.names().chain(all) {
            let (old, new) = both(policy, mutated, tool);
            if mutated.all_tools.is_none() && limits(&old, tool) == limits(&new, tool) {
                continue;
            }
            let subject = Subject::new(&old);
            if let Answer::Some(call) = self.ask(|prover| callable(prover, &subject, tool))
                && let Some(differs) = often::differs(&call, &old, &new)
            {
                return Some((call, differs));
            }
        }
        None
    }

    /// Where the schema leaves it open whether the server would accept a call, any call counts.
    fn ask<'s>(&'s mut self, question: impl Fn(&mut Prover<'c>) -> Answer<Call>) -> Answer<Call> {
        match self.within.as_mut().map(&question) {
            Some(Answer::Some(call)) => Answer::Some(call),
            Some(Answer::None) => Answer::None,
            Some(Answer::Unknown(_)) | None => question(&mut self.any),
        }
    }
}

/// A policy and its mutant, of one tool.
fn both(policy: &Policy, mutated: &Mutated, tool: &str) -> (Policy, Policy) {
    let names = || std::iter::once(tool);
    (Mutated::default().policy(policy, names()), mutated.policy(policy, names()))
}
