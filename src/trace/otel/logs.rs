//! The log records in which coding agents report the calls of tools: Claude Code, Gemini CLI, Qwen Code, Codex.

use super::span::stamp;
use super::values::Attributes;
use crate::source::json::Json;
use crate::trace::arguments::Read;
use crate::trace::call::{Call, Found, Unreadable};
use crate::trace::errors;
use crate::trace::fingerprints::Fingerprints;
use crate::trace::text::Text;
use crate::trace::times::time;
use crate::trace::tool_call::tool_call;
use crate::vocab::Stamp;

/// What an agent calls the record of a call.
struct Writer {
    /// The event, in the record's body or in `event.name`, which may leave out the agent.
    event: &'static str,
    tools: &'static [&'static str],
    arguments: &'static [&'static str],
    /// What a name that has no server starts with if it is a server's tool; other tools are the agent's own.
    mark: Option<&'static str>,
}

const WRITERS: [Writer; 4] = [
    Writer {
        event: "claude_code.tool_result",
        tools: &["tool_name"],
        arguments: &["tool_input", "tool_parameters"],
        mark: Some("mcp__"),
    },
    Writer { event: "gemini_cli.tool_call", tools: &["function_name"], arguments: &["function_args"], mark: None },
    Writer { event: "qwen-code.tool_call", tools: &["function_name"], arguments: &["function_args"], mark: None },
    Writer { event: "codex.tool_result", tools: &["tool_name"], arguments: &["arguments"], mark: Some("mcp__") },
];

/// The record of a user's decision, which Claude Code and Codex write beside that of the call.
const DECISIONS: [&str; 2] = ["claude_code.tool_decision", "codex.tool_decision"];

const GRANTS: [&str; 4] = ["user.email", "user.account_uuid", "user.account_id", "user.id"];
const SESSIONS: [&str; 2] = ["session.id", "conversation.id"];
const TIMES: [&str; 6] = ["timeUnixNano", "observedTimeUnixNano", "time_unix_nano", "Timestamp", "timestamp", "time"];

/// What Claude Code writes as the tool if it does not record the names of servers' tools.
const UNNAMED: &str = "mcp_tool";

/// Whether a value is such a record.
pub(super) fn is_record(json: &Json) -> bool {
    event(json).is_some_and(|event| writer(event).is_some() || is_decision(event))
}

/// The call in a record, if it has one.
pub(super) fn call(text: &Text<'_>, json: &Json, fingerprints: &Fingerprints) -> Option<Found> {
    let attributes = Attributes::of(json);
    let event = event(json)?;
    let decision = attributes.text("decision").unwrap_or_default();
    let is_refused = matches!(decision, "reject" | "rejected" | "denied" | "abort");
    let Some(writer) = writer(event) else { return is_refused.then_some(Found::Rejected) };
    if is_refused {
        // Claude Code and Codex count it with the decision.
        return writer.mark.is_none().then_some(Found::Rejected);
    }
    Some(match of_writer(text, json, &attributes, writer, fingerprints) {
        Ok(Some(call)) => text.chunk.call(call),
        Ok(None) => Found::PassedOver,
        Err(unreadable) => text.chunk.unreadable(unreadable),
    })
}

fn of_writer(
    text: &Text<'_>,
    json: &Json,
    attributes: &Attributes<'_>,
    writer: &Writer,
    fingerprints: &Fingerprints,
) -> Result<Option<Call>, Unreadable> {
    let details = attributes.get("tool_parameters").and_then(|value| value.string());
    let details = details.and_then(|details| Json::parse_text(details.text()?).ok());
    let detail = |name: &str| details.as_ref().and_then(|details| details.get(name)?.text());
    let written = attributes.any_text(writer.tools);
    let tool = detail("mcp_tool_name").or(written).ok_or_else(|| errors::no_tool(text.place(json.span)))?;
    let server = detail("mcp_server_name").or(attributes.any_text(&["mcp_server_name", "mcp_server"]));
    let is_native = attributes.text("tool_type") == Some("native");
    let is_own = server.is_none() && writer.mark.is_some_and(|mark| !tool.starts_with(mark));
    if tool == UNNAMED {
        return Err(errors::unnamed_tool(text.place(json.span)));
    }
    if is_own || is_native {
        return Ok(None);
    }
    let read = arguments(text, attributes, writer, detail("mcp_tool_name").is_some(), fingerprints)?;
    let id =
        attributes.scalar(&["tool_use_id", "call_id", "prompt_id"]).filter(|_| attributes.get("prompt_id").is_none());
    let session = attributes.scalar(&SESSIONS);
    Ok(Some(Call {
        time: time_of(json, attributes),
        grant: attributes.any_text(&GRANTS).map(str::to_owned),
        id: id.map(|id| text.slice(id).to_owned()),
        session: session.map(|session| text.slice(session).to_owned()),
        ..tool_call(text, json.span, (tool.to_owned(), server), read)
    }))
}

/// The arguments. Claude Code's parameters may only say which tool it was.
fn arguments(
    text: &Text<'_>,
    attributes: &Attributes<'_>,
    writer: &Writer,
    only_names: bool,
    fingerprints: &Fingerprints,
) -> Result<Option<Read>, Unreadable> {
    let names = writer.arguments.iter().filter(|name| !(only_names && **name == "tool_parameters"));
    let value = names.filter_map(|name| attributes.get(name)).next();
    value.map(|value| value.arguments(text, fingerprints)).transpose()
}

fn time_of(json: &Json, attributes: &Attributes<'_>) -> Option<Stamp> {
    let of_record = TIMES.iter().find_map(|name| stamp(json.get(name)?));
    of_record.or_else(|| attributes.get("event.timestamp")?.scalar().and_then(time))
}

fn writer(event: &str) -> Option<&'static Writer> {
    WRITERS.iter().find(|writer| writer.event == event || writer.event.rsplit('.').next() == Some(event))
}

fn is_decision(event: &str) -> bool {
    DECISIONS.contains(&event) || event == "tool_decision"
}

/// The event of a record: with the agent's name if the body has it.
fn event(json: &Json) -> Option<&str> {
    let body = json.get("body").or_else(|| json.get("Body"));
    let body = body.and_then(|body| body.text().or_else(|| body.get("stringValue").and_then(Json::text)));
    let is_event = |event: &&str| writer(event).is_some() || is_decision(event);
    let name = json.get("eventName").or_else(|| json.get("event_name")).and_then(Json::text);
    body.filter(is_event).or(name.filter(is_event)).or_else(|| Attributes::of(json).text("event.name").filter(is_event))
}
