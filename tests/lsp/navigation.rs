//! From names to what they mean and back.

use std::fmt::Write;

use serde_json::{Value, json};

use super::client::{Client, uri};
use super::fixture::{PART, POLICY, TOOLS, at, at_in, opened};

/// The text of a location: its file, and the line with the place marked.
fn shown(client: &Client, location: &Value) -> String {
    let name = location["uri"].as_str().unwrap().rsplit('/').next().unwrap();
    let text = match name {
        "p.pl" => POLICY,
        "part.pl" => PART,
        _ => TOOLS,
    };
    let line = location["range"]["start"]["line"].as_u64().unwrap() + 1;
    format!("{name}:{line}: {}", client.underlined_in(text, &location["range"]).trim())
}

fn all(client: &Client, locations: &Value) -> String {
    let mut out = String::new();
    for location in locations.as_array().into_iter().flatten() {
        writeln!(out, "  {}", shown(client, location)).unwrap();
    }
    if out.is_empty() { "  nothing\n".to_owned() } else { out }
}

const PLACES: &[&str] = &[
    "catalog \"to‸ols.json\"",
    "include \"par‸t.pl\"",
    "allow ge‸t_*",
    "deny del‸ete_customer",
    "tool create_‸refund:",
    "apply care‸ful(cap)",
    "careful(c‸ap)",
    "args.curr‸ency in",
    "args.meta.\"ti‸cket-id\"",
    "as ref‸unds",
    "call get_‸charge",
    "{ am‸ount:",
    "meta: { \"tick‸et-id\"",
    "default d‸eny",
];

#[test]
fn definitions() {
    let mut client = opened();
    let mut out = String::new();
    for place in PLACES {
        let found = client.ask_at("textDocument/definition", "p.pl", at(place), json!({}));
        write!(out, "{place}\n{}", all(&client, &found)).unwrap();
    }
    insta::assert_snapshot!(out);
}

#[test]
fn references() {
    let mut client = opened();
    let mut out = String::new();
    for place in PLACES {
        let more = json!({ "context": { "includeDeclaration": true } });
        let found = client.ask_at("textDocument/references", "p.pl", at(place), more);
        write!(out, "{place}\n{}", all(&client, &found)).unwrap();
    }
    insta::assert_snapshot!(out);
}

#[test]
fn a_part_knows_where_it_is_used() {
    let mut client = opened();
    client.open("part.pl", PART);
    let more = json!({ "context": { "includeDeclaration": false } });
    let found = client.ask_at("textDocument/references", "part.pl", at_in(PART, "let c‸ap"), more);
    assert_eq!(all(&client, &found), "  p.pl:12: apply careful(«cap»)\n");
    let found = client.ask_at("textDocument/documentHighlight", "part.pl", at_in(PART, "<= mo‸st"), json!({}));
    assert_eq!(found.as_array().unwrap().len(), 2);
}

#[test]
fn a_name_is_changed_everywhere() {
    let mut client = opened();
    client.open("part.pl", PART);
    let prepared = client.ask_at("textDocument/prepareRename", "p.pl", at("careful(c‸ap)"), json!({}));
    assert_eq!(prepared["placeholder"], "cap");
    let edit =
        client.ask_at("textDocument/rename", "part.pl", at_in(PART, "let c‸ap"), json!({ "newName": "refund_cap" }));
    let changes = edit["changes"].as_object().unwrap();
    assert_eq!(changes.len(), 2);
    let policy = client.edited("p.pl", changes[&uri("p.pl")].as_array().unwrap());
    let part = client.edited("part.pl", changes[&uri("part.pl")].as_array().unwrap());
    assert_eq!(policy, POLICY.replace("careful(cap)", "careful(refund_cap)"));
    assert_eq!(part, PART.replace("let cap", "let refund_cap"));
    let edit = client.ask_at("textDocument/rename", "part.pl", at_in(PART, "<= mo‸st"), json!({ "newName": "max" }));
    let part = client.edited("part.pl", edit["changes"][uri("part.pl")].as_array().unwrap());
    assert_eq!(part, PART.replace("most", "max"));
}

#[test]
fn a_name_is_not_changed_to_something_wrong() {
    let mut client = opened();
    assert_eq!(client.ask_at("textDocument/prepareRename", "p.pl", at("tool create_‸refund:"), json!({})), Value::Null);
    let mut refusals = String::new();
    for (place, name) in [
        ("careful(c‸ap)", "a-b"),
        ("careful(c‸ap)", "true"),
        ("careful(c‸ap)", ""),
        ("careful(c‸ap)", "most"),
        ("tool create_‸refund:", "x"),
    ] {
        let position = client.position("p.pl", at(place));
        let params = json!({ "textDocument": { "uri": uri("p.pl") }, "position": position, "newName": name });
        let error = client.try_ask("textDocument/rename", params).unwrap_err();
        writeln!(refusals, "{place} → {name:?}: {}", error["message"].as_str().unwrap()).unwrap();
    }
    insta::assert_snapshot!(refusals);
}

#[test]
fn hovers() {
    let mut client = opened();
    let mut out = String::new();
    let more = [
        "allow get_*: re‸ad",
        "args.currency i‸n [",
        "\"ticket-id\" miss‸ing",
        "require args.cur‸rency",
        "call get_cha‸rge",
    ];
    for place in PLACES.iter().chain(&more) {
        let found = client.ask_at("textDocument/hover", "p.pl", at(place), json!({}));
        let text = found["contents"]["value"].as_str().unwrap_or("nothing");
        writeln!(out, "── {place}\n{text}\n").unwrap();
    }
    client.open("part.pl", PART);
    client.open("q.pl", "default allow # jamb: ignore[default-a‸llow] ours\n".replace('‸', "").as_str());
    let found = client.ask_at("textDocument/hover", "part.pl", at_in(PART, "args.amount <= mo‸st"), json!({}));
    writeln!(out, "── args.amount <= mo‸st\n{}\n", found["contents"]["value"].as_str().unwrap()).unwrap();
    let found = client.ask_at("textDocument/hover", "q.pl", 38, json!({}));
    writeln!(out, "── ignore[default-a‸llow]\n{}\n", found["contents"]["value"].as_str().unwrap()).unwrap();
    insta::assert_snapshot!(out);
}

#[test]
fn a_hover_without_markdown_is_plain_text() {
    let mut client = Client::with(&[("tools.json", TOOLS), ("part.pl", PART)], json!({}));
    client.open("p.pl", POLICY);
    let found = client.ask_at("textDocument/hover", "p.pl", at("call get_‸charge"), json!({}));
    assert_eq!(found["contents"]["kind"], "plaintext");
    assert!(found["contents"]["value"].as_str().unwrap().starts_with("Reads *one* charge. See https://evil.example\n"));
}
