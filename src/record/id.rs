//! The ids of JSON-RPC requests.

use crate::source::json::{Json, JsonKind};

/// The longest id, as JSON text, that is remembered.
const LONGEST: usize = 4 * 1024;

/// The id of a request, in one spelling: an answer may spell it differently.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Id(String);

impl Id {
    /// Reads an id; `None` if it is neither a string, a number nor `null`.
    pub fn of(json: &Json) -> Option<Self> {
        match &json.kind {
            JsonKind::Text(text) => serde_json::to_string(text).ok().map(Id),
            JsonKind::Number(Some(number)) => Some(Id(number.to_string())),
            JsonKind::Null => Some(Id("null".to_owned())),
            JsonKind::Number(None) | JsonKind::Boolean(_) | JsonKind::List(_) | JsonKind::Object(_) => None,
        }
    }

    /// Reads an id from JSON text.
    pub fn read(text: &str) -> Option<Self> {
        Self::of(&Json::parse_text(text).ok()?)
    }

    /// Whether the id is too long to be remembered. Thousands of requests may be open.
    pub fn is_long(&self) -> bool {
        self.0.len() > LONGEST
    }

    /// The id as JSON text.
    pub fn as_json(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_same_in_every_spelling() {
        for (one, other) in [("1", "1.0"), ("\"a\\/b\"", "\"a/b\""), ("10", "1e1"), ("null", " null ")] {
            assert_eq!(Id::read(one), Id::read(other));
        }
        for (one, other) in [("1", "\"1\""), ("null", "\"null\""), ("1", "2")] {
            assert_ne!(Id::read(one), Id::read(other));
        }
        for none in ["true", "[1]", "{}", "1e999", ""] {
            assert_eq!(Id::read(none), None, "{none}");
        }
    }
}
