//! The tools that each finding is about. A baseline tells findings apart by them: the same line in another tool is a new
//! finding.

use std::collections::BTreeMap;

use super::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::fingerprint::of_names;
use crate::source::json::{Json, Member};
use crate::source::{Place, Source, SourceId, Sources, Span};
use crate::syntax::tree::{self, ItemKind};

/// Of more tools than this, only a hash is kept. A pattern may cover a hundred thousand.
const MOST_NAMES: usize = 1_000;

/// The tools for which a rule has found something, by the place of their clause or target.
#[derive(Debug, Default)]
pub struct Concerned<'c> {
    by_place: BTreeMap<Place, Vec<&'c str>>,
}

impl<'c> Concerned<'c> {
    /// Adds the tools of a clause or a target.
    pub fn add(&mut self, place: Place, tools: impl IntoIterator<Item = &'c str>) {
        self.by_place.entry(place).or_default().extend(tools);
    }

    /// The tools at the clause or target that a place is in, sorted.
    fn at(&self, place: Place) -> Vec<String> {
        let end = Span { start: place.span.start, end: u32::MAX }.of(place.source);
        let before = self.by_place.range(..=end).next_back();
        let tools = before.filter(|(outer, _)| contains(**outer, place)).map(|(_, tools)| tools.as_slice());
        let mut names = tools.unwrap_or_default().to_vec();
        names.sort_unstable();
        names.dedup();
        if names.len() > MOST_NAMES {
            return vec![format!("{} tools, {}", names.len(), of_names(names))];
        }
        names.into_iter().map(str::to_owned).collect()
    }

    /// The findings with their tools.
    pub fn named(&self, findings: Vec<Diagnostic>) -> impl Iterator<Item = Diagnostic> {
        findings.into_iter().map(|finding| Diagnostic { tools: self.at(finding.primary.place), ..finding })
    }
}

/// Gives findings that a rule made without asking about tools those of the statement that they are in.
pub fn name_others(subject: &Subject<'_>, found: &mut [Diagnostic]) {
    let mut others = found.iter_mut().filter(|finding| finding.tools.is_empty()).peekable();
    if others.peek().is_none() {
        return;
    }
    let statements = match subject.checked {
        Some(checked) => of_files(subject.sources, &checked.files),
        None => of_json(subject.sources.get(subject.main), subject.main),
    };
    for finding in others {
        let place = finding.primary.place;
        let end = Span { start: place.span.start, end: u32::MAX }.of(place.source);
        let before = statements.range(..=end).next_back();
        if let Some((_, names)) = before.filter(|(outer, _)| contains(**outer, place)) {
            finding.tools.clone_from(names);
        }
    }
}

/// The blocks of tools in policies, with their targets as they are written.
fn of_files(sources: &Sources, files: &[(SourceId, tree::File)]) -> BTreeMap<Place, Vec<String>> {
    let mut statements = BTreeMap::new();
    for (id, file) in files {
        for item in &file.items {
            let targets = if let ItemKind::Tool(tool) = &item.kind {
                &tool.targets
            } else if let ItemKind::Guard(guard) = &item.kind {
                &guard.targets
            } else {
                continue;
            };
            let names = targets.iter().map(|target| sources.text(target.span.of(*id)).to_owned());
            statements.insert(item.span.of(*id), names.collect());
        }
    }
    statements
}

/// The members of `tools` in a `policy.json`.
fn of_json(source: &Source, id: SourceId) -> BTreeMap<Place, Vec<String>> {
    let document = Json::parse(source).ok();
    let members = document.as_ref().and_then(|json| json.get("tools")).and_then(Json::members).unwrap_or_default();
    let member = |member: &Member| (member.key_span.to(member.value.span).of(id), vec![member.key.clone()]);
    members.iter().map(member).collect()
}

fn contains(outer: Place, inner: Place) -> bool {
    outer.source == inner.source && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end
}
