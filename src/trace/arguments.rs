//! Reads the tool's name and the arguments of a call, in the ways that the formats write them.

use super::call::{Args, Unreadable, Written};
use super::errors;
use super::fingerprints::Fingerprints;
use super::text::Text;
use crate::source::json::{Json, JsonKind};

/// Arguments that were read, and their fingerprint, by which repeated calls are recognized.
pub(super) struct Read {
    pub args: Args,
    pub fingerprint: u64,
}

/// Empty arguments, for a trace that implies them without writing any.
pub(super) fn none() -> Read {
    Read { args: Args { json: "{}".to_owned(), written: Written::Nowhere }, fingerprint: 0 }
}

/// Arguments that are written as an object.
pub(super) fn object(text: &Text<'_>, json: &Json, fingerprints: &Fingerprints) -> Result<Read, Unreadable> {
    if json.members().is_none() {
        return Err(errors::no_object(text.place(json.span), json));
    }
    let args = Args { json: text.slice(json).to_owned(), written: text.written(json) };
    Ok(Read { args, fingerprint: fingerprints.of(json) })
}

/// Arguments that are written as a string, or, by some writers, as an object. An empty string and `null` mean
/// that there are none.
pub(super) fn quoted(text: &Text<'_>, json: &Json, fingerprints: &Fingerprints) -> Result<Read, Unreadable> {
    let Some(content) = json.text() else { return object(text, json, fingerprints) };
    if content.trim().is_empty() {
        return Ok(none());
    }
    let inner = text.of_string(json, content);
    let tree =
        Json::parse_text(content).map_err(|error| errors::arguments_no_json(inner.offset(error.offset), &error))?;
    if tree.kind == JsonKind::Null {
        return Ok(none());
    }
    if tree.members().is_none() {
        return Err(errors::no_object(inner.place(tree.span), &tree));
    }
    let args = Args { json: content.to_owned(), written: text.written_in_string(json) };
    Ok(Read { args, fingerprint: fingerprints.of(&tree) })
}

/// The same, where `null` means that there are none.
pub(super) fn quoted_or_none(text: &Text<'_>, json: &Json, fingerprints: &Fingerprints) -> Result<Read, Unreadable> {
    if json.kind == JsonKind::Null { Ok(none()) } else { quoted(text, json, fingerprints) }
}

/// Arguments that may be missing or `null`, which means that they were not recorded.
pub(super) fn absent_or(
    written: Option<&Json>,
    read: impl FnOnce(&Json) -> Result<Read, Unreadable>,
) -> Result<Option<Read>, Unreadable> {
    written.filter(|written| written.kind != JsonKind::Null).map(read).transpose()
}

/// The name of the tool.
pub(super) fn tool(text: &Text<'_>, call: &Json, name: Option<&Json>) -> Result<String, Unreadable> {
    match name {
        None => Err(errors::no_tool(text.place(call.span))),
        Some(name) => match name.text() {
            Some(name) => Ok(name.to_owned()),
            None => Err(errors::tool_no_string(text.place(name.span), name)),
        },
    }
}
