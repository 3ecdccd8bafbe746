//! Compares limits. A counter that only one tool uses may have any name; a shared counter is the same only if
//! the same tools share it.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, OTHERS};
use crate::model::{Limit, Policy};
use crate::vocab::Window;

/// How limits differ.
#[derive(Debug, Clone, PartialEq)]
pub struct LimitsDifference {
    /// Those of the old policy.
    pub old: Vec<Limit>,
    /// Those of the new one.
    pub new: Vec<Limit>,
    /// What the difference amounts to.
    pub change: Change,
}

/// The counters of two policies, by the tools that use them.
#[derive(Debug)]
pub struct Counted<'p> {
    old: Owners<'p>,
    new: Owners<'p>,
}

/// The limits of one policy.
#[derive(Debug)]
struct Owners<'p> {
    policy: &'p Policy,
    by_counter: BTreeMap<(&'p str, Window), BTreeSet<&'p str>>,
}

/// What makes two limits comparable: the window and the tools that share the counter.
type Key<'p> = (Window, &'p BTreeSet<&'p str>);

impl<'p> Counted<'p> {
    /// The counters of two policies.
    pub fn of(old: &'p Policy, new: &'p Policy) -> Self {
        Self { old: Owners::of(old), new: Owners::of(new) }
    }

    /// How the limits of a tool differ, or for [`OTHERS`] the limits over all tools. If `counts` is false, they
    /// are listed but count as the same.
    pub fn difference(&self, tool: &str, counts: bool) -> LimitsDifference {
        let (old, new) = (self.old.limits(tool), self.new.limits(tool));
        let (of_old, of_new) = (self.old.least(tool), self.new.least(tool));
        let change = Change::of(counts && !is_implied(&of_old, &of_new), counts && !is_implied(&of_new, &of_old));
        LimitsDifference { old: old.to_vec(), new: new.to_vec(), change }
    }
}

/// Whether every call that passes these also passes those.
fn is_implied(those: &BTreeMap<Key<'_>, u64>, these: &BTreeMap<Key<'_>, u64>) -> bool {
    those.iter().all(|(key, most)| these.get(key).is_some_and(|tighter| tighter <= most))
}

impl<'p> Owners<'p> {
    fn of(policy: &'p Policy) -> Self {
        let of_tools = policy.tools.iter().map(|(name, tool)| (name.as_str(), tool.limits.as_slice()));
        let mut by_counter: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (owner, limits) in of_tools.chain([(OTHERS, policy.all_tools.as_slice())]) {
            for limit in limits {
                by_counter.entry((limit.counter.as_str(), limit.window)).or_default().insert(owner);
            }
        }
        Self { policy, by_counter }
    }

    fn limits(&self, tool: &str) -> &'p [Limit] {
        match tool {
            OTHERS => &self.policy.all_tools,
            name => self.policy.tools.get(name).map_or(&[], |tool| &tool.limits),
        }
    }

    /// The smallest maximum for each key.
    fn least(&self, tool: &str) -> BTreeMap<Key<'_>, u64> {
        let mut least = BTreeMap::new();
        for limit in self.limits(tool) {
            if let Some(owners) = self.by_counter.get(&(limit.counter.as_str(), limit.window)) {
                let most = least.entry((limit.window, owners)).or_insert(limit.max);
                *most = limit.max.min(*most);
            }
        }
        least
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Tool;

    fn policy(limits: &[(&str, &str, u64)]) -> Policy {
        let mut policy = Policy::default();
        for (tool, counter, max) in limits {
            let limit = Limit { place: None, counter: (*counter).to_owned(), window: Window::Hour, max: *max };
            match *tool {
                OTHERS => policy.all_tools.push(limit),
                name => policy.tools.entry(name.to_owned()).or_insert_with(Tool::default).limits.push(limit),
            }
        }
        policy
    }

    #[test]
    fn limits_are_compared_by_the_tools_that_share_them() {
        for (old, new, expected) in [
            (&[("a", "a_rate", 5)][..], &[("a", "calls", 5)][..], Change::Same),
            (&[("a", "a_rate", 5)], &[("a", "a_rate", 6)], Change::Wider),
            (&[("a", "a_rate", 5)], &[("a", "a_rate", 4)], Change::Narrower),
            (&[("a", "a_rate", 5)], &[], Change::Wider),
            (&[("a", "a_rate", 5)], &[("a", "x", 7), ("a", "y", 5)], Change::Same),
            (&[("a", "x", 5), ("b", "x", 5)], &[("a", "a", 5), ("b", "b", 5)], Change::Both),
        ] {
            let (old, new) = (policy(old), policy(new));
            assert_eq!(Counted::of(&old, &new).difference("a", true).change, expected, "{old:?} {new:?}");
        }
        let (old, new) = (policy(&[(OTHERS, "x", 5)]), policy(&[(OTHERS, "x", 9)]));
        assert_eq!(Counted::of(&old, &new).difference(OTHERS, true).change, Change::Wider);
        assert_eq!(Counted::of(&old, &new).difference(OTHERS, false).change, Change::Same);
    }
}
