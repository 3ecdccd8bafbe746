//! What `jamb eval` says, as a report.

use serde_json::{Value, json};

use super::super::paper;
use super::super::{Problem, Shared};
use super::Answer;
use crate::diagnostic::shortened;
use crate::engine::RuleKind;
use crate::engine::explain::{Answer as Found, Came, Step, What};
use crate::report::{Column, Format, Part, Report, Table, range};
use crate::source::Place;
use crate::source::json::Json;

/// How many steps are shown to people.
const MOST_STEPS: usize = 500;
/// Texts in the table are cut behind so many characters.
const LONGEST: usize = 200;

impl Answer<'_> {
    pub fn print(&self, format: Format, shared: &Shared) -> Result<(), Problem> {
        let diagnostics: Vec<_> = self.picture().into_iter().collect();
        let mut body = Vec::new();
        if diagnostics.is_empty() {
            body.push(Part::Text(format!("`{}` is allowed", self.call.tool)));
        }
        body.push(Part::Diagnostics(0..diagnostics.len()));
        if self.is_explained {
            body.push(Part::Heading("what the gateway asks, in its order".to_owned()));
            body.push(Part::Table(self.table()));
        }
        let facts = self.facts();
        paper::print(&Report { body, facts, bare: true, ..Report::new(self.sources, &diagnostics) }, format, shared)
    }

    /// A line a condition, or a step without conditions.
    fn table(&self) -> Table {
        let column = |title| Column { title, is_number: false };
        let columns = ["", "rule", "place", "asked", "found"].map(column).to_vec();
        let mut rows: Vec<_> = self.explanation.steps.iter().flat_map(|step| self.rows(step)).take(MOST_STEPS + 1).collect();
        if rows.len() > MOST_STEPS {
            rows.truncate(MOST_STEPS);
            rows.push(["", "…", "", "", ""].map(str::to_owned).to_vec());
        }
        Table { columns, rows, total: None }
    }

    fn rows(&self, step: &Step<'_, '_>) -> Vec<Vec<String>> {
        let sign = match step.came {
            Came::Passed => "✓",
            Came::Denied => "✗",
            Came::NotAsked => "·",
        };
        let place = self.place(step);
        let row = |sign: &str, place: Option<Place>, asked: String, found: String| {
            let place = place.map(|place| self.written(place)).unwrap_or_default();
            vec![sign.to_owned(), kind(step).to_owned(), place, shortened(&asked, LONGEST), shortened(&found, LONGEST)]
        };
        let not_asked = || "not asked".to_owned();
        match step.ask.what {
            What::Entry(entry) if !entry.conditions.is_empty() => {
                let of_condition = |(index, condition): (usize, &crate::model::Condition)| {
                    let answer = step.answers.get(index);
                    let place = condition.place.or(place);
                    let found = answer.map_or_else(not_asked, |answer| found(answer));
                    // Which of the conditions of an entry decides, is marked at that one.
                    row(if answer.is_some_and(|answer| decides(step, answer)) { "✗" } else if step.came == Came::Denied { "" } else { sign }, place, condition.to_string(), found)
                };
                entry.conditions.iter().enumerate().map(of_condition).collect()
            }
            What::Entry(_) => vec![row(sign, place, "every call".to_owned(), if step.came == Came::NotAsked { not_asked() } else { String::new() })],
            What::Name(refused) => {
                let asked = if step.ask.kind == RuleKind::Hidden { "is the tool hidden?" } else { "is the tool not named, and denied?" };
                let found = if step.came == Came::NotAsked { not_asked() } else { (if refused { "yes" } else { "no" }).to_owned() };
                vec![row(sign, place, asked.to_owned(), found)]
            }
            What::Limit(limit) => {
                let asked = format!("{} per {} as {}", limit.max, limit.window.word(), limit.counter);
                let found = if step.came == Came::NotAsked { not_asked() } else { "0 so far".to_owned() };
                vec![row(sign, place, asked, found)]
            }
        }
    }

    fn place(&self, step: &Step<'_, '_>) -> Option<Place> {
        let is_default = step.ask.kind == RuleKind::DefaultDeny && step.came == Came::Denied;
        step.ask.place.or(self.default.filter(|_| is_default))
    }

    fn written(&self, place: Place) -> String {
        let source = self.sources.get(place.source);
        let position = source.position(place.span.start);
        format!("{}:{}:{}", source.name, position.line, position.column)
    }

    fn facts(&self) -> Vec<(&'static str, Value)> {
        let denial = self.explanation.denial();
        let place = denial.and_then(|step| self.place(step));
        let steps: Vec<_> = self.explanation.steps.iter().flat_map(steps).collect();
        vec![
            ("decision", if denial.is_some() { "deny" } else { "allow" }.into()),
            ("rule", denial.map(Step::name).unwrap_or_default().into()),
            ("message", denial.and_then(|step| step.ask.message()).into()),
            ("file", place.map(|place| self.sources.get(place.source).name.as_str()).into()),
            ("range", place.map(|place| range(place, self.sources)).unwrap_or_default()),
            ("steps", steps.into()),
            ("nearest", self.nearest.as_ref().map(|nearest| json!({"args": value(&nearest.args)})).unwrap_or_default()),
        ]
    }
}

