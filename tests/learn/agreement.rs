//! The linter and `simulate` agree with what was learned.

use std::fs;
use std::path::Path;

use serde_json::{Value as Json, json};

use super::shop::{GRANTS, by, clauses, is_allowed, line, policy, shop, text, tool, trace, work};
use crate::support::run::{folder, jamb};
use crate::support::said::snapshots;

/// The rules whose findings only the owner can decide on.
const TO_DECIDE: [&str; 4] =
    ["destructive-callable", "financial-without-condition", "unconstrained-code-argument", "open-recipient"];

/// Findings about the policy that the owner need not decide on.
pub fn findings(folder: &Path, policy: &str) -> Vec<Json> {
    let lint = jamb(folder, &["lint", policy, "--format", "json"]);
    let found: Json = serde_json::from_str(&lint.stdout).unwrap();
    let found = found["diagnostics"].as_array().unwrap().iter();
    found.filter(|finding| !TO_DECIDE.contains(&finding["code"].as_str().unwrap())).cloned().collect()
}

/// Whether `simulate` says of the trace what `learn` said of it.
pub fn assert_agrees(folder: &Path, policy: &str, options: &[&str]) {
    let run = |command: &[&str]| -> Json {
        let usual = ["--trace", "t.jsonl", "--format", "json"];
        serde_json::from_str(&jamb(folder, &[command, &usual, options].concat()).stdout).unwrap()
    };
    let (simulated, learned) = (run(&["simulate", policy]), run(&["learn", "shop.tools.json"]));
    for member in ["calls", "allowed", "denied", "undetermined"] {
        assert_eq!(learned["replay"][member], simulated["summary"][member], "{member}: {}", learned["replay"]);
    }
    let by_rule = learned["replay"]["rules"].as_array().unwrap().iter().map(|rule| rule["denied"].as_u64().unwrap());
    assert_eq!(Json::from(by_rule.sum::<u64>()), learned["replay"]["denied"]);
}

#[test]
fn simulate_says_what_learn_said() {
    let mut lines: Vec<Json> = Vec::new();
    for (at, (grant, tool, args)) in by(&GRANTS, &work()).into_iter().enumerate() {
        lines.push(line(at, grant, tool, args));
    }
    for at in 0..12 {
        let mut failed = line(0, "ann", "create_label", json!({"color": "red", "title": "x"}));
        failed["outcome"] = json!("error");
        lines.push(failed);
        lines.push(line(at, "ann", "unknown_tool", json!({})));
        lines.push(json!({"grant": "ben", "tool": "create_label", "args": {"color": "red", "title": "x"}}));
        lines.push(json!({"grant": "kim", "tool": "update_stock"}));
    }
    let trace: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let folder = folder(&[("shop.tools.json", shop().to_string().as_bytes()), ("t.jsonl", trace.as_bytes())]);
    let run = jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "t.jsonl", "-o", "p.pl"]);
    assert_agrees(folder.path(), "p.pl", &[]);
    snapshots("learn").bind(|| insta::assert_snapshot!("replayed", run.stderr));
}

#[test]
fn an_unencrypted_address_is_allowed_only_where_several_grants_used_one() {
    let calls = |address: &str| by(&GRANTS, &[("fetch_page", json!({"url": address}))]);
    let one = |address: &'static str| vec![("ann", "fetch_page", json!({"url": address}))];
    let bare: Vec<_> = (0..30).flat_map(|_| calls("docs.acme.example/a")).collect();
    for (calls, scheme, calls_in_clear) in [
        (bare.clone(), "(?:https://)?", 0),
        ([bare.clone(), one("http://docs.acme.example/b")].concat(), "(?:https://)?", 0),
        ([bare, calls("http://docs.acme.example/b")].concat(), "(?:https?://)?", 3),
        (calls("http://docs.acme.example/b"), "on \"http://docs.acme.example\"", 3),
        (calls("http://localhost:80/b"), "on \"http://localhost:80\"", 0),
    ] {
        let policy = policy(&trace(&calls), &[]);
        assert!(clauses(&policy, "fetch_page")[0].contains(scheme), "{policy}");
        let comment = format!("# jamb: ignore[insecure-scheme] {calls_in_clear} calls had an unencrypted address");
        assert_eq!(policy.contains("insecure-scheme"), calls_in_clear > 0, "{policy}");
        assert_eq!(policy.contains(&comment), calls_in_clear > 0, "{policy}");
        let folder = folder(&[("shop.tools.json", shop().to_string().as_bytes()), ("p.pl", policy.as_bytes())]);
        assert_eq!(findings(folder.path(), "p.pl"), Vec::<Json>::new(), "{policy}");
    }
}

#[test]
fn a_tool_that_reads_secrets_is_no_usual_read() {
    let tools = json!({"tools": [tool("get_secret", &[("name", text())]), tool("get_order", &[("id", text())])]});
    let learned = |calls: &[(&'static str, Json)]| {
        let (tools, trace) = (tools.to_string(), trace(&by(&GRANTS, calls)));
        let folder = folder(&[("t.tools.json", tools.as_bytes()), ("t.jsonl", trace.as_bytes())]);
        let run = jamb(folder.path(), &["learn", "t.tools.json", "--trace", "t.jsonl", "-o", "p.pl"]);
        let policy = fs::read_to_string(folder.path().join("p.pl")).unwrap();
        assert_eq!(findings(folder.path(), "p.pl"), Vec::<Json>::new(), "{policy}{}", run.stderr);
        policy
    };
    let uncalled = learned(&[("get_order", json!({"id": "o-1"}))]);
    assert!(!is_allowed(&uncalled, "get_secret") && uncalled.contains("\n# allow get_secret: read\n"), "{uncalled}");
    let called = learned(&[("get_secret", json!({"name": "staging"}))]);
    assert_eq!(clauses(&called, "get_secret"), ["require args.name == \"staging\""], "{called}");
}

#[test]
fn the_policy_passes_the_linter_but_for_decisions_of_the_owner() {
    let calls = [work(), vec![("delete_order", json!({"id": "o-7"}))]].concat();
    let policy = policy(&trace(&by(&GRANTS, &calls)), &[]);
    let folder = folder(&[("shop.tools.json", shop().to_string().as_bytes()), ("p.pl", policy.as_bytes())]);
    assert_eq!(findings(folder.path(), "p.pl"), Vec::<Json>::new(), "{policy}");
}
