//! Claude: transcripts of Claude Code's sessions, the events of `--output-format stream-json` or `json`, and
//! conversations that claude.ai exports.
//!
//! ```text
//! {"type": "assistant", "sessionId": "s1", "timestamp": "…", "message": {"content": [{"type": "tool_use", "id": "t1", "name": "mcp__bank__pay", "input": {…}}]}}
//! {"type": "progress", "data": {"type": "agent_progress", "message": {"type": "assistant", "message": {…}}}}
//! {"type": "result", "permission_denials": [{"tool_name": "mcp__bank__pay", "tool_use_id": "t1"}]}
//! {"chat_messages": [{"sender": "assistant", "content": [{"type": "tool_use", "name": "pay", "integration_name": "bank", "input": {…}}]}]}
//! ```
//!
//! Tools without `mcp__` or an integration, such as `Bash`, are Claude's own: no MCP server offers them and no
//! gateway sees their calls, so they are passed over.

use std::collections::VecDeque;

use super::arguments;
use super::call::{Call, Found, Unreadable};
use super::chunk::Chunk;
use super::fingerprints::Fingerprints;
use super::held::{Held, Stage};
use super::likeness::Likeness;
use super::opening::Opening;
use super::reader::Reader;
use super::recent::Recent;
use super::rejections::{is_denial, is_rejection, says_so};
use super::text::Text;
use super::times::{session_in, time_in};
use super::tool_call::tool_call;
use crate::source::json::{Json, JsonKind};
use crate::vocab::Stamp;

/// How many blocks are remembered.
const BLOCKS: usize = 100_000;

/// What the names of servers' tools start with.
const MARK: &str = "mcp__";

pub(super) fn reader(opening: &Opening<'_>) -> Box<dyn Reader> {
    let fingerprints = opening.run.fingerprints.clone();
    Box::new(Transcript { fingerprints, blocks: Recent::new(BLOCKS), held: Held::new() })
}

pub(super) fn looks_like(json: &Json) -> Likeness {
    let has = |name: &str| json.get(name).is_some();
    let kind = json.get("type").and_then(Json::text);
    let is_session = has("sessionId") || has("session_id") || has("leafUuid") || has("parentUuid");
    let is_message = matches!(kind, Some("assistant" | "user"))
        && json.get("message").is_some_and(|message| message.get("content").is_some());
    let is_event = kind.is_some() && (is_session || is_message || (has("messageId") && has("snapshot")));
    let is_export = json.get("chat_messages").is_some_and(|messages| messages.elements().is_some());
    Likeness::surely(is_event || is_export || has("permission_denials"))
}

struct Transcript {
    fingerprints: Fingerprints,
    /// The blocks of messages that were found.
    blocks: Recent<()>,
    held: Held,
}

/// A message, and what is known about it from its surroundings.
struct Message<'j> {
    json: &'j Json,
    time: Option<Stamp>,
    session: Option<String>,
    /// It is one of an export, which names servers beside the tools.
    is_export: bool,
}

impl Reader for Transcript {
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>) {
        let text = Text::of_chunk(chunk);
        for event in json.elements().unwrap_or(std::slice::from_ref(json)) {
            self.event(&text, event, found);
        }
    }

    fn pass(&mut self, other: Found, found: &mut VecDeque<Found>) {
        self.held.pass(other, found);
    }

    fn end(&mut self, found: &mut VecDeque<Found>) {
        self.held.end(found);
    }
}

impl Transcript {
    fn event(&mut self, text: &Text<'_>, event: &Json, found: &mut VecDeque<Found>) {
        let (time, session) = (time_in(event), session_in(text, event));
        match event.get("type").and_then(Json::text) {
            Some("assistant" | "user") => self.said(text, event, event, (time, session), found),
            // What a subagent said.
            Some("progress") => {
                let inner = event.get("data").and_then(|data| data.get("message"));
                if let Some(inner) = inner {
                    self.said(text, event, inner, (time_in(inner).or(time), session), found);
                }
            }
            Some("result") => self.denials(event),
            Some(_) | None => {
                let uuid = event.get("uuid").filter(|id| id.text().is_some()).map(|id| text.slice(id).to_owned());
                for json in event.get("chat_messages").and_then(Json::elements).unwrap_or_default() {
                    let message = Message { json, time: time_in(json), session: uuid.clone(), is_export: true };
                    self.message(text, &message, found);
                }
            }
        }
    }

