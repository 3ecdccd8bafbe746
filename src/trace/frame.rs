//! A record of a trace, and how records are stored in a file.

use super::call::Found;
use crate::source::json::{Json, JsonError};

/// How a format stores records in a file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// One record per line, or a document that contains the records.
    Records,
    /// A document with a list of records at this path.
    List(&'static [&'static str]),
}

/// A record.
pub(super) enum Frame {
    /// A JSON value.
    Value(Json),
    /// A line that is not JSON.
    Other(JsonError),
    /// Something that is not a record.
    Unreadable(Found),
}
