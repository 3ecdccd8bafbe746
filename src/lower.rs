//! From checked rules to `policy.json`: conditions in their normal form, limits with their counters. What the
//! JSON can't express exactly is rejected here; nothing is approximated.

mod bounds;
mod complements;
mod express;
mod normal;
mod opposite;
mod errors;
mod conditions;
mod guarded;

pub use bounds::MAX_CONDITIONS;
use complements::Complements;
use conditions::Refused;
use guarded::Causes;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::check::{applied, guarded_by, ir};
use crate::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS};
use crate::model;
use crate::source::Place;

/// Lowers a whole policy. If there are diagnostics, the policy must not be used.
pub fn lower(policy: &ir::Policy) -> (model::Policy, Vec<Diagnostic>) {
    let mut lowering = Lowering::default();
    let mut out = model::Policy { default_allow: policy.default_allow, ..model::Policy::default() };
    if let Some(place) = policy.hide_everything {
        out.hide.insert("*".to_owned(), Some(place));
    }
    for (name, tool) in &policy.tools {
        let place = Some(tool.place);
        let lowered = match &tool.state {
            ir::State::Hide => {
                out.hide.insert(name.clone(), place);
                continue;
            }
            ir::State::Deny { because } => {
                let entry = model::Entry { place, conditions: Vec::new(), on_deny: because.clone() };
                model::Tool { place, deny_if: vec![entry], ..model::Tool::default() }
            }
            ir::State::Allow if tool.body.clauses.is_empty() => model::Tool { place, ..model::Tool::default() },
            ir::State::Allow | ir::State::Rules | ir::State::Default => {
                let body = &tool.body;
                let entries = match lowering.body(body, Some((name, tool.place))) {
                    Ok(entries) if lowering.take(entries.weight() + weight_of_limits(body)) => {
                        Arc::unwrap_or_clone(entries)
                    }
                    Ok(_) => {
                        lowering.push(errors::too_many_conditions(tool.place));
                        break;
                    }
                    Err(place) => {
                        lowering.push(errors::too_many_conditions(place));
                        break;
                    }
                };
                model::Tool {
                    place,
                    require: entries.require,
                    deny_if: entries.deny_if,
                    limits: body.limits().filter_map(|limit| counted(limit, name)).collect(),
                }
            }
        };
        out.tools.insert(name.clone(), lowered);
    }
    let everywhere = lowering.causes.everywhere(policy);
    everywhere.into_iter().for_each(|diagnostic| lowering.push(diagnostic));
    // Only their mistakes matter, as far as there is room to find them.
    let _ = policy.unused_bodies.iter().try_for_each(|body| lowering.body(body, None).map(drop));
    out.all_tools = policy.limits.iter().filter_map(|limit| counted(limit, "all_tools")).collect();
    (out, lowering.diagnostics)
}

/// How many entries of `require` and of `deny_if` a clause becomes; `None` if it is rejected.
pub fn entries_of(clause: &ir::Clause) -> Option<(usize, usize)> {
    let (mut require, mut deny_if) = (Vec::new(), Vec::new());
    let refused = conditions::clause(clause, &mut Complements::default(), &mut require, &mut deny_if).err();
    refused.is_none_or(|refused| guarded::is_fine_elsewhere(clause, &refused)).then_some((require.len(), deny_if.len()))
}

/// The entries of a body. The tools of one statement share the body, and so the work.
#[derive(Debug, Clone, Default)]
struct Entries {
    require: Vec<model::Entry>,
    deny_if: Vec<model::Entry>,
}

impl Entries {
    fn weight(&self) -> usize {
        self.require.iter().chain(&self.deny_if).map(weight).sum()
    }
}

/// Roughly what a condition takes, in bytes.
const CONDITION_BYTES: usize = 256;

