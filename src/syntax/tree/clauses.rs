//! Clauses of a tool or a rule, and the block around them.

use super::conditions::Condition;
use super::values::{Name, NumberLiteral, OneOrList, Text};
use crate::source::Span;
use crate::vocab::Window;

/// Parts between braces.
#[derive(Debug, Clone)]
pub struct Block<T> {
    /// The parts, in the order of the text.
    pub parts: Vec<T>,
    /// From `{` to `}`.
    pub span: Span,
}

/// A clause of a tool or a rule, from its keyword to its last character.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its place.
    pub span: Span,
    /// What it says.
    pub kind: ClauseKind,
}

/// The kinds of clauses.
#[derive(Debug, Clone)]
pub enum ClauseKind {
    /// `require args.reason exists because "Say why."`
    Require {
        /// What must hold.
        condition: Condition,
        /// The message.
        because: Option<Because>,
    },
    /// `deny if args.amount > cap because "…"`
    Deny {
        /// What must not hold. Without a condition, every call is denied.
        condition: Option<Condition>,
        /// The message.
        because: Option<Because>,
    },
    /// `limit 10 per minute as mails`
    Limit(Limit),
    /// `apply careful(10)`
    Apply(Apply),
}

/// A limit: `limit 10 per minute`, in a block or at the top level.
#[derive(Debug, Clone)]
pub struct Limit {
    /// All of it.
    pub span: Span,
    /// The keyword.
    pub keyword: Span,
    /// How many: a number or a name; not yet checked.
    pub max: LimitMax,
    /// In which window.
    pub window: Window,
    /// The counter's name, if it is given.
    pub counter: Option<Name>,
}

/// How many calls a limit allows.
#[derive(Debug, Clone, PartialEq)]
pub enum LimitMax {
    /// `10`
    Number(NumberLiteral),
    /// A let or a parameter.
    Name(Name),
}

/// `apply careful(10, currencies)`
#[derive(Debug, Clone)]
pub struct Apply {
    /// The rule.
    pub rule: Name,
    /// What its parameters stand for.
    pub arguments: Vec<OneOrList>,
}

/// A message: `because "Only USD and EUR."`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// The message.
    pub text: Text,
    /// From `because` on.
    pub span: Span,
}
