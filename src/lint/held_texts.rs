//! Where an argument holds texts of a kind.

use crate::classify::ArgumentKind;
use crate::vocab::Path;

/// The texts of an argument that have a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// The argument.
    pub path: Path,
    /// Where in it they are.
    pub held: Held,
    /// What they are for.
    pub kind: ArgumentKind,
}

/// Where in an argument its texts are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// The argument is one.
    Itself,
    /// Each of its elements is one.
    Element,
    /// Each of its elements is an object that has one as this member.
    Member(String),
}
