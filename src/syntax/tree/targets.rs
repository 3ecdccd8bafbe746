//! What is said of some tools in one line, and which tools these are.

use super::clauses::Because;
use crate::source::Span;
use crate::vocab::{Category, NamePattern};

/// `rate`, `hide`, `deny`, `allow`: what is said of some tools in one line.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The tools.
    pub targets: Vec<Target>,
    /// What they are.
    pub rating: Option<Rating>,
    /// The message, of `deny` alone.
    pub because: Option<Because>,
}

/// Which tools: a name, a pattern, or all of a category.
#[derive(Debug, Clone)]
pub struct Target {
    /// Which.
    pub kind: TargetKind,
    /// Its place; of `every read` from `every` on.
    pub span: Span,
}

/// The kinds of targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetKind {
    /// `create_refund`
    Name(String),
    /// `get_*`
    Pattern(NamePattern),
    /// `every read`
    Every(Category),
}

/// What a tool is: `: read`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rating {
    /// The category.
    pub category: Category,
    /// The place of the category's word.
    pub span: Span,
    /// The place of the `:`.
    pub colon: Span,
}
