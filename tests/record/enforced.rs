//! With `--enforce`, jamb is the gateway: it decides as the engine, and answers as the gateway would.

use serde_json::{Value as Json, json};

use super::client::{Client, call, trace};
use crate::support::run::{folder, jamb};

const POLICY: &str = "default deny
hide drop
allow b_second
allow fail

tool pay {
  require args.amount <= 5 because \"Five at most.\"
  deny if args.to == \"evil\"
  limit 2 per day
}
";

/// A folder with a policy and the server in Python; `None` if there is no Python.
pub fn with_python() -> Option<tempfile::TempDir> {
    let is_there = std::process::Command::new("python3").arg("--version").output().is_ok();
    let server = include_bytes!("../cases/record/server.py");
    is_there.then(|| folder(&[("p.pl", POLICY.as_bytes()), ("server.py", server)]))
}

fn start(folder: &tempfile::TempDir) -> Client {
    let arguments =
        ["--grant", "bot", "--policy", "p.pl", "--enforce", "--", "python3", "server.py", "plain", "arrived.jsonl"];
    Client::start(folder.path(), &arguments)
}

fn arrived(folder: &tempfile::TempDir) -> Vec<(String, Json)> {
    let text = std::fs::read_to_string(folder.path().join("arrived.jsonl")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn calls_are_decided_and_answered_as_the_gateway_would() {
    let Some(folder) = with_python() else { return };
    let mut client = start(&folder);
    let denied = |message: &str| json!({"content": [{"type": "text", "text": format!("[POLICY DENIED] {message}")}], "isError": true});
    let done = json!({"content": [{"type": "text", "text": "done"}]});
    let failed = json!({"content": [{"type": "text", "text": "done"}], "isError": true});
    for (id, tool, args, result) in [
        ("1", "pay", r#"{"amount":5}"#, done.clone()),
        ("\"x\"", "pay", r#"{"amount":6}"#, denied("Five at most.")),
        ("null", "pay", r#"{"amount":1,"to":"evil"}"#, denied("the policy does not allow this call")),
        ("2.5", "drop", "{}", denied("this tool is not available")),
        ("1", "else", "{}", denied("this tool is not available")),
        ("1", "pay", r#"{"amount":1}"#, done.clone()),
        ("1", "pay", r#"{"amount":1}"#, denied("too many calls: at most 2 per day")),
        ("7", "fail", "{}", failed),
        ("8", "b_second", "{}", done),
    ] {
        client.send(call(id, tool, args).as_bytes());
        let id: Json = serde_json::from_str(id).unwrap();
        assert_eq!(client.message(), json!({"jsonrpc": "2.0", "id": id, "result": result}), "{tool} {args}");
    }
    let (code, _, stderr) = client.end();
    assert_eq!(code, 0);
    let lines = trace(folder.path());
    let decided: Vec<_> =
        lines.iter().map(|line| (line["decision"].as_str().unwrap(), line["outcome"].as_str().unwrap())).collect();
    let (allowed, denied) = (("allow", "ok"), ("deny", "error"));
    assert_eq!(decided, [allowed, denied, denied, denied, denied, allowed, denied, ("allow", "error"), allowed]);
    assert_eq!(lines[1]["denied_by"], "/tools/pay/require/args.amount-lte");
    assert!(stderr.contains("note: denied a call to `pay` by `/tools/pay/limits/pay_per_day`\n"), "{stderr}");
    let replayed = jamb(folder.path(), &["simulate", "p.pl", "--trace", "calls.jsonl", "--format", "json"]);
    let summary: Json = serde_json::from_str(&replayed.stdout).unwrap();
    assert_eq!((&summary["summary"]["allowed"], &summary["summary"]["denied"]), (&json!(4), &json!(5)));
}

#[test]
fn hidden_tools_are_not_listed_but_kept_in_the_catalog() {
    let Some(folder) = with_python() else { return };
    let mut client = start(&folder);
    let mut names = Vec::new();
    for params in ["", r#","params":{"cursor":"more"}"#] {
        client.send(format!("{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"{params}}}\n").as_bytes());
        let message = client.message();
        names.extend(message["result"]["tools"].as_array().unwrap().iter().map(|tool| tool["name"].clone()));
    }
    client.end();
    assert_eq!(names, ["pay", "b_second"]);
    let kept = std::fs::read_to_string(folder.path().join("calls.tools.json")).unwrap();
    assert!(kept.contains("\"drop\""), "{kept}");
}

#[test]
fn an_id_may_be_used_again_before_it_is_answered() {
    let Some(folder) = with_python() else { return };
    let mut client = start(&folder);
    client.send((call("7", "fail", "{}") + &call("7", "b_second", "{}") + &call("7", "pay", "{}")).as_bytes());
    let (_, rest, _) = client.end();
    assert_eq!(rest.matches("\"id\": 7").count() + rest.matches("\"id\":7").count(), 3, "{rest}");
    let lines = trace(folder.path());
    let mut outcomes: Vec<_> =
        lines.iter().map(|line| (line["tool"].as_str().unwrap(), line["outcome"].as_str().unwrap())).collect();
    outcomes.sort_unstable();
    assert_eq!(outcomes, [("b_second", "ok"), ("fail", "error"), ("pay", "error")]);
}

#[cfg(unix)]
#[test]
fn a_list_that_can_not_be_read_does_not_pass() {
    let folder = folder(&[("p.pl", POLICY.as_bytes())]);
    let answers = [
        r#"{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"drop","description":"\\ud800"}]}}"#,
        r#"{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"drop","description":"\377"},{"name":"pay"}]}}"#,
        r#"[{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"x","name":"drop"},{"name":"pay"}]}}]"#,
    ];
    for (answer, expected) in
        answers.iter().zip(["\"error\"", "\"tools\":[{\"name\":\"pay\"}]", "\"tools\":[{\"name\":\"pay\"}]"])
    {
        let script = format!("echo Started; read line; printf '{answer}\\n'; read line");
        let mut client = Client::start(folder.path(), &["--policy", "p.pl", "--enforce", "--", "sh", "-c", &script]);
        assert_eq!(client.line(), "Started\n");
        client.send(b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}\n");
        let line = client.line();
        assert!(line.contains(expected) && line.contains("\"id\":1") && !line.contains("drop"), "{line}");
        client.end();
    }
}

#[test]
fn other_messages_pass_and_batches_are_taken_apart() {
    let Some(folder) = with_python() else { return };
    let mut client = start(&folder);
    client.send(
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":\"é\"},\"odd\":1},\
          {\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"pay\",\"odd\":1,\"_meta\":{\"progressToken\":3},\
          \"arguments\":{ \"amount\" : 1.50, \"note\": \"a\u{2028}b\" }}},\
          {\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"drop\"}},\
          {\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"},\
          {\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"drop\"}},\
          {\"jsonrpc\":\"2.0\",\"id\":\"s\",\"result\":{\"roots\":[]}}, 7]\r\n\r\n"
            .as_bytes(),
    );
    let (_, rest, stderr) = client.end();
    let lines = arrived(&folder).into_iter().filter(|(what, _)| what == "line").map(|(_, line)| line);
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":\"\\u00e9\"}}\n",
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"pay\",\
         \"arguments\":{\"amount\":1.50,\"note\":\"a\\u2028b\"},\"_meta\":{\"progressToken\":3}}}\n",
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n",
            "{\"jsonrpc\":\"2.0\",\"id\":\"s\",\"result\":{\"roots\":[]}}\n",
        ]
    );
    assert_eq!(rest.matches("\"jsonrpc\"").count(), 4, "{rest}");
    assert!(rest.contains("the message must be an object, but is a number"), "{rest}");
    assert!(stderr.contains("note: `odd` of a call's parameters does not reach the server\n"), "{stderr}");
    let told = trace(folder.path()).into_iter().find(|line| line["id"].is_null()).unwrap();
    assert_eq!((&told["decision"], &told["outcome"]), (&json!("deny"), &json!("none")));
}

#[cfg(target_os = "linux")]
#[test]
fn calls_are_refused_if_they_can_not_be_recorded() {
    let Some(folder) = with_python() else { return };
    std::os::unix::fs::symlink("/dev/full", folder.path().join("calls.jsonl")).unwrap();
    let mut client = start(&folder);
    client.send(call("1", "pay", r#"{"amount":1}"#).as_bytes());
    let message = client.message();
    assert!(message["error"]["message"].as_str().unwrap().contains("can't write `calls.jsonl`"), "{message}");
    client.send(b"{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}\n");
    assert_eq!(client.message()["id"], 2);
    client.end();
    assert!(arrived(&folder).iter().all(|(what, _)| what == "line"));
}

#[cfg(unix)]
#[test]
fn an_answer_that_is_too_long_passes_unless_it_may_list_hidden_tools() {
    let text = "x".repeat(17 << 20);
    let list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}\n";
    for (request, passes) in [(call("1", "fail", "{}"), true), (list.to_owned(), false)] {
        let folder = folder(&[("p.pl", POLICY.as_bytes()), ("answer", text.as_bytes())]);
        let script = "read line; printf '{\"result\":{\"x\":\"'; cat answer; echo '\"},\"jsonrpc\":\"2.0\",\"id\":1}'; \
            echo '{\"jsonrpc\":\"2.0\",\"method\":\"after\"}'";
        let mut client = Client::start(folder.path(), &["--policy", "p.pl", "--enforce", "--", "sh", "-c", script]);
        client.send(request.as_bytes());
        let answer = client.message();
        assert_eq!((&answer["id"], answer["result"]["x"].is_string()), (&json!(1), passes));
        assert_eq!(client.message()["method"], "after");
        client.end();
        let outcome = trace(folder.path()).first().map(|line| line["outcome"].clone());
        assert_eq!(outcome, passes.then(|| json!("ok")));
    }
}
