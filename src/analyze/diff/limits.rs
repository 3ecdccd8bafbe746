//! Compares limits by what they allow, not by how they are written. A limit is redundant if the other limits of a
//! policy never let as many calls through: under `limit 5 per minute`, nothing ever exceeds `limit 400 per hour`.
//!
//! | a limit of one policy | is implied in the other policy by |
//! | --- | --- |
//! | on one tool | a limit at that tool, on it alone, on several tools together, or on all tools |
//! | on several tools together | one on at least these tools, or one limit on each, with a sum that is at most as large |
//! | on all tools | one on all tools, or the sum over every tool that can be called |

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// The tools for which both policies allow a call. For other tools, limits make no difference.
#[derive(Debug, Default)]
pub struct Called<'p> {
    /// Those that a policy names.
    pub named: BTreeSet<&'p str>,
    /// Whether there may be others.
    pub others: bool,
}

/// The limits of two policies.
#[derive(Debug)]
pub struct Counted<'p> {
    old: Side<'p>,
    new: Side<'p>,
    called: Called<'p>,
}

/// The limits of one policy, with the tools that share each counter.
#[derive(Debug)]
struct Side<'p> {
    policy: &'p Policy,
    owners: HashMap<Key<'p>, Owners<'p>>,
    /// The most calls that a group of tools can get through in a window.
    sums: RefCell<HashMap<Key<'p>, Option<u128>>>,
    /// Whether the tools that share a counter of the other policy all share one of this policy.
    shared: RefCell<HashMap<(Key<'p>, Key<'p>), bool>>,
}

/// A counter. The same name in two windows is two counters.
type Key<'p> = (&'p str, Window);

/// The tools that share a counter.
#[derive(Debug, Default)]
struct Owners<'p> {
    named: BTreeSet<&'p str>,
    is_over_all: bool,
}

impl<'p> Counted<'p> {
    /// The limits of two policies.
    pub fn of(old: &'p Policy, new: &'p Policy, called: Called<'p>) -> Self {
        Self { old: Side::of(old), new: Side::of(new), called }
    }

    /// How the limits of a tool differ, or for [`OTHERS`] the limits over all tools.
    pub fn difference(&self, tool: &str) -> LimitsDifference {
        let (old, new) = (self.old.limits(tool), self.new.limits(tool));
        let counts = match tool {
            OTHERS => self.called.others || !self.called.named.is_empty(),
            name => self.called.named.contains(name),
        };
        let is_wider = counts && !self.are_implied(tool, &self.old, &self.new);
        let is_narrower = counts && !self.are_implied(tool, &self.new, &self.old);
        LimitsDifference { old: old.to_vec(), new: new.to_vec(), change: Change::of(is_wider, is_narrower) }
    }

    /// Whether the limits of one policy at a tool deny nothing that the other policy's limits let through.
    fn are_implied(&self, tool: &str, those: &Side<'p>, these: &Side<'p>) -> bool {
        those.limits(tool).iter().all(|limit| {
            let most = u128::from(limit.max);
            let key = key(limit);
            let Some(owners) = those.owners.get(&key) else { return false };
            let at_tool = these.limits(tool).iter().chain(&these.policy.all_tools);
            let is_direct =
                |other: &'p Limit| within(other, limit.window) <= most && these.covers(other, key, owners, self);
            at_tool.into_iter().any(is_direct) || these.sum(key, owners, self).is_some_and(|sum| sum <= most)
        })
    }
}

impl<'p> Side<'p> {
    fn of(policy: &'p Policy) -> Self {
        let mut owners: HashMap<Key<'p>, Owners<'p>> = HashMap::new();
        for (name, tool) in &policy.tools {
            for limit in &tool.limits {
                owners.entry(key(limit)).or_default().named.insert(name);
            }
        }
        for limit in &policy.all_tools {
            owners.entry(key(limit)).or_default().is_over_all = true;
        }
        Self { policy, owners, sums: RefCell::default(), shared: RefCell::default() }
    }

    fn limits(&self, tool: &str) -> &'p [Limit] {
        match tool {
            OTHERS => &self.policy.all_tools,
            name => self.policy.tools.get(name).map_or(&[], |tool| &tool.limits),
        }
    }

    /// Whether a limit of this policy counts every call that a counter of the other policy counts.
    fn covers(&self, limit: &'p Limit, other: Key<'p>, owners: &Owners<'p>, counted: &Counted<'p>) -> bool {
        let mine = (limit.counter.as_str(), limit.window);
        let Some((mine, of_mine)) = self.owners.get_key_value(&mine) else { return false };
        if of_mine.is_over_all {
            return true;
        }
        let covers = || {
            !(owners.is_over_all && counted.called.others)
                && counted.named(owners).all(|tool| of_mine.named.contains(tool))
        };
        *self.shared.borrow_mut().entry((*mine, other)).or_insert_with(covers)
    }

    /// The most calls to the tools of a counter that this policy lets through in the counter's window; `None` if they
    /// are unlimited.
    fn sum(&self, key: Key<'p>, owners: &Owners<'p>, counted: &Counted<'p>) -> Option<u128> {
        let sum = || {
            if owners.is_over_all && counted.called.others {
                return None;
            }
            // Tools that share a counter are counted once.
            let mut by_counter: BTreeMap<Key<'_>, u128> = BTreeMap::new();
            for tool in counted.named(owners) {
                let limits = self.limits(tool).iter().chain(&self.policy.all_tools);
                let tightest = limits.min_by_key(|limit| within(limit, key.1))?;
                let most = by_counter.entry(self::key(tightest)).or_default();
                *most = within(tightest, key.1).max(*most);
            }
            by_counter.into_values().try_fold(0_u128, u128::checked_add)
        };
        *self.sums.borrow_mut().entry(key).or_insert_with(sum)
    }
}

