//! A mutant, and what came of it.

use crate::analyze::{Call, Why};
use crate::diagnostic::Diagnostic;
use crate::source::Place;

/// A mutant that was judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutant {
    /// What was changed.
    pub place: Place,
    /// How: `` `> 10001` in place of `> 10000` ``.
    pub words: String,
    /// What came of it.
    pub fate: Fate,
}

/// What came of a mutant.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// A test fails, an assert breaks, or a recorded call is decided otherwise.
    Noticed,
    /// No call tells it from the policy: it is none.
    Equal,
    /// Nothing notices it.
    Missed(Box<Missed>),
    /// Nothing notices it, and it could not be found out whether a call tells it apart.
    Unknown(Why),
    /// There was no room left to judge it.
    LeftOut,
}

/// A mutant that nothing notices.
#[derive(Debug, Clone, PartialEq)]
pub struct Missed {
    /// A call that is decided otherwise, once or the last of several.
    pub call: Call,
    /// A test that notices it, in the words of the language.
    pub test: String,
    /// The test that is shown with a mutant before it notices this one, too.
    pub is_told: bool,
    /// The message about it.
    pub diagnostic: Diagnostic,
}
