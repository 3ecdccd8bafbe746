//! Converts other documents to `.pl`: a `policy.json` exactly or not at all; the older YAML as far as the
//! language allows, with the rest as comments.

mod errors;
mod intercept;
mod lift;
mod layout;
mod expressible;
mod render;
mod yaml;

use crate::diagnostic::{Diagnostic, in_order};
use crate::model::json;
use crate::model::vocabulary::{self, OtherKind};
use crate::source::json::Json;
use crate::source::{Source, SourceId};

/// The `.pl` text of a document; `None` if the document can't be expressed, or can't be read.
pub fn import(id: SourceId, source: &Source) -> (Option<String>, Vec<Diagnostic>) {
    let (text, diagnostics) = if looks_like_json(source) { from_json(id, source) } else { from_yaml(id, source) };
    (text, in_order(id, diagnostics))
}

fn looks_like_json(source: &Source) -> bool {
    let body = source.text.get(source.body_start()..).unwrap_or_default();
    body.trim_start().starts_with(['{', '['])
}

fn from_json(id: SourceId, source: &Source) -> (Option<String>, Vec<Diagnostic>) {
    let Ok(document) = Json::parse(source) else { return (None, json::read(id, source).1) };
    if vocabulary::recognise(&document).is_some_and(|other| other.kind == OtherKind::Intercept) {
        return converted(intercept::convert(id, source, &document));
    }
    let (policy, diagnostics) = json::read_tree(id, source, &document);
    let Some(policy) = policy else { return (None, diagnostics) };
    match lift::lift(id, &policy) {
        Ok(text) => (Some(text), diagnostics),
        Err(refusals) => (None, refusals),
    }
}

fn from_yaml(id: SourceId, source: &Source) -> (Option<String>, Vec<Diagnostic>) {
    let document = match yaml::read(id, source) {
        Ok(document) => document,
        Err(error) => return (None, vec![*error]),
    };
    match vocabulary::recognise(&document) {
        Some(other) if other.kind != OtherKind::Intercept => (None, vec![vocabulary::refusal(id, &other)]),
        Some(_) => converted(intercept::convert(id, source, &document)),
        None if intercept::has_its_members(&document) => converted(intercept::convert(id, source, &document)),
        None => (None, vec![errors::unknown_document(id, &document)]),
    }
}

fn converted((text, diagnostics): (String, Vec<Diagnostic>)) -> (Option<String>, Vec<Diagnostic>) {
    (Some(text), diagnostics)
}
