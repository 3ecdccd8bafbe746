//! GitHub Copilot: the events of Copilot CLI and of VS Code's chat, and VS Code's log of an MCP server, whose
//! messages the reader of `jsonrpc` reads.
//!
//! ```text
//! {"type": "assistant.message", "data": {"toolRequests": [{"toolCallId": "t1", "name": "bank-pay", "arguments": {…}}]}, "timestamp": "…"}
//! {"type": "tool.execution_start", "data": {"toolCallId": "t1", "toolName": "bank-pay", "arguments": {…}, "mcpServerName": "bank", "mcpToolName": "pay"}, "timestamp": "…"}
//! {"type": "tool.execution_complete", "data": {"toolCallId": "t1", "success": false, "error": {"code": "denied"}}, "timestamp": "…"}
//! 2026-03-01 12:00:00.153 [debug] [editor -> server] {"jsonrpc": "2.0", …}
//! ```
//!
//! The model requests a call, and it starts when it is made: they are one call. Copilot's own tools name no
//! server and are passed over.

use std::collections::VecDeque;

use super::arguments::{self, Read};
use super::call::{Call, Found, Unreadable};
use super::chunk::Chunk;
use super::fingerprints::Fingerprints;
use super::held::{Held, Stage};
use super::likeness::Likeness;
use super::logged::is_editor_log;
use super::opening::Opening;
use super::reader::Reader;
use super::text::Text;
use super::times::time_in;
use super::tool_call::tool_call;
use super::{errors, jsonrpc};
use crate::source::json::{Json, JsonError};
use crate::vocab::Stamp;

/// How the types of events begin.
const EVENTS: [&str; 10] = [
    "session.start",
    "session.resume",
    "session.info",
    "session.error",
    "session.model_change",
    "user.message",
    "assistant.",
    "tool.execution_",
    "tool.user_requested",
    "subagent.",
];

/// How a call ends that the user or a rule of Copilot did not allow.
const REJECTED: [&str; 2] = ["denied", "rejected"];

pub(super) fn reader(opening: &Opening<'_>) -> Box<dyn Reader> {
    if opening.head.is_log() {
        return Box::new(EditorLog { messages: jsonrpc::reader(opening), server: None });
    }
    Box::new(Events { fingerprints: opening.run.fingerprints.clone(), held: Held::new(), session: None })
}

pub(super) fn looks_like(json: &Json) -> Likeness {
    let kind = json.get("type").and_then(Json::text).unwrap_or_default();
    let is_event = EVENTS.iter().any(|event| kind.starts_with(event));
    Likeness::surely(is_event && json.get("data").is_some_and(|data| data.members().is_some()))
}

/// VS Code's log of an MCP server, which names the server when it starts.
struct EditorLog {
    messages: Box<dyn Reader>,
    server: Option<String>,
}

impl Reader for EditorLog {
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>) {
        self.messages.value(chunk, json, found);
    }

    fn other(&mut self, chunk: &Chunk, error: &JsonError, found: &mut VecDeque<Found>) {
        const START: &str = " Starting server ";
        if !is_editor_log(&chunk.text)
            && let Some((_, name)) = chunk.text.split_once(START)
        {
            self.server = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        }
        let before = found.len();
        self.messages.other(chunk, error, found);
        for one in found.iter_mut().skip(before) {
            if let Found::Call(call) = one {
                call.server = call.server.take().or_else(|| self.server.clone());
            }
        }
    }
}

struct Events {
    fingerprints: Fingerprints,
    held: Held,
    /// As JSON text.
    session: Option<String>,
}

impl Reader for Events {
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

impl Events {
    fn event(&mut self, text: &Text<'_>, event: &Json, found: &mut VecDeque<Found>) {
        let Some(data) = event.get("data") else { return };
        let time = time_in(event);
        match event.get("type").and_then(Json::text) {
            Some("session.start" | "session.resume") => {
                let id = data.get("sessionId").filter(|id| id.text().is_some());
                self.session = id.map(|id| text.slice(id).to_owned()).or(self.session.take());
            }
            Some("assistant.message") => {
                for request in data.get("toolRequests").and_then(Json::elements).unwrap_or_default() {
                    self.call(text, request, Stage::Asked, time, found);
                }
            }
            Some("tool.execution_start") => self.call(text, data, Stage::Begun, time, found),
            Some("tool.execution_complete") => self.completed(data),
            Some(_) | None => {}
        }
    }

    fn call(&mut self, text: &Text<'_>, json: &Json, stage: Stage, time: Option<Stamp>, found: &mut VecDeque<Found>) {
        let key = self.key(json);
        let read = self.read(text, json, time);
        let asked = key.filter(|_| stage == Stage::Begun).and_then(|key| Some((key, self.held.get(key)?)));
        match (read, asked.filter(|(_, held)| held.stage == Stage::Asked)) {
            (Ok(Some(call)), Some((key, held))) => {
                let call = call.or_arguments_of(&held.call);
                self.held.replace(key, stage, call, found);
            }
            (Ok(Some(call)), None) => self.held.add(key, call, stage, found),
            // It may be one of a server whose name only the request has.
            (Ok(None) | Err(_), Some((_, held))) => {
                held.stage = stage;
                held.call.time = time.or(held.call.time);
            }
            (Ok(None), None) if stage == Stage::Begun => found.push_back(Found::PassedOver),
            (Ok(None), None) => {}
            (Err(unreadable), None) => self.held.pass(text.chunk.unreadable(unreadable), found),
        }
    }

    /// A call; `None` for Copilot's own tools.
    fn read(&self, text: &Text<'_>, json: &Json, time: Option<Stamp>) -> Result<Option<Call>, Unreadable> {
        let server = json.get("mcpServerName").and_then(Json::text);
        let written = json.get("toolName").or_else(|| json.get("name")).and_then(Json::text);
        let tool = json.get("mcpToolName").and_then(Json::text).or(written);
        let Some(tool) = tool else { return Err(errors::no_tool(text.place(json.span))) };
        // Without the member, only a name with the server in front is one of a server.
        let is_own = server.is_none() && !tool.contains('-') && !tool.starts_with("mcp_");
        if is_own {
            return Ok(None);
        }
        let read = self.arguments(text, json)?;
        let id = json.get("toolCallId").filter(|id| id.text().is_some_and(|id| !id.is_empty()));
        let id = id.map(|id| text.slice(id).to_owned());
        let call = Call {
            time,
            id,
            session: self.session.clone(),
            ..tool_call(text, json.span, (tool.to_owned(), server), read)
        };
        Ok(Some(text.chunk.cut_out(call)))
    }

    fn arguments(&self, text: &Text<'_>, json: &Json) -> Result<Option<Read>, Unreadable> {
        arguments::absent_or(json.get("arguments"), |written| arguments::quoted(text, written, &self.fingerprints))
    }

    fn completed(&mut self, data: &Json) {
        let code = data.get("error").and_then(|error| error.get("code")).and_then(Json::text);
        let kind = data.get("result").and_then(|result| result.get("kind")).and_then(Json::text);
        let is_rejected = code.or(kind).is_some_and(|code| REJECTED.iter().any(|rejected| code.starts_with(rejected)));
        if let Some(key) = self.key(data).filter(|_| is_rejected) {
            self.held.reject(key);
        }
    }

    fn key(&self, json: &Json) -> Option<u64> {
        let id = json.get("toolCallId")?.text().filter(|id| !id.is_empty())?;
        Some(self.fingerprints.join(id))
    }
}
