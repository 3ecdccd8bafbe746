//! The messages of the AI SDK: `tool-call` parts, and the parts of its user interface, which go through states.
//!
//! ```text
//! {"type": "tool-call", "toolCallId": "c1", "toolName": "pay", "input": {"amount": 5}}
//! {"type": "tool-invocation", "toolInvocation": {"state": "result", "toolCallId": "c1", "toolName": "pay", "args": {"amount": 5}}}
//! {"type": "tool-pay", "toolCallId": "c1", "state": "output-available", "input": {"amount": 5}}
//! ```

use super::arguments;
use super::call::Unreadable;
use super::dialect::{Setting, Surroundings, ToolUse, ValueKind};
use super::likeness::Likeness;
use super::text::Text;
use crate::source::json::Json;

/// The types of parts that are not calls, after `tool-`.
const OTHERS: [&str; 8] = [
    "result",
    "error",
    "input-start",
    "input-delta",
    "input-end",
    "output-denied",
    "approval-request",
    "approval-response",
];

pub(super) fn looks_like(json: &Json) -> Likeness {
    Likeness::surely(has_parts(json, 8))
}

pub(super) fn classify(text: &Text<'_>, value: &Json, around: Surroundings<'_>, setting: &Setting) -> ValueKind {
    let Some(tool) = tool(value, around) else { return ValueKind::Container };
    let state = value.get("state").and_then(Json::text).unwrap_or_default();
    let approval = value.get("approval").and_then(|approval| approval.get("approved"));
    let is_refused = approval.is_some_and(|approved| approved.to_string() == "false");
    match state {
        "input-streaming" | "partial-call" => ValueKind::Ignored,
        "output-denied" => ValueKind::Rejected,
        _ if is_refused => ValueKind::Rejected,
        _ => match tool_use(text, value, tool, setting) {
            Ok(tool_use) => ValueKind::Call(tool_use),
            Err(unreadable) => ValueKind::Unreadable(unreadable),
        },
    }
}

fn tool_use(text: &Text<'_>, value: &Json, tool: &str, setting: &Setting) -> Result<ToolUse, Unreadable> {
    let written = value.get("input").or_else(|| value.get("args"));
    let read = arguments::absent_or(written, |written| arguments::quoted(text, written, &setting.fingerprints))?;
    let id = value.get("toolCallId").filter(|id| id.text().is_some_and(|id| !id.is_empty())).cloned();
    Ok(ToolUse { server: None, tool: tool.to_owned(), read, id })
}

/// The tool of a call; `None` if a value is not a call.
fn tool<'j>(value: &'j Json, around: Surroundings<'_>) -> Option<&'j str> {
    value.get("toolCallId")?;
    let name = value.get("toolName").and_then(Json::text);
    match value.get("type").and_then(Json::text) {
        Some("tool-call" | "dynamic-tool") => name,
        Some(kind) => kind.strip_prefix("tool-").filter(|tool| !OTHERS.contains(tool) && value.get("state").is_some()),
        // Older versions repeat the arguments in `toolResults`.
        None => name.filter(|_| matches!(around.member, "toolInvocation" | "toolInvocations" | "toolCalls")),
    }
}

fn has_parts(json: &Json, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let is_part = || {
        let kind = json.get("type").and_then(Json::text).unwrap_or_default();
        kind.starts_with("tool-") || kind == "dynamic-tool" || json.get("toolName").is_some()
    };
    (json.get("toolCallId").is_some() && is_part())
        || json.elements().unwrap_or_default().iter().any(|element| has_parts(element, depth))
        || json.members().unwrap_or_default().iter().any(|member| has_parts(&member.value, depth))
}
