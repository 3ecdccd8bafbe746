//! Why a call is decided the way it is: every step that the gateway takes, and the value that each condition
//! finds. It reads the policy itself in the plainest way; a test makes sure that it agrees with the engine.

mod holds;

pub use holds::equals;

use std::collections::HashMap;

use super::decision::RuleKind;
use crate::model::{Condition, Entry, Limit, Policy};
use crate::source::Place;
use crate::source::json::Json;
use crate::vocab::Regex;

/// The steps by which calls to one tool are decided.
#[derive(Debug)]
pub struct Explainer<'p> {
    // INVARIANT: in the gateway's order.
    asked: Vec<Ask<'p>>,
    /// The regular expressions of the conditions, by pattern.
    regexes: HashMap<&'p str, Option<Regex>>,
}

/// A step, before there is a call.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'p> {
    /// What kind of rule it is.
    pub kind: RuleKind,
    /// The tool that the rule belongs to.
    pub tool: &'p str,
    /// Where the policy states it. Hiding and the default may have no such place.
    pub place: Option<Place>,
    /// What it asks.
    pub what: What<'p>,
}

/// What a step asks.
#[derive(Debug, Clone, Copy)]
pub enum What<'p> {
    /// Only the tool's name; whether that is denied.
    Name(bool),
    /// The arguments.
    Entry(&'p Entry),
    /// How many calls there were.
    Limit(&'p Limit),
}

/// The steps of one call.
#[derive(Debug)]
pub struct Explanation<'p, 'c> {
    /// In the gateway's order: hidden, default, `require`, `deny_if`, limits.
    pub steps: Vec<Step<'p, 'c>>,
    /// The step that denies the call.
    pub denied_by: Option<usize>,
}

/// A step. Steps after the one that denies are not taken.
#[derive(Debug)]
pub struct Step<'p, 'c> {
    /// What it asks.
    pub ask: Ask<'p>,
    /// The result.
    pub result: StepResult,
    /// What its conditions found, one answer each; empty if the step was not taken.
    pub answers: Vec<Answer<'p, 'c>>,
}

/// The result of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepResult {
    /// It allows the call to go on.
    Passed,
    /// It denies the call.
    Denied,
    /// An earlier step denied the call.
    NotTaken,
}

/// What a condition found.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'p, 'c> {
    /// The condition.
    pub condition: &'p Condition,
    /// The argument's value; `None` if it is missing.
    pub actual: Option<&'c Json>,
    /// Whether the condition holds.
    pub holds: bool,
}

impl<'p> Explainer<'p> {
    /// The steps of a tool.
    pub fn new(policy: &'p Policy, tool: &'p str) -> Self {
        let asked = asked(policy, tool);
        let conditions = asked.iter().flat_map(|ask| ask.entry().map(|entry| &entry.conditions)).flatten();
        let patterns = conditions.filter_map(Condition::pattern);
        let regexes = patterns.map(|pattern| (pattern, Regex::new(pattern).ok())).collect();
        Self { asked, regexes }
    }

    /// The steps, before there is a call.
    pub fn asked(&self) -> &[Ask<'p>] {
        &self.asked
    }

    /// All conditions of the tool, each with the kind of rule that it belongs to.
    pub fn conditions(&self) -> impl Iterator<Item = (RuleKind, &'p Condition)> {
        let entries = self.asked.iter().filter_map(|ask| Some((ask.kind, ask.entry()?)));
        entries.flat_map(|(kind, entry)| entry.conditions.iter().map(move |condition| (kind, condition)))
    }

    /// The steps of a call with these arguments, if nothing was counted before.
    pub fn explain<'c>(&self, args: &'c Json) -> Explanation<'p, 'c> {
        let mut explanation = Explanation { steps: Vec::with_capacity(self.asked.len()), denied_by: None };
        for (index, ask) in self.asked.iter().enumerate() {
            let is_asked = explanation.denied_by.is_none();
            let answers = if is_asked { self.answers(ask, args) } else { Vec::new() };
            let result = match is_asked {
                true if ask.denies(&answers) => StepResult::Denied,
                true => StepResult::Passed,
                false => StepResult::NotTaken,
            };
            if result == StepResult::Denied {
                explanation.denied_by = Some(index);
            }
            explanation.steps.push(Step { ask: *ask, result, answers });
        }
        explanation
    }

    /// Whether a value, or a missing one, meets a condition of this tool.
    pub fn holds(&self, condition: &'p Condition, actual: Option<&Json>) -> bool {
        let regex = condition.pattern().and_then(|pattern| self.regexes.get(pattern)).and_then(Option::as_ref);
        holds::holds(condition, regex, actual)
    }

    /// The regular expression of a condition that has one.
    pub fn regex(&self, condition: &'p Condition) -> Option<&Regex> {
        condition.pattern().and_then(|pattern| self.regexes.get(pattern)).and_then(Option::as_ref)
    }

    fn answers<'c>(&self, ask: &Ask<'p>, args: &'c Json) -> Vec<Answer<'p, 'c>> {
        let conditions = ask.entry().map(|entry| entry.conditions.as_slice()).unwrap_or_default();
        let answer = |condition: &'p Condition| {
            let actual = value_at(args, condition.path.segments());
            Answer { condition, actual, holds: self.holds(condition, actual) }
        };
        conditions.iter().map(answer).collect()
    }
}

