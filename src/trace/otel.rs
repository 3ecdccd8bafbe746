//! OpenTelemetry traces, OTLP as JSON: one batch of spans per line, as collectors and exporters write them.
//! Calls are GenAI spans (`execute_tool`) and MCP spans (`tools/call`), of clients and servers. A [`Window`]
//! finds the spans that belong to one call.

mod values;
mod window;

use std::collections::VecDeque;

use values::Attributes;
use window::{Role, ToolSpan, Window};

use super::arguments::{self, Read};
use super::call::{Args, Call, Found, Identity, Unreadable, Written};
use super::chunk::Chunk;
use super::errors;
use super::fingerprints::Fingerprints;
use super::likeness::Likeness;
use super::opening::Opening;
use super::reader::Reader;
use super::text::Text;
use crate::source::json::{Json, JsonKind};
use crate::vocab::Time;

/// The attribute names of the conventions and of their older versions.
const TOOL: [&str; 2] = ["gen_ai.tool.name", "mcp.tool.name"];
const ARGUMENTS: &str = "gen_ai.tool.call.arguments";
const CALL_ID: &str = "gen_ai.tool.call.id";
const REQUEST_ID: [&str; 2] = ["jsonrpc.request.id", "mcp.request.id"];
const SESSION: &str = "mcp.session.id";
const CONVERSATION: &str = "gen_ai.conversation.id";

pub(super) fn reader(opening: &Opening<'_>) -> Box<dyn Reader> {
    Box::new(Spans { fingerprints: opening.run.fingerprints.clone(), window: Window::new() })
}

pub(super) fn looks_like(json: &Json) -> Likeness {
    let has = |name: &str| json.get(name).is_some_and(|list| list.elements().is_some());
    Likeness::surely(has("resourceSpans") || has("resourceLogs") || has("resourceMetrics"))
}

struct Spans {
    fingerprints: Fingerprints,
    window: Window,
}

impl Reader for Spans {
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>) {
        let text = Text::of_chunk(chunk);
        let mut tools = Vec::new();
        for batch in json.elements().unwrap_or(std::slice::from_ref(json)) {
            for span in lists(batch, ["resourceSpans", "scopeSpans", "spans"]) {
                match self.span(&text, span) {
                    Ok(tool) => tools.extend(tool),
                    Err(unreadable) => found.push_back(chunk.unreadable(unreadable)),
                }
            }
        }
        self.window.add(tools, found);
    }

    fn end(&mut self, found: &mut VecDeque<Found>) {
        self.window.end(found);
    }
}

/// The elements of nested lists, under these keys.
fn lists<'j>(json: &'j Json, keys: [&str; 3]) -> impl Iterator<Item = &'j Json> {
    let [first, second, third] =
        keys.map(|key| move |json: &'j Json| json.get(key).and_then(Json::elements).unwrap_or_default());
    first(json).iter().flat_map(second).flat_map(third)
}

