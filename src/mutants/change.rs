//! The changes that turn a clause into a mutant: the clause removed, a bound moved by one, an operator
//! reversed, a condition or a list item removed.

use crate::check::ir::{Clause, ClauseKind, Comparison, Condition, ConditionKind, Limit};
use crate::diagnostic::shortened;
use crate::source::Place;
use crate::vocab::{Number, Operand, OperandKind, Operator, Value};

/// The most items of one list that are removed, one at a time.
const MOST_ITEMS: usize = 20;
/// How much of an item is shown.
const LONGEST_ITEM: usize = 60;

/// A change to a clause.
#[derive(Debug, Clone)]
pub struct Change {
    /// What is changed: the clause, or a part of it.
    pub place: Place,
    /// How.
    pub edit: Edit,
    /// Its description.
    pub words: Words,
}

/// How a clause is changed.
#[derive(Debug, Clone)]
pub enum Edit {
    /// It is removed.
    Drop,
    /// Its limit is one higher or one lower.
    Limit {
        /// One higher.
        up: bool,
    },
    /// A part of its condition changes. The steps lead to it, from child to child.
    Condition(Vec<usize>, Tweak),
}

/// How a part of a condition is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tweak {
    /// `and` becomes `or`, or the other way around.
    Join,
    /// One of several parts is removed.
    DropPart(usize),
    /// `not` is removed.
    DropNot,
    /// The bound is one higher or one lower.
    Bound {
        /// One higher.
        up: bool,
    },
    /// Another operator that takes the same values.
    Operator(Operator),
    /// `exists` becomes `missing`, or the other way around.
    Presence,
    /// An item of the list is removed.
    DropItem(usize),
}

/// The description of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// This is removed.
    Without(&'static str),
    /// This item of a list is removed.
    WithoutItem(String),
    /// The first text in place of the second.
    Instead(String, String),
}

/// The change that removes the clause.
pub fn dropped(clause: &Clause) -> Change {
    let what = match &clause.kind {
        ClauseKind::Require { .. } => "this `require`",
        ClauseKind::Deny { .. } => "this `deny`",
        ClauseKind::Limit(_) => "this limit",
    };
    Change { place: whole(clause), edit: Edit::Drop, words: Words::Without(what) }
}

/// All other changes of a clause.
pub fn changes(clause: &Clause) -> Vec<Change> {
    let mut changes = Vec::new();
    match &clause.kind {
        ClauseKind::Require { condition, .. } | ClauseKind::Deny { condition: Some(condition), .. } => {
            of_condition(condition, &mut Vec::new(), &mut changes);
        }
        ClauseKind::Deny { condition: None, .. } => {}
        ClauseKind::Limit(limit) => changes.extend([true, false].into_iter().filter_map(|up| of_limit(limit, up))),
    }
    changes
}

/// The changed clause; empty if it is removed. `None` if the change does not fit the clause.
pub fn applied(clause: &Clause, edit: &Edit) -> Option<Option<Clause>> {
    let kind = match (edit, &clause.kind) {
        (Edit::Drop, _) => return Some(None),
        (Edit::Limit { up }, ClauseKind::Limit(limit)) => {
            ClauseKind::Limit(Limit { max: Some(moved(limit.max?, *up)?), ..limit.clone() })
        }
        (Edit::Condition(steps, tweak), ClauseKind::Require { condition, because }) => {
            ClauseKind::Require { condition: tweaked(condition, steps, *tweak)?, because: because.clone() }
        }
        (Edit::Condition(steps, tweak), ClauseKind::Deny { condition: Some(condition), because }) => {
            ClauseKind::Deny { condition: Some(tweaked(condition, steps, *tweak)?), because: because.clone() }
        }
        (Edit::Limit { .. }, ClauseKind::Require { .. } | ClauseKind::Deny { .. })
        | (Edit::Condition(..), ClauseKind::Deny { condition: None, .. } | ClauseKind::Limit(_)) => return None,
    };
    Some(Some(Clause { kind, ..clause.clone() }))
}

