//! The picture of a denied call: the clause in the policy, the value in the call, and the smallest change.

use super::Answer;
use crate::diagnostic::{Code, Diagnostic, Severity, listed, shortened};
use crate::engine::RuleKind;
use crate::engine::explain::{Answer as Found, Step};
use crate::engine::nearest::Edit;
use crate::source::Place;

/// Values in messages are cut behind so many characters.
const LONGEST_VALUE: usize = 60;

impl Answer<'_> {
    /// What denied the call; of an allowed one nothing.
    pub fn picture(&self) -> Option<Diagnostic> {
        let step = self.explanation.denial()?;
        let message = format!("`{}` is denied by `{}`", self.call.tool, step.name());
        let deciding = step.deciding();
        let place = deciding.and_then(|answer| answer.condition.place).or(self.clause(step));
        let in_call = self.in_call(deciding);
        let mut diagnostic = match place {
            Some(place) => {
                Diagnostic::note(Code::DENIED_CALL, place, message, clause_label(step)).with_label(in_call.0, in_call.1)
            }
            // A document says nowhere what its default is.
            None => Diagnostic::note(Code::DENIED_CALL, in_call.0, message, clause_label(step)),
        };
        for answer in self.others(step) {
            diagnostic.labels.extend(self.other(answer));
        }
        diagnostic.severity = Severity::Info;
        diagnostic.help = self.help(step);
        Some(diagnostic)
    }

    /// The value that decided, in the call; of a missing one, and where none is asked for, the tool's name.
    fn in_call(&self, deciding: Option<&Found<'_, '_>>) -> (Place, String) {
        match deciding {
            Some(Found { actual: Some(actual), condition, .. }) => {
                (self.call.place_of(actual.span), format!("`{}`", condition.path))
            }
            Some(Found { actual: None, condition, .. }) => {
                (self.call.tool_place(), format!("called without `{}`", condition.path))
            }
            None => (self.call.tool_place(), "the call".to_owned()),
        }
    }

    /// The other conditions of a `deny`, which all hold.
    fn others<'s>(&self, step: &'s Step<'s, 's>) -> impl Iterator<Item = &'s Found<'s, 's>> {
        let is_deny = step.ask.kind == RuleKind::DenyIf;
        step.answers.iter().skip(1).filter(move |_| is_deny)
    }

    fn other(&self, answer: &Found<'_, '_>) -> Option<crate::diagnostic::Label> {
        let place = answer.condition.place?;
        Some(crate::diagnostic::Label { place, message: format!("and {}", found(answer)) })
    }

    fn help(&self, step: &Step<'_, '_>) -> Option<String> {
        let told = step.ask.message().map(|message| format!("the agent gets `[POLICY DENIED] {message}`"));
        let passes = self.nearest.as_ref().map(|nearest| {
            let edits: Vec<_> = nearest.edits.iter().map(words).collect();
            format!("it would pass with {}", listed(&edits, "and"))
        });
        let lines: Vec<_> = told.into_iter().chain(passes).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

/// What the clause asked, and what it found.
fn clause_label(step: &Step<'_, '_>) -> String {
    match (step.ask.kind, step.deciding()) {
        (RuleKind::Hidden, _) => "the tool is hidden".to_owned(),
        (RuleKind::DefaultDeny, _) => "no statement names the tool".to_owned(),
        (RuleKind::Require, Some(answer)) => format!("does not hold: {}", found(answer)),
        (RuleKind::DenyIf, Some(answer)) => format!("holds: {}", found(answer)),
        (RuleKind::Require | RuleKind::DenyIf, None) => "this denies every call".to_owned(),
        (RuleKind::Limit | RuleKind::AllToolsLimit, _) => "no call passes this limit".to_owned(),
    }
}

/// ``args.amount` is `20000`, asked: `> 10000``
fn found(answer: &Found<'_, '_>) -> String {
    let path = &answer.condition.path;
    let asked = answer.condition.to_string();
    let asked = asked.strip_prefix(&path.to_string()).unwrap_or(&asked).trim_start();
    let asked = shortened(asked, 2 * LONGEST_VALUE);
    match answer.actual {
        Some(actual) => format!("`{path}` is `{}`, asked: `{asked}`", shortened(&actual.to_string(), LONGEST_VALUE)),
        None => format!("`{path}` is missing, asked: `{asked}`"),
    }
}

/// ``args.amount` set to `10000``
fn words(edit: &Edit) -> String {
    match &edit.value {
        Some(value) => format!("`{}` set to `{}`", edit.path, shortened(&value.to_string(), LONGEST_VALUE)),
        None => format!("`{}` left out", edit.path),
    }
}
