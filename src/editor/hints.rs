//! Notes between the words: what the text does not say, but the policy does.

use std::collections::BTreeSet;

use super::covered;
use crate::check::ir;
use crate::document::Judged;
use crate::source::{Place, Span};
use crate::syntax::mentions::{Mention, MentionKind, in_item};
use crate::syntax::tree::{Apply, Clause, ClauseKind, Item, ItemKind, OneOrList};

/// A note after or before a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Where it is.
    pub offset: u32,
    /// What it says.
    pub text: String,
    /// What there is to know besides.
    pub tooltip: Option<String>,
    /// Whether it names what follows it: a parameter. Otherwise it is about what is before it.
    pub is_name: bool,
}

/// The notes in the items that a span touches, in the order of the text.
pub fn hints(judged: &Judged, within: Span) -> Vec<Hint> {
    let Some(tree) = judged.judgement.tree() else { return Vec::new() };
    let touches = |span: Span| span.start <= within.end && within.start <= span.end;
    let items = tree.items.iter().filter(|item| touches(item.span));
    let mut hints: Vec<_> = items.flat_map(|item| of_item(judged, item)).collect();
    hints.retain(|hint| within.start <= hint.offset && hint.offset <= within.end);
    hints.sort_by_key(|hint| hint.offset);
    hints
}

fn of_item(judged: &Judged, item: &Item) -> Vec<Hint> {
    let text = &judged.sources.get(judged.judgement.main).text;
    let mentions = in_item(text, item);
    let mut hints: Vec<Hint> = match matches!(item.kind, ItemKind::Guard(_)) {
        true => guard(judged, item, &mentions).into_iter().collect(),
        false => mentions.iter().filter_map(|mention| count(judged, mention)).collect(),
    };
    for mention in &mentions {
        if let MentionKind::RuleUse(apply) = &mention.kind {
            hints.extend(parameters(judged, apply));
        }
    }
    let mut limits = limits(item.clauses());
    if let ItemKind::Limit(limit) = &item.kind {
        limits.push((limit.span, limit.counter.is_some()));
    }
    let unnamed = limits.into_iter().filter(|(_, is_named)| !is_named);
    hints.extend(unnamed.filter_map(|(span, _)| counter(judged, span)));
    hints
}

/// How many tools a pattern or `every` covers.
fn count(judged: &Judged, mention: &Mention<'_>) -> Option<Hint> {
    let tools = covered::tools(judged, mention)?;
    Some(Hint {
        offset: mention.span.end,
        text: format!("({})", words(tools.len())),
        tooltip: names(&tools),
        is_name: false,
    })
}

/// How many tools get clauses from a guard.
fn guard(judged: &Judged, item: &Item, mentions: &[Mention<'_>]) -> Option<Hint> {
    let checked = judged.judgement.checked.as_ref()?;
    let place = item.keyword.of(judged.judgement.main);
    let is_guarded = |tool: &ir::Tool| tool.body.clauses.iter().any(|clause| clause.guard == Some(place));
    let guarded = checked.policy.tools.iter().filter(|(_, tool)| is_guarded(tool)).map(|(name, _)| name.clone());
    let tools: Vec<String> = guarded.collect();
    let last = mentions.iter().rev().find(|mention| matches!(mention.kind, MentionKind::Target(_)))?;
    Some(Hint {
        offset: last.span.end,
        text: format!("({})", words(tools.len())),
        tooltip: names(&tools),
        is_name: false,
    })
}

fn words(count: usize) -> String {
    if count == 1 { "1 tool".to_owned() } else { format!("{count} tools") }
}

/// The most tools that a tooltip lists.
const MOST_LISTED: usize = 20;

fn names(tools: &[String]) -> Option<String> {
    let mut shown = tools.iter().take(MOST_LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if tools.len() > MOST_LISTED {
        shown.push_str(", …");
    }
    (!shown.is_empty()).then(|| crate::vocab::visible::message(&shown))
}

/// The names of the parameters before the values that are passed for them.
fn parameters(judged: &Judged, apply: &Apply) -> Vec<Hint> {
    let files = super::places::files(judged).flat_map(|(_, file)| &file.items);
    let rule = files.into_iter().filter_map(Item::as_rule).find(|rule| rule.name.text == apply.rule.text);
    let pairs = rule.into_iter().flat_map(|rule| rule.parameters.iter().zip(&apply.arguments));
    let start = |value: &OneOrList| match value {
        OneOrList::Value(value) => value.span().start,
        OneOrList::List(_, brackets) => brackets.start,
    };
    pairs
        .map(|(parameter, value)| Hint {
            offset: start(value),
            text: format!("{}:", parameter.text),
            tooltip: None,
            is_name: true,
        })
        .collect()
}

/// The limits among clauses, and whether they name a counter.
fn limits(clauses: &[Clause]) -> Vec<(Span, bool)> {
    let limit = |clause: &Clause| match &clause.kind {
        ClauseKind::Limit(limit) => Some((limit.span, limit.counter.is_some())),
        ClauseKind::Require { .. } | ClauseKind::Deny { .. } | ClauseKind::Apply(_) => None,
    };
    clauses.iter().filter_map(limit).collect()
}

/// The counter that a limit counts in, if it has no name: one for all tools together, or one for each tool.
fn counter(judged: &Judged, span: Span) -> Option<Hint> {
    let policy = &judged.judgement.checked.as_ref()?.policy;
    let place: Place = span.of(judged.judgement.main);
    let counts = |limit: &ir::Limit| limit.whole == place;
    let hint = |text: String| Hint { offset: span.end, text, tooltip: None, is_name: false };
    if let Some(limit) = policy.limits.iter().find(|limit| counts(limit)) {
        return Some(hint(format!("as {}", limit.counter_of("all_tools"))));
    }
    let owners =
        policy.tools.iter().filter_map(|(name, tool)| Some((name, tool.body.limits().find(|limit| counts(limit))?)));
    let counters: BTreeSet<String> = owners.map(|(name, limit)| limit.counter_of(name)).collect();
    match counters.len() {
        0 => None,
        1 => counters.into_iter().next().map(|counter| hint(format!("as {counter}"))),
        count => Some(hint(format!("{count} counters, one for each tool"))),
    }
}
