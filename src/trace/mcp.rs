//! MCP messages, from a log or from HTTP bodies: which `tools/call` requests are calls of their own.
//!
//! | seen | is |
//! | --- | --- |
//! | a request with an id that is not answered yet, of the same tool and arguments | the same call, seen from the other side of a proxy, or sent again |
//! | a request with `inputResponses` or `requestState`, of a call that is not answered but by a question | the same call, going on |
//! | any other request | a call |

use std::collections::VecDeque;

use super::arguments::{self, Read};
use super::call::{Call, Found, Unreadable};
use super::errors;
use super::prints::Prints;
use super::recent::Recent;
use super::text::Text;
use crate::source::json::{Json, JsonKind};
use crate::vocab::Time;

/// How many requests without an answer are remembered.
const OPEN: usize = 100_000;

/// How deep lists of messages may stand in lists.
const DEPTH: usize = 4;

/// What is known of a message from where it stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    pub time: Option<Time>,
    /// As its JSON text.
    pub session: Option<String>,
    pub grant: Option<String>,
}

/// What was said so far.
pub(super) struct Conversation {
    prints: Prints,
    /// The calls of requests that are not answered, by session and id.
    open: Recent<u64>,
    /// How many requests of a call are not answered, or by a question only.
    waiting: Recent<u32>,
    /// Counts `initialize` requests: ids are counted anew behind one.
    sessions: u64,
}

impl Conversation {
    pub fn new() -> Self {
        Self { prints: Prints::default(), open: Recent::new(OPEN), waiting: Recent::new(OPEN), sessions: 0 }
    }

    /// Whether a value is a message, as far as one can tell without `jsonrpc` in it.
    pub fn is_message(json: &Json) -> bool {
        let is_call = || json.get("method").and_then(Json::text) == Some("tools/call");
        json.get("jsonrpc").is_some() || (is_call() && json.get("params").is_some())
    }

    /// A message, or a batch of them.
    pub fn message(&mut self, text: &Text<'_>, json: &Json, context: &Context, found: &mut VecDeque<Found>) {
        self.messages(text, json, context, found, DEPTH);
    }

    /// The answers in a message, or in a batch, whose requests are not to be looked for.
    pub fn answers(&mut self, json: &Json, context: &Context) {
        for message in json.elements().unwrap_or(std::slice::from_ref(json)) {
            if let Some(id) = message.get("id").filter(|_| message.get("method").is_none()) {
                let asks = message.get("result").is_some_and(asks_for_input);
                self.answer(id, context, asks);
            }
        }
    }

    /// That the requests in a message, or in a batch, were answered, as far as one can tell finally.
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
                Ok(Some(call)) => found.push_back(text.page.call(call)),
                Ok(None) => {}
                Err(unreadable) => found.push_back(text.page.unreadable(unreadable)),
            },
            Some("initialize") => self.sessions += 1,
            Some(_) => {}
            None => self.answers(json, context),
        }
    }

    /// A request to call a tool; nothing where it belongs to a call that was found.
    fn call(&mut self, text: &Text<'_>, json: &Json, context: &Context) -> Result<Option<Call>, Unreadable> {
        let Some(params) = json.get("params") else { return Err(errors::no_tool(text.place(json.span))) };
        if params.members().is_none() {
            return Err(errors::params_no_object(text.place(params.span), params));
        }
        let tool = arguments::tool(text, params, params.get("name"))?;
        let read = match params.get("arguments") {
            None | Some(Json { kind: JsonKind::Null, .. }) => arguments::none(),
            Some(written) => arguments::object(text, written, &self.prints)?,
        };
        let goes_on = params.get("inputResponses").is_some() || params.get("requestState").is_some();
        let id = json.get("id");
        if !self.is_new(context, id, &tool, &read, goes_on) {
            return Ok(None);
        }
        Ok(Some(Call {
            excerpt: text.page.whole(),
            span: text.place(json.span),
            time: context.time,
            grant: context.grant.clone(),
            tool,
            args: Some(read.args),
            expect: None,
            id: id.map(|id| text.slice(id).to_owned()),
            session: context.session.clone(),
        }))
    }

    fn is_new(&mut self, context: &Context, id: Option<&Json>, tool: &str, read: &Read, goes_on: bool) -> bool {
        let call = self.prints.join((&context.session, tool, read.print));
        if let Some(key) = id.map(|id| self.key(context, id)) {
            if self.open.get(key) == Some(&call) {
                return false;
            }
            self.open.set(key, call);
        }
        let waiting = self.waiting.get(call).copied().unwrap_or(0);
        if goes_on && waiting > 0 {
            return false;
        }
        self.waiting.set(call, waiting.saturating_add(1));
        true
    }

    fn answer(&mut self, id: &Json, context: &Context, asks: bool) {
        let key = self.key(context, id);
        let Some(call) = self.open.remove(key).filter(|_| !asks) else { return };
        match self.waiting.remove(call) {
            None | Some(0 | 1) => {}
            Some(more) => drop(self.waiting.set(call, more - 1)),
        }
    }

    /// A request of a session. Where sessions have no names, they begin with `initialize`.
    fn key(&self, context: &Context, id: &Json) -> u64 {
        let sessions = if context.session.is_some() { 0 } else { self.sessions };
        self.prints.join((&context.session, sessions, self.prints.of(id)))
    }
}

/// Whether a result is a question to the client, which it answers by the same request again.
fn asks_for_input(result: &Json) -> bool {
    match result.get("resultType").and_then(Json::text) {
        Some(kind) => kind == "input_required",
        None => result.get("inputRequests").is_some() || result.get("requestState").is_some(),
    }
}
