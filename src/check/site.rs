//! Where a clause stands, which may be the place of an `apply`.

use std::collections::HashMap;
use std::rc::Rc;

use super::meaning::Named;
use crate::source::{Place, SourceId, Span};

/// Where a clause stands, and what its names may mean there.
#[derive(Debug, Clone)]
pub struct Site<'t> {
    /// The file of the clause.
    pub source: SourceId,
    /// The name in the tool's `apply`, where the clause is a rule's.
    pub applied_at: Option<Place>,
    /// What the rule's parameters stand for.
    pub parameters: Rc<HashMap<&'t str, Named<'t>>>,
}

impl Site<'_> {
    /// Where no rule is around.
    pub fn plain(source: SourceId) -> Self {
        Self { source, applied_at: None, parameters: Rc::default() }
    }

    /// The place of a span of this file.
    pub fn place(&self, span: Span) -> Place {
        span.of(self.source)
    }
}
