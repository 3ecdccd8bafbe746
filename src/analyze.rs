//! Questions about all calls, answered exactly: what a policy lets through, what another one stops,
//! whether an assert holds. Every "there is one" comes with a call that shows it, confirmed by the
//! engine; every "there is none" is a proof; what outgrows a bound is unknown, and says why.
//!
//! ```text
//! conditions ──encode──► Formula ──solve──► a set of values at each path ──witness──► a call ──engine──► confirmed
//! ```

mod asserts;
mod call;
mod confirm;
pub mod diff;
mod encode;
mod errors;
mod fits;
mod formula;
pub mod holes;
pub mod hosts;
mod language;
mod lists;
mod numbers;
mod product;
mod prover;
pub mod questions;
mod refused;
mod regexes;
mod schema;
mod solve;
mod subject;
mod term;
mod texts;
mod utf8;
mod why;
mod witness;

pub use asserts::{Broken, Proof, asserts, breaks, message, told};
pub use call::Call;
pub use prover::Prover;
pub use solve::Answer;
pub use subject::Subject;
pub use why::Why;
