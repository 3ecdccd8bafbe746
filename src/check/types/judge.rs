//! A comparison with an argument whose type is known.

use super::agree::order_by_no_number;
use super::errors;
use crate::catalog::Argument;
use crate::catalog::argument::{OrderVerdict, Verdict};
use crate::catalog::rule::ValueSet;
use crate::check::ir;
use crate::diagnostic::Diagnostic;
use crate::vocab::{Kind, Kinds, Operand, Order, Value, Wants};

/// What equality can compare.
const SCALARS: Kinds = Kinds::of(Kind::Boolean).or(Kinds::of(Kind::Number)).or(Kinds::of(Kind::String));

/// The mistake in a comparison, if there is one. `exists` and `missing` may test anything, because the
/// gateway checks no schema.
pub fn comparison(comparison: &ir::Comparison, argument: &Argument, suggest: bool) -> Option<Diagnostic> {
    let row = comparison.operator.row();
    match row.wants {
        Wants::Anything => None,
        Wants::Strings if argument.kinds().has(Kind::String) => None,
        Wants::Strings => Some(errors::not_for(comparison, argument, Kinds::of(Kind::String))),
        Wants::Containers => contains(comparison, argument),
        Wants::Numbers => row.order.and_then(|order| self::order(comparison, order, argument)),
        Wants::SameKind => equality(comparison, argument, suggest),
    }
}

/// A part of a string, or an element of a list.
fn contains(comparison: &ir::Comparison, argument: &Argument) -> Option<Diagnostic> {
    let [value] = comparison.operand.values() else { return None };
    let (string, list) = (argument.kinds().has(Kind::String), argument.kinds().has(Kind::List));
    let fits = string && value.kind() == Kind::String || list && argument.elements().has(value.kind());
    match (string, list) {
        _ if fits => None,
        (false, false) => {
            Some(errors::not_for(comparison, argument, Kinds::of(Kind::String).or(Kinds::of(Kind::List))))
        }
        (true, false) => Some(errors::not_in_a_string(comparison, argument, value)),
        (_, true) => Some(errors::no_element_of_that_kind(comparison, argument, value)),
    }
}

fn order(comparison: &ir::Comparison, order: Order, argument: &Argument) -> Option<Diagnostic> {
    if let Some(value) = order_by_no_number(comparison) {
        return Some(errors::order_by(comparison, value, Some(argument)));
    }
    let Operand::One(Value::Number(bound)) = &comparison.operand else { return None };
    if !argument.kinds().has(Kind::Number) {
        return Some(errors::not_for(comparison, argument, Kinds::of(Kind::Number)));
    }
    match argument.order(order, bound.as_f64()) {
        OrderVerdict::Never(reason) => Some(errors::order_never_holds(comparison, order, *bound, &reason)),
        OrderVerdict::Always(reason) if argument.always_there => {
            Some(errors::order_always_holds(comparison, order, *bound, &reason))
        }
        OrderVerdict::Always(_) | OrderVerdict::Sometimes => None,
    }
}

fn equality(comparison: &ir::Comparison, argument: &Argument, suggest: bool) -> Option<Diagnostic> {
    let kinds = argument.kinds();
    if kinds.and(SCALARS).is_empty() && kinds != Kinds::of(Kind::Null) {
        return Some(errors::equals_nothing(comparison, argument));
    }
    let values = comparison.operand.values();
    if let Some(value) = values.iter().find(|value| !kinds.has(value.kind())) {
        return Some(errors::other_kind(comparison, argument, value));
    }
    for value in values {
        if let Verdict::RuledOut(reason) = argument.verdict(value) {
            return Some(errors::value_ruled_out(comparison, argument, value, &reason, suggest));
        }
    }
    every_value(comparison, argument, values)
}

/// A list, or one value, that contains all values of the argument. `!=` and `not in` hold for `null`, and
/// none of the operators holds for a missing argument.
fn every_value(comparison: &ir::Comparison, argument: &Argument, values: &[Value]) -> Option<Diagnostic> {
    let all = argument.finite(values.len()).filter(|all| !all.nullable)?;
    let listed: ValueSet = values.iter().cloned().collect();
    if !all.values.iter().all(|value| listed.has(value)) {
        return None;
    }
    match comparison.operator.is_negative() {
        true => Some(errors::every_value_excluded(comparison, &all.reason)),
        false => argument.always_there.then(|| errors::every_value_listed(comparison, &all.reason)),
    }
}
