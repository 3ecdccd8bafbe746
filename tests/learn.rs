//! `jamb learn`: each rule with a small trace, snapshots of the policies, and laws for every trace.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::support::markdown::{assert_shown, fences};
use crate::support::run::{Run, folder, jamb, jamb_with, root};
use crate::support::said::snapshots;

/// A tool with these arguments; a `?` at the end of a name makes it optional.
fn tool(name: &str, arguments: &[(&str, Json)]) -> Json {
    let bare = |name: &str| name.trim_end_matches('?').to_owned();
    let required: Vec<_> = arguments.iter().filter(|it| !it.0.ends_with('?')).map(|it| bare(it.0)).collect();
    let properties: serde_json::Map<_, _> = arguments.iter().map(|it| (bare(it.0), it.1.clone())).collect();
    json!({"name": name, "inputSchema": {"type": "object", "properties": properties, "required": required}})
}

fn text() -> Json {
    json!({"type": "string"})
}

fn number() -> Json {
    json!({"type": "number"})
}

fn list() -> Json {
    json!({"type": "array", "items": {"type": "string"}})
}

/// The tools of a shop.
fn shop() -> Json {
    json!({"tools": [
        tool("get_order", &[("id", text())]),
        tool("read_file", &[("path", text())]),
        tool("fetch_page", &[("url", json!({"type": "string", "format": "uri"}))]),
        tool("update_stock", &[("item", text()), ("warehouse", text()), ("count", number()), ("urgent?", json!({"type": "boolean"}))]),
        tool("create_label", &[("color", text()), ("title", text()), ("due_date?", text())]),
        tool("refund_order", &[("order_id", text()), ("amount", number()), ("currency", json!({"type": "string", "enum": ["eur", "usd", "gbp"]}))]),
        tool("delete_order", &[("id", text())]),
        tool("send_mail", &[("to", json!({"type": "string", "format": "email"})), ("bcc?", json!({"type": "string", "format": "email"})), ("body", text())]),
        tool("invite_people", &[("participants", list()), ("title", text())]),
        tool("create_event", &[("title", text()), ("participants?", list())]),
        tool("run_command", &[("command", text())]),
        tool("set_password", &[("password", text())]),
        tool("archive_order", &[("id", text())]),
    ]})
}

/// A call of a grant, a minute after the one before it.
fn line(at: usize, grant: &str, tool: &str, args: Json) -> Json {
    let (hour, minute) = (at / 60 % 24, at % 60);
    json!({"ts": format!("2026-03-02T{hour:02}:{minute:02}:00Z"), "grant": grant, "tool": tool, "args": args})
}

fn trace(calls: &[(&str, &str, Json)]) -> String {
    let lines = calls.iter().enumerate().map(|(at, (grant, tool, args))| line(at, grant, tool, args.clone()));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The same calls of each grant.
fn by<'g>(grants: &[&'g str], calls: &[(&'g str, Json)]) -> Vec<(&'g str, &'g str, Json)> {
    let of = |grant: &&'g str| calls.iter().map(|(tool, args)| (*grant, *tool, args.clone())).collect::<Vec<_>>();
    grants.iter().flat_map(of).collect()
}

/// Runs `learn` on a trace of the shop.
fn learn(trace: &str, more: &[&str]) -> Run {
    let folder = folder(&[("shop.tools.json", shop().to_string().as_bytes()), ("t.jsonl", trace.as_bytes())]);
    jamb(folder.path(), &[&["learn", "shop.tools.json", "--trace", "t.jsonl"], more].concat())
}

/// The policy, which passes `check`, also with everything uncommented.
fn policy(trace: &str, more: &[&str]) -> String {
    let run = learn(trace, more);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_good(&shop(), &run.stdout);
    run.stdout
}

fn assert_good(tools: &Json, policy: &str) {
    let folder = folder(&[("shop.tools.json", tools.to_string().as_bytes()), ("p.pl", policy.as_bytes())]);
    for text in [policy.to_owned(), uncommented(policy)] {
        fs::write(folder.path().join("p.pl"), &text).unwrap();
        let check = jamb(folder.path(), &["check", "p.pl"]);
        assert_eq!(check.code, 0, "{}\n{text}", check.stdout);
    }
    fs::write(folder.path().join("p.pl"), policy).unwrap();
    let format = jamb(folder.path(), &["fmt", "--check", "p.pl"]);
    assert_eq!(format.code, 0, "it is not formatted: {policy}");
}

/// The policy with all statements in comments uncommented.
fn uncommented(policy: &str) -> String {
    let mut is_inside = false;
    let mut out = String::new();
    for line in policy.lines() {
        let bare =
            line.strip_prefix("# ").filter(|bare| is_inside || bare.starts_with("tool ") || bare.starts_with("allow "));
        is_inside = bare.is_some_and(|bare| if is_inside { bare != "}" } else { bare.ends_with('{') });
        out += &format!("{}\n", bare.unwrap_or(line));
    }
    out
}

/// The clauses about a tool that the policy has, without comments.
fn clauses(policy: &str, tool: &str) -> Vec<String> {
    let start = [format!("\ntool {tool}: "), format!("\ntool \"{tool}\": ")];
    let Some(rest) = start.iter().find_map(|start| policy.split(start.as_str()).nth(1)) else { return Vec::new() };
    let body = rest.split_once('{').unwrap().1.split("\n}").next().unwrap();
    let lines = body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter(|line| !line.starts_with("limit")).map(str::to_owned).collect()
}

fn is_allowed(policy: &str, tool: &str) -> bool {
    let statements = policy.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    let allows =
        |line: &str| line.starts_with("  ") && line.trim().trim_end_matches(": read").trim_end_matches(',') == tool;
    statements.contains(&format!("tool {tool}: ")) || statements.contains(&format!("allow {tool}: ")) || {
        let list = statements.split("allow").skip(1).filter_map(|rest| rest.split(": read").next());
        list.clone().any(|names| names.split(',').any(|name| name.trim() == tool)) || statements.lines().any(allows)
    }
}

const GRANTS: [&str; 3] = ["ann", "ben", "kim"];

fn work() -> Vec<(&'static str, Json)> {
    vec![
        ("get_order", json!({"id": "o-1"})),
        ("read_file", json!({"path": "/srv/shop/orders/a.txt"})),
        ("read_file", json!({"path": "/srv/shop/b.txt"})),
        ("fetch_page", json!({"url": "https://docs.acme.example/a"})),
        ("fetch_page", json!({"url": "https://docs.acme.example/b?c"})),
        ("update_stock", json!({"item": "cup", "warehouse": "north", "count": 5})),
        ("update_stock", json!({"item": "hat", "warehouse": "north", "count": 120})),
        ("create_label", json!({"color": "red", "title": "Fragile"})),
        ("refund_order", json!({"order_id": "o-1", "amount": 20, "currency": "eur"})),
        ("refund_order", json!({"order_id": "o-1", "amount": 45.5, "currency": "usd"})),
        ("send_mail", json!({"to": "lee@acme.example", "body": "Done. See docs.acme.example."})),
        ("send_mail", json!({"to": "kim@acme.example", "body": "Done."})),
        ("invite_people", json!({"participants": ["lee@acme.example"], "title": "Review"})),
        ("run_command", json!({"command": "make test"})),
        ("set_password", json!({"password": "correct horse"})),
    ]
}

#[test]
fn a_shop() {
    let trace = trace(&by(&GRANTS, &work()));
    let folder = folder(&[("shop.tools.json", shop().to_string().as_bytes()), ("t.jsonl", trace.as_bytes())]);
    let run = jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "t.jsonl", "-o", "shop.pl"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    let text = fs::read_to_string(folder.path().join("shop.pl")).unwrap();
    assert_good(&shop(), &text);
    snapshots("learn").bind(|| insta::assert_snapshot!("shop", format!("{text}-----\n{}", run.stderr)));
    let json = jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "t.jsonl", "--format", "json"]);
    let said: Json = serde_json::from_str(&json.stdout).unwrap();
    snapshots("learn").bind(|| insta::assert_snapshot!("shop.json", serde_json::to_string_pretty(&said).unwrap()));
}

