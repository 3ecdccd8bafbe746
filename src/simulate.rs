//! Replays recorded calls: how a policy would have decided them, and which of its lines decided.

mod arguments;
mod blocks;
mod by_server;
mod census;
mod decided;
mod decisions;
mod disagreement;
mod doubts;
mod errors;
mod example;
mod facts;
mod firsts;
mod hits;
mod input;
pub mod json;
mod judge;
mod known;
mod ledger;
mod notes;
pub mod outcome;
pub mod overview;
mod policy_ledger;
pub mod redact;
mod reading;
mod replay;
mod seen;
pub mod suggest;
mod tally;
pub mod why;

pub use errors::{count, grouped};
pub use input::{Open, Options, Policies, Trace};
pub use known::may_look_ahead;
pub use outcome::{Decided, Outcome};
pub use reading::Reading;
pub use replay::{replay, replay_by_server};
