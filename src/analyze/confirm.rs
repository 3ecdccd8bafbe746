//! Whether a condition of the language holds for a call. Each comparison is evaluated by the engine.

use super::call::Call;
use super::encode::comparison_of;
use super::subject::Subject;
use crate::check::ir;
use crate::model::{Condition, Entry, Policy, Tool};
use crate::vocab::Path;

/// Whether a condition holds for a call. The parser bounds the depth.
pub fn holds(condition: &ir::Condition, call: &Call) -> bool {
    match &condition.kind {
        ir::ConditionKind::Or(parts) => parts.iter().any(|part| holds(part, call)),
        ir::ConditionKind::And(parts) => parts.iter().all(|part| holds(part, call)),
        ir::ConditionKind::Not(inner) => !holds(inner, call),
        ir::ConditionKind::Comparison(comparison) => meets(&[&comparison_of(comparison)], call),
        // A policy with errors is not analyzed.
        ir::ConditionKind::Incomplete(_) => false,
    }
}

/// Whether a call has an argument, whatever its value.
pub fn has(argument: &Path, call: &Call) -> bool {
    argument.segments().iter().try_fold(&call.args, |value, step| value.get(step)).is_some()
}

/// Whether a call meets all of these conditions.
pub fn meets(conditions: &[&Condition], call: &Call) -> bool {
    let entry =
        Entry { conditions: conditions.iter().map(|condition| (*condition).clone()).collect(), ..Entry::default() };
    let tool = Tool { require: vec![entry], ..Tool::default() };
    let policy = Policy { tools: [(call.tool.clone(), tool)].into(), ..Policy::default() };
    Subject::new(&policy).allows(call)
}
