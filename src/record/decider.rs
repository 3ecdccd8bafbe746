//! Decides the calls of a recording by a policy. The counters are those of one process.

use super::entry::Decided;
use crate::engine::{Call, Counters, Engine, Rule, RuleKind, Verdict};
use crate::model::Policy;
use crate::trace::DEFAULT_GRANT;
use crate::vocab::{Path, Time};

/// A policy that decides calls.
#[derive(Debug)]
pub struct Decider {
    /// The policy.
    pub policy: Policy,
    engine: Engine,
    counters: Counters,
    grant: String,
    member: &'static str,
}

/// A decision on a call.
#[derive(Debug, Clone)]
pub struct Decision {
    /// As it is recorded.
    pub decided: Decided,
    /// What the agent gets if the call is denied.
    pub answer: Option<String>,
}

impl Decider {
    /// A policy for the calls of a grant. If it is enforced, the trace says so.
    pub fn new(policy: Policy, grant: Option<&str>, is_enforced: bool) -> Self {
        let engine = Engine::new(&policy);
        let counters = Counters::new(&engine);
        let grant = grant.unwrap_or(DEFAULT_GRANT).to_owned();
        Self { policy, engine, counters, grant, member: if is_enforced { "decision" } else { "would" } }
    }

    /// Decides a call. The arguments are the JSON text of an object; `None` if they could not be read.
    pub fn decide(&mut self, tool: &str, args: Option<&str>, time: Time) -> Decision {
        let call = Call { tool, args, grant: &self.grant, time };
        let Ok(decision) = self.engine.decide(&call, &mut self.counters) else {
            return self.unreadable();
        };
        let rule = decision.rule.map(|rule| self.engine.rule(rule));
        let denies = decision.verdict == Verdict::Deny;
        let name = rule.filter(|_| denies).map(|rule| rule.name(decision.condition));
        let answer = rule.map(|rule| self.answer(rule));
        Decision { decided: Decided { member: self.member, word: decision.verdict.word(), rule: name }, answer }
    }

    /// Whether the list of tools that the agent gets leaves a tool out.
    pub fn hides(&self, tool: &str) -> bool {
        self.policy.hide.contains_key(tool) || self.policy.hide.contains_key("*")
    }

    /// The arguments that decide about a tool's calls.
    pub fn paths(&self, tool: &str) -> impl Iterator<Item = &Path> {
        let entries = self.policy.tools.get(tool).into_iter().flat_map(|tool| tool.require.iter().chain(&tool.deny_if));
        entries.flat_map(|entry| &entry.conditions).map(|condition| &condition.path)
    }

    /// Arguments that the engine can't read are never passed on.
    fn unreadable(&self) -> Decision {
        let decided = Decided { member: self.member, word: Verdict::Undetermined.word(), rule: None };
        Decision { decided, answer: Some(denied("the arguments can't be read")) }
    }

    /// The text that the agent gets. Where the policy sets no message, the gateway's own is not known.
    fn answer(&self, rule: &Rule) -> String {
        rule.answer().unwrap_or_else(|| match rule.kind {
            RuleKind::Hidden | RuleKind::DefaultDeny => denied("this tool is not available"),
            RuleKind::Require | RuleKind::DenyIf => denied("the policy does not allow this call"),
            RuleKind::Limit | RuleKind::AllToolsLimit => denied(&self.reached(rule)),
        })
    }

    fn reached(&self, rule: &Rule) -> String {
        let own = rule.tool.as_ref().and_then(|tool| self.policy.tools.get(tool)).map(|tool| &tool.limits);
        let limits = own.into_iter().flatten().chain(&self.policy.all_tools);
        let counter = rule.counter.as_deref();
        let limit = limits.into_iter().find(|limit| Some(limit.counter.as_str()) == counter);
        limit.map_or_else(
            || "too many calls".to_owned(),
            |limit| format!("too many calls: at most {} per {}", limit.max, limit.window.word()),
        )
    }
}

fn denied(message: &str) -> String {
    format!("[POLICY DENIED] {message}")
}
