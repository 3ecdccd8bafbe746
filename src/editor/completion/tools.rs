//! Tools.

use std::collections::HashSet;

use super::arguments;
use super::candidate::{Candidate, CandidateKind};
use super::scene::{self, MOST, Scene, in_snippet, string};
use super::words;
use crate::editor::text::{self, Paragraph};
use crate::syntax::is_bare_name;
use crate::syntax::tree::{Item, ItemKind, TargetKind};

/// The tools of a statement, and `every`. Those that need a statement of this kind come first.
pub(super) fn targets(scene: &Scene<'_>) -> Vec<Candidate> {
    let done = done(scene);
    let here: HashSet<&str> = scene.cursor.statement.targets.iter().filter_map(|target| name(&target.kind)).collect();
    let some = some(scene, &done, |name| !here.contains(name));
    let mut all: Vec<_> = some.into_iter().map(|(_, candidate)| candidate).collect();
    if scene.quote().is_none() {
        let every = words::keyword(scene, "every").with_detail("all tools of a category").with_rank(2);
        all.push(every);
    }
    all
}

/// The tool that a test calls.
pub(super) fn called(scene: &Scene<'_>) -> Vec<Candidate> {
    let all = some(scene, &HashSet::new(), |_| true);
    let is_short = all.len() <= MOST && scene.has_room;
    let whole = |(name, candidate): (&str, Candidate)| {
        if !is_short {
            return candidate;
        }
        let keys = arguments::required(scene, name);
        let mut slots = String::new();
        for (number, key) in keys.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            slots += &format!("{comma}{}: ${}", in_snippet(key), number + 1);
        }
        let inside = if keys.is_empty() { "$1".to_owned() } else { slots };
        let last = keys.len().max(1) + 1;
        let snippet =
            format!("{} {{ {inside} }} => ${{{last}|allow,deny,hidden,limited|}}", in_snippet(&candidate.text));
        candidate.with_snippet(Some(snippet))
    };
    all.into_iter().map(whole).collect()
}

/// The tools that a filter keeps: of very many only those that fit what is typed, and one more than an answer has.
fn some<'s>(scene: &'s Scene<'_>, done: &HashSet<&str>, keep: impl Fn(&str) -> bool) -> Vec<(&'s str, Candidate)> {
    let names: Vec<&str> = scene.names().filter(|name| keep(name)).collect();
    let are_many = names.len() > MOST;
    let fits = |name: &&str| !are_many || scene.fits(name);
    let (last, first): (Vec<&str>, Vec<&str>) = names.into_iter().filter(fits).partition(|name| done.contains(name));
    let first = first.into_iter().map(|name| (name, 0));
    let all = first.chain(last.into_iter().map(|name| (name, 1)));
    all.take(MOST + 1).map(|(name, rank)| (name, candidate(scene, name).with_rank(rank))).collect()
}

fn candidate(scene: &Scene<'_>, name: &str) -> Candidate {
    let quoted = scene.quote().is_some() || !is_bare_name(name);
    let detail = match scene.checked.policy.categories.get(name) {
        Some(rating) => rating.category.word(),
        None => "not rated",
    };
    let description = || scene.catalog.as_ref()?.tool(name)?.description;
    let documentation = description().map(|description| text::plain(&[Paragraph::Quote(description.to_owned())]));
    scene.placed(
        Candidate::new(CandidateKind::Tool, name)
            .with_text(if quoted { string(name) } else { name.to_owned() })
            .with_detail(detail)
            .with_documentation(documentation),
    )
}

/// The tools that need no statement such as the cursor's: for `rate` those that are rated, for the others those that one
/// names.
fn done<'s>(scene: &'s Scene<'_>) -> HashSet<&'s str> {
    match scene.cursor.statement.keyword.as_str() {
        "rate" => scene.checked.policy.categories.keys().map(String::as_str).collect(),
        "allow" | "deny" | "hide" | "tool" => named(scene),
        _ => HashSet::new(),
    }
}

fn named<'s>(scene: &'s Scene<'_>) -> HashSet<&'s str> {
    let is_decision = |item: &Item| {
        matches!(item.kind, ItemKind::Allow(_) | ItemKind::Deny(_) | ItemKind::Hide(_) | ItemKind::Tool(_))
    };
    let items = scene.items().map(|(_, item)| item).filter(|item| is_decision(item));
    items.flat_map(scene::targets).filter_map(|target| name(&target.kind)).collect()
}

fn name(target: &TargetKind) -> Option<&str> {
    match target {
        TargetKind::Name(name) => Some(name),
        TargetKind::Pattern(_) | TargetKind::Every(_) => None,
    }
}
