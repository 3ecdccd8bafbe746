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

    /// The text by which the gateway compares values of different kinds. Two numbers have the same text if they
    /// are equal as doubles.
    pub fn as_text(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Number(number) => number.printed(),
            Value::Boolean(boolean) => boolean.to_string(),
        }
    }

    /// The values of other kinds that have the same text: `5` for `"5"`.
    pub fn in_other_kinds(&self) -> impl Iterator<Item = Value> {
        let other = match self {
            Value::Number(_) | Value::Boolean(_) => Some(Value::Text(self.as_text())),
            Value::Text(text) => match text.as_str() {
                "true" | "false" => Some(Value::Boolean(text == "true")),
                text if Number::is_json(text) => {
                    Number::parse(text).filter(|number| number.printed() == text).map(Value::Number)
                }
                _ => None,
            },
        };
        other.into_iter()
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
