//! Values: those that a schema lists, and names of lets and parameters.

use super::arguments;
use super::candidate::{Candidate, CandidateKind};
use super::names;
use super::scene::{Scene, string};
use super::words::{is_for_texts, is_order};
use crate::catalog::Argument;
use crate::syntax::cursor::{Form, ValueOf};
use crate::vocab::{Kind, Kinds, Value};

/// The most values of one argument that are proposed.
const MOST: usize = 200;
/// The words of two operators.
const CONTAINS: &str = "contains";
const MATCHES: &str = "matches";

/// The values that can be written for something.
pub(super) fn values(scene: &Scene<'_>, of: &ValueOf, form: Form, listed: &[String]) -> Vec<Candidate> {
    let mut all = match of {
        ValueOf::Comparison { keys, operator } if form != Form::List => compared(scene, keys.as_deref(), operator),
        ValueOf::Member(keys) => member(scene, keys),
        ValueOf::Comparison { .. } | ValueOf::Let | ValueOf::Limit | ValueOf::Parameter { .. } => Vec::new(),
    };
    if let ValueOf::Let | ValueOf::Parameter { .. } = of {
        all.extend(booleans(scene));
    }
    let takes_names = !matches!(of, ValueOf::Member(_)) && scene.quote().is_none();
    if takes_names {
        all.extend(names::values(scene, form, wanted(scene, of)));
    }
    all.retain(|candidate| !listed.contains(&candidate.text.trim().to_owned()));
    all
}

/// The kinds of the values that a name may stand for.
fn wanted(scene: &Scene<'_>, of: &ValueOf) -> Kinds {
    match of {
        ValueOf::Limit => Kinds::of(Kind::Number),
        ValueOf::Comparison { operator, .. } if is_order(operator) => Kinds::of(Kind::Number),
        ValueOf::Comparison { operator, .. } if is_for_texts(operator) => Kinds::of(Kind::String),
        ValueOf::Comparison { keys: Some(keys), operator } => {
            let elements = if operator == CONTAINS { arguments::elements(scene, keys) } else { Vec::new() };
            let known = arguments::at(scene, keys).into_iter().chain(elements);
            known.map(|argument| argument.kinds()).reduce(Kinds::or).unwrap_or(Kinds::ALL)
        }
        ValueOf::Comparison { keys: None, .. } | ValueOf::Let | ValueOf::Parameter { .. } | ValueOf::Member(_) => {
            Kinds::ALL
        }
    }
}

/// The values of the argument that a comparison is about.
fn compared(scene: &Scene<'_>, keys: Option<&[String]>, operator: &str) -> Vec<Candidate> {
    let Some(keys) = keys else { return Vec::new() };
    let mut arguments = arguments::at(scene, keys);
    if operator == CONTAINS {
        arguments = arguments::elements(scene, keys);
    }
    let is_equality = !is_order(operator) && !is_for_texts(operator) && operator != CONTAINS;
    let fits = |value: &Value| match value.kind() {
        Kind::Number => !is_for_texts(operator),
        Kind::String => !is_order(operator) && operator != MATCHES,
        Kind::Boolean | Kind::Null | Kind::List | Kind::Object => is_equality,
    };
    let mut all = of_arguments(scene, &arguments, fits);
    if is_equality && arguments.iter().all(Argument::is_untyped) {
        all.extend(booleans(scene));
    }
    all
}

/// The values of an argument of a call.
fn member(scene: &Scene<'_>, keys: &[Option<String>]) -> Vec<Candidate> {
    let arguments = arguments::in_call(scene, keys);
    let mut all = of_arguments(scene, &arguments, |_| true);
    if arguments.iter().all(Argument::is_untyped) {
        all.extend(booleans(scene));
    }
    if scene.quote().is_none() {
        all.push(scene.placed(Candidate::new(CandidateKind::Keyword, "null").with_rank(4)));
    }
    all
}

fn of_arguments(scene: &Scene<'_>, arguments: &[Argument], fits: impl Fn(&Value) -> bool) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    for argument in arguments {
        let listed = argument.finite(MOST).map(|finite| finite.values).unwrap_or_default();
        let listed = listed.into_iter().map(|value| (value, 0, ""));
        let default = argument.default.iter().map(|value| (value.clone(), 0, "the default"));
        let examples = argument.examples.iter().map(|value| (value.clone(), 1, "an example from the server"));
        // What is said about a value counts more than that it is listed.
        for (value, rank, detail) in default.chain(examples).chain(listed).filter(|(value, ..)| fits(value)) {
            let Some(candidate) = candidate(scene, &value) else { continue };
            if !all.iter().any(|other| other.text == candidate.text) {
                let candidate = candidate.with_rank(rank);
                all.push(if detail.is_empty() { candidate } else { candidate.with_detail(detail) });
            }
        }
    }
    all
}

/// A value; `None` in a string that it does not fit into.
fn candidate(scene: &Scene<'_>, value: &Value) -> Option<Candidate> {
    let (text, bare) = match value {
        Value::Text(bare) => (string(bare), bare.clone()),
        Value::Number(_) | Value::Boolean(_) if scene.quote().is_some() => return None,
        Value::Number(_) | Value::Boolean(_) => (value.to_string(), value.to_string()),
    };
    let candidate = Candidate { filter: bare, ..Candidate::new(CandidateKind::Value, text) };
    Some(scene.placed(candidate))
}

fn booleans(scene: &Scene<'_>) -> Vec<Candidate> {
    let both = [true, false].into_iter().filter_map(|value| candidate(scene, &Value::Boolean(value)));
    both.map(|candidate| candidate.with_rank(3)).collect()
}
