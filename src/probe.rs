//! Calls that settle how a gateway decides where nothing says so. For each open point there is another way to decide
//! ([`Point`]), and a probe is a call of this policy that the two ways decide differently.
//!
//! ```text
//! Policy ──candidates──► calls ──jamb's way, and each other way──► those that differ ──► Probe
//! ```

mod call;
mod calls;
mod candidates;
mod choice;
mod gateway;
mod limits;
mod names;
mod point;

pub use call::{Edge, Probe};
pub use choice::probes;
pub use point::{POINTS, Point};
