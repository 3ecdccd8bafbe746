//! From pest's pairs to the tree.
//!
//! The grammar decides the form. What it can't decide is checked here: a number too large for a double, a
//! time that does not exist, an empty tool name. Building stops at the first mistake of an item or a clause,
//! just as reading does.

// These are the rules of the grammar, a hundred and thirty of them: rules that a match does not name can't
// occur there.
#![allow(clippy::wildcard_enum_match_arm)]

mod node;
mod parts;
mod conditions;
mod clauses;
mod test_items;
mod items;

pub use clauses::clause;
pub use conditions::path;
pub use items::{head, item, targets};
pub use node::Node;
pub use test_items::test_step;
