//! Codex: the rollouts of its sessions, old and new, and the events of `codex exec --json`.
//!
//! ```text
//! {"timestamp": "…", "type": "response_item", "payload": {"type": "function_call", "name": "pay", "namespace": "mcp__bank", "call_id": "c1", "arguments": "{…}"}}
//! {"timestamp": "…", "type": "event_msg", "payload": {"type": "mcp_tool_call_end", "call_id": "c1", "invocation": {"server": "bank", "tool": "pay", "arguments": {…}}}}
//! {"type": "function_call", "name": "bank__pay", "call_id": "c1", "arguments": "{…}"}
//! {"type": "item.completed", "item": {"id": "item_1", "type": "mcp_tool_call", "server": "bank", "tool": "pay", "arguments": {…}, "status": "completed"}}
//! ```
//!
//! The model asks for a call, and an event reports it when it is made: they are one call, with the arguments of
//! the event. Codex's own tools, such as `exec_command`, have names without a server and are passed over.

use std::collections::VecDeque;

use super::arguments;
use super::call::{Call, Found, Unreadable};
use super::chunk::Chunk;
use super::fingerprints::Fingerprints;
use super::held::{Held, HeldCall, Stage};
use super::likeness::Likeness;
use super::opening::Opening;
use super::reader::Reader;
use super::rejections::says_so;
use super::text::Text;
use super::times::time_in;
use super::tool_call::tool_call;
use crate::source::json::Json;
use crate::vocab::Stamp;

/// The types of the lines of a rollout.
const LINES: [&str; 5] = ["session_meta", "response_item", "event_msg", "turn_context", "compacted"];

/// The types of the events of `codex exec`, before the dot.
const EVENTS: [&str; 3] = ["thread", "turn", "item"];

/// The types of the messages of older versions.
const MESSAGES: [&str; 7] = [
    "session_configured",
    "task_started",
    "agent_message",
    "token_count",
    "mcp_tool_call_begin",
    "mcp_tool_call_end",
    "exec_command_begin",
];

/// The types of items for Codex's own tools.
const OWN: [&str; 5] =
    ["custom_tool_call", "local_shell_call", "web_search_call", "tool_search_call", "image_generation_call"];

pub(super) fn reader(opening: &Opening<'_>) -> Box<dyn Reader> {
    Box::new(Sessions { fingerprints: opening.run.fingerprints.clone(), held: Held::new(), session: None })
}

pub(super) fn looks_like(json: &Json) -> Likeness {
    let kind = json.get("type").and_then(Json::text).unwrap_or_default();
    let has = |name: &str| json.get(name).is_some();
    let is_line = LINES.contains(&kind) && json.get("payload").is_some_and(|payload| payload.members().is_some());
    let event = kind.split_once('.').map(|(event, _)| event);
    let is_event = event.is_some_and(|event| EVENTS.contains(&event))
        && (has("thread_id") || has("item") || has("usage") || kind == "turn.started");
    let message = json.get("msg").and_then(|message| message.get("type")).and_then(Json::text);
    let is_message = message.is_some_and(|kind| MESSAGES.contains(&kind));
    let is_start = !has("type") && has("id") && has("timestamp") && has("instructions");
    let is_state = json.get("record_type").and_then(Json::text) == Some("state");
    Likeness::surely(is_line || is_event || is_message || is_start || is_state)
}

/// What an event says about a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Begin,
    End,
}

struct Sessions {
    fingerprints: Fingerprints,
    held: Held,
    /// The session that the lines belong to, as JSON text.
    session: Option<String>,
}

impl Reader for Sessions {
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>) {
        let text = Text::of_chunk(chunk);
        for line in json.elements().unwrap_or(std::slice::from_ref(json)) {
            self.line(&text, line, found);
        }
    }

    fn pass(&mut self, other: Found, found: &mut VecDeque<Found>) {
        self.held.pass(other, found);
    }

    fn end(&mut self, found: &mut VecDeque<Found>) {
        self.held.end(found);
    }
}

impl Sessions {
    fn line(&mut self, text: &Text<'_>, line: &Json, found: &mut VecDeque<Found>) {
        let time = time_in(line);
        let kind = line.get("type").and_then(Json::text);
        match (kind, line.get("payload").or_else(|| line.get("msg")), line.get("item")) {
            (Some("session_meta"), Some(payload), _) => self.session = id_in(text, payload, "id"),
            (Some("thread.started"), ..) => {
                self.session = id_in(text, line, "thread_id");
                self.held.start_over();
            }
            (_, Some(payload), _) => self.record(text, payload, time, found),
            (Some(kind), None, Some(item)) if kind.starts_with("item.") => {
                let step = if kind == "item.completed" { Step::End } else { Step::Begin };
                self.item(text, item, step, time, found);
            }
            // The first line of an old rollout.
            (None, None, None) if line.get("instructions").is_some() => self.session = id_in(text, line, "id"),
            (_, None, _) => self.record(text, line, time, found),
        }
    }

    /// An item that the model wrote, or an event about one.
    fn record(&mut self, text: &Text<'_>, record: &Json, time: Option<Stamp>, found: &mut VecDeque<Found>) {
        let result = match record.get("type").and_then(Json::text) {
            Some("function_call") => self.asked(text, record, time, found),
            Some("function_call_output") => {
                self.answered(record, record.get("output"));
                Ok(())
            }
            Some("mcp_tool_call_begin") => self.made(text, record, Step::Begin, time, found),
            Some("mcp_tool_call_end") => {
                let made = self.made(text, record, Step::End, time, found);
                self.answered(record, record.get("result").and_then(|result| result.get("Err")));
                made
            }
            Some(kind) if OWN.contains(&kind) => {
                found.push_back(Found::PassedOver);
                Ok(())
            }
            Some(_) | None => Ok(()),
        };
        if let Err(unreadable) = result {
            self.held.pass(text.chunk.unreadable(unreadable), found);
        }
    }

