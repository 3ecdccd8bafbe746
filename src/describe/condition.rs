//! The condition of a clause, with its negations moved into the comparisons.

use crate::check::ir::{self, Admits, ConditionKind};
use crate::model::{self, Operand};
use crate::vocab::{Operator, Opposite, Path};

/// What a call is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// All of them hold. Without any, it always holds.
    All(Vec<Condition>),
    /// One of them holds. Without any, it never holds.
    Any(Vec<Condition>),
    /// A comparison.
    Is(Comparison),
}

/// A comparison, or its negation: whatever the comparison does not hold for.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The argument.
    pub path: Path,
    /// The operator.
    pub operator: Operator,
    /// What it is compared with.
    pub operand: Operand,
    /// Whether it must not hold. `exists` is never negated, because `missing` is its opposite.
    pub is_negated: bool,
}

impl Condition {
    /// The calls that an entry of `policy.json` asks for.
    pub fn of_entry(entry: &model::Entry) -> Self {
        Self::All(entry.conditions.iter().map(|condition| Self::Is(Comparison::of_model(condition))).collect())
    }

    /// The calls that a condition of a policy holds for, or those that it does not hold for. A guard leaves out what
    /// asks for an argument that the tool does not have.
    pub fn of_checked(condition: &ir::Condition, is_negated: bool) -> Self {
        let all = |parts: &[ir::Condition]| parts.iter().map(|part| Self::of_checked(part, is_negated)).collect();
        match (&condition.kind, is_negated) {
            (ConditionKind::Not(inner), _) => Self::of_checked(inner, !is_negated),
            (ConditionKind::Or(parts), false) | (ConditionKind::And(parts), true) => Self::Any(all(parts)),
            (ConditionKind::And(parts), false) | (ConditionKind::Or(parts), true) => Self::All(all(parts)),
            (ConditionKind::Comparison(comparison), _) => Self::of_comparison(comparison, is_negated),
            // A policy without errors has none.
            (ConditionKind::Incomplete(incomplete), _) => Self::of_comparison(&incomplete.known, is_negated),
        }
    }

    fn of_comparison(comparison: &ir::Comparison, is_negated: bool) -> Self {
        match comparison.admits {
            Admits::Absent => Self::Any(Vec::new()),
            Admits::Anything | Admits::Numbers { .. } | Admits::Texts { .. } => {
                let (path, operator) = (comparison.path.clone(), comparison.operator);
                let plain = Comparison { path, operator, operand: (&comparison.operand).into(), is_negated: false };
                Self::Is(if is_negated { plain.opposite() } else { plain })
            }
        }
    }

    /// The condition as it is compiled: the opposite of `!=` is `==` or `missing`, which holds for `null`.
    pub fn compiled(self) -> Self {
        match self {
            Self::All(parts) => Self::All(parts.into_iter().map(Self::compiled).collect()),
            Self::Any(parts) => Self::Any(parts.into_iter().map(Self::compiled).collect()),
            Self::Is(comparison) => match (comparison.operator.row().opposite, comparison.is_negated) {
                (Opposite::WithoutNull(operator), true) => {
                    let equal = Comparison { operator, is_negated: false, ..comparison.clone() };
                    Self::Any(vec![Self::Is(comparison.missing()), Self::Is(equal)])
                }
                _ => Self::Is(comparison),
            },
        }
    }

    /// The condition that holds for exactly the other calls.
    pub fn opposite(&self) -> Self {
        match self {
            Self::All(parts) => Self::Any(parts.iter().map(Self::opposite).collect()),
            Self::Any(parts) => Self::All(parts.iter().map(Self::opposite).collect()),
            Self::Is(comparison) => Self::Is(comparison.clone().opposite()),
        }
    }

    /// The same condition without parts that always or never hold, and without groups in groups of their own kind.
    pub fn simplified(self) -> Self {
        match self {
            Self::All(parts) => match flat(parts, true) {
                Some(parts) => alone(parts).unwrap_or_else(Self::All),
                None => Self::Any(Vec::new()),
            },
            Self::Any(parts) => match flat(parts, false) {
                Some(parts) => alone(parts).unwrap_or_else(Self::Any),
                None => Self::All(Vec::new()),
            },
            Self::Is(comparison) => Self::Is(comparison),
        }
    }

    /// Whether it holds for no call, by its form.
    pub fn is_never(&self) -> bool {
        matches!(self, Self::Any(parts) if parts.is_empty())
    }

    /// Whether it holds for every call, by its form.
    pub fn is_always(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }

    /// The comparisons, in order.
    pub fn comparisons(&self) -> Vec<&Comparison> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::comparisons).collect(),
            Self::Is(comparison) => vec![comparison],
        }
    }
}

impl Comparison {
    /// A condition of `policy.json`.
    pub fn of_model(condition: &model::Condition) -> Self {
        let model::Condition { path, op, value, .. } = condition;
        Self { path: path.clone(), operator: *op, operand: value.clone(), is_negated: false }
    }

    /// For `exists`, whether the argument must be there.
    pub fn presence(&self) -> Option<bool> {
        match (self.operator, &self.operand) {
            (Operator::Exists, Operand::Value(crate::vocab::Value::Boolean(present))) => {
                Some(*present != self.is_negated)
            }
            _ => None,
        }
    }

    /// `missing` of the same argument.
    fn missing(&self) -> Self {
        let (path, operand) = (self.path.clone(), Operand::presence(false));
        Self { path, operator: Operator::Exists, operand, is_negated: false }
    }

    fn opposite(self) -> Self {
        match self.presence() {
            Some(present) => Self { operand: Operand::presence(!present), is_negated: false, ..self },
            None => Self { is_negated: !self.is_negated, ..self },
        }
    }
}

/// The parts of a group, simplified. `None` if one of them decides the group: one that never holds among `all`, or one
/// that always holds among others.
fn flat(parts: Vec<Condition>, all: bool) -> Option<Vec<Condition>> {
    let mut flat = Vec::new();
    for part in parts {
        match part.simplified() {
            Condition::All(inner) if all || inner.is_empty() => {
                if !all {
                    return None;
                }
                flat.extend(inner);
            }
            Condition::Any(inner) if !all || inner.is_empty() => {
                if all {
                    return None;
                }
                flat.extend(inner);
            }
            other @ (Condition::All(_) | Condition::Any(_) | Condition::Is(_)) => flat.push(other),
        }
    }
    Some(flat)
}

/// The only part; if there is another number of them, all of them.
fn alone(mut parts: Vec<Condition>) -> Result<Condition, Vec<Condition>> {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => Ok(only),
        (last, _) => Err(parts.into_iter().chain(last).collect()),
    }
}
