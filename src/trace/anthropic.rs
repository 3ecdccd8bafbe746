//! Anthropic's messages: `tool_use` blocks, and `mcp_tool_use` blocks for servers that the API calls itself, in
//! requests, responses and conversations. `server_tool_use` blocks are for tools that do not belong to an MCP
//! server.
//!
//! ```text
//! {"role": "assistant", "content": [{"type": "tool_use", "id": "toolu_01", "name": "pay", "input": {"amount": 5}}]}
//! {"type": "mcp_tool_use", "id": "mcptoolu_01", "server_name": "bank", "name": "pay", "input": {"amount": 5}}
//! ```

use super::call::Unreadable;
use super::dialect::{Setting, Surroundings, ToolUse, ValueKind};
use super::likeness::Likeness;
use super::text::Text;
use super::wrapped::{in_words, unwrapped};
use super::{arguments, errors};
use crate::source::json::{Json, JsonKind};

pub(super) fn looks_like(json: &Json) -> Likeness {
    Likeness::surely(has_blocks(json, 8)).max(Likeness::perhaps(has_settings(json, 3)))
}

pub(super) fn classify(text: &Text<'_>, value: &Json, around: Surroundings<'_>, setting: &Setting) -> ValueKind {
    match value.get("type").and_then(Json::text) {
        Some("tool_use" | "mcp_tool_use") => {}
        Some("text") if is_of_model(around) => return in_text(text, value, setting),
        Some(_) | None => return ValueKind::Container,
    }
    // The start of a streamed block: the pieces of its input follow.
    if around.member == "content_block" {
        return ValueKind::Unreadable(errors::piece(text.place(value.span)));
    }
    match block(text, value, setting) {
        Ok(tool_use) => ValueKind::Call(tool_use),
        Err(unreadable) => ValueKind::Unreadable(unreadable),
    }
}

fn block(text: &Text<'_>, block: &Json, setting: &Setting) -> Result<ToolUse, Unreadable> {
    let tool = arguments::tool(text, block, block.get("name"))?;
    let id = block.get("id").filter(|id| !matches!(id.kind, JsonKind::Null)).cloned();
    let inner = block.get("input").and_then(|input| unwrapped(text, &tool, input, &setting.fingerprints));
    if let Some(inner) = inner.transpose()? {
        return Ok(ToolUse { id, ..inner });
    }
    let server = block.get("server_name").and_then(Json::text).map(str::to_owned);
    let read = block.get("input").map(|input| arguments::object(text, input, &setting.fingerprints)).transpose()?;
    Ok(ToolUse { server, tool, read, id })
}

/// A block of text of the model, where Cline's older calls are.
fn in_text(text: &Text<'_>, block: &Json, setting: &Setting) -> ValueKind {
    match block.get("text").and_then(|words| in_words(text, words, &setting.fingerprints)) {
        Some(Ok(tool_use)) => ValueKind::Call(tool_use),
        Some(Err(unreadable)) => ValueKind::Unreadable(unreadable),
        None => ValueKind::Container,
    }
}

fn is_of_model(around: Surroundings<'_>) -> bool {
    around.object.and_then(|object| object.get("role")).and_then(Json::text) == Some("assistant")
}

fn has_blocks(json: &Json, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let kind = json.get("type").and_then(Json::text);
    let is_block = || match kind {
        Some("tool_use" | "mcp_tool_use") => json.get("input").is_some() || json.get("id").is_some(),
        Some("tool_result") => json.get("tool_use_id").is_some(),
        Some("message") => json.get("stop_reason").is_some(),
        _ => false,
    };
    is_block()
        || json.get("anthropic_version").is_some()
        || json.elements().unwrap_or_default().iter().any(|element| has_blocks(element, depth))
        || json.members().unwrap_or_default().iter().any(|member| has_blocks(&member.value, depth))
}

/// Whether a request has what only Anthropic's requests have: `system` beside the messages, a `claude-…` model,
/// tools with `input_schema`.
fn has_settings(json: &Json, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let model = json.get("model").and_then(Json::text);
    let tools = json.get("tools").and_then(Json::elements).unwrap_or_default();
    let is_claude = model.is_some_and(|model| model.starts_with("claude-"));
    (json.get("messages").is_some() && (is_claude || json.get("system").is_some()))
        || tools.iter().any(|tool| tool.get("input_schema").is_some())
        || json.members().unwrap_or_default().iter().any(|member| has_settings(&member.value, depth))
}
