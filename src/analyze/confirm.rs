//! Whether a condition, as the language writes it, holds of a call: each comparison is put to the engine.

use super::call::Call;
use super::encode::comparison_of;
use super::subject::Subject;
use crate::check::ir;
use crate::model::{Condition, Entry, Policy, Tool};
use crate::vocab::Path;

/// Whether a condition holds of a call. How deep conditions nest is bounded by the parser.
pub fn holds(condition: &ir::Condition, call: &Call) -> bool {
    match &condition.kind {
        ir::ConditionKind::Or(parts) => parts.iter().any(|part| holds(part, call)),
        ir::ConditionKind::And(parts) => parts.iter().all(|part| holds(part, call)),
        ir::ConditionKind::Not(inner) => !holds(inner, call),
        ir::ConditionKind::Comparison(comparison) => meets(&[&comparison_of(comparison)], call),
    }
}

/// Whether a call has an argument, whatever it holds.
pub fn has(argument: &Path, call: &Call) -> bool {
    argument.segments().iter().try_fold(&call.args, |value, step| value.get(step)).is_some()
}

/// Whether a call meets all of some conditions.
pub fn meets(conditions: &[&Condition], call: &Call) -> bool {
    let entry =
        Entry { conditions: conditions.iter().map(|condition| (*condition).clone()).collect(), ..Entry::default() };
    let tool = Tool { require: vec![entry], ..Tool::default() };
    let policy = Policy { tools: [(call.tool.clone(), tool)].into(), ..Policy::default() };
    Subject::new(&policy).allows(call)
}