/// How many conditions an entry has. Long texts and lists count as several.
fn weight(entry: &model::Entry) -> usize {
    let values: usize = entry.conditions.iter().map(model::Condition::bytes).sum();
    let message = entry.on_deny.as_ref().map_or(0, String::len);
    1 + entry.conditions.len() + (values + message) / CONDITION_BYTES
}

fn weight_of_limits(body: &ir::Body) -> usize {
    body.limits().map(|limit| 1 + limit.counter.as_ref().map_or(0, String::len) / CONDITION_BYTES).sum()
}

struct Lowering {
    /// Bodies that several tools share.
    shared: HashMap<*const ir::Body, Arc<Entries>>,
    /// The room left for bodies.
    room: Option<usize>,
    /// The room left for tools, each with its own copy.
    copies: Option<usize>,
    complements: Complements,
    causes: Causes,
    reported: HashSet<(Code, Place)>,
    diagnostics: Vec<Diagnostic>,
}

impl Default for Lowering {
    fn default() -> Self {
        let (room, copies) = (Some(MAX_CONDITIONS), Some(MAX_CONDITIONS));
        Self {
            shared: HashMap::new(),
            room,
            copies,
            complements: Complements::default(),
            causes: Causes::default(),
            reported: HashSet::new(),
            diagnostics: Vec::new(),
        }
    }
}

impl Lowering {
    /// The entries of a body of a tool, or of one that no tool has. If there is no room for them, the place of the clause
    /// that exceeds it.
    fn body(&mut self, body: &Arc<ir::Body>, tool: Option<(&str, Place)>) -> Result<Arc<Entries>, Place> {
        if let Some(entries) = self.shared.get(&Arc::as_ptr(body)) {
            return Ok(Arc::clone(entries));
        }
        let mut entries = Entries::default();
        for clause in &body.clauses {
            let (requires, denials) = (entries.require.len(), entries.deny_if.len());
            let refused = conditions::clause(clause, &mut self.complements, &mut entries.require, &mut entries.deny_if);
            if let Err(refused) = refused {
                self.refuse(body, clause, refused, tool);
            }
            let new = entries.require.iter().skip(requires).chain(entries.deny_if.iter().skip(denials));
            let new = new.map(weight).sum();
            self.room = self.room.and_then(|room| room.checked_sub(new));
            if self.room.is_none() {
                return Err(clause.applied_at.unwrap_or(clause.place));
            }
        }
        let entries = Arc::new(entries);
        // The entries of a single tool are moved into the policy, not copied.
        if Arc::strong_count(body) > 1 {
            self.shared.insert(Arc::as_ptr(body), Arc::clone(&entries));
        }
        Ok(entries)
    }

    /// Reports why a clause is rejected.
    fn refuse(&mut self, body: &Arc<ir::Body>, clause: &ir::Clause, refused: Refused, tool: Option<(&str, Place)>) {
        let diagnostic = match tool {
            None if refused.needs_type => return,
            Some((name, place)) if clause.guard.is_some() => {
                if guarded::is_fine_elsewhere(clause, &refused) {
                    return self.causes.add(body, clause, *refused.diagnostic);
                }
                guarded_by(*refused.diagnostic, name, place)
            }
            Some(_) | None => *refused.diagnostic,
        };
        self.push(applied(diagnostic, clause.applied_at));
    }

    /// Takes room for a tool's copy, and returns whether there was enough.
    fn take(&mut self, weight: usize) -> bool {
        self.copies = self.copies.and_then(|left| left.checked_sub(weight));
        self.copies.is_some()
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        // Tools with other types share the clause, not its body.
        let is_new = self.reported.insert((diagnostic.code, diagnostic.primary.place));
        if is_new && self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        }
    }
}

/// A limit with its counter, which is named after its owner if the policy does not name it; `None` if its number is
/// wrong.
fn counted(limit: &ir::Limit, owner: &str) -> Option<model::Limit> {
    let (counter, max) = (limit.counter_of(owner), limit.max?);
    Some(model::Limit { place: Some(limit.whole), counter, window: limit.window, max })
}
