//! Which calls teach: those that succeeded.

use serde_json::{Value as Json, json};

use super::shop::{GRANTS, clauses, is_allowed, learn, line, policy};

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
    assert!(
        run.stderr.contains("calls that taught nothing: 3 failed, 3 without an answer and 6 denied"),
        "{}",
        run.stderr
    );
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
    assert!(
        run.stderr.contains("taught nothing: 6 failed and 2 without an answer") && !run.stdout.contains("black"),
        "{}",
        run.stderr
    );
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
    assert!(run.stderr.contains("2 failed and 2 without an answer"), "{}", run.stderr);
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
