//! Decides what passes when a policy is enforced. A message of the client is read, and what was read is written anew:
//! nothing else reaches the server.

use std::borrow::Cow;

use super::anew::{Refusal, check_members, check_names, check_paths, check_values, folded, quoted, written};
use super::answer::{self, INTERNAL_ERROR, INVALID_REQUEST, PARSE_ERROR};
use super::clock::now;
use super::decider::Decider;
use super::entry::{Decided, Entry};
use super::glance::Seen;
use super::id::Id;
use super::lines::{LONGEST_LINE, Line};
use super::recorder::{Recorder, is_error};
use crate::source::json::{Json, JsonKind};
use crate::vocab::visible::message as shown;

/// The members of a message that the protocol knows.
const ENVELOPE: [&str; 6] = ["jsonrpc", "id", "method", "params", "result", "error"];
/// The members of a call's parameters that pass.
const PARAMS: [&str; 4] = ["name", "arguments", "_meta", "task"];

/// What becomes of a message of the client.
#[derive(Debug, PartialEq, Eq)]
pub enum Passage {
    /// This goes to the server.
    Forward(String),
    /// This goes back to the client.
    Answer(String),
}

/// A policy that is enforced, and the recording of what it does.
#[derive(Debug)]
pub struct Gate {
    decider: Decider,
    recorder: Recorder,
    /// Whether it was said that a member was left out.
    has_said: bool,
}

impl Gate {
    /// Enforces a policy.
    pub fn new(decider: Decider, recorder: Recorder) -> Self {
        Self { decider, recorder, has_said: false }
    }

    /// Ends the recording.
    pub fn finish(self) {
        self.recorder.finish();
    }

    /// Whether the client waits for an answer.
    pub fn is_waiting(&self) -> bool {
        self.recorder.is_waiting()
    }

    /// Whether the server's next messages have to be read whole, to leave out hidden tools.
    pub fn has_to_read(&self) -> bool {
        self.recorder.is_listing() && !self.decider.policy.hide.is_empty()
    }

    /// Decides about a line of the client.
    pub fn client(&mut self, line: &Line<'_>) -> Vec<Passage> {
        let Some(bytes) = line.bytes else {
            let limit = LONGEST_LINE >> 20;
            return vec![self.refuse_line(line, INVALID_REQUEST, &format!("the message is longer than {limit} MiB"))];
        };
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        if bytes.trim_ascii().is_empty() {
            return Vec::new();
        }
        if bytes.contains(&b'\r') {
            let message = "a carriage return in a message: some readers take it for the end of a line";
            return vec![self.refuse_line(line, INVALID_REQUEST, message)];
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return vec![self.refuse_line(line, PARSE_ERROR, "this is not UTF-8")];
        };
        match Json::parse_text(text) {
            Err(error) => vec![self.refuse_line(line, PARSE_ERROR, &format!("this is not JSON: {}", error.message))],
            Ok(json) => match json.elements() {
                Some([]) => vec![self.refuse(None, &Refusal::request("the batch is empty"))],
                Some(messages) => messages.iter().filter_map(|message| self.message(text, message)).collect(),
                None => self.message(text, &json).into_iter().collect(),
            },
        }
    }

