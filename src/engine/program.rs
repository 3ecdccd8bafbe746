//! A policy made ready to be run: for each tool the paths to read and the steps to take.

use std::ops::Range;
use std::sync::Arc;

use smallvec::SmallVec;

use super::decision::{Rule, RuleId};
use super::names::Names;
use super::slots::Paths;
use crate::source::scan::Word;
use crate::vocab::{Matcher, Needles, Order, Window};

/// A policy, compiled. It is not changed by running, and shared by threads.
#[derive(Debug, Default)]
pub struct Engine {
    pub(super) rules: Vec<Rule>,
    /// The tools that the policy names. A tool's name and program lie side by side: whoever has found it has
    /// both in two lines of the cache.
    tools: Names<Program>,
    /// What becomes of a tool that the policy does not name.
    pub(super) others: Program,
    /// The limits of all tools.
    pub(super) shared_limits: Vec<Bound>,
    /// What tests ask, by its number. The same question of several tools is the same one.
    pub(super) asks: Vec<Ask>,
    /// The tests of the tools, one after the other: see [`Program::tests`].
    pub(super) tests: Vec<Test>,
    pub(super) matchers: Vec<Matcher>,
    /// The window of each counter, by its number.
    pub(super) windows: Vec<Window>,
}

/// The number of a tool that the policy names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ToolId(pub u32);

/// The number of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AskId(pub u32);

/// What is asked of the calls of one tool. Policies of thousands of tools ask nearly the same of many of
/// them: what they have in common they share, so that little has to be in the caches.
#[derive(Debug, Default)]
pub struct Program {
    /// A rule that denies every call, before anything else is asked.
    pub denied: Option<RuleId>,
    /// The number of the rule that the first step is; the others follow it.
    pub first_rule: u32,
    /// How arguments are asked.
    pub shape: Arc<Shape>,
    /// Where, among the tests of all tools, those of this one begin. Tools that ask the same share them.
    pub tests: u32,
    /// The limits of the tool.
    pub limits: SmallVec<[Bound; 2]>,
    /// Whether those of all tools follow; otherwise they are among these.
    pub shares_limits: bool,
}

/// How the arguments of a call are asked: for which paths, and in which steps, but not what.
#[derive(Debug, Default)]
pub struct Shape {
    /// The arguments that the steps ask for.
    pub paths: Paths,
    /// The entries of `require`, then those of `deny_if`.
    pub steps: Vec<Step>,
}

/// An entry of `require` or `deny_if`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Step {
    /// Whether the call is denied where all conditions hold, rather than where one does not.
    pub denies_if: bool,
    /// Which of the tool's tests are asked, in order.
    pub tests: Range<u32>,
}

/// A condition: what is asked of the value in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Test {
    /// The slot of the condition's path.
    pub slot: u32,
    /// What is asked.
    pub ask: AskId,
}

/// The limits that a call has to pass: those of its tool, then those of all tools.
#[derive(Debug, Clone, Copy)]
pub struct Limits<'e> {
    /// Of the tool.
    pub own: &'e [Bound],
    /// Of all tools.
    pub shared: &'e [Bound],
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
    Own,
    /// In that of the first limit of all tools.
    Shared,
    /// In another one.
    Another,
}

/// The number of the row that a counter stands in.
#[inline]
pub fn row_of(counter: u32) -> u32 {
    counter / ROW as u32
}

impl Program {
    /// The steps, each with its rule.
    #[inline]
    pub fn steps(&self) -> impl Iterator<Item = (RuleId, &Step)> {
        (self.first_rule..).map(RuleId).zip(&self.shape.steps)
    }
}

impl<'e> Limits<'e> {
    /// All of them, in the gateway's order.
    pub fn iter(self) -> impl Iterator<Item = &'e Bound> {
        self.own.iter().chain(self.shared)
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.own.is_empty() && self.shared.is_empty()
    }
}

impl Engine {
    /// The tool of a name, if the policy names it.
    #[inline]
    pub fn tool(&self, name: &[u8]) -> Option<ToolId> {
        self.tools.number(name).map(ToolId)
    }

    /// Adds a tool that has none yet.
    pub(super) fn add(&mut self, name: &str, program: Program) {
        self.tools.add(name.as_bytes(), program);
    }

    /// What is asked of the calls of a tool; `None` is a tool that the policy does not name.
    #[inline]
    pub fn program(&self, tool: Option<ToolId>) -> &Program {
        tool.and_then(|ToolId(number)| self.tools.get(number)).unwrap_or(&self.others)
    }

    /// What a step of a program asks, in order.
    #[inline]
    pub fn tests(&self, program: &Program, step: &Step) -> &[Test] {
        let first = program.tests as usize;
        self.tests.get(first + step.tests.start as usize..first + step.tests.end as usize).unwrap_or_default()
    }

    /// The question of a number.
    #[inline]
    pub fn ask(&self, AskId(id): AskId) -> &Ask {
        // INVARIANT: an `AskId` is made where its question is pushed, and none is taken out.
        self.asks.get(id as usize).unwrap_or(&Ask::Never)
    }

    /// The slot of the argument that a rule's condition asks for.
    pub fn slot_of(&self, program: &Program, rule: RuleId, condition: u32) -> Option<u32> {
        let step = program.shape.steps.get(rule.0.checked_sub(program.first_rule)? as usize)?;
        self.tests(program, step).get(condition as usize).map(|test| test.slot)
    }

    /// The limits that calls of a tool have to pass; `None` is a tool that the policy does not name.
    #[inline]
    pub fn limits(&self, tool: Option<ToolId>) -> Limits<'_> {
        let program = self.program(tool);
        let shared = if program.shares_limits { &*self.shared_limits } else { &[] };
        Limits { own: &program.limits, shared }
    }

    /// How many tools the policy names. Their numbers go from 0 on, in the order of their names.
    pub fn tool_count(&self) -> usize {
        self.tools.len()
    }

    /// The name of a tool.
    pub fn tool_name(&self, tool: ToolId) -> &str {
        std::str::from_utf8(self.tools.name(tool.0)).unwrap_or_default()
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
