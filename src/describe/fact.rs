//! What a clause does to calls. Sentences are rendered from this and nothing else.

use std::sync::Arc;

use super::condition::Condition;
use super::reliance::Reliance;
use crate::vocab::Window;

/// What one clause does, or what the policy does if there is no clause.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// No clause asks for arguments.
    AnyArguments,
    /// A call is denied unless this holds.
    OnlyIf {
        /// What must hold.
        condition: Condition,
        /// The denial message.
        message: Option<String>,
        /// The arguments whose other values the server has to refuse.
        reliances: Vec<Reliance>,
    },
    /// A call is denied if this holds.
    NotIf {
        /// What must not hold.
        condition: Condition,
        /// The denial message.
        message: Option<String>,
        /// The arguments whose other values the server has to refuse.
        reliances: Vec<Reliance>,
    },
    /// Every call is denied.
    NoCalls {
        /// The denial message.
        message: Option<String>,
        /// Other messages, from clauses that the gateway checks before. Which of them an agent gets depends on the
        /// arguments.
        earlier: Vec<Option<String>>,
    },
    /// A call is denied once this many were allowed in the window.
    AtMost {
        /// The number of calls.
        max: u64,
        /// The window.
        window: Window,
        /// Which calls count.
        counted: Counted,
    },
    /// The tool is hidden.
    Hidden,
    /// No statement names the tool, and the default is `allow`.
    DefaultAllow,
    /// No statement names the tool, and the default is `deny`.
    DefaultDeny,
    /// Every tool is hidden.
    AllHidden,
    /// Every tool is denied: the default is `deny`, and no statement names a tool.
    AllDenied,
    /// The tools that no statement names are allowed.
    OthersAllowed,
    /// The tools that no statement names are denied.
    OthersDenied,
}

/// The calls that a limit counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// Those of the tool.
    Own,
    /// Those of several tools that share the counter, sorted by name.
    Together {
        /// The tools; many limits may share them.
        tools: Arc<[String]>,
        /// How many more tools share it whose names are not said.
        others: usize,
        /// Whether each of their limits has the same maximum.
        is_same_max: bool,
    },
    /// Those of all tools: it is a limit of all tools, or shares the counter of one.
    AllTools {
        /// Whether it is a limit of all tools itself.
        is_own: bool,
    },
}
