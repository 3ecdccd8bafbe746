//! A compiled policy: for each tool, the paths to read and the steps to take.

use std::ops::Range;
use std::sync::Arc;

use smallvec::SmallVec;

use super::decision::{Rule, RuleId};
use super::names::Names;
use super::slots::{Paths, Slots};
use crate::source::scan::Word;
use crate::vocab::{Matcher, Needles, Order, Window};

/// A compiled policy. Running it does not change it, so threads share it.
#[derive(Debug, Default)]
pub struct Engine {
    pub(super) rules: Vec<Rule>,
    /// The tools that the policy names. A tool's name and its program are stored side by side, so finding one
    /// brings both into two cache lines.
    tools: Names<Program>,
    /// The program for tools that the policy does not name.
    pub(super) others: Program,
    /// The limits of all tools.
    pub(super) shared_limits: Vec<Bound>,
    /// The questions of all tests, by number. Tools that ask the same question share it.
    pub(super) asks: Vec<Ask>,
    /// The tests of all tools, one after the other: see [`Program::tests`].
    pub(super) tests: Vec<Test>,
    pub(super) matchers: Vec<Matcher>,
    /// The window of each counter, by number.
    pub(super) windows: Vec<Window>,
}

/// The number of a tool that the policy names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ToolId(pub u32);

/// The number of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AskId(pub u32);

/// How calls to one tool are decided. Policies with thousands of tools often treat many of them nearly alike;
/// tools share what they have in common, so that it fits into the caches.
#[derive(Debug, Default)]
pub struct Program {
    /// A rule that denies every call before anything else is checked.
    pub denied: Option<RuleId>,
    /// The number of the first step's rule; the rules of the other steps follow it.
    pub first_rule: u32,
    /// Which arguments are read.
    pub shape: Arc<Shape>,
    /// Where this tool's tests begin among the tests of all tools. Tools with the same tests share them.
    pub tests: u32,
    /// The limits of the tool.
    pub limits: SmallVec<[Bound; 2]>,
    /// Whether the limits over all tools follow; otherwise they are already among these.
    pub shares_limits: bool,
}

/// Which paths of a call's arguments are read, and in which steps they are tested, but not what is tested.
#[derive(Debug, Default)]
pub struct Shape {
    /// The arguments that the steps use.
    pub paths: Paths,
    /// The entries of `require`, then those of `deny_if`.
    pub steps: Vec<Step>,
}

/// An entry of `require` or `deny_if`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Step {
    /// Whether the call is denied if all conditions hold, rather than if one does not.
    pub denies_if: bool,
    /// Which of the tool's tests belong to it, in order.
    pub tests: Range<u32>,
}

/// A condition: a question about the value in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Test {
    /// The slot of the condition's path.
    pub slot: u32,
    /// The question.
    pub ask: AskId,
}

/// The limits that a call has to pass: first those of its tool, then those over all tools.
#[derive(Debug, Clone, Copy)]
pub struct Limits<'e> {
    /// The tool's own.
    pub own: &'e [Bound],
    /// Those over all tools.
    pub shared: &'e [Bound],
}

/// What a condition asks of a value.
#[derive(Debug)]
pub enum Ask {
    /// Is it present, and not `null`?
    Exists(bool),
    /// Does it equal one of these? With `false`: is it present, and equal to none of them?
    OneOf(Constants, bool),
    /// Is it a number in this order to this number?
    Ordered(Order, f64),
    /// Is it a string that the regular expression with this number matches?
    Matches(u32),
    /// Is it a string that contains this text, or a list with an element that equals one of these?
    Contains(Option<Box<Needles>>, Constants),
    /// No value meets it.
    Never,
}

/// Constants, prepared for textual equality: two numbers compare as doubles, anything else by its text.
#[derive(Debug, Default)]
pub struct Constants {
    /// The texts that a string or a boolean can equal.
    // INVARIANT: sorted; none twice.
    pub texts: Vec<(Word, Box<[u8]>)>,
    /// The doubles that a number can equal.
    // INVARIANT: sorted, finite, none twice.
    pub numbers: Vec<f64>,
}

