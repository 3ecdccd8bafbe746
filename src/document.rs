//! Decides what a file is, and judges it: parses it, checks it, proves its asserts and lints it, with the
//! settings that apply to it. Every command, the tests and every other caller use this module, on any
//! [`Disk`](crate::source::disk::Disk).
//!
//! ```text
//!   text ──Kind::of──► Document ──Workspace::judge, for a Job──► Judgement: policy, trees, diagnostics
//!
//!   many Documents ──OpenDocuments::judge_all──► one Judged each ──merged──► one list of diagnostics
//!                         ▲              │
//!                         └─ edit, fix ──┘
//! ```
//!
//! - A [`Document`] is a text and its [`Kind`]. No other module decides what a file is.
//! - A [`Job`] says which kinds of file a command takes and which passes it runs. One table lists all
//!   commands.
//! - A [`Workspace`] is a disk and the unsaved texts of its files. It reads each catalog and each
//!   `jamb.toml` once.
//! - [`OpenDocuments`] are judged together, on several threads. After an edit, only the documents that
//!   read the edited file are judged again. [`fix()`] works this way, and so can a language server.
//!
//! A command that runs once judges a document like this:
//!
//! ```
//! use jamb::document::{Document, Job, Workspace};
//! use jamb::source::disk::MemoryDisk;
//! use jamb::source::{Source, Sources};
//!
//! let workspace = Workspace::new(MemoryDisk::default());
//! let document = Document::new(Source::from_text("policy.pl", "default deny"));
//! let mut sources = Sources::default();
//! let judgement = workspace.judge(&mut sources, &document, Job::CHECK);
//! assert!(judgement.policy.is_some() && judgement.diagnostics.is_empty());
//! ```

mod kind;
mod file;
mod job;
mod errors;
mod judgement;
mod merge;
mod overlay;
mod settings;
mod workspace;
mod threads;
mod open;
mod fix;
mod import;

pub use file::Document;
pub use fix::{Changed, Fixed, fix};
pub use import::import;
pub use job::{Job, Refusal};
pub use judgement::Judgement;
pub use kind::Kind;
pub use merge::{merged, once};
pub use open::{DocumentId, Judged, OpenDocuments};
pub use overlay::Overlay;
pub use workspace::Workspace;
