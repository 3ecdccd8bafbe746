//! HTTP archives, as browsers and proxies export them, of streamable-HTTP MCP sessions. The bodies of requests
//! are messages. Responses, JSON or event streams, show which requests continue a call.

use std::borrow::Cow;
use std::collections::VecDeque;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::call::Found;
use super::chunk::Chunk;
use super::errors;
use super::likeness::Likeness;
use super::mcp::{Context, Conversation};
use super::opening::Opening;
use super::reader::Reader;
use super::text::Text;
use super::times::time;
use crate::source::json::{Json, JsonKind};

/// The header that names an MCP session.
const SESSION: &str = "mcp-session-id";

pub(super) fn reader(opening: &Opening<'_>) -> Box<dyn Reader> {
    Box::new(Archive { conversation: Conversation::new(opening) })
}

pub(super) fn looks_like(json: &Json) -> Likeness {
    let log = json.get("log");
    let has = |name: &str| log.is_some_and(|log| log.get(name).is_some());
    Likeness::surely(has("entries") || (has("creator") && has("version")))
}

struct Archive {
    conversation: Conversation,
}

impl Reader for Archive {
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>) {
        let text = Text::of_chunk(chunk);
        let Some(posted) = json.get("request").and_then(|request| request.get("postData")) else { return };
        let Some((string, body)) = body(posted) else { return };
        if !is_message_text(&body) {
            return;
        }
        let inner = match body {
            Cow::Borrowed(_) => text.of_string(string, &body),
            Cow::Owned(_) => text.of_value(string, &body),
        };
        match Json::parse_text(&body) {
            Ok(message) => self.exchange(&text, &inner, json, &message, found),
            Err(error) => {
                let unreadable = chunk.unreadable(errors::body_no_json(inner.offset(error.offset), &error));
                self.conversation.pass(unreadable, found);
            }
        }
    }

    fn pass(&mut self, other: Found, found: &mut VecDeque<Found>) {
        self.conversation.pass(other, found);
    }

    fn end(&mut self, found: &mut VecDeque<Found>) {
        self.conversation.end(found);
    }
}

impl Archive {
    fn exchange(
        &mut self,
        text: &Text<'_>,
        inner: &Text<'_>,
        entry: &Json,
        message: &Json,
        found: &mut VecDeque<Found>,
    ) {
        let session = entry.get("request").and_then(session).or_else(|| entry.get("response").and_then(session));
        let session = session.map(|session| text.slice(session).to_owned());
        let context = Context { time: entry.get("startedDateTime").and_then(time), session, ..Context::default() };
        self.conversation.message(inner, message, &context, found);
        let Some(response) = entry.get("response") else { return };
        for answer in response.get("content").and_then(body).iter().flat_map(|(_, body)| answers(body)) {
            self.conversation.answers(&answer, &context);
        }
        // A request that the server refused, such as one without a token, is sent again with the same id.
        match is_success(response) {
            true => self.conversation.close(message, &context),
            false => self.conversation.refused(),
        }
    }
}

/// A body, and the string that contains it.
fn body(content: &Json) -> Option<(&Json, Cow<'_, str>)> {
    let string = content.get("text")?;
    let text = string.text()?;
    if content.get("encoding").and_then(Json::text) != Some("base64") {
        return Some((string, Cow::Borrowed(text)));
    }
    let bytes = STANDARD.decode(text).ok()?;
    Some((string, Cow::Owned(String::from_utf8(bytes).ok()?)))
}

fn is_message_text(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && text.contains("\"jsonrpc\"")
}

/// The messages of a response: the body itself, or the data of its events.
fn answers(body: &str) -> Vec<Json> {
    if let Ok(json) = Json::parse_text(body) {
        return vec![json];
    }
    let mut answers = Vec::new();
    let mut data = String::new();
    for line in body.lines().chain(std::iter::once("")) {
        if let Some(more) = line.strip_prefix("data:") {
            data += more.strip_prefix(' ').unwrap_or(more);
            data.push('\n');
        } else if line.is_empty() {
            answers.extend(Json::parse_text(&data).ok());
            data.clear();
        }
    }
    answers
}

fn session(message: &Json) -> Option<&Json> {
    let says = |header: &&Json| {
        let name = header.get("name").and_then(Json::text);
        name.is_some_and(|name| name.eq_ignore_ascii_case(SESSION))
    };
    message.get("headers")?.elements()?.iter().find(says)?.get("value").filter(|value| value.text().is_some())
}

fn is_success(response: &Json) -> bool {
    match response.get("status").map(|status| &status.kind) {
        Some(JsonKind::Number(Some(status))) => (200.0..300.0).contains(&status.as_f64()),
        Some(_) | None => false,
    }
}
