//! The calls that a model asked for, as the span of a chat reports them: in the output messages, or in attributes
//! with numbers.

use super::span::Span;
use super::values::{Attribute, Attributes};
use crate::source::json::Json;
use crate::trace::arguments::{self, Read};
use crate::trace::fingerprints::Fingerprints;
use crate::trace::text::Text;

/// The attributes with the messages that the model wrote, or with their calls.
const OUTPUTS: [&str; 4] =
    ["gen_ai.output.messages", "ai.response.toolCalls", "gen_ai.choice", "gen_ai.response.tool_calls"];

/// The attributes of one call, with numbers for the message and the call: its name, arguments and id.
const NUMBERED: [(&str, &str, [&str; 3]); 2] = [
    ("gen_ai.completion.", ".tool_calls.", [".name", ".arguments", ".id"]),
    (
        "llm.output_messages.",
        ".message.tool_calls.",
        [".tool_call.function.name", ".tool_call.function.arguments", ".tool_call.id"],
    ),
];

/// How many messages and calls with numbers are looked for.
const MOST: usize = 64;

/// How deeply calls may be nested in messages.
const DEPTH: usize = 8;

/// The members with the parts of a call.
const TOOLS: [&str; 3] = ["name", "toolName", "tool_name"];
const ARGUMENTS: [&str; 3] = ["arguments", "args", "input"];
const IDS: [&str; 3] = ["id", "toolCallId", "call_id"];

/// A call that the model asked for.
pub(super) struct Asked {
    pub tool: String,
    pub read: Option<Read>,
    /// As JSON text.
    pub id: Option<String>,
}

/// The calls that a span reports. What can't be read in it is not a call of its own: the span of the tool is.
pub(super) fn calls(text: &Text<'_>, span: &Span<'_>, fingerprints: &Fingerprints) -> Vec<Asked> {
    let mut calls = Vec::new();
    let events = span.json.get("events").and_then(Json::elements).unwrap_or_default();
    let owners = std::iter::once(span.attributes).chain(events.iter().map(Attributes::of));
    for attributes in owners {
        for output in OUTPUTS.iter().filter_map(|name| attributes.get(name)) {
            in_output(text, output, fingerprints, &mut calls);
        }
        numbered(text, attributes, fingerprints, &mut calls);
    }
    calls
}

fn in_output(text: &Text<'_>, output: Attribute<'_>, fingerprints: &Fingerprints, calls: &mut Vec<Asked>) {
    match output {
        Attribute::Plain(value) if value.text().is_none() => below(text, value, fingerprints, DEPTH, calls),
        Attribute::Plain(_) | Attribute::Typed(_) => {
            if let Some(string) = output.string() {
                let content = string.text().unwrap_or_default();
                if let Ok(tree) = Json::parse_text(content) {
                    below(&text.of_string(string, content), &tree, fingerprints, DEPTH, calls);
                }
            } else if let Some(json) = output.structure(text)
                && let Ok(tree) = Json::parse_text(&json)
            {
                below(&text.of_value(output.json(), &json), &tree, fingerprints, DEPTH, calls);
            }
        }
    }
}

fn below(text: &Text<'_>, json: &Json, fingerprints: &Fingerprints, depth: usize, calls: &mut Vec<Asked>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for element in json.elements().unwrap_or_default() {
        below(text, element, fingerprints, depth, calls);
    }
    if json.members().is_none() {
        return;
    }
    let called = json.get("function").filter(|function| function.members().is_some()).unwrap_or(json);
    let any = |json: &'_ Json, names: &[&str]| names.iter().find_map(|name| json.get(name)).cloned();
    let kind = json.get("type").and_then(Json::text).unwrap_or_default();
    let is_call = matches!(kind, "tool_call" | "tool-call" | "tool_use" | "function") || json.get("toolName").is_some();
    let name = any(called, &TOOLS).filter(|_| is_call);
    if let Some(tool) = name.as_ref().and_then(Json::text) {
        let written = any(called, &ARGUMENTS);
        let read = written.and_then(|written| arguments::quoted(text, &written, fingerprints).ok());
        let id = any(json, &IDS).filter(|id| id.text().is_some_and(|id| !id.is_empty()));
        calls.push(Asked { tool: tool.to_owned(), read, id: id.map(|id| id.to_string()) });
        return;
    }
    for name in ["parts", "tool_calls", "message", "content"] {
        if let Some(value) = json.get(name) {
            below(text, value, fingerprints, depth, calls);
        }
    }
}

fn numbered(text: &Text<'_>, attributes: Attributes<'_>, fingerprints: &Fingerprints, calls: &mut Vec<Asked>) {
    for (messages, of_message, members) in NUMBERED {
        for message in 0..MOST {
            let before = calls.len();
            for call in 0..MOST {
                let [name, args, id] = members.map(|member| format!("{messages}{message}{of_message}{call}{member}"));
                let Some(tool) = attributes.text(&name) else { break };
                let read = attributes.get(&args).and_then(|args| args.arguments(text, fingerprints).ok());
                let id = attributes.scalar(&[&id]).map(|id| text.slice(id).to_owned());
                calls.push(Asked { tool: tool.to_owned(), read, id });
            }
            if calls.len() == before && message > 0 {
                break;
            }
        }
    }
}
