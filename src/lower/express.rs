//! How the JSON expresses a comparison and its negation.

use crate::check::ir::{Comparison, Incomplete};
use crate::model::{self, Condition};
use crate::vocab::{Operand, Operator, Opposite};

/// Why a condition has no normal form.
pub enum NoNormalForm<'c> {
    /// A part that the JSON can't express.
    Part(Inexpressible<'c>),
    /// It expands to more entries or conditions than [`MAX_ENTRIES`](super::bounds::MAX_ENTRIES) and
    /// [`MAX_ENTRY_CONDITIONS`](super::bounds::MAX_ENTRY_CONDITIONS), or takes too much memory.
    TooLarge,
}

/// A comparison that the JSON can't express, or whose negation it can't express.
pub struct Inexpressible<'c> {
    /// The comparison.
    pub comparison: &'c Comparison,
    /// Whether it is the negation that can't be expressed.
    pub negated: bool,
}

/// The conditions that express a comparison, or its negation: one, or several of which one must hold.
///
/// | | negated |
/// | --- | --- |
/// | `x exists` | `x missing` |
/// | `x == v` | `x != v` or `x missing`: a comparison with a missing argument is false |
/// | `x in L` | `x not in L` or `x missing` |
/// | an order, `matches`, `contains` | can't be said: they are false of other types as well |
/// | `x != v`, `x not in L` | can't be said: they hold of `null`, which counts as missing |
pub fn express(comparison: &Comparison, negated: bool) -> Result<Vec<Condition>, Inexpressible<'_>> {
    if !comparison.path.is_expressible() {
        return Err(Inexpressible { comparison, negated: false });
    }
    let condition = |op, value| Condition { place: Some(comparison.place), path: comparison.path.clone(), op, value };
    let missing = || condition(Operator::Exists, model::Operand::presence(false));
    if !negated {
        return Ok(vec![condition(comparison.operator, model::Operand::from(&comparison.operand))]);
    }
    match (comparison.operator.row().opposite, &comparison.operand) {
        (Opposite::OtherPresence, Operand::Presence(present)) => {
            Ok(vec![condition(comparison.operator, model::Operand::presence(!present))])
        }
        (Opposite::OrMissing(opposite), operand) => Ok(vec![condition(opposite, operand.into()), missing()]),
        (Opposite::OtherPresence | Opposite::Inexpressible, _) => Err(Inexpressible { comparison, negated: true }),
    }
}

/// The same for a comparison of which a part is not known; `None` stands for a condition that depends on it.
pub fn express_incomplete(incomplete: &Incomplete, negated: bool) -> Result<Vec<Option<Condition>>, Inexpressible<'_>> {
    let comparison = &incomplete.known;
    let path = incomplete.known_path();
    if path.as_ref().is_some_and(|path| !path.is_expressible()) {
        return Err(Inexpressible { comparison, negated: false });
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
        Opposite::Inexpressible => Err(Inexpressible { comparison, negated: true }),
    }
}
