//! The types of arguments.

use super::ir;
use crate::catalog;
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;
use crate::syntax::tree;

/// Where the types of a tool's arguments come from.
pub enum ArgumentsOf<'a> {
    /// From the catalog.
    Catalog(&'a catalog::Catalog, &'a catalog::Tool),
    /// From the tool's signature.
    Signature(&'a tree::Signature, SourceId),
    /// From nowhere.
    Unknown,
}

/// How many distinct paths could be typed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct ArgumentCount {
    /// Those of a known type.
    pub typed: usize,
    /// The others.
    pub unknown: usize,
}

/// Checks the comparisons of a tool.
pub fn check_body(_tool: &str, _arguments: &ArgumentsOf, _body: &ir::Body) -> (Vec<Diagnostic>, ArgumentCount) {
    (Vec::new(), ArgumentCount::default())
}

/// Of an assert: that its arguments exist, nothing else.
pub fn check_paths(_tool: &str, _arguments: &ArgumentsOf, _condition: &ir::Condition) -> Vec<Diagnostic> {
    Vec::new()
}
