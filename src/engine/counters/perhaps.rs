//! Limits that may deny a call, but not for certain: calls before it may have been denied, or may have been made at
//! another time.

use crate::engine::decision::RuleId;
use crate::engine::program::Bound;

/// Which limits may deny a call.
#[derive(Debug, Clone, Copy)]
pub enum Perhaps {
    /// None.
    Passes,
    /// Those of one counter. The first of them has this rule.
    Reached { rule: RuleId, counter: u32 },
    /// Those of several counters.
    ReachedSeveral(RuleId),
}

impl Perhaps {
    /// This limit, too, may deny the call.
    pub fn or_reached(self, limit: &Bound) -> Self {
        match self {
            Perhaps::Passes => Perhaps::Reached { rule: limit.rule, counter: limit.counter },
            Perhaps::Reached { rule, counter } if counter != limit.counter => Perhaps::ReachedSeveral(rule),
            Perhaps::Reached { .. } | Perhaps::ReachedSeveral(_) => self,
        }
    }

    /// Whether the call certainly counts in a counter. If only the limits of this counter can deny it, its window is
    /// full where they do: the least that it may have counted is one more in any case.
    pub fn counts_in(self, other: u32) -> bool {
        match self {
            Perhaps::Passes => true,
            Perhaps::Reached { counter, .. } => counter == other,
            Perhaps::ReachedSeveral(_) => false,
        }
    }

    /// The rule of the first of them.
    pub fn rule(self) -> Option<RuleId> {
        match self {
            Perhaps::Passes => None,
            Perhaps::Reached { rule, .. } | Perhaps::ReachedSeveral(rule) => Some(rule),
        }
    }
}
