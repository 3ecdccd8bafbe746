//! Why a file is not a catalog, in words.

use super::list::MAX_TOOLS;
use crate::source::json::{Json, JsonError, Member};
use crate::source::{Source, Span};

const EXPECTED: &str = "expected a tools/list response";

/// Why a file is not a catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotACatalog {
    /// What is wrong, in lower case.
    pub message: String,
    /// Where in that file.
    pub span: Span,
}

/// The text can't be read as JSON.
pub fn no_json(source: &Source, error: &JsonError) -> NotACatalog {
    let span = Span::at(error.offset as usize);
    let empty = source.undecodable.is_none()
        && source.text.get(source.body_start()..).is_some_and(|text| text.trim().is_empty());
    match empty {
        true => not_a_catalog(span, format!("this file is empty, {EXPECTED}")),
        false => not_a_catalog(span, format!("this is not JSON: {}", error.message)),
    }
}

/// The document is a string, a number or the like.
pub fn something_else(what: &str, span: Span) -> NotACatalog {
    not_a_catalog(span, format!("this is {what}, {EXPECTED}"))
}

/// An object without a list of tools: says what it looks like instead.
pub fn not_a_tools_list(start: Span, members: &[Member]) -> NotACatalog {
    let member = |key: &str| members.iter().find(|member| member.key == key);
    let has = |key: &str| member(key).is_some();
    let is_object = |key: &str| member(key).is_some_and(|member| member.value.members().is_some());
    let (span, what) = if has("default") || has("version") && is_object("tools") || has("all_tools") {
        (start, "this is a `policy.json`".to_owned())
    } else if has("mcpServers") {
        (start, "this is a list of servers".to_owned())
    } else if let (true, Some(error)) = (has("jsonrpc"), member("error")) {
        (error.key_span, "the server answered with an error".to_owned())
    } else if let (true, Some(method)) = (has("jsonrpc"), member("method")) {
        (method.key_span, "this is a request".to_owned())
    } else if let (true, Some(result)) = (has("jsonrpc"), member("result")) {
        (result.key_span, "this response has no `tools`".to_owned())
    } else if has("openapi") || has("swagger") {
        (start, "this is an OpenAPI document".to_owned())
    } else if let Some(tools) = member("tools") {
        let message = format!("`tools` is {} here, expected a list of tools", tools.value.describe());
        return not_a_catalog(tools.key_span, message);
    } else if has("name") && (has("inputSchema") || has("description")) {
        (start, "this is a single tool".to_owned())
    } else {
        (start, "this object has no `tools`".to_owned())
    };
    not_a_catalog(span, format!("{what}, {EXPECTED}"))
}

/// A list that contains no tool.
pub fn no_tool_in_the_list(span: Span, first: Option<&Json>) -> NotACatalog {
    let message = match first {
        Some(first) if first.get("function").is_some() => format!("these are functions for a model, {EXPECTED}"),
        Some(first) if first.get("result").is_some() => {
            "this is a list of responses, expected a single tools/list response".to_string()
        }
        Some(first) if first.members().is_none() => {
            format!("nothing in this list is a tool: the first is {}", first.describe())
        }
        Some(_) | None => "nothing in this list is a tool: none of its objects has a `name`".to_owned(),
    };
    not_a_catalog(span, message)
}

/// The list is too long.
pub fn too_many_tools(span: Span) -> NotACatalog {
    not_a_catalog(span, format!("more than {MAX_TOOLS} tools"))
}

fn not_a_catalog(span: Span, message: String) -> NotACatalog {
    NotACatalog { message, span }
}
