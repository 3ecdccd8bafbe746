//! Which calls one policy allows and another denies, in both directions, tool by tool, with a call for each
//! direction.

mod change;
pub mod json;
mod limits;
pub mod messages;

pub use change::{Change, OTHERS};
pub use limits::LimitsDifference;

use std::collections::BTreeSet;

use super::call::Call;
use super::prover::Prover;
use super::questions::{allowed_and_denied, any_other, callable};
use super::solve::Answer;
use super::subject::Subject;
use crate::model::Policy;
use crate::source::Place;

/// How two policies differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The tools that one of the policies names, by name; [`OTHERS`] comes last.
    pub tools: Vec<ToolDifference>,
}

/// How two policies differ for one tool.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolDifference {
    /// The name, or [`OTHERS`].
    pub name: String,
    /// Whether the old policy names it, and whether the new one does.
    pub named: (bool, bool),
    /// Whether the old policy hides it, and whether the new one does.
    pub hidden: (bool, bool),
    /// A call that was denied and is now allowed.
    pub now_allowed: Answer<Changed>,
    /// A call that was allowed and is now denied.
    pub now_denied: Answer<Changed>,
    /// How its limits differ.
    pub limits: LimitsDifference,
}

/// A call that the two policies decide differently.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// The call.
    pub call: Call,
    /// The name of the rule that denies it in one of the policies.
    pub rule: String,
    /// The clause that denies it.
    pub denied_at: Option<Place>,
    /// The statement that allows it in the other policy.
    pub allowed_at: Option<Place>,
}

impl Difference {
    /// Whether more may be allowed, including limits.
    pub fn is_wider(&self) -> bool {
        self.tools.iter().any(|tool| tool.change().is_wider() || tool.limits.change.is_wider())
    }

    /// Whether less may be allowed, including limits.
    pub fn is_narrower(&self) -> bool {
        self.tools.iter().any(|tool| tool.change().is_narrower() || tool.limits.change.is_narrower())
    }
}

impl ToolDifference {
    /// How the decisions differ, without limits.
    pub fn change(&self) -> Change {
        match (&self.now_allowed, &self.now_denied) {
            (Answer::Unknown(_), _) | (_, Answer::Unknown(_)) => Change::Unknown,
            (allowed, denied) => Change::of(*allowed != Answer::None, *denied != Answer::None),
        }
    }
}

/// How two policies differ.
pub fn diff(old: &Subject<'_>, new: &Subject<'_>, prover: &mut Prover<'_>) -> Difference {
    let named = |policy: &Policy, name: &str| policy.tools.contains_key(name) || policy.hide.contains_key(name);
    let both = [old.policy, new.policy];
    let names: BTreeSet<&String> = both.iter().flat_map(|it| it.tools.keys().chain(it.hide.keys())).collect();
    let counted = limits::Counted::of(old.policy, new.policy);
    let mut tools = Vec::new();
    for name in names.into_iter().filter(|name| *name != OTHERS) {
        let is_named = (named(old.policy, name), named(new.policy, name));
        tools.push(tool(name, name, is_named, (old, new), &counted, prover));
    }
    let mut other = any_other(old.policy);
    while named(new.policy, &other) || named(old.policy, &other) {
        other.push('_');
    }
    tools.push(tool(OTHERS, &other, (true, true), (old, new), &counted, prover));
    Difference { tools }
}

fn tool(
    shown_as: &str,
    name: &str,
    named: (bool, bool),
    (old, new): (&Subject<'_>, &Subject<'_>),
    counted: &limits::Counted<'_>,
    prover: &mut Prover<'_>,
) -> ToolDifference {
    let hides = |policy: &Policy| policy.hide.contains_key(name) || policy.hide.contains_key(OTHERS);
    let now_allowed = changed(allowed_and_denied(prover, new, old, name), new, old);
    let now_denied = changed(allowed_and_denied(prover, old, new, name), old, new);
    // Limits say nothing if one of the policies allows no call to the tool.
    let mut is_called = |subject| callable(prover, subject, name) != Answer::None;
    let counts = is_called(old) && is_called(new);
    ToolDifference {
        name: shown_as.to_owned(),
        named,
        hidden: (hides(old.policy), hides(new.policy)),
        now_allowed,
        now_denied,
        limits: counted.difference(shown_as, counts),
    }
}

fn changed(answer: Answer<Call>, allowing: &Subject<'_>, denying: &Subject<'_>) -> Answer<Changed> {
    match answer {
        Answer::Some(call) => {
            let denial = denying.denial(&call);
            let (denied_at, rule) = denial.map(|(rule, name)| (rule.place, name)).unwrap_or_default();
            let allowed_at = allowing.policy.tools.get(&call.tool).and_then(|tool| tool.place);
            Answer::Some(Changed { call, rule, denied_at, allowed_at })
        }
        Answer::None => Answer::None,
        Answer::Unknown(why) => Answer::Unknown(why),
    }
}