fn kind(step: &Step<'_, '_>) -> &'static str {
    match step.ask.kind {
        RuleKind::Hidden => "hidden",
        RuleKind::DefaultDeny => "default",
        RuleKind::Require => "require",
        RuleKind::DenyIf => "deny if",
        RuleKind::Limit => "limit",
        RuleKind::AllToolsLimit => "limit of all tools",
    }
}

/// Of a `require` that denies the condition that fails, of a `deny` all of them.
fn decides(step: &Step<'_, '_>, answer: &Found<'_, '_>) -> bool {
    step.came == Came::Denied && answer.holds == (step.ask.kind == RuleKind::DenyIf)
}

fn found(answer: &Found<'_, '_>) -> String {
    answer.actual.map_or_else(|| "missing".to_owned(), Json::to_string)
}

/// A member of `steps` for each condition, or for a step without conditions.
fn steps(step: &Step<'_, '_>) -> Vec<Value> {
    let is_asked = step.came != Came::NotAsked;
    let conditions = step.ask.entry().map(|entry| entry.conditions.as_slice()).unwrap_or_default();
    if conditions.is_empty() {
        let (condition, holds) = match step.ask.what {
            What::Limit(limit) => (format!("fewer than {} per {}", limit.max, limit.window.word()).into(), step.came == Came::Passed),
            What::Name(refused) => (Value::Null, refused),
            What::Entry(_) => (Value::Null, true),
        };
        let mut document = json!({"rule": step.ask.name(None), "condition": condition, "holds": is_asked.then_some(holds)});
        if let (What::Limit(_), true) = (step.ask.what, is_asked) {
            put(&mut document, "actual", json!(0));
        }
        return vec![document];
    }
    let document = |(index, condition): (usize, &crate::model::Condition)| {
        let answer = step.answers.get(index);
        let rule = step.ask.name(Some(condition));
        let mut document = json!({"rule": rule, "condition": condition.to_string(), "holds": answer.map(|answer| answer.holds)});
        if let Some(actual) = answer.and_then(|answer| answer.actual) {
            put(&mut document, "actual", value(actual));
        }
        document
    };
    conditions.iter().enumerate().map(document).collect()
}

fn put(document: &mut Value, key: &str, value: Value) {
    if let Some(members) = document.as_object_mut() {
        members.insert(key.to_owned(), value);
    }
}

fn value(json: &Json) -> Value {
    // What is written as JSON can be read.
    serde_json::from_str(&json.to_string()).unwrap_or_default()
}
