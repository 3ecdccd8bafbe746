//! What the server offers to do: fixes and rewritings, hints and lenses, and commands.

use std::fmt::Write;

use serde_json::{Value, json};

use super::client::{Client, uri};
use super::fixture::{PART, POLICY, TOOLS, at_in, opened};

/// The actions at a place of a text, each with the text that it makes.
fn actions(client: &mut Client, name: &str, at: usize, only: Option<&str>) -> Vec<(String, Value, String)> {
    let position = client.position(name, at);
    let mut context = json!({ "diagnostics": [] });
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    let range = json!({ "start": position, "end": position });
    let params = json!({ "textDocument": { "uri": uri(name) }, "range": range, "context": context });
    let found = client.ask("textDocument/codeAction", params);
    let action = |action: &Value| {
        let edits = action["edit"]["changes"][uri(name)].as_array().unwrap().clone();
        (action["title"].as_str().unwrap().to_owned(), action.clone(), client.edited(name, &edits))
    };
    found.as_array().unwrap().iter().map(action).collect()
}

/// The lines that differ, as a reader of a change sees them.
fn difference(old: &str, new: &str) -> String {
    let changed = similar::TextDiff::from_lines(old, new);
    changed
        .unified_diff()
        .context_radius(0)
        .to_string()
        .lines()
        .filter(|line| !line.starts_with("@@"))
        .map(|line| format!("  {line}\n"))
        .collect()
}

fn transcript(text: &str, places: &[&str]) -> String {
    let mut client = Client::new(&[("tools.json", TOOLS), ("part.pl", PART)]);
    client.open("p.pl", text);
    client.diagnostics("p.pl");
    let mut out = String::new();
    for place in places {
        writeln!(out, "── {place}").unwrap();
        for (title, action, new) in actions(&mut client, "p.pl", at_in(text, place), None) {
            let preferred = if action["isPreferred"] == true { ", preferred" } else { "" };
            let about =
                action["diagnostics"][0]["code"].as_str().map_or(String::new(), |code| format!(", about {code}"));
            writeln!(out, "{title} ({}{preferred}{about})", action["kind"].as_str().unwrap()).unwrap();
            out.push_str(&difference(text, &new));
        }
    }
    out
}

#[test]
fn fixes_of_errors_and_findings() {
    let text = "\
catalog \"tools.json\"
default allow

let unused = 5

tool create_refund: financial {
  require args.amont <= 100
  require args.note matches r\"^ok$\"
}
";
    insta::assert_snapshot!(transcript(text, &["default al‸low", "args.amo‸nt"]));
    let right = text.replace("amont", "amount");
    insta::assert_snapshot!("findings", transcript(&right, &["default al‸low", "let unu‸sed", "matches r\"^o‸k$\""]));
}

#[test]
fn a_finding_about_a_comment_is_not_suppressed_by_another_comment() {
    let text = "# jamb: ignore[default-allow] ours\ndefault deny\nallow a: read\n";
    let mut client = Client::new(&[]);
    client.open("p.pl", text);
    assert_eq!(client.diagnostics("p.pl")[0]["code"], "unused-suppression");
    let titles: Vec<_> = actions(&mut client, "p.pl", 3, None).into_iter().map(|(title, ..)| title).collect();
    assert!(!titles.iter().any(|title| title.starts_with("Ignore")), "{titles:?}");
}

#[test]
fn rewritings() {
    let text = format!("{POLICY}\ntest \"x\" {{\n  call get_customer {{ id: \"c\" }} => allow\n}}\n")
        .replace("allow get_*: read\n", "allow get_charge: read\n");
    insta::assert_snapshot!(transcript(&text, &["in [\"us‸d\"", "call get_‸customer"]));
}

#[test]
fn all_safe_fixes_at_once() {
    let text = "default deny\nlet unused = 5\nallow a\n";
    let mut client = Client::new(&[]);
    client.open("p.pl", text);
    client.diagnostics("p.pl");
    let found = actions(&mut client, "p.pl", 0, Some("source.fixAll"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].1["kind"], "source.fixAll.jamb");
    assert_eq!(found[0].2, "default deny\nallow a\n");
    assert!(actions(&mut client, "p.pl", 0, Some("refactor.extract")).is_empty());
}

#[test]
fn hints_between_the_words() {
    let mut client = opened();
    let end = json!({ "line": 100, "character": 0 });
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": end });
    let found = client.ask("textDocument/inlayHint", json!({ "textDocument": { "uri": uri("p.pl") }, "range": range }));
    let edits: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|hint| {
            let text = format!("‹{}›", hint["label"].as_str().unwrap());
            json!({ "range": { "start": hint["position"], "end": hint["position"] }, "newText": text })
        })
        .collect();
    insta::assert_snapshot!(client.edited("p.pl", &edits));
}

#[test]
fn a_test_is_run_from_its_lens() {
    let mut client = opened();
    let lenses =
        |client: &mut Client| client.ask("textDocument/codeLens", json!({ "textDocument": { "uri": uri("p.pl") } }));
    let shown = |lenses: &Value| -> Vec<String> {
        lenses.as_array().unwrap().iter().map(|lens| lens["command"]["title"].as_str().unwrap().to_owned()).collect()
    };
    let before = lenses(&mut client);
    assert_eq!(shown(&before), ["Show in policy.json", "Run test"]);
    let command = &before[1]["command"];
    let run = json!({ "command": command["command"], "arguments": command["arguments"] });
    let result = client.ask("workspace/executeCommand", run.clone());
    assert_eq!(result, json!({ "passed": true, "text": "passed" }));
    assert_eq!(shown(&lenses(&mut client)), ["Show in policy.json", "Run test (passed)"]);
    assert!(client.heard.iter().any(|(method, _)| method == "workspace/codeLens/refresh"));
    client.change("p.pl", &POLICY.replace("careful(cap)", "careful(500_00)"));
    assert_eq!(shown(&lenses(&mut client)), ["Show in policy.json", "Run test"]);
    let result = client.ask("workspace/executeCommand", run);
    assert_eq!(
        result,
        json!({ "passed": false, "text": "line 19: test `a refund above the cap is denied` failed: `create_refund` is allowed, not denied" })
    );
    assert_eq!(shown(&lenses(&mut client)), ["Show in policy.json", "Run test (failed)"]);
}

#[test]
fn texts_beside_the_policy() {
    let mut client = opened();
    let mut run = |command: &str, more: Option<&str>| {
        let arguments: Vec<_> = std::iter::once(uri("p.pl")).chain(more.map(str::to_owned)).collect();
        client.try_ask("workspace/executeCommand", json!({ "command": command, "arguments": arguments }))
    };
    let whole = run("jamb.showJson", None).unwrap();
    assert!(whole["text"].as_str().unwrap().starts_with("{\n  \"version\": \"1\""));
    let entry = run("jamb.showJson", Some("create_refund")).unwrap();
    insta::assert_snapshot!(entry["text"].as_str().unwrap());
    let described = run("jamb.describe", None).unwrap();
    insta::assert_snapshot!("described", described["text"].as_str().unwrap());
    let mut refusals = String::new();
    for (command, more) in [
        ("jamb.showJson", Some("nothing")),
        ("jamb.runTest", Some("nothing")),
        ("jamb.runTest", None),
        ("jamb.other", None),
    ] {
        writeln!(refusals, "{command} {more:?}: {}", run(command, more).unwrap_err()["message"].as_str().unwrap())
            .unwrap();
    }
    insta::assert_snapshot!("refusals", refusals);
}
