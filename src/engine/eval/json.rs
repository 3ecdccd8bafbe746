//! The result of evaluating one call, as JSON:
//! `{"decision", "rule", "message", "file", "range", "steps": [{"rule", "condition", "actual", "holds"}], "nearest"}`.

use serde_json::{Value, json};

use super::evaluated::Evaluated;
use super::lines::{self, Line, value};
use crate::diagnostic::json::{Members, range};
use crate::engine::explain::{Step, What};
use crate::source::Sources;

/// The members of the document.
pub fn members(evaluated: &Evaluated<'_>, sources: &Sources) -> Members {
    let denial = evaluated.explanation.denial();
    let place = denial.and_then(|step| evaluated.clause(step));
    let nearest = evaluated.nearest.as_ref().map(|nearest| json!({"args": value(&nearest.args)}));
    vec![
        ("decision", if denial.is_some() { "deny" } else { "allow" }.into()),
        ("rule", denial.map(Step::name).unwrap_or_default().into()),
        ("message", denial.and_then(|step| step.ask.message()).into()),
        ("file", place.map(|place| sources.get(place.source).name.as_str()).into()),
        ("range", place.map(|place| range(place, sources)).unwrap_or_default()),
        ("steps", lines::lines(&evaluated.explanation.steps).map(step).collect()),
        ("nearest", nearest.unwrap_or_default()),
    ]
}

/// A condition of a step, or a step without conditions. `actual` is left out if the argument is missing.
fn step(line: Line<'_>) -> Value {
    let rule = line.step.ask.name(line.condition);
    let has_condition = !matches!(line.step.ask.what, What::Name(_));
    let condition = has_condition.then_some(line.asked);
    match line.actual {
        Some(actual) => json!({"rule": rule, "condition": condition, "actual": actual, "holds": line.holds}),
        None => json!({"rule": rule, "condition": condition, "holds": line.holds}),
    }
}
