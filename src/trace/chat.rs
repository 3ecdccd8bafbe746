//! Logs of conversations with a model: requests, which repeat everything said before, responses, and whole
//! conversations, with whatever an application writes around them. Calls are looked for everywhere except in
//! the descriptions of tools. Each dialect knows how one vendor writes calls, and every log is read with all
//! dialects, because applications talk to several models and gateways translate.
//!
//! | a call | counts as |
//! | --- | --- |
//! | in the part of a conversation that repeats an earlier one | repeated |
//! | in a conversation, with an id that was seen in another conversation or response | repeated, as long as ids are unique |
//! | in a response, with an id that was seen | repeated, if the time is the same, too |
//! | any other | a call |
//!
//! Ids are unique until one is used for two calls: twice in a conversation, or with different arguments. From
//! then on, only conversations count.

use std::collections::VecDeque;

use super::call::{Call, Found, Identity};
use super::chunk::Chunk;
use super::dialect::{Dialect, Setting, Surroundings, ToolUse, ValueKind};
use super::held::{Held, Stage};
use super::opening::Opening;
use super::pieces::{Pieces, Whole};
use super::reader::Reader;
use super::recent::Recent;
use super::rejections::{is_denial, is_rejection};
use super::run::Run;
use super::streamed::{Event, Streamed};
use super::text::Text;
use super::times::{session_in, time_in};
use super::{ai_sdk, anthropic, openai};
use crate::source::json::{Json, JsonKind};
use crate::vocab::Stamp;

/// How many calls are remembered.
const CALLS: usize = 500_000;

/// Members that describe tools and settings, and contain no calls.
const DESCRIPTIONS: [&str; 5] = ["tools", "functions", "tool_choice", "response_format", "parameters"];

/// Members in which LangChain repeats the calls of a message, as the vendor wrote them or in pieces.
const AGAIN: [&str; 5] =
    ["additional_kwargs", "response_metadata", "tool_call_chunks", "invalid_tool_calls", "content"];

/// How each vendor writes calls.
const DIALECTS: [Dialect; 3] = [openai::classify, anthropic::classify, ai_sdk::classify];

/// The reader of logs of conversations.
pub(super) fn reader(opening: &Opening<'_>) -> Box<dyn Reader> {
    let setting = Setting { fingerprints: opening.run.fingerprints.clone() };
    Box::new(Chat {
        setting,
        ids: Recent::new(CALLS),
        ids_repeat: false,
        lists: 0,
        conversation: 0,
        run: opening.run.clone(),
        streamed: Streamed::default(),
        held: Held::new(),
        pieces: Pieces::default(),
    })
}

/// A log of conversations.
struct Chat {
    setting: Setting,
    /// The calls that were seen, by id.
    ids: Recent<Known>,
    /// An id was used for two calls.
    ids_repeat: bool,
    /// How many lists of messages were seen.
    lists: u64,
    /// The list in which the latest conversation began.
    conversation: u64,
    /// Knows the conversations that were found. One that continues another repeats its calls, which may have no ids.
    run: Run,
    streamed: Streamed,
    held: Held,
    pieces: Pieces,
}

/// A call that was seen.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Known {
    /// The fingerprint of its tool and arguments.
    fingerprint: u64,
    /// The list of messages it was seen in.
    list: Option<u64>,
}

/// What applies to a value because of where it is.
#[derive(Clone)]
struct Scope {
    /// The list of messages that contains it.
    list: Option<u64>,
    time: Option<Stamp>,
    session: Option<String>,
    /// It was said before in the trace, and is repeated here.
    repeated: bool,
    /// The event of a stream that contains it.
    event: Option<Event>,
}

