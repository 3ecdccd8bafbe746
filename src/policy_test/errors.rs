//! Every message of a failed test: the call, what happened to it, and the clause that decided it.

use super::test_call::TestCall;
use crate::diagnostic::{Code, Diagnostic, did_you_mean, nearest, shortened};
use crate::engine::explain::{Answer, Step, value_at};
use crate::engine::{Rule, RuleKind};
use crate::model::Policy;
use crate::source::Place;
use crate::source::json::Json;
use crate::syntax::tree::Outcome;
use crate::vocab::Value;

/// Values in labels are clipped after this many characters.
const LONGEST_VALUE: usize = 60;

/// What denied a call.
pub struct Denied<'d> {
    /// The rule.
    pub rule: &'d Rule,
    /// The step, if the arguments alone deny the call; `None` if a limit was reached.
    pub step: Option<&'d Step<'d, 'd>>,
}

/// A step that failed.
pub fn failed(made: &TestCall<'_>, denied: Option<Denied<'_>>, policy: &Policy, default: Option<Place>) -> Diagnostic {
    let call = match made.call.times {
        Some((times, _)) if times > 1 => format!("call {} of {times} to `{}`", made.repetition, made.call.tool.text),
        Some(_) | None => format!("`{}`", made.call.tool.text),
    };
    let (became, label) = match &denied {
        None => ("is allowed", "no clause denies it".to_owned()),
        Some(denied) => (became(denied), labelled(&made.call.outcome, denied)),
    };
    let message =
        format!("test `{}` failed: {call} {became}, {}", made.test, unmet(&made.call.outcome, denied.as_ref()));
    let place = made.call.outcome_span.of(made.source);
    let diagnostic = Diagnostic::error(Code::FAILED_TEST, place, message, label);
    match denied {
        None => diagnostic,
        Some(denied) => with_clause(diagnostic, &denied, default).with_help_if(help(made, &denied, policy)),
    }
}

/// There are more calls than anyone would wait for.
pub fn too_many_calls(made: &TestCall<'_>) -> Diagnostic {
    let place = made.call.times.map_or(made.call.outcome_span, |(_, span)| span).of(made.source);
    let message = format!("test `{}` was stopped: the tests in this file make too many calls", made.test);
    Diagnostic::error(Code::TOO_LARGE, place, message, "this brings them to more than 10,000,000")
        .with_help("test a smaller limit: it counts the same way")
}

/// An outcome the way the language writes it.
pub fn expected(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Deny(Some(because)) => format!("deny because {}", Value::Text(because.text.value.clone())),
        Outcome::Allow | Outcome::Deny(None) | Outcome::Hidden | Outcome::Limited => kind(outcome).to_owned(),
    }
}

fn kind(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Allow => "allow",
        Outcome::Deny(_) => "deny",
        Outcome::Hidden => "hidden",
        Outcome::Limited => "limited",
    }
}

fn became(denied: &Denied<'_>) -> &'static str {
    match denied.rule.kind {
        RuleKind::Hidden => "is hidden",
        RuleKind::DefaultDeny | RuleKind::Require | RuleKind::DenyIf => "is denied",
        RuleKind::Limit | RuleKind::AllToolsLimit => "is limited",
    }
}

/// What the outcome is not, after what it is.
fn unmet(outcome: &Outcome, denied: Option<&Denied<'_>>) -> &'static str {
    match outcome {
        Outcome::Allow => "not allowed",
        Outcome::Deny(Some(_)) if denied.is_some() => "but with a different message",
        Outcome::Deny(_) => "not denied",
        Outcome::Hidden => "not hidden",
        Outcome::Limited => "not limited",
    }
}

fn labelled(outcome: &Outcome, denied: &Denied<'_>) -> String {
    match (outcome, &denied.rule.message) {
        (Outcome::Deny(Some(_)), Some(message)) => {
            format!("the agent gets `{}`", shortened(message, 3 * LONGEST_VALUE))
        }
        (Outcome::Deny(Some(_)), None) => "the agent gets no message".to_owned(),
        // A `policy.json` has no place for its default, and neither has a file without one.
        (_, _) if denied.rule.kind == RuleKind::DefaultDeny => "no statement names this tool".to_owned(),
        (Outcome::Allow | Outcome::Deny(None) | Outcome::Hidden | Outcome::Limited, _) => {
            format!("expected `{}`", kind(outcome))
        }
    }
}

/// The clause that denied the call, with what it found.
fn with_clause(diagnostic: Diagnostic, denied: &Denied<'_>, default: Option<Place>) -> Diagnostic {
    let answer = denied.step.and_then(Step::deciding);
    let place = answer.and_then(|answer| answer.condition.place).or(denied.rule.place);
    let (place, label) = match (denied.rule.kind, answer) {
        (RuleKind::Hidden, _) => (place, "this hides it".to_owned()),
        (RuleKind::DefaultDeny, _) => (default, "this denies it".to_owned()),
        (RuleKind::Limit | RuleKind::AllToolsLimit, _) => (place, "this limit was reached".to_owned()),
        (RuleKind::Require, Some(answer)) => (place, format!("does not hold: {}", found(answer))),
        (RuleKind::DenyIf, Some(answer)) => (place, format!("holds: {}", found(answer))),
        (RuleKind::Require | RuleKind::DenyIf, None) => (place, "this denies every call".to_owned()),
    };
    let Some(place) = place else { return diagnostic };
    // All conditions of a `deny` hold.
    let others = denied.step.filter(|_| denied.rule.kind == RuleKind::DenyIf).map(|step| &step.answers);
    let others = others.into_iter().flatten().skip(1);
    others.fold(diagnostic.with_label(place, label), |diagnostic, answer| match answer.condition.place {
        Some(place) => diagnostic.with_label(place, format!("and {}", found(answer))),
        None => diagnostic,
    })
}

/// ``args.amount` is 20000``
fn found(answer: &Answer<'_, '_>) -> String {
    let path = &answer.condition.path;
    match answer.actual {
        Some(actual) => format!("`{path}` is `{}`", shortened(&actual.to_string(), LONGEST_VALUE)),
        None => format!("`{path}` is missing"),
    }
}

/// A slip in the test itself: a tool or an argument with nearly the right name.
fn help(made: &TestCall<'_>, denied: &Denied<'_>, policy: &Policy) -> Option<String> {
    if denied.rule.kind == RuleKind::DefaultDeny {
        let names = policy.tools.keys().chain(policy.hide.keys()).map(String::as_str);
        return nearest(&made.call.tool.text, names).map(did_you_mean);
    }
    let answer = denied.step?.deciding().filter(|answer| answer.actual.is_none())?;
    let (last, before) = answer.condition.path.segments().split_last()?;
    let keys = value_at(&made.tree, before).and_then(Json::members)?.iter().map(|member| member.key.as_str());
    nearest(last, keys).map(|near| format!("the call has `{near}`; did you mean `{last}`?"))
}
