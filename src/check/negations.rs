//! Bodies with what their arguments may be, where the negation of a comparison depends on that. The tools of a statement
//! share a body, but not the types of their arguments.

use std::collections::HashMap;
use std::sync::Arc;

use super::context::Context;
use super::ir::{Admits, Body, Clause, ClauseKind, Condition, ConditionKind};
use super::types::{ArgumentsOf, admitted};

/// Roughly what a comparison of a copy takes.
const COMPARISON_BYTES: usize = 512;

/// A body, and its copies for tools with other types.
pub struct Typed {
    body: Arc<Body>,
    depends_on_types: bool,
    copies: HashMap<Vec<Admits>, Arc<Body>>,
}

impl Typed {
    /// A body that has no types yet.
    pub fn new(body: &Arc<Body>) -> Self {
        let depends_on_types = body.clauses.iter().any(may_negate);
        Self { body: Arc::clone(body), depends_on_types, copies: HashMap::new() }
    }

    /// The body for a tool with these arguments; `None` if there is no room for another copy.
    pub fn of(&mut self, context: &mut Context<'_>, arguments: &ArgumentsOf<'_>) -> Option<Arc<Body>> {
        if !self.depends_on_types {
            return Some(Arc::clone(&self.body));
        }
        let admitted = admitted(arguments, &self.body);
        if admitted.iter().all(|admits| *admits == Admits::Anything) {
            return Some(Arc::clone(&self.body));
        }
        if let Some(copy) = self.copies.get(&admitted) {
            return Some(Arc::clone(copy));
        }
        if !context.take(admitted.len() * COMPARISON_BYTES) {
            return None;
        }
        let copy = Arc::new(with_types(&self.body, &admitted));
        self.copies.insert(admitted, Arc::clone(&copy));
        Some(copy)
    }
}

fn with_types(body: &Body, admitted: &[Admits]) -> Body {
    let mut body = body.clone();
    let mut admitted = admitted.iter();
    for condition in body.clauses.iter_mut().filter_map(Clause::condition_mut) {
        condition.each_comparison_mut(&mut |comparison| {
            comparison.admits = admitted.next().copied().unwrap_or_default();
        });
    }
    body
}

/// Whether `policy.json` may need the negation of one of the comparisons.
pub fn may_negate(clause: &Clause) -> bool {
    match &clause.kind {
        ClauseKind::Deny { condition: Some(condition), .. } => has(condition, false),
        ClauseKind::Require { condition, .. } => has(condition, true),
        ClauseKind::Deny { condition: None, .. } | ClauseKind::Limit(_) => false,
    }
}

/// Whether it has a `not`, or if asked for, an `or`.
fn has(condition: &Condition, or_too: bool) -> bool {
    match &condition.kind {
        ConditionKind::Not(_) => true,
        ConditionKind::Or(_) if or_too => true,
        ConditionKind::Or(parts) | ConditionKind::And(parts) => parts.iter().any(|part| has(part, or_too)),
        ConditionKind::Comparison(_) | ConditionKind::Incomplete(_) => false,
    }
}
