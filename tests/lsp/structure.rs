//! The structure of a text: symbols, folds, selections, links, colors, and formatting.

use std::fmt::Write;

use serde_json::{Value, json};

use super::client::{Client, offset, uri};
use super::fixture::{POLICY, at, opened};

fn of(client: &mut Client, method: &str, name: &str) -> Value {
    client.ask(method, json!({ "textDocument": { "uri": uri(name) } }))
}

fn tree(out: &mut String, symbols: &Value, depth: usize) {
    for symbol in symbols.as_array().into_iter().flatten() {
        let text = |key: &str| symbol[key].as_str().unwrap().to_owned();
        writeln!(out, "{}{} ({}, {})", "  ".repeat(depth), text("name"), text("detail"), symbol["kind"]).unwrap();
        tree(out, &symbol["children"], depth + 1);
    }
}

#[test]
fn symbols() {
    let mut client = opened();
    let mut out = String::new();
    tree(&mut out, &of(&mut client, "textDocument/documentSymbol", "p.pl"), 0);
    insta::assert_snapshot!(out);
}

#[test]
fn symbols_for_a_client_without_trees() {
    let mut client = Client::with(&[], json!({}));
    client.open("p.pl", "default deny\nallow a, b\n");
    let found = of(&mut client, "textDocument/documentSymbol", "p.pl");
    let names: Vec<_> = found.as_array().unwrap().iter().map(|symbol| symbol["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["deny", "a, b"]);
    assert_eq!(found[1]["location"]["uri"], uri("p.pl"));
}

#[test]
fn folds() {
    let mut client = opened();
    let found = of(&mut client, "textDocument/foldingRange", "p.pl");
    let folds: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|fold| {
            (fold["startLine"].as_u64().unwrap() + 1, fold["endLine"].as_u64().unwrap() + 1, fold["kind"].as_str())
        })
        .collect();
    assert_eq!(folds, [(11, 15, None), (18, 20, None), (1, 2, Some("comment"))]);
}

#[test]
fn a_selection_grows_from_word_to_file() {
    let mut client = opened();
    let position = client.position("p.pl", at("args.curr‸ency in"));
    let params = json!({ "textDocument": { "uri": uri("p.pl") }, "positions": [position] });
    let found = client.ask("textDocument/selectionRange", params);
    let (mut out, mut range) = (String::new(), &found[0]);
    while !range.is_null() {
        let (start, end) = (offset(POLICY, &range["range"]["start"]), offset(POLICY, &range["range"]["end"]));
        writeln!(out, "── {}", &POLICY[start..end]).unwrap();
        range = &range["parent"];
    }
    insta::assert_snapshot!(out);
}

#[test]
fn selections_contain_each_other_at_every_place() {
    let mut client = Client::new(&[]);
    for text in [POLICY, "tool a {\n  deny if not (args.x > 1)\ntool b {}\nlimit 5 per hour # x\n"] {
        client.open("p.pl", text);
        let positions: Vec<_> = (0..text.len()).map(|offset| client.position("p.pl", offset)).collect();
        let params = json!({ "textDocument": { "uri": uri("p.pl") }, "positions": positions });
        let found = client.ask("textDocument/selectionRange", params);
        for (at, range) in found.as_array().unwrap().iter().enumerate() {
            let (mut range, mut inner) = (range, (at, at));
            while !range.is_null() {
                let outer = (offset(text, &range["range"]["start"]), offset(text, &range["range"]["end"]));
                assert!(outer.0 <= inner.0 && inner.1 <= outer.1, "{at}: {inner:?} in {outer:?}");
                (range, inner) = (&range["parent"], outer);
            }
        }
    }
}

#[test]
fn links() {
    let mut client = opened();
    let found = of(&mut client, "textDocument/documentLink", "p.pl");
    let links: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|link| (client.underlined("p.pl", &link["range"]), link["target"].as_str().unwrap()))
        .collect();
    let expected = [
        ("catalog «\"tools.json\"»".to_owned(), "file:///w/tools.json"),
        ("include «\"part.pl\"»".to_owned(), "file:///w/part.pl"),
    ];
    assert_eq!(links, expected);
}

#[test]
fn colors_by_meaning() {
    let mut client = opened();
    client.open("p.pl", &POLICY.replace("deny delete_customer", "deny delete_customer, get_unknown"));
    let text = POLICY.replace("deny delete_customer", "deny delete_customer, get_unknown");
    let found = of(&mut client, "textDocument/semanticTokens/full", "p.pl");
    let legend = ["class", "property", "variable", "function", "parameter", "enumMember", "operator", "event"];
    let (mut line, mut start, mut out) = (0, 0, String::new());
    for token in found["data"].as_array().unwrap().chunks(5) {
        let number = |index: usize| token[index].as_u64().unwrap();
        start = if number(0) == 0 { start + number(1) } else { number(1) };
        line += number(0);
        let from = offset(&text, &json!({ "line": line, "character": start }));
        let to = offset(&text, &json!({ "line": line, "character": start + number(2) }));
        writeln!(out, "{}: {} {}", &text[from..to], legend[number(3) as usize], number(4)).unwrap();
    }
    insta::assert_snapshot!(out);
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 6, "character": 4 } });
    let part = client
        .ask("textDocument/semanticTokens/range", json!({ "textDocument": { "uri": uri("p.pl") }, "range": range }));
    assert!(part["data"].as_array().unwrap().len() < found["data"].as_array().unwrap().len());
}

#[test]
fn formatting_changes_only_what_differs() {
    let mut client = opened();
    let untidy = POLICY.replace("allow get_*: read", "allow   get_* :read").replace("limit 600", "limit  600");
    client.open("p.pl", &untidy);
    let options = json!({ "tabSize": 8, "insertSpaces": false });
    let params = json!({ "textDocument": { "uri": uri("p.pl") }, "options": options });
    let edits = client.ask("textDocument/formatting", params);
    let edits = edits.as_array().unwrap();
    assert_eq!((edits.len(), client.edited("p.pl", edits)), (2, POLICY.to_owned()));
    let range = json!({ "start": { "line": 8, "character": 0 }, "end": { "line": 8, "character": 3 } });
    let params = json!({ "textDocument": { "uri": uri("p.pl") }, "options": options, "range": range });
    let edits = client.ask("textDocument/rangeFormatting", params);
    let edits = edits.as_array().unwrap();
    assert_eq!((edits.len(), client.edited("p.pl", edits)), (1, untidy.replace("limit  600", "limit 600")));
    client.change("p.pl", "allow {\n");
    let params = json!({ "textDocument": { "uri": uri("p.pl") }, "options": options });
    assert_eq!(client.ask("textDocument/formatting", params), Value::Null, "a text with a syntax error stays as it is");
}
