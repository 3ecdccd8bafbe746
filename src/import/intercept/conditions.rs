//! Conditions on arguments. The operators are those of `policy.json`; the few values that Intercept compares
//! differently are refused, or reported where the gateway denies more.

use super::losses::Losses;
use crate::check::Purpose;
use crate::diagnostic::Diagnostic;
use crate::import::errors;
use crate::import::expressible::Uses;
use crate::import::render::Comparison;
use crate::import::yaml::Yaml;
use crate::model::{self, json};
use crate::source::json::Json;
use crate::vocab::Value;

/// A condition as the language writes it.
pub(super) fn comparison(
    losses: &mut Losses<'_>,
    yaml: &Yaml,
    condition: &Json,
    uses: &mut Uses,
    shared: &Uses,
) -> Result<Comparison, Box<Diagnostic>> {
    let place = condition.span.of(losses.id);
    if let Some(value) = condition.get("value").filter(|value| yaml.is_ambiguous(value)) {
        return Err(errors::ambiguous_value(value.span.of(losses.id)));
    }
    let read = json::condition(losses.id, losses.source, condition, &mut losses.regexes)?;
    if let Some(text) = printed_value(&read) {
        let error = errors::printed_value(place, text);
        if read.op.is_negative() {
            return Err(error);
        }
        losses.warning(errors::denied_here(*error));
    }
    uses.comparison(Some(shared), &read, (place, Purpose::Require))
}

/// Intercept compares `null`, lists and objects by their text in Go, so `neq "<nil>"` denies `null` there, and `eq`
/// allows it. For the gateway they equal nothing.
fn printed_value(condition: &model::Condition) -> Option<&str> {
    let values = match &condition.value {
        model::Operand::List(values) => values.as_slice(),
        value @ (model::Operand::Value(_) | model::Operand::Null) => std::slice::from_ref(value),
    };
    values.iter().find_map(|value| match value {
        model::Operand::Value(Value::Text(text)) if is_printed_value(text) => Some(text.as_str()),
        model::Operand::Value(_) | model::Operand::Null | model::Operand::List(_) => None,
    })
}

fn is_printed_value(text: &str) -> bool {
    text == "<nil>" || text.ends_with(']') && (text.starts_with('[') || text.starts_with("map["))
}
