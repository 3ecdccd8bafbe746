//! `jamb simulate NAME=POLICY …`: the calls of each server are decided by its own policy, in one run.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::support::run::{Run, folder, jamb};
use crate::support::said::snapshots;

const DESK: &[u8] = br#"default deny
limit 3 per hour
allow list: read
tool create: write {
  require args.queue == "web" because "Only the web queue."
  limit 1 per minute
}
"#;
const WIKI: &[u8] = b"default deny\nallow list, read: read\nhide create\n";
const OLD_WIKI: &[u8] = b"default allow\ntool list: read { deny if args.all == true }\n";

/// Calls of two servers, with names of tools that both have.
const TRACE: &str = r#"{"ts": "2026-06-01T10:00:00Z", "server": "desk", "tool": "create", "args": {"queue": "web"}}
{"ts": "2026-06-01T10:00:01Z", "tool": "mcp__wiki__create", "args": {}, "grant": "ann"}
{"ts": "2026-06-01T10:00:02Z", "tool": "wiki_list", "args": {"all": true}}
{"ts": "2026-06-01T10:00:03Z", "args": {"queue": "web"}, "tool": "create", "server": "desk"}
{"ts": "2026-06-01T10:00:04Z", "server": "wiki", "tool": "read", "args": {}}
{"ts": "2026-06-01T10:01:00Z", "server": "desk", "tool": "create", "args": {"queue": "ops"}}
"#;

fn run(policies: &[&str], trace: &str, more: &[&str]) -> Run {
    let files = [("desk.pl", DESK), ("wiki.pl", WIKI), ("old.pl", OLD_WIKI), ("t.jsonl", trace.as_bytes())];
    let folder = folder(&files);
    run_in(folder.path(), policies, more)
}

fn run_in(folder: &Path, policies: &[&str], more: &[&str]) -> Run {
    jamb(folder, &[&["simulate"], policies, &["--trace", "t.jsonl"], more].concat())
}

const BOTH: [&str; 2] = ["desk=desk.pl", "wiki=wiki.pl"];

fn document(policies: &[&str], trace: &str, more: &[&str]) -> (Json, i32) {
    let run = run(policies, trace, &[more, &["--format", "json"]].concat());
    (serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}{}", run.stdout, run.stderr)), run.code)
}

fn warnings(found: &Json) -> Vec<&str> {
    let all = found["diagnostics"].as_array().unwrap().iter();
    all.filter(|found| found["severity"] == "warning").map(|found| found["message"].as_str().unwrap()).collect()
}

