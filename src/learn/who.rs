//! Who made calls: enough to know whether one grant, or one session, did something alone.

use std::hash::BuildHasher;
use std::hash::RandomState;

/// The grant and the session of a call, as fingerprints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Who {
    /// The grant.
    pub grant: u64,
    /// The session, of this grant.
    pub session: u64,
}

/// What is left out in turn to see whether the others support a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Each grant.
    Grant,
    /// Each session, because all calls are of one grant.
    Session,
    /// Nothing can be left out: all calls are of one grant and one session.
    Nothing,
    /// Nothing is left out: what one grant alone did counts, too. This is what comments offer.
    Anyone,
}

/// Makes the fingerprints. They are unpredictable, so that no trace can make two grants look like one.
#[derive(Debug, Default)]
pub struct Fingerprints(RandomState);

/// Calls that have something in common, and whether several grants or sessions made them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Support {
    /// How many calls.
    pub calls: u64,
    first: Who,
    grants_differ: bool,
    sessions_differ: bool,
}

impl Fingerprints {
    /// Who made a call.
    pub fn who(&self, grant: &str, session: &str) -> Who {
        Who { grant: self.0.hash_one(grant), session: self.0.hash_one((grant, session)) }
    }
}

impl Unit {
    /// The word for several of them, with their number: `31 grants`.
    pub fn word(self) -> &'static str {
        match self {
            Unit::Grant | Unit::Nothing | Unit::Anyone => "grant",
            Unit::Session => "session",
        }
    }
}

impl Support {
    /// One call.
    pub fn of(who: Who) -> Self {
        Self { calls: 1, first: who, grants_differ: false, sessions_differ: false }
    }

    /// One more call.
    pub fn add(&mut self, who: Who) {
        self.merge(&Self::of(who));
    }

    /// The calls of both.
    pub fn merge(&mut self, other: &Self) {
        self.calls += other.calls;
        self.grants_differ |= other.grants_differ || self.first.grant != other.first.grant;
        self.sessions_differ |= other.sessions_differ || self.first.session != other.first.session;
    }

    /// Whether more than one made these calls. What one made alone is not taken: leaving that one out, nothing
    /// supports it.
    pub fn is_shared(&self, unit: Unit) -> bool {
        match unit {
            Unit::Grant => self.grants_differ,
            Unit::Session => self.sessions_differ,
            Unit::Nothing => false,
            Unit::Anyone => true,
        }
    }
}

/// Counts a call in a place that may be empty.
pub fn count(place: &mut Option<Support>, who: Who) {
    match place {
        Some(support) => support.add(who),
        None => *place = Some(Support::of(who)),
    }
}
