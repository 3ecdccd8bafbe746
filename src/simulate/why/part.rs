//! Which part of a recorded call to underline where no argument's value is there to be: its arguments,
//! its tool, what it expects. The formats write these in many ways, so they are found by their keys.

use crate::simulate::outcome::Met;
use crate::source::json::{Json, JsonKind, Member};
use crate::source::{Source, Span};

/// A larger record is underlined as a whole.
const MOST_BYTES: usize = 1024 * 1024;

/// The arguments of a call, or else its tool.
pub fn arguments(met: &Met) -> Span {
    let is_arguments = |member: &Member| ["args", "arguments", "input"].contains(&member.key.as_str());
    find(met, &is_arguments).unwrap_or_else(|| tool(met))
}

/// The tool's name in a call, or else the call.
pub fn tool(met: &Met) -> Span {
    let is_tool = |member: &Member| {
        let text = member.value.text().unwrap_or_default();
        let is_name = text == met.tool || text.strip_suffix(&met.tool).is_some_and(|start| start.ends_with("__"));
        is_name && !["grant", "session", "id", "expect"].contains(&member.key.as_str())
    };
    find(met, &is_tool).unwrap_or(met.span)
}

/// What a call of the own format expects, or else its tool.
pub fn expectation(met: &Met) -> Span {
    find(met, &|member| member.key == "expect").unwrap_or_else(|| tool(met))
}

/// The value of the first such member of the record, in the excerpt.
fn find(met: &Met, is_wanted: &dyn Fn(&Member) -> bool) -> Option<Span> {
    // Where an argument was found, the span is its own; the record is the excerpt then.
    let whole = Span::new(0, met.excerpt.text.len());
    let record = if met.is_argument { whole } else { met.span };
    let text = met.excerpt.text.get(record.range()).filter(|text| text.len() <= MOST_BYTES)?;
    let json = Json::parse(&Source::from_text("", text)).ok()?;
    let span = first(&json, is_wanted)?;
    Some(Span { start: record.start + span.start, end: record.start + span.end })
}

/// Depth first, as it is read; how deep the reader of JSON goes is bounded.
fn first(json: &Json, is_wanted: &dyn Fn(&Member) -> bool) -> Option<Span> {
    match &json.kind {
        JsonKind::Object(members) => members
            .iter()
            .find(|member| is_wanted(member))
            .map(|member| member.value.span)
            .or_else(|| members.iter().find_map(|member| first(&member.value, is_wanted))),
        JsonKind::List(elements) => elements.iter().find_map(|element| first(element, is_wanted)),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Text(_) => None,
    }
}
