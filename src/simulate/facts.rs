//! What a clause did: how many calls it denied, whose they were, and when they were made.

use std::collections::BTreeMap;

use super::outcome::Hit;
use crate::vocab::Time;

/// What a clause did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts<'o> {
    /// How many calls it denied.
    pub calls: u64,
    /// How many of them each grant made.
    pub grants: BTreeMap<&'o str, u64>,
    /// How many more were made by grants that are not counted one by one.
    pub other_grants: u64,
    /// The earliest recorded time.
    pub first: Option<Time>,
    /// The latest recorded time.
    pub last: Option<Time>,
}

impl<'o> Facts<'o> {
    /// What the rules of a clause did together.
    pub fn of(hits: impl Iterator<Item = &'o Hit>) -> Self {
        let mut facts = Facts::default();
        for hit in hits {
            facts.calls += hit.calls;
            facts.other_grants += hit.other_grants;
            for (grant, calls) in &hit.grants {
                *facts.grants.entry(grant).or_default() += calls;
            }
            for time in [hit.first.time, hit.last.as_ref().and_then(|last| last.time)].into_iter().flatten() {
                facts.first = Some(facts.first.map_or(time, |first| first.min(time)));
                facts.last = Some(facts.last.map_or(time, |last| last.max(time)));
            }
        }
        facts
    }
}
