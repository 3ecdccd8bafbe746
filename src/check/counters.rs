//! The counters of limits: each belongs to one tool or to the top level, unless tools name it with `as` to
//! share it.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::diagnostics::Diagnostics;
use super::errors::limits as errors;
use super::ir::{Body, Clause, Limit};
use crate::source::Place;
use crate::vocab::Window;

/// The counters so far, each with the limit that used it first.
#[derive(Debug, Default)]
pub struct Counters<'t> {
    first: HashMap<String, Claim<'t>>,
    at_top_level: HashMap<String, (Place, Option<Place>)>,
}

/// The owner of a counter: a tool, or the top level if there is no name.
type Owner<'t> = Option<&'t str>;

#[derive(Debug)]
struct Claim<'t> {
    owner: Owner<'t>,
    limit: Limit,
}

/// Limits that count calls.
#[derive(Debug)]
pub enum Limited<'t> {
    /// One at the top level.
    AllTools(Limit),
    /// Those of a tool.
    Tool(&'t str, Arc<Body>),
}

impl<'t> Counters<'t> {
    /// Reports limits that disagree about a counter, or share one by accident: of two limits the later one, but never
    /// that of a guard if the other is not.
    pub fn check(diagnostics: &mut Diagnostics, limited: &[Limited<'t>]) {
        let mut counters = Self::default();
        for limits in limited {
            if let Limited::Tool(tool, body) = limits {
                counters.of_guards(diagnostics, tool, body);
            }
        }
        for limits in limited {
            match limits {
                Limited::AllTools(limit) => counters.of_all_tools(diagnostics, limit),
                Limited::Tool(tool, body) => counters.of_tool(diagnostics, tool, body),
            }
        }
    }

    fn of_guards(&mut self, diagnostics: &mut Diagnostics, tool: &'t str, body: &Body) {
        let mut own = HashSet::new();
        for limit in body.clauses.iter().filter(|clause| clause.guard.is_some()).filter_map(Clause::limit) {
            let counter = limit.counter_of(tool);
            // A second one is reported with the limits of the tool.
            if own.insert(counter.clone()) {
                self.claim(diagnostics, Some(tool), counter, limit);
            }
        }
    }

    fn of_tool(&mut self, diagnostics: &mut Diagnostics, tool: &'t str, body: &Body) {
        let mut own = HashMap::new();
        for clause in &body.clauses {
            let Some(limit) = clause.limit() else { continue };
            let counter = limit.counter_of(tool);
            if is_first_of_owner(diagnostics, &mut own, &counter, limit) && clause.guard.is_none() {
                self.claim(diagnostics, Some(tool), counter, limit);
            }
        }
    }

    fn of_all_tools(&mut self, diagnostics: &mut Diagnostics, limit: &Limit) {
        let counter = limit.counter_of("all_tools");
        if is_first_of_owner(diagnostics, &mut self.at_top_level, &counter, limit) {
            self.claim(diagnostics, None, counter, limit);
        }
    }

    fn claim(&mut self, diagnostics: &mut Diagnostics, owner: Owner<'t>, counter: String, limit: &Limit) {
        match self.first.entry(counter) {
            Entry::Vacant(free) => {
                free.insert(Claim { owner, limit: limit.clone() });
            }
            Entry::Occupied(first) => {
                let Claim { owner: first_owner, limit: first_limit } = first.get();
                let is_shared = |owner: Owner, limit: &Limit| owner.is_some() && limit.counter.is_some();
                if !is_shared(owner, limit) || !is_shared(*first_owner, first_limit) {
                    let one = (*first_owner, first_limit);
                    diagnostics.push(errors::counter_taken(first.key(), one, (owner, limit)));
                } else if disagree(first_limit, limit) {
                    diagnostics.push(errors::counter_disagrees(first.key(), first_limit, limit));
                }
            }
        }
    }
}

fn disagree(one: &Limit, other: &Limit) -> bool {
    let both = one.max.zip(other.max);
    one.window != other.window || both.is_some_and(|(one, other)| one != other)
}

/// For a body that no tool has: two limits that would share a counter in any tool.
pub fn of_unused<'l>(diagnostics: &mut Diagnostics, limits: impl Iterator<Item = &'l Limit>) {
    let mut met: HashMap<Result<&str, Window>, &Limit> = HashMap::new();
    for limit in limits {
        let key = limit.counter.as_deref().ok_or(limit.window);
        match met.entry(key) {
            Entry::Occupied(first) => {
                let first = (first.get().place, first.get().applied_at);
                diagnostics.push(errors::duplicate_counter(limit, first, limit.counter.as_deref()));
            }
            Entry::Vacant(free) => {
                free.insert(limit);
            }
        }
    }
}

/// Whether a tool, or the top level, has no other limit with the counter; a second one is reported.
fn is_first_of_owner(
    diagnostics: &mut Diagnostics,
    own: &mut HashMap<String, (Place, Option<Place>)>,
    counter: &str,
    limit: &Limit,
) -> bool {
    if let Some(&first) = own.get(counter) {
        diagnostics.push(errors::duplicate_counter(limit, first, Some(counter)));
        return false;
    }
    own.insert(counter.to_owned(), (limit.place, limit.applied_at));
    true
}
