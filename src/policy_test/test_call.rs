//! A call of a test, ready to be made.

use crate::source::SourceId;
use crate::source::json::Json;
use crate::syntax::tree;

/// A call, ready to be made.
pub struct TestCall<'t> {
    /// The call in the test.
    pub call: &'t tree::Call,
    /// The test's name.
    pub test: &'t str,
    /// The file of the test.
    pub source: SourceId,
    /// The JSON text of its arguments.
    pub args: String,
    /// The same, parsed.
    pub tree: Json,
    /// The number of the current call among repeated ones, starting from 1.
    pub repetition: u64,
}
