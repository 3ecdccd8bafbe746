//! Who a description is for.

/// Who is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Somebody who reads the policy.
    Reader,
    /// The agent.
    Agent,
}
