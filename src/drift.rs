//! Drift: a server's list of tools changes, and the policy that was written for it now means something else, or
//! nothing. A change is *wider* if the policy allows a call that the server accepts now and did not accept
//! before.
//!
//! ```text
//! two lists ──lists──► tools added, removed, renamed, changed ──effects, a policy──► newly allowed calls, dead clauses
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
