//! Where an argument holds texts of a kind.

pub use crate::classify::tool_texts::Held;

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
