//! What a document is, and what there is to say about it: the one answer for every command, the language
//! server, the tests and every other caller, on any [`Disk`](crate::source::disk::Disk).
//!
//! ```text
//!   text ──kind──► Document ──────────► Judgement: what was made of it, and its diagnostics
//!                      ▲  Workspace::judge, for a Job
//!   jamb.toml, catalogs, unsaved texts: Workspace
//!
//!   many documents, edits, threads: OpenDocuments ──fix──► texts without findings
//! ```
//!
//! - A [`Document`] is a text and its [`Kind`]. Nothing outside this module decides what a file is.
//! - A [`Job`] says which kinds a command takes and which passes it runs: one table for all commands.
//! - A [`Workspace`] is a disk with unsaved texts over it. It remembers catalogs and settings.
//! - [`OpenDocuments`] are judged together, on several threads. After an edit only the documents are
//!   judged again that read the edited file. [`fix`] and the language server work this way.
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