/// The most counters in a row; few tools have more limits.
pub const ROW: usize = 2;

/// A limit.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    /// The rule.
    pub rule: RuleId,
    /// The number of its counter. The counters of one tool, or of all tools, have consecutive numbers, the
    /// first at the start of a row: see [`Counters`](super::Counters).
    pub counter: u32,
    /// How many calls are allowed.
    pub max: u64,
    /// The window.
    pub window: Window,
    /// Which row its counter is in.
    pub row: RowOf,
    /// Whether an earlier limit of the same tool uses the same counter, which counts a call only once.
    pub is_repeated: bool,
}

/// Which row a counter is in, relative to the limits of one tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOf {
    /// The row of the tool's first limit.
    Own,
    /// The row of the first limit over all tools.
    Shared,
    /// Another row.
    Another,
}

/// The number of the row that a counter is in.
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
    /// The tool with this name, if the policy names it.
    #[inline]
    pub fn tool(&self, name: &[u8]) -> Option<ToolId> {
        self.tools.number(name).map(ToolId)
    }

    /// The same for a tool that may have been called lately.
    #[inline(always)]
    pub fn tool_lately(&self, name: &[u8], slots: &mut Slots) -> Option<ToolId> {
        self.tools.number_lately(name, &mut slots.tools).map(ToolId)
    }

    /// Adds a tool that is not there yet.
    pub(super) fn add(&mut self, name: &str, program: Program) {
        self.tools.add(name.as_bytes(), program);
    }

    /// How calls to a tool are decided; `None` is a tool that the policy does not name.
    #[inline]
    pub fn program(&self, tool: Option<ToolId>) -> &Program {
        tool.and_then(|ToolId(number)| self.tools.get(number)).unwrap_or(&self.others)
    }

    /// The tests of a step, in order.
    #[inline]
    pub fn tests(&self, program: &Program, step: &Step) -> &[Test] {
        let first = program.tests as usize;
        self.tests.get(first + step.tests.start as usize..first + step.tests.end as usize).unwrap_or_default()
    }

    /// The question with this number.
    #[inline]
    pub fn ask(&self, AskId(id): AskId) -> &Ask {
        // INVARIANT: an `AskId` is created when its question is pushed, and questions are never removed.
        self.asks.get(id as usize).unwrap_or(&Ask::Never)
    }

    /// The slot of the argument that a rule's condition uses.
    pub fn slot_of(&self, program: &Program, rule: RuleId, condition: u32) -> Option<u32> {
        let step = program.shape.steps.get(rule.0.checked_sub(program.first_rule)? as usize)?;
        self.tests(program, step).get(condition as usize).map(|test| test.slot)
    }

    /// The limits that calls to a tool have to pass; `None` is a tool that the policy does not name.
    #[inline]
    pub fn limits(&self, tool: Option<ToolId>) -> Limits<'_> {
        let program = self.program(tool);
        let shared = if program.shares_limits { &*self.shared_limits } else { &[] };
        Limits { own: &program.limits, shared }
    }

    /// How many tools the policy names. They are numbered from 0, in the order of their names.
    pub fn tool_count(&self) -> usize {
        self.tools.len()
    }

    /// The name of a tool.
    pub fn tool_name(&self, tool: ToolId) -> &str {
        std::str::from_utf8(self.tools.name(tool.0)).unwrap_or_default()
    }

    /// Whether any tool has a limit.
    pub fn has_limits(&self) -> bool {
        !self.windows.is_empty()
    }

    /// The window of a counter.
    pub fn window_of(&self, counter: u32) -> Window {
        // INVARIANT: a limit's counter is created when its window is pushed.
        self.windows.get(counter as usize).copied().unwrap_or(Window::Day)
    }

    /// The rule with this number.
    pub fn rule(&self, id: RuleId) -> &Rule {
        // INVARIANT: a `RuleId` is created when its rule is pushed, and rules are never removed.
        #[allow(clippy::indexing_slicing)]
        &self.rules[id.0 as usize]
    }

    /// All rules, in the order of the document.
    pub fn rules(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        self.rules.iter().enumerate().map(|(index, rule)| (RuleId(index as u32), rule))
    }
}
