//! Converts other documents to `.pl`: a `policy.json` exactly or not at all, and the older YAML so that the
//! result never allows more than the YAML did. What was lost becomes comments.

mod errors;
mod intercept;
mod lift;
mod layout;
mod contradiction;
mod expressible;
mod render;
mod toml;
mod yaml;

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, in_order};
use crate::model::json;
use crate::model::vocabulary::{self, OtherKind};
use crate::source::json::{Json, Member, starts_like_json};
use crate::source::{Source, SourceId};

/// The `.pl` text of a document; `None` if the document can't be expressed, or can't be read. Errors of a document
/// that has a text are about tools that are denied because a rule of theirs can't be expressed.
pub fn import(id: SourceId, source: &Source) -> (Option<String>, Vec<Diagnostic>) {
    if starts_like_json(&source.text) { from_json(id, source) } else { from_yaml(id, source) }
}

fn from_json(id: SourceId, source: &Source) -> (Option<String>, Vec<Diagnostic>) {
    let Ok(document) = Json::parse(source) else { return from_flow(id, source) };
    if vocabulary::recognise(&document).is_some_and(|other| other.kind == OtherKind::Intercept) {
        return match key_twice(&document) {
            Some((first, second)) => {
                let place = second.key_span.of(id);
                (None, vec![*errors::yaml_key_twice(place, &second.key, first.key_span.of(id))])
            }
            None => intercept::convert(id, source, document.into()),
        };
    }
    let (policy, diagnostics) = json::read_tree(id, source, &document);
    let Some(policy) = policy else { return (None, diagnostics) };
    match lift::lift(id, &policy) {
        Ok(text) => (Some(text), diagnostics),
        Err(refusals) => (None, in_order(id, refusals)),
    }
}

/// A key that an object has twice. The JSON reader bounds the depth.
fn key_twice(json: &Json) -> Option<(&Member, &Member)> {
    let mut seen = HashMap::new();
    for member in json.members().unwrap_or_default() {
        if let Some(first) = seen.insert(member.key.as_str(), member) {
            return Some((first, member));
        }
    }
    let members = json.members().unwrap_or_default().iter().map(|member| &member.value);
    members.chain(json.elements().unwrap_or_default()).find_map(key_twice)
}

/// YAML may be written in brackets as well.
fn from_flow(id: SourceId, source: &Source) -> (Option<String>, Vec<Diagnostic>) {
    let is_intercept =
        |root: &Json| vocabulary::recognise(root).is_some_and(|other| other.kind == OtherKind::Intercept);
    match yaml::read(id, source) {
        Ok(yaml) if is_intercept(&yaml.root) => intercept::convert(id, source, yaml),
        Ok(_) | Err(_) => (None, not_json(id, source)),
    }
}

/// Lines of JSON are named by the first.
fn not_json(id: SourceId, source: &Source) -> Vec<Diagnostic> {
    let first = source.text.lines().next().and_then(|line| Json::parse_text(line).ok());
    match first.as_ref().and_then(vocabulary::recognise) {
        Some(other) => vec![vocabulary::refusal(id, &other)],
        None => json::read(id, source).1,
    }
}

fn from_yaml(id: SourceId, source: &Source) -> (Option<String>, Vec<Diagnostic>) {
    if let Some((phrase, span)) = toml::recognise(source) {
        return (None, vec![*errors::toml(span.of(id), phrase)]);
    }
    let yaml = match yaml::read(id, source) {
        Ok(yaml) => yaml,
        Err(error) => return (None, vec![*error]),
    };
    match vocabulary::recognise(&yaml.root) {
        Some(other) if other.kind != OtherKind::Intercept => (None, vec![vocabulary::refusal(id, &other)]),
        Some(_) => intercept::convert(id, source, yaml),
        None if intercept::has_its_members(&yaml.root) => intercept::convert(id, source, yaml),
        None => (None, vec![errors::unknown_document(id, &yaml.root)]),
    }
}
