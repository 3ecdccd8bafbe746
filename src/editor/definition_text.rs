//! What a let, a rule or a parameter stands for.

use super::places::{self, definitions};
use super::text::Paragraph;
use crate::describe::Phrase;
use crate::document::Judged;
use crate::source::{Place, SourceId, Span};
use crate::syntax::mentions::{Mention, MentionKind, mentions};
use crate::syntax::tree::{File, Item, ItemKind, OneOrList};

/// The longest definition that is shown, in lines.
const LONGEST: usize = 30;

/// The definition of a let or a rule, and the comment that documents it.
pub fn of(judged: &Judged, source: SourceId, mention: &Mention<'_>) -> Vec<Paragraph> {
    let Some(place) = definitions(judged, source, mention).first().copied() else { return Vec::new() };
    let Some((file, item)) = item_at(judged, place) else { return Vec::new() };
    let source = judged.sources.get(place.source);
    let text = source.slice(item.span);
    let mut shown = text.lines().take(LONGEST).collect::<Vec<_>>().join("\n");
    if text.lines().nth(LONGEST).is_some() {
        shown.push_str("\n…");
    }
    let comment = documentation(source.text.as_str(), file, item);
    std::iter::once(Paragraph::Policy(shown))
        .chain((!comment.is_empty()).then_some(Paragraph::Quote(comment)))
        .collect()
}

/// What is passed for a parameter, wherever its rule is applied.
pub fn of_parameter(judged: &Judged, source: SourceId, mention: &Mention<'_>) -> Vec<Paragraph> {
    let (MentionKind::ParameterDefinition(rule, name) | MentionKind::ParameterUse(rule, name)) = &mention.kind else {
        return Vec::new();
    };
    let number = rule.parameters.iter().position(|parameter| parameter.text == name.text).unwrap_or(usize::MAX);
    let home = judged.sources.get(source);
    let head = Span { start: mention.item.span.start, end: rule.block.span.start };
    let mut values: Vec<String> = Vec::new();
    for (file, tree) in places::files(judged) {
        let text = judged.sources.get(file);
        for found in mentions(&text.text, tree) {
            let MentionKind::RuleUse(apply) = found.kind else { continue };
            let passed = apply.arguments.get(number).filter(|_| apply.rule.text == rule.name.text);
            let Some(value) = passed.map(|passed| text.slice(span_of(passed)).to_owned()) else { continue };
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
    let head = Paragraph::Policy(home.slice(head).trim_end().to_owned());
    let passed = match values.is_empty() {
        true => Phrase::words("No tool applies the rule."),
        false => {
            Phrase::words("Applied with ").then(Phrase::listed(values.into_iter().map(Phrase::code), "and")).say(".")
        }
    };
    vec![head, Paragraph::Words(passed)]
}

fn span_of(value: &OneOrList) -> Span {
    match value {
        OneOrList::Value(value) => value.span(),
        OneOrList::List(_, brackets) => *brackets,
    }
}

fn item_at(judged: &Judged, place: Place) -> Option<(&File, &Item)> {
    let (_, file) = places::files(judged).find(|(source, _)| *source == place.source)?;
    let is_it = |item: &&Item| {
        matches!(item.kind, ItemKind::Let(_) | ItemKind::Rule(_))
            && item.span.start <= place.span.start
            && place.span.end <= item.span.end
    };
    Some((file, file.items.iter().find(is_it)?))
}

/// The `##` comments right before an item.
fn documentation(text: &str, file: &File, item: &Item) -> String {
    let mut lines = Vec::new();
    let mut end = item.span.start as usize;
    for comment in file.comments.iter().rev().filter(|comment| comment.span.start < item.span.start) {
        let between = text.get(comment.span.end as usize..end).unwrap_or_default();
        if !comment.doc || !between.trim().is_empty() || between.matches('\n').count() > 1 {
            break;
        }
        lines.push(text.get(comment.span.range()).unwrap_or_default().trim_start_matches('#').trim());
        end = comment.span.start as usize;
    }
    lines.reverse();
    lines.join("\n")
}
