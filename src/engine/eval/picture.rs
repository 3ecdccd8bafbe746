//! The picture of a denied call: the clause in the policy, the value in the call, and the smallest change that would
//! get it allowed.

use super::call::Call;
use super::evaluated::Evaluated;
use crate::diagnostic::{Code, Diagnostic, Label, Severity, listed, shortened};
use crate::engine::RuleKind;
use crate::engine::explain::{Answer, Step};
use crate::engine::nearest::Edit;

/// Values in messages are shortened to this many characters.
const LONGEST_VALUE: usize = 60;

/// What denied the call; nothing if it is allowed.
pub fn picture(evaluated: &Evaluated<'_>) -> Option<Diagnostic> {
    let step = evaluated.explanation.denial()?;
    let message = format!("`{}` is denied by `{}`", evaluated.call.tool, step.name());
    let deciding = step.deciding();
    let clause = deciding.and_then(|answer| answer.condition.place).or(evaluated.clause(step));
    let in_call = in_call(evaluated.call, deciding);
    // A `policy.json` has no place for its default.
    let place = clause.unwrap_or(in_call.place);
    let mut diagnostic = Diagnostic::note(Code::DENIED_CALL, place, message, clause_label(step));
    diagnostic.labels.extend(clause.map(|_| in_call));
    diagnostic.labels.extend(other_conditions(step).filter_map(other_label));
    diagnostic.severity = Severity::Info;
    diagnostic.help = help(evaluated, step);
    Some(diagnostic)
}

/// The value that decided. If there is none, the name of the tool stands for the call.
fn in_call(call: &Call, deciding: Option<&Answer<'_, '_>>) -> Label {
    let (place, message) = match deciding {
        Some(Answer { actual: Some(actual), condition, .. }) => {
            (call.place_of(actual.span), format!("`{}`", condition.path))
        }
        Some(Answer { actual: None, condition, .. }) => {
            (call.tool_place(), format!("called without `{}`", condition.path))
        }
        None => (call.tool_place(), "the call".to_owned()),
    };
    Label { place, message }
}

/// The other conditions of a `deny`, which all hold.
fn other_conditions<'s>(step: &'s Step<'s, 's>) -> impl Iterator<Item = &'s Answer<'s, 's>> {
    let is_deny = step.ask.kind == RuleKind::DenyIf;
    step.answers.iter().skip(1).filter(move |_| is_deny)
}

fn other_label(answer: &Answer<'_, '_>) -> Option<Label> {
    let place = answer.condition.place?;
    Some(Label { place, message: format!("and {}", found(answer, "denied")) })
}

fn help(evaluated: &Evaluated<'_>, step: &Step<'_, '_>) -> Option<String> {
    let message = step.ask.message().map(|message| format!("the agent gets `[POLICY DENIED] {message}`"));
    let change = evaluated.nearest.as_ref().map(|nearest| {
        let edits: Vec<_> = nearest.edits.iter().map(edited).collect();
        format!("it would be allowed with {}", listed(&edits, "and"))
    });
    let lines: Vec<_> = message.into_iter().chain(change).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// What the clause requires or denies, and what it found.
fn clause_label(step: &Step<'_, '_>) -> String {
    match (step.ask.kind, step.deciding()) {
        (RuleKind::Hidden, _) => "the tool is hidden".to_owned(),
        (RuleKind::DefaultDeny, _) => "no statement names the tool".to_owned(),
        (RuleKind::Require, Some(answer)) => format!("does not hold: {}", found(answer, "required")),
        (RuleKind::DenyIf, Some(answer)) => format!("holds: {}", found(answer, "denied")),
        (RuleKind::Require | RuleKind::DenyIf, None) => "this denies every call".to_owned(),
        (RuleKind::Limit | RuleKind::AllToolsLimit, _) => "this limit allows no calls".to_owned(),
    }
}

/// `` `args.amount` is `20000`, denied: `> 10000` ``
fn found(answer: &Answer<'_, '_>, kind: &str) -> String {
    let path = &answer.condition.path;
    let condition = answer.condition.to_string();
    let condition = condition.strip_prefix(&path.to_string()).unwrap_or(&condition).trim_start();
    let condition = shortened(condition, 2 * LONGEST_VALUE);
    match answer.actual {
        Some(actual) => {
            format!("`{path}` is `{}`, {kind}: `{condition}`", shortened(&actual.to_string(), LONGEST_VALUE))
        }
        None => format!("`{path}` is missing, {kind}: `{condition}`"),
    }
}

/// `` `args.amount` set to `10000` ``
fn edited(edit: &Edit) -> String {
    match &edit.value {
        Some(value) => format!("`{}` set to `{}`", edit.path, shortened(&value.to_string(), LONGEST_VALUE)),
        None => format!("`{}` left out", edit.path),
    }
}
