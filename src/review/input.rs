//! What a review is about: two states of a repository.

use std::path::{Path, PathBuf};

use super::fails::Concern;
use super::unread::Unread;
use crate::simulate::{Open, Options};
use crate::source::disk::{Disk, display_name};

/// A state of a repository. Paths start at its root.
#[derive(Clone, Copy)]
pub struct Side<'s> {
    /// The files, with what policies name and git does not have.
    pub disk: &'s dyn Disk,
    /// Only the files that belong to this state.
    pub own: &'s dyn Disk,
    /// Those that may be policies, baselines or settings, sorted.
    pub files: &'s [PathBuf],
}

/// What to review.
pub struct Input<'i> {
    /// Before the branch.
    pub base: Side<'i>,
    /// After it.
    pub head: Side<'i>,
    /// The branch that this one will be merged into, as it is now. Its settings say what was agreed on.
    pub target: Side<'i>,
    /// What was not read.
    pub unread: &'i [Unread],
    /// Only policies at these paths or below them; if empty, all.
    pub within: &'i [PathBuf],
    /// The day, in UTC: `2026-12-31`.
    pub today: &'i str,
    /// Whether entries count that the branch itself adds.
    pub accepts_own: bool,
    /// What fails.
    pub concerns: Vec<Concern>,
    /// Recorded calls, if there are any.
    pub recorded: Option<Recorded<'i>>,
}

/// Recorded calls.
#[derive(Clone, Copy)]
pub struct Recorded<'i> {
    /// Opens the traces.
    pub open: &'i Open<'i>,
    /// How to replay them.
    pub options: &'i Options,
    /// Whether values are redacted.
    pub redacts: bool,
}

impl Side<'_> {
    /// What messages call a file.
    pub fn name(&self, path: &Path) -> String {
        self.disk.name(path).unwrap_or_else(|| display_name(path))
    }
}
