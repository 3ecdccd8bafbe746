//! Whether a condition holds of a value, as the table of the gateway's operators says it.
//!
//! | | of a number | of a string | of a boolean | of `null` | of a list, an object | missing |
//! | --- | --- | --- | --- | --- | --- | --- |
//! | `eq`, `in` | as doubles with numbers, else by its text | by its text | by its text | no | no | no |
//! | `neq`, `not_in` | the opposite | the opposite | the opposite | yes | yes | no |
//! | an order | as doubles | no | no | no | no | no |
//! | `regex` | no | yes, if it matches | no | no | no | no |
//! | `contains` | no | a part of it | no | no | an element of a list equals it | no |
//! | `exists: true` | yes | yes | yes | no | yes | no |

use crate::model::{Condition, Operand};
use crate::source::json::{Json, JsonKind};
use crate::vocab::{Number, Operator, Order, Regex, Value};

/// Whether it holds; the expression is the condition's own, where it is one that can be read.
pub fn holds(condition: &Condition, regex: Option<&Regex>, actual: Option<&Json>) -> bool {
    let value = &condition.value;
    if condition.op == Operator::Exists {
        let is_there = actual.is_some_and(|actual| actual.kind != JsonKind::Null);
        return condition.presence() == Some(is_there);
    }
    let Some(actual) = actual else { return false };
    match condition.op {
        Operator::Eq => equals(actual, value),
        Operator::Neq => !equals(actual, value),
        Operator::In => elements(value).iter().any(|element| equals(actual, element)),
        Operator::NotIn => !elements(value).iter().any(|element| equals(actual, element)),
        Operator::Lt => stands(actual, Order::Less, value),
        Operator::Lte => stands(actual, Order::LessOrEqual, value),
        Operator::Gt => stands(actual, Order::Greater, value),
        Operator::Gte => stands(actual, Order::GreaterOrEqual, value),
        Operator::Regex => actual.text().zip(regex).is_some_and(|(text, regex)| regex.is_match(text)),
        Operator::Contains => contains(actual, value),
        Operator::Exists => false,
    }
}

/// Two numbers are equal as doubles, anything else by its text; a list, an object and `null` equal nothing.
pub fn equals(actual: &Json, value: &Operand) -> bool {
    let Operand::Value(value) = value else { return false };
    match (&actual.kind, value) {
        (JsonKind::Number(number), Value::Number(value)) => {
            number.is_some_and(|number| number.as_f64() == value.as_f64())
        }
        (JsonKind::Number(Some(number)), Value::Text(text)) => printed(*number) == *text,
        (JsonKind::Text(text), Value::Text(value)) => text == value,
        (JsonKind::Text(text), Value::Number(value)) => *text == printed(*value),
        (JsonKind::Text(text), Value::Boolean(value)) => *text == value.to_string(),
        (JsonKind::Boolean(boolean), Value::Boolean(value)) => boolean == value,
        (JsonKind::Boolean(boolean), Value::Text(value)) => boolean.to_string() == *value,
        (JsonKind::Number(_), Value::Text(_) | Value::Boolean(_))
        | (JsonKind::Boolean(_), Value::Number(_))
        | (JsonKind::Null | JsonKind::List(_) | JsonKind::Object(_), _) => false,
    }
}

/// As ECMAScript prints a number, whatever digits it was written with.
fn printed(number: Number) -> String {
    Number::from_f64(number.as_f64()).map(|number| number.to_string()).unwrap_or_default()
}

fn stands(actual: &Json, order: Order, bound: &Operand) -> bool {
    match (&actual.kind, bound) {
        // One that is too large for a double is infinite, as in most readers.
        (JsonKind::Number(number), Operand::Value(Value::Number(bound))) => {
            let number = number.map_or(f64::INFINITY, Number::as_f64);
            order.holds(number, bound.as_f64())
        }
        _ => false,
    }
}

fn contains(actual: &Json, part: &Operand) -> bool {
    match (&actual.kind, part) {
        (JsonKind::Text(text), Operand::Value(Value::Text(part))) => text.contains(part),
        (JsonKind::List(elements), _) => elements.iter().any(|element| equals(element, part)),
        (JsonKind::Text(_) | JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Object(_), _) => {
            false
        }
    }
}

fn elements(value: &Operand) -> &[Operand] {
    match value {
        Operand::List(elements) => elements,
        Operand::Null | Operand::Value(_) => &[],
    }
}
