//! The comparisons of a clause as they are written, for rules that rewrite them.

use super::clauses::Clause;
use crate::check::ir;
use crate::diagnostic::Edit;
use crate::source::{Place, Span};

/// The comparisons of a clause of a `.pl`, in order, or none for a `policy.json`.
pub fn of<'c>(clause: &Clause<'c>) -> Vec<&'c ir::Comparison> {
    let condition = match clause.source.map(|clause| &clause.kind) {
        Some(ir::ClauseKind::Require { condition, .. } | ir::ClauseKind::Deny { condition: Some(condition), .. }) => {
            condition
        }
        Some(ir::ClauseKind::Deny { condition: None, .. } | ir::ClauseKind::Limit(_)) | None => return Vec::new(),
    };
    let mut all = Vec::new();
    gather(condition, &mut all);
    all
}

/// The parser limits how deep conditions nest.
fn gather<'c>(condition: &'c ir::Condition, all: &mut Vec<&'c ir::Comparison>) {
    match &condition.kind {
        ir::ConditionKind::Or(parts) | ir::ConditionKind::And(parts) => parts.iter().for_each(|part| gather(part, all)),
        ir::ConditionKind::Not(inner) => gather(inner, all),
        // What a guard does not add to the tool is not asked of it.
        ir::ConditionKind::Comparison(comparison) if comparison.admits == ir::Admits::Absent => {}
        ir::ConditionKind::Comparison(comparison) => all.push(comparison),
        ir::ConditionKind::Incomplete(_) => {}
    }
}

/// Replaces everything after the path of a comparison.
pub fn with_operator(comparison: &ir::Comparison, text: String) -> Option<Edit> {
    let path_end = comparison.segment_places.last()?.span.end;
    let span = Span { start: path_end, end: comparison.place.span.end };
    Some(Edit { place: Place { span, ..comparison.place }, text })
}
