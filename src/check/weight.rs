//! How much there is to check. A statement with a hundred thousand tools checks its clauses for each of them.

use super::ir;

/// How many steps of paths and values may be checked, for all tools together.
pub const MAX_CHECKED: usize = 8_000_000;
/// What it costs to look a tool up, in the same unit.
pub const COST_OF_A_TOOL: usize = 16;

/// How much there is to check in a body.
pub fn weight(body: &ir::Body) -> usize {
    COST_OF_A_TOOL + body.clauses.iter().map(weight_of).sum::<usize>()
}

/// How much there is to check in a clause. The name of a counter is copied for each tool.
pub fn weight_of(clause: &ir::Clause) -> usize {
    /// A name of this many bytes counts like a comparison.
    const NAME_BYTES: usize = 256;
    match &clause.kind {
        ir::ClauseKind::Require { condition, .. } | ir::ClauseKind::Deny { condition: Some(condition), .. } => {
            length_of(condition)
        }
        ir::ClauseKind::Deny { condition: None, .. } => 1,
        ir::ClauseKind::Limit(limit) => 1 + limit.counter.as_ref().map_or(0, String::len) / NAME_BYTES,
    }
}

/// How many steps and values the comparisons of a condition have. The parser bounds the depth.
pub fn length_of(condition: &ir::Condition) -> usize {
    let mut length = 0;
    condition.each_leaf(&mut |comparison, _| {
        length += comparison.path.segments().len() + comparison.operand.values().len();
    });
    length
}
