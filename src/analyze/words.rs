//! Calls as a test of the language writes them, ready to be pasted.

use serde_json::Value as Json;

use super::find::Call;
use crate::vocab::Path;

/// `create_refund { amount: 5001, currency: "eur" }`
pub(super) fn call(call: &Call) -> String {
    format!("{} {}", name(&call.tool), json(&call.args))
}

fn name(tool: &str) -> String {
    let is_bare = tool.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && tool.chars().all(|letter| letter.is_ascii_alphanumeric() || "_./-".contains(letter))
        && !["every", "if"].contains(&tool);
    if is_bare { tool.to_owned() } else { quoted(tool) }
}

/// How deep witnesses nest is bounded by how many nodes they may have.
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
    fn a_call_reads_as_in_a_test() {
        let said = |tool: &str, args| call(&Call { tool: tool.to_owned(), args, accepted: None });
        assert_eq!(said("a.b", json!({})), "a.b {}");
        let args = json!({"amount": 5, "x-y": {"b": [null, "\n"]}});
        assert_eq!(said("if", args), r#""if" { amount: 5, "x-y": { b: [null, "\n"] } }"#);
    }
}
