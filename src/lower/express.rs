//! How the JSON expresses a comparison and its negation.

use super::complements::Complements;
use crate::check::ir::{Admits, Comparison, Incomplete};
use crate::model::{self, Condition};
use crate::vocab::{Complement, Operand, Operator, Opposite};

/// An expression that matches every string, and nothing else.
const ANY_TEXT: &str = "^";

/// Why a condition has no normal form.
pub enum NoNormalForm<'c> {
    /// A part that the JSON can't express.
    Part(Inexpressible<'c>),
    /// It expands to more entries or conditions than [`MAX_ENTRIES`](super::bounds::MAX_ENTRIES) and
    /// [`MAX_ENTRY_CONDITIONS`](super::bounds::MAX_ENTRY_CONDITIONS), or takes too much memory.
    TooLarge,
}

impl NoNormalForm<'_> {
    /// Whether a type of the argument would change that.
    pub fn needs_type(&self) -> bool {
        matches!(self, NoNormalForm::Part(Inexpressible { reason: Reason::NoType, .. }))
    }
}

/// A comparison that the JSON can't express, or whose negation it can't express.
pub struct Inexpressible<'c> {
    /// The comparison.
    pub comparison: &'c Comparison,
    /// Why.
    pub reason: Reason,
}

/// Why the JSON can't express a comparison or its negation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A step of the path is empty or contains a dot.
    Path,
    /// Nothing says when it is false.
    NoOpposite,
    /// The same, but a type of the argument would change that.
    NoType,
    /// It also holds for `null`, which the argument may be.
    Null,
    /// The complement of its expression is too large.
    TooLarge,
}

/// The conditions that express a comparison, or its negation: one, or several of which one must hold.
///
/// | | negated |
/// | --- | --- |
/// | `x exists` | `x missing` |
/// | `x == v` | `x != v` or `x missing`: a comparison with a missing argument is false |
/// | `x in L` | `x not in L` or `x missing` |
/// | `x <= n`, of numbers | `x > n` or `x matches "^"` or `x missing`: many servers take `"6"` for 6 |
/// | `x matches R`, of texts | `x matches C` or `x missing`, where C is the complement of R |
/// | `x != v`, `x not in L`, of numbers or of texts, not of `null` | `x == v`, `x in L`, or `x missing` |
/// | an order, `matches`, `!=`, `not in` of other types | can't be said: an order and `matches` are false of other types as well, and `!=` holds of `null`, which counts as missing |
/// | `x contains v` | can't be said |
///
/// None for an argument that the tool does not have: a guard does not add the entries that name it.
pub fn express<'c>(
    comparison: &'c Comparison,
    negated: bool,
    complements: &mut Complements,
) -> Result<Vec<Condition>, Inexpressible<'c>> {
    if !comparison.path.is_expressible() {
        return Err(Inexpressible { comparison, reason: Reason::Path });
    }
    if comparison.admits == Admits::Absent {
        return Ok(Vec::new());
    }
    if negated {
        opposite(comparison, complements).map_err(|reason| Inexpressible { comparison, reason })
    } else {
        Ok(vec![condition(comparison, comparison.operator, model::Operand::from(&comparison.operand))])
    }
}

fn opposite(comparison: &Comparison, complements: &mut Complements) -> Result<Vec<Condition>, Reason> {
    let missing = condition(comparison, Operator::Exists, model::Operand::presence(false));
    let matching = |pattern: &str| {
        condition(comparison, Operator::Regex, model::Operand::from(&Operand::Pattern(pattern.to_owned())))
    };
    let same_operand = |operator| condition(comparison, operator, model::Operand::from(&comparison.operand));
    match (comparison.operator.row().opposite, &comparison.operand, comparison.admits) {
        (Opposite::OtherPresence, Operand::Presence(present), _) => {
            Ok(vec![condition(comparison, comparison.operator, model::Operand::presence(!present))])
        }
        (Opposite::OrMissing(operator), ..) => Ok(vec![same_operand(operator), missing]),
        (Opposite::OfNumbers(operator), _, Admits::Numbers { .. }) => {
            Ok(vec![same_operand(operator), matching(ANY_TEXT), missing])
        }
        (Opposite::OfTexts, Operand::Pattern(pattern), Admits::Texts { .. }) => match complements.of(pattern) {
            Some(Complement::NoText) => Ok(vec![missing]),
            Some(Complement::EveryText) => Ok(vec![matching(ANY_TEXT), missing]),
            Some(Complement::Matching(complement)) => Ok(vec![matching(complement), missing]),
            None => Err(Reason::TooLarge),
        },
        (Opposite::WithoutNull(operator), _, Admits::Numbers { or_null: false } | Admits::Texts { or_null: false }) => {
            Ok(vec![same_operand(operator), missing])
        }
        (Opposite::WithoutNull(_), _, Admits::Numbers { .. } | Admits::Texts { .. }) => Err(Reason::Null),
        (
            Opposite::OfNumbers(_) | Opposite::OfTexts | Opposite::WithoutNull(_),
            _,
            Admits::Anything | Admits::Absent,
        ) => Err(Reason::NoType),
        (_, _, _) => Err(Reason::NoOpposite),
    }
}

fn condition(comparison: &Comparison, op: Operator, value: model::Operand) -> Condition {
    Condition { place: Some(comparison.place), path: comparison.path.clone(), op, value }
}

/// The same for a comparison of which a part is not known; `None` stands for a condition that depends on it.
pub fn express_incomplete(incomplete: &Incomplete, negated: bool) -> Result<Vec<Option<Condition>>, Inexpressible<'_>> {
    let comparison = &incomplete.known;
    let path = incomplete.known_path();
    if path.as_ref().is_some_and(|path| !path.is_expressible()) {
        return Err(Inexpressible { comparison, reason: Reason::Path });
    }
    if comparison.admits == Admits::Absent {
        return Ok(Vec::new());
    }
    if !negated {
        return Ok(vec![None]);
    }
    let missing = path.filter(|_| incomplete.wrong_step.is_none()).map(|path| Condition {
        place: Some(comparison.place),
        path,
        op: Operator::Exists,
        value: model::Operand::presence(false),
    });
    match comparison.operator.row().opposite {
        Opposite::OtherPresence => Ok(vec![None]),
        Opposite::OrMissing(_) => Ok(vec![None, missing]),
        Opposite::OfNumbers(_) | Opposite::OfTexts | Opposite::WithoutNull(_) => {
            Err(Inexpressible { comparison, reason: Reason::NoType })
        }
        Opposite::Inexpressible => Err(Inexpressible { comparison, reason: Reason::NoOpposite }),
    }
}
