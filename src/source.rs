//! Texts and places in them. Every file that a command reads becomes a [`Source`], and every place that a
//! message points to is a [`Place`].

mod span;
mod lines;
mod sources;
pub mod disk;
pub mod json;
pub mod scan;
mod quoted;
mod redaction;

pub use lines::{LineIndex, Position};
pub use quoted::{QuotedWalk, written_offset};
pub use redaction::Redaction;
pub use sources::{MAX_FILE_BYTES, Source, Sources, Undecodable};
pub use span::{Place, SourceId, Span};
