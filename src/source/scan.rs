//! JSON read where it lies: a scanner that checks a text strictly, to its end, and builds nothing.
//! What is asked for comes back as a [`Raw`]: its kind and the bytes that it takes.
//!
//! It exists for traces, of which every byte has to be looked at a million times over. On lines of 300
//! bytes this takes a tenth of the time in which `serde_json` builds a value, since of most members nobody
//! asks for the value. Everything else that reads JSON goes through [`json`](super::json).

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
