//! Clients that call the tools of all servers through one tool: the call is the one in its arguments.
//!
//! ```text
//! {"name": "use_mcp_tool", "input": {"server_name": "bank", "tool_name": "pay", "arguments": "{\"amount\": 5}"}}
//! {"name": "CallMcpTool", "input": {"server": "bank", "toolName": "pay", "arguments": {"amount": 5}}}
//! <use_mcp_tool><server_name>bank</server_name><tool_name>pay</tool_name><arguments>{"amount": 5}</arguments></use_mcp_tool>
//! ```

use super::arguments;
use super::call::Unreadable;
use super::dialect::ToolUse;
use super::errors;
use super::fingerprints::Fingerprints;
use super::text::Text;
use crate::source::json::Json;

/// The tools that call others: of Cline and its relatives, and of Cursor.
const WRAPPERS: [&str; 4] = ["use_mcp_tool", "CallMcpTool", "call_mcp_tool", "mcp_call_tool"];

/// The members of their arguments.
const TOOLS: [&str; 3] = ["tool_name", "toolName", "tool"];
const SERVERS: [&str; 3] = ["server_name", "serverName", "server"];
const ARGUMENTS: [&str; 3] = ["arguments", "args", "input"];

/// The tag of Cline's older calls, which are in the text of a message.
const TAG: &str = "use_mcp_tool";

/// The call in the arguments of another; `None` if the tool is not one that calls others.
pub(super) fn unwrapped(
    text: &Text<'_>,
    tool: &str,
    input: &Json,
    fingerprints: &Fingerprints,
) -> Option<Result<ToolUse, Unreadable>> {
    if !WRAPPERS.contains(&tool) {
        return None;
    }
    if let Some(content) = input.text() {
        let tree = Json::parse_text(content).ok()?;
        return inside(&text.of_string(input, content), &tree, fingerprints);
    }
    inside(text, input, fingerprints)
}

fn inside(text: &Text<'_>, input: &Json, fingerprints: &Fingerprints) -> Option<Result<ToolUse, Unreadable>> {
    let any = |names: &[&str]| names.iter().find_map(|name| input.get(name));
    let tool = any(&TOOLS)?.text()?.to_owned();
    let server = any(&SERVERS).and_then(Json::text).map(str::to_owned);
    let read = match any(&ARGUMENTS) {
        None => Ok(arguments::none()),
        Some(written) => arguments::quoted_or_none(text, written, fingerprints),
    };
    Some(read.map(|read| ToolUse { server, tool, read: Some(read), id: None }))
}

/// The call in the text of a message; `None` if there is none.
pub(super) fn in_words(
    text: &Text<'_>,
    words: &Json,
    fingerprints: &Fingerprints,
) -> Option<Result<ToolUse, Unreadable>> {
    let content = words.text()?;
    let (call, _) = element(content, 0, TAG)?;
    let part = |tag: &str| {
        let (place, _) = element(content, call.start, tag).filter(|(place, _)| place.end <= call.end)?;
        Some(place)
    };
    let name = |tag: &str| Some(content.get(part(tag)?)?.trim().to_owned());
    let tool = name("tool_name").filter(|tool| !tool.is_empty())?;
    let inner = text.of_string(words, content);
    let written =
        part("arguments").filter(|place| content.get(place.clone()).is_some_and(|text| !text.trim().is_empty()));
    let read = match written {
        None => Ok(arguments::none()),
        Some(place) => Json::parse_at(content, place.start)
            .map_err(|error| errors::arguments_no_json(inner.offset(error.offset), &error))
            .and_then(|json| arguments::object(&inner, &json, fingerprints)),
    };
    Some(read.map(|read| ToolUse { server: name("server_name"), tool, read: Some(read), id: None }))
}

/// What is between a tag and its end, and where that ends.
fn element(content: &str, from: usize, tag: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    let start = from + content.get(from..)?.find(&open)? + open.len();
    let end = start + content.get(start..)?.find(&close)?;
    Some((start..end, end + close.len()))
}
