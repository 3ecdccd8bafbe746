//! The policies that decided, for those who tell why.

use crate::engine::Engine;

/// The policies that decided, for those who tell why.
#[derive(Debug, Clone, Copy)]
pub struct Deciders<'d> {
    /// The name of the policy's file.
    pub name: &'d str,
    /// The policy.
    pub new: &'d Engine,
    /// The one that it is compared with.
    pub old: Option<&'d Engine>,
}