impl Reader for Chat {
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>) {
        // Some recorders write an event as an object.
        let data = json.get("data").filter(|data| json.get("event").is_some() && data.members().is_some());
        let json = data.unwrap_or(json);
        let pieces = self.pieces.add(&Text::of_chunk(chunk), json, &self.setting.fingerprints);
        if let Some(whole) = pieces {
            return self.whole(whole, found);
        }
        let event = self.streamed.event(json);
        if event == Some(Event::Piece) {
            return;
        }
        let time = event.and_then(|_| self.streamed.time());
        let scope = Scope { list: None, time, session: None, repeated: false, event };
        let around = Surroundings { member: "", object: None, outer: "" };
        if let Some(end) = self.look_into(&Text::of_chunk(chunk), json, around, &scope, None, found) {
            self.run.histories().end(end);
        }
        if event == Some(Event::Answer) {
            self.streamed.end();
        }
    }

    fn pass(&mut self, other: Found, found: &mut VecDeque<Found>) {
        self.held.pass(other, found);
    }

    fn end(&mut self, found: &mut VecDeque<Found>) {
        let left = self.pieces.end();
        self.whole(left, found);
        self.held.end(found);
    }
}

impl Chat {
    /// Calls that were streamed in pieces.
    fn whole(&mut self, whole: Vec<Whole>, found: &mut VecDeque<Found>) {
        for one in whole {
            match one {
                Ok((key, call)) => self.held.add(key, call, Stage::Asked, found),
                Err(lost) => self.held.pass(*lost, found),
            }
        }
    }

    /// Looks for calls, in order. `so_far` is the fingerprint of what was said before; returns the fingerprint of
    /// what has been said then. The JSON reader bounds the depth.
    fn look_into(
        &mut self,
        text: &Text<'_>,
        json: &Json,
        around: Surroundings<'_>,
        scope: &Scope,
        so_far: Option<u64>,
        found: &mut VecDeque<Found>,
    ) -> Option<u64> {
        if let Some(elements) = json.elements() {
            return self.list(text, elements, around, scope, so_far, found);
        }
        let Some(members) = json.members() else { return so_far };
        match classify(text, json, around, &self.setting) {
            ValueKind::Container => {}
            ValueKind::Ignored => return so_far,
            ValueKind::Rejected => {
                found.push_back(Found::Rejected);
                return so_far;
            }
            ValueKind::Unreadable(unreadable) => {
                self.held.pass(text.chunk.unreadable(unreadable), found);
                return so_far;
            }
            ValueKind::Call(call) => {
                self.call(text, json, call, scope, found);
                return so_far;
            }
        }
        self.answered(json);
        let scope = Scope {
            list: scope.list,
            time: time_in(json).or(scope.time),
            session: session_in(text, json).or_else(|| scope.session.clone()),
            repeated: scope.repeated,
            event: scope.event,
        };
        let mut now = so_far;
        let has_calls = json.get("tool_calls").and_then(Json::elements).is_some_and(|calls| !calls.is_empty());
        let is_skipped = |name: &str| DESCRIPTIONS.contains(&name) || (has_calls && AGAIN.contains(&name));
        for member in members.iter().filter(|member| !is_skipped(&member.key)) {
            let around = Surroundings { member: &member.key, object: Some(json), outer: around.member };
            now = self.look_into(text, &member.value, around, &scope, now, found);
        }
        role_of(json).zip(so_far).map(|(role, so_far)| self.with_message(so_far, role, json)).or(now)
    }

    /// The beginning of a list of messages may be known already.
    fn list(
        &mut self,
        text: &Text<'_>,
        elements: &[Json],
        around: Surroundings<'_>,
        scope: &Scope,
        so_far: Option<u64>,
        found: &mut VecDeque<Found>,
    ) -> Option<u64> {
        let (mut ends, mut messages) = (Vec::new(), Vec::new());
        let mut here = 0;
        for element in elements {
            let Some(role) = role_of(element) else { break };
            here = self.with_message(here, role, element);
            ends.push(here);
            messages.push(self.with_message(0, role, element));
        }
        if ends.is_empty() {
            return elements
                .iter()
                .fold(so_far, |so_far, element| self.look_into(text, element, around, scope, so_far, found));
        }
        let begins_with_user = elements.first().and_then(role_of) == Some("user");
        let repeated = self.run.histories().repeated(&ends, &messages, begins_with_user);
        self.lists += 1;
        if repeated == 0 {
            self.conversation = self.lists;
        }
        for (index, element) in elements.iter().enumerate() {
            let repeated = scope.repeated || index < repeated;
            let scope = Scope { list: Some(self.lists), repeated, ..scope.clone() };
            self.look_into(text, element, around, &scope, None, found);
        }
        self.run.histories().end(here);
        Some(here)
    }

