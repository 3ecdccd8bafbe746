//! MCP messages in the lines of a log: inside what a JSON logger writes around them, or between the words of a
//! line.

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
}

/// Whether a line that is not JSON contains a message.
pub(super) fn is_logged(line: &str) -> bool {
    matches!(message_in(line), Some(Logged::Json(Ok(_)) | Logged::String(Ok(_))))
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
    first.map(|error| Logged::Json(Err(error)))
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
