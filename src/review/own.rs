//! What a branch tries to agree on by itself.

use crate::settings::Acceptance;
use crate::source::Place;

/// An entry that the branch itself adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The `jamb.toml`, as messages call it.
    pub file: String,
    /// Where it says so.
    pub place: Place,
    /// The entry.
    pub entry: Acceptance,
}
