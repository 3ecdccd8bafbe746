//! Conditions in the words of the language, as a person would write them; what only a document can
//! say is written as its JSON.

use std::fmt;

use super::{Condition, Operand};
use crate::vocab::{self, Value, comparison_words};

/// `args.amount > 5`
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(present) = self.presence() {
            return f.write_str(&comparison_words(&self.path, self.op, &vocab::Operand::Presence(present)));
        }
        match (self.op, &self.value) {
            (vocab::Operator::Regex, Operand::Value(Value::Text(pattern))) => {
                f.write_str(&comparison_words(&self.path, self.op, &vocab::Operand::Pattern(pattern.clone())))
            }
            (op, value) => write!(f, "{} {} {value}", self.path, op.word()),
        }
    }
}

/// `["usd", "eur"]`
impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operand::Null => f.write_str("null"),
            Operand::Value(value) => value.fmt(f),
            Operand::List(elements) => {
                f.write_str("[")?;
                for (index, element) in elements.iter().enumerate() {
                    f.write_str(if index > 0 { ", " } else { "" })?;
                    element.fmt(f)?;
                }
                f.write_str("]")
            }
        }
    }
}
