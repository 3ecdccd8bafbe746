//! What `jamb simulate` answers: whom and when denials hit, what is shown first, and what is redacted.

use std::fmt::Write;

use serde_json::{Value as Json, json};

use crate::support::run::{folder, jamb};

const POLICY: &[u8] = b"default deny
tool pay: financial {
  deny if args.amount > 100 because \"Too much.\"
  limit 2 per day
}
allow get: read
";

/// A line of a trace.
fn call(minute: u32, grant: &str, tool: &str, amount: u32) -> String {
    let (hour, minute) = (minute / 60, minute % 60);
    json!({
        "ts": format!("2026-03-01T{hour:02}:{minute:02}:00Z"),
        "grant": grant,
        "tool": tool,
        "args": {"amount": amount},
    })
    .to_string()
        + "\n"
}

fn answer(files: &[(&str, &[u8])], arguments: &[&str]) -> Json {
    let folder = folder(files);
    let run = jamb(folder.path(), &[&["simulate"], arguments, &["--format", "json"]].concat());
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}{}", run.stdout, run.stderr))
}

#[test]
fn each_rule_says_whom_it_denied_and_when() {
    let trace = [
        call(0, "ann", "pay", 500),
        call(1, "bob", "pay", 500),
        call(2, "ann", "pay", 900),
        call(3, "ann", "pay", 5),
        call(4, "ann", "pay", 5),
        call(5, "ann", "pay", 5),
        call(6, "carl", "drop", 5),
    ]
    .concat();
    let untimed = "{\"grant\": \"bob\", \"tool\": \"pay\", \"args\": {\"amount\": 101}}\n";
    let files = [("p.pl", POLICY), ("a.jsonl", trace.as_bytes()), ("b.jsonl", untimed.as_bytes())];
    let answer = answer(&files, &["p.pl", "--trace", "a.jsonl", "b.jsonl"]);
    let rule = |name: &str| {
        let rules = answer["rules"].as_array().unwrap();
        rules.iter().find(|rule| rule["rule"].as_str().unwrap().contains(name)).unwrap().clone()
    };
    let too_much = rule("deny_if");
    assert_eq!(too_much["grants"], json!({"ann": 2, "bob": 2}));
    assert_eq!(too_much["first"], json!({"trace": "a.jsonl", "line": 1, "ts": "2026-03-01T00:00:00Z"}));
    assert_eq!(too_much["last"], json!({"trace": "b.jsonl", "line": 1, "ts": null}));
    let limit = rule("limit");
    assert_eq!((&limit["denied"], &limit["grants"]), (&json!(1), &json!({"ann": 1})));
    assert_eq!((&limit["first"], &limit["first"]["line"]), (&limit["last"], &json!(6)));
}

#[test]
fn grants_beyond_the_bound_are_summed() {
    let mut trace = String::new();
    for grant in 0..100_010 {
        writeln!(trace, "{{\"grant\": \"g{grant}\", \"tool\": \"pay\", \"args\": {{\"amount\": 500}}}}").unwrap();
    }
    let answer = answer(&[("p.pl", POLICY), ("t.jsonl", trace.as_bytes())], &["p.pl", "--trace", "t.jsonl"]);
    let rule = &answer["rules"][0];
    let counted = rule["grants"].as_object().unwrap().len();
    assert_eq!(counted as u64 + rule["other_grants"].as_u64().unwrap(), 100_010);
    assert_eq!((rule["denied"].as_u64(), rule["last"]["line"].as_u64()), (Some(100_010), Some(100_010)));
}

/// A secret, as a value of many kinds and at many places of calls.
fn secret_traces(secret: &str) -> Vec<(&'static str, String)> {
    let line = |args: Json| json!({"grant": "ann", "tool": "pay", "args": args}).to_string() + "\n";
    let own = [
        line(json!({"amount": secret})),
        line(json!({"amount": {"deep": [secret, {"more": secret}]}})),
        line(json!({"amount": 500, "note": secret, "tags": [secret], "env": {secret: true}})),
        line(json!({"id": {"of": {"it": secret}}, "amount": 900})),
        json!({"tool": "pay", "args": {"amount": 5, "note": secret}, "expect": "deny"}).to_string() + "\n",
        json!({"tool": "wipe", "args": {"amount": secret}}).to_string() + "\n",
        format!("{{\"tool\": \"pay\", \"args\": {{\"amount\": \"{secret}\n"),
        format!("{{\"tool\": \"pay\", \"args\": \"{secret}\"}}\n"),
        format!("{{\"ts\": \"{secret}\", \"tool\": \"pay\", \"args\": {{\"amount\": 5}}}}\n"),
        format!("{{\"tool\": \"pay\", \"args\": {{\"amount\": 500, \"amount\": \"{secret}\"}}}}\n"),
        format!("not json {secret}\n"),
    ];
    let request = |id: u32| {
        let params = json!({"name": "pay", "arguments": {"amount": 500, "note": secret, "deep": {"x": secret}}});
        json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params})
    };
    let chat = json!({"messages": [{"role": "user", "content": secret}, {"role": "assistant", "tool_calls": [
        {"id": "1", "type": "function", "function": {"name": "pay", "arguments": json!({"amount": 500, "x": secret}).to_string()}},
        {"id": "2", "type": "function", "function": {"name": "pay", "arguments": format!("{{\"amount\": {secret}")}},
    ]}]});
    let transcript = json!({"type": "assistant", "sessionId": "s", "message": {"role": "assistant", "content": [
        {"type": "text", "text": secret},
        {"type": "tool_use", "id": "a", "name": "mcp__bank__pay", "input": {"amount": 700, "why": {"is": secret}}},
    ]}});
    vec![
        ("own.jsonl", own.concat()),
        ("wire.jsonl", format!("{}\nINFO {secret} {}\n", request(1), request(2))),
        ("chat.json", format!("{chat:#}\n")),
        ("chat-line.jsonl", format!("{chat}\n")),
        ("session.jsonl", format!("{transcript}\n")),
    ]
}

