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
use super::opening::Opening;
use super::recent::Recent;
use super::text::Text;
use crate::source::json::{Json, JsonKind};
use crate::vocab::Stamp;

/// How many requests without an answer are remembered.
const OPEN: usize = 100_000;

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
    /// How many requests for a call are unanswered, or answered only with a question.
    waiting: Recent<u32>,
    /// Counts `initialize` requests: ids start over after one.
    sessions: u64,
}

/// A request that is not answered.
#[derive(Clone, Copy)]
struct Request {
    /// The fingerprint of the call.
    call: u64,
    time: Option<Stamp>,
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
                let asks = message.get("result").is_some_and(asks_for_input);
                self.answer(id, context, asks);
            }
        }
    }

    /// Takes note that the requests in a message or a batch were answered for good.
    pub fn close(&mut self, json: &Json, context: &Context) {
        for id in json.elements().unwrap_or(std::slice::from_ref(json)).iter().filter_map(|request| request.get("id")) {
            self.answer(id, context, false);
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
                Ok(Some(call)) => found.push_back(text.chunk.call(call)),
                Ok(None) => found.push_back(Found::Repeated),
                Err(unreadable) => found.push_back(text.chunk.unreadable(unreadable)),
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

    fn is_new(&mut self, context: &Context, id: Option<&Json>, tool: &str, read: &Read, goes_on: bool) -> bool {
        let call = self.fingerprints.join((&context.session, &context.server, &context.grant, tool, read.fingerprint));
        if let Some(id) = id.map(|id| self.id(context, id)) {
            let (key, request) = (self.key(id, &context.grant), Request { call, time: context.time });
            if self.open.get(key).is_some_and(|open| open.is_again(&request)) {
                return false;
            }
            self.open.set(key, request);
            self.grants.set(id, context.grant.clone());
        }
        let waiting = self.waiting.get(call).copied().unwrap_or(0);
        if goes_on && waiting > 0 {
            return false;
        }
        self.waiting.set(call, waiting.saturating_add(1));
        true
    }

    fn answer(&mut self, id: &Json, context: &Context, asks: bool) {
        let id = self.id(context, id);
        // An answer may be logged without the grant.
        let grant = context.grant.clone().or_else(|| self.grants.get(id).cloned().flatten());
        let key = self.key(id, &grant);
        let Some(Request { call, .. }) = self.open.remove(key).filter(|_| !asks) else { return };
        match self.waiting.remove(call) {
            None | Some(0 | 1) => {}
            Some(more) => drop(self.waiting.set(call, more - 1)),
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
