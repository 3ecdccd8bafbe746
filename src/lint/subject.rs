//! A policy to lint.

use crate::check::Checked;
use crate::model;
use crate::source::{SourceId, Sources};

/// A valid policy, and what is known about it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'s> {
    /// The texts that it comes from.
    pub sources: &'s Sources,
    /// The file itself.
    pub main: SourceId,
    /// The policy itself, compiled or read from JSON.
    pub policy: &'s model::Policy,
    /// The result of checking, or nothing for a `policy.json`.
    pub checked: Option<&'s Checked>,
}
