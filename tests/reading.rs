//! How `jamb simulate` reads traces: which records are calls, of which server, by whom and when.

use serde_json::{Value as Json, json};

use crate::support::run::{folder, jamb};

const POLICY: &[u8] = b"default deny\ntool create: write { limit 1 per minute }\nallow list: read\n";

/// The document of a run with these traces, and its exit code.
fn document(files: &[(&str, &str)], more: &[&str]) -> (Json, i32) {
    let mut all: Vec<(&str, &[u8])> = vec![("p.pl", POLICY)];
    let named: Vec<(String, &str)> = files.iter().map(|(name, text)| (format!("in/{name}"), *text)).collect();
    all.extend(named.iter().map(|(name, text)| (name.as_str(), text.as_bytes())));
    let folder = folder(&all);
    let run = jamb(folder.path(), &[&["simulate", "p.pl", "--trace", "in", "--format", "json"], more].concat());
    let document = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}{}", run.stdout, run.stderr));
    (document, run.code)
}

/// The lines of `--format jsonl`.
fn lines(text: &str, more: &[&str]) -> Vec<Json> {
    let folder = folder(&[("p.pl", POLICY), ("t.log", text.as_bytes())]);
    let run = jamb(folder.path(), &[&["simulate", "p.pl", "--trace", "t.log", "--format", "jsonl"], more].concat());
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn member(lines: &[Json], name: &str) -> Vec<Json> {
    lines.iter().map(|line| line[name].clone()).collect()
}

/// A `tools/call` request in a logger's line.
fn request(id: u32, more: &Json) -> String {
    let mut line = json!({"message": {"jsonrpc": "2.0", "id": id, "method": "tools/call",
        "params": {"name": "create", "arguments": {"queue": "web"}}}});
    for (name, value) in more.as_object().unwrap() {
        line[name] = value.clone();
    }
    line.to_string() + "\n"
}

/// A call in a Claude transcript.
fn used(id: &str, tool: &str, session: &str, ts: Option<&str>) -> String {
    let block = json!({"type": "tool_use", "id": id, "name": tool, "input": {"id": id}});
    let message = json!({"role": "assistant", "content": [block]});
    json!({"type": "assistant", "message": message, "sessionId": session, "timestamp": ts}).to_string() + "\n"
}

/// The result of a call in a Claude transcript.
fn result(id: &str, text: &str, is_error: bool) -> String {
    let block = json!({"type": "tool_result", "tool_use_id": id, "content": text, "is_error": is_error});
    json!({"type": "user", "message": {"role": "user", "content": [block]}, "sessionId": "s"}).to_string() + "\n"
}

#[test]
fn times_are_read_in_many_spellings() {
    for (first, second) in [
        ("2026-06-01 10:00:00 UTC", "2026-06-01 10:01:00 UTC"),
        ("2026-06-01T12:00:00+0200", "2026-06-01T12:01:00+0200"),
        ("2026-06-01 10:00:00,000Z", "2026-06-01 10:01:00,000Z"),
        ("Mon, 01 Jun 2026 10:00:00 GMT", "Mon, 01 Jun 2026 10:01:00 GMT"),
        ("01/Jun/2026:10:00:00 +0000", "01/Jun/2026:10:01:00 +0000"),
    ] {
        let own = |ts: &str| json!({"ts": ts, "tool": "create", "args": {}}).to_string() + "\n";
        let (found, _) = document(&[("t.jsonl", &(own(first) + &own(second)))], &[]);
        let rpc = request(1, &json!({"eventTime": first})) + &request(2, &json!({"eventTime": second}));
        let (of_rpc, _) = document(&[("t.jsonl", &rpc)], &[]);
        for found in [found, of_rpc] {
            assert_eq!(found["summary"]["allowed"], 2, "{first}");
            assert_eq!(found["reading"]["first"], "2026-06-01T10:00:00Z", "{first}");
            assert_eq!(found["reading"]["zoneless"], 0, "{first}");
        }
    }
}

#[test]
fn times_without_a_zone_are_in_the_zone_that_was_named() {
    let line = |minute: u32| {
        let message = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create","arguments":{}}}"#;
        format!("2026-06-01 10:0{minute}:00,250 - srv - DEBUG - Received {message}\n")
    };
    let own = "{\"ts\": \"2026-06-01 10:02:00.25\", \"tool\": \"create\", \"args\": {}}\n";
    for (zone, first) in [
        (&[][..], "2026-06-01T10:00:00.25Z"),
        (&["--zone", "+02:00"], "2026-06-01T08:00:00.25Z"),
        (&["--zone", "America/New_York"], "2026-06-01T14:00:00.25Z"),
    ] {
        let (found, _) = document(&[("a.log", &(line(0) + &line(1))), ("b.jsonl", own)], zone);
        assert_eq!(found["reading"]["first"], first);
        assert_eq!((&found["reading"]["zoneless"], &found["summary"]["denied"]), (&json!(3), &json!(0)));
    }
    let folder = folder(&[("p.pl", POLICY), ("t.jsonl", own.as_bytes())]);
    let run = jamb(folder.path(), &["simulate", "p.pl", "--trace", "t.jsonl"]);
    assert!(run.stderr.contains("1 call has a time without a zone"), "{}", run.stderr);
    let run = jamb(folder.path(), &["simulate", "p.pl", "--trace", "t.jsonl", "--zone", "Nowhere/Town"]);
    assert_eq!(run.code, 2);
}

#[test]
fn a_request_is_the_same_until_it_is_answered_or_a_minute_has_passed() {
    let at = |seconds: u32| format!("2026-06-01T10:{:02}:{:02}Z", seconds / 60, seconds % 60);
    let answer = json!({"message": {"jsonrpc": "2.0", "id": 1, "result": {}}}).to_string() + "\n";
    let one = |seconds: u32| request(1, &json!({"ts": at(seconds)}));
    for (text, calls, repeated) in [
        (one(0) + &one(1), 1, 1),
        (one(0) + &one(60) + &one(120), 3, 0),
        (one(0) + &answer + &one(1), 2, 0),
        (request(1, &json!({"grant": "a"})) + &request(1, &json!({"grant": "b"})), 2, 0),
        // The answer names no grant.
        (request(1, &json!({"grant": "a"})) + &answer + &request(1, &json!({"grant": "a"})), 2, 0),
        (request(1, &json!({"server": "a"})) + &request(1, &json!({"server": "b"})), 2, 0),
    ] {
        let (found, _) = document(&[("t.jsonl", &text)], &[]);
        assert_eq!(
            (&found["summary"]["calls"], &found["reading"]["repeated"]),
            (&json!(calls), &json!(repeated)),
            "{text}"
        );
    }
}

#[test]
fn a_call_in_two_files_counts_once() {
    let time = |minute: u32| format!("2026-06-01T10:0{minute}:00Z");
    let first = used("t1", "mcp__desk__create", "s1", Some(&time(0)));
    let resumed = used("t1", "mcp__desk__create", "s2", Some(&time(0)));
    let later = used("t1", "mcp__desk__create", "s2", Some(&time(1)));
    let counts = |files: &[(&str, &str)]| {
        let (found, _) = document(files, &[]);
        (found["summary"]["calls"].clone(), found["reading"]["repeated"].clone())
    };
    assert_eq!(counts(&[("a.jsonl", &first), ("b.jsonl", &resumed)]), (json!(1), json!(1)));
    assert_eq!(counts(&[("a.jsonl", &first), ("b.jsonl", &later)]), (json!(2), json!(0)));
    // Without a time, the session tells them apart.
    let untimed = |session: &str| used("t1", "mcp__desk__create", session, None);
    assert_eq!(counts(&[("a.jsonl", &untimed("s1")), ("b.jsonl", &untimed("s1"))]), (json!(1), json!(1)));
    assert_eq!(counts(&[("a.jsonl", &untimed("s1")), ("b.jsonl", &untimed("s2"))]), (json!(2), json!(0)));
    // Two logs of one client, and two clients that count from 1.
    let log = |server: &str, minute: u32| {
        let message = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create","arguments":{}}}"#;
        format!("2026-06-01T10:0{minute}:00Z [{server}] [info] Message from client: {message}\n")
    };
    let (both, own) = (log("desk", 0) + &log("wiki", 0), log("desk", 0));
    assert_eq!(counts(&[("mcp.log", &both), ("mcp-server-desk.log", &own)]), (json!(2), json!(1)));
    assert_eq!(counts(&[("mcp-server-desk.log", &own), ("x.log", &log("desk", 1))]), (json!(2), json!(0)));
}

#[test]
fn lines_of_the_own_format_are_each_a_call() {
    let line = "{\"id\": 1, \"ts\": \"2026-06-01T10:00:00Z\", \"tool\": \"list\", \"args\": {}}\n";
    let (found, _) = document(&[("a.jsonl", &line.repeat(2)), ("b.jsonl", line)], &[]);
    assert_eq!((&found["summary"]["calls"], &found["reading"]["repeated"]), (&json!(3), &json!(0)));
}

#[test]
fn rejected_calls_are_counted_apart() {
    let at = |second: u32| format!("2026-06-01T10:00:0{second}Z");
    let call = |id: &str, second: u32| used(id, "mcp__desk__create", "s", Some(&at(second)));
    let rejected = "The user doesn't want to proceed with this tool use. The tool use was rejected";
    let denials =
        json!({"type": "result", "session_id": "s", "permission_denials": [{"tool_use_id": "1"}]}).to_string();
    for (text, rejections, denied) in [
        (call("1", 0) + &result("1", rejected, true) + &call("2", 1) + &result("2", "ok", false), 1, 0),
        // A rejection may come much later.
        (call("1", 0) + &call("2", 1) + &result("2", "ok", false) + &result("1", rejected, true), 1, 0),
        (call("1", 0) + &result("1", "not allowed", true) + &call("2", 1) + &denials, 1, 0),
        // The server failed, or the gateway denied: the call was made.
        (call("1", 0) + &result("1", "no such queue", true) + &call("2", 1), 0, 1),
        (call("1", 0) + &result("1", "[POLICY DENIED] no", true) + &call("2", 1), 0, 1),
        (call("1", 0) + &result("1", rejected, false) + &call("2", 1), 0, 1),
    ] {
        let (found, _) = document(&[("s.jsonl", &text)], &[]);
        assert_eq!(found["reading"]["rejected"], rejections, "{text}");
        assert_eq!(found["summary"]["denied"], denied, "{text}");
    }
}

#[test]
fn tools_of_the_client_are_passed_over() {
    let (found, code) = document(&[("s.jsonl", &(used("1", "Bash", "s", None) + &used("2", "Read", "s", None)))], &[]);
    assert_eq!((code, &found["reading"]["passed_over"], &found["summary"]["calls"]), (3, &json!(2), &json!(0)));
}

#[test]
fn the_server_is_removed_from_names() {
    let own = "{\"tool\": \"desk__list\"}\n{\"tool\": \"mcp-desk.list\"}\n{\"tool\": \"mcp__desk__list\"}\n";
    assert_eq!(member(&lines(own, &[]), "tool"), ["desk__list", "mcp-desk.list", "list"]);
    let of_desk = lines(own, &["--server", "desk"]);
    assert_eq!(member(&of_desk, "tool"), ["list"; 3]);
    assert_eq!(member(&of_desk, "server"), ["desk"; 3]);
    assert_eq!(member(&of_desk, "decision"), ["allow"; 3]);
}

#[test]
fn one_server_is_chosen() {
    let line =
        |server: &str, tool: &str| json!({"ts": "2026-06-01T10:00:00Z", "server": server, "tool": tool}).to_string();
    let mixed = [line("desk", "list"), line("wiki", "list"), "{\"tool\": \"list\"}".to_owned()].join("\n");
    let unnamed = "{\"tool\": \"list\"}\n{\"tool\": \"create\"}\n";
    let says = |found: &Json| -> Vec<String> {
        let warnings = found["diagnostics"].as_array().unwrap().iter();
        let warnings = warnings.filter(|found| found["severity"] == "warning");
        warnings.map(|found| found["message"].as_str().unwrap().to_owned()).collect()
    };
    let (found, _) = document(&[("a.jsonl", &mixed)], &[]);
    assert_eq!(found["reading"]["servers"], json!({"desk": 1, "wiki": 1}));
    assert_eq!(says(&found), ["one policy decides the calls of several servers: `desk` and `wiki`"]);
    let (found, code) = document(&[("a.jsonl", &mixed)], &["--server", "wiki"]);
    assert_eq!((code, &found["summary"]["calls"], &found["reading"]["passed_over"]), (0, &json!(1), &json!(2)));
    assert_eq!(found["reading"]["servers"], json!({"desk": 1, "wiki": 1}));
    assert!(says(&found).is_empty());
    let (found, code) = document(&[("a.jsonl", unnamed)], &["--server", "wiki"]);
    assert_eq!((code, &found["summary"]["calls"]), (0, &json!(2)));
    assert_eq!(says(&found), ["`--server wiki` has no effect, because no call names a server"]);
    // A call that names a server may come last, in another file.
    let (found, code) = document(&[("a.jsonl", unnamed), ("b.jsonl", &line("desk", "list"))], &["--server", "desk"]);
    assert_eq!((code, &found["summary"]["calls"], &found["reading"]["passed_over"]), (0, &json!(1), &json!(2)));
    let (found, code) = document(&[("a.jsonl", &mixed)], &["--server", "wikis"]);
    assert_eq!((code, &found["summary"]["calls"]), (3, &json!(0)));
    assert_eq!(says(&found), ["no call is of server `wikis`, only of `desk` and `wiki`"]);
}

#[test]
fn a_tool_behind_its_server_is_noticed() {
    let (found, _) = document(&[("a.jsonl", "{\"tool\": \"desk__list\"}\n{\"tool\": \"odd__name\"}\n")], &[]);
    let said = found["diagnostics"].to_string();
    assert!(said.contains("--server desk") && !said.contains("--server odd"), "{said}");
}

#[test]
fn members_with_other_names_are_read_and_reported() {
    let text = json!({"timestamp": "2026-06-01T10:00:00Z", "tool_name": "list", "arguments": {}, "user": {"id": 7}});
    let decisions = lines(&text.to_string(), &[]);
    assert_eq!((&decisions[0]["grant"], &decisions[0]["ts"]), (&json!("7"), &json!("2026-06-01T10:00:00Z")));
    let folder = folder(&[("p.pl", POLICY), ("t.jsonl", text.to_string().as_bytes())]);
    let run = jamb(folder.path(), &["simulate", "p.pl", "--trace", "t.jsonl"]);
    let read = "read `timestamp` as `ts`, `arguments` as `args`, `tool_name` as `tool` and `user` as `grant`";
    assert!(run.stdout.contains(read), "{}", run.stdout);
}

#[test]
fn lines_with_other_names_are_recognized() {
    for line in [
        json!({"tool_name": "list"}),
        json!({"name": "list", "arguments": {}}),
        json!({"name": "list", "input": {}, "user": "ann"}),
        json!({"ts": 1_780_308_000, "params": {"name": "list", "arguments": {}}}),
    ] {
        let (found, _) = document(&[("t.jsonl", &line.to_string())], &[]);
        assert_eq!(found["reading"]["formats"], json!({"jsonl": 1}), "{line}");
        assert_eq!(found["summary"]["allowed"], 1, "{line}");
    }
}

#[test]
fn a_misspelt_member_is_a_warning() {
    let text = "{\"tool\": \"list\", \"expects\": \"deny\"}\n{\"tool\": \"list\", \"more\": 1}\n";
    let (found, code) = document(&[("a.jsonl", text)], &[]);
    let said: Vec<&Json> = found["diagnostics"].as_array().unwrap().iter().map(|found| &found["message"]).collect();
    assert_eq!((code, said), (0, vec![&json!("`expects` is not read")]));
    assert_eq!(found["diagnostics"][0]["range"]["start"]["column"], 18);
}

#[test]
fn a_decision_that_depends_on_a_removed_value_is_undetermined() {
    let policy =
        b"default deny\ntool pay: financial { require args.to == \"web\" deny if args.note matches r\"KEY\" }\n\
        tool tag: write { deny if args.tags contains \"x\" deny if args.a.b == 1 }\nallow list: read\n";
    let decided = |args: &Json, tool: &str, more: &[&str]| {
        let line = json!({"tool": tool, "args": args}).to_string();
        let folder = folder(&[("p.pl", policy), ("t.jsonl", line.as_bytes())]);
        let run =
            jamb(folder.path(), &[&["simulate", "p.pl", "--trace", "t.jsonl", "--format", "jsonl"], more].concat());
        let found: Json = serde_json::from_str(&run.stdout).unwrap();
        (found["decision"].as_str().unwrap().to_owned(), found["argument"].clone())
    };
    let open = |argument: &str| ("undetermined".to_owned(), json!(argument));
    let (allow, deny) = (("allow".to_owned(), json!(null)), |argument: &str| ("deny".to_owned(), json!(argument)));
    for (args, expected) in [
        (json!({"to": "[REDACTED]", "note": ""}), open("args.to")),
        (json!({"to": "web", "note": "abc…[5211 chars truncated]…def"}), open("args.note")),
        // Whatever the one is, the other denies.
        (json!({"to": "[REDACTED]", "note": "a KEY"}), deny("args.note")),
        (json!({"to": "ops", "note": "***"}), deny("args.to")),
        (json!({"to": "web", "note": "\u{5b}TOKEN_REDACTED]"}), open("args.note")),
        (json!({"to": "web", "other": "[REDACTED]"}), allow.clone()),
    ] {
        assert_eq!(decided(&args, "pay", &[]), expected, "{args}");
    }
    assert_eq!(decided(&json!({"to": "<gone>"}), "pay", &[]), deny("args.to"));
    assert_eq!(decided(&json!({"to": "<gone>"}), "pay", &["--mark", "<gone>"]), open("args.to"));
    assert_eq!(decided(&json!({"to": "[REDACTED]"}), "pay", &["--no-marks"]), deny("args.to"));
    assert_eq!(decided(&json!({"tags": ["[REDACTED]"]}), "tag", &[]), open("args.tags"));
    assert_eq!(decided(&json!({"tags": ["[REDACTED]", "x"]}), "tag", &[]), deny("args.tags"));
    assert_eq!(decided(&json!({"a": "[REDACTED]"}), "tag", &[]), open("args.a.b"));
    assert_eq!(decided(&json!("[REDACTED]"), "pay", &[]).0, "undetermined");
    assert_eq!(decided(&json!("[REDACTED]"), "list", &[]), allow);
}

#[test]
fn the_report_says_how_traces_were_read() {
    let own = json!({"ts": "2026-06-01T10:05:00Z", "grant": "g", "session": "x", "tool": "list"}).to_string();
    let claude = used("1", "mcp__desk__list", "s", Some("2026-06-01T10:01:00Z")) + &used("2", "Bash", "s", None);
    let (found, _) = document(&[("a.jsonl", &own), ("b.jsonl", &claude)], &[]);
    let expected = json!({
        "files": 2, "formats": {"claude": 1, "jsonl": 1}, "servers": {"desk": 1}, "grants": 2, "sessions": 2,
        "first": "2026-06-01T10:01:00Z", "last": "2026-06-01T10:05:00Z", "untimed": 0, "zoneless": 0, "repeated": 0,
        "rejected": 0, "passed_over": 1
    });
    assert_eq!(found["reading"], expected);
}

#[test]
fn a_decision_tells_when_and_who() {
    let own = json!({"ts": "2026-06-01T10:05:00.250Z", "grant": "g", "session": "x", "tool": "list", "server": "desk"});
    let found = lines(&format!("{own}\n{{\"tool\": \"list\", \"session\": null}}\n"), &[]);
    let of = |line: &Json| ["ts", "server", "grant", "session"].map(|name| line[name].clone());
    assert_eq!(of(&found[0]), [json!("2026-06-01T10:05:00.25Z"), json!("desk"), json!("g"), json!("x")]);
    assert_eq!(of(&found[1]), [json!(null), json!(null), json!("default"), json!(null)]);
}