    /// An event with a message: calls, or their results.
    fn said(
        &mut self,
        text: &Text<'_>,
        event: &Json,
        inner: &Json,
        (time, session): (Option<Stamp>, Option<String>),
        found: &mut VecDeque<Found>,
    ) {
        let Some(json) = inner.get("message") else { return };
        self.message(text, &Message { json, time, session, is_export: false }, found);
        let result = event.get("toolUseResult").and_then(Json::text);
        if result.is_some_and(says_so) {
            let results = json.get("content").and_then(Json::elements).unwrap_or_default();
            results.iter().filter_map(|result| result.get("tool_use_id")).for_each(|id| self.reject(id));
        }
    }

    fn message(&mut self, text: &Text<'_>, message: &Message<'_>, found: &mut VecDeque<Found>) {
        for block in message.json.get("content").and_then(Json::elements).unwrap_or_default() {
            match block.get("type").and_then(Json::text) {
                Some("tool_use") => self.block(text, message, block, found),
                Some("tool_result") => self.result(block),
                Some(_) | None => {}
            }
        }
    }

    fn result(&mut self, block: &Json) {
        let is_error = matches!(block.get("is_error").map(|error| &error.kind), Some(JsonKind::Boolean(true)));
        let Some(id) = block.get("tool_use_id") else { return };
        let content = block.get("content");
        if is_error && content.is_some_and(is_rejection) {
            self.reject(id);
        } else {
            self.held.answer(self.fingerprints.of(id), is_error || content.is_some_and(is_denial));
        }
    }

    /// The calls that Claude Code did not make, listed at the end.
    fn denials(&mut self, event: &Json) {
        for denial in event.get("permission_denials").and_then(Json::elements).unwrap_or_default() {
            if let Some(id) = denial.get("tool_use_id") {
                self.reject(id);
            }
        }
    }

    fn reject(&mut self, id: &Json) {
        self.held.reject(self.fingerprints.of(id));
    }

    fn block(&mut self, text: &Text<'_>, message: &Message<'_>, block: &Json, found: &mut VecDeque<Found>) {
        match self.call(text, message, block) {
            Ok(Ok((key, call))) => self.held.add(key, text.chunk.cut_out(call), Stage::Asked, found),
            Ok(Err(other)) => found.push_back(other),
            Err(unreadable) => self.held.pass(text.chunk.unreadable(unreadable), found),
        }
    }

    /// A call and the key of its id, or what else a block counts as.
    fn call(
        &mut self,
        text: &Text<'_>,
        message: &Message<'_>,
        block: &Json,
    ) -> Result<Result<(Option<u64>, Call), Found>, Unreadable> {
        let tool = arguments::tool(text, block, block.get("name"))?;
        let server = block.get("integration_name").and_then(Json::text).filter(|_| message.is_export);
        if !tool.starts_with(MARK) && server.is_none() {
            return Ok(Err(Found::PassedOver));
        }
        let read = block.get("input").map(|input| arguments::object(text, input, &self.fingerprints)).transpose()?;
        let fingerprint = read.as_ref().map_or(0, |read| read.fingerprint);
        let id = block.get("id").filter(|id| id.text().is_some_and(|id| !id.is_empty()));
        if self.is_written_again(message.json, id, fingerprint) {
            return Ok(Err(Found::Repeated));
        }
        let call = Call {
            time: message.time,
            session: message.session.clone(),
            id: id.map(|id| text.slice(id).to_owned()),
            ..tool_call(text, block.span, (tool, server), read)
        };
        Ok(Ok((id.map(|id| self.fingerprints.of(id)), call)))
    }

    /// A message may be written again with each of its blocks, later.
    fn is_written_again(&mut self, message: &Json, id: Option<&Json>, args: u64) -> bool {
        let Some((message, id)) = message.get("id").zip(id) else { return false };
        let key = self.fingerprints.join((self.fingerprints.of(message), self.fingerprints.of(id), args));
        self.blocks.set(key, ()).is_some()
    }
}
