//! What a tool's `inputSchema` accepts, so that the calls that are found are calls the server would accept.
//!
//! ```text
//! schema ──formula::accepted──► Formula, with the policy's ──solve──► a call ──valid──► accepted, refused, unclear
//! ```

mod combined;
mod fitting;
mod formats;
mod formula;
mod objects;
mod reading;
mod rules;
mod valid;

pub use fitting::{Fitting, element_beside};
pub use formula::{accepted, closed, refused};
pub use reading::Reading;
pub use rules::broken;
pub use valid::{Validity, refusing, valid, valid_part};
