//! MCP messages, from a log or from HTTP bodies: which `tools/call` requests are calls of their own.
//!
//! | seen | counts as |
//! | --- | --- |
//! | a request with the tool, the arguments, the grant and the id of one that is not answered yet, less than a minute later | the same call, seen from the other side of a proxy, or sent again |
//! | a request with `inputResponses` or `requestState`, for a call that is not answered, or answered only with a question | the same call, continued |
//! | any other request | a call |

use std::collections::VecDeque;

use super::arguments::{self, Read};
use super::call::{Call, Found, Identity, Unreadable};
use super::errors;
use super::fingerprints::Fingerprints;
use super::held::{Held, Stage};
use super::opening::Opening;
use super::recent::Recent;
use super::rejections::is_denial;
use super::text::Text;
use crate::source::json::{Json, JsonKind};
use crate::vocab::Stamp;

/// How many requests without an answer are remembered.
const OPEN: usize = 100_000;

/// The longest name of a grant that is remembered.
const LONGEST_GRANT: usize = 1_024;

/// How deeply lists of messages may be nested.
const DEPTH: usize = 4;

/// What is known about a message from its surroundings.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    pub time: Option<Stamp>,
    /// As JSON text.
    pub session: Option<String>,
    pub grant: Option<String>,
    pub server: Option<String>,
}

/// What was said so far.
pub(super) struct Conversation {
    fingerprints: Fingerprints,
    /// Unanswered requests, by connection, id and grant.
    open: Recent<Request>,
    /// The last grant that made a request with an id, by connection and id.
    grants: Recent<Option<String>>,
    /// The requests for a call that are unanswered, or answered only with a question.
    waiting: Recent<Waiting>,
    /// The calls that wait for their answers, if it matters what became of them.
    held: Option<Held>,
    /// How many calls were found.
    calls: u64,
    /// Counts `initialize` requests: ids start over after one.
    sessions: u64,
}

/// A request that is not answered.
#[derive(Clone, Copy)]
struct Request {
    /// The fingerprint of the call.
    call: u64,
    /// The number of the call.
    number: u64,
    time: Option<Stamp>,
}

/// Requests for the same call.
#[derive(Clone, Copy, Default)]
struct Waiting {
    requests: u32,
    /// The number of the last one.
    number: u64,
}

/// What the answer to a request says.
#[derive(Clone, Copy)]
enum Answer {
    /// It asks the client for something.
    Question,
    /// It was not read.
    Unread,
    /// It is the result, or an error.
    Result { failed: bool },
}

impl Request {
    /// Whether another request is the same one, seen again. Clients that use an id again do so later.
    fn is_again(&self, other: &Request) -> bool {
        const MINUTE: i64 = 60 * 1_000_000;
        let apart = self.time.zip(other.time).map(|(own, other)| own.time.micros.abs_diff(other.time.micros));
        self.call == other.call && apart.is_none_or(|apart| apart < MINUTE as u64)
    }
}

impl Conversation {
    pub fn new(opening: &Opening<'_>) -> Self {
        let fingerprints = opening.run.fingerprints.clone();
        Self {
            fingerprints,
            open: Recent::new(OPEN),
            grants: Recent::new(OPEN),
            waiting: Recent::new(OPEN),
            held: opening.run.options.outcomes.then(Held::new),
            calls: 0,
            sessions: 0,
        }
    }

    /// A message, or a batch of them.
    pub fn message(&mut self, text: &Text<'_>, json: &Json, context: &Context, found: &mut VecDeque<Found>) {
        self.messages(text, json, context, found, DEPTH);
    }

    /// The responses in a message or a batch; requests in it are ignored.
    pub fn answers(&mut self, json: &Json, context: &Context) {
        for message in json.elements().unwrap_or(std::slice::from_ref(json)) {
            if let Some(id) = message.get("id").filter(|_| message.get("method").is_none()) {
                let answer = match message.get("result") {
                    Some(result) if asks_for_input(result) => Answer::Question,
                    result => Answer::Result { failed: self.held.is_some() && result.is_none_or(is_failure) },
                };
                self.answer(id, context, answer);
            }
        }
    }

    /// Takes note that the requests in a message or a batch were answered for good.
    pub fn close(&mut self, json: &Json, context: &Context) {
        for id in json.elements().unwrap_or(std::slice::from_ref(json)).iter().filter_map(|request| request.get("id")) {
            self.answer(id, context, Answer::Unread);
        }
    }

    /// Takes note that a request was refused before it reached the server.
    pub fn refused(&mut self) {
        if let Some(held) = &mut self.held {
            held.expect_answers();
        }
    }

    /// Passes on something else, after the calls that wait.
    pub fn pass(&mut self, other: Found, found: &mut VecDeque<Found>) {
        match &mut self.held {
            Some(held) => held.pass(other, found),
            None => found.push_back(other),
        }
    }

    /// The end of the trace.
    pub fn end(&mut self, found: &mut VecDeque<Found>) {
        if let Some(held) = &mut self.held {
            held.end(found);
        }
    }

