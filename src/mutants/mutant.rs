//! A mutant and its result.

use crate::analyze::{Call, Why};
use crate::diagnostic::Diagnostic;
use crate::source::Place;

/// A mutant that was judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutant {
    /// What was changed.
    pub place: Place,
    /// The change: `` `> 10001` in place of `> 10000` ``.
    pub words: String,
    /// The result.
    pub fate: Fate,
}

/// The result of a mutant.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// A test fails, an assert breaks, or a recorded call is decided differently.
    Noticed,
    /// It decides every call like the policy, so it is not really a mutant.
    Equal,
    /// Nothing notices it.
    Missed(Box<Missed>),
    /// Nothing notices it, and it could not be determined whether any call shows the difference.
    Unknown(Why),
    /// There was not enough budget to judge it.
    LeftOut,
}

/// A mutant that nothing notices.
#[derive(Debug, Clone, PartialEq)]
pub struct Missed {
    /// A call that is decided differently, the first time or after several repetitions.
    pub call: Call,
    /// A test that notices it, in the language.
    pub test: String,
    /// Whether the test suggested for an earlier mutant notices this one, too.
    pub is_covered: bool,
    /// The message about it.
    pub diagnostic: Diagnostic,
}
