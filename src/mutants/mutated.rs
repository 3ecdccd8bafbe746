//! Applies a change to a compiled policy: the tools that change, and nothing else.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::change::{Edit, applied};
use crate::check::ir;
use crate::lower;
use crate::model::{Limit, Policy, Tool};
use crate::source::Place;

/// The differences from the policy.
#[derive(Debug, Clone, Default)]
pub struct Mutated {
    /// Tools that change.
    pub tools: BTreeMap<String, Tool>,
    /// Tools that are no longer hidden.
    pub shown: Vec<String>,
    /// The limits over all tools, if one of them changes.
    pub all_tools: Option<Vec<Limit>>,
}

/// The clauses of a policy, each once, with the tools that it applies to.
pub struct Clauses<'p> {
    /// By place. A clause of a rule is in several bodies, each with its own values.
    pub by_place: BTreeMap<Place, Vec<(&'p ir::Clause, &'p Arc<ir::Body>)>>,
    /// The tools of each body, by the body's address.
    tools: HashMap<*const ir::Body, Vec<&'p str>>,
}

impl<'p> Clauses<'p> {
    /// The clauses of a policy.
    pub fn of(policy: &'p ir::Policy) -> Self {
        let mut clauses = Self { by_place: BTreeMap::new(), tools: HashMap::new() };
        for (name, tool) in &policy.tools {
            let body = &tool.body;
            let tools = clauses.tools.entry(Arc::as_ptr(body)).or_default();
            tools.push(name);
            if tools.len() > 1 {
                continue;
            }
            for clause in &body.clauses {
                clauses.by_place.entry(clause.place).or_default().push((clause, body));
            }
        }
        clauses
    }

    /// The tools that a clause applies to.
    pub fn tools_of(&self, place: Place) -> impl Iterator<Item = &'p str> {
        let bodies = self.by_place.get(&place).into_iter().flatten().map(|(_, body)| Arc::as_ptr(body));
        bodies.filter_map(|body| self.tools.get(&body)).flatten().copied()
    }

    /// How many clauses are affected by changing one: all clauses of its bodies, for each of their tools.
    pub fn weight(&self, place: Place) -> u64 {
        let bodies = self.by_place.get(&place).into_iter().flatten();
        let weight = |body: &Arc<ir::Body>| {
            let tools = self.tools.get(&Arc::as_ptr(body)).map_or(0, Vec::len);
            tools as u64 * (1 + body.clauses.len() as u64)
        };
        bodies.map(|(_, body)| weight(body)).sum()
    }

    /// Applies an edit to a clause; `None` if that changes nothing, or if the result can't be written as JSON.
    pub fn mutated(&self, place: Place, edit: &Edit, policy: &Policy) -> Option<Mutated> {
        let mut changed = ir::Policy::default();
        let mut seen = Vec::new();
        for (_, body) in self.by_place.get(&place)? {
            if seen.contains(&Arc::as_ptr(body)) {
                continue;
            }
            seen.push(Arc::as_ptr(body));
            let Some(new) = edited(body, place, edit).map(Arc::new) else { continue };
            for name in self.tools.get(&Arc::as_ptr(body)).into_iter().flatten() {
                let tool = ir::Tool { place, state: ir::State::Rules, body: Arc::clone(&new) };
                changed.tools.insert((*name).to_owned(), tool);
            }
        }
        let (lowered, refused) = lower::lower(&changed);
        if !refused.is_empty() {
            return None;
        }
        let with_place = |(name, tool): (String, Tool)| {
            let old = policy.tools.get(&name)?;
            let tool = Tool { place: old.place, ..tool };
            (tool != *old).then_some((name, tool))
        };
        let tools: BTreeMap<_, _> = lowered.tools.into_iter().filter_map(with_place).collect();
        (!tools.is_empty()).then_some(Mutated { tools, ..Mutated::default() })
    }
}

/// A body with one clause changed.
fn edited(body: &ir::Body, place: Place, edit: &Edit) -> Option<ir::Body> {
    let mut clauses = Vec::with_capacity(body.clauses.len());
    for clause in &body.clauses {
        match clause.place == place {
            true => clauses.extend(applied(clause, edit)?),
            false => clauses.push(clause.clone()),
        }
    }
    Some(ir::Body { clauses })
}

impl Mutated {
    /// The names of the tools that change.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tools.keys().map(String::as_str)
    }

    /// The mutant, restricted to these tools.
    pub fn policy<'n>(&self, of: &Policy, names: impl Iterator<Item = &'n str>) -> Policy {
        let tool = |name: &str| self.tools.get(name).or_else(|| of.tools.get(name)).cloned();
        let mut policy = Policy {
            default_allow: of.default_allow,
            hide: of.hide.clone(),
            all_tools: self.all_tools.as_ref().unwrap_or(&of.all_tools).clone(),
            tools: names.filter_map(|name| Some((name.to_owned(), tool(name)?))).collect(),
        };
        policy.hide.retain(|name, _| !self.shown.contains(name));
        policy
    }
}