#[test]
fn the_page_shows_what_is_written() {
    let page = fs::read_to_string(root().join("docs/learn.md")).unwrap();
    let fences = fences(&page);
    let named = |name: &str| fences.iter().find(|fence| fence.name.as_deref() == Some(name)).unwrap();
    let (tools, calls) = (named("shop.tools.json"), named("calls.jsonl"));
    let folder = folder(&[("shop.tools.json", tools.text.as_bytes()), ("calls.jsonl", calls.text.as_bytes())]);
    let run = jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "calls.jsonl"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_shown("docs/learn.md", &page, &[(named("policy.pl"), run.stdout)]);
}

#[test]
fn values_become_clauses() {
    let policy = policy(&trace(&by(&GRANTS, &work())), &[]);
    let of = |tool: &str| clauses(&policy, tool);
    assert_eq!(of("read_file"), ["require args.path under \"/srv/shop\""]);
    assert_eq!(of("fetch_page"), ["require args.url on \"docs.acme.example\""]);
    assert_eq!(
        of("update_stock"),
        [
            "require args.item in [\"cup\", \"hat\"]",
            "require args.warehouse == \"north\"",
            "require args.count >= 5 and args.count <= 120"
        ]
    );
    assert_eq!(of("create_label"), ["require args.color == \"red\""], "a title and a date are new in every call");
    assert_eq!(of("run_command"), ["require args.command == \"make test\""]);
    let mail = of("send_mail");
    assert_eq!(mail[..2], ["require args.to at \"acme.example\"", "require args.bcc missing"]);
    assert!(mail[2].starts_with("require args.body matches") && mail.len() == 4, "{mail:?}");
    assert!(mail[3].starts_with("deny if args.body matches"), "{mail:?}");
}

#[test]
fn what_was_not_called_is_not_allowed() {
    let trace = trace(&by(&GRANTS, &[("create_label", json!({"color": "red", "title": "x"}))]));
    let usual = policy(&trace, &[]);
    for (tool, is_it) in [("get_order", true), ("create_label", true), ("update_stock", false), ("delete_order", false)]
    {
        assert_eq!(is_allowed(&usual, tool), is_it, "{tool}: {usual}");
    }
    assert!(usual.contains("\n# tool update_stock: write { limit 30 per minute }\n"), "{usual}");
    let strict = policy(&trace, &["--strict"]);
    assert!(!is_allowed(&strict, "get_order") && strict.contains("\n# allow get_order: read\n"), "{strict}");
    assert!(is_allowed(&uncommented(&strict), "get_order") && is_allowed(&uncommented(&strict), "update_stock"));
}

#[test]
fn only_calls_that_succeeded_teach() {
    let mut lines: Vec<Json> = Vec::new();
    for (at, grant) in GRANTS.iter().enumerate() {
        let call = |color: &str| line(at, grant, "create_label", json!({"color": color, "title": "x"}));
        lines.push(call("red"));
        for (member, value) in [("outcome", "error"), ("outcome", "none"), ("decision", "deny"), ("expect", "deny")] {
            let mut other = call(&format!("{member}-{value}"));
            other[member] = json!(value);
            lines.push(other);
        }
        let mut good = call("blue");
        good["outcome"] = json!("ok");
        lines.push(good);
    }
    let trace: String = lines.iter().map(|line| format!("{line}\n")).collect();
    assert_eq!(clauses(&policy(&trace, &[]), "create_label"), ["require args.color in [\"blue\", \"red\"]"]);
    let run = learn(&trace, &[]);
    assert!(run.stderr.contains("calls that taught nothing: 6 failed and 6 denied"), "{}", run.stderr);
    let failed: String =
        lines.iter().filter(|line| line["outcome"] == "error").map(|line| format!("{line}\n")).collect();
    assert_eq!(learn(&failed, &[]).code, 3);
}