    /// A call that the model asked for.
    fn asked(
        &mut self,
        text: &Text<'_>,
        record: &Json,
        time: Option<Stamp>,
        found: &mut VecDeque<Found>,
    ) -> Result<(), Unreadable> {
        let written = arguments::tool(text, record, record.get("name"))?;
        let namespace = record.get("namespace").and_then(Json::text);
        let Some(name) = name(&written, namespace) else {
            found.push_back(Found::PassedOver);
            return Ok(());
        };
        let arguments = record.get("arguments");
        let read = arguments.map(|written| arguments::quoted(text, written, &self.fingerprints)).transpose()?;
        let call = tool_call(text, record.span, name, read);
        let call = self.call(text, record, call, time, "call_id");
        self.held.add(self.key(record, "call_id"), call, Stage::Asked, found);
        Ok(())
    }

    /// A call that was made: the one that was asked for, if there is one.
    fn made(
        &mut self,
        text: &Text<'_>,
        record: &Json,
        step: Step,
        time: Option<Stamp>,
        found: &mut VecDeque<Found>,
    ) -> Result<(), Unreadable> {
        let Some(invocation) = record.get("invocation") else { return Ok(()) };
        let call = self.invocation(text, record, invocation)?;
        let call = self.call(text, record, call, time, "call_id");
        self.put(self.key(record, "call_id"), call, step, found);
        Ok(())
    }

    /// An item of `codex exec`, which is written when the call starts and when it ends.
    fn item(&mut self, text: &Text<'_>, item: &Json, step: Step, time: Option<Stamp>, found: &mut VecDeque<Found>) {
        match item.get("type").or_else(|| item.get("item_type")).and_then(Json::text) {
            Some("mcp_tool_call") => {}
            Some("command_execution" | "file_change" | "web_search") => {
                found.extend((step == Step::End).then_some(Found::PassedOver));
                return;
            }
            Some(_) | None => return,
        }
        let key = self.key(item, "id");
        match self.invocation(text, item, item) {
            Ok(call) => {
                let call = self.call(text, item, call, time, "id");
                self.put(key, call, step, found);
                let error = item.get("error").and_then(|error| error.get("message").or(Some(error)));
                if let Some((key, _)) = key.zip(error.and_then(Json::text).filter(|text| says_so(text))) {
                    self.held.reject(key);
                }
            }
            Err(unreadable) => self.held.pass(text.chunk.unreadable(unreadable), found),
        }
    }

    /// The call that an event names.
    fn invocation(&self, text: &Text<'_>, record: &Json, invocation: &Json) -> Result<Call, Unreadable> {
        let tool = arguments::tool(text, record, invocation.get("tool"))?;
        let server = invocation.get("server").and_then(Json::text);
        let read = arguments::absent_or(invocation.get("arguments"), |written| {
            arguments::quoted(text, written, &self.fingerprints)
        })?;
        Ok(tool_call(text, record.span, (tool, server), read.or_else(|| Some(arguments::none()))))
    }

    fn call(&self, text: &Text<'_>, record: &Json, call: Call, time: Option<Stamp>, id: &str) -> Call {
        text.chunk.cut_out(Call { time, id: id_in(text, record, id), session: self.session.clone(), ..call })
    }

    /// Holds a call back that was made. What was asked for is replaced, and keeps its time.
    fn put(&mut self, key: Option<u64>, call: Call, step: Step, found: &mut VecDeque<Found>) {
        let is_open = |held: &&mut HeldCall| match step {
            Step::Begin => held.stage == Stage::Asked,
            Step::End => held.stage != Stage::Ended,
        };
        let stage = if step == Step::Begin { Stage::Begun } else { Stage::Ended };
        match key.and_then(|key| Some((key, self.held.get(key).filter(is_open)?))) {
            Some((key, held)) => {
                let time = held.call.time.or(call.time);
                self.held.replace(key, stage, Call { time, ..call }, found);
            }
            None => self.held.add(key, call, stage, found),
        }
    }

    fn answered(&mut self, record: &Json, answer: Option<&Json>) {
        let words = answer.and_then(|answer| answer.text().or_else(|| answer.get("content").and_then(Json::text)));
        if let Some((key, _)) = self.key(record, "call_id").zip(words.filter(|words| says_so(words))) {
            self.held.reject(key);
        }
    }

    fn key(&self, record: &Json, id: &str) -> Option<u64> {
        let id = record.get(id)?.text().filter(|id| !id.is_empty())?;
        Some(self.fingerprints.join(id))
    }
}

/// The name of a tool of a server; `None` for Codex's own tools. The server is in the namespace, or in front of
/// the name.
fn name<'n>(written: &'n str, namespace: Option<&'n str>) -> Option<(String, Option<&'n str>)> {
    let server =
        namespace.and_then(|namespace| namespace.strip_prefix("mcp__")).map(|server| server.trim_end_matches("__"));
    if let Some(server) = server.filter(|server| !server.is_empty()) {
        return Some((written.to_owned(), Some(server)));
    }
    // Old versions write `SERVER__TOOL`.
    let (server, tool) = written.strip_prefix("mcp__").unwrap_or(written).split_once("__")?;
    (!server.is_empty() && !tool.is_empty()).then(|| (tool.to_owned(), Some(server)))
}

fn id_in(text: &Text<'_>, json: &Json, name: &str) -> Option<String> {
    let id = json.get(name).filter(|id| id.text().is_some_and(|id| !id.is_empty()))?;
    Some(text.slice(id).to_owned())
}