impl Spans {
    /// The span of a tool; for any other span, only its parent is recorded.
    fn span(&mut self, text: &Text<'_>, span: &Json) -> Result<Option<ToolSpan>, Unreadable> {
        let trace = span.get("traceId").and_then(Json::text).unwrap_or_default();
        let id = |name: &str| {
            let id = span.get(name).and_then(Json::text).filter(|id| !id.is_empty())?;
            Some(self.fingerprints.join((trace, id)))
        };
        let (own, parent) = (id("spanId"), id("parentSpanId"));
        if let Some((own, parent)) = own.zip(parent) {
            self.window.child(own, parent);
        }
        let attributes = Attributes::of(span);
        let Some(role) = role(span, &attributes) else { return Ok(None) };
        let tool = tool(text, span, &attributes)?;
        let fingerprint = self.fingerprints.join(&tool);
        let read = self.args(text, &attributes)?;
        let start = span.get("startTimeUnixNano").and_then(nanos);
        let call_id = attributes.get(CALL_ID).and_then(values::scalar);
        let request = REQUEST_ID.iter().find_map(|name| attributes.get(name)).and_then(values::scalar);
        let session = attributes.get(SESSION).and_then(values::scalar);
        let of = |value: &Json| text.slice(value).to_owned();
        let conversation = || attributes.get(CONVERSATION).and_then(values::scalar);
        let args_print = read.as_ref().map(|read| read.fingerprint);
        let call = Call {
            time: start.map(|nanos| Time { micros: nanos.div_euclid(1_000) }.into()),
            args: read.map(|read| read.args),
            id: call_id.or(request).map(of),
            session: session.or_else(conversation).map(of),
            identity: Identity::Id(args_print.unwrap_or_default()),
            ..Call::new(text.chunk.whole(), text.place(span.span), tool)
        };
        Ok(Some(ToolSpan {
            own,
            parent,
            role,
            tool: fingerprint,
            start,
            end: span.get("endTimeUnixNano").and_then(nanos),
            args: args_print,
            call_id: call_id.map(|id| self.fingerprints.join(("call", fingerprint, self.fingerprints.of(id)))),
            request: request.zip(session).map(|(request, session)| {
                self.fingerprints.join((
                    "request",
                    fingerprint,
                    self.fingerprints.of(request),
                    self.fingerprints.of(session),
                ))
            }),
            call: text.chunk.cut_out(call),
        }))
    }

    /// Arguments as a string or as a structure; `None` if they were not recorded, which is the usual case.
    fn args(&self, text: &Text<'_>, attributes: &Attributes<'_>) -> Result<Option<Read>, Unreadable> {
        let Some(value) = attributes.get(ARGUMENTS) else { return Ok(None) };
        match value.get("stringValue") {
            Some(string) => arguments::quoted(text, string, &self.fingerprints).map(Some),
            None => {
                let json = values::object(value).ok_or_else(|| errors::no_structure(text.place(value.span)))?;
                let fingerprint = Json::parse_text(&json).map_or(0, |tree| self.fingerprints.of(&tree));
                Ok(Some(Read { args: Args { json, written: Written::Nowhere }, fingerprint }))
            }
        }
    }
}

fn role(span: &Json, attributes: &Attributes<'_>) -> Option<Role> {
    let name = span.get("name").and_then(Json::text).unwrap_or_default();
    let method = attributes.text("mcp.method.name");
    let operation = attributes.text("gen_ai.operation.name");
    let is_called = |word: &str| name == word || name.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '));
    if method == Some("tools/call") || (method.is_none() && is_called("tools/call")) {
        Some(Role::Mcp)
    } else if operation == Some("execute_tool") || (operation.is_none() && is_called("execute_tool")) {
        Some(Role::Execute)
    } else {
        None
    }
}

/// The tool's name: an attribute, or else the end of the span's name.
fn tool(text: &Text<'_>, span: &Json, attributes: &Attributes<'_>) -> Result<String, Unreadable> {
    if let Some(value) = TOOL.iter().find_map(|name| attributes.get(name)) {
        let name = value.get("stringValue").and_then(Json::text).map(str::to_owned);
        return name.ok_or_else(|| errors::tool_of_other_type(text.place(value.span)));
    }
    let name = span.get("name").and_then(Json::text).unwrap_or_default();
    match name.split_once(' ') {
        Some((_, tool)) if !tool.is_empty() => Ok(tool.to_owned()),
        Some(_) | None => Err(errors::no_tool(text.place(span.span))),
    }
}

/// 64-bit numbers must be strings in JSON; some writers use a number anyway.
fn nanos(json: &Json) -> Option<i64> {
    let nanos = match &json.kind {
        JsonKind::Text(text) => text.parse().ok(),
        JsonKind::Number(number) => number.and_then(|number| i64::try_from(number.as_whole()?).ok()),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::List(_) | JsonKind::Object(_) => None,
    };
    nanos.filter(|&nanos| nanos > 0)
}