/// The whole text of a limit; for any other clause, its own place.
fn whole(clause: &Clause) -> Place {
    match &clause.kind {
        ClauseKind::Limit(limit) => limit.whole,
        ClauseKind::Require { .. } | ClauseKind::Deny { .. } => clause.place,
    }
}

/// A limit of 0 would deny every call.
pub fn moved(max: u64, up: bool) -> Option<u64> {
    if up { max.checked_add(1) } else { max.checked_sub(1).filter(|max| *max > 0) }
}

fn of_limit(limit: &Limit, up: bool) -> Option<Change> {
    let said = |max: u64| format!("limit {max} per {}", limit.window.word());
    let words = Words::Instead(said(moved(limit.max?, up)?), said(limit.max?));
    Some(Change { place: limit.whole, edit: Edit::Limit { up }, words })
}

/// The parser bounds the depth.
fn of_condition(condition: &Condition, steps: &mut Vec<usize>, changes: &mut Vec<Change>) {
    let mut push = |place: Place, tweak: Tweak, words: Words| {
        changes.push(Change { place, edit: Edit::Condition(steps.clone(), tweak), words });
    };
    match &condition.kind {
        ConditionKind::Or(parts) | ConditionKind::And(parts) => {
            let is_or = matches!(condition.kind, ConditionKind::Or(_));
            let (now, was) = if is_or { ("and", "or") } else { ("or", "and") };
            push(condition.place, Tweak::Join, Words::Instead(now.to_owned(), was.to_owned()));
            for (index, part) in parts.iter().enumerate() {
                push(part.place, Tweak::DropPart(index), Words::Without("this condition"));
            }
            for (index, part) in parts.iter().enumerate() {
                steps.push(index);
                of_condition(part, steps, changes);
                steps.pop();
            }
        }
        ConditionKind::Not(inner) => {
            push(condition.place, Tweak::DropNot, Words::Without("this `not`"));
            steps.push(0);
            of_condition(inner, steps, changes);
            steps.pop();
        }
        ConditionKind::Comparison(comparison) => {
            for tweak in tweaks(comparison) {
                if let Some(words) = compared(comparison, tweak).and_then(|new| words(comparison, &new, tweak)) {
                    push(comparison.place, tweak, words);
                }
            }
        }
        ConditionKind::Incomplete(_) => {}
    }
}

fn tweaks(comparison: &Comparison) -> Vec<Tweak> {
    let row = comparison.operator.row();
    let mut tweaks: Vec<_> = row.mutants.iter().map(|to| Tweak::Operator(*to)).collect();
    if row.operand == OperandKind::Presence {
        tweaks.push(Tweak::Presence);
    }
    if row.order.is_some() {
        tweaks.extend([Tweak::Bound { up: true }, Tweak::Bound { up: false }]);
    }
    if let Operand::Many(values) = &comparison.operand {
        tweaks.extend((0..values.len().min(MOST_ITEMS)).map(Tweak::DropItem));
    }
    tweaks
}

fn words(old: &Comparison, new: &Comparison, tweak: Tweak) -> Option<Words> {
    let instead = |now: String, was: String| Some(Words::Instead(now, was));
    match tweak {
        Tweak::Bound { .. } => instead(bound(new)?, bound(old)?),
        Tweak::Operator(_) => instead(new.operator.word().to_owned(), old.operator.word().to_owned()),
        Tweak::Presence => instead(presence(new)?.to_owned(), presence(old)?.to_owned()),
        Tweak::DropItem(index) => {
            let item = old.operand.values().get(index)?;
            Some(Words::WithoutItem(shortened(&item.to_string(), LONGEST_ITEM)))
        }
        Tweak::Join | Tweak::DropPart(_) | Tweak::DropNot => None,
    }
}

/// `> 100`
fn bound(comparison: &Comparison) -> Option<String> {
    let Operand::One(value) = &comparison.operand else { return None };
    Some(format!("{} {value}", comparison.operator.word()))
}

