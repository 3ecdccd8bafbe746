//! From what pest has read to the tree.
//!
//! The grammar settles the shape; what it can't settle is a mistake here: a number too large for a
//! double, a time that is not of the calendar, an empty tool name. Building stops at the first
//! mistake of an item or a clause, as reading does.

// The rules are those of the grammar, a hundred and thirty: what a match does not name can't stand there.
#![allow(clippy::wildcard_enum_match_arm)]

mod node;
mod parts;
mod conditions;
mod clauses;
mod test_items;
mod items;

pub use clauses::clause;
pub use items::{head, item};
pub use node::Node;
pub use test_items::test_step;
