//! A policy that the linter judges.

use crate::check::Checked;
use crate::model;
use crate::source::{SourceId, Sources};

/// A policy that is right, and what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'s> {
    /// The texts that it was read from.
    pub sources: &'s Sources,
    /// The file itself.
    pub main: SourceId,
    /// What it compiles to, or is.
    pub policy: &'s model::Policy,
    /// What the checker made of it; nothing of a `policy.json`.
    pub checked: Option<&'s Checked>,
}