#[test]
fn formats_say_which_calls_failed() {
    let name = "mcp__shop__create_label";
    let input = |color: &str| json!({"color": color, "title": "x"});
    let claude = |session: &str, color: &str, is_error: bool| {
        let id = format!("{session}-{color}");
        let call = json!({"type": "assistant", "sessionId": session, "message": {"role": "assistant", "content": [
            {"type": "tool_use", "id": id, "name": name, "input": input(color)}]}});
        let result = json!({"type": "user", "sessionId": session, "message": {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": id, "is_error": is_error, "content": "no such color"}]}});
        format!("{call}\n{result}\n")
    };
    let span = |user: &str, color: &str, code: i32| {
        let attribute = |key: &str, value: &str| json!({"key": key, "value": {"stringValue": value}});
        json!({"traceId": format!("{user}{color}"), "spanId": color, "name": "execute_tool create_label",
            "startTimeUnixNano": "1772400000000000000", "status": {"code": code}, "attributes": [
                attribute("gen_ai.operation.name", "execute_tool"), attribute("gen_ai.tool.name", "create_label"),
                attribute("gen_ai.tool.call.arguments", &input(color).to_string()), attribute("user.id", user)]})
    };
    let transcript: String =
        ["s1", "s2"].iter().map(|it| claude(it, "red", false) + &claude(it, "black", true)).collect();
    let spans = ["ann", "ben"].iter().flat_map(|it| [span(it, "red", 1), span(it, "black", 2)]).collect::<Vec<_>>();
    let spans = json!({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).to_string() + "\n";
    for trace in [transcript, spans] {
        let run = learn(&trace, &[]);
        assert_eq!(clauses(&run.stdout, "create_label"), ["require args.color == \"red\""], "{trace}\n{}", run.stderr);
        assert!(run.stderr.contains("2 failed"), "{}", run.stderr);
    }
}

/// A request, and its answer if there is one.
fn exchange(session: &str, id: usize, color: &str, answer: Option<Json>) -> String {
    let params = json!({"name": "create_label", "arguments": {"color": color, "title": "x"}});
    let request =
        json!({"session": session, "message": {"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params}});
    let answer = answer.map(|mut answer| {
        answer["jsonrpc"] = json!("2.0");
        answer["id"] = json!(id);
        json!({"session": session, "message": answer})
    });
    format!("{request}\n{}", answer.map(|answer| format!("{answer}\n")).unwrap_or_default())
}

#[test]
fn mcp_calls_that_failed_or_were_not_answered_do_not_teach() {
    let text = |text: &str| json!([{"type": "text", "text": text}]);
    let ok = || json!({"result": {"content": text("made")}});
    let bad = [
        Some(json!({"result": {"content": text("no such color"), "isError": true}})),
        Some(json!({"error": {"code": -32602, "message": "no such color"}})),
        Some(json!({"result": {"content": text("[POLICY DENIED] Ask first.")}})),
        None,
    ];
    let mut trace = String::new();
    for session in ["s1", "s2"] {
        trace += &exchange(session, 1, "red", Some(ok()));
        for (at, answer) in bad.iter().enumerate() {
            trace += &exchange(session, 2 + at, &format!("black{at}"), answer.clone());
        }
    }
    let run = learn(&trace, &[]);
    assert_eq!(clauses(&run.stdout, "create_label"), ["require args.color == \"red\""], "{}", run.stderr);
    assert!(run.stderr.contains("taught nothing: 8 failed") && !run.stdout.contains("black"), "{}", run.stderr);
    // A log of requests alone says nothing of their outcomes.
    let requests = exchange("s1", 1, "red", None) + &exchange("s2", 1, "red", None);
    assert!(is_allowed(&learn(&requests, &[]).stdout, "create_label"));
}

#[test]
fn exchanges_of_an_archive_that_failed_do_not_teach() {
    let entry = |session: &str, id: usize, color: &str, status: u32, answer: Json| {
        let params = json!({"name": "create_label", "arguments": {"color": color, "title": "x"}});
        let request = json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params});
        json!({"startedDateTime": format!("2026-03-02T09:0{id}:00Z"), "request": {"method": "POST", "url": "https://shop.test/mcp",
            "headers": [{"name": "Mcp-Session-Id", "value": session}], "postData": {"text": request.to_string()}},
            "response": {"status": status, "content": {"text": answer.to_string()}}})
    };
    let mut entries = Vec::new();
    for session in ["s1", "s2"] {
        entries.push(entry(session, 1, "red", 200, json!({"jsonrpc": "2.0", "id": 1, "result": {"content": []}})));
        let failed = json!({"jsonrpc": "2.0", "id": 2, "result": {"content": [], "isError": true}});
        entries.push(entry(session, 2, "black", 200, failed));
        entries.push(entry(session, 3, "grey", 403, json!({"error": "forbidden"})));
    }
    let archive = json!({"log": {"version": "1.2", "creator": {"name": "x"}, "entries": entries}});
    let run = learn(&archive.to_string(), &[]);
    assert_eq!(clauses(&run.stdout, "create_label"), ["require args.color == \"red\""], "{}", run.stderr);
    assert!(run.stderr.contains("4 failed"), "{}", run.stderr);
}

#[test]
fn only_words_for_success_teach() {
    let calls = |outcome: Json| -> String {
        let of = |grant: &&str| {
            let mut call = line(0, grant, "create_label", json!({"color": "red", "title": "x"}));
            call["outcome"] = outcome.clone();
            format!("{call}\n")
        };
        GRANTS.iter().map(of).collect()
    };
    for good in [json!("OK"), json!("Success"), json!("true"), json!(true), Json::Null] {
        assert!(is_allowed(&learn(&calls(good.clone()), &[]).stdout, "create_label"), "{good}");
    }
    for (bad, why) in [
        (json!("ERROR"), "3 failed"),
        (json!("Timeout"), "3 failed"),
        (json!("Denied"), "3 denied"),
        (json!("shrug"), "3 with an unknown outcome"),
        (json!(7), "3 with an unknown outcome"),
    ] {
        let run = learn(&calls(bad.clone()), &[]);
        assert!(run.code == 3 && run.stderr.contains(why), "{bad}: {}", run.stderr);
    }
}

#[test]
fn claude_calls_without_a_result_do_not_teach_if_others_have_one() {
    let call = |session: &str, color: &str, has_result: bool| {
        let id = format!("{session}-{color}");
        let call = json!({"type": "assistant", "sessionId": session, "message": {"role": "assistant", "content": [
            {"type": "tool_use", "id": id, "name": "mcp__shop__create_label", "input": {"color": color, "title": "x"}}]}});
        let result = json!({"type": "user", "sessionId": session, "message": {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": id, "content": "made"}]}});
        if has_result { format!("{call}\n{result}\n") } else { format!("{call}\n") }
    };
    let trace: String = ["s1", "s2"].iter().map(|it| call(it, "red", true) + &call(it, "black", false)).collect();
    let run = learn(&trace, &[]);
    assert_eq!(clauses(&run.stdout, "create_label"), ["require args.color == \"red\""], "{}", run.stderr);
}

#[test]
fn what_one_grant_alone_did_is_listed_and_not_taken() {
    let mut calls = Vec::new();
    for _ in 0..40 {
        calls.extend(by(&["ann", "ben"], &[("create_label", json!({"color": "red", "title": "x"}))]));
    }
    calls.push(("ann", "create_label", json!({"color": "black", "title": "x"})));
    calls.push(("ann", "update_stock", json!({"item": "cup", "warehouse": "north", "count": 5})));
    let policy = policy(&trace(&calls), &[]);
    assert_eq!(clauses(&policy, "create_label"), ["require args.color == \"red\""]);
    assert!(policy.contains("used by one grant alone, and not taken: `black` (1 call)"), "{policy}");
    assert!(
        !is_allowed(&policy, "update_stock") && policy.contains("# Not allowed: one grant alone called it"),
        "{policy}"
    );
    let run = learn(&trace(&calls), &[]);
    assert!(run.stderr.contains("would have refused 2 of the 82 calls that succeeded"), "{}", run.stderr);
    assert!(run.stderr.contains("/tools/create_label/require/args.color-eq"), "{}", run.stderr);
}

#[test]
fn a_clause_that_would_surprise_another_grant_is_not_written() {
    let colors = |surprises: usize| {
        let mut calls = Vec::new();
        for at in 0..50 {
            calls.push((GRANTS[at % 3], "create_label", json!({"color": "red", "title": "x"})));
        }
        for at in 0..surprises {
            calls.push((GRANTS[at % 3], "create_label", json!({"color": format!("color {at}"), "title": "x"})));
        }
        trace(&calls)
    };
    assert_eq!(clauses(&policy(&colors(1), &[]), "create_label"), ["require args.color == \"red\""]);
    let surprised = policy(&colors(2), &[]);
    assert_eq!(clauses(&surprised, "create_label"), [""; 0]);
    assert!(surprised.contains("# no clause: in 2 of 52 calls, `color` had a value that no other grant used"));
    assert_eq!(clauses(&policy(&colors(2), &["--surprise", "5%"]), "create_label"), ["require args.color == \"red\""]);
    assert_eq!(clauses(&policy(&colors(1), &["--surprise", "0"]), "create_label"), [""; 0]);
    for wrong in ["-1", "101", "x", "NaN"] {
        assert_eq!(learn(&colors(0), &[&format!("--surprise={wrong}")]).code, 2, "{wrong}");
    }
}

#[test]
fn sessions_take_the_place_of_grants() {
    let calls = |sessions: &[&str]| -> String {
        let call = |session: &&str| json!({"session": session, "tool": "create_label", "args": {"color": "red", "title": "x"}});
        sessions.iter().map(|session| format!("{}\n", call(session))).collect()
    };
    let two = policy(&calls(&["s1", "s2"]), &[]);
    assert_eq!(clauses(&two, "create_label"), ["require args.color == \"red\""]);
    assert!(two.contains("2 calls of 2 sessions") && two.contains("limit 30 per minute"), "{two}");
    // Without times, no limit is said to refuse anything.
    let often = learn(&calls(&["s1", "s2"].repeat(40)), &[]);
    assert!(often.stderr.contains("would have refused none of the 80 calls"), "{}", often.stderr);
    let one = policy(&calls(&["s1", "s1"]), &[]);
    assert!(!is_allowed(&one, "create_label") && one.contains("All calls are of one grant and one session"), "{one}");
    assert!(is_allowed(&one, "get_order"));
}

#[test]
fn conversations_and_files_take_the_place_of_sessions() {
    let chat = |id: usize| {
        let arguments = json!({"color": "red", "title": "x"}).to_string();
        json!({"messages": [{"role": "assistant", "tool_calls": [
            {"id": format!("c{id}"), "type": "function", "function": {"name": "create_label", "arguments": arguments}}]}]})
    };
    let both = learn(&format!("{}\n{}\n", chat(1), chat(2)), &[]);
    assert_eq!(clauses(&both.stdout, "create_label"), ["require args.color == \"red\""], "{}", both.stderr);
    // A list of conversations on one line, as benchmarks write it; one that goes on is still one.
    let listed = learn(&format!("{}\n", json!([chat(1), chat(2)])), &[]);
    assert_eq!(clauses(&listed.stdout, "create_label"), ["require args.color == \"red\""], "{}", listed.stderr);
    let one = learn(&format!("{}\n", chat(1)), &[]);
    assert!(one.code == 0 && !is_allowed(&one.stdout, "create_label"), "{}", one.stdout);
    let call = b"{\"tool\": \"create_label\", \"args\": {\"color\": \"red\", \"title\": \"x\"}}\n";
    let tools = shop().to_string();
    let folder = folder(&[("shop.tools.json", tools.as_bytes()), ("t/1.jsonl", call), ("t/2.jsonl", call)]);
    let run = jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "t"]);
    assert_eq!(clauses(&run.stdout, "create_label"), ["require args.color == \"red\""], "{}", run.stderr);
}

#[test]
fn a_payee_matters_and_a_customer_does_not() {
    let tools = json!({"tools": [
        tool("create_charge", &[("customer", text()), ("amount", number()), ("currency", text())]),
        tool("send_payment", &[("iban", text()), ("amount", number())]),
    ]});
    let mut calls = Vec::new();
    for (at, grant) in ["ann", "ben", "kim", "lee"].iter().enumerate() {
        let amount = 10 + at % 2;
        calls.push((
            *grant,
            "create_charge",
            json!({"customer": format!("c{at}"), "amount": amount, "currency": "eur"}),
        ));
        calls.push((*grant, "send_payment", json!({"iban": format!("DE{at}"), "amount": amount})));
    }
    let folder = folder(&[("t.json", tools.to_string().as_bytes()), ("t.jsonl", trace(&calls).as_bytes())]);
    let policy = jamb(folder.path(), &["learn", "t.json", "--trace", "t.jsonl"]).stdout;
    let charge = clauses(&policy, "create_charge");
    assert_eq!(charge, ["require args.amount >= 10 and args.amount <= 11", "require args.currency == \"eur\""]);
    assert!(!is_allowed(&policy, "send_payment") && policy.contains("in 4 of 4 calls, `iban` had a value"), "{policy}");
}

#[test]
fn a_dangerous_tool_needs_the_clause_that_matters() {
    let policy_of = |calls: &[(&'static str, Json)]| policy(&trace(&by(&GRANTS, calls)), &[]);
    let refused = |calls: &[(&'static str, Json)], why: &str| {
        let policy = policy_of(calls);
        let tool = calls[0].0;
        assert!(!is_allowed(&policy, tool) && policy.contains(why), "{tool}: {why}\n{policy}");
        assert!(is_allowed(&uncommented(&policy), tool), "{policy}");
    };
    // A list of recipients can't be restricted.
    refused(
        &[("invite_people", json!({"participants": ["lee@acme.example"], "title": "Review"}))],
        "`participants` is a list, and a clause can't restrict every element of a list",
    );
    refused(&[("set_password", json!({"password": "correct horse"}))], "`password` is a secret");
    // What can be left out is allowed without it, if several grants left it out.
    let guests = ("create_event", json!({"title": "Lunch", "participants": ["lee@acme.example"]}));
    refused(std::slice::from_ref(&guests), "`participants` is a list");
    let events = policy_of(&[guests, ("create_event", json!({"title": "Focus"}))]);
    assert!(clauses(&events, "create_event").contains(&"require args.participants missing".to_owned()), "{events}");
    // The commands of each grant are its own.
    let commands: Vec<_> =
        GRANTS.iter().map(|grant| (*grant, "run_command", json!({"command": format!("make {grant}")}))).collect();
    let policy = policy(&trace(&commands), &[]);
    assert!(
        !is_allowed(&policy, "run_command")
            && policy.contains("in 3 of 3 calls, `command` had a value that no other grant used"),
        "{policy}"
    );
    assert!(!policy_of(&[("set_password", json!({"password": "correct horse"}))]).contains("correct horse"));
    // The id matters where something is deleted, and does not where something is only archived.
    assert_eq!(
        clauses(&policy_of(&[("delete_order", json!({"id": "o-7"}))]), "delete_order"),
        ["require args.id == \"o-7\""]
    );
    let archived = policy_of(&[("archive_order", json!({"id": "o-7"}))]);
    assert!(is_allowed(&archived, "archive_order") && clauses(&archived, "archive_order").is_empty(), "{archived}");
}

#[test]
fn secrets_long_lists_and_odd_values_are_never_written() {
    let key = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
    let many: Vec<(&str, Json)> =
        (0..21).map(|at| ("send_mail", json!({"to": format!("person{at}@host{at}.example"), "body": "Hi"}))).collect();
    let people = policy(&trace(&by(&GRANTS, &many)), &[]);
    assert!(!is_allowed(&people, "send_mail") && !people.contains("person7"), "{people}");
    for odd in [key, "a\u{202e}b", "a\u{0}b", "p\u{430}ypal", &"x".repeat(200), " ", "line\nbreak"] {
        let policy = policy(&trace(&by(&GRANTS, &[("create_label", json!({"color": odd, "title": "x"}))])), &[]);
        let applied: Vec<String> = clauses(&policy, "create_label");
        assert!(applied.is_empty(), "{odd:?}: {applied:?}");
        assert!(!policy.contains(key) && !policy.contains('\u{202e}') && !policy.contains('\0'));
    }
    for secret in ["Authorization: Bearer 0a1b2c3d4e5f", "https://x.test/?token=0a1b2c", "https://a:hunter2@x.test/"] {
        for grants in [&GRANTS[..], &GRANTS[..1]] {
            let mut calls = by(&GRANTS, &[("create_label", json!({"color": "red", "title": "x"}))]);
            calls.extend(by(grants, &[("create_label", json!({"color": secret, "title": "x"}))]));
            let policy = policy(&trace(&calls), &["--surprise", "90"]);
            assert!(!policy.contains("0a1b2c") && !policy.contains("hunter2"), "{policy}");
            assert!(!is_allowed(&policy, "create_label"), "{policy}");
            assert!(policy.contains("`color` had a value that looks like a password, key or token"), "{policy}");
        }
    }
    for public in ["lee@gmail.com", "kim@outlook.com"] {
        let calls = [
            ("send_mail", json!({"to": public, "body": "Hi"})),
            ("send_mail", json!({"to": format!("x.{public}"), "body": "Hi"})),
        ];
        let policy = policy(&trace(&by(&GRANTS, &calls)), &[]);
        assert!(clauses(&policy, "send_mail")[0].starts_with("require args.to in ["), "{policy}");
    }
}

#[test]
fn excluded_calls_do_not_teach() {
    let calls =
        [by(&GRANTS, &work()), by(&GRANTS, &[("create_label", json!({"color": "evil", "title": "x"}))])].concat();
    let all = trace(&calls);
    let incident: String = all.lines().filter(|line| line.contains("evil")).map(|line| format!("{line}\n")).collect();
    let untimed =
        r#"{"grant": "ann", "tool": "create_label", "args": {"title": "x", "color": "evil"}}"#.to_owned() + "\n";
    let stranger = r#"{"ts": "2026-03-02T00:00:00Z", "tool": "create_label", "args": {"color": "pink", "title": "x"}}"#;
    let tools = shop().to_string();
    let folder = folder(&[
        ("shop.tools.json", tools.as_bytes()),
        ("t.jsonl", all.as_bytes()),
        ("incident.jsonl", incident.as_bytes()),
        ("untimed.jsonl", untimed.as_bytes()),
        ("stranger.jsonl", stranger.as_bytes()),
        ("broken.jsonl", b"{\"tool\": \"create_label\"}\n{\"tool\": \n"),
    ]);
    let run = |exclude: &[&str]| {
        jamb(folder.path(), &[&["learn", "shop.tools.json", "--trace", "t.jsonl"], exclude].concat())
    };
    assert!(run(&[]).stdout.contains("\"evil\""));
    let clean = run(&["--exclude", "incident.jsonl"]);
    assert!(!clean.stdout.contains("evil"), "{}", clean.stdout);
    assert!(
        clean.stderr.contains("3 excluded") && clean.stderr.contains("would have refused 3 of 3 excluded calls"),
        "{}",
        clean.stderr
    );
    // Without a time, the grant says which call it is.
    let one = run(&["--exclude", "untimed.jsonl"]);
    assert!(one.stderr.contains("taught nothing: 1 excluded"), "{}", one.stderr);
    let none = run(&["--exclude", "stranger.jsonl"]);
    assert!(
        none.stdout.contains("\"evil\"") && none.stderr.contains("no call of `--exclude` is in the traces"),
        "{}",
        none.stderr
    );
    for wrong in ["nowhere.jsonl", "broken.jsonl"] {
        let run = run(&["--exclude", wrong]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{wrong}: {}", run.stderr);
    }
}

#[test]
fn an_exclusion_that_takes_nothing_out_is_said() {
    let calls = trace(&by(&GRANTS, &work()));
    let other = r#"{"ts": "2025-03-02T00:00:00Z", "tool": "get_order", "args": {"id": "o-9"}}"#;
    let tools = shop().to_string();
    let folder = folder(&[
        ("shop.tools.json", tools.as_bytes()),
        ("t.jsonl", calls.as_bytes()),
        ("empty.jsonl", b""),
        ("other.jsonl", other.as_bytes()),
    ]);
    for (file, says) in [
        ("empty.jsonl", "the files of `--exclude` have no calls, so nothing is left out"),
        ("other.jsonl", "no call of `--exclude` is in the traces, so nothing is left out"),
    ] {
        let run = jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "t.jsonl", "--exclude", file]);
        assert!(run.code == 0 && run.stderr.contains(says), "{}", run.stderr);
    }
}

#[test]
fn a_required_argument_that_is_null_is_a_surprise() {
    let mut calls = by(&GRANTS, &[("create_label", json!({"color": "red", "title": "x"}))]);
    calls.extend(by(&GRANTS, &[("create_label", json!({"color": null, "title": "x"}))]));
    let surprised = policy(&trace(&calls), &[]);
    assert_eq!(clauses(&surprised, "create_label"), [""; 0]);
    let why = "# no clause: a clause would refuse 3 of 6 calls, in some of which `color` was `null` or missing";
    assert!(surprised.contains(why), "{surprised}");
    let taken = policy(&trace(&calls), &["--surprise", "60"]);
    assert_eq!(clauses(&taken, "create_label"), ["require args.color == \"red\""]);
    assert!(taken.contains("# 6 calls of 3 grants, 1 value; it refuses 3 of them"), "{taken}");
}

#[test]
fn the_reason_for_a_missing_clause_is_true() {
    for (value, why) in [
        (json!(" "), "in 3 of 3 calls, `color` had a value that is blank"),
        (json!("x".repeat(130)), "in 3 of 3 calls, `color` had a value that is too long"),
        (json!(["red"]), "`color` is a list"),
        (json!({"r": 1}), "`color` is an object"),
    ] {
        let policy = policy(&trace(&by(&GRANTS, &[("create_label", json!({"color": value, "title": "x"}))])), &[]);
        assert!(policy.contains(why), "{policy}");
    }
    let refunds = [("refund_order", json!({"order_id": "o-1", "amount": 5, "currency": "yen"}))];
    let refunds = policy(&trace(&by(&GRANTS, &refunds)), &[]);
    assert!(refunds.contains("`currency` had a value that the server's schema does not allow"), "{refunds}");
}

#[test]
fn a_message_that_may_be_left_out_gets_a_clause_about_its_links() {
    let tools = json!({"tools": [tool("post_message", &[("channel", text()), ("text?", text())])]});
    let calls = |is_left_out: bool| {
        let mut calls = Vec::new();
        for text in ["See https://docs.acme.example/1.", "docs.acme.example", "Hello."] {
            calls.extend(by(&GRANTS, &[("post_message", json!({"channel": "ops", "text": text}))]));
        }
        if is_left_out {
            calls.extend(by(&GRANTS, &[("post_message", json!({"channel": "ops"}))]));
        }
        trace(&calls)
    };
    for (is_left_out, lines) in [(false, 4), (true, 1)] {
        let trace = calls(is_left_out);
        let tools = tools.to_string();
        let folder = folder(&[("t.json", tools.as_bytes()), ("c.jsonl", trace.as_bytes())]);
        let run = jamb(folder.path(), &["learn", "t.json", "--trace", "c.jsonl"]);
        assert_eq!((run.code, clauses(&run.stdout, "post_message").len()), (0, lines), "{}{}", run.stdout, run.stderr);
    }
}

#[test]
fn servers_are_told_apart() {
    let call = |grant: &str, server: &str| {
        let mut call = line(0, grant, "create_label", json!({"color": "red", "title": "x"}));
        call["server"] = json!(server);
        format!("{call}\n")
    };
    let trace = call("ann", "shop") + &call("ben", "shop") + &call("ann", "desk") + &call("ben", "desk");
    let both = learn(&trace, &[]);
    assert!(both.stdout.contains("# The calls are of several servers: `desk`, `shop`. "), "{}", both.stdout);
    assert!(!learn(&trace, &["--server", "shop"]).stdout.contains("several servers"));
    let none = learn(&trace, &["--server", "nope"]);
    let says = "no call names the server `nope`; the traces have calls of `desk`, `shop`";
    assert!(none.code == 3 && none.stderr.contains(says), "{}", none.stderr);
}

#[test]
fn limits_come_from_the_busiest_window() {
    let call = |second: usize, grant: &str| {
        let (hour, minute) = (second / 3600, second / 60 % 60);
        let ts = format!("2026-03-02T{hour:02}:{minute:02}:{:02}Z", second % 60);
        format!(
            "{}\n",
            json!({"ts": ts, "grant": grant, "tool": "create_label", "args": {"color": "red", "title": "x"}})
        )
    };
    let mut trace = String::new();
    for second in [0, 1, 2, 3, 600, 601, 7200] {
        trace += &call(second, "ann");
        trace += &call(second, "ben");
    }
    let policy = policy(&trace, &[]);
    assert!(policy.contains("# the busiest minute of a grant had 4 calls\n  limit 5 per minute"), "{policy}");
    assert!(policy.contains("# the busiest hour of a grant had 6 calls\n  limit 10 per hour"), "{policy}");
}

#[test]
fn the_trace_can_be_in_any_format() {
    let calls = |name: &str| {
        let block = |grant: &str| json!({"user": grant, "log": [{"do": name, "with": {"color": "red", "title": "x"}}]});
        json!([block("ann"), block("ben")]).to_string()
    };
    let tools = shop().to_string();
    let (mapped, served) = (calls("create_label"), calls("mcp__shop__create_label"));
    let folder =
        folder(&[("shop.tools.json", tools.as_bytes()), ("m.json", mapped.as_bytes()), ("s.json", served.as_bytes())]);
    let map = "each=.log[], tool=.do, args=.with, grant=^.user";
    for (file, more) in [("m.json", &[][..]), ("s.json", &[]), ("s.json", &["--server", "shop"])] {
        let run = jamb(folder.path(), &[&["learn", "shop.tools.json", "--trace", file, "--map", map], more].concat());
        assert_eq!(clauses(&run.stdout, "create_label"), ["require args.color == \"red\""], "{file}: {}", run.stderr);
    }
    let other =
        jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "s.json", "--map", map, "--server", "desk"]);
    assert_eq!((other.code, other.stdout.as_str()), (3, ""), "{}", other.stderr);
}

#[test]
fn what_can_not_be_read_is_said_and_nothing_is_written() {
    let tools = shop().to_string();
    let calls = trace(&by(&GRANTS, &work()));
    let folder = folder(&[("shop.tools.json", tools.as_bytes()), ("t.jsonl", calls.as_bytes()), ("no.jsonl", b"")]);
    let run = |arguments: &[&str]| jamb(folder.path(), &[&["learn"], arguments].concat());
    for wrong in [
        &["shop.tools.json"][..],
        &["shop.tools.json", "--trace", "nowhere.jsonl", "-o", "p.pl"],
        &["shop.tools.json", "--trace", "t.jsonl", "nowhere.jsonl", "-o", "p.pl"],
        &["t.jsonl", "--trace", "t.jsonl", "-o", "p.pl"],
        &["-", "--trace", "-", "-o", "p.pl"],
        &["shop.tools.json", "--trace", "t.jsonl", "-o", "shop.tools.json", "--force"],
        &["shop.tools.json", "--trace", "t.jsonl", "-o", "t.jsonl", "--force"],
        &["shop.tools.json", "--trace", "t.jsonl", "--exclude", "no.jsonl", "-o", "no.jsonl", "--force"],
        &["shop.tools.json", "--trace", "t.jsonl", "--from", "nothing", "-o", "p.pl"],
        &["shop.tools.json", "--trace", "t.jsonl", "--format", "sarif"],
    ] {
        let run = run(wrong);
        assert_eq!((run.code, folder.path().join("p.pl").exists()), (2, false), "{wrong:?}: {}", run.stderr);
    }
    assert_eq!(fs::read_to_string(folder.path().join("t.jsonl")).unwrap(), calls);
    assert_eq!(run(&["shop.tools.json", "--trace", "no.jsonl", "-o", "p.pl"]).code, 3);
    assert_eq!(run(&["shop.tools.json", "--trace", "t.jsonl", "-o", "p.pl"]).code, 0);
    assert_eq!(run(&["shop.tools.json", "--trace", "t.jsonl", "-o", "p.pl"]).code, 2, "it exists");
    let piped = jamb_with(folder.path(), &["learn", "shop.tools.json", "--trace", "-"], calls.as_bytes());
    assert_eq!((piped.code, piped.stdout.contains("tool update_stock")), (0, true), "{}", piped.stderr);
}

#[test]
fn the_policy_passes_the_linter_but_for_decisions_of_the_owner() {
    const TO_DECIDE: [&str; 5] = [
        "destructive-callable",
        "financial-without-condition",
        "unconstrained-code-argument",
        "open-recipient",
        "insecure-scheme",
    ];
    let calls = [work(), vec![("delete_order", json!({"id": "o-7"}))]].concat();
    let policy = policy(&trace(&by(&GRANTS, &calls)), &[]);
    let folder = folder(&[("shop.tools.json", shop().to_string().as_bytes()), ("p.pl", policy.as_bytes())]);
    let found = jamb(folder.path(), &["lint", "p.pl", "--format", "json"]);
    let found: Json = serde_json::from_str(&found.stdout).unwrap();
    for finding in found["diagnostics"].as_array().unwrap() {
        assert!(TO_DECIDE.contains(&finding["code"].as_str().unwrap()), "{finding}\n{policy}");
    }
}

/// Arguments as an attacker may send them.
fn value() -> impl Strategy<Value = Json> {
    prop_oneof![
        prop::sample::select(vec![
            "red",
            "blue",
            "a\"b",
            "\\",
            "\n",
            "\u{202e}",
            "# }",
            "..",
            "/a/b",
            "x@y.example",
            "https://a.example/b",
            "é"
        ])
        .prop_map(|text| json!(text)),
        (-3_i64..3).prop_map(|number| json!(number)),
        prop::sample::select(vec![
            json!(1e300),
            json!(0.1),
            json!(true),
            json!(null),
            json!([]),
            json!(["a"]),
            json!({"a": 1})
        ]),
    ]
}

fn calls() -> impl Strategy<Value = Vec<(usize, usize, Json)>> {
    let arguments =
        prop::sample::select(vec!["id", "path", "url", "item", "count", "to", "bcc", "amount", "color", "command"]);
    let args = prop::collection::btree_map(arguments, value(), 0..5).prop_map(|args| json!(args));
    prop::collection::vec((0..4_usize, 0..13_usize, args), 1..30)
}

fn lines(calls: &[(usize, usize, Json)]) -> String {
    let tools = shop();
    let name = |tool: usize| tools["tools"][tool]["name"].as_str().unwrap().to_owned();
    let call = |(at, (grant, tool, args)): (usize, &(usize, usize, Json))| {
        format!("{}\n", line(at, &format!("g{grant}"), &name(*tool), args.clone()))
    };
    calls.iter().enumerate().map(call).collect()
}

/// What the policy denies of its own trace, by `simulate`.
fn denied(folder: &Path) -> u64 {
    let run = jamb(folder, &["simulate", "p.pl", "--trace", "t.jsonl", "--format", "json"]);
    let said: Json = serde_json::from_str(&run.stdout).unwrap();
    said["summary"]["denied"].as_u64().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn each_policy_is_valid_and_refuses_what_is_said(calls in calls()) {
        let (tools, trace) = (shop().to_string(), lines(&calls));
        let folder = folder(&[("shop.tools.json", tools.as_bytes()), ("t.jsonl", trace.as_bytes())]);
        let learned = jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "t.jsonl", "-o", "p.pl"]);
        prop_assert_eq!(learned.code, 0, "{}", learned.stderr);
        let policy = fs::read_to_string(folder.path().join("p.pl")).unwrap();
        assert_good(&shop(), &policy);
        let json = jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "t.jsonl", "--format", "json"]);
        let said: Json = serde_json::from_str(&json.stdout).unwrap();
        fs::write(folder.path().join("p.pl"), &policy).unwrap();
        prop_assert_eq!(said["replay"]["denied"].as_u64().unwrap(), denied(folder.path()), "{}", policy);
    }

    #[test]
    fn the_order_of_calls_makes_no_difference(calls in calls(), seed in any::<u64>()) {
        let lines: Vec<String> = lines(&calls).lines().map(str::to_owned).collect();
        let mut shuffled = lines.clone();
        // Calls keep their times, so that limits are the same.
        let length = shuffled.len() as u64;
        for at in 0..lines.len() {
            shuffled.swap(at, (seed.wrapping_mul(at as u64 + 7) % length) as usize);
        }
        let run = |lines: &[String]| learn(&(lines.join("\n") + "\n"), &[]).stdout;
        prop_assert_eq!(run(&lines), run(&shuffled));
    }
}
