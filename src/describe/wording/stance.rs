//! How a comparison is said.

use crate::describe::voice::Voice;

/// How a comparison is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stance {
    /// The side of the decision that it is on.
    pub side: Side,
    /// Who reads it.
    pub voice: Voice,
}

/// Which side of a decision a comparison is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// It has to hold, so a reader who takes too much for a match is stopped by the gateway.
    Required,
    /// Calls are denied by it, so it must not sound wider than it is: `"6"` is not above 5.
    Denied,
}
