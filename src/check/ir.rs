//! Checked rules: names are resolved, rules are in their places, every tool has one state, every
//! number and regular expression is right. What is here can be lowered, or is refused by lowering
//! alone. Nodes carry the place in the `.pl` that they came from.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::source::Place;
use crate::vocab::{Category, NamePattern, Operand, Operator, Path, Window};

/// A whole policy.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// `default allow` rather than `default deny`.
    pub default_allow: bool,
    /// Where the default is said, if it is.
    pub default_place: Option<Place>,
    /// `hide *`, and where.
    pub hide_everything: Option<Place>,
    /// The tools that a statement says something of, by name.
    pub tools: BTreeMap<String, Tool>,
    /// The limits at the top level, as written.
    pub limits: Vec<Limit>,
    /// What the tools are that somebody rated.
    pub categories: BTreeMap<String, Rating>,
    /// The asserts, in the order of the text.
    pub asserts: Vec<Assert>,
    /// The bodies of rules that no tool applies, with anything at all for their parameters: they are
    /// lowered to be judged, and nothing else.
    pub unapplied_rules: Vec<Arc<Body>>,
}

/// What somebody said a tool is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rating {
    /// The category.
    pub category: Category,
    /// The target that says so.
    pub place: Place,
}

/// A tool and its state.
#[derive(Debug, Clone)]
pub struct Tool {
    /// The target of the statement that won.
    pub place: Place,
    /// What the agent may do with it.
    pub state: State,
}

/// The four states of a tool that a statement names.
#[derive(Debug, Clone)]
pub enum State {
    /// Callable as it is.
    Allow,
    /// Listed, every call refused.
    Deny {
        /// The message.
        because: Option<String>,
    },
    /// Not listed.
    Hide,
    /// Callable within the rules. All targets of one statement share them.
    Rules(Arc<Body>),
}

/// The clauses of a `tool` statement, rules put in their places.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// In the order of the text.
    pub clauses: Vec<Clause>,
}

impl Body {
    /// The limits among the clauses.
    pub fn limits(&self) -> impl Iterator<Item = &Limit> {
        self.clauses.iter().filter_map(|clause| match &clause.kind {
            ClauseKind::Limit(limit) => Some(limit),
            ClauseKind::Require { .. } | ClauseKind::Deny { .. } => None,
        })
    }
}

/// One clause.
#[derive(Debug, Clone)]
pub struct Clause {
    /// The clause's own place, perhaps in a rule.
    pub place: Place,
    /// The name in the tool's `apply`, where the clause comes from a rule.
    pub applied_at: Option<Place>,
    /// What it says.
    pub kind: ClauseKind,
}

/// The kinds of clauses.
#[derive(Debug, Clone)]
pub enum ClauseKind {
    /// Denies unless the condition holds.
    Require {
        /// What has to hold.
        condition: Condition,
        /// The message.
        because: Option<String>,
    },
    /// Denies if the condition holds; without one, always.
    Deny {
        /// What must not hold.
        condition: Option<Condition>,
        /// The message.
        because: Option<String>,
    },
    /// Denies from the given count on.
    Limit(Limit),
}

/// A limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The keyword `limit`.
    pub place: Place,
    /// All of it: `limit 10 per minute`.
    pub whole: Place,
    /// The name in the tool's `apply`, where the limit comes from a rule.
    pub applied_at: Option<Place>,
    /// From 1 to 2^53 - 1.
    pub max: u64,
    /// In which time.
    pub window: Window,
    /// The counter that `as` names.
    pub counter: Option<String>,
}

impl Limit {
    /// The counter's name; where `as` gives none, it is called after the tool, or `all_tools`.
    pub fn counter_of(&self, owner: &str) -> String {
        self.counter.clone().unwrap_or_else(|| self.window.default_counter(owner))
    }
}

/// A condition. Brackets are gone, their places are not.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its place, brackets included.
    pub place: Place,
    /// What it asks.
    pub kind: ConditionKind,
}

/// The kinds of conditions.
#[derive(Debug, Clone)]
pub enum ConditionKind {
    /// One of them holds.
    Or(Vec<Condition>),
    /// All of them hold.
    And(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A comparison.
    Comparison(Comparison),
}

/// A comparison of an argument with constants.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// From `args` to the end of the operand, without brackets around it.
    pub place: Place,
    /// The argument.
    pub path: Path,
    /// The places of the path's segments, one for each.
    pub segment_places: Vec<Place>,
    /// The operator.
    pub operator: Operator,
    /// What it is compared with; of the kind that the operator takes.
    pub operand: Operand,
}

/// A claim about all calls, to be proved.
#[derive(Debug, Clone)]
pub struct Assert {
    /// From the keyword on.
    pub place: Place,
    /// `always` rather than `never`.
    pub always: bool,
    /// The tools it speaks of, sorted.
    pub tools: Vec<String>,
    /// The pattern, where it speaks of all names, known or not: `assert never *`.
    pub pattern: Option<NamePattern>,
    /// Of which calls; all without one.
    pub condition: Option<Condition>,
}
