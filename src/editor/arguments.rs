//! The tools that an argument's path belongs to, and what is known about the argument.

use std::collections::BTreeSet;

use crate::catalog::{Argument, Catalog};
use crate::check::ir;
use crate::document::Judged;
use crate::lint::known_tools;
use crate::source::{Place, SourceId};
use crate::syntax::mentions::{Mention, MentionKind};
use crate::syntax::tree::{ItemKind, Target, TargetKind};
use crate::vocab::Path;

/// At most this many tools are asked about one argument. A guard may cover a hundred thousand.
const MOST_TOOLS: usize = 20;

/// The tools whose argument a mention is about: those of its statement, those that apply its rule, the one that the test
/// calls. Sorted, and not all if there are very many.
pub fn tools(judged: &Judged, source: SourceId, mention: &Mention<'_>) -> Vec<String> {
    if let MentionKind::Key(call, _) = &mention.kind {
        return vec![call.tool.text.clone()];
    }
    if let MentionKind::Field(_) = &mention.kind
        && let ItemKind::Tool(tool) = &mention.item.kind
    {
        return named(&tool.targets).collect();
    }
    let place = mention.span.of(source);
    let mut tools: BTreeSet<String> = BTreeSet::new();
    if let Some(checked) = &judged.judgement.checked {
        let uses = |tool: &ir::Tool| mentions(&tool.body, place);
        let users = checked.policy.tools.iter().filter(|(_, tool)| uses(tool)).map(|(name, _)| name.clone());
        tools.extend(users.take(MOST_TOOLS));
        let asserts = checked.policy.asserts.iter().filter(|assert| contains(assert.place, place));
        tools.extend(asserts.flat_map(|assert| assert.tools.iter().cloned()).take(MOST_TOOLS));
    }
    if tools.is_empty()
        && let ItemKind::Tool(tool) = &mention.item.kind
    {
        tools.extend(named(&tool.targets));
    }
    tools.into_iter().collect()
}

/// What is known about an argument of a tool.
pub fn argument(catalog: &Catalog, tool: &str, keys: &[String]) -> Option<Argument> {
    let path = Path::new(keys.to_vec())?;
    catalog.tool(tool)?.input_schema?.reader().lookup(&path).argument().cloned()
}

/// The tools whose arguments are known: those of the catalog, and those with a signature.
pub fn known(judged: &Judged) -> Option<Catalog> {
    known_tools(judged.judgement.checked.as_ref()?)
}

fn mentions(body: &ir::Body, place: Place) -> bool {
    let mut found = false;
    let conditions = body.clauses.iter().filter_map(ir::Clause::condition);
    conditions.for_each(|condition| {
        condition.each_leaf(&mut |comparison, _| found |= comparison.segment_places.contains(&place));
    });
    found
}

fn named(targets: &[Target]) -> impl Iterator<Item = String> {
    targets.iter().filter_map(|target| match &target.kind {
        TargetKind::Name(name) => Some(name.clone()),
        TargetKind::Pattern(_) | TargetKind::Every(_) => None,
    })
}

fn contains(outer: Place, inner: Place) -> bool {
    outer.source == inner.source && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end
}
