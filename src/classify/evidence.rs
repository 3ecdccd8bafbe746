//! What is known of a tool, and what each part of that says.

use crate::catalog::Annotations;
use crate::vocab::Category;

/// What a server says of a tool.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'t> {
    /// Its name.
    pub name: &'t str,
    /// What it does, in the server's words.
    pub description: Option<&'t str>,
    /// The names of its arguments.
    pub arguments: &'t [String],
    /// The server's hints. They are believed towards more danger only.
    pub annotations: Annotations,
}

/// What something says of a tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Evidence {
    pub category: Category,
    pub certainty: Certainty,
    /// What says so, in the user's words.
    pub why: String,
}

/// How much is to be given for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// Better than nothing.
    Guessed,
    /// More often right than not.
    Likely,
    /// As clear as words are.
    Clear,
}

/// A verb among words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verb<'w> {
    pub word: &'w str,
    /// Its place among the words.
    pub at: usize,
    pub category: Category,
    pub certainty: Certainty,
}
