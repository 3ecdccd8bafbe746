//! Checked rules: names are resolved, rules are expanded, every tool has one state, and every number and
//! regular expression is valid. All of this can be lowered, or is rejected by lowering only. Nodes have the
//! place in the `.pl` that they come from.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::source::Place;
use crate::vocab::{Category, NamePattern, Operand, Operator, Path, TextOperator, Window};

/// A whole policy.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// `default allow` rather than `default deny`.
    pub default_allow: bool,
    /// Where the default is written, if it is.
    pub default_place: Option<Place>,
    /// `hide *`, and where it is.
    pub hide_everything: Option<Place>,
    /// The tools that a statement is about, by name.
    pub tools: BTreeMap<String, Tool>,
    /// The limits at the top level, as written.
    pub limits: Vec<Limit>,
    /// The categories of the tools that are rated.
    pub categories: BTreeMap<String, Rating>,
    /// The asserts, in the order of the text.
    pub asserts: Vec<Assert>,
    /// The tools that guards leave out because none of their arguments are known.
    pub left_out: Vec<LeftOut>,
    /// The bodies of rules that no tool applies, of statements that decide no tool, and of guards that reach none. They
    /// are lowered only to find mistakes.
    pub unused_bodies: Vec<Arc<Body>>,
}

impl Policy {
    /// The limits per day, which the gateway does not document.
    pub fn limits_per_day(&self) -> impl Iterator<Item = &Limit> {
        let of_tools = self.tools.values().flat_map(|tool| tool.body.limits());
        of_tools.chain(&self.limits).filter(|limit| limit.window == Window::Day)
    }
}

/// The rating of a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rating {
    /// The category.
    pub category: Category,
    /// The target that gives it.
    pub place: Place,
}

/// The callable tools that a pattern or `every` of a guard covers, but that get none of its conditions, because none of
/// their arguments are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The target of the guard.
    pub target: Place,
    /// The tools, sorted by name; at least one.
    pub tools: Vec<String>,
}

/// A tool and its state.
#[derive(Debug, Clone)]
pub struct Tool {
    /// The target of the statement that decides it, or that of the guard if no statement names it.
    pub place: Place,
    /// What the agent may do with it.
    pub state: State,
    /// Its clauses: those that guards add, then its own. Tools with the same clauses share them.
    pub body: Arc<Body>,
}

/// The states of a tool.
#[derive(Debug, Clone)]
pub enum State {
    /// It can be called.
    Allow,
    /// It is listed, but every call is denied.
    Deny {
        /// The message.
        because: Option<String>,
    },
    /// It is not listed.
    Hide,
    /// It can be called within the clauses of a `tool` statement.
    Rules,
    /// It can be called because of `default allow`. No statement names it, but a guard adds clauses.
    Default,
}

/// The clauses of a tool, with rules expanded and the clauses of guards before its own.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// In the order of the text.
    pub clauses: Vec<Clause>,
}

impl Body {
    /// Calls this for each comparison, in the order of the text.
    pub fn each_comparison<'c>(&'c self, found: &mut dyn FnMut(&'c Comparison)) {
        self.clauses.iter().filter_map(Clause::condition).for_each(|condition| condition.each_comparison(found));
    }

    /// The limits among the clauses.
    pub fn limits(&self) -> impl Iterator<Item = &Limit> {
        self.clauses.iter().filter_map(Clause::limit)
    }
}

impl Condition {
    /// Calls this for each comparison, in the order of the text. The parser bounds the depth.
    pub fn each_comparison<'c>(&'c self, found: &mut dyn FnMut(&'c Comparison)) {
        self.each_leaf(&mut |comparison, incomplete| {
            if incomplete.is_none() {
                found(comparison);
            }
        });
    }

    /// The same, to change them.
    pub fn each_comparison_mut(&mut self, found: &mut dyn FnMut(&mut Comparison)) {
        self.each_leaf_mut(&mut |comparison, is_complete| {
            if is_complete {
                found(comparison);
            }
        });
    }

    /// Calls this for each comparison, in the order of the text, and for what is known of those with a mistake.
    pub fn each_leaf<'c>(&'c self, found: &mut dyn FnMut(&'c Comparison, Option<&'c Incomplete>)) {
        match &self.kind {
            ConditionKind::Or(parts) | ConditionKind::And(parts) => parts.iter().for_each(|part| part.each_leaf(found)),
            ConditionKind::Not(inner) => inner.each_leaf(found),
            ConditionKind::Comparison(comparison) => found(comparison, None),
            ConditionKind::Incomplete(incomplete) => found(&incomplete.known, Some(incomplete)),
        }
    }

    /// The same, to change them. It says whether all is known.
    pub fn each_leaf_mut(&mut self, found: &mut dyn FnMut(&mut Comparison, bool)) {
        match &mut self.kind {
            ConditionKind::Or(parts) | ConditionKind::And(parts) => {
                parts.iter_mut().for_each(|part| part.each_leaf_mut(found));
            }
            ConditionKind::Not(inner) => inner.each_leaf_mut(found),
            ConditionKind::Comparison(comparison) => found(comparison, true),
            ConditionKind::Incomplete(incomplete) => found(&mut incomplete.known, false),
        }
    }
}