    /// Decides about a line of the server: what the client gets of it. `seen` is what a look at it shows.
    pub fn server<'l>(&mut self, line: &'l str, seen: Seen) -> Cow<'l, str> {
        let Ok(json) = Json::parse_text(line) else {
            // Such as a list with a lone surrogate, which the client may be able to read.
            let passes = !self.has_to_read() || !line.contains("tools");
            let unread = Line { bytes: None, length: line.len() as u64, seen };
            return self.server_unread(&unread, passes).map_or(line.into(), |answer| (answer + "\n").into());
        };
        let messages = json.elements().unwrap_or(std::slice::from_ref(&json));
        let mut hidden = Vec::new();
        for message in messages.iter().filter(|message| message.get("method").is_none()) {
            let result = message.get("result");
            if let Some(id) = message.get("id").and_then(Id::of) {
                self.recorder.answered(&id, is_error(message), result.map(|result| (line, result)));
            }
            // A list of tools is one whatever was asked: it may come late, or twice.
            let tools = result.and_then(|result| result.get("tools")).filter(|tools| tools.elements().is_some());
            hidden.extend(tools.filter(|tools| self.hides_one(tools)));
        }
        if hidden.is_empty() {
            return line.into();
        }
        let mut out = String::with_capacity(line.len());
        let mut end = 0;
        for tools in hidden {
            let range = tools.span.range();
            out.push_str(line.get(end..range.start).unwrap_or_default());
            out.push_str(&self.shown_tools(line, tools));
            end = range.end;
        }
        out.push_str(line.get(end..).unwrap_or_default());
        out.into()
    }

    /// A line of the server that was too long to be read. Returns what the client gets if it did not pass.
    pub fn server_unread(&mut self, line: &Line<'_>, has_passed: bool) -> Option<String> {
        let id = line.seen.id.as_deref().filter(|_| line.seen.method.is_none());
        if let Some(id) = id.and_then(Id::read) {
            self.recorder.answered(&id, line.seen.is_error, None);
        }
        let message = "the server's answer can't be searched for hidden tools";
        (!has_passed).then(|| answer::error(id, INTERNAL_ERROR, message))
    }

    fn hides_one(&self, tools: &Json) -> bool {
        tools.elements().unwrap_or_default().iter().any(|tool| self.is_hidden(tool))
    }

    /// A member that is there twice is a name for each reader.
    fn is_hidden(&self, tool: &Json) -> bool {
        let names = tool.members().unwrap_or_default().iter().filter(|member| folded(&member.key) == "name");
        self.decider.hides("*") || names.filter_map(|name| name.value.text()).any(|name| self.decider.hides(name))
    }

    fn shown_tools(&self, line: &str, tools: &Json) -> String {
        let shown = tools.elements().unwrap_or_default().iter().filter(|tool| !self.is_hidden(tool));
        let shown: Vec<&str> = shown.filter_map(|tool| line.get(tool.span.range())).collect();
        format!("[{}]", shown.join(","))
    }

    fn message(&mut self, text: &str, message: &Json) -> Option<Passage> {
        let id = message.get("id");
        let passage = self.read(text, message);
        passage.unwrap_or_else(|refusal| {
            let id =
                id.filter(|id| Id::of(id).is_some_and(|id| !id.is_long())).and_then(|id| text.get(id.span.range()));
            Some(self.refuse(id, &refusal))
        })
    }

    fn read(&mut self, text: &str, message: &Json) -> Result<Option<Passage>, Refusal> {
        if message.members().is_none() {
            return Err(Refusal::request(format!("the message must be an object, but is {}", message.describe())));
        }
        check_members(message)?;
        check_names(message, ENVELOPE)?;
        if message.get("jsonrpc").and_then(Json::text) != Some("2.0") {
            return Err(Refusal::request("the message has no `\"jsonrpc\": \"2.0\"`"));
        }
        let id = message
            .get("id")
            .map(|id| Id::of(id).ok_or_else(|| Refusal::request("`id` must be a string or a number")))
            .transpose()?;
        if id.as_ref().is_some_and(Id::is_long) {
            return Err(Refusal::request("`id` is longer than 4 KiB"));
        }
        let Some(method) = message.get("method") else {
            return response(text, message).map(Passage::Forward).map(Some);
        };
        let Some(method) = method.text() else { return Err(Refusal::request("the method is not a string")) };
        match method {
            "tools/call" => return self.call(text, message, id),
            "tools/list" => {
                let has_cursor = message.get("params").and_then(|params| params.get("cursor")?.text()).is_some();
                if let Some(id) = id {
                    self.recorder.asked(id, !has_cursor);
                }
            }
            // A server may overlook what is odd about it.
            method if folded(method).replace(|letter: char| !letter.is_ascii_alphanumeric(), "") == "toolscall" => {
                return Err(Refusal::request(format!("the method `{}` looks like `tools/call`", shown(method))));
            }
            _ => {}
        }
        if let Some(id) = message.get("id").and_then(Id::of) {
            self.recorder.waits(&id);
        }
        Ok(Some(Passage::Forward(request(text, message, method, message.get("params").map(|it| written(text, it))))))
    }

    fn call(&mut self, text: &str, message: &Json, id: Option<Id>) -> Result<Option<Passage>, Refusal> {
        let Some(params) = message.get("params").filter(|params| params.members().is_some()) else {
            return Err(Refusal::params("the call has no `params` with the tool's name"));
        };
        check_names(params, PARAMS)?;
        let Some(tool) = params.get("name").and_then(Json::text) else {
            return Err(Refusal::params("the tool's name must be a string"));
        };
        let arguments = params.get("arguments").filter(|arguments| arguments.kind != JsonKind::Null);
        if let Some(odd) = arguments.filter(|arguments| arguments.members().is_none()) {
            return Err(Refusal::params(format!("`arguments` must be an object, but is {}", odd.describe())));
        }
        let passed = || PARAMS.iter().filter_map(|name| params.member(name));
        passed().try_for_each(|member| check_values(text, &member.value))?;
        if let Some(arguments) = arguments {
            check_paths(arguments, self.decider.paths(tool))?;
        }
        self.recorder.check().map_err(|reason| Refusal { code: INTERNAL_ERROR, message: reason })?;
        self.say_left_out(params);

        let args = arguments.map_or_else(|| "{}".to_owned(), |arguments| written(text, arguments));
        let time = now();
        let decision = self.decider.decide(tool, Some(&args), time);
        self.say(tool, &decision.decided);
        let entry = Entry {
            time,
            id,
            tool: Some(tool.to_owned()),
            args: Some(args.clone()),
            unread: None,
            decided: Some(decision.decided),
        };
        if let Some(message_to_agent) = decision.answer {
            self.recorder.refused(&entry);
            let id = message.get("id").and_then(|id| text.get(id.span.range()));
            return Ok(id.map(|id| Passage::Answer(answer::denied(id, &message_to_agent))));
        }
        self.recorder.called(&entry);
        entry.id.iter().for_each(|id| self.recorder.waits(id));
        // The arguments that were decided on, and not what they were read from.
        let value = |name: &str, value: &Json| match name {
            "name" => quoted(tool),
            "arguments" => args.clone(),
            _ => written(text, value),
        };
        let members: Vec<String> =
            passed().map(|member| format!("\"{}\":{}", member.key, value(&member.key, &member.value))).collect();
        Ok(Some(Passage::Forward(request(text, message, "tools/call", Some(format!("{{{}}}", members.join(",")))))))
    }

    fn say(&mut self, tool: &str, decided: &Decided) {
        let by = decided.rule.as_ref().map(|rule| format!(" by `{rule}`")).unwrap_or_default();
        let done = if decided.word == "allow" { "allowed" } else { "denied" };
        self.recorder.voice.note(format!("{done} a call to `{}`{by}", shown(tool)));
    }

    fn say_left_out(&mut self, params: &Json) {
        let odd = |name: &&str| !PARAMS.contains(name);
        let mut names = params.members().unwrap_or_default().iter().map(|member| member.key.as_str());
        if let Some(name) = names.find(odd).filter(|_| !self.has_said) {
            self.has_said = true;
            self.recorder.voice.note(format!("`{}` of a call's parameters does not reach the server", shown(name)));
        }
    }

    fn refuse_line(&mut self, line: &Line<'_>, code: i64, message: &str) -> Passage {
        let id = line.seen.id.as_deref().filter(|id| Id::read(id).is_some());
        self.refuse(id, &Refusal { code, message: message.to_owned() })
    }

    fn refuse(&mut self, id: Option<&str>, refusal: &Refusal) -> Passage {
        self.recorder.voice.problem(format!("refused a message of the client: {}", refusal.message));
        Passage::Answer(answer::error(id, refusal.code, &refusal.message))
    }
}

/// A request or a notification, with the members that the protocol knows.
fn request(text: &str, message: &Json, method: &str, params: Option<String>) -> String {
    let id = message.get("id").map(|id| format!("\"id\":{},", written(text, id))).unwrap_or_default();
    let params = params.map(|params| format!(",\"params\":{params}")).unwrap_or_default();
    format!("{{\"jsonrpc\":\"2.0\",{id}\"method\":{}{params}}}", quoted(method))
}

/// An answer of the client to a request of the server.
fn response(text: &str, message: &Json) -> Result<String, Refusal> {
    let part = |name: &str| message.get(name).map(|value| format!(",\"{name}\":{}", written(text, value)));
    let (Some(id), Some(body)) = (message.get("id"), part("result").or_else(|| part("error"))) else {
        return Err(Refusal::request("this is neither a request nor an answer"));
    };
    Ok(format!("{{\"jsonrpc\":\"2.0\",\"id\":{}{body}}}", written(text, id)))
}
