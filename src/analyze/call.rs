//! A call that answers a question, written the way a test would write it, ready to paste.

use std::fmt;

use serde_json::Value as Json;

use crate::vocab::Path;

/// A call that shows something.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The tool.
    pub tool: String,
    /// Its arguments, an object.
    pub args: Json,
    /// Whether the server would accept it, if its catalog is known.
    pub accepted: Option<bool>,
    /// The keyword of the tool's schema that makes this unknown.
    pub unclear: Option<&'static str>,
}

/// The call the way a test would write it: `create_refund { amount: 5001, currency: "eur" }`.
impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", name(&self.tool), json(&self.args))
    }
}

fn name(tool: &str) -> String {
    let is_bare = tool.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && tool.chars().all(|letter| letter.is_ascii_alphanumeric() || "_./-".contains(letter))
        && !["every", "if"].contains(&tool);
    if is_bare { tool.to_owned() } else { quoted(tool) }
}

/// The number of nodes bounds the depth.
fn json(value: &Json) -> String {
    match value {
        Json::Object(members) if members.is_empty() => "{}".to_owned(),
        Json::Object(members) => {
            let key = |key: &str| if Path::is_ident(key) { key.to_owned() } else { quoted(key) };
            let members = members.iter().map(|(name, value)| format!("{}: {}", key(name), json(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Json::Array(elements) => {
            format!("[{}]", elements.iter().map(json).collect::<Vec<_>>().join(", "))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => value.to_string(),
    }
}

fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_call_is_written_as_in_a_test() {
        let text = |tool: &str, args| Call { tool: tool.to_owned(), args, accepted: None, unclear: None }.to_string();
        assert_eq!(text("a.b", json!({})), "a.b {}");
        let args = json!({"amount": 5, "x-y": {"b": [null, "\n"]}});
        assert_eq!(text("if", args), r#""if" { amount: 5, "x-y": { b: [null, "\n"] } }"#);
    }
}
