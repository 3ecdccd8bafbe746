//! Calls without a time. They may have been made at any moment, so how many there are has to be known before
//! any call is decided: a replay counts them, and decides everything again.

use std::hash::BuildHasher;

use hashbrown::HashMap;

/// The most counters of grants that are kept. A trace with more of them leaves the others undetermined.
const MOST: usize = 1 << 20;

/// How many calls without a time count in each counter of a grant.
#[derive(Debug, Clone, Default)]
pub struct Untimed {
    shares: HashMap<(u32, u64), Share, foldhash::fast::RandomState>,
    /// There were too many: what is not here is not known.
    is_full: bool,
}

/// The calls that count in one counter of a grant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many of them have no time.
    pub calls: u64,
    /// The most calls with a time in one window.
    pub fullest: u64,
}

impl Untimed {
    /// Whether all calls have a time.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.shares.is_empty() && !self.is_full
    }

    /// What counts in a counter of a grant.
    pub fn share(&self, counter: u32, grant: u64) -> Share {
        const UNKNOWN: Share = Share { calls: u64::MAX / 2, fullest: 0 };
        let otherwise = if self.is_full { UNKNOWN } else { Share::default() };
        self.shares.get(&(counter, grant)).copied().unwrap_or(otherwise)
    }

    /// A call without a time counts.
    pub fn add(&mut self, counter: u32, grant: u64) {
        if self.shares.len() >= MOST && !self.shares.contains_key(&(counter, grant)) {
            self.is_full = true;
        } else {
            self.shares.entry((counter, grant)).or_default().calls += 1;
        }
    }

    /// So many calls with a time count in one window.
    pub fn meet(&mut self, counter: u32, grant: u64, calls: u64) {
        if self.shares.len() < MOST || self.shares.contains_key(&(counter, grant)) {
            let share = self.shares.entry((counter, grant)).or_default();
            share.fullest = share.fullest.max(calls);
        }
    }

    /// Whether the same calls were found again. Windows matter only where there are calls without a time.
    pub fn is_same(&self, other: &Untimed) -> bool {
        let counts = |untimed: &Untimed| untimed.shares.values().filter(|share| share.calls > 0).count();
        let is_there = |(key, share): (&(u32, u64), &Share)| share.calls == 0 || other.shares.get(key) == Some(share);
        self.is_full == other.is_full && counts(self) == counts(other) && self.shares.iter().all(is_there)
    }
}

/// Fingerprints of the names of grants, which are the same in every pass over the traces.
#[derive(Debug, Clone, Default)]
pub struct GrantPrints {
    hasher: foldhash::fast::RandomState,
}

impl GrantPrints {
    /// The fingerprint of a name.
    pub fn of(&self, grant: &[u8]) -> u64 {
        self.hasher.hash_one(grant)
    }
}
