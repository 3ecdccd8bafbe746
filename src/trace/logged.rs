//! MCP messages in the lines of a log: inside what a JSON logger writes around them, or between the words of a
//! line.

use crate::source::Span;
use crate::source::json::{Json, JsonError};

/// The key that every message has, as it is written in a line and in a string of one.
const MARK: &str = r#""jsonrpc""#;
const MARK_IN_STRING: &str = r#"\"jsonrpc\""#;

/// How deeply a message may be nested in what a logger writes around it.
pub(super) const DEPTH: usize = 4;

/// At how many brackets before the key a message is looked for.
const BRACKETS: usize = 16;

/// A message between the words of a log line.
pub(super) enum Logged {
    Json(Result<Json, JsonError>),
    /// In quotes, with JSON escapes.
    String(Result<Json, JsonError>),
    /// In the quotes of Python, `b'…'`: the text without its escapes, and where it is.
    Quoted(String, Span),
}

/// What VS Code writes before a message, in its log of an MCP server.
const DIRECTIONS: [&str; 2] = ["[editor -> server]", "[server -> editor]"];

/// Whether a line is one of VS Code's log of an MCP server.
pub(super) fn is_editor_log(line: &str) -> bool {
    DIRECTIONS.iter().any(|direction| line.contains(direction))
}

/// Whether a line that is not JSON contains a message.
pub(super) fn is_logged(line: &str) -> bool {
    matches!(message_in(line), Some(Logged::Json(Ok(_)) | Logged::String(Ok(_)) | Logged::Quoted(..)))
}

/// The message in a line that is not JSON.
pub(super) fn message_in(line: &str) -> Option<Logged> {
    if let Some(mark) = line.find(MARK_IN_STRING) {
        let before = line.get(..mark).unwrap_or_default();
        let start = before.rfind("\"{").or_else(|| before.rfind("\"["))?;
        return Some(Logged::String(Json::parse_at(line, start)));
    }
    let before = line.get(..line.find(MARK)?).unwrap_or_default();
    let mut first = None;
    for (at, _) in before.match_indices(['{', '[']).take(BRACKETS) {
        match Json::parse_at(line, at) {
            Ok(json) if has_message(&json, DEPTH) => return Some(Logged::Json(Ok(json))),
            Ok(_) => {}
            // The bracket from which parsing got furthest is the message's own.
            Err(error) if first.as_ref().is_none_or(|first: &JsonError| first.offset < error.offset) => {
                first = Some(error);
            }
            Err(_) => {}
        }
    }
    let quoted = before.match_indices(['{', '[']).take(BRACKETS).find_map(|(at, _)| python_quoted(line, at));
    quoted.or_else(|| first.map(|error| Logged::Json(Err(error))))
}

/// A text in Python's single quotes, which starts at this bracket.
fn python_quoted(line: &str, at: usize) -> Option<Logged> {
    line.get(..at).filter(|before| before.ends_with('\''))?;
    let (mut bytes, mut rest) = (Vec::new(), line.get(at..)?.bytes());
    loop {
        match rest.next()? {
            b'\'' => break,
            b'\\' => bytes.push(escaped(&mut rest)?),
            byte => bytes.push(byte),
        }
    }
    let text = String::from_utf8(bytes).ok().filter(|text| is_message_text(text))?;
    Some(Logged::Quoted(text, Span::new(at, line.len() - rest.len() - 1)))
}

/// The byte that Python writes with these characters after a backslash.
fn escaped(rest: &mut std::str::Bytes<'_>) -> Option<u8> {
    Some(match rest.next()? {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'x' => {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            u8::try_from(digit(rest.next()?)? * 16 + digit(rest.next()?)?).ok()?
        }
        byte => byte,
    })
}

/// Whether a line that can't be read has an answer rather than a request.
pub(super) fn is_answer(line: &str) -> bool {
    let has = |key: &str| line.contains(&format!("\"{key}\"")) || line.contains(&format!("\\\"{key}\\\""));
    (has("result") || has("error")) && !has("tools/call")
}

/// Whether a value is a message, as far as one can tell if it has no `jsonrpc`.
pub(super) fn is_message(json: &Json) -> bool {
    let is_call = || json.get("method").and_then(Json::text) == Some("tools/call");
    json.get("jsonrpc").is_some() || (is_call() && json.get("params").is_some())
}

/// Whether a value is a message, or contains one.
pub(super) fn has_message(json: &Json, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let members = || json.members().unwrap_or_default().iter().map(|member| &member.value);
    is_message(json)
        || json.text().is_some_and(is_message_text)
        || json.elements().unwrap_or_default().iter().any(|element| has_message(element, depth))
        || members().any(|value| has_message(value, depth))
}

/// Whether a text may be a message or a batch.
pub(super) fn is_message_text(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && text.contains(MARK)
}