impl<'p> Counted<'p> {
    /// The tools of a counter that both policies let be called.
    fn named<'s>(&'s self, owners: &'s Owners<'p>) -> impl Iterator<Item = &'s &'p str> {
        let all = owners.is_over_all.then_some(&self.called.named).into_iter().flatten();
        let some = (!owners.is_over_all).then_some(&owners.named).into_iter().flatten();
        all.chain(some.filter(|tool| self.called.named.contains(*tool)))
    }
}

/// Limits in words: `10 per minute and 100 per hour`.
pub fn words(limits: &[Limit]) -> String {
    let all: Vec<_> = limits.iter().map(|limit| format!("{} per {}", limit.max, limit.window.word())).collect();
    if all.is_empty() { "no limit".to_owned() } else { all.join(" and ") }
}

fn key(limit: &Limit) -> Key<'_> {
    (&limit.counter, limit.window)
}

/// The most calls that a limit lets through in a window: as many as in its own window if that is longer, and otherwise
/// as many in each of the windows that fit in. The windows of the calendar fit into each other.
fn within(limit: &Limit, window: Window) -> u128 {
    let times = (window.seconds() / limit.window.seconds()).max(1);
    u128::from(limit.max) * u128::from(times.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Tool;
    use Change::{Both, Narrower, Same, Wider};
    use Window::{Day, Hour, Minute};

    type Row<'r> = (&'r str, &'r str, u64, Window);

    fn policy(limits: &[Row<'_>]) -> Policy {
        let mut policy = Policy::default();
        for (tool, counter, max, window) in limits {
            let limit = Limit { place: None, counter: (*counter).to_owned(), window: *window, max: *max };
            match *tool {
                OTHERS => policy.all_tools.push(limit),
                name => policy.tools.entry(name.to_owned()).or_insert_with(Tool::default).limits.push(limit),
            }
        }
        policy
    }

    fn change(old: &[Row<'_>], new: &[Row<'_>], tool: &str, others: bool) -> Change {
        let (old, new) = (policy(old), policy(new));
        let named = BTreeSet::from(["a", "b"]);
        Counted::of(&old, &new, Called { named, others }).difference(tool).change
    }

    #[test]
    fn limits_are_compared_by_what_they_let_through() {
        for (old, new, expected) in [
            (&[("a", "a_rate", 5, Hour)][..], &[("a", "calls", 5, Hour)][..], Same),
            (&[("a", "a_rate", 5, Hour)], &[("a", "a_rate", 6, Hour)], Wider),
            (&[("a", "a_rate", 5, Hour)], &[("a", "a_rate", 4, Hour)], Narrower),
            (&[("a", "a_rate", 5, Hour)], &[], Wider),
            (&[("a", "a_rate", 5, Hour)], &[("a", "x", 7, Hour), ("a", "y", 5, Hour)], Same),
            // Five of both together are fewer than five of each.
            (&[("a", "x", 5, Hour), ("b", "x", 5, Hour)], &[("a", "a", 5, Hour), ("b", "b", 5, Hour)], Wider),
            (&[("a", "x", 9, Hour), ("b", "x", 9, Hour)], &[("a", "a", 4, Hour), ("b", "b", 5, Hour)], Narrower),
            (&[("a", "x", 9, Hour), ("b", "x", 9, Hour)], &[("a", "a", 5, Hour), ("b", "b", 5, Hour)], Both),
            (&[("a", "a", 5, Hour)], &[("a", "a", 5, Day)], Narrower),
            (&[("a", "a", 5, Minute)], &[("a", "a", 300, Hour)], Wider),
            (&[("a", "a", 5, Minute)], &[("a", "a", 299, Hour)], Both),
            (&[("a", "a", 5, Hour)], &[("*", "all", 5, Hour)], Same),
        ] {
            assert_eq!(change(old, new, "a", false), expected, "{old:?} {new:?}");
        }
    }

    #[test]
    fn limits_over_all_tools_count_every_tool_that_can_be_called() {
        let all = |max, window| ("*", "all", max, window);
        for (old, new, others, expected) in [
            (&[all(5, Hour)][..], &[][..], false, Wider),
            (&[all(5, Hour)], &[all(9, Hour)], true, Wider),
            (&[all(9, Hour)], &[all(5, Hour)], false, Narrower),
            (&[all(9, Hour)], &[("*", "other", 9, Hour)], false, Same),
            (&[all(9, Hour)], &[all(9, Minute)], false, Wider),
            (&[all(9, Hour)], &[("a", "a", 4, Hour), ("b", "b", 5, Hour)], false, Same),
            (&[all(9, Hour)], &[("a", "a", 4, Hour), ("b", "b", 5, Hour)], true, Wider),
            (&[all(9, Hour)], &[("a", "a", 4, Hour)], false, Wider),
        ] {
            assert_eq!(change(old, new, OTHERS, others), expected, "{old:?} {new:?}");
        }
        let (old, new) = (policy(&[all(5, Hour)]), policy(&[]));
        let counted = Counted::of(&old, &new, Called::default());
        assert_eq!(counted.difference(OTHERS).change, Same, "no policy allows a call");
    }
}
