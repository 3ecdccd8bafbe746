//! Drift: a server's list of tools changes, and the policy that was written for it says something else than
//! it did, or nothing. What is wider is a call that the server accepts now, did not accept before, and that
//! the policy lets through.
//!
//! ```text
//! two lists ──lists──► tools added, gone, renamed, changed ──effects, a policy──► calls let through, dead clauses
//! ```

mod effects;
mod errors;
pub mod json;
mod lists;
mod policy;
mod union;

pub use effects::{Effect, EffectKind, effects, messages};
pub use lists::{Change, Detail, DetailKind, ToolDrift, lists};
pub use policy::{Compiled, Lists, compiled};
