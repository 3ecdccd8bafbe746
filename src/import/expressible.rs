//! What the language can express of a `policy.json`, and what only JSON can: each part is either translated or
//! refused at its place.

use std::collections::{HashMap, HashSet};

use super::errors;
use super::render::Comparison;
use crate::check::MAX_LIMIT;
use crate::diagnostic::Diagnostic;
use crate::model::{Condition, Limit, Operand as JsonOperand};
use crate::source::Place;
use crate::vocab::{Kinds, Operand, OperandKind, Path, Value};

/// How many conditions one clause may have.
pub(super) const MOST_CONDITIONS: usize = 100_000;

/// How the clauses of one tool use its arguments: without a catalog, all uses of an argument must agree on a
/// type.
#[derive(Debug, Default)]
pub(super) struct Uses<'b> {
    own: HashMap<Path, Use>,
    /// The arguments in order of first use, if a signature may declare them as `any`, and whether it must,
    /// because their uses do not agree.
    signature: Option<(Vec<String>, bool)>,
    /// The arguments in `signature`, for lookup.
    named: HashSet<String>,
    /// The uses in clauses that the tool shares with others.
    shared: Option<&'b Uses<'b>>,
}

#[derive(Debug, Clone, Copy)]
struct Use {
    kinds: Kinds,
    place: Place,
}

impl<'b> Uses<'b> {
    /// Uses in addition to those in shared clauses.
    pub fn beside(shared: &'b Uses<'b>) -> Self {
        Self { shared: Some(shared), ..Self::default() }
    }

    /// Uses that need not agree on a type, because the tool may have a signature.
    pub fn of_any_kind() -> Self {
        Self { signature: Some((Vec::new(), false)), ..Self::default() }
    }

    /// The arguments that a signature must declare, if one is needed.
    pub fn signature(&self) -> Option<&[String]> {
        self.signature.as_ref().filter(|(_, needed)| *needed).map(|(arguments, _)| arguments.as_slice())
    }

    /// A condition as the language writes it. It counts as a use only if it can be expressed.
    pub fn comparison(&mut self, condition: &Condition, place: Place) -> Result<Comparison, Box<Diagnostic>> {
        if !condition.path.is_expressible() {
            return Err(errors::empty_segment(place, &condition.path));
        }
        if condition.path.segments().len() > Path::MAX_STEPS {
            return Err(errors::too_many_steps(place));
        }
        let operand = operand(condition, place)?;
        let kinds = operand.wanted_kinds(condition.op);
        let earlier =
            self.own.get(&condition.path).or_else(|| self.shared.and_then(|shared| shared.own.get(&condition.path)));
        let left = earlier.map_or(kinds, |earlier| earlier.kinds.and(kinds));
        let disagrees = earlier.is_some() && left.is_empty();
        if let (Some((arguments, needed)), Some(argument)) = (&mut self.signature, condition.path.segments().first()) {
            *needed |= disagrees;
            if !self.named.contains(argument) {
                self.named.insert(argument.clone());
                arguments.push(argument.clone());
            }
        }
        match earlier {
            Some(_) if disagrees && self.signature.is_some() => {}
            Some(earlier) if left.is_empty() => {
                return Err(errors::types_disagree(place, kinds, earlier.place, earlier.kinds, &condition.path));
            }
            Some(_) | None if kinds == Kinds::ALL => {}
            Some(_) | None => {
                self.own.insert(condition.path.clone(), Use { kinds: left, place });
            }
        }
        Ok(Comparison { path: condition.path.clone(), operator: condition.op, operand })
    }
}

/// Two comparisons of one entry that the compiler would merge or reject: equal ones, or one path that must both
/// exist and be missing. Returns their indices, the earlier first.
pub(super) fn clash(comparisons: &[Comparison]) -> Option<Clash> {
    let mut seen: HashMap<&Comparison, usize> = HashMap::new();
    let mut presence: HashMap<&Path, (bool, usize)> = HashMap::new();
    for (index, comparison) in comparisons.iter().enumerate() {
        if let Some(first) = seen.insert(comparison, index) {
            return Some(Clash::Equal(first, index));
        }
        if let Operand::Presence(wanted) = comparison.operand
            && let Some((other, first)) = presence.insert(&comparison.path, (wanted, index))
            && other != wanted
        {
            return Some(Clash::NeverTogether(first, index));
        }
    }
    None
}

/// Why two comparisons can't be in one clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clash {
    /// They are equal.
    Equal(usize, usize),
    /// No call can meet both.
    NeverTogether(usize, usize),
}

/// Whether the language can express a limit's maximum and counter.
pub(super) fn limit(limit: &Limit, place: Place) -> Result<(), Box<Diagnostic>> {
    match limit {
        Limit { max: 0, .. } => Err(errors::limit_of_none(place)),
        Limit { max, .. } if *max > MAX_LIMIT => Err(errors::limit_too_large(place)),
        Limit { counter, .. } if counter.is_empty() => Err(errors::empty_name(place, "a counter")),
        Limit { .. } => Ok(()),
    }
}

fn operand(condition: &Condition, place: Place) -> Result<Operand, Box<Diagnostic>> {
    match (condition.op.row().operand, &condition.value) {
        (OperandKind::Presence, JsonOperand::Value(Value::Boolean(wanted))) => Ok(Operand::Presence(*wanted)),
        (OperandKind::Pattern, JsonOperand::Value(Value::Text(pattern))) => Ok(Operand::Pattern(pattern.clone())),
        (OperandKind::List, JsonOperand::List(elements)) => {
            if elements.is_empty() {
                return Err(errors::empty_list(place, condition.op));
            }
            elements.iter().map(|element| value(element, place)).collect::<Result<_, _>>().map(Operand::Many)
        }
        (_, operand) => value(operand, place).map(Operand::One),
    }
}

fn value(operand: &JsonOperand, place: Place) -> Result<Value, Box<Diagnostic>> {
    match operand {
        JsonOperand::Value(value) => Ok(value.clone()),
        JsonOperand::Null => Err(errors::null_value(place)),
        JsonOperand::List(_) => Err(errors::list_value(place)),
    }
}
