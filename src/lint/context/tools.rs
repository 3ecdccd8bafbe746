//! The tools of a policy as rules see them: their statements, ratings and schemas.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::{self, Catalog, InputSchema};
use crate::check::ir;
use crate::lint::subject::Subject;
use crate::lint::wording;
use crate::model;
use crate::source::{Place, Sources, Span};
use crate::vocab::Category;

/// A tool that the policy has a statement or a rating for.
#[derive(Debug, Clone, Copy)]
pub struct Tool<'c> {
    /// Its name.
    pub name: &'c str,
    /// The place of findings about it: the target that gives it its state, or its name in a `policy.json`, or its
    /// rating if nothing else names it.
    pub place: Place,
    /// Its entry in `policy.json`, or nothing if only a rating names it.
    pub model: Option<&'c model::Tool>,
    /// Its state in the `.pl` file.
    pub state: Option<&'c ir::State>,
    /// Its clauses in the `.pl` file: those that guards add, then its own.
    pub body: Option<&'c Arc<ir::Body>>,
    /// Its rating, if it has one.
    pub rating: Option<ir::Rating>,
    /// Its entry in the catalog, or its signature.
    pub listed: Option<catalog::Tool<'c>>,
}

impl<'c> Tool<'c> {
    /// Its category, if it is rated.
    pub fn category(&self) -> Option<Category> {
        self.rating.map(|rating| rating.category)
    }

    /// Whether its rating names it, rather than covering it by a pattern.
    pub fn is_rated_by_name(&self, sources: &Sources) -> bool {
        let is_name = |text: &str| text.starts_with('"') || !text.contains(['*', '?']);
        self.rating.is_some_and(|rating| is_name(sources.text(rating.place)))
    }

    /// The types of its arguments, if they are known.
    pub fn schema(&self) -> Option<InputSchema<'c>> {
        self.listed?.input_schema
    }

    /// Whether a `deny` statement, or its JSON, denies every call.
    pub fn is_denied(&self) -> bool {
        match (self.state, self.model) {
            (Some(ir::State::Deny { .. }), _) => true,
            (Some(ir::State::Allow | ir::State::Hide | ir::State::Rules | ir::State::Default), _) | (None, None) => {
                false
            }
            (None, Some(tool)) => {
                let denies_all = |entry: &model::Entry| entry.conditions.is_empty();
                tool.require.is_empty()
                    && tool.limits.is_empty()
                    && matches!(tool.deny_if.as_slice(), [only] if denies_all(only))
            }
        }
    }

    /// Whether it has a block of its own, so that another clause can be added.
    pub fn has_block(&self) -> bool {
        match self.state {
            Some(ir::State::Rules) => true,
            Some(ir::State::Allow | ir::State::Deny { .. } | ir::State::Hide | ir::State::Default) | None => false,
        }
    }

    /// Its own limits.
    pub fn limits(&self) -> &'c [model::Limit] {
        self.model.map_or(&[], |tool| &tool.limits)
    }
}

/// The tools that get their state from one target.
#[derive(Debug, Clone)]
pub struct Target<'c> {
    /// The target: a name, a pattern, or `every` with its category.
    pub place: Place,
    /// Its text, if it covers tools rather than naming one.
    pub range: Option<&'c str>,
    /// The tools, sorted by name; at least one.
    pub tools: Vec<Tool<'c>>,
}

impl Target<'_> {
    /// The tools in backticks. If there are many, the rest is counted.
    pub fn names(&self) -> String {
        wording::names(self.tools.iter().map(|tool| tool.name))
    }

    /// The tools as a message names them: `` `run_query` ``, or `` `run_query` and `run_job` of `run_*` ``.
    pub fn words(&self) -> String {
        match self.range {
            Some(range) => format!("{} of `{range}`", self.names()),
            None => self.names(),
        }
    }
}

/// Whether no statement names a tool, but `default allow` lets it be called.
fn is_unnamed(state: Option<&ir::State>) -> bool {
    matches!(state, Some(ir::State::Default))
}

/// The tools grouped by target, in the order of the text, which is a `.pl` file or JSON.
pub fn by_target<'c>(
    sources: &'c Sources,
    is_language: bool,
    tools: impl IntoIterator<Item = Tool<'c>>,
) -> Vec<Target<'c>> {
    let mut targets: BTreeMap<Place, Vec<Tool<'c>>> = BTreeMap::new();
    // Of a tool that nothing names and nothing rates, `default-allow` says what is wrong.
    for tool in tools.into_iter().filter(|tool| tool.rating.is_some() || !is_unnamed(tool.state)) {
        targets.entry(tool.place).or_default().push(tool);
    }
    let target = |(place, tools)| {
        let text = sources.text(place);
        let ranges = is_language && !text.starts_with('"') && text.contains(['*', '?', ' ', '\t', '\n', '\r', '#']);
        Target { place, range: ranges.then_some(text), tools }
    };
    targets.into_iter().map(target).collect()
}

/// The tools of a policy.
pub fn of<'c>(subject: &Subject<'c>, known: Option<&'c Catalog>) -> Vec<Tool<'c>> {
    let checked = subject.checked.map(|checked| &checked.policy);
    let rating = |name: &str| checked.and_then(|policy| policy.categories.get(name)).copied();
    let nowhere = Span::at(0).of(subject.main);
    let mut tools: BTreeMap<&'c str, Tool<'c>> = BTreeMap::new();
    let listed = |name: &str| known.and_then(|catalog| catalog.tool(name));
    for (name, model) in &subject.policy.tools {
        let (place, state) = (model.place.unwrap_or(nowhere), checked.and_then(|policy| policy.tools.get(name)));
        let (state, body) = (state.map(|tool| &tool.state), state.map(|tool| &tool.body));
        let rating = rating(name);
        // A guard has no place for what is missing of a tool that only `default allow` lets be called.
        let place = rating.filter(|_| is_unnamed(state)).map_or(place, |rating| rating.place);
        let tool = Tool { name, place, model: Some(model), state, body, rating, listed: listed(name) };
        tools.insert(name, tool);
    }
    let rated = checked.filter(|policy| policy.default_allow).into_iter().flat_map(|policy| &policy.categories);
    for (name, rating) in rated.filter(|(name, _)| !subject.policy.hide.contains_key(*name)) {
        let (place, rating) = (rating.place, Some(*rating));
        let tool = Tool { name, place, model: None, state: None, body: None, rating, listed: listed(name) };
        tools.entry(name).or_insert(tool);
    }
    tools.into_values().collect()
}
