//! A pipe between an MCP client and a server that talks over standard input and output, which records the calls that
//! pass it. It can also stand in for the gateway, to try a policy.
//!
//! ```text
//!   client ──input──► pass, or Gate ──► server's input
//!                      │ copy
//!                      ▼
//!                    Lines ──Line──► Recorder ──► trace, list of tools
//!                      ▲
//!                      │ copy
//!   client ◄─output── pass, or Gate ◄── server's output
//! ```
//!
//! Without a policy to enforce, every byte passes at once and unchanged, and a copy of it is looked at on another
//! thread. With one, only what was read and allowed passes, written anew.

mod answer;
mod anew;
mod catalog_file;
mod clock;
mod decider;
mod entry;
mod enforced;
mod gate;
mod glance;
mod id;
mod lines;
mod listing;
mod observed;
mod open_calls;
pub mod passing;
pub mod process;
mod recorder;
mod relay;
mod streams;
mod trace_file;
mod voice;
mod wires;

pub use decider::Decider;
pub use entry::Label;
pub use gate::{Gate, Passage};
pub use glance::{Glance, Seen};
pub use lines::{Line, Lines};
pub use recorder::{Recorder, Start};
pub use relay::run;
pub use trace_file::TraceFile;
pub use voice::{Said, Voice};
