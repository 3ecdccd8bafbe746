//! Life of a server: the handshake, texts that change, files that change under it, and clients that behave oddly.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::{Client, capable, uri};

const TOOLS: &str = r#"{"tools": [
  {"name": "pay", "description": "Pays.", "inputSchema": {"type": "object", "properties": {"amount": {"type": "integer", "minimum": 1}}}},
  {"name": "list_bills", "inputSchema": {"type": "object", "properties": {}}}
]}"#;

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap()).collect()
}

#[test]
fn the_handshake_says_what_the_server_can_do() {
    let mut client = Client::uninitialized(&[]);
    let early = client.try_ask("textDocument/hover", json!({})).unwrap_err();
    assert_eq!(early["code"], -32002);
    let mut answer = client.ask("initialize", json!({ "capabilities": capable() }));
    answer["serverInfo"]["version"] = "[version]".into();
    insta::assert_snapshot!(serde_json::to_string_pretty(&answer).unwrap());
    assert_eq!(client.try_ask("initialize", json!({})).unwrap_err()["code"], -32600);
    assert_eq!(client.try_ask("jamb/nothing", json!({})).unwrap_err()["code"], -32601);
    assert_eq!(client.try_ask("textDocument/hover", json!({ "x": 1 })).unwrap_err()["code"], -32602);
    assert!(client.leave());
}

#[test]
fn a_client_that_leaves_without_a_word_ends_the_server() {
    let client = Client::new(&[]);
    drop(client);
}

#[test]
fn errors_and_findings_appear_while_one_types() {
    let mut client = Client::new(&[("tools.json", TOOLS)]);
    client.open("p.pl", "catalog \"tools.json\"\ndefault deny\ntool pay: financial {\n  require args.amont <= 5\n}\n");
    let found = client.diagnostics("p.pl");
    assert_eq!(codes(&found), ["unknown-argument"]);
    assert_eq!(client.underlined("p.pl", &found[0]["range"]), "  require args.«amont» <= 5");
    client.changes("p.pl", json!([{ "range": { "start": { "line": 3, "character": 18 }, "end": { "line": 3, "character": 18 } }, "text": "u" }]));
    assert_eq!(codes(&client.diagnostics("p.pl")), Vec::<&str>::new());
    client.change("p.pl", "catalog \"tools.json\"\ndefault allow\n");
    let found = client.diagnostics("p.pl");
    assert!(codes(&found).contains(&"default-allow"), "{found:?}");
}

#[test]
fn a_policy_is_judged_again_when_a_file_that_it_reads_changes() {
    let mut client = Client::new(&[("tools.json", TOOLS), ("part.pl", "let cap = 5\n")]);
    client.open("p.pl", "catalog \"tools.json\"\ninclude \"part.pl\"\ndefault deny\ntool pay: financial {\n  require args.amount <= cap\n}\n");
    assert_eq!(codes(&client.diagnostics("p.pl")), Vec::<&str>::new());
    // An unsaved text counts more than the file.
    client.open("part.pl", "let cap = \"five\"\n");
    client.listen(Duration::from_millis(300));
    assert_eq!(codes(client.last("p.pl")), ["type-mismatch"]);
    assert_eq!(codes(client.last("part.pl")), Vec::<&str>::new());
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri("part.pl") } }));
    client.listen(Duration::from_millis(300));
    assert_eq!(codes(client.last("p.pl")), Vec::<&str>::new());
    client.write("part.pl", None);
    client.listen(Duration::from_millis(300));
    assert_eq!(codes(client.last("p.pl")), ["file-not-found"]);
    client.write("tools.json", Some("[]"));
    client.write("part.pl", Some("let cap = 5\n"));
    client.listen(Duration::from_millis(300));
    assert_eq!(codes(client.last("p.pl")), ["unknown-tool"]);
}

#[test]
fn a_mistake_in_the_settings_is_shown_in_their_file() {
    let mut client = Client::new(&[("jamb.toml", "[lint]\nignore = [\"default-alow\"]\n")]);
    client.open("p.pl", "default allow\n");
    client.diagnostics("p.pl");
    assert_eq!(codes(client.last("jamb.toml")), ["invalid-configuration"]);
    client.write("jamb.toml", Some("[lint]\nignore = [\"default-allow\"]\n"));
    client.listen(Duration::from_millis(300));
    assert!(client.last("jamb.toml").is_empty() && !codes(client.last("p.pl")).contains(&"default-allow"));
}

#[test]
fn diagnostics_are_given_when_asked_for() {
    let mut capabilities = capable();
    capabilities["textDocument"]["diagnostic"] = json!({});
    let mut client = Client::with(&[], capabilities);
    client.open("p.pl", "default allow\nlet a = 1\n");
    let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri("p.pl") } }));
    assert_eq!(report["kind"], "full");
    assert!(codes(report["items"].as_array().unwrap()).contains(&"unused-name"), "{report}");
    assert!(client.last("p.pl").is_empty(), "nothing is pushed to a client that asks");
}

#[test]
fn a_text_larger_than_a_file_may_be_is_not_judged() {
    let mut client = Client::new(&[]);
    client.open("p.pl", &format!("default deny\n{}", "# long\n".repeat(2_500_000)));
    assert_eq!(codes(&client.diagnostics("p.pl")), ["too-large"]);
    client.change("p.pl", "default deny\nallow a: read\n");
    assert_eq!(codes(&client.diagnostics("p.pl")), Vec::<&str>::new());
}

#[test]
fn a_request_that_was_typed_past_is_canceled() {
    let mut client = Client::new(&[]);
    // A large text keeps the server busy while the others arrive.
    client.open("p.pl", &"allow a\n".repeat(20_000));
    client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri("p.pl") } }));
    client.change("p.pl", &"allow b\n".repeat(20_000));
    let first = client.send(
        "textDocument/hover",
        json!({ "textDocument": { "uri": uri("p.pl") }, "position": { "line": 0, "character": 7 } }),
    );
    let second = client.send(
        "textDocument/hover",
        json!({ "textDocument": { "uri": uri("p.pl") }, "position": { "line": 0, "character": 7 } }),
    );
    client.notify("$/cancelRequest", json!({ "id": second }));
    client.change("p.pl", "allow c\n");
    let answers = [client.answer(first), client.answer(second)];
    for answer in answers {
        // Whether a message arrives in time for this is up to the threads.
        if let Err(error) = answer {
            assert!([-32801, -32800].contains(&error["code"].as_i64().unwrap()), "{error}");
        }
    }
}
