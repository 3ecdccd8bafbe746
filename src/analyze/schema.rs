//! What a tool's `inputSchema` accepts, so that the calls that are found are calls the server would accept.
//!
//! ```text
//! schema ──formula::accepted──► Formula, with the policy's ──solve──► a call ──valid──► accepted, refused, unclear
//! ```

mod combined;
mod fitting;
mod formula;
mod objects;
mod reading;
mod rules;
mod valid;

pub use fitting::Fitting;
pub use formula::{accepted, closed};
pub use reading::Reading;
pub use rules::broken;
