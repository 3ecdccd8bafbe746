//! The decisions that a gateway recorded, compared with those of a policy.

use serde_json::Value as Json;

use crate::support::run::{folder, jamb};
use crate::support::said::snapshots;

const POLICY: &str = "default deny
tool pay {
  require args.reason exists because \"Say why.\"
  require args.amount <= 5 because \"Five at most.\"
  deny if args.to == \"evil\"
}
allow get
";

const TRACE: &str = r#"{"tool": "pay", "args": {"amount": 5, "reason": "x"}, "decision": "allow", "would": "deny", "outcome": "error"}
{"tool": "pay", "args": {"amount": 5, "reason": "x"}, "decision": "deny", "denied_by": "/tools/pay/deny_if/args.to-eq"}
{"tool": "pay", "args": {"amount": 6, "reason": "x"}, "decision": "Allowed"}
{"tool": "pay", "args": {"amount": 6}, "decision": "deny", "message": "[POLICY DENIED] Five at most."}
{"tool": "pay", "args": {"amount": 6}, "decision": "deny", "message": "[POLICY DENIED] Say why."}
{"tool": "pay", "args": {"amount": 6}, "decision": "denied", "message": "the words of a logger"}
{"tool": "pay", "decision": "deny"}
{"tool": "drop", "args": {}, "decision": "allow"}
{"tool": "get", "decision": null}
"#;

#[test]
fn a_gateway_that_disagrees_is_shown() {
    let folder = folder(&[("p.pl", POLICY.as_bytes()), ("t.jsonl", TRACE.as_bytes())]);
    let run = jamb(folder.path(), &["simulate", "p.pl", "--trace", "t.jsonl"]);
    assert_eq!(run.code, 0, "it is a warning");
    let shown = run.stdout.split("info[denied-call]").next().unwrap();
    snapshots("simulate").bind(|| insta::assert_snapshot!("gateway_disagrees", shown));
    let run =
        jamb(folder.path(), &["simulate", "p.pl", "--trace", "t.jsonl", "--fail-on", "disagrees", "--format", "json"]);
    assert_eq!(run.code, 1);
    let json: Json = serde_json::from_str(&run.stdout).unwrap();
    let found: Vec<_> =
        json["diagnostics"].as_array().unwrap().iter().filter(|it| it["code"] == "gateway-disagrees").collect();
    assert!(found.iter().all(|found| found["severity"] == "error"));
    let lines: Vec<_> = found.iter().map(|found| found["range"]["start"]["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [2, 3, 4, 8]);
}

#[test]
fn a_map_leads_to_decisions() {
    let trace =
        "{\"call\": \"pay\", \"with\": {\"amount\": 9, \"reason\": \"x\"}, \"gateway\": {\"said\": \"ALLOWED\"}}\n";
    let folder = folder(&[("p.pl", POLICY.as_bytes()), ("t.jsonl", trace.as_bytes())]);
    let map = "tool=.call, args=.with, decision=.gateway.said";
    let run = jamb(folder.path(), &["simulate", "p.pl", "--trace", "t.jsonl", "--map", map, "--fail-on", "disagrees"]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("the gateway allowed a call to `pay` that this policy denies"), "{}", run.stdout);
}

#[test]
fn a_decision_is_one_of_two() {
    let folder = folder(&[
        ("p.pl", POLICY.as_bytes()),
        ("t.jsonl", b"{\"tool\": \"get\", \"args\": {}, \"decision\": \"maybe\"}\n{\"tool\": \"get\"}\n"),
    ]);
    let run = jamb(folder.path(), &["simulate", "p.pl", "--trace", "t.jsonl"]);
    assert!(run.stdout.contains("`decision` must be \"allow\" or \"deny\""), "{}", run.stdout);
}
