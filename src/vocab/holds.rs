//! Which arguments a comparison holds for, as plainly as it can be said. `--explain` and the search for
//! a call that is nearly allowed evaluate conditions this way; the engine has a faster form of each.
//!
//! | | a number | a string | a boolean | `null` | a list, an object | missing |
//! | --- | --- | --- | --- | --- | --- | --- |
//! | `==`, `in` | with numbers as doubles, else by its text | by its text | by its text | no | no | no |
//! | `!=`, `not in` | the opposite | the opposite | the opposite | yes | yes | no |
//! | `<`, `<=`, `>`, `>=` | as doubles | no | no | no | no | no |
//! | `matches` | no | yes, if it matches | no | no | no | no |
//! | `contains` | no | a part of it | no | no | an element of the list equals it | no |
//! | `exists` | yes | yes | yes | no | yes | no |
//! | `missing` | no | no | no | yes | no | yes |

use super::{Number, Order, Regex, Value};

/// The value of an argument, as operators see it.
#[derive(Debug)]
pub enum Given<'a> {
    /// The call does not have the argument.
    Missing,
    /// `null`, which counts as missing for `exists`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number; `None` is one that is too large for a double.
    Number(Option<Number>),
    /// A string.
    Text(&'a str),
    /// A list. Lists inside it equal nothing, so they can be empty here.
    List(Vec<Given<'a>>),
    /// An object.
    Object,
}

/// The right side of a comparison. What `policy.json` can say and the language can't, such as `null`, equals
/// nothing and is left out.
#[derive(Debug, Default)]
pub struct Compared<'a> {
    /// One value, or those of a list.
    pub values: Vec<&'a Value>,
    /// The regular expression, if it can be read.
    pub pattern: Option<&'a Regex>,
    /// `true` of `exists`, `false` of `missing`.
    pub present: Option<bool>,
}

/// Numbers are equal as doubles, anything else by its text. Lists, objects and `null` equal nothing.
pub fn equals(given: &Given<'_>, value: &Value) -> bool {
    match (given, value) {
        (Given::Number(number), Value::Number(value)) => number.is_some_and(|number| number.as_f64() == value.as_f64()),
        (Given::Number(Some(number)), Value::Text(text)) => number.printed() == *text,
        (Given::Text(text), Value::Text(value)) => text == value,
        (Given::Text(text), Value::Number(value)) => *text == value.printed(),
        (Given::Text(text), Value::Boolean(value)) => *text == value.to_string(),
        (Given::Boolean(boolean), Value::Boolean(value)) => boolean == value,
        (Given::Boolean(boolean), Value::Text(value)) => boolean.to_string() == *value,
        (Given::Number(_), Value::Text(_) | Value::Boolean(_))
        | (Given::Boolean(_), Value::Number(_))
        | (Given::Missing | Given::Null | Given::List(_) | Given::Object, _) => false,
    }
}

/// `==`, `in`
pub(super) fn equals_one(given: &Given<'_>, compared: &Compared<'_>) -> bool {
    compared.values.iter().any(|value| equals(given, value))
}

/// `!=`, `not in`
pub(super) fn equals_none(given: &Given<'_>, compared: &Compared<'_>) -> bool {
    !matches!(given, Given::Missing) && !equals_one(given, compared)
}

/// `<` and the like. A number that is too large for a double is infinite, as in most readers.
pub(super) fn ordered(given: &Given<'_>, order: Order, compared: &Compared<'_>) -> bool {
    match (given, compared.values.as_slice()) {
        (Given::Number(number), [Value::Number(bound)]) => {
            order.holds(number.map_or(f64::INFINITY, Number::as_f64), bound.as_f64())
        }
        _ => false,
    }
}

/// `matches`
pub(super) fn matches(given: &Given<'_>, compared: &Compared<'_>) -> bool {
    matches!((given, compared.pattern), (Given::Text(text), Some(regex)) if regex.is_match(text))
}

/// `contains`
pub(super) fn contains(given: &Given<'_>, compared: &Compared<'_>) -> bool {
    match (given, compared.values.as_slice()) {
        (Given::Text(text), [Value::Text(part)]) => text.contains(part.as_str()),
        (Given::List(elements), _) => elements.iter().any(|element| equals_one(element, compared)),
        _ => false,
    }
}

/// `exists`, `missing`
pub(super) fn is_present(given: &Given<'_>, compared: &Compared<'_>) -> bool {
    compared.present == Some(!matches!(given, Given::Missing | Given::Null))
}
