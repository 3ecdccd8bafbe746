//! The spans of tools: GenAI (`execute_tool`) and MCP (`tools/call`) by OpenTelemetry's conventions, and those of
//! OpenInference, OpenLLMetry, the AI SDK and others.

use super::span::Span;
use super::window::Role;
use crate::source::json::{Json, JsonKind};
use crate::trace::arguments::{self, Read};
use crate::trace::call::Unreadable;
use crate::trace::errors;
use crate::trace::fingerprints::Fingerprints;
use crate::trace::text::Text;

/// The attributes with the tool's name.
const TOOLS: [&str; 5] = ["gen_ai.tool.name", "mcp.tool.name", "ai.toolCall.name", "tool.name", "tool_name"];

/// The attributes with the arguments. Other texts than an object in one of them are a mistake.
const ARGUMENTS: [&str; 5] = [
    "gen_ai.tool.call.arguments",
    "ai.toolCall.args",
    "ai.toolCall.input",
    "tool_arguments",
    "gcp.vertex.agent.tool_call_args",
];

/// The attributes with the input of a span of any kind, which for a tool is usually its arguments.
const INPUTS: [&str; 3] = ["traceloop.entity.input", "input.value", "langfuse.observation.input"];

pub(super) const CALL_IDS: [&str; 4] = ["gen_ai.tool.call.id", "ai.toolCall.id", "tool_call.id", "tool.id"];
pub(super) const SERVERS: [&str; 4] = ["mcp.server.name", "mcp.server", "mcp_server_name", "gen_ai.mcp.server.name"];
pub(super) const GRANTS: [&str; 5] =
    ["enduser.id", "user.id", "user.email", "langfuse.user.id", "ai.telemetry.metadata.userId"];

/// The role of a tool's span; `None` for any other span.
pub(super) fn role(span: &Span<'_>) -> Option<Role> {
    let text = |key: &str| span.attributes.text(key);
    let method = text("mcp.method.name");
    let operation = text("gen_ai.operation.name");
    let is_called = |word: &str| {
        let name = span.name();
        name == word || name.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '))
    };
    if method == Some("tools/call") || (method.is_none() && is_called("tools/call")) {
        return Some(Role::Mcp);
    }
    let is_kind = |key: &str, kind: &str| text(key).is_some_and(|value| value.eq_ignore_ascii_case(kind));
    let is_tool = operation == Some("execute_tool")
        || is_kind("openinference.span.kind", "tool")
        || is_kind("traceloop.span.kind", "tool")
        || is_kind("langfuse.observation.type", "tool")
        || text("ai.operationId") == Some("ai.toolCall")
        || (operation.is_none()
            && (is_called("execute_tool") || is_called("ai.toolCall") || text("gen_ai.tool.name").is_some()));
    is_tool.then_some(Role::Execute)
}

/// The tool's name: an attribute, or else the end of the span's name.
pub(super) fn tool(text: &Text<'_>, span: &Span<'_>) -> Result<String, Unreadable> {
    if let Some(value) = span.attributes.any(&TOOLS) {
        let name = value.string().and_then(Json::text).map(str::to_owned);
        return name.ok_or_else(|| errors::tool_of_other_type(text.place(value.json().span)));
    }
    if let Some(name) = span.attributes.any_text(&["traceloop.entity.name"]) {
        return Ok(name.strip_suffix(".tool").unwrap_or(name).to_owned());
    }
    let name = span.name();
    let is_kind = span.attributes.get("openinference.span.kind").or(span.attributes.get("langfuse.observation.type"));
    match name.split_once(' ') {
        _ if is_kind.is_some() && !name.is_empty() => Ok(name.to_owned()),
        Some((_, tool)) if !tool.is_empty() => Ok(tool.to_owned()),
        Some(_) | None => Err(errors::no_tool(text.place(span.json.span))),
    }
}

/// The arguments; `None` if they were not recorded, which is the usual case.
pub(super) fn args(text: &Text<'_>, span: &Span<'_>, fingerprints: &Fingerprints) -> Result<Option<Read>, Unreadable> {
    if let Some(value) = span.attributes.any(&ARGUMENTS) {
        return value.arguments(text, fingerprints).map(Some);
    }
    let Some(value) = span.attributes.any(&INPUTS) else { return Ok(None) };
    // Other inputs, such as a text, do not say what was sent.
    Ok(match value.string() {
        Some(string) => input(text, string, fingerprints),
        None => value.arguments(text, fingerprints).ok(),
    })
}

/// The arguments in an input: an object, or what a decorator of Python or a callback of LangChain writes around it.
fn input(text: &Text<'_>, string: &Json, fingerprints: &Fingerprints) -> Option<Read> {
    let content = string.text()?;
    let tree = Json::parse_text(content).ok()?;
    let inner = text.of_string(string, content);
    let only = |names: &[&str]| tree.members()?.iter().all(|member| names.contains(&member.key.as_str())).then_some(());
    let is_empty = |json: &Json| json.elements().is_some_and(<[Json]>::is_empty);
    if let (Some(()), Some(named)) = (only(&["args", "kwargs"]), tree.get("kwargs")) {
        let positional = tree.get("args").is_some_and(|args| !is_empty(args));
        return if positional { None } else { arguments::object(&inner, named, fingerprints).ok() };
    }
    let callback = ["input_str", "tags", "metadata", "inputs", "kwargs"];
    if let (Some(()), Some(named)) = (only(&callback), tree.get("inputs").filter(|_| tree.get("input_str").is_some())) {
        return match named.kind {
            JsonKind::Object(_) => arguments::object(&inner, named, fingerprints).ok(),
            JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Text(_) | JsonKind::List(_) => None,
        };
    }
    arguments::quoted(text, string, fingerprints).ok().filter(|_| tree.members().is_some())
}
