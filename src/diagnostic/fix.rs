//! Edits with a promise.

use crate::source::Place;

/// What a fix promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safety {
    /// Every call is decided as before.
    Safe,
    /// Some calls may be decided otherwise.
    Unsafe,
}

/// One replacement of text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edit {
    /// What is replaced.
    pub place: Place,
    /// What is written instead.
    pub text: String,
}

/// Edits that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What they promise.
    pub safety: Safety,
    /// The edits; none overlaps another.
    pub edits: Vec<Edit>,
}
