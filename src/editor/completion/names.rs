//! Names of the policy: lets, parameters, rules and counters.

use std::collections::BTreeSet;

use super::candidate::{Candidate, CandidateKind};
use super::scene::{Scene, clauses, in_snippet, string};
use crate::diagnostic::shortened;
use crate::source::SourceId;
use crate::syntax::cursor::Form;
use crate::syntax::is_bare_name;
use crate::syntax::tree::{Clause, ClauseKind, ItemKind, Let, Limit, Literal, OneOrList, Rule, Value};
use crate::vocab::{Kind, Kinds, visible};

/// The longest value of a let that is shown, in characters.
const LONGEST: usize = 60;

/// The lets and the parameters that can stand for a value of this form.
pub(super) fn values(scene: &Scene<'_>, form: Form, wanted: Kinds) -> Vec<Candidate> {
    let statement = &scene.cursor.statement;
    let parameter = |name: &String| {
        let detail = format!("parameter of `{}`", statement.name);
        scene.placed(Candidate::new(CandidateKind::Parameter, name.clone()).with_detail(detail).with_rank(1))
    };
    let mut all: Vec<Candidate> = statement.parameters.iter().map(parameter).collect();
    let own_name = (statement.keyword == "let").then_some(statement.name.as_str());
    let mut seen: BTreeSet<&str> = statement.parameters.iter().map(String::as_str).collect();
    for (source, item) in scene.items() {
        let ItemKind::Let(found) = &item.kind else { continue };
        let name = found.name.text.as_str();
        if own_name != Some(name) && stands_for(&found.value, form, wanted) && seen.insert(name) {
            let candidate = Candidate::new(CandidateKind::Let, name).with_detail(shown(scene, source, found));
            all.push(scene.placed(candidate.with_rank(2)));
        }
    }
    all
}

fn stands_for(value: &OneOrList, form: Form, wanted: Kinds) -> bool {
    match (value, form) {
        // It may stand for anything.
        (OneOrList::Value(Value::Name(_)), _) => true,
        (OneOrList::Value(Value::Literal(literal)), Form::One | Form::Either | Form::Pattern) => {
            wanted.has(kind(literal))
        }
        (OneOrList::Value(Value::Literal(_)), Form::List) => false,
        (OneOrList::List(values, _), Form::List | Form::Either) => values.iter().any(|value| match value {
            Value::Literal(literal) => wanted.has(kind(literal)),
            Value::Name(_) => true,
        }),
        (OneOrList::List(..), Form::One | Form::Pattern) => false,
    }
}

fn kind(literal: &Literal) -> Kind {
    match literal {
        Literal::Text(_) => Kind::String,
        Literal::Number(_) => Kind::Number,
        Literal::Boolean(..) => Kind::Boolean,
    }
}

/// The value of a let, as it is written, on one line.
fn shown(scene: &Scene<'_>, source: SourceId, found: &Let) -> String {
    let span = match &found.value {
        OneOrList::Value(value) => value.span(),
        OneOrList::List(_, brackets) => *brackets,
    };
    let text = scene.judged.sources.get(source).slice(span);
    let start: String = text.chars().take(LONGEST * 4).collect();
    let line = start.split_whitespace().collect::<Vec<_>>().join(" ");
    visible::message(&shortened(&line, LONGEST))
}

/// The rules that a clause can apply.
pub(super) fn rules(scene: &Scene<'_>) -> Vec<Candidate> {
    let mut seen = BTreeSet::new();
    let own = scene.cursor.statement.name.as_str();
    let rules =
        scene.items().filter_map(|(_, item)| if let ItemKind::Rule(rule) = &item.kind { Some(rule) } else { None });
    let rules = rules.filter(|rule| !rule.name.text.is_empty() && rule.name.text != own);
    let candidate = |rule: &Rule| {
        let name = &rule.name.text;
        let parameters: Vec<&str> = rule.parameters.iter().map(|name| name.text.as_str()).collect();
        let slot = |(number, name): (usize, &&str)| format!("${{{}:{}}}", number + 1, in_snippet(name));
        let slots: Vec<_> = parameters.iter().enumerate().map(slot).collect();
        let snippet = (!slots.is_empty()).then(|| format!("{name}({})", slots.join(", ")));
        let candidate = Candidate::new(CandidateKind::Rule, name.clone()).with_snippet(snippet);
        scene.placed(match parameters.is_empty() {
            true => candidate,
            false => candidate.with_detail(format!("({})", parameters.join(", "))),
        })
    };
    rules.filter(|rule| seen.insert(rule.name.text.as_str())).map(candidate).collect()
}

/// The counters that limits of the policy name.
pub(super) fn counters(scene: &Scene<'_>) -> Vec<Candidate> {
    let mut names = BTreeSet::new();
    for (_, item) in scene.items() {
        let own = if let ItemKind::Limit(limit) = &item.kind { counter(limit) } else { None };
        names.extend(own.into_iter().chain(in_clauses(clauses(item))));
    }
    let candidate = |name: &str| {
        let is_bare = is_bare_name(name) && scene.quote().is_none();
        let text = if is_bare { name.to_owned() } else { string(name) };
        let candidate = Candidate::new(CandidateKind::Counter, name).with_text(text);
        scene.placed(candidate.with_detail("counter of another limit"))
    };
    names.into_iter().map(candidate).collect()
}

fn in_clauses(clauses: &[Clause]) -> impl Iterator<Item = &str> {
    clauses.iter().filter_map(|clause| match &clause.kind {
        ClauseKind::Limit(limit) => counter(limit),
        ClauseKind::Require { .. } | ClauseKind::Deny { .. } | ClauseKind::Apply(_) => None,
    })
}

fn counter(limit: &Limit) -> Option<&str> {
    limit.counter.as_ref().map(|name| name.text.as_str())
}