    /// The fingerprint of a conversation with one more message. Only what is sent back to the model counts.
    /// System messages do not, because some contain the time.
    fn with_message(&self, so_far: u64, role: &str, message: &Json) -> u64 {
        if matches!(role, "system" | "developer") {
            return so_far;
        }
        let of = |name: &str| message.get(name).map(|value| self.setting.fingerprints.of(value));
        self.setting.fingerprints.join((so_far, role, of("content"), of("function_call"), of("tool_calls")))
    }

    /// Takes note of an answer that says that the call was not made.
    fn answered(&mut self, json: &Json) {
        let any = |names: &[&str]| names.iter().find_map(|name| json.get(name));
        let id = any(&["tool_use_id", "tool_call_id", "call_id", "toolCallId"]);
        let result = any(&["content", "output", "result"]);
        let Some(key) = id.map(|id| self.setting.fingerprints.of(id)) else { return };
        let is_error = any(&["is_error", "isError"]).is_some_and(|error| error.kind == JsonKind::Boolean(true));
        if result.is_some_and(is_rejection) {
            self.held.reject(key);
        } else if is_error || result.is_some_and(is_denial) {
            self.held.fail(key);
        }
    }

    /// A call, unless it is a repetition.
    fn call(&mut self, text: &Text<'_>, json: &Json, tool_use: ToolUse, scope: &Scope, found: &mut VecDeque<Found>) {
        let ToolUse { server, tool, read, id } = tool_use;
        if let Some((event, id)) = scope.event.zip(id.as_ref())
            && self.streamed.is_known(event, self.setting.fingerprints.of(id))
        {
            return;
        }
        let fingerprint = self.setting.fingerprints.join((&tool, read.as_ref().map(|read| read.fingerprint)));
        let is_known = id.as_ref().is_some_and(|id| self.is_known(id, Known { fingerprint, list: scope.list }));
        // In a history, it is the same call; an answer is compared with others by its time, too.
        if scope.repeated || (is_known && scope.list.is_some()) {
            return;
        }
        // Ids that are used again identify answers, by their times, but not the calls of a history.
        let identity = match read.as_ref().map_or(0, |read| read.fingerprint) {
            _ if self.ids_repeat && scope.list.is_some() => Identity::Record,
            args => Identity::Id(args),
        };
        let key = id.as_ref().map(|id| self.setting.fingerprints.of(id));
        let whole = text.chunk.whole();
        let call = Call {
            server,
            record: scope.list.map_or(whole.offset, |_| self.conversation),
            time: time_in(json).or(scope.time),
            args: read.map(|read| read.args),
            id: id.map(|id| text.slice(&id).to_owned()),
            session: session_in(text, json).or_else(|| scope.session.clone()),
            identity,
            ..Call::new(whole, text.place(json.span), tool)
        };
        self.held.add(key, text.chunk.cut_out(call), Stage::Asked, found);
    }

    /// Whether the id shows that the call was seen before.
    fn is_known(&mut self, id: &Json, call: Known) -> bool {
        let Some(known) = self.ids.set(self.setting.fingerprints.of(id), call) else { return false };
        let is_in_one_list = call.list.is_some() && call.list == known.list;
        self.ids_repeat |= known.fingerprint != call.fingerprint || is_in_one_list;
        !self.ids_repeat
    }
}

/// Who wrote a message. LangChain has a type instead.
fn role_of(json: &Json) -> Option<&str> {
    let kind = json.get("type").and_then(Json::text).filter(|_| json.get("content").is_some());
    let kind = kind.filter(|kind| matches!(*kind, "human" | "ai" | "system" | "tool"));
    json.get("role").and_then(Json::text).or(kind)
}

fn classify(text: &Text<'_>, json: &Json, around: Surroundings<'_>, setting: &Setting) -> ValueKind {
    let kinds = DIALECTS.iter().map(|dialect| dialect(text, json, around, setting));
    kinds.into_iter().find(|kind| !matches!(kind, ValueKind::Container)).unwrap_or(ValueKind::Container)
}