#[test]
fn a_secret_in_an_argument_is_not_in_redacted_output() {
    let policy: &[u8] = b"default deny
tool pay: financial {
  require args.amount <= 100
  deny if args.id.of.it exists
}
";
    let old: &[u8] = b"default deny\ntool pay { deny if args.note exists }\nallow wipe\n";
    let core = "81537";
    for secret in ["zq81537x\u{e9}", "8153794612", "zq`81537|<b>"] {
        let traces = secret_traces(secret);
        let mut files: Vec<(&str, &[u8])> = vec![("p.pl", policy), ("old.pl", old)];
        files.extend(traces.iter().map(|(name, text)| (*name, text.as_bytes())));
        let folder = folder(&files);
        let mut named = vec!["--trace"];
        named.extend(traces.iter().map(|(name, _)| *name));
        for format in ["pretty", "short", "json", "jsonl", "sarif", "github", "junit", "markdown", "html"] {
            for more in [&[][..], &["--against", "old.pl", "--fail-on", "changed"]] {
                let is_public = ["sarif", "github", "junit", "markdown", "html"].contains(&format);
                let redact: &[&str] = if is_public { &[] } else { &["--redact"] };
                let arguments = [&["simulate", "p.pl"], &named[..], &["--format", format], redact, more].concat();
                let run = jamb(folder.path(), &arguments);
                for text in [&run.stdout, &run.stderr] {
                    assert!(!text.contains(core), "{arguments:?}: {text}");
                }
                assert!(!run.stdout.is_empty(), "{arguments:?}: {}", run.stderr);
            }
        }
        let shown = jamb(folder.path(), &[&["simulate", "p.pl"], &named[..], &["--show-values"]].concat()).stdout;
        assert!(shown.contains(core), "{shown}");
    }
}

#[test]
fn a_redacted_value_keeps_its_kind_its_size_and_its_place() {
    let trace = b"{\"tool\": \"pay\", \"args\": {\"note\": \"for \xc3\xa9\", \"amount\": 500, \"to\": [1, 2]}}\n";
    let files: [(&str, &[u8]); 2] = [("p.pl", POLICY), ("t.jsonl", trace)];
    let folder = folder(&files);
    let run = |more: &[&str]| jamb(folder.path(), &[&["simulate", "p.pl", "--trace", "t.jsonl"], more].concat()).stdout;
    let redacted = run(&["--redact"]);
    let args = r#""args": {"note": "<text, 5>", "amount": "<number, 3>", "to": "<list, 2>"}"#;
    assert!(redacted.contains(args), "{redacted}");
    let place = |text: &str| -> Json {
        let answer: Json = serde_json::from_str(text).unwrap();
        answer["diagnostics"][0].clone()
    };
    assert_eq!(place(&run(&["--redact", "--format", "json"])), place(&run(&["--format", "json"])));
    assert!(run(&["--format", "markdown"]).contains("`t.jsonl`"));
}

#[test]
fn a_flood_of_denials_is_a_page_that_can_be_read_to_its_end() {
    let (mut policy, mut trace) = ("default deny\n".to_owned(), String::new());
    for clause in 0..80 {
        writeln!(policy, "tool t{clause} {{\n  deny if args.amount > {clause} because \"No {clause}.\"\n}}").unwrap();
    }
    for tool in 80..200 {
        writeln!(policy, "allow t{tool}: read").unwrap();
    }
    for number in 0..20_000_u32 {
        trace += &call(number % 1_440, &format!("g{}", number % 17), &format!("t{}", number % 200), 1_000);
    }
    let files: [(&str, &[u8]); 2] = [("p.pl", policy.as_bytes()), ("t.jsonl", trace.as_bytes())];
    let folder = folder(&files);
    let run = |more: &[&str]| jamb(folder.path(), &[&["simulate", "p.pl", "--trace", "t.jsonl"], more].concat()).stdout;
    let page = run(&[]);
    assert!(page.lines().count() < 320, "{} lines", page.lines().count());
    assert!(page.starts_with("20,000 calls in `t.jsonl`: 8,000 denied") || page.contains("\n20,000 calls"), "{page}");
    assert!(page.contains("other clauses that denied calls:") && page.contains("p.pl:240:3"), "{page}");
    assert!(page.contains("made by 17 grants between 2026-03-01T00:0"), "{page}");
    let html = run(&["--format", "html"]);
    assert!(html.matches("<figure").count() == 50 && html.contains("<svg") && html.len() < 2_000_000, "{}", html.len());
}