fn decisions(policies: &[&str], trace: &str, more: &[&str]) -> Vec<Json> {
    let run = run(policies, trace, &[more, &["--format", "jsonl"]].concat());
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn results_in_each_format() {
    let settings = snapshots("simulate");
    for format in ["pretty", "short", "json", "jsonl", "github", "junit", "sarif", "markdown"] {
        let run = run(&BOTH, TRACE, &["--format", format, "--fail-on", "deny"]);
        assert_eq!(run.code, 1);
        settings.bind(|| insta::assert_snapshot!(format!("servers-{format}"), run.stdout));
    }
    let html = run(&BOTH, TRACE, &["--format", "html"]).stdout;
    assert!(html.contains("desk.pl") && html.contains("wiki.pl") && html.contains("Only the web queue."), "{html}");
}

#[test]
fn the_order_of_decisions_is_that_of_the_trace() {
    let found = decisions(&BOTH, TRACE, &[]);
    let of = |line: &Json| json!([line["line"], line["server"], line["tool"], line["decision"]]);
    let found: Vec<Json> = found.iter().map(of).collect();
    let expected = [
        json!([1, "desk", "create", "allow"]),
        json!([2, "wiki", "create", "deny"]),
        json!([3, "wiki", "list", "allow"]),
        json!([4, "desk", "create", "deny"]),
        json!([5, "wiki", "read", "allow"]),
        json!([6, "desk", "create", "deny"]),
    ];
    assert_eq!(found, expected);
    // The order of the policies does not matter.
    let other = decisions(&["wiki=wiki.pl", "desk=desk.pl"], TRACE, &[]);
    assert_eq!(other.iter().map(of).collect::<Vec<Json>>(), expected);
}

#[test]
fn each_policy_decides_as_it_does_alone() {
    for (server, policy) in [("desk", "desk.pl"), ("wiki", "wiki.pl")] {
        let alone = decisions(&[policy], TRACE, &["--server", server]);
        let both: Vec<Json> =
            decisions(&BOTH, TRACE, &[]).into_iter().filter(|line| line["server"] == server).collect();
        assert_eq!(alone, both);
    }
}

#[test]
fn counters_are_of_one_policy() {
    // Three calls per hour on the desk: the calls of the wiki do not count.
    let call = |second: u32, server: &str| {
        json!({"ts": format!("2026-06-01T10:00:{second:02}Z"), "server": server, "tool": "list", "args": {}})
            .to_string()
    };
    let trace: Vec<String> =
        (0..12).map(|second| call(second, if second % 2 == 0 { "wiki" } else { "desk" })).collect();
    let (found, _) = document(&BOTH, &trace.join("\n"), &[]);
    assert_eq!(found["servers"]["desk"]["tools"]["list"]["denied"], 3);
    assert_eq!(found["servers"]["wiki"]["tools"]["list"]["denied"], 0);
    assert_eq!(found["summary"]["denied"], 3);
}

#[test]
fn calls_without_a_time_are_counted_for_each_policy() {
    let call = |server: &str| json!({"server": server, "tool": "create", "args": {"queue": "web"}}).to_string();
    let trace = [call("desk"), call("wiki"), call("desk")].join("\n");
    let (found, _) = document(&BOTH, &trace, &[]);
    assert_eq!(found["servers"]["desk"]["tools"]["create"]["undetermined"], 2);
    let (found, _) = document(&BOTH, &call("desk"), &[]);
    assert_eq!(found["servers"]["desk"]["tools"]["create"]["allowed"], 1);
}

#[test]
fn names_are_compared_as_clients_write_them() {
    let trace = "{\"tool\": \"mcp__My_Desk__list\"}\n{\"server\": \"My Desk\", \"tool\": \"list\"}\n{\"tool\": \"My_Desk-list\"}\n";
    let (found, code) = document(&["My Desk=desk.pl", "wiki=wiki.pl"], trace, &["--untimed", "now"]);
    assert_eq!((code, &found["servers"]["My Desk"]["tools"]["list"]["calls"]), (0, &json!(3)));
    // A server whose name begins with another's keeps its calls.
    let trace = "{\"tool\": \"mcp__desk_two__list\"}\n{\"tool\": \"desk__list\"}\n";
    let (found, _) = document(&["desk=desk.pl", "desk_two=wiki.pl"], trace, &[]);
    assert_eq!(found["servers"]["desk"]["tools"]["list"]["calls"], 1);
    assert_eq!(found["servers"]["desk_two"]["tools"]["list"]["calls"], 1);
    // The same if the longer one has no policy.
    let (found, _) = document(&BOTH, trace, &[]);
    let expected = [
        "1 call was passed over, because this server has no policy: `desk_two`",
        "no call is of server `wiki`, only of `desk` and `desk_two`",
    ];
    assert_eq!(warnings(&found), expected);
}

#[test]
fn other_formats_are_decided_by_server_too() {
    let message = |server: &str, tool: &str, second: u32| {
        json!({"ts": format!("2026-06-01T10:00:{second:02}Z"), "server": server, "message": {"jsonrpc": "2.0", "id": second,
            "method": "tools/call", "params": {"name": tool, "arguments": {"queue": "web"}}}})
        .to_string()
    };
    let trace = [message("desk", "create", 1), message("wiki", "create", 2), message("jira", "create", 3)].join("\n");
    let (found, _) = document(&BOTH, &trace, &[]);
    assert_eq!(found["servers"]["desk"]["tools"]["create"]["allowed"], 1);
    assert_eq!(found["servers"]["wiki"]["tools"]["create"]["denied"], 1);
    assert_eq!(found["reading"]["passed_over"], 1);
}

#[test]
fn calls_without_a_policy_are_passed_over_with_a_warning() {
    let more = "{\"server\": \"jira\", \"tool\": \"list\"}\n{\"tool\": \"list\"}\n{\"tool\": \"mcp__jira__read\"}\n";
    let (found, code) = document(&BOTH, &(TRACE.to_owned() + more), &[]);
    assert_eq!((code, &found["summary"]["calls"], &found["reading"]["passed_over"]), (0, &json!(6), &json!(3)));
    let expected = [
        "2 calls were passed over, because this server has no policy: `jira`",
        "1 call was passed over, because it names no server",
    ];
    assert_eq!(warnings(&found), expected);
    assert_eq!(found["reading"]["servers"], json!({"desk": 3, "wiki": 3, "jira": 2}));
}

#[test]
fn another_server_in_front_of_a_tool_is_noticed() {
    let help = |trace: &str| {
        let (found, _) = document(&BOTH[..1], trace, &[]);
        let all = found["diagnostics"].as_array().unwrap();
        let doubt = all.iter().find(|found| found["code"] == "doubtful-reading").unwrap_or(&Json::Null);
        (doubt["message"].as_str().unwrap_or_default().to_owned(), doubt["help"].to_string())
    };
    let (message, way_out) = help("{\"server\": \"desk\", \"tool\": \"acme_create\", \"args\": {}}\n");
    assert_eq!(message, "the policy does not name `acme_create`, but it names the tool without `acme`");
    assert!(way_out.contains("write the tool's own name in the trace, or `acme_create` in the policy"), "{way_out}");
    let unnamed = "{\"tool\": \"acme__create\", \"args\": {}}\n";
    let (message, way_out) = help(unnamed);
    assert_eq!(message, "1 call was passed over, because it names no server");
    assert!(way_out.contains("`acme=POLICY`"), "{way_out}");
    let (_, way_out) = help(&unnamed.replace("acme__create", "odd__name"));
    assert!(!way_out.contains("odd=POLICY"), "{way_out}");
}

#[test]
fn a_server_named_after_the_arguments_decides() {
    let line = |members: &str| format!("{{\"ts\": \"2026-06-01T10:00:00Z\", {members}}}\n");
    let (create, ops) = (r#""tool": "create""#, r#""args": {"queue": "ops"}"#);
    let trace = [
        line(&format!(r#"{create}, {ops}, "server": "desk""#)),
        // The last of several members counts.
        line(&format!(r#""server": "wiki", {create}, {ops}, "server": "desk""#)),
        line(&format!(r#"{ops}, "server": "desk", {create}"#)),
        line(&format!(r#""tool": "wiki_create", {ops}, "server": "desk""#)),
        line(&format!(r#"{create}, "args": {{"queue": "web"}}, "server": "wiki""#)),
        line(&format!(r#"{create}, "args": {{"queue": "web"}}, "server": "desk", "args": null"#)),
    ];
    let decided = decisions(&BOTH, &trace.concat(), &[]);
    let rules: Vec<&str> = decided.iter().map(|decision| decision["rule"].as_str().unwrap()).collect();
    let queue = "/tools/create/require/args.queue-eq";
    assert_eq!(rules, [queue, queue, queue, queue, "(hidden)", queue]);
    assert_eq!(decided[5]["decision"], "undetermined");
}

#[test]
fn a_name_without_calls_is_a_warning() {
    let (found, code) = document(&[BOTH[0], BOTH[1], "wikis=old.pl"], TRACE, &[]);
    assert_eq!((code, warnings(&found)), (0, vec!["no call is of server `wikis`, only of `desk` and `wiki`"]));
    assert_eq!(found["servers"]["wikis"], json!({"tools": {}, "rules": []}));
    // Where no call names a server, none is decided.
    let (found, code) = document(&BOTH, "{\"tool\": \"list\"}\n{\"tool\": \"read\"}\n", &[]);
    assert_eq!((code, warnings(&found)), (3, vec!["2 calls were passed over, because they name no server"]));
}

#[test]
fn each_server_may_have_an_older_policy() {
    let (found, code) = document(&BOTH, TRACE, &["--against", "wiki=old.pl", "--fail-on", "changed"]);
    assert_eq!((code, &found["summary"]["widened"], &found["summary"]["narrowed"]), (1, &json!(1), &json!(1)));
    let change = |change: &Json| json!([change["server"], change["tool"], change["change"]]);
    let changes: Vec<Json> = found["changes"].as_array().unwrap().iter().map(change).collect();
    assert_eq!(changes, [json!(["wiki", "create", "narrowed"]), json!(["wiki", "list", "widened"])]);
    let lines = decisions(&BOTH, TRACE, &["--against", "wiki=old.pl"]);
    assert!(lines.iter().all(|line| line["server"] == "wiki" || line.get("old").is_none()));
    let run = run(&BOTH, TRACE, &["--against", "wiki=old.pl"]);
    snapshots("simulate").bind(|| insta::assert_snapshot!("servers-against", run.stdout));
}

#[test]
fn limits_are_suggested_for_each_server() {
    let (found, _) = document(&BOTH, TRACE, &["--suggest-limits"]);
    let tools = |server: &str| {
        let rows = found["servers"][server]["limits"].as_array().unwrap().iter();
        rows.filter_map(|row| row["tool"].as_str()).collect::<std::collections::BTreeSet<&str>>()
    };
    assert_eq!(tools("desk").into_iter().collect::<Vec<&str>>(), ["create"]);
    assert!(tools("wiki").contains("read"));
    assert_eq!(found.get("limits"), None);
}

#[test]
fn an_expectation_is_checked_by_the_policy_of_the_server() {
    let call = |server: &str| json!({"server": server, "tool": "read", "args": {}, "expect": "allow"}).to_string();
    let trace = [call("wiki"), call("desk")].join("\n");
    let (found, code) = document(&BOTH, &trace, &[]);
    assert_eq!((code, &found["summary"]["unexpected"]), (1, &json!(1)));
}

#[test]
fn a_line_that_cannot_be_read_is_counted_once() {
    let trace = TRACE.to_owned() + "{\"server\": \"desk\", \"tool\": \"list\", \"args\": 3}\n{\"server\": \"desk\"\n";
    let (found, _) = document(&BOTH, &trace, &[]);
    assert_eq!((&found["summary"]["calls"], &found["summary"]["unreadable"]), (&json!(6), &json!(2)));
    assert_eq!(run(&BOTH, &trace, &["--strict"]).code, 1);
}

#[test]
fn values_are_redacted_for_each_server() {
    let run = run(&BOTH, TRACE, &["--redact"]);
    assert!(run.stdout.contains("<text, 3>") && !run.stdout.contains("\"ops\""), "{}", run.stdout);
}

#[test]
fn a_mix_of_policies_is_refused_with_a_way_out() {
    let cases: [(&[&str], &[&str]); 13] = [
        (&["desk=-", "wiki=-"], &[]),
        (&["desk=-", "wiki=wiki.pl"], &["--against", "wiki=-"]),
        (&["desk.pl", "wiki.pl"], &[]),
        (&["desk=desk.pl", "wiki.pl"], &[]),
        (&["desk=desk.pl", "desk=wiki.pl"], &[]),
        (&["My Desk=desk.pl", "My_Desk=wiki.pl"], &[]),
        (&["=desk.pl"], &[]),
        (&["desk="], &[]),
        (&BOTH, &["--server", "desk"]),
        (&BOTH, &["--against", "old.pl"]),
        (&BOTH, &["--against", "jira=old.pl"]),
        (&["desk.pl"], &["--against", "desk=old.pl"]),
        (&["desk.pl"], &["--against", "old.pl", "--against", "wiki.pl"]),
    ];
    let mut said = String::new();
    for (policies, more) in cases {
        let run = run(policies, TRACE, more);
        assert_eq!(run.code, 2, "{policies:?} {more:?}\n{}{}", run.stdout, run.stderr);
        said += &format!("{}\n{}\n", [policies, more].concat().join(" "), run.stderr);
    }
    let run = run(&BOTH, TRACE, &["--fail-on", "widened"]);
    assert_eq!(run.code, 2);
    said += &run.stderr;
    snapshots("simulate").bind(|| insta::assert_snapshot!("servers-usage", said));
}

#[test]
fn a_mistake_in_arguments_keeps_its_place_with_an_older_policy() {
    let trace = "{\"tool\": \"list\", \"args\": {\"all\": tru}}\n{\"tool\": \"list\", \"args\": {}}\n";
    let alone = run(&["desk.pl"], trace, &["--format", "short"]);
    let against = run(&["desk.pl"], trace, &["--format", "short", "--against", "old.pl"]);
    let unreadable = |run: &Run| run.stdout.lines().find(|line| line.contains("unreadable-call")).map(str::to_owned);
    assert!(unreadable(&alone).is_some(), "{}", alone.stdout);
    assert_eq!(unreadable(&against), unreadable(&alone));
}
