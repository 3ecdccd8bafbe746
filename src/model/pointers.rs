//! Where each part of the written document comes from, for the source map: JSON pointers (RFC 6901) into the
//! canonical form, with the places of the model's nodes.

use super::{Entry, Limit, Policy, Tool};
use crate::source::Place;

/// The pointers of all parts that have a place, in the order of the document.
pub fn pointers(policy: &Policy) -> impl Iterator<Item = (String, Place)> + '_ {
    let hidden = policy.hide.values().enumerate().map(|(index, place)| (format!("/hide/{index}"), *place));
    let tools = policy.tools.iter().flat_map(|(name, tool)| tool_pointers(format!("/tools/{}", escape(name)), tool));
    hidden
        .chain(limit_pointers("/all_tools".to_owned(), &policy.all_tools))
        .chain(tools)
        .filter_map(|(pointer, place)| place.map(|place| (pointer, place)))
}

type Part = (String, Option<Place>);

fn tool_pointers(pointer: String, tool: &Tool) -> impl Iterator<Item = Part> + '_ {
    std::iter::once((pointer.clone(), tool.place))
        .chain(entry_pointers(format!("{pointer}/require"), &tool.require))
        .chain(entry_pointers(format!("{pointer}/deny_if"), &tool.deny_if))
        .chain(limit_pointers(pointer, &tool.limits))
}

fn entry_pointers(list: String, entries: &[Entry]) -> impl Iterator<Item = Part> + '_ {
    entries.iter().enumerate().flat_map(move |(index, entry)| {
        let pointer = format!("{list}/{index}");
        let conditions = format!("{pointer}/conditions");
        let asked = entry.conditions.iter().enumerate();
        std::iter::once((pointer, entry.place))
            .chain(asked.map(move |(index, condition)| (format!("{conditions}/{index}"), condition.place)))
    })
}

fn limit_pointers(owner: String, limits: &[Limit]) -> impl Iterator<Item = Part> + '_ {
    limits.iter().enumerate().map(move |(index, limit)| (format!("{owner}/limits/{index}"), limit.place))
}

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::json;
    use crate::source::{Source, SourceId};

    #[test]
    fn every_part_with_a_place_has_its_pointer() {
        let text = r#"{"version": "1", "default": "deny", "hide": ["b", "a"],
            "all_tools": {"limits": [{"counter": "c", "window": "hour", "max": 1, "scope": "grant"}]},
            "tools": {"x/~": {"deny_if": [{"conditions": [{"path": "args.a", "op": "eq", "value": 1}]}],
            "limits": [{"counter": "d", "window": "hour", "max": 1, "scope": "grant"}]}}}"#;
        let source = Source::from_text("p.json", text);
        let policy = json::read(SourceId(0), &source).0.unwrap();
        let found: Vec<_> = pointers(&policy).map(|(pointer, place)| (pointer, source.slice(place.span))).collect();
        let expected = [
            ("/hide/0", "\"a\""),
            ("/hide/1", "\"b\""),
            ("/all_tools/limits/0", r#"{"counter": "c", "window": "hour", "max": 1, "scope": "grant"}"#),
            ("/tools/x~1~0", "\"x/~\""),
            ("/tools/x~1~0/deny_if/0", r#"{"conditions": [{"path": "args.a", "op": "eq", "value": 1}]}"#),
            ("/tools/x~1~0/deny_if/0/conditions/0", r#"{"path": "args.a", "op": "eq", "value": 1}"#),
            ("/tools/x~1~0/limits/0", r#"{"counter": "d", "window": "hour", "max": 1, "scope": "grant"}"#),
        ];
        assert_eq!(found, expected.map(|(pointer, text)| (pointer.to_owned(), text)));
    }
}
