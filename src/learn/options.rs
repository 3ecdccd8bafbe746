//! How to learn.

use crate::trace;
use crate::vocab::Marks;

/// How to learn.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How traces are read.
    pub read: trace::Options,
    /// The marks of values that a log cut or removed.
    pub marks: Marks,
    /// Tools that read are not allowed either if they were not called.
    pub strict: bool,
    /// The percentage of calls that a clause may refuse when a grant is left out: it has to be less than this.
    pub surprise: f64,
}
