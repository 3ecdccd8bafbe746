//! The text of `--map`: `KEY=PATH` with commas in between.

use super::entry::{Entry, MapError};
use super::errors;
use crate::source::Span;

/// The entries of an expression, in order. White space around them makes no difference.
pub(super) fn entries(text: &str) -> Result<Vec<Entry<'_>>, MapError> {
    let mut entries = Vec::new();
    let mut at = blanks(text, 0);
    while at < text.len() {
        let entry = entry(text, at)?;
        at = blanks(text, entry.path_span.end as usize);
        entries.push(entry);
        match text.as_bytes().get(at) {
            None => break,
            Some(b',') => at = blanks(text, at + 1),
            Some(_) => return Err(errors::no_comma(Span::new(at, letter_end(text, at)))),
        }
    }
    Ok(entries)
}

fn entry(text: &str, start: usize) -> Result<Entry<'_>, MapError> {
    let rest = text.get(start..).unwrap_or_default();
    let length =
        rest.find(|letter: char| !letter.is_ascii_alphanumeric() && !"_-".contains(letter)).unwrap_or(rest.len());
    let key = rest.get(..length).unwrap_or_default();
    let equals = blanks(text, start + length);
    if key.is_empty() || text.as_bytes().get(equals) != Some(&b'=') {
        let end = rest.find(',').map_or(text.len(), |comma| start + comma);
        return Err(errors::no_key(Span::new(start, end.max(letter_end(text, start)))));
    }
    let from = blanks(text, equals + 1);
    let end = path_end(text, from);
    let path = text.get(from..end).unwrap_or_default();
    let (key_span, path_span) = (Span::new(start, start + length), Span::new(from, end));
    Ok(Entry { key, key_span, path, path_span, is_plain: true })
}

/// The end of a path: the first comma or blank that is not in quotes.
fn path_end(text: &str, start: usize) -> usize {
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, letter) in text.get(start..).unwrap_or_default().char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            ',' => return start + at,
            _ if letter.is_whitespace() => return start + at,
            _ => {}
        }
    }
    text.len()
}

fn blanks(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    start + (rest.len() - rest.trim_start().len())
}

fn letter_end(text: &str, at: usize) -> usize {
    at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
}
