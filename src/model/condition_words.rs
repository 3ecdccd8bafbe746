//! Conditions in the words of the language, as a person would write them. What only a document can express is
//! written as its JSON.

use std::fmt;

use super::{Condition, Operand};
use crate::vocab::{self, comparison_words};

/// `args.amount > 5`
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(present) = self.presence() {
            return f.write_str(&comparison_words(&self.path, self.op, &vocab::Operand::Presence(present)));
        }
        match self.pattern() {
            Some(pattern) => {
                f.write_str(&comparison_words(&self.path, self.op, &vocab::Operand::Pattern(pattern.to_owned())))
            }
            None => write!(f, "{} {} {}", self.path, self.op.word(), self.value),
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
