//! Gemini CLI: sessions as one document or as lines, the events of `--output-format stream-json`, and saved
//! conversations with `functionCall` parts.
//!
//! ```text
//! {"sessionId": "s1", "projectHash": "…", "messages": [{"type": "gemini", "toolCalls": [{"id": "…", "name": "mcp_bank_pay", "args": {…}, "status": "success", "timestamp": "…"}]}]}
//! {"type": "tool_use", "timestamp": "…", "tool_name": "mcp_bank_pay", "tool_id": "…", "parameters": {…}}
//! {"role": "model", "parts": [{"functionCall": {"name": "mcp_bank_pay", "args": {…}}}]}
//! ```
//!
//! The display name of a tool of a server is `pay (bank MCP Server)`. Gemini's own tools are passed over.

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
use super::times::{session_in, time_in};
use super::tool_call::tool_call;
use crate::source::json::Json;
use crate::vocab::Stamp;

/// Gemini's own tools, of all versions.
const OWN: [&str; 32] = [
    "activate_skill",
    "ask_user",
    "cli_help",
    "codebase_investigator",
    "complete_task",
    "delegate_to_agent",
    "edit",
    "enter_plan_mode",
    "exit_plan_mode",
    "generalist",
    "get_internal_docs",
    "glob",
    "google_web_search",
    "grep_search",
    "list_directory",
    "read_file",
    "read_many_files",
    "replace",
    "run_shell_command",
    "save_memory",
    "search_file_content",
    "task",
    "todo_write",
    "tracker_create_task",
    "tracker_list_tasks",
    "tracker_update_task",
    "update_topic",
    "web_fetch",
    "web_search",
    "write_file",
    "write_todos",
    "shell",
];

/// How deeply messages may be nested.
const DEPTH: usize = 8;

/// The end of the display name of a tool of a server.
const SERVER: &str = " MCP Server)";

pub(super) fn reader(opening: &Opening<'_>) -> Box<dyn Reader> {
    Box::new(Sessions { fingerprints: opening.run.fingerprints.clone(), held: Held::new(), session: None })
}

pub(super) fn looks_like(json: &Json) -> Likeness {
    let has = |name: &str| json.get(name).is_some();
    let kind = json.get("type").and_then(Json::text).unwrap_or_default();
    let is_session = has("projectHash") && has("sessionId");
    let is_message = kind == "gemini" && (has("content") || has("toolCalls"));
    let is_event = match kind {
        "init" => has("session_id") && has("model") && has("timestamp"),
        "tool_use" => has("tool_name") && has("tool_id"),
        "tool_result" => has("tool_id") && has("status"),
        _ => false,
    };
    let parts = json.get("parts").and_then(Json::elements).unwrap_or_default();
    let has_parts =
        parts.iter().any(|part| part.get("functionCall").is_some() || part.get("functionResponse").is_some());
    let candidates = json.get("candidates").and_then(Json::elements).unwrap_or_default();
    let contents = json.get("contents").and_then(Json::elements).unwrap_or_default();
    let is_exchange = candidates
        .iter()
        .any(|candidate| candidate.get("content").is_some_and(|content| content.get("parts").is_some()))
        || contents.iter().any(|content| content.get("parts").is_some());
    Likeness::surely(is_session || is_message || is_event || (has_parts && has("role")) || is_exchange)
}

struct Sessions {
    fingerprints: Fingerprints,
    held: Held,
    /// The session that a line at the start names.
    session: Option<String>,
}

/// What applies to a value because of where it is.
#[derive(Clone)]
struct Scope {
    time: Option<Stamp>,
    session: Option<String>,
}

impl Reader for Sessions {
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>) {
        let text = Text::of_chunk(chunk);
        if json.get("messages").is_none() {
            self.session = session_in(&text, json).or(self.session.take());
        }
        let scope = Scope { time: None, session: self.session.clone() };
        self.look_into(&text, json, &scope, DEPTH, found);
    }

    fn pass(&mut self, other: Found, found: &mut VecDeque<Found>) {
        self.held.pass(other, found);
    }

    fn end(&mut self, found: &mut VecDeque<Found>) {
        self.held.end(found);
    }
}

