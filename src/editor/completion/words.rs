//! Words of the language.

use super::arguments;
use super::candidate::{Candidate, CandidateKind};
use super::scene::Scene;
use super::snippets::{ITEMS, Start};
use crate::catalog::Argument;
use crate::classify;
use crate::editor::operators;
use crate::syntax::tree::TargetKind;
use crate::vocab::{Category, Kind, Kinds, OPERATORS, Operator, OperatorRow, TEXT_OPERATORS, Wants, Window};

/// Items. A new policy begins with its `default` and its `catalog`.
pub(super) fn items(scene: &Scene<'_>) -> Vec<Candidate> {
    let is_new = scene.is_new();
    let is_first = |candidate: &Candidate| matches!(candidate.label.as_str(), "default" | "catalog");
    let ranked = |candidate: Candidate| {
        let rank = u8::from(is_new && !is_first(&candidate));
        candidate.with_rank(rank)
    };
    starts(scene, ITEMS).into_iter().map(ranked).collect()
}

/// Words that begin an item, a clause or a step.
pub(super) fn starts(scene: &Scene<'_>, all: &[Start]) -> Vec<Candidate> {
    let candidate = |start: &Start| {
        let snippet = (!start.snippet.is_empty()).then(|| start.snippet.to_owned());
        scene.placed(Candidate::new(CandidateKind::Keyword, start.word).with_detail(start.detail).with_snippet(snippet))
    };
    all.iter().map(candidate).collect()
}

/// A word that goes on with what is there, or that has to come next.
pub(super) fn keyword(scene: &Scene<'_>, word: &str) -> Candidate {
    let detail = match word {
        "because" => "the message that the agent gets",
        "as" => "names the counter; limits with the same name share it",
        "if" => "only calls for which a condition holds",
        "and" => "both conditions have to hold",
        "or" => "one of the conditions has to hold",
        "not" => "the condition must not hold",
        "never" => "no such call is allowed",
        "always" => "every such call is allowed",
        _ => "",
    };
    let snippet = (word == "because").then(|| "because \"$1\"".to_owned());
    let candidate =
        Candidate::new(CandidateKind::Keyword, word).with_snippet(snippet).with_rank(if word == "if" { 3 } else { 4 });
    scene.placed(if detail.is_empty() { candidate } else { candidate.with_detail(detail) })
}

/// The types of a signature.
pub(super) fn types(scene: &Scene<'_>) -> Vec<Candidate> {
    let all = ["string", "number", "integer", "boolean", "any"];
    all.into_iter().map(|word| scene.placed(Candidate::new(CandidateKind::Type, word))).collect()
}

/// The categories. The likely one of a tool that the catalog lists comes first.
pub(super) fn categories(scene: &Scene<'_>) -> Vec<Candidate> {
    let likely = likely_category(scene);
    let candidate = |category: Category| {
        let candidate = Candidate::new(CandidateKind::Category, category.word());
        scene.placed(match likely.as_ref().filter(|likely| likely.category == category) {
            Some(likely) => candidate.with_detail(format!("likely: {}", likely.why)),
            None => candidate.with_detail(about_category(category)).with_rank(1),
        })
    };
    Category::ALL.into_iter().map(candidate).collect()
}

fn likely_category(scene: &Scene<'_>) -> Option<classify::Judgement> {
    let [target] = scene.cursor.statement.targets.as_slice() else { return None };
    let TargetKind::Name(name) = &target.kind else { return None };
    let likely = classify::tool(&scene.catalog.as_ref()?.tool(name)?);
    likely.known.then_some(likely)
}

fn about_category(category: Category) -> &'static str {
    match category {
        Category::Read => "reads, and changes nothing",
        Category::Write => "changes data in a way that can be undone",
        Category::Execute => "runs something: code, a command, a request",
        Category::Destructive => "deletes what can't be restored",
        Category::Financial => "moves money",
    }
}

/// The windows of limits.
pub(super) fn windows(scene: &Scene<'_>) -> Vec<Candidate> {
    let detail = |window: Window| match window {
        Window::Minute => "a calendar minute, in UTC",
        Window::Hour => "a calendar hour, in UTC",
        Window::Day => "a calendar day, in UTC; the gateway does not document it",
    };
    let candidate =
        |window: Window| scene.placed(Candidate::new(CandidateKind::Unit, window.word()).with_detail(detail(window)));
    Window::ALL.into_iter().map(candidate).collect()
}

/// What `after` counts.
pub(super) fn time_units(scene: &Scene<'_>, is_one: bool) -> Vec<Candidate> {
    let (one, several) = (["second", "minute", "hour", "day"], ["seconds", "minutes", "hours", "days"]);
    let candidate =
        |word, likely: bool| scene.placed(Candidate::new(CandidateKind::Unit, word).with_rank(u8::from(!likely)));
    let one = one.into_iter().map(|word| candidate(word, is_one));
    one.chain(several.into_iter().map(|word| candidate(word, !is_one))).collect()
}

/// The operators that make sense for the argument at a path. An argument of unknown type takes all of them.
pub(super) fn operators(scene: &Scene<'_>, keys: Option<&[String]>) -> Vec<Candidate> {
    let arguments = keys.map(|keys| arguments::at(scene, keys)).unwrap_or_default();
    let kinds = match arguments.iter().map(Argument::kinds).reduce(Kinds::or) {
        Some(kinds) => kinds,
        None => Kinds::ALL,
    };
    let candidate = |word: &str, about: &str| {
        scene.placed(Candidate::new(CandidateKind::Operator, word).with_documentation(Some(about.to_owned())))
    };
    let rows = OPERATORS.iter().filter(|row| takes(row, kinds));
    let mut all: Vec<_> = rows.map(|row| candidate(row.word, operators::of(row.operator))).collect();
    if kinds.has(Kind::String) {
        all.extend(TEXT_OPERATORS.map(|operator| candidate(operator.word(), operators::of_text(operator))));
    }
    all.push(candidate("missing", operators::MISSING));
    all
}

fn takes(row: &OperatorRow, kinds: Kinds) -> bool {
    match row.wants {
        Wants::Anything => true,
        Wants::SameKind => [Kind::String, Kind::Number, Kind::Boolean].into_iter().any(|kind| kinds.has(kind)),
        Wants::Numbers => kinds.has(Kind::Number),
        Wants::Strings => kinds.has(Kind::String),
        Wants::Containers => kinds.has(Kind::List) || kinds.has(Kind::String),
    }
}

/// Whether an operator compares numbers only.
pub(super) fn is_order(word: &str) -> bool {
    OPERATORS.iter().any(|row| row.word == word && row.operator.order().is_some())
}

/// Whether an operator compares texts only.
pub(super) fn is_for_texts(word: &str) -> bool {
    word == Operator::Regex.word() || TEXT_OPERATORS.iter().any(|operator| operator.word() == word)
}
