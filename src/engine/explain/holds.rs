//! A condition of a document and an argument of a call as the table of operators takes them: which
//! arguments a comparison holds for is in [`crate::vocab`].

use crate::model::{Condition, Operand};
use crate::source::json::{Json, JsonKind};
use crate::vocab::{self, Compared, Given, OperandKind, Regex, Value};

/// Whether it holds; the expression is the condition's own, where it is one that can be read.
pub fn holds(condition: &Condition, regex: Option<&Regex>, actual: Option<&Json>) -> bool {
    let given = actual.map_or(Given::Missing, given);
    (condition.op.row().holds)(&given, &compared(condition, regex))
}

/// Whether an argument equals a value.
pub fn equals(actual: &Json, value: &Value) -> bool {
    vocab::equals(&given(actual), value)
}

fn given(actual: &Json) -> Given<'_> {
    match &actual.kind {
        JsonKind::List(elements) => Given::List(elements.iter().map(scalar).collect()),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Text(_) | JsonKind::Object(_) => {
            scalar(actual)
        }
    }
}

/// The elements of a list inside a list are never looked at.
fn scalar(actual: &Json) -> Given<'_> {
    match &actual.kind {
        JsonKind::Null => Given::Null,
        JsonKind::Boolean(boolean) => Given::Boolean(*boolean),
        JsonKind::Number(number) => Given::Number(*number),
        JsonKind::Text(text) => Given::Text(text),
        JsonKind::List(_) => Given::List(Vec::new()),
        JsonKind::Object(_) => Given::Object,
    }
}

fn compared<'c>(condition: &'c Condition, regex: Option<&'c Regex>) -> Compared<'c> {
    let value = |operand: &'c Operand| if let Operand::Value(value) = operand { Some(value) } else { None };
    let values = match (condition.op.row().operand, &condition.value) {
        (OperandKind::List, Operand::List(elements)) => elements.iter().filter_map(value).collect(),
        (OperandKind::Scalar | OperandKind::Number, operand) => value(operand).into_iter().collect(),
        (OperandKind::List | OperandKind::Pattern | OperandKind::Presence, _) => Vec::new(),
    };
    Compared { values, pattern: regex, present: condition.presence() }
}
