//! What a condition is for. That decides what follows if the gateway can't tell a number from its neighbours.

use crate::diagnostic::Severity;
use crate::vocab::Operator;

/// What a condition is for.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// A claim: an assert may be about any call.
    Claim,
    /// A call must meet it.
    Require,
    /// A call that meets it is denied.
    Deny,
}

impl Purpose {
    /// What the condition inside a `not` is for.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Purpose::Claim => Purpose::Claim,
            Purpose::Require => Purpose::Deny,
            Purpose::Deny => Purpose::Require,
        }
    }

    /// How serious a number is that equals its neighbours: an error if a call with a neighbour gets through, a
    /// warning if it is denied as well.
    ///
    /// | | `==`, `in`, `contains` | `!=`, `not in` | an order |
    /// | --- | --- | --- | --- |
    /// | must hold | gets through | denied | may get through |
    /// | must not hold | denied | gets through | may get through |
    pub fn of_inexact(self, operator: Operator) -> Option<Severity> {
        let denies = match self {
            Purpose::Claim => return None,
            Purpose::Require => operator.is_negative(),
            Purpose::Deny => !operator.is_negative(),
        };
        Some(if denies && operator.order().is_none() { Severity::Warning } else { Severity::Error })
    }
}
