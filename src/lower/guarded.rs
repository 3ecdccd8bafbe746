//! Clauses of guards that no call, or every call, meets in some tools. That is a mistake only if it is so in every tool that
//! gets the clause.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::conditions::Refused;
use crate::check::{applied, ir};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;

/// A clause: its place, and that of the `apply` that it comes from.
type Key = (Place, Option<Place>);

/// The bodies in which a clause of a guard does nothing, with the diagnostic.
#[derive(Debug, Default)]
pub struct Causes {
    by_clause: HashMap<Key, (Diagnostic, HashSet<*const ir::Body>)>,
}

/// Whether a rejected clause may do something in other tools.
pub fn is_fine_elsewhere(clause: &ir::Clause, refused: &Refused) -> bool {
    clause.guard.is_some() && [Code::NEVER_TRUE, Code::ALWAYS_TRUE].contains(&refused.diagnostic.code)
}

impl Causes {
    /// Adds a body in which a clause does nothing.
    pub fn add(&mut self, body: &Arc<ir::Body>, clause: &ir::Clause, diagnostic: Diagnostic) {
        let (_, bodies) = self.by_clause.entry(key(clause)).or_insert((diagnostic, HashSet::new()));
        bodies.insert(Arc::as_ptr(body));
    }

    /// The diagnostics of clauses that do nothing in any tool that gets them.
    pub fn everywhere(&mut self, policy: &ir::Policy) -> Vec<Diagnostic> {
        let mut causes = std::mem::take(&mut self.by_clause);
        if !causes.is_empty() {
            let mut seen = HashSet::new();
            for tool in policy.tools.values().filter(|tool| seen.insert(Arc::as_ptr(&tool.body))) {
                let body = Arc::as_ptr(&tool.body);
                for clause in tool.body.clauses.iter().filter(|clause| clause.guard.is_some()) {
                    let key = key(clause);
                    if causes.get(&key).is_some_and(|(_, bodies)| !bodies.contains(&body)) {
                        causes.remove(&key);
                    }
                }
            }
        }
        let mut left: Vec<_> = causes.into_iter().map(|((_, at), (diagnostic, _))| applied(diagnostic, at)).collect();
        left.sort_by_key(|diagnostic| diagnostic.primary.place);
        left
    }
}

fn key(clause: &ir::Clause) -> Key {
    (clause.place, clause.applied_at)
}
