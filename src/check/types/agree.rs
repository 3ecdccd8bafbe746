//! What a comparison needs of an argument whose type is not known.

use super::uses::Use;
use crate::check::ir;
use crate::vocab::{Kind, Kinds, Value};

/// What equality can compare.
pub const SCALARS: Kinds = Kinds::of(Kind::Boolean).or(Kinds::of(Kind::Number)).or(Kinds::of(Kind::String));

/// What a comparison needs. If its operand is not known, that may be a value of any kind.
pub fn use_of(comparison: &ir::Comparison, knows_operand: bool) -> Use<'_> {
    let kinds = match knows_operand {
        true => comparison.operand.wanted_kinds(comparison.operator),
        false => comparison.operator.wanted_kinds(SCALARS),
    };
    Use { path: &comparison.path, kinds, place: comparison.place }
}

/// The string or boolean on the right of an order, which only applies to numbers.
pub fn order_by_no_number(comparison: &ir::Comparison) -> Option<&Value> {
    comparison.operator.order()?;
    comparison.operand.values().iter().find(|value| value.kind() != Kind::Number)
}
