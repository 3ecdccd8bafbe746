//! What is said of an argument.

use crate::describe::phrase::Phrase;

/// What a comparison says of its argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predicate {
    /// "is at most 5"
    pub says: Phrase,
    /// The same after an order of the same argument: "at most 5".
    pub after_order: Option<Phrase>,
    /// It has an "and", an "or" or a comma of its own.
    pub is_compound: bool,
}

/// A predicate without an "or" or a comma.
pub fn simple(says: Phrase) -> Predicate {
    Predicate { says, after_order: None, is_compound: false }
}

/// A predicate that lists so many values.
pub fn one_of(says: Phrase, listed: usize) -> Predicate {
    Predicate { says, after_order: None, is_compound: listed > 1 }
}
