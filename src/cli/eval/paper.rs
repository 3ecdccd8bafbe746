//! What `jamb eval` says, as a report.

use serde_json::{Value, json};

use super::super::paper;
use super::super::{Problem, Shared};
use super::{Answer, steps};
use crate::engine::RuleKind;
use crate::engine::explain::Step;
use crate::report::{Format, Part, Report, range};
use crate::source::Place;

impl Answer<'_> {
    pub fn print(&self, format: Format, shared: &Shared) -> Result<(), Problem> {
        let diagnostics: Vec<_> = self.picture().into_iter().collect();
        let mut body = vec![Part::Diagnostics(0..diagnostics.len())];
        if diagnostics.is_empty() {
            body.push(Part::Text(format!("`{}` is allowed", self.call.tool)));
        }
        if self.is_explained {
            body.push(Part::Heading("what the gateway asks, in its order".to_owned()));
            body.push(Part::Table(steps::table(&self.explanation.steps, self.sources)));
        }
        let report = Report { body, facts: self.facts(), facts_alone: true, ..Report::new(self.sources, &diagnostics) };
        paper::print(&report, format, shared)
    }

    fn facts(&self) -> Vec<(&'static str, Value)> {
        let denial = self.explanation.denial();
        let place = denial.and_then(|step| self.clause(step));
        let nearest = self.nearest.as_ref().map(|nearest| json!({"args": steps::value(&nearest.args)}));
        vec![
            ("decision", if denial.is_some() { "deny" } else { "allow" }.into()),
            ("rule", denial.map(Step::name).unwrap_or_default().into()),
            ("message", denial.and_then(|step| step.ask.message()).into()),
            ("file", place.map(|place| self.sources.get(place.source).name.as_str()).into()),
            ("range", place.map(|place| range(place, self.sources)).unwrap_or_default()),
            ("steps", steps::document(&self.explanation.steps)),
            ("nearest", nearest.unwrap_or_default()),
        ]
    }

    /// The clause of a step; of the default the statement that says it, where there is one.
    pub fn clause(&self, step: &Step<'_, '_>) -> Option<Place> {
        step.ask.place.or(self.default.filter(|_| step.ask.kind == RuleKind::DefaultDeny))
    }
}
