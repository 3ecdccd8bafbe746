//! Statements about tools, and the tools that they are about.

use super::clauses::Because;
use crate::source::Span;
use crate::vocab::{Category, NamePattern};

/// A statement: `rate`, `hide`, `deny` or `allow`.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The tools.
    pub targets: Vec<Target>,
    /// Their category.
    pub rating: Option<Rating>,
    /// The message; only `deny` has one.
    pub because: Option<Because>,
}

/// Which tools: a name, a pattern, or all of a category.
#[derive(Debug, Clone)]
pub struct Target {
    /// Which.
    pub kind: TargetKind,
    /// Its place; for `every read`, from `every` on.
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

/// The category of a tool: `: read`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rating {
    /// The category.
    pub category: Category,
    /// The place of the category's word.
    pub span: Span,
    /// The place of the `:`.
    pub colon: Span,
}
