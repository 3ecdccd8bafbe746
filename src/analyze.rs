//! Questions about all calls, answered exactly: what a policy lets through, what another one stops,
//! whether an assert holds. Every "there is one" comes with a call that shows it, confirmed by the
//! engine; every "there is none" is a proof; what outgrows a bound is unknown, and says why.
//!
//! ```text
//! conditions ──encode──► Formula ──solve──► a set of values at each path ──witness──► a call ──engine──► confirmed
//! ```

mod asserts;
mod confirm;
pub mod diff;
mod encode;
mod errors;
mod find;
mod fits;
mod formula;
pub mod holes;
pub mod hosts;
mod language;
mod lists;
mod numbers;
mod product;
pub mod questions;
mod refused;
mod schema;
mod solve;
mod term;
mod texts;
mod utf8;
mod witness;
mod words;

pub use asserts::{Broken, Proof, asserts, breaks, message, told};
pub use errors::Why;
pub use find::{Call, Prover, Subject};
pub use solve::Answer;
