//! How many calls got which decision.

use crate::engine::Verdict;

/// How many calls got which decision.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decided {
    /// Allowed.
    pub allowed: u64,
    /// Denied.
    pub denied: u64,
    /// Undetermined.
    pub undetermined: u64,
}

impl Decided {
    /// All calls.
    pub fn calls(&self) -> u64 {
        self.allowed + self.denied + self.undetermined
    }

    /// The sum of these and others.
    pub fn with(&self, other: &Decided) -> Decided {
        Decided {
            allowed: self.allowed + other.allowed,
            denied: self.denied + other.denied,
            undetermined: self.undetermined + other.undetermined,
        }
    }

    /// Counts calls.
    #[inline]
    pub fn add(&mut self, verdict: Verdict, calls: u64) {
        match verdict {
            Verdict::Allow => self.allowed += calls,
            Verdict::Deny => self.denied += calls,
            Verdict::Undetermined => self.undetermined += calls,
        }
    }
}
