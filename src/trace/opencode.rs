//! OpenCode: the parts of its messages, in files of their own, in an exported session, or as the events of
//! `opencode run --format json`.
//!
//! ```text
//! {"id": "prt_1", "sessionID": "ses_1", "type": "tool", "callID": "c1", "tool": "bank_pay", "state": {"status": "completed", "input": {…}, "time": {"start": 1772366400000}}}
//! ```
//!
//! The tool of a server is SERVER_TOOL: the name stays whole, because it does not say where the server's ends.
//! OpenCode's own tools are passed over.

use std::collections::VecDeque;

use super::arguments;
use super::call::{Call, Found, Unreadable};
use super::chunk::Chunk;
use super::fingerprints::Fingerprints;
use super::held::{Held, Stage};
use super::likeness::Likeness;
use super::opening::Opening;
use super::reader::Reader;
use super::text::Text;
use super::times::{time, time_in};
use super::tool_call::tool_call;
use crate::source::json::Json;
use crate::vocab::Stamp;

/// OpenCode's own tools.
const OWN: [&str; 24] = [
    "apply_patch",
    "bash",
    "batch",
    "codesearch",
    "edit",
    "external-directory",
    "glob",
    "grep",
    "invalid",
    "list",
    "lsp",
    "multiedit",
    "patch",
    "plan_enter",
    "plan_exit",
    "question",
    "read",
    "skill",
    "task",
    "todoread",
    "todowrite",
    "webfetch",
    "websearch",
    "write",
];

/// What OpenCode writes as the error of a call that was not made.
const REJECTED: [&str; 2] = ["The user rejected permission", "prevents you from using this specific tool call"];

/// How deeply parts may be nested in an exported session.
const DEPTH: usize = 6;

pub(super) fn reader(opening: &Opening<'_>) -> Box<dyn Reader> {
    Box::new(Parts { fingerprints: opening.run.fingerprints.clone(), held: Held::new() })
}

pub(super) fn looks_like(json: &Json) -> Likeness {
    let has = |name: &str| json.get(name).is_some();
    let is_message = has("info") && json.get("parts").is_some_and(|parts| parts.elements().is_some());
    let messages = json.get("messages").and_then(Json::elements).unwrap_or_default();
    let is_session = messages.iter().any(|message| message.get("info").is_some() && message.get("parts").is_some());
    let is_event = has("sessionID") && json.get("part").is_some_and(|part| part.get("type").is_some());
    Likeness::surely(is_part(json) || is_message || is_session || is_event || (has("sessionID") && has("messageID")))
}

fn is_part(json: &Json) -> bool {
    json.get("type").and_then(Json::text) == Some("tool")
        && json.get("tool").is_some()
        && json.get("state").is_some_and(|state| state.get("status").is_some() || state.get("input").is_some())
}

struct Parts {
    fingerprints: Fingerprints,
    held: Held,
}

impl Reader for Parts {
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>) {
        self.look_into(&Text::of_chunk(chunk), json, None, DEPTH, found);
    }

    fn pass(&mut self, other: Found, found: &mut VecDeque<Found>) {
        self.held.pass(other, found);
    }

    fn end(&mut self, found: &mut VecDeque<Found>) {
        self.held.end(found);
    }
}

impl Parts {
    fn look_into(
        &mut self,
        text: &Text<'_>,
        json: &Json,
        outer: Option<Stamp>,
        depth: usize,
        found: &mut VecDeque<Found>,
    ) {
        let Some(depth) = depth.checked_sub(1) else { return };
        if is_part(json) {
            return self.part(text, json, outer, found);
        }
        let info = json.get("info").unwrap_or(json);
        let created = info.get("time").and_then(|time| time.get("created")).and_then(time);
        let outer = created.or_else(|| time_in(json)).or(outer);
        for element in json.elements().unwrap_or_default() {
            self.look_into(text, element, outer, depth, found);
        }
        for name in ["messages", "parts", "part", "properties", "payload"] {
            if let Some(value) = json.get(name) {
                self.look_into(text, value, outer, depth, found);
            }
        }
    }

    fn part(&mut self, text: &Text<'_>, part: &Json, outer: Option<Stamp>, found: &mut VecDeque<Found>) {
        match self.read(text, part, outer) {
            Ok(Some(call)) => self.put(part, call, found),
            Ok(None) => found.push_back(Found::PassedOver),
            Err(unreadable) => self.held.pass(text.chunk.unreadable(unreadable), found),
        }
    }

    /// A part is written again whenever its call goes on.
    fn put(&mut self, part: &Json, call: Call, found: &mut VecDeque<Found>) {
        let id = part.get("id").or_else(|| part.get("callID"));
        let key = id.map(|id| self.fingerprints.of(id));
        match key.and_then(|key| Some((key, self.held.get(key)?))) {
            Some((key, held)) => {
                let (stage, call) = (held.stage, call.or_arguments_of(&held.call));
                self.held.replace(key, stage, call, found);
            }
            None => self.held.add(key, call, Stage::Asked, found),
        }
        let error = part.get("state").and_then(|state| state.get("error")).and_then(Json::text);
        if let Some(key) = key.filter(|_| error.is_some_and(|error| REJECTED.iter().any(|words| error.contains(words))))
        {
            self.held.reject(key);
        }
    }

    /// A call; `None` for OpenCode's own tools.
    fn read(&self, text: &Text<'_>, part: &Json, outer: Option<Stamp>) -> Result<Option<Call>, Unreadable> {
        let tool = arguments::tool(text, part, part.get("tool"))?;
        if OWN.contains(&tool.as_str()) {
            return Ok(None);
        }
        let state = part.get("state");
        let of_state = |name: &str| state.and_then(|state| state.get(name));
        let read = arguments::absent_or(of_state("input"), |input| arguments::quoted(text, input, &self.fingerprints))?;
        let start = of_state("time").and_then(|times| times.get("start")).and_then(time);
        let scalar = |name: &str| part.get(name).filter(|id| id.text().is_some_and(|id| !id.is_empty()));
        let call = Call {
            time: start.or(outer),
            id: scalar("callID").map(|id| text.slice(id).to_owned()),
            session: scalar("sessionID").map(|id| text.slice(id).to_owned()),
            ..tool_call(text, part.span, (tool, None), read)
        };
        Ok(Some(text.chunk.cut_out(call)))
    }
}
