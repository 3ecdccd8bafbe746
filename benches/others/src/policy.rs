//! The conditions of a policy, as the translations read them: from its `policy.json`.

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

/// An entry: conditions that are asked together.
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

    /// What equals one of the values: the gateway compares by text, these engines by kind, so each
    /// number stands as a text, too.
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

    /// Whether the argument is a list: the tools' schemas would say so.
    pub fn is_of_list(&self) -> bool {
        self.path == "args.labels"
    }
}

/// A list in any of the languages, without its brackets.
pub fn listed(values: &[Value]) -> String {
    values.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")
}
