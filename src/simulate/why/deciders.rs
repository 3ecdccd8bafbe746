//! The policies of a replay, for explaining its decisions.

use crate::engine::Engine;

/// The policies of a replay, for explaining its decisions.
#[derive(Debug, Clone, Copy)]
pub struct Deciders<'d> {
    /// The server, if it has a policy of its own.
    pub server: Option<&'d str>,
    /// The name of the policy's file.
    pub name: &'d str,
    /// The policy.
    pub new: &'d Engine,
    /// The policy to compare with.
    pub old: Option<&'d Engine>,
    /// The replay compares policies: this one, or that of another server.
    pub compares: bool,
}
