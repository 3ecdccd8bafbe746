//! The conditions of a policy, read from its `policy.json` for the translations.

use std::collections::BTreeMap;

use jamb::model::Policy;
use jamb::model::canonical::{self, Layout};
use serde::Deserialize;
use serde_json::Value;

/// The tools, by name.
pub type Tools = BTreeMap<String, Tool>;

#[derive(Deserialize)]
struct Document {
    tools: Tools,
}

/// A tool's entries.
#[derive(Debug, Default, Deserialize)]
pub struct Tool {
    #[serde(default)]
    pub require: Vec<Entry>,
    #[serde(default)]
    pub deny_if: Vec<Entry>,
}

/// An entry: conditions that are checked together.
#[derive(Debug, Deserialize)]
pub struct Entry {
    pub conditions: Vec<Condition>,
}

/// A condition.
#[derive(Debug, Deserialize)]
pub struct Condition {
    path: String,
    pub op: String,
    pub value: Value,
}

/// The tools of a policy.
pub fn tools(policy: &Policy) -> Tools {
    let json = canonical::write(policy, Layout::Minified);
    serde_json::from_str::<Document>(&json).expect("a policy").tools
}

impl Condition {
    /// The steps of the path.
    pub fn steps(&self) -> Vec<&str> {
        self.path.split('.').skip(1).collect()
    }

    /// The values that count as equal. The gateway compares by text, these engines by type, so each number is also
    /// listed as a text.
    pub fn equals(&self) -> Vec<Value> {
        let values = self.value.as_array().cloned().unwrap_or_else(|| vec![self.value.clone()]);
        let both = |value: Value| match value {
            Value::String(_) => vec![value],
            value => vec![Value::String(value.to_string()), value],
        };
        values.into_iter().flat_map(both).collect()
    }

    /// The value as JSON, which all three languages read.
    pub fn literal(&self) -> String {
        self.value.to_string()
    }

    /// Whether the argument is a list, as the tools' schemas would say.
    pub fn is_of_list(&self) -> bool {
        self.path == "args.labels"
    }
}

/// A list in any of the languages, without its brackets.
pub fn listed(values: &[Value]) -> String {
    values.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")
}
