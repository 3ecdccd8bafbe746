//! The source map: which place of the policy each entry of the compiled document came from.

use serde::Serialize;

use super::{Policy, pointers};
use crate::diagnostic::json::Range;
use crate::source::Sources;

/// The document, in several lines: `{"version": 1, "entries": [{"pointer", "file", "range"}]}`.
pub fn source_map(policy: &Policy, sources: &Sources) -> String {
    let entries = pointers::pointers(policy).map(|(pointer, place)| Entry {
        pointer,
        file: &sources.get(place.source).name,
        range: Range::new(place, sources),
    });
    let map = SourceMap { version: 1, entries: entries.collect() };
    // Serialising strings and numbers to memory does not fail.
    serde_json::to_string_pretty(&map).map(|text| text + "\n").unwrap_or_default()
}

#[derive(Serialize)]
struct SourceMap<'s> {
    version: u32,
    entries: Vec<Entry<'s>>,
}

#[derive(Serialize)]
struct Entry<'s> {
    /// A JSON pointer (RFC 6901) into the compiled document.
    pointer: String,
    file: &'s str,
    range: Range,
}
