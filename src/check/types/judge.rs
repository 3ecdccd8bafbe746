//! A comparison with an argument whose type is known.

use super::agree::{SCALARS, order_by_no_number};
use super::errors;
use super::patterns::Patterns;
use crate::catalog::Argument;
use crate::catalog::argument::{OrderVerdict, Verdict};
use crate::catalog::rule::ValueSet;
use crate::check::ir;
use crate::diagnostic::Diagnostic;
use crate::vocab::{Kind, Kinds, Operand, Order, Value, Wants};

/// The mistake in a comparison, if there is one. `exists` and `missing` may test anything, because the
/// gateway checks no schema. An operand that is not known lists the values that are.
pub fn comparison(
    comparison: &ir::Comparison,
    argument: &Argument,
    patterns: &mut Patterns,
    suggest: bool,
) -> Option<Diagnostic> {
    let row = comparison.operator.row();
    match row.wants {
        Wants::Anything => None,
        Wants::Strings if argument.kinds().has(Kind::String) => matches(comparison, argument, patterns),
        Wants::Strings => Some(errors::not_for(comparison, argument, Kinds::of(Kind::String))),
        Wants::Containers => contains(comparison, argument),
        Wants::Numbers => row.order.and_then(|order| self::order(comparison, order, argument)),
        Wants::SameKind => equality(comparison, argument, suggest),
    }
}

/// A regular expression that none, or each, of the listed values matches.
fn matches(comparison: &ir::Comparison, argument: &Argument, patterns: &mut Patterns) -> Option<Diagnostic> {
    let Operand::Pattern(pattern) = &comparison.operand else { return None };
    let all = argument.finite(MOST_MATCHED)?;
    let regex = patterns.get(pattern)?;
    let is_match = |value: &Value| matches!(value, Value::Text(text) if regex.is_match(text));
    match all.values.iter().filter(|value| is_match(value)).count() {
        0 => Some(errors::never_matches(comparison, &all.reason)),
        matched if matched == all.values.len() && !all.nullable && argument.always_there => {
            Some(errors::always_matches(comparison, &all.reason))
        }
        _ => None,
    }
}

/// A part of a string, or an element of a list.
fn contains(comparison: &ir::Comparison, argument: &Argument) -> Option<Diagnostic> {
    let (string, list) = (argument.kinds().has(Kind::String), argument.kinds().has(Kind::List));
    if !string && !list {
        return Some(errors::not_for(comparison, argument, Kinds::of(Kind::String).or(Kinds::of(Kind::List))));
    }
    let [value] = comparison.operand.values() else { return None };
    let fits = string && value.kind() == Kind::String || list && argument.elements().has(value.kind());
    match list {
        _ if fits => None,
        false => Some(errors::not_in_a_string(comparison, argument, value)),
        true => Some(errors::no_element_of_that_kind(comparison, argument, value)),
    }
}

fn order(comparison: &ir::Comparison, order: Order, argument: &Argument) -> Option<Diagnostic> {
    if let Some(value) = order_by_no_number(comparison) {
        return Some(errors::order_by(comparison, value, Some(argument)));
    }
    if !argument.kinds().has(Kind::Number) {
        return Some(errors::not_for(comparison, argument, Kinds::of(Kind::Number)));
    }
    let Operand::One(Value::Number(bound)) = &comparison.operand else { return None };
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
        if let Verdict::RuledOut(reason) = argument.equality(value) {
            return Some(errors::value_ruled_out(comparison, argument, value, &reason, suggest));
        }
    }
    every_value(comparison, argument, values)
}

/// A list, or one value, that equals all values of the argument. `!=` and `not in` hold for `null`, and
/// none of the operators holds for a missing argument.
fn every_value(comparison: &ir::Comparison, argument: &Argument, values: &[Value]) -> Option<Diagnostic> {
    let most = values.len().saturating_mul(SPELLINGS);
    let all = argument.finite(most).filter(|all| !all.nullable)?;
    let listed: ValueSet = values.iter().cloned().collect();
    if !all.values.iter().all(|value| listed.has_equal(value)) {
        return None;
    }
    match comparison.operator.is_negative() {
        true => Some(errors::every_value_excluded(comparison, &all.reason)),
        false => argument.always_there.then(|| errors::every_value_listed(comparison, &all.reason)),
    }
}

/// How many values are matched.
const MOST_MATCHED: usize = 200;
/// How many values can be equal: `5` and `"5"`.
const SPELLINGS: usize = 2;
