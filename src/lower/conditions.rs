//! From clauses to entries of `require` and `deny_if`.
//!
//! An entry of `require` denies unless all its conditions hold, and an entry of `deny_if` denies if all of
//! them hold. So a conjunction can be required, a disjunction of conjunctions can be denied, and any other
//! `require` becomes the `deny_if` of its negation, if that can be expressed.

use std::collections::HashSet;

use super::complements::Complements;
use super::errors;
use super::express::NoNormalForm;
use super::normal::Normal;
use super::opposite::required_opposite;
use crate::check::ir;
use crate::diagnostic::Diagnostic;
use crate::model::{Condition, Entry};

/// Adds the entries of a clause; a limit has none.
pub fn clause(
    clause: &ir::Clause,
    complements: &mut Complements,
    require: &mut Vec<Entry>,
    deny_if: &mut Vec<Entry>,
) -> Result<(), Refused> {
    let entry = |conditions, because: &Option<String>| Entry {
        place: Some(clause.place),
        conditions,
        on_deny: because.clone(),
    };
    match &clause.kind {
        ir::ClauseKind::Limit(_) => {}
        ir::ClauseKind::Deny { condition: None, because } => deny_if.push(entry(Vec::new(), because)),
        ir::ClauseKind::Deny { condition: Some(condition), because } => {
            let normal = Normal::of(condition, false, because.as_ref(), complements)
                .map_err(|why| (why, required_opposite(condition, complements)));
            let normal = normal.map_err(|(why, opposite)| Refused {
                needs_type: why.needs_type(),
                diagnostic: errors::deny_inexpressible(condition.place, why, opposite, clause.applied_at.is_some()),
            })?;
            let entries = normal.into_entries();
            if entries.is_empty() {
                return Err(errors::deny_never_true(condition.place).into());
            }
            deny_if.extend(entries.into_iter().map(|conditions| entry(conditions, because)));
        }
        ir::ClauseKind::Require { condition, because } => match required(condition, because, complements)? {
            Required::AllOf(conditions) => require.push(entry(conditions, because)),
            Required::NoneOf(entries) => {
                deny_if.extend(entries.into_iter().map(|conditions| entry(conditions, because)))
            }
        },
    }
    Ok(())
}

/// Why a clause is rejected.
pub struct Refused {
    /// The mistake.
    pub diagnostic: Box<Diagnostic>,
    /// It is none if the argument has a type, so nothing is reported where types are not known.
    pub needs_type: bool,
}

impl From<Diagnostic> for Refused {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostic: Box::new(diagnostic), needs_type: false }
    }
}

/// The two ways to express a `require`.
enum Required {
    /// One entry of `require`.
    AllOf(Vec<Condition>),
    /// Entries of `deny_if`: the negation.
    NoneOf(Vec<Vec<Condition>>),
}

fn required(
    condition: &ir::Condition,
    because: &Option<String>,
    complements: &mut Complements,
) -> Result<Required, Refused> {
    let refused = |why: NoNormalForm<'_>| Refused {
        needs_type: why.needs_type(),
        diagnostic: errors::require_inexpressible(condition.place, why, is_conjunction(condition)),
    };
    if let Some(conjunction) = Normal::conjunction(condition, complements) {
        // Equal conditions are written once. A contradiction is not dropped here, because an entry of
        // `require` that can't be met denies every call.
        let conjunction = conjunction.map_err(refused)?;
        let conditions = conjunction.into_single_entry();
        return match contradicts_itself(&conditions) {
            true => Err(errors::require_never_true(condition.place).into()),
            false => Ok(Required::AllOf(conditions)),
        };
    }
    let negated = Normal::of(condition, true, because.as_ref(), complements).map_err(refused)?;
    let entries = negated.into_entries();
    if entries.is_empty() {
        Err(errors::require_always_true(condition.place).into())
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
