//! A record of a trace, and how records stand in a file.

use super::call::Found;
use crate::source::json::{Json, JsonError};

/// How the records of a format stand in a file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// A record a line, or a document with the records in it.
    Records,
    /// A document with a list of records, to which these keys lead.
    List(&'static [&'static str]),
}

/// A record.
pub(super) enum Frame {
    /// A value on the page.
    Value(Json),
    /// A line that is no JSON.
    Other(JsonError),
    /// What is no record.
    Unreadable(Found),
}
