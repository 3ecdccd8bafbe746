//! A scanner that checks JSON strictly, to its end, without building anything. It returns a value as a
//! [`Raw`]: its kind and the bytes that it takes.
//!
//! It exists for traces, where every byte is read millions of times. On lines of 300 bytes it takes a tenth
//! of the time that `serde_json` takes to build a value, because most members are never used. Everything else
//! that reads JSON uses [`json`](super::json).

mod plain;
mod literal;
mod raw;
mod scanner;
mod habits;
#[cfg(test)]
mod tests;
mod skipped;

pub use habits::Habits;
pub use literal::Literal;
pub use raw::{Raw, RawKind, Word};
pub use scanner::{Malformed, Scanner, Stop};
pub use skipped::SkippedMembers;
