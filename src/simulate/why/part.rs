//! Which part of a recorded call to underline where no argument's value is there to be: its arguments,
//! its tool, what it expects. The formats write these in many ways, so they are found by their keys.

use crate::engine::{Rule, RuleCondition, RuleKind};
use crate::simulate::outcome::Met;
use crate::source::json::{Json, JsonKind, Member};
use crate::source::{Source, Span};

/// A larger record is underlined as a whole.
const MOST_BYTES: usize = 1024 * 1024;

/// The arguments of a call, or else its tool.
pub fn arguments(met: &Met) -> Span {
    find(met, &is_arguments).unwrap_or_else(|| tool(met))
}

/// The values that the other conditions of a `deny_if` ask for: all of them held. Only where the arguments
/// stand in the record as they are; some formats put them into a text.
pub fn others(met: &Met, rule: &Rule, decided: Option<u32>) -> Vec<Span> {
    let Some((start, record)) = record(met).filter(|_| rule.kind == RuleKind::DenyIf) else { return Vec::new() };
    // An excerpt may hold other calls, too.
    let holds = |span: Span| moved(span, start).start <= met.span.start && met.span.end <= moved(span, start).end;
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
pub fn tool(met: &Met) -> Span {
    let is_tool = |member: &Member| {
        let text = member.value.text().unwrap_or_default();
        let is_name = text == met.tool || text.strip_suffix(&met.tool).is_some_and(|start| start.ends_with("__"));
        is_name && !["grant", "session", "id", "expect"].contains(&member.key.as_str())
    };
    find(met, &is_tool).or_else(|| written(met)).unwrap_or(met.span)
}

/// The tool's name in a record that is written as a text, as HAR has it.
fn written(met: &Met) -> Option<Span> {
    let record = met.excerpt.text.get(met.span.range()).filter(|_| !met.is_argument && !met.tool.is_empty())?;
    let start = met.span.start as usize + record.find(&met.tool)?;
    Some(Span::new(start, start + met.tool.len()))
}

/// What a call of the own format expects, or else its tool.
pub fn expectation(met: &Met) -> Span {
    find(met, &|member| member.key == "expect").unwrap_or_else(|| tool(met))
}

fn is_arguments(member: &Member) -> bool {
    ["args", "arguments", "input"].contains(&member.key.as_str())
}

/// The value of the first such member of the record, in the excerpt.
fn find(met: &Met, is_wanted: &dyn Fn(&Member) -> bool) -> Option<Span> {
    let (start, record) = record(met)?;
    first(&record, is_wanted).map(|value| moved(value.span, start))
}

/// The record of a call, and where it starts in the excerpt. Where an argument was found, the span is that
/// one's; the record is the excerpt then.
fn record(met: &Met) -> Option<(u32, Json)> {
    let span = if met.is_argument { Span::new(0, met.excerpt.text.len()) } else { met.span };
    let text = met.excerpt.text.get(span.range()).filter(|text| text.len() <= MOST_BYTES)?;
    Json::parse(&Source::from_text("", text)).ok().map(|json| (span.start, json))
}

fn moved(span: Span, by: u32) -> Span {
    Span { start: by + span.start, end: by + span.end }
}

/// The nearest such member is found first; how deep the reader of JSON goes is bounded.
fn first<'j>(json: &'j Json, is_wanted: &dyn Fn(&Member) -> bool) -> Option<&'j Json> {
    match &json.kind {
        // Of two of one key the last counts, as everywhere.
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

    /// A call in a text; its span is that of the text between the last two `|`, which are taken out.
    fn met(text: &str, tool: &str) -> Met {
        let (before, rest) = text.split_once('|').unwrap();
        let (call, after) = rest.split_once('|').unwrap();
        let excerpt = Excerpt { text: [before, call, after].concat().into(), first_line: 1, offset: 0 };
        let span = Span::new(before.len(), before.len() + call.len());
        let (trace, grant) = ("t".to_owned(), "g".to_owned());
        Met { trace, line: 1, excerpt, span, is_argument: false, tool: tool.to_owned(), grant }
    }

    fn text(met: &Met, span: Span) -> &str {
        met.excerpt.text.get(span.range()).unwrap()
    }

    #[test]
    fn a_tool_is_found_in_every_format() {
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
            let met = met(record, tool);
            assert_eq!(text(&met, super::tool(&met)), shown, "{record}");
        }
    }

    #[test]
    fn arguments_and_expectations_are_found_by_their_keys() {
        let call = met(r#"[|{"tool": "pay", "args": {"expect": 1}, "expect": "deny"}|]"#, "pay");
        assert_eq!(text(&call, arguments(&call)), r#"{"expect": 1}"#);
        assert_eq!(text(&call, expectation(&call)), r#""deny""#);
        let none = met(r#"|{"tool": "pay"}|"#, "pay");
        assert_eq!((text(&none, arguments(&none)), text(&none, expectation(&none))), (r#""pay""#, r#""pay""#));
    }
}
