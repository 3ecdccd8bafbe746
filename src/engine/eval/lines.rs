//! The steps of a decision as lines, one per condition, for tables and documents alike.

use serde_json::{Value, json};

use crate::engine::RuleKind;
use crate::engine::explain::{Step, StepResult, What};
use crate::model::Condition;
use crate::source::Place;
use crate::source::json::Json;

/// A condition of a step, or a step without conditions.
#[derive(Debug)]
pub struct Line<'s> {
    /// The step.
    pub step: &'s Step<'s, 's>,
    /// The condition.
    pub condition: Option<&'s Condition>,
    /// What it asks, in words.
    pub asked: String,
    /// The value that it found, if there is one.
    pub actual: Option<Value>,
    /// Whether it holds; `None` if it was not asked.
    pub holds: Option<bool>,
}

impl Line<'_> {
    /// Where the policy says it.
    pub fn place(&self) -> Option<Place> {
        self.condition.and_then(|condition| condition.place).or(self.step.ask.place)
    }

    /// Whether this line denies the call: in a `require`, a condition that does not hold; in a `deny`, every condition.
    pub fn denies(&self) -> bool {
        let decides = self.step.ask.kind != RuleKind::Require || self.holds == Some(false);
        self.step.result == StepResult::Denied && decides
    }
}

/// The lines of some steps.
pub fn lines<'s>(steps: &'s [Step<'s, 's>]) -> impl Iterator<Item = Line<'s>> {
    steps.iter().flat_map(of_step)
}

fn of_step<'s>(step: &'s Step<'s, 's>) -> Vec<Line<'s>> {
    let is_asked = step.result != StepResult::NotTaken;
    let line = |asked: String, actual: Option<Value>, holds: bool| Line {
        step,
        condition: None,
        asked,
        actual: actual.filter(|_| is_asked),
        holds: is_asked.then_some(holds),
    };
    match step.ask.what {
        What::Entry(entry) if !entry.conditions.is_empty() => {
            entry.conditions.iter().enumerate().map(|(index, condition)| of_condition(step, index, condition)).collect()
        }
        What::Entry(_) => vec![line("any call".to_owned(), None, true)],
        What::Name(refused) if step.ask.kind == RuleKind::Hidden => {
            vec![line("the tool is hidden".to_owned(), None, refused)]
        }
        What::Name(refused) => vec![line("no statement names the tool".to_owned(), None, refused)],
        What::Limit(limit) => {
            let asked = format!("fewer than {} per {} before", limit.max, limit.window.word());
            vec![line(asked, Some(json!(0)), step.result == StepResult::Passed)]
        }
    }
}

fn of_condition<'s>(step: &'s Step<'s, 's>, index: usize, condition: &'s Condition) -> Line<'s> {
    let answer = step.answers.get(index);
    Line {
        step,
        condition: Some(condition),
        asked: condition.to_string(),
        actual: answer.and_then(|answer| answer.actual).map(value),
        holds: answer.map(|answer| answer.holds),
    }
}

/// The same value for a document.
pub fn value(json: &Json) -> Value {
    // What was written as JSON can be read as JSON.
    serde_json::from_str(&json.to_string()).unwrap_or_default()
}
