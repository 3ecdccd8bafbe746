//! From clauses to entries of `require` and `deny_if`.
//!
//! An entry of `require` denies unless all its conditions hold, and an entry of `deny_if` denies if all of
//! them hold. So a conjunction can be required, a disjunction of conjunctions can be denied, and any other
//! `require` becomes the `deny_if` of its negation, if that can be expressed.

use std::collections::HashSet;

use super::errors;
use super::normal::Normal;
use super::opposite::required_opposite;
use crate::check::ir;
use crate::diagnostic::Diagnostic;
use crate::model::{Condition, Entry};

/// Adds the entries of a clause; a limit has none.
pub fn clause(clause: &ir::Clause, require: &mut Vec<Entry>, deny_if: &mut Vec<Entry>) -> Result<(), Box<Diagnostic>> {
    let entry = |conditions, because: &Option<String>| Entry {
        place: Some(clause.place),
        conditions,
        on_deny: because.clone(),
    };
    match &clause.kind {
        ir::ClauseKind::Limit(_) => {}
        ir::ClauseKind::Deny { condition: None, because } => deny_if.push(entry(Vec::new(), because)),
        ir::ClauseKind::Deny { condition: Some(condition), because } => {
            let normal = Normal::of(condition, false, because.as_ref()).map_err(|why| {
                errors::deny_inexpressible(
                    condition.place,
                    why,
                    required_opposite(condition),
                    clause.applied_at.is_some(),
                )
            })?;
            let entries = normal.into_entries();
            if entries.is_empty() {
                return Err(Box::new(errors::deny_never_true(condition.place)));
            }
            deny_if.extend(entries.into_iter().map(|conditions| entry(conditions, because)));
        }
        ir::ClauseKind::Require { condition, because } => match required(condition, because)? {
            Required::AllOf(conditions) => require.push(entry(conditions, because)),
            Required::NoneOf(entries) => {
                deny_if.extend(entries.into_iter().map(|conditions| entry(conditions, because)))
            }
        },
    }
    Ok(())
}

/// The two ways to express a `require`.
enum Required {
    /// One entry of `require`.
    AllOf(Vec<Condition>),
    /// Entries of `deny_if`: the negation.
    NoneOf(Vec<Vec<Condition>>),
}

fn required(condition: &ir::Condition, because: &Option<String>) -> Result<Required, Box<Diagnostic>> {
    if let Some(conjunction) = Normal::conjunction(condition) {
        // Equal conditions are written once. A contradiction is not dropped here, because an entry of
        // `require` that can't be met denies every call.
        let conjunction = conjunction
            .map_err(|why| errors::require_inexpressible(condition.place, why, is_conjunction(condition)))?;
        let conditions = conjunction.into_single_entry();
        return match contradicts_itself(&conditions) {
            true => Err(Box::new(errors::require_never_true(condition.place))),
            false => Ok(Required::AllOf(conditions)),
        };
    }
    let negated = Normal::of(condition, true, because.as_ref())
        .map_err(|why| errors::require_inexpressible(condition.place, why, is_conjunction(condition)))?;
    let entries = negated.into_entries();
    if entries.is_empty() {
        Err(Box::new(errors::require_always_true(condition.place)))
    } else {
        Ok(Required::NoneOf(entries))
    }
}

/// Whether a path must both exist and be missing.
fn contradicts_itself(conditions: &[Condition]) -> bool {
    let asked = |presence| conditions.iter().filter(move |condition| condition.presence() == Some(presence));
    let missing: HashSet<_> = asked(false).map(|condition| &condition.path).collect();
    asked(true).any(|condition| missing.contains(&condition.path))
}

fn is_conjunction(condition: &ir::Condition) -> bool {
    matches!(condition.kind, ir::ConditionKind::And(_))
}
