//! Which calls one policy allows and another denies, in both directions, tool by tool, with a call for each
//! direction.

mod change;
pub mod json;
mod limits;
pub mod messages;

pub use change::{Change, OTHERS};
pub use limits::{LimitsDifference, words as limit_words};

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::call::Call;
use super::prover::Prover;
use super::questions::{allowed_and_denied, any_other, callable};
use super::solve::Answer;
use super::subject::Subject;
use super::why::Why;
use crate::catalog::Catalog;
use crate::model::Policy;
use crate::source::Place;
use limits::{Called, Counted};

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
    /// Where the new policy says something about it.
    pub place: Option<Place>,
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

    /// Why it is not known how the decisions differ.
    pub fn unknown(&self) -> Option<Why> {
        [&self.now_allowed, &self.now_denied].into_iter().find_map(|answer| match answer {
            Answer::Unknown(why) => Some(*why),
            Answer::Some(_) | Answer::None => None,
        })
    }
}

/// How many tools that a catalog lists are tried, to show how the policies decide about tools that they don't name.
const MOST_OTHERS: usize = 8;

/// How two policies differ. Only calls that the server accepts count, if the prover knows its catalog.
pub fn diff<'c>(old: &Subject<'_>, new: &Subject<'_>, prover: &mut Prover<'c>) -> Difference {
    Comparison { old, new, now: prover, before: None }.difference()
}

/// How two policies differ, each with its own catalog: newly allowed calls are those that the server accepts now, and
/// newly denied calls are those that it accepted before.
pub fn diff_of_each<'c>(
    (old, before): (&Subject<'_>, &mut Prover<'c>),
    (new, now): (&Subject<'_>, &mut Prover<'c>),
) -> Difference {
    Comparison { old, new, now, before: Some(before) }.difference()
}

/// How two policies differ for the calls that the server accepts, by the catalog of each. A policy without a catalog,
/// such as a `policy.json`, is for the same server as the other one.
pub fn diff_by_catalogs(old: (&Policy, Option<&Catalog>), new: (&Policy, Option<&Catalog>)) -> Difference {
    let mut before = Prover::within_first([old.1, new.1].into_iter().flatten().collect());
    let mut now = Prover::within_first([new.1, old.1].into_iter().flatten().collect());
    diff_of_each((&Subject::new(old.0), &mut before), (&Subject::new(new.0), &mut now))
}

struct Comparison<'s, 'p, 'c> {
    old: &'s Subject<'s>,
    new: &'s Subject<'s>,
    now: &'p mut Prover<'c>,
    before: Option<&'p mut Prover<'c>>,
}

impl<'s, 'c> Comparison<'s, '_, 'c> {
    fn difference(mut self) -> Difference {
        let (old, new): (&'s Subject<'s>, &'s Subject<'s>) = (self.old, self.new);
        let names = [old, new].into_iter().flat_map(|subject| names_of(subject.policy));
        let names: BTreeSet<&str> = names.filter(|name| *name != OTHERS).collect();
        let named = names.iter().copied().filter(|name| self.is_called(name)).collect();
        let others = allows_others(old.policy) && allows_others(new.policy);
        let counted = Counted::of(old.policy, new.policy, Called { named, others });
        let mut tools: Vec<_> = names.iter().map(|name| self.tool(name, &counted)).collect();
        tools.push(self.others(&counted));
        Difference { tools }
    }

    fn tool(&mut self, name: &str, counted: &Counted<'_>) -> ToolDifference {
        let (old, new) = (self.old, self.new);
        ToolDifference {
            name: name.to_owned(),
            named: (names(old.policy, name), names(new.policy, name)),
            place: new.policy.tools.get(name).and_then(|tool| tool.place),
            hidden: (hides(old.policy, name), hides(new.policy, name)),
            now_allowed: changed(allowed_and_denied(self.now, new, old, name), new, old),
            now_denied: changed(allowed_and_denied(self.before(), old, new, name), old, new),
            limits: counted.difference(name),
        }
    }

    /// The tools that neither policy names. A policy allows every call to them or none, and a server may add some, so
    /// they count even if its catalog lists no such tool.
    fn others(&mut self, counted: &Counted<'_>) -> ToolDifference {
        let (old, new) = (self.old, self.new);
        let is_allowed = (allows_others(old.policy), allows_others(new.policy));
        let now_allowed = if is_allowed == (false, true) { self.other_call(new) } else { Answer::None };
        let now_denied = if is_allowed == (true, false) { self.other_call(old) } else { Answer::None };
        ToolDifference {
            name: OTHERS.to_owned(),
            named: (true, true),
            place: None,
            hidden: (hides(old.policy, OTHERS), hides(new.policy, OTHERS)),
            now_allowed: changed(now_allowed, new, old),
            now_denied: changed(now_denied, old, new),
            limits: counted.difference(OTHERS),
        }
    }

    /// A call to a tool that neither policy names, if possible one that a catalog lists.
    fn other_call(&mut self, allowing: &Subject<'_>) -> Answer<Call> {
        let (old, new) = (self.old.policy, self.new.policy);
        let is_named = |name: &str| names(old, name) || names(new, name);
        let listed = self.now.listed(|name| !is_named(name), MOST_OTHERS);
        let call = listed.iter().find_map(|name| match callable(self.now, allowing, name) {
            Answer::Some(call) => Some(call),
            Answer::None | Answer::Unknown(_) => None,
        });
        let made_up = || {
            let mut tool = any_other(old);
            while is_named(&tool) {
                tool.push('_');
            }
            Call { tool, args: Json::Object(Map::new()), accepted: None, unclear: None }
        };
        Answer::Some(call.unwrap_or_else(made_up))
    }

    fn before(&mut self) -> &mut Prover<'c> {
        match &mut self.before {
            Some(before) => before,
            None => self.now,
        }
    }

    /// Whether each policy allows a call. Limits on other tools make no difference.
    fn is_called(&mut self, tool: &str) -> bool {
        let (old, new) = (self.old, self.new);
        callable(self.before(), old, tool) != Answer::None && callable(self.now, new, tool) != Answer::None
    }
}

fn names_of(policy: &Policy) -> impl Iterator<Item = &str> {
    policy.tools.keys().chain(policy.hide.keys()).map(String::as_str)
}

fn names(policy: &Policy, tool: &str) -> bool {
    policy.tools.contains_key(tool) || policy.hide.contains_key(tool)
}

fn hides(policy: &Policy, tool: &str) -> bool {
    policy.hide.contains_key(tool) || policy.hide.contains_key(OTHERS)
}

fn allows_others(policy: &Policy) -> bool {
    policy.default_allow && !policy.hide.contains_key(OTHERS)
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
