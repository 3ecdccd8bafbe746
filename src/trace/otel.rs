//! OpenTelemetry: OTLP as JSON, in batches as collectors and exporters write them, or a span per line. Calls are
//! the spans of tools, the calls that chat spans report, and the log records of coding agents. A [`Window`] finds
//! the spans that belong to one call.

mod asked;
mod logs;
mod span;
mod tool;
mod values;
mod window;

use std::collections::VecDeque;

use span::Span;
use window::{Role, ToolSpan, Window};

use super::arguments::Read;
use super::call::{Call, Found, Unreadable};
use super::chunk::Chunk;
use super::fingerprints::Fingerprints;
use super::likeness::Likeness;
use super::opening::Opening;
use super::reader::Reader;
use super::text::Text;
use super::tool_call::tool_call;
use crate::source::json::Json;

const REQUEST_IDS: [&str; 2] = ["jsonrpc.request.id", "mcp.request.id"];
const SESSION: &str = "mcp.session.id";
const CONVERSATIONS: [&str; 3] = ["gen_ai.conversation.id", "session.id", "langfuse.session.id"];

pub(super) fn reader(opening: &Opening<'_>) -> Box<dyn Reader> {
    Box::new(Spans { fingerprints: opening.run.fingerprints.clone(), window: Window::new() })
}

pub(super) fn looks_like(json: &Json) -> Likeness {
    Likeness::surely(span::is_batch(json) || span::is_span(json) || logs::is_record(json) || is_of_tool(json))
}

/// Whether a value is the span of a tool. Some exporters leave out the ids.
fn is_of_tool(json: &Json) -> bool {
    let has_attributes = json.get("attributes").is_some_and(|attributes| attributes.members().is_some());
    has_attributes && tool::role(&Span::of(json)).is_some()
}

struct Spans {
    fingerprints: Fingerprints,
    window: Window,
}

impl Reader for Spans {
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>) {
        let text = Text::of_chunk(chunk);
        let mut tools = Vec::new();
        span::visit(json, &mut |json| {
            if logs::is_record(json) {
                found.extend(logs::call(&text, json, &self.fingerprints));
                return;
            }
            let span = Span::of(json);
            match self.span(&text, &span) {
                Ok(Some(tool)) => tools.push(tool),
                Ok(None) => tools.extend(self.asked(&text, &span)),
                Err(unreadable) => found.push_back(chunk.unreadable(unreadable)),
            }
        });
        self.window.add(tools, found);
    }

    fn end(&mut self, found: &mut VecDeque<Found>) {
        self.window.end(found);
    }
}

impl Spans {
    /// The span of a tool; for any other span, only its parent is recorded.
    fn span(&mut self, text: &Text<'_>, span: &Span<'_>) -> Result<Option<ToolSpan>, Unreadable> {
        let id = |id: Option<&str>| id.map(|id| self.fingerprints.join((span.trace(), id)));
        let (own, parent) = (id(span.own()), id(span.parent()));
        if let Some((own, parent)) = own.zip(parent) {
            self.window.child(own, parent);
        }
        let Some(role) = tool::role(span) else { return Ok(None) };
        let tool = tool::tool(text, span)?;
        let read = tool::args(text, span, &self.fingerprints)?;
        let call_id = span.attributes.scalar(&tool::CALL_IDS);
        let request = span.attributes.scalar(&REQUEST_IDS);
        let session = span.attributes.scalar(&[SESSION]);
        let of = |value: &Json| text.slice(value).to_owned();
        let id = call_id.or(request).map(of);
        let fingerprint = self.fingerprints.join(&tool);
        let tool_span = self.tool_span(text, span, (role, tool), read, id);
        Ok(Some(ToolSpan {
            own,
            parent,
            call_id: call_id.map(|id| self.fingerprints.join(("call", fingerprint, self.fingerprints.of(id)))),
            request: request.zip(session).map(|(request, session)| {
                let (request, session) = (self.fingerprints.of(request), self.fingerprints.of(session));
                self.fingerprints.join(("request", fingerprint, request, session))
            }),
            ..tool_span
        }))
    }

    /// The calls that the model asked for in a chat span.
    fn asked(&self, text: &Text<'_>, span: &Span<'_>) -> Vec<ToolSpan> {
        let calls = asked::calls(text, span, &self.fingerprints);
        let tool_span = |asked: asked::Asked| {
            let fingerprint = self.fingerprints.join(&asked.tool);
            let id = asked.id.as_ref().and_then(|id| Json::parse_text(id).ok());
            let call_id = id.map(|id| self.fingerprints.join(("call", fingerprint, self.fingerprints.of(&id))));
            let tool_span = self.tool_span(text, span, (Role::Asked, asked.tool), asked.read, asked.id);
            ToolSpan { call_id, ..tool_span }
        };
        calls.into_iter().map(tool_span).collect()
    }

    /// What the spans of all roles have in common.
    fn tool_span(
        &self,
        text: &Text<'_>,
        span: &Span<'_>,
        (role, tool): (Role, String),
        read: Option<Read>,
        id: Option<String>,
    ) -> ToolSpan {
        let session = span.attributes.scalar(&[SESSION]).or_else(|| span.attributes.scalar(&CONVERSATIONS));
        let start = span.start();
        let (fingerprint, args) = (self.fingerprints.join(&tool), read.as_ref().map(|read| read.fingerprint));
        let server = span.attributes.any_text(&tool::SERVERS);
        let call = Call {
            time: span.time(),
            grant: span.attributes.any_text(&tool::GRANTS).map(str::to_owned),
            id,
            session: session.map(|session| text.slice(session).to_owned()),
            failed: span.is_error(),
            ..tool_call(text, span.json.span, (tool, server), read)
        };
        ToolSpan {
            own: None,
            parent: None,
            trace: self.fingerprints.join(span.trace()),
            role,
            tool: fingerprint,
            start,
            end: span.end(),
            args,
            call_id: None,
            request: None,
            call: text.chunk.cut_out(call),
        }
    }
}