fn presence(comparison: &Comparison) -> Option<&'static str> {
    match comparison.operand {
        Operand::Presence(true) => Some("exists"),
        Operand::Presence(false) => Some("missing"),
        Operand::One(_) | Operand::Many(_) | Operand::Pattern(_) => None,
    }
}

fn tweaked(condition: &Condition, steps: &[usize], tweak: Tweak) -> Option<Condition> {
    let kind = match (steps.split_first(), &condition.kind) {
        (Some((step, rest)), ConditionKind::Or(parts)) => ConditionKind::Or(with(parts, *step, rest, tweak)?),
        (Some((step, rest)), ConditionKind::And(parts)) => ConditionKind::And(with(parts, *step, rest, tweak)?),
        (Some((_, rest)), ConditionKind::Not(inner)) => ConditionKind::Not(Box::new(tweaked(inner, rest, tweak)?)),
        (None, ConditionKind::Or(parts)) if tweak == Tweak::Join => ConditionKind::And(parts.clone()),
        (None, ConditionKind::And(parts)) if tweak == Tweak::Join => ConditionKind::Or(parts.clone()),
        (None, ConditionKind::Or(parts)) => return joined(condition, parts, tweak, ConditionKind::Or),
        (None, ConditionKind::And(parts)) => return joined(condition, parts, tweak, ConditionKind::And),
        (None, ConditionKind::Not(inner)) => {
            return (tweak == Tweak::DropNot).then(|| Condition::clone(inner));
        }
        (None, ConditionKind::Comparison(comparison)) => ConditionKind::Comparison(compared(comparison, tweak)?),
        (Some(_), ConditionKind::Comparison(_)) | (_, ConditionKind::Incomplete(_)) => return None,
    };
    Some(Condition { place: condition.place, kind })
}

fn with(parts: &[Condition], step: usize, rest: &[usize], tweak: Tweak) -> Option<Vec<Condition>> {
    let mut parts = parts.to_vec();
    let part = parts.get_mut(step)?;
    *part = tweaked(part, rest, tweak)?;
    Some(parts)
}

/// The parts without one of them.
fn joined(
    condition: &Condition,
    parts: &[Condition],
    tweak: Tweak,
    join: fn(Vec<Condition>) -> ConditionKind,
) -> Option<Condition> {
    let Tweak::DropPart(dropped) = tweak else { return None };
    let kept = parts.iter().enumerate().filter(|(index, _)| *index != dropped).map(|(_, part)| part.clone());
    let mut kept: Vec<_> = kept.collect();
    match kept.len() {
        0 => None,
        1 => kept.pop(),
        _ => Some(Condition { place: condition.place, kind: join(kept) }),
    }
}

fn compared(comparison: &Comparison, tweak: Tweak) -> Option<Comparison> {
    let (operator, operand) = match (tweak, &comparison.operand) {
        (Tweak::Operator(operator), operand) => (operator, operand.clone()),
        (Tweak::Bound { up }, Operand::One(Value::Number(bound))) => {
            (comparison.operator, Operand::One(Value::Number(next(*bound, up)?)))
        }
        (Tweak::Presence, Operand::Presence(present)) => (comparison.operator, Operand::Presence(!present)),
        (Tweak::DropItem(dropped), Operand::Many(values)) if values.len() > 1 => {
            let kept = values.iter().enumerate().filter(|(index, _)| *index != dropped);
            (comparison.operator, Operand::Many(kept.map(|(_, value)| value.clone()).collect()))
        }
        (Tweak::Bound { .. } | Tweak::Presence | Tweak::DropItem(_), _)
        | (Tweak::Join | Tweak::DropPart(_) | Tweak::DropNot, _) => return None,
    };
    Some(Comparison { operator, operand, ..comparison.clone() })
}

/// Above 2^53, the next whole number is the same double.
fn next(bound: Number, up: bool) -> Option<Number> {
    let moved = bound.as_f64() + if up { 1.0 } else { -1.0 };
    Number::from_f64(moved).filter(|moved| moved.as_f64() != bound.as_f64())
}
