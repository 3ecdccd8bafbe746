//! Replaying recorded calls: what a policy would have done to them, and at which of its lines.

mod blocks;
mod decisions;
mod errors;
mod input;
pub mod json;
mod judge;
mod ledger;
mod notes;
pub mod outcome;
mod replay;
mod seen;
mod show;
pub mod suggest;
mod tally;
pub mod why;

pub use errors::{count, grouped};
pub use input::{Options, Policies, Trace};
pub use outcome::{Decided, Outcome};
pub use replay::replay;