impl Sessions {
    fn look_into(&mut self, text: &Text<'_>, json: &Json, outer: &Scope, depth: usize, found: &mut VecDeque<Found>) {
        let Some(depth) = depth.checked_sub(1) else { return };
        for element in json.elements().unwrap_or_default() {
            self.look_into(text, element, outer, depth, found);
        }
        // The time of a whole session is not the time of its calls.
        let is_message = json.get("messages").is_none();
        let scope = Scope {
            time: time_in(json).filter(|_| is_message).or(outer.time),
            session: session_in(text, json).or_else(|| outer.session.clone()),
        };
        let kind = json.get("type").and_then(Json::text);
        match kind {
            Some("tool_use") => {
                return self.call(text, json, ["tool_name", "parameters", "tool_id"], None, &scope, found);
            }
            Some("tool_result") => return self.answered(json),
            Some(_) | None => {}
        }
        let message = json.get("id").map_or(0, |id| self.fingerprints.of(id));
        let calls = json.get("toolCalls").and_then(Json::elements).unwrap_or_default();
        for (index, call) in calls.iter().enumerate() {
            let scope = Scope { time: time_in(call).or(scope.time), session: scope.session.clone() };
            self.call(text, call, ["name", "args", "id"], Some((message, index)), &scope, found);
        }
        if let Some(call) = json.get("functionCall") {
            self.call(text, call, ["name", "args", "id"], None, &scope, found);
        }
        for name in ["messages", "parts", "contents", "candidates", "content", "history", "request", "response"] {
            if let Some(value) = json.get(name) {
                self.look_into(text, value, &scope, depth, found);
            }
        }
    }

    /// A call. `place` is its message, and which call of the message it is: a session of lines writes a message
    /// again whenever its calls go on.
    fn call(
        &mut self,
        text: &Text<'_>,
        json: &Json,
        members: [&str; 3],
        place: Option<(u64, usize)>,
        scope: &Scope,
        found: &mut VecDeque<Found>,
    ) {
        let [_, _, id] = members;
        let key = json.get(id).map(|id| self.fingerprints.join((self.fingerprints.of(id), place)));
        if let Some(held) = key.filter(|_| place.is_some()).and_then(|key| self.held.get(key)) {
            held.is_rejected |= is_rejected(json);
            return;
        }
        match self.read(text, json, members, scope) {
            Ok(Some(call)) => {
                self.held.add(key, call, Stage::Asked, found);
                if let Some(key) = key.filter(|_| is_rejected(json)) {
                    self.held.reject(key);
                }
            }
            Ok(None) => found.push_back(Found::PassedOver),
            Err(unreadable) => self.held.pass(text.chunk.unreadable(unreadable), found),
        }
    }

    /// A call; `None` for Gemini's own tools.
    fn read(
        &self,
        text: &Text<'_>,
        json: &Json,
        [tool, args, id]: [&str; 3],
        scope: &Scope,
    ) -> Result<Option<Call>, Unreadable> {
        let written = arguments::tool(text, json, json.get(tool))?;
        let shown = json.get("displayName").and_then(Json::text).and_then(of_server);
        if shown.is_none() && OWN.contains(&written.as_str()) {
            return Ok(None);
        }
        let name = match shown {
            Some((tool, server)) => (tool.to_owned(), Some(server)),
            None => (written, None),
        };
        let read = arguments::absent_or(json.get(args), |args| arguments::quoted(text, args, &self.fingerprints))?;
        let id = json.get(id).filter(|id| id.text().is_some_and(|id| !id.is_empty()));
        let call = Call {
            time: scope.time,
            session: scope.session.clone(),
            id: id.map(|id| text.slice(id).to_owned()),
            ..tool_call(text, json.span, name, read)
        };
        Ok(Some(text.chunk.cut_out(call)))
    }

    fn answered(&mut self, json: &Json) {
        if let Some(id) = json.get("tool_id").filter(|_| is_rejected(json)) {
            let place: Option<(u64, usize)> = None;
            self.held.reject(self.fingerprints.join((self.fingerprints.of(id), place)));
        }
    }
}

/// The tool and the server in a display name.
fn of_server(shown: &str) -> Option<(&str, &str)> {
    let (tool, server) = shown.strip_suffix(SERVER)?.rsplit_once(" (")?;
    (!tool.is_empty() && !server.is_empty()).then_some((tool, server))
}

/// Whether the user did not allow a call. One that was stopped while it ran had been made.
fn is_rejected(json: &Json) -> bool {
    let is_stopped = |json: &Json| json.to_string().contains("cancelled tool execution");
    let status = json.get("status").and_then(Json::text);
    matches!(status, Some("cancelled")) && !json.get("result").is_some_and(is_stopped)
}
