//! What is known about a tool, and what each part of that indicates.

use super::words;
use crate::catalog::Annotations;
use crate::vocab::Category;

/// What a server says about a tool.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'t> {
    /// Its name.
    pub name: &'t str,
    /// The server's description.
    pub description: Option<&'t str>,
    /// Its arguments, if they are known.
    pub arguments: &'t [NamedArgument],
    /// The server's hints. They only count if they suggest more danger.
    pub annotations: Annotations,
}

/// An argument, as the server describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedArgument {
    /// Its name.
    pub name: String,
    /// The words of its name, which many questions are about.
    pub(super) words: Vec<String>,
    /// The server's description of it.
    pub description: Option<String>,
}

impl NamedArgument {
    /// An argument with this name and this description.
    pub fn new(name: String, description: Option<String>) -> Self {
        Self { words: words::of_name(&name), name, description }
    }
}

/// What one source indicates about a tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Evidence {
    pub category: Category,
    pub certainty: Certainty,
    /// The reason, for the user.
    pub why: String,
}

/// How certain it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// Better than nothing.
    Guessed,
    /// Right more often than not.
    Likely,
    /// As clear as words can be.
    Clear,
}

/// A verb among words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verb<'w> {
    pub word: &'w str,
    /// Its index among the words.
    pub at: usize,
    pub category: Category,
    pub certainty: Certainty,
}