/// The value at the end of a path: each step needs an object.
pub fn value_at<'c>(args: &'c Json, segments: &[String]) -> Option<&'c Json> {
    segments.iter().try_fold(args, |value, segment| value.get(segment))
}

fn asked<'p>(policy: &'p Policy, tool: &'p str) -> Vec<Ask<'p>> {
    let hidden = policy.hide.get(tool).or_else(|| policy.hide.get("*"));
    let named = policy.tools.get(tool);
    let name = |kind, place, refused| Ask { kind, tool, place, what: What::Name(refused) };
    let mut asked = vec![
        name(RuleKind::Hidden, hidden.copied().flatten(), hidden.is_some()),
        name(RuleKind::DefaultDeny, None, named.is_none() && !policy.default_allow),
    ];
    let entry = |kind, entry: &'p Entry| Ask { kind, tool, place: entry.place, what: What::Entry(entry) };
    let limit = |kind, limit: &'p Limit| Ask { kind, tool, place: limit.place, what: What::Limit(limit) };
    if let Some(named) = named {
        asked.extend(named.require.iter().map(|require| entry(RuleKind::Require, require)));
        asked.extend(named.deny_if.iter().map(|deny_if| entry(RuleKind::DenyIf, deny_if)));
        asked.extend(named.limits.iter().map(|of_tool| limit(RuleKind::Limit, of_tool)));
    }
    asked.extend(policy.all_tools.iter().map(|of_all| limit(RuleKind::AllToolsLimit, of_all)));
    asked
}

impl<'p> Ask<'p> {
    /// The entry, if the step is one.
    pub fn entry(&self) -> Option<&'p Entry> {
        match self.what {
            What::Entry(entry) => Some(entry),
            What::Name(_) | What::Limit(_) => None,
        }
    }

    /// The message that the agent gets, if the policy sets one.
    pub fn message(&self) -> Option<&'p str> {
        self.entry()?.on_deny.as_deref()
    }

    /// The name in the gateway's log when the given condition decided.
    pub fn name(&self, condition: Option<&Condition>) -> String {
        let tool = self.tool;
        let of_condition = || match condition {
            Some(condition) => format!("/{}-{}", condition.path.to_json(), condition.op.json()),
            None => String::new(),
        };
        match (self.kind, self.what) {
            (RuleKind::Hidden, _) => "(hidden)".to_owned(),
            (RuleKind::DefaultDeny, _) => "(default deny)".to_owned(),
            (RuleKind::Require, _) => format!("/tools/{tool}/require{}", of_condition()),
            (RuleKind::DenyIf, _) => format!("/tools/{tool}/deny_if{}", of_condition()),
            (RuleKind::Limit, What::Limit(limit)) => format!("/tools/{tool}/limits/{}", limit.counter),
            (RuleKind::AllToolsLimit, What::Limit(limit)) => format!("/all_tools/limits/{}", limit.counter),
            (RuleKind::Limit | RuleKind::AllToolsLimit, What::Name(_) | What::Entry(_)) => String::new(),
        }
    }

    fn denies(&self, answers: &[Answer<'_, '_>]) -> bool {
        let all_hold = answers.iter().all(|answer| answer.holds);
        match self.what {
            What::Name(refused) => refused,
            What::Entry(_) => (self.kind == RuleKind::DenyIf) == all_hold,
            // Nothing was counted before.
            What::Limit(limit) => limit.max == 0,
        }
    }
}

impl<'p, 'c> Step<'p, 'c> {
    /// The answer that names the rule: the first that does not hold for a `require`, the first of all for a
    /// `deny_if`.
    pub fn deciding(&self) -> Option<&Answer<'p, 'c>> {
        match self.ask.kind {
            RuleKind::Require => self.answers.iter().find(|answer| !answer.holds),
            RuleKind::DenyIf => self.answers.first(),
            RuleKind::Hidden | RuleKind::DefaultDeny | RuleKind::Limit | RuleKind::AllToolsLimit => None,
        }
    }

    /// The rule's name in the gateway's log, if this step denies a call.
    pub fn name(&self) -> String {
        self.ask.name(self.deciding().map(|answer| answer.condition))
    }
}

impl<'p, 'c> Explanation<'p, 'c> {
    /// The step that denies the call.
    pub fn denial(&self) -> Option<&Step<'p, 'c>> {
        self.denied_by.and_then(|index| self.steps.get(index))
    }
}
