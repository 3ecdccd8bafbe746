//! A policy made ready to be run: for each tool the paths to read and the steps to take.

use std::ops::Range;
use std::sync::Arc;

use super::decision::{Rule, RuleId};
use super::names::Names;
use super::slots::Paths;
use crate::source::scan::Word;
use crate::vocab::{Matcher, Needles, Order, Window};

/// A policy, compiled. It is not changed by running, and shared by threads.
#[derive(Debug, Default)]
pub struct Engine {
    pub(super) rules: Vec<Rule>,
    /// The numbers of the tools that the policy names.
    by_name: Names,
    /// The names of these tools.
    names: Vec<Box<str>>,
    programs: Vec<Program>,
    /// What becomes of a tool that the policy does not name.
    pub(super) others: Program,
    pub(super) matchers: Vec<Matcher>,
    /// The window of each counter, by its number.
    pub(super) windows: Vec<Window>,
}

/// The number of a tool that the policy names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ToolId(pub u32);

/// What is asked of the calls of one tool. Policies of thousands of tools ask the same of many of them:
/// what they have in common they share, so that a program fits into a line of the cache.
#[derive(Debug, Default)]
pub struct Program {
    /// A rule that denies every call, before anything else is asked.
    pub denied: Option<RuleId>,
    /// The number of the rule that the first step is; the others follow it.
    pub first_rule: u32,
    /// What is asked of the arguments.
    pub body: Arc<Body>,
    /// The limits of the tool, then those of all tools.
    pub limits: Box<[Bound]>,
}

/// What is asked of the arguments of a call.
#[derive(Debug, Default)]
pub struct Body {
    /// The arguments that the steps ask for.
    pub paths: Paths,
    /// The entries of `require`, then those of `deny_if`.
    pub steps: Vec<Step>,
    /// What the entries ask, one after the other: see [`Body::tests`].
    pub tests: Vec<Test>,
}

/// An entry of `require` or `deny_if`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Step {
    /// Whether the call is denied where all conditions hold, rather than where one does not.
    pub denies_if: bool,
    /// Which of the body's tests are asked, in order.
    pub tests: Range<u32>,
}

/// A condition: what is asked of the value in a slot.
#[derive(Debug)]
pub struct Test {
    /// The slot of the condition's path.
    pub slot: u32,
    /// What is asked. The same question of another tool is the same one.
    pub ask: Arc<Ask>,
}

/// What a condition asks of a value.
#[derive(Debug)]
pub enum Ask {
    /// Whether it is there, and not `null`.
    Exists(bool),
    /// Whether it equals one of these; with `false` whether it is there and equals none of them.
    OneOf(Constants, bool),
    /// Whether it is a number that stands so to this one.
    Ordered(Order, f64),
    /// Whether it is a string in which the expression of this number finds a match.
    Matches(u32),
    /// Whether it is a string that holds this text, or a list with an element that equals one of these.
    Contains(Option<Box<Needles>>, Constants),
    /// No value meets it.
    Never,
}

/// Constants, as "textual equality" compares them: two numbers as doubles, anything else by its text.
#[derive(Debug, Default)]
pub struct Constants {
    /// The texts that a string or a boolean has to have to equal one of them.
    // INVARIANT: sorted; none twice.
    pub texts: Vec<(Word, Box<[u8]>)>,
    /// The doubles that a number has to be to equal one of them.
    // INVARIANT: sorted, finite, none twice.
    pub numbers: Vec<f64>,
}

/// How many counters stand in a row, at most: few tools have more limits.
pub const ROW: usize = 2;

/// A limit.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    /// The rule.
    pub rule: RuleId,
    /// The number of the counter that it reads. Those that come with one tool, or with all tools, have
    /// numbers one after the other, the first of them at the start of a row: see [`Counters`](super::Counters).
    pub counter: u32,
    /// How many calls pass.
    pub max: u64,
    /// In which time it counts.
    pub window: Window,
    /// Where its counter stands.
    pub row: RowOf,
    /// Whether a limit before it, of the same tool, has the same counter, which counts a call once.
    pub is_repeated: bool,
}

/// In which row a counter stands, seen from the limits of one tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOf {
    /// In that of the tool's first limit.
    First,
    /// In that of the last.
    Last,
    /// In another one.
    Another,
}

/// The number of the row that a counter stands in.
#[inline]
pub fn row_of(counter: u32) -> u32 {
    counter / ROW as u32
}

impl Program {
    /// The steps of the body, each with its rule.
    #[inline]
    pub fn steps(&self) -> impl Iterator<Item = (RuleId, &Step)> {
        (self.first_rule..).map(RuleId).zip(&self.body.steps)
    }

    /// The slot of the argument that a rule's condition asks for.
    pub fn slot_of(&self, rule: RuleId, condition: u32) -> Option<u32> {
        let step = self.body.steps.get(rule.0.checked_sub(self.first_rule)? as usize)?;
        self.body.tests(step).get(condition as usize).map(|test| test.slot)
    }
}

impl Body {
    /// What a step asks, in order.
    #[inline]
    pub fn tests(&self, step: &Step) -> &[Test] {
        self.tests.get(step.tests.start as usize..step.tests.end as usize).unwrap_or_default()
    }
}

impl Engine {
    /// The tool of a name, if the policy names it.
    #[inline]
    pub fn tool(&self, name: &[u8]) -> Option<ToolId> {
        self.by_name.number(name).map(ToolId)
    }

    /// Adds a tool that has none yet.
    pub(super) fn add(&mut self, name: &str, program: Program) {
        self.by_name.add(name.as_bytes(), self.programs.len() as u32);
        self.names.push(name.into());
        self.programs.push(program);
    }

    /// What is asked of the calls of a tool; `None` is a tool that the policy does not name.
    #[inline]
    pub fn program(&self, tool: Option<ToolId>) -> &Program {
        tool.and_then(|ToolId(index)| self.programs.get(index as usize)).unwrap_or(&self.others)
    }

    /// How many tools the policy names. Their numbers go from 0 on, in the order of their names.
    pub fn tool_count(&self) -> usize {
        self.programs.len()
    }

    /// The name of a tool.
    pub fn tool_name(&self, tool: ToolId) -> &str {
        self.names.get(tool.0 as usize).map_or("", |name| name)
    }

    /// The window of a counter.
    pub fn window_of(&self, counter: u32) -> Window {
        // INVARIANT: a limit's counter is made where its window is pushed.
        self.windows.get(counter as usize).copied().unwrap_or(Window::Day)
    }

    /// The rule of a number.
    pub fn rule(&self, id: RuleId) -> &Rule {
        // INVARIANT: a `RuleId` is made where its rule is pushed, and rules are never taken out.
        #[allow(clippy::indexing_slicing)]
        &self.rules[id.0 as usize]
    }

    /// All rules, in the order in which the document has them.
    pub fn rules(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        self.rules.iter().enumerate().map(|(index, rule)| (RuleId(index as u32), rule))
    }
}
