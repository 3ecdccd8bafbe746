//! Finds the list of tools in a JSON document, and reads each tool as far as it can be read.

use std::sync::Arc;

use super::described::take;
use super::entry::{name_of, tool};
use super::errors::{self, NotACatalog};
use super::list::{MAX_TOOLS, ToolList};
use super::messages::messages;
use super::oddity::{self, Oddity};
use super::tools::Catalog;
use crate::source::json::{Json, JsonKind, Member};
use crate::source::{Source, SourceId, Span};

/// Parses a tools/list result, the JSON-RPC response around one, or the bare list of tools; also several responses, as
/// clients print them.
pub fn parse(source: &Source) -> Result<ToolList, NotACatalog> {
    Ok(listed(source)?.into_list())
}

/// Reads a file as a catalog.
pub fn read(id: SourceId, source: &Source) -> Result<Catalog, NotACatalog> {
    Ok(Catalog::new(id, Arc::new(parse(source)?)))
}

/// Does the same, and reports everything odd in the list.
pub fn read_closely(id: SourceId, source: &Source) -> Result<(Catalog, Vec<Oddity>), NotACatalog> {
    let listed = listed(source)?;
    let odd = oddity::oddities(id, &listed.elements);
    Ok((Catalog::new(id, Arc::new(listed.into_list())), odd))
}

/// The names of the tools in a file, each with the JSON that describes the tool; none if the file is not a catalog.
pub fn texts(source: &Source) -> Vec<(String, String)> {
    let elements = listed(source).map(|listed| listed.elements).unwrap_or_default();
    let named = |tool: Json| Some((name_of(&tool)?.text()?.to_owned(), tool.to_string()));
    elements.into_iter().filter_map(named).collect()
}

fn listed(source: &Source) -> Result<Listed, NotACatalog> {
    let (pages, others): (Vec<_>, Vec<_>) = messages(source)?.into_iter().map(list_of_tools).partition(Result::is_ok);
    let Some(listed) = pages.into_iter().flatten().reduce(Listed::and) else {
        let error = others.into_iter().find_map(Result::err);
        return Err(error.unwrap_or_else(|| errors::something_else("empty", Span::at(0))));
    };
    if let Some(excess) = listed.elements.get(MAX_TOOLS) {
        return Err(errors::too_many_tools(excess.span));
    }
    if !listed.elements.is_empty() && !listed.elements.iter().any(|element| name_of(element).is_some()) {
        return Err(errors::no_tool_in_the_list(listed.span, listed.elements.first()));
    }
    Ok(listed)
}

/// The elements of the list, and the span for messages about the list.
struct Listed {
    elements: Vec<Json>,
    span: Span,
    /// The cursor of the next page.
    next_page: Option<Span>,
}

impl Listed {
    fn into_list(self) -> ToolList {
        let Self { elements, span, next_page } = self;
        ToolList::new(elements.into_iter().filter_map(tool), span, next_page)
    }

    /// The tools of another page after these.
    fn and(mut self, page: Self) -> Self {
        self.elements.extend(page.elements);
        Self { next_page: page.next_page, ..self }
    }
}

fn list_of_tools(document: Json) -> Result<Listed, NotACatalog> {
    let span = document.span;
    match document.kind {
        JsonKind::List(elements) => Ok(Listed { elements, span: start_of(span), next_page: None }),
        JsonKind::Object(members) => tools_member(span, members),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Text(_) => {
            Err(errors::something_else(document.describe(), span))
        }
    }
}

/// `{"tools": […]}`, or `{"result": {"tools": […]}}`.
fn tools_member(span: Span, mut members: Vec<Member>) -> Result<Listed, NotACatalog> {
    let result = take(&mut members, |member| member.key == "result" && member.value.get("tools").is_some());
    if let Some(Member { value: Json { kind: JsonKind::Object(inner), span: inner_span }, .. }) = result {
        return tools_member(inner_span, inner);
    }
    let next_page = members.iter().rev().find_map(next_page);
    match take(&mut members, |member| member.key == "tools" && member.value.elements().is_some()) {
        Some(Member { key_span, value: Json { kind: JsonKind::List(elements), .. }, .. }) => {
            Ok(Listed { elements, span: key_span, next_page })
        }
        _ => Err(errors::not_a_tools_list(start_of(span), &members)),
    }
}

/// A cursor that leads to another page: an empty one leads nowhere.
fn next_page(member: &Member) -> Option<Span> {
    let is_cursor = matches!(member.key.as_str(), "nextCursor" | "next_cursor");
    let leads_on = member.value.kind != JsonKind::Null && member.value.text() != Some("");
    (is_cursor && leads_on).then_some(member.key_span.to(member.value.span))
}