/// One clause.
#[derive(Debug, Clone)]
pub struct Clause {
    /// The clause's own place, perhaps in a rule.
    pub place: Place,
    /// The name in the tool's `apply`, if the clause comes from a rule.
    pub applied_at: Option<Place>,
    /// The keyword of the guard, if a guard adds the clause.
    pub guard: Option<Place>,
    /// What it says.
    pub kind: ClauseKind,
}

impl Clause {
    /// Its condition, if it has one.
    pub fn condition(&self) -> Option<&Condition> {
        match &self.kind {
            ClauseKind::Require { condition, .. } => Some(condition),
            ClauseKind::Deny { condition, .. } => condition.as_ref(),
            ClauseKind::Limit(_) => None,
        }
    }

    /// Its limit, if it is one.
    pub fn limit(&self) -> Option<&Limit> {
        match &self.kind {
            ClauseKind::Limit(limit) => Some(limit),
            ClauseKind::Require { .. } | ClauseKind::Deny { .. } => None,
        }
    }

    /// Its condition, to change it.
    pub fn condition_mut(&mut self) -> Option<&mut Condition> {
        match &mut self.kind {
            ClauseKind::Require { condition, .. } => Some(condition),
            ClauseKind::Deny { condition, .. } => condition.as_mut(),
            ClauseKind::Limit(_) => None,
        }
    }
}

/// The kinds of clauses.
#[derive(Debug, Clone)]
pub enum ClauseKind {
    /// Denies unless the condition holds.
    Require {
        /// What must hold.
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
    /// Denies once the window has this many calls.
    Limit(Limit),
}

/// A limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The keyword `limit`.
    pub place: Place,
    /// All of it: `limit 10 per minute`.
    pub whole: Place,
    /// The name in the tool's `apply`, if the limit comes from a rule.
    pub applied_at: Option<Place>,
    /// From 1 to 2^53 - 1; `None` if it is wrong, or a parameter of a rule that no tool applies.
    pub max: Option<u64>,
    /// The window.
    pub window: Window,
    /// The counter that `as` names.
    pub counter: Option<String>,
}

impl Limit {
    /// The counter's name. Without an `as`, it is named after the tool, or `all_tools`.
    pub fn counter_of(&self, owner: &str) -> String {
        self.counter.clone().unwrap_or_else(|| self.window.default_counter(owner))
    }
}

/// A condition. Brackets are gone, but places still include them.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its place, including brackets.
    pub place: Place,
    /// What it tests.
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
    /// A comparison with a part that is not known. There is none in a policy without errors, except in the rules
    /// that no tool applies.
    Incomplete(Incomplete),
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
    /// The operator that is written, if it compiles to another one: `under` compiles to `matches`.
    pub written: Option<TextOperator>,
    /// What it is compared with, which fits the operator.
    pub operand: Operand,
    /// What the argument may be, if that matters: its clause has a negation that depends on it, or comes from a guard.
    pub admits: Admits,
}

/// What an argument may be, as far as that decides how a comparison with it is negated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Admits {
    /// Anything, as far as is known.
    #[default]
    Anything,
    /// Numbers only.
    Numbers {
        /// Or `null`.
        or_null: bool,
    },
    /// Strings only.
    Texts {
        /// Or `null`.
        or_null: bool,
    },
    /// Nothing: the tool does not have it. A guard adds only the entries of a `deny if` that name no such argument.
    Absent,
}

impl Comparison {
    /// The operator as it is written.
    pub fn word(&self) -> &'static str {
        self.written.map_or_else(|| self.operator.word(), TextOperator::word)
    }
}

/// A comparison with a mistake, or with a parameter of a rule that no tool applies. It stays in its clause, so that
/// the mistake hides no other.
#[derive(Debug, Clone)]
pub struct Incomplete {
    /// What is known. The path ends with the step that is wrong, if there is one; an operand that is not known is a
    /// list of the values that are.
    pub known: Comparison,
    /// The number of the step that is wrong.
    pub wrong_step: Option<usize>,
}

impl Incomplete {
    /// The path up to the step that is wrong; `None` if that is the first.
    pub fn known_path(&self) -> Option<Path> {
        let steps = self.wrong_step.unwrap_or(self.known.path.segments().len());
        Path::new(self.known.path.segments().iter().take(steps).cloned().collect())
    }
}

/// A claim about all calls, to be proved.
#[derive(Debug, Clone)]
pub struct Assert {
    /// From the keyword on.
    pub place: Place,
    /// `always` rather than `never`.
    pub always: bool,
    /// The tools that it is about, sorted.
    pub tools: Vec<String>,
    /// The pattern, if it is about all names, known or not: `assert never *`.
    pub pattern: Option<NamePattern>,
    /// The calls that it is about; all if there is no condition.
    pub condition: Option<Condition>,
}
