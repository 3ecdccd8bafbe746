//! What a reader is given when a trace is opened.

use super::head::Head;
use super::run::Run;

/// What a reader is given when a trace is opened.
pub(super) struct Opening<'o> {
    /// The first records of the trace.
    pub head: &'o Head,
    /// What the traces of the run have in common: options, and fingerprints.
    pub run: &'o Run,
}
