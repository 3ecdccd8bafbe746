//! Edits, and what they promise.

use crate::source::Place;

/// What a fix promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safety {
    /// No decision changes.
    Safe,
    /// Some decisions may change.
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
    /// What the edits promise.
    pub safety: Safety,
    /// The edits, which never overlap.
    pub edits: Vec<Edit>,
}
