//! The language server: `jamb lsp` over standard input and output.
//!
//! ```text
//!   client ──stdio──► Inbox ──► Server ──requests (a table)──► a handler ──► editor, document
//!                                  ▲                                             │
//!                                  └────────── Background (asserts, lint) ◄──────┘
//! ```
//!
//! - The protocol is a library's: `lsp-server` reads and writes messages, `gen-lsp-types` has their types.
//! - A [`Server`] reads one message after the other. An edit only changes a text; the policy is parsed and checked when
//!   there is no further message, or when a request asks for it.
//! - Asserts and lint rules may take longer than a keystroke. They run on a thread of their own, and no request waits
//!   for them.
//! - A handler is one file below `requests`. It asks [`editor`](crate::editor) or [`document`](crate::document), and
//!   turns the answer into the protocol's types.
//! - The server writes no file and starts no process. It reads what a policy names, and `jamb.toml`.

mod background;
mod capabilities;
mod client;
mod diagnostics;
mod disk;
mod inbox;
mod occurrences;
mod positions;
mod refusal;
mod requests;
mod server;
mod state;
mod stdio;
mod uri;

pub use disk::LocalDisk;
pub use positions::{Encoding, Positions};
pub use server::Server;
pub use stdio::serve;