/// Only the bracket: underlining a whole file helps no one.
fn start_of(span: Span) -> Span {
    Span { start: span.start, end: span.end.min(span.start + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read_text(text: &str) -> Result<Catalog, String> {
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text("t.json", text));
        read(id, sources.get(id)).map_err(|error| format!("{}: {}", error.span.start, error.message))
    }

    fn names(text: &str) -> Vec<String> {
        read_text(text).unwrap().names().map(str::to_owned).collect()
    }

    #[test]
    fn three_shapes_are_read() {
        let list = r#"[{"name": "a"}, {"name": "b", "inputSchema": {"type": "object"}}]"#;
        assert_eq!(names(list), ["a", "b"]);
        assert_eq!(names(&format!(r#"{{"tools": {list}, "nextCursor": "x"}}"#)), ["a", "b"]);
        let response = format!(r#"{{"jsonrpc": "2.0", "id": 1, "result": {{"tools": {list}}}}}"#);
        assert_eq!(names(&response), ["a", "b"]);
        assert_eq!(names(&format!("\u{feff}{response}")), ["a", "b"]);
        assert!(names(r#"{"tools": []}"#).is_empty());
        assert!(names("[]").is_empty());
    }

    #[test]
    fn messages_are_read_as_clients_print_them() {
        let answer = |tools: &str, next: &str| {
            format!(r#"{{"jsonrpc": "2.0", "id": 1, "result": {{"tools": [{tools}], "nextCursor": {next}}}}}"#)
        };
        let (a, b) = (answer(r#"{"name": "a"}"#, r#""p2""#), answer(r#"{"name": "b"}"#, "null"));
        let started = r#"{"jsonrpc": "2.0", "id": 0, "result": {"capabilities": {}}}"#;
        let halves = b.split_at(b.find("\"result\"").unwrap());
        for text in [
            format!("event: message\ndata: {a}\n\nid: 2\r\nevent: message\r\ndata: {b}\r\n\r\n"),
            format!(": héllo\n\ndata:{started}\n\ndata: {a}\n\ndata: {b}"),
            format!("data: {a}\n\ndata: {}\ndata: {}\n", halves.0, halves.1),
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {a}\n\ndata: {b}\n\n"),
            format!("{started}\n{a}\n\n{b}\n"),
            format!("{{\n  \"tools\": [{{\"name\": \"a\"}}],\n  \"nextCursor\": \"x\"\n}}\n{b}"),
        ] {
            assert_eq!(names(&text), ["a", "b"], "{text}");
        }
        assert_eq!(names(&format!("HTTP/2 200\ncontent-type: application/json\n\n{a}\n")), ["a"]);
        let text = format!("event: message\ndata: {a}\n\n");
        let place = read_text(&text).unwrap().tool("a").unwrap().name_place;
        assert_eq!(text.get(place.span.range()), Some("\"a\""));
    }

    #[test]
    fn messages_without_tools_say_what_they_are() {
        for (text, expected) in [
            (
                "data: {\"jsonrpc\": \"2.0\", \"error\": {}}\n\n",
                "25: the server answered with an error, expected a tools/list response",
            ),
            ("event: ping\n\n", "0: this is not JSON: there is no message"),
            ("data: {\n\n", "8: this is not JSON: the object is not closed"),
            ("data: {} x\n\n", "9: this is not JSON: there is something after the message"),
            ("{\"a\": 1}\n{\"tools\": []}", "9: this is not JSON: there is something after the value"),
        ] {
            assert_eq!(read_text(text).unwrap_err(), expected, "{text}");
        }
    }

    #[test]
    fn a_cursor_leads_to_another_page() {
        let next = |cursor: &str| {
            read_text(&format!(r#"{{"tools": [{{"name": "a"}}], {cursor}}}"#)).unwrap().next_page().is_some()
        };
        assert!(next(r#""nextCursor": "x""#) && next(r#""next_cursor": 5"#));
        assert!(!next(r#""nextCursor": null"#) && !next(r#""nextCursor": """#) && !next(r#""cursor": "x""#));
    }

    #[test]
    fn types_under_other_names_are_read() {
        let types = r#"{"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}"#;
        let list = r#"[{"name": "n", "type": "integer", "desc": "how many"}, {"name": "o", "type": "array", "items": {"type": "string"}, "optional": true}]"#;
        for (key, value) in [
            ("inputSchema", types),
            ("input_schema", types),
            ("parameters", types),
            ("parameters", r#"{"n": {"type": "integer"}}"#),
            ("inputSchema", r#"{"n": {"type": "integer"}}"#),
            ("inputSchema", &format!(r#"{{"jsonSchema": {types}}}"#)),
            ("arguments", list),
            ("parameters", r#"[{"name": "n", "in": "query", "schema": {"type": "integer"}}]"#),
        ] {
            let catalog = read_text(&format!(r#"[{{"name": "a", "{key}": {value}}}]"#)).unwrap();
            let tool = catalog.tool("a").unwrap();
            let arguments = tool.input_schema.unwrap().reader().arguments();
            assert_eq!(arguments[0].0.to_json(), "args.n", "{key} {value}");
            assert_eq!(arguments[0].1.words(), "integer", "{key} {value}");
            assert_eq!(arguments[0].1.always_there, !value.starts_with("{\"n\""), "{key} {value}");
            assert!(arguments.get(1).is_none_or(|(_, optional)| !optional.always_there));
            assert!(catalog.has_types());
        }
        // These say nothing about members, or are about an argument of that name.
        for open in
            [r#"{"if": {"type": "object"}}"#, r#"{"$defs": {"n": {"type": "integer"}}}"#, r#"{"x-note": {"by": "us"}}"#]
        {
            let catalog = read_text(&format!(r#"[{{"name": "a", "inputSchema": {open}}}]"#)).unwrap();
            assert!(catalog.tool("a").unwrap().input_schema.unwrap().reader().names().is_empty(), "{open}");
        }
        let catalog = read_text(r#"[{"name": "a", "inputSchema": {"json": {"type": "string"}}}]"#).unwrap();
        assert_eq!(catalog.tool("a").unwrap().input_schema.unwrap().reader().names(), ["json"]);
        let both = format!(r#"[{{"name": "a", "parameters": {types}, "inputSchema": true}}]"#);
        assert!(read_text(&both).unwrap().tool("a").unwrap().input_schema.unwrap().reader().names().is_empty());
        for nothing in ["\"arguments\": []", "\"arguments\": [\"n\"]", "\"parameters\": null", "\"title\": \"A\""] {
            let catalog = read_text(&format!(r#"[{{"name": "a", {nothing}}}]"#)).unwrap();
            assert!(!catalog.has_types(), "{nothing}");
        }
    }

    #[test]
    fn odd_tools_are_read_as_far_as_they_go() {
        let text = r#"{"tools": [7, {"name": 5}, {"name": ""}, null, {"name": "a", "inputSchema": "no", "annotations": 3},
            {"name": "b", "description": "first", "annotations": {"readOnlyHint": true, "destructiveHint": "no"}},
            {"name": "b", "description": "second"}, {"name": "c", "inputSchema": true}]}"#;
        let catalog = read_text(text).unwrap();
        assert_eq!(catalog.names().collect::<Vec<_>>(), ["a", "b", "c"]);
        assert!(catalog.tool("a").unwrap().input_schema.is_none());
        let b = catalog.tool("b").unwrap();
        assert_eq!(b.description, Some("first"));
        assert_eq!((b.annotations.read_only, b.annotations.destructive), (Some(true), None));
        assert!(catalog.tool("c").unwrap().input_schema.is_some());
        assert!(catalog.tool("d").is_none());
    }

    #[test]
    fn what_is_no_catalog_says_what_it_looks_like() {
        for (text, expected) in [
            ("", "0: this file is empty, expected a tools/list response"),
            ("  \n", "3: this file is empty, expected a tools/list response"),
            ("{\"tools\": [}", "11: this is not JSON: expected a value"),
            ("{}", "0: this object has no `tools`, expected a tools/list response"),
            ("7", "0: this is a number, expected a tools/list response"),
            ("[1, 2]", "0: nothing in this list is a tool: the first is a number"),
            ("[{\"id\": 1}]", "0: nothing in this list is a tool: none of its objects has a `name`"),
            ("{\"tools\": [{}]}", "1: nothing in this list is a tool: none of its objects has a `name`"),
            (
                r#"{"version": "1", "default": "deny", "tools": {"a": {}}}"#,
                "0: this is a `policy.json`, expected a tools/list response",
            ),
            (r#"{"mcpServers": {}}"#, "0: this is a list of servers, expected a tools/list response"),
            (
                r#"{"jsonrpc": "2.0", "error": {"code": 1}}"#,
                "19: the server answered with an error, expected a tools/list response",
            ),
            (r#"{"name": "a", "inputSchema": {}}"#, "0: this is a single tool, expected a tools/list response"),
            (r#"{"jsonrpc": "2.0", "method": "tools/list"}"#, "19: this is a request, expected a tools/list response"),
            (r#"{"tools": {"a": {}}}"#, "1: `tools` is an object here, expected a list of tools"),
            (
                r#"[{"type": "function", "function": {"name": "a"}}]"#,
                "0: these are functions for a model, expected a tools/list response",
            ),
        ] {
            assert_eq!(read_text(text).unwrap_err(), expected, "{text}");
        }
        assert!(read_text("{\"tools\": [{\"name\": \"\\ud800\"}]}").unwrap_err().contains("not JSON"));
        let utf16 = Source::from_bytes("t.json", None, vec![0xff, 0xfe, b'{', 0]);
        assert!(read(SourceId(0), &utf16).unwrap_err().message.contains("UTF-16"));
    }

    #[test]
    fn more_than_the_most_tools_are_no_catalog() {
        let list = |count: usize| {
            let tools: Vec<_> = (0..count).map(|index| format!("{{\"name\":\"t{index}\"}}")).collect();
            format!("{{\"tools\":[{}]}}", tools.join(","))
        };
        assert_eq!(read_text(&list(MAX_TOOLS)).unwrap().len(), MAX_TOOLS);
        assert!(read_text(&list(MAX_TOOLS + 1)).unwrap_err().contains("more than 100000 tools"));
    }
}
