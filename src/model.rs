//! The waist: `policy.json` as a value. Written by the compiler or read from a file, it is what
//! every later stage works on.

pub mod canonical;
mod errors;
pub mod json;
mod members;
pub mod pointers;
mod shapes;
pub mod source_map;
pub mod vocabulary;
mod condition_words;

use std::collections::BTreeMap;

use crate::source::Place;
use crate::vocab::{self, OperandKind, Operator, Path, Value, Window};

/// A whole `policy.json` of version "1".
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    /// `"default": "allow"` rather than `"deny"`.
    pub default_allow: bool,
    /// The hidden names, and where each is written; `*` hides every tool.
    pub hide: BTreeMap<String, Option<Place>>,
    /// The limits for all tools together, as written.
    pub all_tools: Vec<Limit>,
    /// The tools that the document names.
    pub tools: BTreeMap<String, Tool>,
}

/// What the document says about one tool. Without an entry it is allowed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tool {
    /// Where it is written.
    pub place: Option<Place>,
    /// Each denies unless all its conditions hold.
    pub require: Vec<Entry>,
    /// Each denies if all its conditions hold.
    pub deny_if: Vec<Entry>,
    /// The limits of this tool.
    pub limits: Vec<Limit>,
}

/// An entry of `require` or `deny_if`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// The clause that it came from, or its place in the JSON.
    pub place: Option<Place>,
    /// The conditions, all of which must hold.
    pub conditions: Vec<Condition>,
    /// The denial message.
    pub on_deny: Option<String>,
}

/// A condition: `{"path": "args.amount", "op": "gt", "value": 5000}`.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The comparison that it came from, or its place in the JSON.
    pub place: Option<Place>,
    /// The argument.
    pub path: Path,
    /// The operator.
    pub op: Operator,
    /// What it is compared with.
    pub value: Operand,
}

impl Condition {
    /// The memory that its value and its path take, in bytes, in addition to the condition itself.
    pub fn bytes(&self) -> usize {
        self.path.segments().iter().map(|segment| size_of::<String>() + segment.len()).sum::<usize>()
            + self.value.bytes()
    }
}

/// The value of a condition: what the language can express, and what only a document can.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Operand {
    /// `null`, which equals nothing. The language does not have it.
    Null,
    /// A string, a number or a boolean.
    Value(Value),
    /// A list. A list in a list equals nothing, and the language does not have it.
    List(Vec<Operand>),
}

impl Operand {
    /// The memory that it takes in addition to itself, in bytes. The readers bound how deep lists nest.
    fn bytes(&self) -> usize {
        match self {
            Operand::Value(Value::Text(text)) => text.len(),
            Operand::Null | Operand::Value(Value::Number(_) | Value::Boolean(_)) => 0,
            Operand::List(elements) => elements.iter().map(|element| size_of::<Operand>() + element.bytes()).sum(),
        }
    }
}

impl From<&vocab::Operand> for Operand {
    fn from(operand: &vocab::Operand) -> Self {
        match operand {
            vocab::Operand::One(value) => Operand::Value(value.clone()),
            vocab::Operand::Many(values) => Operand::List(values.iter().cloned().map(Operand::Value).collect()),
            vocab::Operand::Pattern(pattern) => Operand::Value(Value::Text(pattern.clone())),
            vocab::Operand::Presence(present) => Operand::presence(*present),
        }
    }
}

impl Condition {
    /// For `exists`, whether the argument must exist; `None` for other operators.
    pub fn presence(&self) -> Option<bool> {
        match (self.op.row().operand, &self.value) {
            (OperandKind::Presence, Operand::Value(Value::Boolean(present))) => Some(*present),
            _ => None,
        }
    }

    /// The text of the regular expression of `matches`; `None` for other operators.
    pub fn pattern(&self) -> Option<&str> {
        match (self.op.row().operand, &self.value) {
            (OperandKind::Pattern, Operand::Value(Value::Text(pattern))) => Some(pattern),
            _ => None,
        }
    }
}

impl Operand {
    /// The value of `exists`.
    pub fn presence(present: bool) -> Self {
        Operand::Value(Value::Boolean(present))
    }
}

/// A limit: `{"counter": "replay_flow_rate", "window": "minute", "max": 10, "scope": "grant"}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The `limit` that it came from, or its place in the JSON.
    pub place: Option<Place>,
    /// The counter, which tools may share.
    pub counter: String,
    /// The window.
    pub window: Window,
    /// How many calls are allowed; a document may say 0.
    pub max: u64,
}