    fn add(&mut self, text: &Text<'_>, call: Call, found: &mut VecDeque<Found>) {
        match &mut self.held {
            Some(held) => held.add(Some(self.calls), text.chunk.cut_out(call), Stage::Asked, found),
            None => found.push_back(text.chunk.call(call)),
        }
    }

    fn messages(&mut self, text: &Text<'_>, json: &Json, context: &Context, found: &mut VecDeque<Found>, depth: usize) {
        if let (Some(elements), Some(depth)) = (json.elements(), depth.checked_sub(1)) {
            for element in elements {
                self.messages(text, element, context, found, depth);
            }
            return;
        }
        match json.get("method").and_then(Json::text) {
            Some("tools/call") => match self.call(text, json, context) {
                Ok(Some(call)) => self.add(text, call, found),
                Ok(None) => self.pass(Found::Repeated, found),
                Err(unreadable) => self.pass(text.chunk.unreadable(unreadable), found),
            },
            Some("initialize") => self.sessions += 1,
            Some(_) => {}
            None => self.answers(json, context),
        }
    }

    /// A request to call a tool; `None` if it belongs to a call that was already found.
    fn call(&mut self, text: &Text<'_>, json: &Json, context: &Context) -> Result<Option<Call>, Unreadable> {
        let Some(params) = json.get("params") else { return Err(errors::no_tool(text.place(json.span))) };
        if params.members().is_none() {
            return Err(errors::params_no_object(text.place(params.span), params));
        }
        let tool = arguments::tool(text, params, params.get("name"))?;
        let read = match params.get("arguments") {
            None | Some(Json { kind: JsonKind::Null, .. }) => arguments::none(),
            Some(written) => arguments::object(text, written, &self.fingerprints)?,
        };
        let goes_on = params.get("inputResponses").is_some() || params.get("requestState").is_some();
        let id = json.get("id");
        if !self.is_new(context, id, &tool, &read, goes_on) {
            return Ok(None);
        }
        Ok(Some(Call {
            server: context.server.clone(),
            time: context.time,
            grant: context.grant.clone(),
            identity: Identity::Request(read.fingerprint),
            args: Some(read.args),
            id: id.map(|id| text.slice(id).to_owned()),
            session: context.session.clone(),
            ..Call::new(text.chunk.whole(), text.place(json.span), tool)
        }))
    }

    /// Whether it is a new call, which gets the next number.
    fn is_new(&mut self, context: &Context, id: Option<&Json>, tool: &str, read: &Read, goes_on: bool) -> bool {
        let call = self.fingerprints.join((&context.session, &context.server, &context.grant, tool, read.fingerprint));
        let waiting = self.waiting.get(call).copied().unwrap_or_default();
        let is_continued = goes_on && waiting.requests > 0;
        let number = if is_continued { waiting.number } else { self.calls + 1 };
        if let Some(id) = id.map(|id| self.id(context, id)) {
            let (key, request) = (self.key(id, &context.grant), Request { call, number, time: context.time });
            if self.open.get(key).is_some_and(|open| open.is_again(&request)) {
                return false;
            }
            self.open.set(key, request);
            let grant = context.grant.clone().filter(|grant| grant.len() <= LONGEST_GRANT);
            self.grants.set(id, grant);
        }
        if is_continued {
            return false;
        }
        self.calls = number;
        self.waiting.set(call, Waiting { requests: waiting.requests.saturating_add(1), number });
        true
    }

    fn answer(&mut self, id: &Json, context: &Context, answer: Answer) {
        let id = self.id(context, id);
        // An answer may be logged without the grant.
        let grant = context.grant.clone().or_else(|| self.grants.get(id).cloned().flatten());
        let key = self.key(id, &grant);
        let Some(Request { call, number, .. }) = self.open.remove(key) else { return };
        match (answer, &mut self.held) {
            (Answer::Question, _) => return,
            (Answer::Result { failed }, Some(held)) => held.answer(number, failed),
            (Answer::Result { .. } | Answer::Unread, _) => {}
        }
        if let Some(waiting) = self.waiting.remove(call).filter(|waiting| waiting.requests > 1) {
            self.waiting.set(call, Waiting { requests: waiting.requests - 1, ..waiting });
        }
    }

    /// An id on a connection. Sessions without a name begin with `initialize`.
    fn id(&self, context: &Context, id: &Json) -> u64 {
        let sessions = if context.session.is_some() { 0 } else { self.sessions };
        self.fingerprints.join((&context.session, &context.server, sessions, self.fingerprints.of(id)))
    }

    fn key(&self, id: u64, grant: &Option<String>) -> u64 {
        self.fingerprints.join((id, grant))
    }
}

/// Whether a result is a question to the client, which the client answers by repeating the request.
fn asks_for_input(result: &Json) -> bool {
    match result.get("resultType").and_then(Json::text) {
        Some(kind) => kind == "input_required",
        None => result.get("inputRequests").is_some() || result.get("requestState").is_some(),
    }
}

/// Whether a result says that the call failed, or that the gateway denied it.
fn is_failure(result: &Json) -> bool {
    let is_error = result.get("isError").is_some_and(|error| error.kind == JsonKind::Boolean(true));
    is_error || result.get("content").is_some_and(is_denial)
}
