//! A name for a list: `args.currency in ["usd", "eur"]` becomes `args.currency in currencies`.

use super::action::{Action, ActionKind, insertion, line_end, line_start};
use crate::diagnostic::Edit;
use crate::document::Judged;
use crate::editor::places;
use crate::source::Span;
use crate::syntax::mentions::{self, MentionKind};
use crate::syntax::tree::{Comparison, List, OneOrList, Operand, StepKind, Value};

/// Gives the list at a place a name, which is defined before the item.
pub fn action(judged: &Judged, within: Span) -> Option<Action> {
    let (source, tree) = (judged.sources.get(judged.judgement.main), judged.judgement.tree()?);
    let item = tree.items.iter().find(|item| item.span.start <= within.start && within.end <= item.span.end)?;
    let comparisons = mentions::in_item(&source.text, item).into_iter().filter_map(|mention| {
        if let MentionKind::Operator(comparison) = mention.kind { Some(comparison) } else { None }
    });
    let mut lists = comparisons.filter_map(|comparison| Some((comparison, list(&comparison.operand)?)));
    let (comparison, list) = lists.find(|(_, list)| list.start <= within.start && within.end <= list.end)?;
    let name = name(judged, comparison);
    let start = line_start(&source.text, item.span.start as usize);
    let start = above_comments(&source.text, start);
    let (main, end) = (judged.judgement.main, line_end(&source.text));
    let definition = format!("let {name} = {}{end}{end}", source.slice(list));
    Some(Action {
        title: format!("Give this list a name: `{name}`"),
        kind: ActionKind::Rewrite,
        diagnostic: None,
        is_preferred: false,
        edits: vec![insertion(main, start, definition), Edit { place: list.of(main), text: name }],
    })
}

/// A list of literals. One with names may use parameters, which a let can't.
fn list(operand: &Operand) -> Option<Span> {
    let (values, brackets) = match operand {
        Operand::List(List::Values(values, brackets)) | Operand::Texts(_, OneOrList::List(values, brackets)) => {
            (values, brackets)
        }
        Operand::List(List::Name(_))
        | Operand::Texts(_, OneOrList::Value(_))
        | Operand::Value(_)
        | Operand::Pattern(_)
        | Operand::Presence(_) => return None,
    };
    values.iter().all(|value| matches!(value, Value::Literal(_))).then_some(*brackets)
}

/// A name that is not used yet: that of the argument, in the plural.
fn name(judged: &Judged, comparison: &Comparison) -> String {
    let last = comparison.path.steps.iter().rev().find_map(|step| match &step.kind {
        StepKind::Member(key) => Some(key.as_str()),
        StepKind::Index => None,
    });
    let letters = last.unwrap_or("value").chars();
    let mut name: String = letters.map(|char| if char.is_ascii_alphanumeric() { char } else { '_' }).collect();
    if !name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
        name.insert(0, '_');
    }
    let plural = match name.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if name.ends_with('s') => format!("{name}_list"),
        _ => format!("{name}s"),
    };
    let is_taken = |name: &str| {
        places::files(judged).flat_map(|(_, file)| &file.items).any(|item| {
            let parameters = item.as_rule().into_iter().flat_map(|rule| &rule.parameters);
            let mut names = item.as_let().map(|item| &item.name).into_iter().chain(parameters);
            names.any(|taken| taken.text == name)
        })
    };
    let numbered = (2..).map(|number| format!("{plural}_{number}"));
    std::iter::once(plural.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or(plural)
}

/// The start of the comments right above a line, which are about what follows.
fn above_comments(text: &str, line: usize) -> usize {
    let before = text.get(..line).unwrap_or_default();
    let comments = before.split_inclusive('\n').rev().take_while(|line| line.trim_start().starts_with('#'));
    line - comments.map(str::len).sum::<usize>()
}
