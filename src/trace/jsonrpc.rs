//! MCP messages as clients, servers and proxies log them: one bare message per line, in batches, in the lines
//! of a JSON logger next to a time, or after the words of another log.
//!
//! ```text
//! {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "get_user", "arguments": {"id": 7}}}
//! {"ts": "2026-03-01T12:00:00Z", "direction": "out", "message": {"jsonrpc": "2.0", …}}
//! STDIN: {"jsonrpc": "2.0", …}
//! 2026-03-01T12:00:00.153Z [info] [crm] Message from client: {"jsonrpc": "2.0", …}
//! time=2026-03-01T12:00:00Z level=INFO msg="{\"jsonrpc\": \"2.0\", …}"
//! ```

use std::collections::VecDeque;

use super::call::Found;
use super::chunk::Chunk;
use super::errors;
use super::likeness::Likeness;
use super::logged::{DEPTH, Logged, has_message, is_answer, is_message, is_message_text, message_in};
use super::mcp::{Context, Conversation};
use super::opening::Opening;
use super::reader::Reader;
use super::text::Text;
use super::times::{session_in, time_in};
use super::who::{grant_in, server_in};
use crate::source::json::{Json, JsonError};
use crate::vocab::Stamp;

pub(super) fn reader(opening: &Opening<'_>) -> Box<dyn Reader> {
    Box::new(Messages { conversation: Conversation::new(opening), is_log: opening.head.is_log() })
}

pub(super) fn looks_like(json: &Json) -> Likeness {
    Likeness::surely(has_message(json, DEPTH))
}

struct Messages {
    conversation: Conversation,
    /// Messages are embedded between the words of a log.
    is_log: bool,
}

impl Reader for Messages {
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>) {
        self.look_into(&Text::of_chunk(chunk), json, &Context::default(), found, DEPTH);
    }

    fn other(&mut self, chunk: &Chunk, error: &JsonError, found: &mut VecDeque<Found>) {
        let text = Text::of_chunk(chunk);
        match message_in(text.text) {
            Some(Logged::Json(Ok(json))) => {
                self.is_log = true;
                let context = context_before(text.text, json.span.start as usize);
                self.look_into(&text, &json, &context, found, DEPTH);
            }
            Some(Logged::String(Ok(json))) => {
                self.is_log = true;
                let context = context_before(text.text, json.span.start as usize);
                self.string(&text, &json, &context, found, DEPTH);
            }
            Some(Logged::Quoted(content, place)) => {
                self.is_log = true;
                let context = context_before(text.text, place.start as usize);
                let inner = text.of_place(place, &content);
                match Json::parse_text(&content) {
                    Ok(json) => self.look_into(&inner, &json, &context, found, DEPTH),
                    Err(error) => self.conversation.pass(chunk.unreadable(errors::body_no_json(place, &error)), found),
                }
            }
            // Servers' answers may be cut, and are no calls.
            Some(Logged::Json(Err(_)) | Logged::String(Err(_))) if is_answer(text.text) => {}
            Some(Logged::Json(Err(error)) | Logged::String(Err(error))) => {
                self.conversation.pass(chunk.unreadable(errors::not_json(&error)), found);
            }
            None if self.is_log => {}
            None => self.conversation.pass(chunk.unreadable(errors::not_json(error)), found),
        }
    }

    fn pass(&mut self, other: Found, found: &mut VecDeque<Found>) {
        self.conversation.pass(other, found);
    }

    fn end(&mut self, found: &mut VecDeque<Found>) {
        self.conversation.end(found);
    }
}

impl Messages {
    /// A message, a batch, or what a logger writes around one. The depth is bounded.
    fn look_into(
        &mut self,
        text: &Text<'_>,
        json: &Json,
        context: &Context,
        found: &mut VecDeque<Found>,
        depth: usize,
    ) {
        if is_message(json) {
            return self.conversation.message(text, json, context, found);
        }
        let Some(depth) = depth.checked_sub(1) else { return };
        for element in json.elements().unwrap_or_default() {
            self.look_into(text, element, context, found, depth);
        }
        let context = Context {
            time: time_in(json).or(context.time),
            session: session_in(text, json).or_else(|| context.session.clone()),
            grant: grant_in(json).or_else(|| context.grant.clone()),
            server: server_in(json).or_else(|| context.server.clone()),
        };
        for member in json.members().unwrap_or_default() {
            if member.value.text().is_some() {
                self.string(text, &member.value, &context, found, depth);
            } else {
                self.look_into(text, &member.value, &context, found, depth);
            }
        }
    }

    /// A string that contains a message or a batch.
    fn string(&mut self, text: &Text<'_>, string: &Json, context: &Context, found: &mut VecDeque<Found>, depth: usize) {
        let Some(content) = string.text().filter(|content| is_message_text(content)) else { return };
        let inner = text.of_string(string, content);
        match Json::parse_text(content) {
            Ok(json) => self.look_into(&inner, &json, context, found, depth),
            Err(error) => {
                let unreadable = text.chunk.unreadable(errors::body_no_json(inner.offset(error.offset), &error));
                self.conversation.pass(unreadable, found);
            }
        }
    }
}

/// What the words before a message say about it.
fn context_before(line: &str, message: usize) -> Context {
    let before = line.get(..message).unwrap_or_default();
    Context { time: time_before(before), server: server_before(before), ..Context::default() }
}

/// The time in some words: of one word, such as an RFC 3339 time, or of several, possibly in brackets or after
/// `time=`.
fn time_before(before: &str) -> Option<Stamp> {
    const WORDS: usize = 10;
    /// As many as RFC 1123 needs.
    const LONGEST: usize = 6;
    let words: Vec<&str> = before.split_whitespace().take(WORDS).map(bare).collect();
    let starting_at = |first: usize| (1..=LONGEST).rev().find_map(|length| stamp_of(words.get(first..first + length)?));
    (0..words.len()).find_map(starting_at)
}

fn stamp_of(words: &[&str]) -> Option<Stamp> {
    Stamp::parse(&words.join(" "))
}

fn bare(word: &str) -> &str {
    let word = word.split_once('=').map_or(word, |(_, value)| value);
    word.trim_matches(['[', ']', '(', ')', '"', '\'', ',', ';', '<', '>', '|']).trim_end_matches(':')
}

/// The server that a desktop client writes in brackets: `[info] [desk] Message from client:`.
fn server_before(before: &str) -> Option<String> {
    const LEVELS: [&str; 11] =
        ["trace", "debug", "verbose", "info", "notice", "warn", "warning", "error", "critical", "fatal", "log"];
    if !before.to_ascii_lowercase().contains("message") {
        return None;
    }
    let in_brackets = before.split('[').skip(1).filter_map(|part| part.split_once(']')).map(|(name, _)| name.trim());
    let is_name = |name: &&str| {
        let is_level = LEVELS.iter().any(|level| name.eq_ignore_ascii_case(level));
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
        !is_level && !is_number && !name.contains("->") && Stamp::parse(name).is_none()
    };
    let mut names = in_brackets.filter(is_name);
    names.next().filter(|_| names.next().is_none()).map(str::to_owned)
}
