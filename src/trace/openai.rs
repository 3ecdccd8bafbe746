//! OpenAI's messages: `tool_calls` of chat completions, the older `function_call`, and the items of the
//! Responses API, in requests, responses and conversations.
//!
//! ```text
//! {"role": "assistant", "tool_calls": [{"id": "call_1", "function": {"name": "pay", "arguments": "{\"amount\": 5}"}}]}
//! {"type": "function_call", "call_id": "call_1", "name": "pay", "arguments": "{\"amount\": 5}"}
//! {"type": "mcp_call", "id": "mcp_1", "server_label": "bank", "name": "pay", "arguments": "{\"amount\": 5}"}
//! ```

use super::call::Unreadable;
use super::dialect::{Setting, Surroundings, ToolUse, ValueKind};
use super::likeness::Likeness;
use super::text::Text;
use super::wrapped::unwrapped;
use super::{ai_sdk, arguments, errors};
use crate::source::json::{Json, JsonKind};

/// The members with the arguments of a call.
const ARGUMENTS: [&str; 6] = ["arguments", "args", "input", "parameters", "tool_input", "tool_args"];

pub(super) fn looks_like(json: &Json) -> Likeness {
    Likeness::surely(has_calls(json, 8)).max(ai_sdk::looks_like(json)).max(Likeness::perhaps(has_messages(json, 3)))
}

pub(super) fn classify(text: &Text<'_>, value: &Json, around: Surroundings<'_>, setting: &Setting) -> ValueKind {
    let of_message = || around.object.is_some_and(|object| object.get("role").is_some());
    let tool_use = match around.member {
        _ if is_item(value) => item(text, value, setting),
        "tool_calls" if around.outer == "delta" => return piece(text, value),
        "tool_calls" => chat_call(text, value, setting),
        _ if is_block(value) => chat_call(text, value, setting),
        // A request has a member of the same name, which says what the model must call.
        "function_call" if of_message() => function(text, value, value, None, setting).map(Some),
        _ => return ValueKind::Container,
    };
    match tool_use {
        Ok(Some(tool_use)) => ValueKind::Call(tool_use),
        Ok(None) => ValueKind::Ignored,
        Err(unreadable) => ValueKind::Unreadable(unreadable),
    }
}

/// An item of the Responses API; `None` if it will be written again once its arguments are known.
fn item(text: &Text<'_>, item: &Json, setting: &Setting) -> Result<Option<ToolUse>, Unreadable> {
    let is_begun = item.get("status").and_then(Json::text) == Some("in_progress");
    let is_empty = item.get("arguments").and_then(Json::text).is_some_and(str::is_empty);
    if is_begun && is_empty {
        return Ok(None);
    }
    let id = item.get("call_id").or_else(|| item.get("id"));
    function(text, item, item, id, setting).map(Some)
}

/// An element of `tool_calls`; `None` for one of another type, whose input is not JSON. LangChain, run steps and
/// logs of evaluations write the name beside the arguments.
fn chat_call(text: &Text<'_>, call: &Json, setting: &Setting) -> Result<Option<ToolUse>, Unreadable> {
    const TYPES: [&str; 4] = ["function", "tool_call", "tool-call", "mcp"];
    let kind = call.get("type").and_then(Json::text);
    let id = call.get("id").or_else(|| call.get("call_id")).or_else(|| call.get("tool_call_id"));
    match call.get("function") {
        Some(called) if called.members().is_some() => function(text, call, called, id, setting).map(Some),
        Some(name) if name.text().is_some() => named(text, call, (Some(name), call), id, setting).map(Some),
        None if kind.is_some_and(|kind| !TYPES.contains(&kind)) => Ok(None),
        Some(_) | None => function(text, call, call, id, setting).map(Some),
    }
}

fn function(
    text: &Text<'_>,
    call: &Json,
    called: &Json,
    id: Option<&Json>,
    setting: &Setting,
) -> Result<ToolUse, Unreadable> {
    let name = ["name", "tool_name", "toolName", "tool"].iter().find_map(|name| called.get(name));
    named(text, call, (name, called), id, setting)
}

fn named(
    text: &Text<'_>,
    call: &Json,
    (name, called): (Option<&Json>, &Json),
    id: Option<&Json>,
    setting: &Setting,
) -> Result<ToolUse, Unreadable> {
    let tool = arguments::tool(text, call, name)?;
    let id = id.filter(|id| !is_empty(id)).cloned();
    let written = ARGUMENTS.iter().find_map(|name| called.get(name));
    let inner = written.and_then(|written| unwrapped(text, &tool, written, &setting.fingerprints));
    if let Some(inner) = inner.transpose()? {
        return Ok(ToolUse { id, ..inner });
    }
    let read = arguments::absent_or(written, |written| arguments::quoted(text, written, &setting.fingerprints))?;
    let server = ["server_label", "mcp_server", "server_name"].iter().find_map(|name| called.get(name)?.text());
    Ok(ToolUse { server: server.map(str::to_owned), tool, read, id })
}

/// Of a call that was streamed in pieces, only the first piece names the tool; that one is reported.
fn piece(text: &Text<'_>, value: &Json) -> ValueKind {
    let name = value.get("function").and_then(|function| function.get("name")).and_then(Json::text);
    match name {
        Some(name) if !name.is_empty() => ValueKind::Unreadable(errors::piece(text.place(value.span))),
        Some(_) | None => ValueKind::Ignored,
    }
}

/// Some servers of models leave the ids of calls empty.
fn is_empty(id: &Json) -> bool {
    is_null(id) || id.text().is_some_and(str::is_empty)
}

fn is_null(json: &Json) -> bool {
    matches!(json.kind, JsonKind::Null)
}

fn is_item(json: &Json) -> bool {
    let kind = json.get("type").and_then(Json::text);
    let is_call = matches!(kind, Some("function_call" | "mcp_call"));
    is_call && json.get("name").is_some() && json.get("arguments").is_some()
}

/// A block of LangChain's, or a part of a message by OpenTelemetry's conventions.
fn is_block(json: &Json) -> bool {
    let is_call = json.get("type").and_then(Json::text) == Some("tool_call");
    is_call && json.get("name").is_some() && (json.get("args").is_some() || json.get("arguments").is_some())
}

fn has_calls(json: &Json, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let is_response = || matches!(json.get("object").and_then(Json::text), Some("chat.completion" | "response"));
    let is_answer = || json.get("tool_call_id").is_some() && json.get("role").is_some();
    is_item(json)
        || is_block(json)
        || json.get("tool_calls").is_some_and(|calls| calls.elements().is_some() || is_null(calls))
        || is_response()
        || is_answer()
        || is_langchain(json)
        || json.elements().unwrap_or_default().iter().any(|element| has_calls(element, depth))
        || json.members().unwrap_or_default().iter().any(|member| has_calls(&member.value, depth))
}

/// A message of LangChain, which has a type instead of a role.
fn is_langchain(json: &Json) -> bool {
    let kind = json.get("type").and_then(Json::text);
    matches!(kind, Some("human" | "ai")) && json.get("content").is_some()
}

/// Whether there are messages with a role. Anthropic's look like this, too.
fn has_messages(json: &Json, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let role = json.get("role").and_then(Json::text);
    let is_role = role.is_some_and(|role| ["system", "developer", "user", "assistant", "tool"].contains(&role));
    (is_role && json.get("content").is_some())
        || json.elements().unwrap_or_default().iter().any(|element| has_messages(element, depth))
        || json.members().unwrap_or_default().iter().any(|member| has_messages(&member.value, depth))
}
