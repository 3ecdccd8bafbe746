//! Finds conditions that no call can meet together. It is not complete: it tries the values that the conditions on an
//! argument name, and compares the bounds of orders.

use std::collections::{HashMap, HashSet};

use super::render::Comparison;
use crate::vocab::{Compared, Given, Kind, Kinds, Number, Operand, OperandKind, Operator, Order, Path, Regex, Value};

/// How much work is worth it: values that are tried, times values that they are compared with.
const MOST_WORK: usize = 100_000;

/// How many steps of a path are compared with other paths.
const MOST_STEPS: usize = 16;

/// Whether surely no call meets all of these comparisons.
pub(super) fn is_certain<'c>(comparisons: impl Iterator<Item = &'c Comparison>) -> bool {
    let mut of_path: HashMap<&Path, Vec<&Comparison>> = HashMap::new();
    let mut count = 0;
    for comparison in comparisons {
        of_path.entry(&comparison.path).or_default().push(comparison);
        count += 1;
        if count > MOST_WORK {
            return false;
        }
    }
    of_path.values().any(|comparisons| contradict(comparisons)) || wants_value_and_object(&of_path)
}

/// Whether a path wants a value, or none, where another leads through an object.
fn wants_value_and_object(of_path: &HashMap<&Path, Vec<&Comparison>>) -> bool {
    let has = |comparisons: &[&Comparison], is: fn(&Comparison) -> bool| comparisons.iter().any(|one| is(one));
    let leaves: HashSet<&[String]> = of_path
        .iter()
        .filter(|(_, comparisons)| has(comparisons, is_no_object))
        .map(|(path, _)| path.segments())
        .collect();
    of_path
        .iter()
        .filter(|(path, comparisons)| path.segments().len() <= MOST_STEPS && has(comparisons, is_present))
        .any(|(path, _)| {
            (1..path.segments().len()).any(|steps| leaves.contains(path.segments().get(..steps).unwrap_or_default()))
        })
}

/// Whether it holds for no object.
fn is_no_object(comparison: &Comparison) -> bool {
    !possible_kinds(comparison).has(Kind::Object)
}

/// Whether it holds only if the argument is there.
fn is_present(comparison: &Comparison) -> bool {
    comparison.operand != Operand::Presence(false)
}

fn contradict(comparisons: &[&Comparison]) -> bool {
    let kinds = comparisons.iter().fold(Kinds::ALL, |left, one| left.and(possible_kinds(one)));
    kinds.is_empty() || misses_all_values(comparisons) || has_no_number(comparisons)
}

/// The kinds of values for which a comparison may hold. A missing argument counts as `null`.
fn possible_kinds(comparison: &Comparison) -> Kinds {
    let texts = Kinds::of(Kind::String);
    match (comparison.operator, &comparison.operand) {
        (Operator::Neq | Operator::NotIn, _) => Kinds::ALL,
        (Operator::Exists, Operand::Presence(false)) => Kinds::of(Kind::Null),
        (Operator::Exists, _) => Kinds::ALL.without(Kinds::of(Kind::Null)),
        (Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte, _) => Kinds::of(Kind::Number),
        (Operator::Regex, _) => texts,
        (Operator::Contains, Operand::One(Value::Text(_))) => texts.or(Kinds::of(Kind::List)),
        (Operator::Contains, _) => Kinds::of(Kind::List),
        (Operator::Eq | Operator::In, _) => texts.or(Kinds::of(Kind::Number)).or(Kinds::of(Kind::Boolean)),
    }
}

/// Whether an equality names values, and none of them meets the other conditions.
fn misses_all_values(comparisons: &[&Comparison]) -> bool {
    let is_equality = |one: &&&Comparison| matches!(one.operator, Operator::Eq | Operator::In);
    let shortest = comparisons.iter().filter(is_equality).min_by_key(|one| one.operand.values().len());
    let Some(values) = shortest.map(|one| one.operand.values()) else { return false };
    let all: usize = comparisons.iter().map(|one| one.operand.values().len() + 1).sum();
    if values.len().saturating_mul(all) > MOST_WORK {
        return false;
    }
    let patterns: Vec<_> = comparisons.iter().map(|one| pattern(one)).collect();
    let meets = |given: &Given<'_>| comparisons.iter().zip(&patterns).all(|(one, regex)| holds(one, regex, given));
    !values.iter().any(|value| {
        let text = match value {
            Value::Text(text) => text.clone(),
            Value::Number(_) | Value::Boolean(_) => value.to_string(),
        };
        // A text equals the number or boolean that is printed like it.
        let number = Number::is_json(&text).then(|| Number::parse(&text)).flatten();
        let others = [number.map(|number| Given::Number(Some(number))), text.parse().ok().map(Given::Boolean)];
        meets(&Given::Text(&text)) || others.into_iter().flatten().any(|given| meets(&given))
    })
}

/// Whether orders leave no number.
fn has_no_number(comparisons: &[&Comparison]) -> bool {
    let mut low = (f64::NEG_INFINITY, true);
    let mut high = (f64::INFINITY, true);
    let mut is_ordered = false;
    for one in comparisons {
        let (Some(order), [Value::Number(bound)]) = (one.operator.order(), one.operand.values()) else { continue };
        is_ordered = true;
        let bound = bound.as_f64();
        let (is_upper, is_closed) = match order {
            Order::Less => (true, false),
            Order::LessOrEqual => (true, true),
            Order::Greater => (false, false),
            Order::GreaterOrEqual => (false, true),
        };
        let edge = if is_upper { &mut high } else { &mut low };
        let is_tighter = if is_upper { bound < edge.0 } else { bound > edge.0 };
        if is_tighter || bound == edge.0 && !is_closed {
            *edge = (bound, is_closed);
        }
    }
    let is_empty = low.0 > high.0 || low.0 == high.0 && !(low.1 && high.1);
    is_ordered && is_empty
}

fn pattern(comparison: &Comparison) -> Option<Regex> {
    match &comparison.operand {
        Operand::Pattern(pattern) => Regex::new(pattern).ok(),
        Operand::One(_) | Operand::Many(_) | Operand::Presence(_) => None,
    }
}

fn holds(comparison: &Comparison, pattern: &Option<Regex>, given: &Given<'_>) -> bool {
    if comparison.operator.row().operand == OperandKind::Pattern && pattern.is_none() {
        return true;
    }
    let compared = Compared {
        values: comparison.operand.values().iter().collect(),
        pattern: pattern.as_ref(),
        present: if let Operand::Presence(present) = comparison.operand { Some(present) } else { None },
    };
    (comparison.operator.row().holds)(given, &compared)
}
