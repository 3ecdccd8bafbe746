//! Whether a guard adds a clause to a tool, and what the arguments that the clause names may be.

use crate::check::ir::{Admits, Clause, ClauseKind, Condition, ConditionKind};
use crate::check::negations::may_negate;
use crate::check::types::Known;
use crate::vocab::{Operand, Path, Value};

/// Roughly what a clause takes, in bytes.
const CLAUSE_BYTES: usize = 128;
/// Roughly what a comparison takes, in addition to its values.
const COMPARISON_BYTES: usize = 512;

/// What each argument of a clause may be, in the order of the text; `None` if the clause is not added. A `require` is
/// added if the tool has all its arguments, a `deny if` if it has all of one entry.
pub fn marks(clause: &Clause, known: &Known<'_>, has: impl Fn(&Path) -> bool) -> Option<Vec<Admits>> {
    let mut marks = Vec::new();
    let Some(condition) = clause.condition() else { return Some(marks) };
    let is_negated = may_negate(clause);
    condition.each_leaf(&mut |comparison, incomplete| {
        let known_path = incomplete.and_then(|incomplete| incomplete.known_path());
        let path = known_path.as_ref().unwrap_or(&comparison.path);
        marks.push(match has(path) {
            false => Admits::Absent,
            true if is_negated => known.admits(path),
            true => Admits::Anything,
        });
    });
    let is_added = match &clause.kind {
        ClauseKind::Require { .. } => !marks.contains(&Admits::Absent),
        ClauseKind::Deny { .. } | ClauseKind::Limit(_) => holds_entry(condition, false, &mut marks.iter()),
    };
    is_added.then_some(marks)
}

/// Whether some entry of a condition, or of its negation, names only arguments that the tool has.
fn holds_entry(condition: &Condition, negated: bool, marks: &mut std::slice::Iter<'_, Admits>) -> bool {
    // Each part takes its marks, also where the others decide.
    let mut each = |parts: &[Condition]| parts.iter().map(|part| holds_entry(part, negated, marks)).collect::<Vec<_>>();
    match (&condition.kind, negated) {
        (ConditionKind::Not(inner), _) => holds_entry(inner, !negated, marks),
        (ConditionKind::Or(parts), false) | (ConditionKind::And(parts), true) => each(parts).contains(&true),
        (ConditionKind::And(parts), false) | (ConditionKind::Or(parts), true) => !each(parts).contains(&false),
        (ConditionKind::Comparison(_) | ConditionKind::Incomplete(_), _) => {
            marks.next().is_some_and(|mark| *mark != Admits::Absent)
        }
    }
}

/// A clause with what its arguments may be.
pub fn marked(clause: &Clause, marks: &[Admits]) -> Clause {
    let mut clause = clause.clone();
    let mut marks = marks.iter();
    if let Some(condition) = clause.condition_mut() {
        condition.each_leaf_mut(&mut |comparison, _| comparison.admits = marks.next().copied().unwrap_or_default());
    }
    clause
}

/// Roughly how much memory a clause takes.
pub fn bytes_of(clause: &Clause) -> usize {
    let message = match &clause.kind {
        ClauseKind::Require { because, .. } | ClauseKind::Deny { because, .. } => {
            because.as_ref().map_or(0, String::len)
        }
        ClauseKind::Limit(limit) => limit.counter.as_ref().map_or(0, String::len),
    };
    let mut bytes = CLAUSE_BYTES + message;
    if let Some(condition) = clause.condition() {
        condition.each_leaf(&mut |comparison, _| bytes += COMPARISON_BYTES + bytes_of_operand(&comparison.operand));
    }
    bytes
}

fn bytes_of_operand(operand: &Operand) -> usize {
    let of_text = |value: &Value| if let Value::Text(text) = value { text.len() } else { 0 };
    match operand {
        Operand::One(value) => of_text(value),
        Operand::Many(values) => values.iter().map(|value| size_of::<Value>() + of_text(value)).sum(),
        Operand::Pattern(pattern) => pattern.len(),
        Operand::Presence(_) => 0,
    }
}
