//! Questions about all calls, answered exactly: which calls a policy allows, which calls another policy denies,
//! whether an assert holds. Every "yes" comes with a call that shows it, confirmed by the engine. Every "no" is
//! a proof. A question that exceeds a bound is answered "unknown", with the reason.
//!
//! ```text
//! conditions ──encode──► Formula ──solve──► a set of values at each path ──witness──► a call ──engine──► confirmed
//! ```

mod asserts;
pub mod attacks;
mod call;
mod confirm;
pub mod diff;
mod elements;
mod encode;
mod errors;
mod fits;
mod formula;
pub mod guess;
pub mod holes;
pub mod hosts;
mod judge;
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

pub use asserts::{Asserted, Broken, Proof, asserts, breaks, message, prove};
pub use call::Call;
pub use prover::Prover;
pub use solve::Answer;
pub use subject::Subject;
pub use why::Why;
