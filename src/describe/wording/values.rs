//! Lists of values as English. Long lists are cut, and say how long they are.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::describe::phrase::Phrase;
use crate::describe::voice::Voice;
use crate::model::Operand;
use crate::vocab::{OperandKind, Operator, Value};

/// Longer lists are cut.
const MOST_LISTED: usize = 12;
/// A list that is cut shows so many.
const SHOWN: usize = 3;
/// An agent needs the values themselves, so its lists are longer.
const MOST_FOR_AGENTS: usize = 40;

/// The values of `in`, or the one value of another operator. Nothing is equal to `null` or to a list.
pub fn comparable(operator: Operator, operand: &Operand) -> Vec<&Value> {
    let takes_list = operator.row().operand == OperandKind::List;
    match operand {
        Operand::Value(value) if !takes_list => vec![value],
        Operand::List(elements) if takes_list => distinct(elements.iter().filter_map(|element| match element {
            Operand::Value(value) => Some(value),
            Operand::Null | Operand::List(_) => None,
        })),
        Operand::Null | Operand::Value(_) | Operand::List(_) => Vec::new(),
    }
}

/// Each value once, although a number is equal to its text.
pub fn distinct<'v>(values: impl Iterator<Item = &'v Value>) -> Vec<&'v Value> {
    let mut seen = HashSet::new();
    let text = |value: &'v Value| match value {
        Value::Text(text) => Cow::Borrowed(text.as_str()),
        Value::Number(_) | Value::Boolean(_) => Cow::Owned(value.as_text()),
    };
    values.filter(|value| seen.insert(text(value))).collect()
}

/// "`a`, `b` or `c`"
pub fn either(values: &[&Value], voice: Voice) -> Phrase {
    either_of(values.len(), values.iter().map(|value| Phrase::value(value)), voice)
}

/// The same for values that are phrases already. "one of 31 values, such as `a`, `b` and `c`"
pub fn either_of(all: usize, values: impl Iterator<Item = Phrase>, voice: Voice) -> Phrase {
    let most = match voice {
        Voice::Reader => MOST_LISTED,
        Voice::Agent => MOST_FOR_AGENTS,
    };
    if all <= most {
        return Phrase::listed(values, "or");
    }
    match voice {
        Voice::Reader => {
            Phrase::words(format!("one of {all} values, such as ")).then(Phrase::listed(values.take(SHOWN), "and"))
        }
        Voice::Agent => Phrase::listed(values.take(most).chain([Phrase::words(unlisted(all - most))]), "or"),
    }
}

/// The rest of a list that is cut for an agent.
fn unlisted(count: usize) -> String {
    let more = if count == 1 { "one more value".to_owned() } else { format!("one of {count} more values") };
    format!("{more} not listed here (calls with other values than those listed may be denied)")
}
