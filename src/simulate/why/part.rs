//! Which part of a recorded call to underline if there is no argument's value: its arguments, its tool, or what
//! it expects. The formats write these in many ways, so they are found by their keys.

use crate::engine::{Rule, RuleCondition, RuleKind};
use crate::simulate::outcome::Example;
use crate::source::json::{Json, JsonKind, Member};
use crate::source::{Source, Span};

/// A larger record is underlined as a whole.
const MOST_BYTES: usize = 1024 * 1024;

/// The arguments of a call, or else its tool.
pub fn arguments(example: &Example) -> Span {
    find(example, &is_arguments).unwrap_or_else(|| tool(example))
}

/// The values that the other conditions of a `deny_if` use, all of which held. Only if the arguments are in the
/// record literally; some formats put them into a string.
pub fn others(example: &Example, rule: &Rule, decided: Option<u32>) -> Vec<Span> {
    let Some((start, record)) = record(example).filter(|_| rule.kind == RuleKind::DenyIf) else { return Vec::new() };
    // An excerpt may contain other calls, too.
    let holds =
        |span: Span| moved(span, start).start <= example.span.start && example.span.end <= moved(span, start).end;
    let is_arguments =
        |member: &Member| is_arguments(member) && member.value.members().is_some() && holds(member.value.span);
    let Some(arguments) = first(&record, &is_arguments) else { return Vec::new() };
    let others = rule.conditions.iter().zip(0..).filter(|(_, index)| Some(*index) != decided);
    let value = |condition: &RuleCondition| {
        condition.path.segments().iter().try_fold(arguments, |value, segment| value.get(segment))
    };
    let mut spans: Vec<Span> =
        others.filter_map(|(condition, _)| value(condition)).map(|value| moved(value.span, start)).collect();
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// The tool's name in a call, or else the call.
pub fn tool(example: &Example) -> Span {
    let is_tool = |member: &Member| {
        let text = member.value.text().unwrap_or_default();
        let is_name =
            text == example.tool || text.strip_suffix(&example.tool).is_some_and(|start| start.ends_with("__"));
        is_name && !["grant", "session", "id", "expect"].contains(&member.key.as_str())
    };
    find(example, &is_tool).or_else(|| written(example)).unwrap_or(example.span)
}

/// The tool's name in a record that is embedded in a string, as in HAR.
fn written(example: &Example) -> Option<Span> {
    let record =
        example.excerpt.text.get(example.span.range()).filter(|_| !example.is_argument && !example.tool.is_empty())?;
    let start = example.span.start as usize + record.find(&example.tool)?;
    Some(Span::new(start, start + example.tool.len()))
}

/// What a call in jamb's own format expects, or else its tool.
pub fn expectation(example: &Example) -> Span {
    find(example, &|member| member.key == "expect").unwrap_or_else(|| tool(example))
}

/// The decision that a gateway recorded, or else the tool.
pub fn recorded(example: &Example) -> Span {
    find(example, &|member| member.key == "decision").unwrap_or_else(|| tool(example))
}

fn is_arguments(member: &Member) -> bool {
    ["args", "arguments", "input"].contains(&member.key.as_str())
}

/// The value of the first such member of the record, as a span in the excerpt.
fn find(example: &Example, is_wanted: &dyn Fn(&Member) -> bool) -> Option<Span> {
    let (start, record) = record(example)?;
    first(&record, is_wanted).map(|value| moved(value.span, start))
}

/// The record of a call, and where it starts in the excerpt. If an argument was found, the span is the
/// argument's, and the record is the whole excerpt.
fn record(example: &Example) -> Option<(u32, Json)> {
    let span = if example.is_argument { Span::new(0, example.excerpt.text.len()) } else { example.span };
    let text = example.excerpt.text.get(span.range()).filter(|text| text.len() <= MOST_BYTES)?;
    Json::parse(&Source::from_text("", text)).ok().map(|json| (span.start, json))
}

fn moved(span: Span, by: u32) -> Span {
    Span { start: by + span.start, end: by + span.end }
}

/// Finds the nearest such member first. The JSON reader bounds the depth.
fn first<'j>(json: &'j Json, is_wanted: &dyn Fn(&Member) -> bool) -> Option<&'j Json> {
    match &json.kind {
        // The last of two members with the same key counts, as everywhere.
        JsonKind::Object(members) => {
            let own = members.iter().rev().find(|member| is_wanted(member)).map(|member| &member.value);
            own.or_else(|| members.iter().find_map(|member| first(&member.value, is_wanted)))
        }
        JsonKind::List(elements) => elements.iter().find_map(|element| first(element, is_wanted)),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Text(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Excerpt;

    /// A call in a text; its span is the text between the last two `|`, which are removed.
    fn example(text: &str, tool: &str) -> Example {
        let (before, rest) = text.split_once('|').unwrap();
        let (call, after) = rest.split_once('|').unwrap();
        let excerpt =
            Excerpt { text: [before, call, after].concat().into(), first_line: 1, offset: 0, redaction: None };
        let span = Span::new(before.len(), before.len() + call.len());
        let (trace, grant) = ("t".to_owned(), "g".to_owned());
        Example { trace, line: 1, excerpt, span, is_argument: false, tool: tool.to_owned(), grant, time: None }
    }

    fn text(example: &Example, span: Span) -> &str {
        example.excerpt.text.get(span.range()).unwrap()
    }

    #[test]
    fn the_tool_is_found_in_every_format() {
        for (record, tool, shown) in [
            (r#"|{"grant": "pay", "args": {"x": "pay"}, "tool": "pay"}|"#, "pay", r#""pay""#),
            (r#"[|{"type": "tool_use", "name": "mcp__bank__pay", "input": {}}|]"#, "pay", r#""mcp__bank__pay""#),
            (r#"|{"method": "tools/call", "params": {"name": "pay"}}|"#, "pay", r#""pay""#),
            (r#"|{"attributes": [{"key": "gen_ai.tool.name", "value": {"stringValue": "pay"}}]}|"#, "pay", r#""pay""#),
            (r#"{"text": |"{\"name\":\"pay\"}"|}"#, "pay", "pay"),
            (r#"|{"tool": "p\u0061y"}|"#, "pay", r#""p\u0061y""#),
            ("|neither|", "pay", "neither"),
            ("|{}|", "", "{}"),
        ] {
            let example = example(record, tool);
            assert_eq!(text(&example, super::tool(&example)), shown, "{record}");
        }
    }

    #[test]
    fn arguments_and_expectations_are_found_by_their_keys() {
        let call = example(r#"[|{"tool": "pay", "args": {"expect": 1}, "expect": "deny"}|]"#, "pay");
        assert_eq!(text(&call, arguments(&call)), r#"{"expect": 1}"#);
        assert_eq!(text(&call, expectation(&call)), r#""deny""#);
        let none = example(r#"|{"tool": "pay"}|"#, "pay");
        assert_eq!((text(&none, arguments(&none)), text(&none, expectation(&none))), (r#""pay""#, r#""pay""#));
    }
}
