//! The indentation and line endings of a file, for fixes that add lines to it.

use crate::source::{Place, SourceId, Sources};

/// The indentation of the line of a place, for a line to be inserted above it.
pub fn indent(sources: &Sources, place: Place) -> String {
    let text = &sources.get(place.source).text;
    let before = text.get(..place.span.start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.chars().take_while(|letter| matches!(letter, ' ' | '\t')).collect()
}

/// The line ending of a file.
pub fn line_end(sources: &Sources, source: SourceId) -> &'static str {
    let first = sources.get(source).text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}
