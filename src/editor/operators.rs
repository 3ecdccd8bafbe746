//! What an operator holds of, and the expression that it compiles to.

use super::text::Paragraph;
use crate::describe::Phrase;
use crate::syntax::tree::{Comparison, Literal, OneOrList, Operand, Value};
use crate::vocab::{Operator, TextOperator};

/// What a comparison's operator holds of.
pub fn about(comparison: &Comparison) -> Vec<Paragraph> {
    let meaning = Paragraph::Words(Phrase::words(meaning(comparison)));
    let regex = if let Operand::Texts(operator, texts) = &comparison.operand { regex(*operator, texts) } else { None };
    let compiled =
        regex.map(|regex| Paragraph::Words(Phrase::words("Compiles to ").then(Phrase::pattern(&regex)).say(".")));
    std::iter::once(meaning).chain(compiled).collect()
}

fn meaning(comparison: &Comparison) -> &'static str {
    match &comparison.operand {
        Operand::Texts(operator, _) => of_text(*operator),
        Operand::Presence(false) => MISSING,
        Operand::Presence(true) | Operand::Value(_) | Operand::List(_) | Operand::Pattern(_) => of(comparison.operator),
    }
}

/// What `missing` holds of.
pub const MISSING: &str = "Holds if the argument is not given, or is `null`.";

/// What an operator holds of.
pub fn of(operator: Operator) -> &'static str {
    match operator {
        Operator::Exists => "Holds if the argument is given and is not `null`.",
        Operator::Eq => "Holds if the argument is this value. `\"5\"` equals 5, and `\"true\"` equals true.",
        Operator::Neq => "Holds if the argument is given and is not this value. `null` is given.",
        Operator::Lt => "Holds if the argument is a number less than this one.",
        Operator::Lte => "Holds if the argument is a number that is at most this one.",
        Operator::Gt => "Holds if the argument is a number greater than this one.",
        Operator::Gte => "Holds if the argument is a number that is at least this one.",
        Operator::In => "Holds if the argument is one of these values.",
        Operator::NotIn => "Holds if the argument is given and is none of these values. `null` is given.",
        Operator::Contains => "Holds if the argument is a text with this part, or a list with this element.",
        Operator::Regex => {
            "Holds if the argument is a text and the expression matches a part of it. Without `^` and `$`, any part will do."
        }
    }
}

/// What an operator for texts holds of.
pub fn of_text(operator: TextOperator) -> &'static str {
    match operator {
        TextOperator::Under => {
            "Holds if the argument is the path of this folder or of something in it. A path with `..` never is."
        }
        TextOperator::On => "Holds if the argument is an address on this host, or at or below this path of it.",
        TextOperator::At => "Holds if the argument is one mail address of this domain.",
        TextOperator::StartsWith => "Holds if the argument is a text that starts with this one.",
        TextOperator::EndsWith => "Holds if the argument is a text that ends with this one.",
    }
}

/// The expression, if the values are written as literals.
fn regex(operator: TextOperator, texts: &OneOrList) -> Option<String> {
    let values = match texts {
        OneOrList::Value(value) => std::slice::from_ref(value),
        OneOrList::List(values, _) => values,
    };
    let literal = |value: &Value| match value {
        Value::Literal(Literal::Text(text)) => Some(text.value.clone()),
        Value::Literal(Literal::Number(_) | Literal::Boolean(..)) | Value::Name(_) => None,
    };
    let texts: Vec<String> = values.iter().map(literal).collect::<Option<_>>()?;
    operator.regex_of_list(texts.iter().map(String::as_str)).ok()
}
