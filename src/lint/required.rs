//! The comparisons that a `require` asks for, whatever it compiles to: `require A or B` asks for both.

use crate::analyze::Call;
use crate::analyze::holes::through;
use crate::check::ir;
use crate::lint::{Clause, Context, Tool, findings};
use crate::model::{Condition, Operand};

/// The comparisons that a `require` asks for, or none for another clause.
pub fn of_clause(clause: &Clause<'_>) -> Vec<Condition> {
    if !clause.is_require() {
        return Vec::new();
    }
    let mut all = Vec::new();
    match clause.condition() {
        Some(condition) => add(condition, true, &mut all),
        None => all.extend(clause.entry.conditions.iter().cloned()),
    }
    all
}

/// The parser limits how deep conditions nest.
fn add(condition: &ir::Condition, is_asked: bool, all: &mut Vec<Condition>) {
    match &condition.kind {
        ir::ConditionKind::Or(parts) | ir::ConditionKind::And(parts) => {
            parts.iter().for_each(|part| add(part, is_asked, all));
        }
        ir::ConditionKind::Not(inner) => add(inner, !is_asked, all),
        ir::ConditionKind::Comparison(comparison) if is_asked => all.push(Condition {
            place: Some(comparison.place),
            path: comparison.path.clone(),
            op: comparison.operator,
            value: Operand::from(&comparison.operand),
        }),
        ir::ConditionKind::Comparison(_) | ir::ConditionKind::Incomplete(_) => {}
    }
}

/// A call that the server accepts, that gets through and that meets all the conditions.
pub fn call(context: &Context<'_>, tool: &Tool<'_>, conditions: &[&Condition]) -> Option<Call> {
    findings::found(context.accepted(tool, |prover, subject| through(prover, subject, tool.name, conditions)))
}
