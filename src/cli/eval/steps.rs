//! The steps of a decision, a line a condition: as a table for people and as members of a document.

use serde_json::{Value, json};

use crate::diagnostic::shortened;
use crate::engine::RuleKind;
use crate::engine::explain::{Came, Step, What};
use crate::model::Condition;
use crate::report::{Column, Table};
use crate::source::json::Json;
use crate::source::{Place, Sources};

/// How many lines are shown to people.
const MOST_LINES: usize = 500;
/// Texts in the table are cut behind so many characters.
const LONGEST: usize = 200;

/// A condition of a step, or a step that has none.
struct Line<'s> {
    step: &'s Step<'s, 's>,
    condition: Option<&'s Condition>,
    /// What is asked.
    asked: String,
    actual: Option<Value>,
    /// `None` where it was not asked.
    holds: Option<bool>,
}

/// All steps for people.
pub fn table(steps: &[Step<'_, '_>], sources: &Sources) -> Table {
    let column = |title| Column { title, is_number: false };
    let columns = ["", "rule", "place", "asked", "found", "holds"].map(column).to_vec();
    let mut rows: Vec<_> = steps.iter().flat_map(lines).take(MOST_LINES + 1).map(|line| line.cells(sources)).collect();
    if rows.len() > MOST_LINES {
        rows.truncate(MOST_LINES);
        rows.push(["", "…", "", "", "", ""].map(str::to_owned).to_vec());
    }
    Table { columns, rows, total: None }
}

/// All steps for programs: `{"rule", "condition", "actual", "holds"}`, without `actual` where there is none.
pub fn document(steps: &[Step<'_, '_>]) -> Value {
    steps.iter().flat_map(lines).map(Line::document).collect()
}

fn lines<'s>(step: &'s Step<'s, 's>) -> Vec<Line<'s>> {
    let is_asked = step.came != Came::NotAsked;
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
            vec![line(asked, Some(json!(0)), step.came == Came::Passed)]
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

impl Line<'_> {
    fn cells(self, sources: &Sources) -> Vec<String> {
        let place = self.condition.and_then(|condition| condition.place).or(self.step.ask.place);
        let found = match (&self.actual, self.condition, self.holds) {
            (Some(actual), _, _) => actual.to_string(),
            (None, Some(_), Some(_)) => "missing".to_owned(),
            (None, _, _) => String::new(),
        };
        let holds = match self.holds {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not asked",
        };
        vec![
            self.sign().to_owned(),
            kind(self.step).to_owned(),
            place.map(|place| written(place, sources)).unwrap_or_default(),
            shortened(&self.asked, LONGEST),
            shortened(&found, LONGEST),
            holds.to_owned(),
        ]
    }

    /// Of a step that denies, what denies is marked: of a `require` what does not hold, of a `deny` all.
    fn sign(&self) -> &'static str {
        let denies = self.step.ask.kind != RuleKind::Require || self.holds == Some(false);
        match self.step.came {
            Came::Passed => "✓",
            Came::Denied if denies => "✗",
            Came::Denied => "",
            Came::NotAsked => "·",
        }
    }

    fn document(self) -> Value {
        let rule = self.step.ask.name(self.condition);
        let has_condition = !matches!(self.step.ask.what, What::Name(_));
        let condition = has_condition.then_some(self.asked);
        match self.actual {
            Some(actual) => json!({"rule": rule, "condition": condition, "actual": actual, "holds": self.holds}),
            None => json!({"rule": rule, "condition": condition, "holds": self.holds}),
        }
    }
}

fn kind(step: &Step<'_, '_>) -> &'static str {
    match step.ask.kind {
        RuleKind::Hidden => "hide",
        RuleKind::DefaultDeny => "default deny",
        RuleKind::Require => "require",
        RuleKind::DenyIf => "deny",
        RuleKind::Limit => "limit",
        RuleKind::AllToolsLimit => "limit of all tools",
    }
}

fn written(place: Place, sources: &Sources) -> String {
    let source = sources.get(place.source);
    let position = source.position(place.span.start);
    format!("{}:{}:{}", source.name, position.line, position.column)
}

/// The same value for a document.
pub fn value(json: &Json) -> Value {
    // What is written as JSON can be read.
    serde_json::from_str(&json.to_string()).unwrap_or_default()
}
