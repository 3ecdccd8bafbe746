//! From checked rules to `policy.json`: conditions in their normal form, limits with their counters.
//! What the JSON can't say exactly is refused here; nothing is approximated.

mod conditions;
mod errors;
mod normal;

use std::collections::HashMap;
use std::sync::Arc;

use crate::check::{applied, ir};
use crate::diagnostic::Diagnostic;
use crate::model;
use crate::source::Place;

/// The most conditions in one `policy.json`, all tools together. Without a bound a short policy
/// that names a hundred thousand tools could ask for more memory than there is.
pub const MAX_CONDITIONS: usize = 2_000_000;

/// Lowers a whole policy. Where there are diagnostics the policy is not to be used.
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
            ir::State::Allow => model::Tool { place, ..model::Tool::default() },
            ir::State::Deny { because } => {
                let entry = model::Entry { place, conditions: Vec::new(), on_deny: because.clone() };
                model::Tool { place, deny_if: vec![entry], ..model::Tool::default() }
            }
            ir::State::Rules(body) => match lowering.rules(name, tool.place, body) {
                Some(lowered) => lowered,
                None => break,
            },
        };
        out.tools.insert(name.clone(), lowered);
    }
    for body in &policy.unapplied_rules {
        lowering.body(body);
    }
    out.all_tools = policy.limits.iter().map(|limit| counted(limit, "all_tools")).collect();
    (out, lowering.diagnostics)
}

/// The entries of a body. Tools of one statement share the body, and so the work.
#[derive(Debug, Clone, Default)]
struct Entries {
    require: Vec<model::Entry>,
    deny_if: Vec<model::Entry>,
}

#[derive(Default)]
struct Lowering {
    bodies: HashMap<*const ir::Body, Arc<Entries>>,
    conditions: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Lowering {
    /// A tool with its clauses; `None` where the policy comes to too many conditions, which is reported.
    fn rules(&mut self, name: &str, place: Place, body: &Arc<ir::Body>) -> Option<model::Tool> {
        let entries = self.body(body);
        let all = entries.require.iter().chain(&entries.deny_if);
        self.conditions += all.map(|entry| 1 + entry.conditions.len()).sum::<usize>();
        if self.conditions > MAX_CONDITIONS {
            self.diagnostics.push(errors::too_many_conditions(place));
            return None;
        }
        Some(model::Tool {
            place: Some(place),
            require: entries.require.clone(),
            deny_if: entries.deny_if.clone(),
            limits: body.limits().map(|limit| counted(limit, name)).collect(),
        })
    }

    fn body(&mut self, body: &Arc<ir::Body>) -> Arc<Entries> {
        if let Some(entries) = self.bodies.get(&Arc::as_ptr(body)) {
            return Arc::clone(entries);
        }
        let mut entries = Entries::default();
        for clause in &body.clauses {
            if let Err(diagnostic) = conditions::clause(clause, &mut entries.require, &mut entries.deny_if) {
                self.diagnostics.push(applied(*diagnostic, clause.applied_at));
            }
        }
        let entries = Arc::new(entries);
        self.bodies.insert(Arc::as_ptr(body), Arc::clone(&entries));
        entries
    }
}

/// A limit with its counter, which is named after its owner where the policy does not name it.
fn counted(limit: &ir::Limit, owner: &str) -> model::Limit {
    model::Limit { place: Some(limit.place), counter: limit.counter_of(owner), window: limit.window, max: limit.max }
}
