//! A policy made ready to be run: for each tool the paths to read and the steps to take.

use std::ops::Range;
use std::sync::Arc;

use hashbrown::HashMap;

use super::decision::{Rule, RuleId};
use super::slots::Paths;
use crate::source::scan::Word;
use crate::vocab::{Matcher, Order};

/// A policy, compiled. It is not changed by running, and shared by threads.
#[derive(Debug, Default)]
pub struct Engine {
    pub(super) rules: Vec<Rule>,
    /// The tools that the policy names, by name.
    pub(super) by_name: HashMap<Box<[u8]>, ToolId, foldhash::fast::RandomState>,
    pub(super) programs: Vec<Program>,
    /// What becomes of a tool that the policy does not name.
    pub(super) others: Program,
    pub(super) matchers: Vec<Matcher>,
    /// The names of the counters, each of one window.
    pub(super) counters: Vec<Counter>,
    /// Which counters each row has: those of all tools, then those that a tool adds.
    pub(super) rows: Vec<Range<u32>>,
}

/// The number of a tool that the policy names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ToolId(pub u32);

/// What is asked of the calls of one tool.
#[derive(Debug, Default)]
pub struct Program {
    /// The tool's name; empty of all others.
    pub name: Box<str>,
    /// A rule that denies every call, before anything else is asked.
    pub denied: Option<RuleId>,
    /// The arguments that the steps ask for. Tools with the same ones share them.
    pub paths: Arc<Paths>,
    /// The entries of `require`, then those of `deny_if`.
    pub steps: Vec<Step>,
    /// What the entries ask, one after the other: see [`Program::tests`].
    pub tests: Vec<Test>,
    /// The limits of the tool, then those of all tools.
    pub limits: Vec<Bound>,
}

/// An entry of `require` or `deny_if`.
#[derive(Debug)]
pub struct Step {
    /// The rule.
    pub rule: RuleId,
    /// Whether the call is denied where all conditions hold, rather than where one does not.
    pub denies_if: bool,
    /// Which of the program's tests are asked, in order.
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
    Contains(Option<Box<memchr::memmem::Finder<'static>>>, Constants),
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

/// A limit.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    /// The rule.
    pub rule: RuleId,
    /// Which counter it reads.
    pub counter: u32,
    /// The row of counters that this one stands in.
    pub row: u32,
    /// Which one it is there.
    pub column: u32,
    /// In which time it counts.
    pub window: crate::vocab::Window,
    /// How many calls pass.
    pub max: u64,
    /// Whether a limit before it, of the same tool, has the same counter, which counts a call once.
    pub is_repeated: bool,
}

/// A counter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Counter {
    /// Its name.
    pub name: String,
    /// In which time it counts.
    pub window: crate::vocab::Window,
}

impl Program {
    /// The slot of the argument that a rule's condition asks for.
    pub fn slot_of(&self, rule: RuleId, condition: u32) -> Option<u32> {
        let step = self.steps.iter().find(|step| step.rule == rule)?;
        self.tests(step).get(condition as usize).map(|test| test.slot)
    }

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
        self.by_name.get(name).copied()
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
        &self.program(Some(tool)).name
    }

    /// The window of a counter.
    pub fn window_of(&self, counter: u32) -> crate::vocab::Window {
        // INVARIANT: a limit's counter is made where the counter is pushed.
        self.counters.get(counter as usize).map_or(crate::vocab::Window::Day, |counter| counter.window)
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
