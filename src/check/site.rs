//! The context of a clause, which may come from an `apply`.

use std::collections::HashMap;
use std::rc::Rc;

use super::meaning::Named;
use crate::source::{Place, SourceId, Span};

/// The context of a clause, and what its names may mean.
#[derive(Debug, Clone)]
pub struct Site<'t> {
    /// The file of the clause.
    pub source: SourceId,
    /// The name in the tool's `apply`, if the clause comes from a rule.
    pub applied_at: Option<Place>,
    /// The meanings of the rule's parameters.
    pub parameters: Rc<HashMap<&'t str, Named<'t>>>,
}

impl Site<'_> {
    /// A context outside any rule.
    pub fn plain(source: SourceId) -> Self {
        Self { source, applied_at: None, parameters: Rc::default() }
    }

    /// The place of a span of this file.
    pub fn place(&self, span: Span) -> Place {
        span.of(self.source)
    }
}
