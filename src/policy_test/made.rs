//! A call of a test, made ready.

use crate::source::SourceId;
use crate::source::json::Json;
use crate::syntax::tree;

/// A call, made ready.
pub struct Made<'t> {
    /// The call in the test.
    pub call: &'t tree::Call,
    /// The test's name.
    pub test: &'t str,
    /// The file of the test.
    pub source: SourceId,
    /// The JSON text of its arguments.
    pub args: String,
    /// The same, to be looked into.
    pub tree: Json,
    /// Of several calls alike the number of the one that is spoken of, from 1 on.
    pub repetition: u64,
}
