//! The values that a condition compares with.

use std::fmt;

use super::{Kind, Number};

/// A string, a number or a boolean.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// A string.
    Text(String),
    /// A number.
    Number(Number),
    /// `true` or `false`.
    Boolean(bool),
}

impl Value {
    /// The kind of the value.
    pub fn kind(&self) -> Kind {
        match self {
            Value::Text(_) => Kind::String,
            Value::Number(_) => Kind::Number,
            Value::Boolean(_) => Kind::Boolean,
        }
    }
}

/// As the language writes it: a JSON literal, with control characters and quotes escaped.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => match serde_json::to_string(text) {
                Ok(quoted) => f.write_str(&quoted),
                Err(_) => Err(fmt::Error),
            },
            Value::Number(number) => number.fmt(f),
            Value::Boolean(boolean) => boolean.fmt(f),
        }
    }
}
