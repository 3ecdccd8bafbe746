//! `jamb probe`: each way in which a gateway may differ is found.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};

use jamb::probe::{POINTS, Point};

use crate::support::run::{Run, folder, jamb, root, stories};
use crate::support::said::snapshots;

/// A policy in which every point shows.
fn policy() -> Json {
    let condition =
        |path: &str, op: &str, value: Json| json!({"path": format!("args.{path}"), "op": op, "value": value});
    let entry = |conditions: Json, message: &str| json!({"conditions": conditions, "on_deny": message});
    let limit = |counter: &str, window: &str, max: u64| json!({"counter": counter, "window": window, "max": max, "scope": "grant"});
    json!({
        "version": "1",
        "default": "allow",
        "hide": ["secret"],
        "tools": {
            "secret": {},
            "open": {"require": [entry(json!([]), "Never.")]},
            "pay": {
                "require": [
                    entry(json!([condition("amount", "lte", json!(500))]), "Too much."),
                    entry(json!([condition("currency", "in", json!(["eur", "usd"]))]), "Which currency?"),
                    entry(json!([condition("reason", "exists", json!(true))]), "Say why."),
                ],
                "deny_if": [
                    entry(json!([condition("to", "eq", json!("evil"))]), "Not to them."),
                    entry(json!([condition("limit", "gt", json!(9))]), "Too high."),
                ],
                "limits": [limit("pay_rate", "minute", 3)],
            },
            "find": {
                "require": [entry(json!([condition("code", "regex", json!("[0-9]"))]), "A code has digits.")],
                "deny_if": [entry(json!([condition("kind", "neq", json!("plain"))]), "Plain only.")],
            },
            "count": {
                "require": [entry(json!([condition("n", "eq", json!(10))]), "Ten.")],
                "limits": [limit("count_per_day", "day", 2)],
            },
        },
    })
}

/// The trace of a gateway that differs in a point.
fn decided(folder: &Path, differs: &str, probes: &str) -> Option<()> {
    let mut gateway = Command::new("python3")
        .args(["gateway.py", "p.json", differs])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(std::fs::File::create(folder.join("decided.jsonl")).unwrap())
        .spawn()
        .ok()?;
    gateway.stdin.take().unwrap().write_all(probes.as_bytes()).unwrap();
    assert!(gateway.wait().unwrap().success(), "{differs}");
    Some(())
}

fn compared(folder: &Path) -> Run {
    let arguments = ["simulate", "p.json", "--trace", "decided.jsonl", "--fail-on", "disagrees", "--format", "json"];
    jamb(folder, &arguments)
}

#[test]
fn each_way_in_which_a_gateway_differs_is_found() {
    let policy = policy().to_string();
    let gateway = include_bytes!("cases/record/gateway.py");
    let folder = folder(&[("p.json", policy.as_bytes()), ("gateway.py", gateway)]);
    let probes = jamb(folder.path(), &["probe", "p.json"]);
    assert_eq!((probes.code, probes.stderr.as_str()), (0, ""));
    snapshots("probe").bind(|| insta::assert_snapshot!("every_point", probes.stdout));
    // The probes are what jamb expects.
    std::fs::write(folder.path().join("probes.jsonl"), &probes.stdout).unwrap();
    assert_eq!(jamb(folder.path(), &["simulate", "p.json", "--trace", "probes.jsonl"]).code, 0);

    if decided(folder.path(), "nothing", &probes.stdout).is_none() {
        return;
    }
    assert_eq!(compared(folder.path()).code, 0, "{}", compared(folder.path()).stdout);
    for (point, why) in POINTS {
        decided(folder.path(), &format!("{point:?}"), &probes.stdout);
        let run = compared(folder.path());
        assert_eq!(run.code, 1, "{point:?} is not found: {}", run.stdout);
        let found: Json = serde_json::from_str(&run.stdout).unwrap();
        let diagnostics = found["diagnostics"].as_array().unwrap();
        let lines: Vec<u64> = diagnostics
            .iter()
            .filter(|found| found["code"] == "gateway-disagrees")
            .map(|found| found["range"]["start"]["line"].as_u64().unwrap())
            .collect();
        let is_own =
            |line: &u64| probes.stdout.lines().nth(*line as usize - 1).unwrap().contains(&Json::from(why).to_string());
        assert!(lines.iter().any(is_own), "{point:?} is found by another probe: {lines:?}");
    }
}

#[test]
fn the_probes_of_the_examples_are_decided_as_expected() {
    let mut points = std::collections::BTreeSet::new();
    for story in stories() {
        let policy = story.join("policy.pl");
        let run = jamb(&root(), &["probe", policy.to_str().unwrap()]);
        assert!([0, 3].contains(&run.code), "{}: {}", story.display(), run.stderr);
        let folder = folder(&[("probes.jsonl", run.stdout.as_bytes())]);
        let trace = folder.path().join("probes.jsonl");
        if run.code == 0 {
            let replayed = jamb(&root(), &["simulate", policy.to_str().unwrap(), "--trace", trace.to_str().unwrap()]);
            assert_eq!(replayed.code, 0, "{}", replayed.stdout);
        }
        points.extend(
            POINTS
                .iter()
                .filter(|(_, why)| run.stdout.contains(&Json::from(*why).to_string()))
                .map(|(point, _)| *point),
        );
    }
    assert!(points.len() >= 6 && points.contains(&Point::MissingMeetsRequire), "{points:?}");
}

const PLAYED: &str = "default deny
allow list_all: read
tool get_one: read {
  require args.id matches \"[0-9]\"
  deny if args.kind == \"internal\"
}
tool drop_one: destructive {
  require args.id == \"7\"
}
";

#[test]
fn only_tools_that_read_are_played_and_others_that_are_named() {
    let server = include_bytes!("cases/record/server.py");
    let folder = folder(&[("p.pl", PLAYED.as_bytes()), ("server.py", server)]);
    if Command::new("python3").arg("--version").output().is_err() {
        return;
    }
    for (also, tools) in [(&[][..], &["get_one"][..]), (&["--also", "drop_one"], &["drop_one", "get_one"])] {
        let gateway = [
            "--",
            env!("CARGO_BIN_EXE_jamb"),
            "record",
            "-o",
            "calls.jsonl",
            "--policy",
            "p.pl",
            "--enforce",
            "--quiet",
            "--",
            "python3",
            "server.py",
            "plain",
            "arrived.jsonl",
        ];
        let arguments = [&["probe", "p.pl", "--play", "-o", "played.jsonl"], also, &gateway].concat();
        let run = jamb(folder.path(), &arguments);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
        assert!(run.stderr.contains("next: run `jamb simulate p.pl --trace played.jsonl --fail-on disagrees`"));
        assert_eq!(
            run.stderr.contains("`--also drop_one` makes the calls to this one"),
            also.is_empty(),
            "{}",
            run.stderr
        );
        let played = std::fs::read_to_string(folder.path().join("played.jsonl")).unwrap();
        let lines: Vec<Json> = played.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let called: std::collections::BTreeSet<&str> =
            lines.iter().map(|line| line["tool"].as_str().unwrap()).collect();
        assert!(called.iter().eq(tools), "{called:?}");
        let decisions: std::collections::BTreeSet<&str> =
            lines.iter().map(|line| line["decision"].as_str().unwrap()).collect();
        assert!(decisions.iter().eq(["allow", "deny"].iter()));
        for trace in ["played.jsonl", "calls.jsonl"] {
            let compared = jamb(folder.path(), &["simulate", "p.pl", "--trace", trace, "--fail-on", "disagrees"]);
            assert_eq!(compared.code, 0, "{}", compared.stdout);
        }
        // Without the gateway in between, everything passes.
        let arguments = [&["probe", "p.pl", "--play", "-o", "played.jsonl"], also, &["--"], &gateway[10..]].concat();
        assert_eq!(jamb(folder.path(), &arguments).code, 0);
        let compared = jamb(folder.path(), &["simulate", "p.pl", "--trace", "played.jsonl", "--fail-on", "disagrees"]);
        assert_eq!(compared.code, 1, "{}", compared.stdout);
        assert!(compared.stdout.contains("error[gateway-disagrees]"), "{}", compared.stdout);
    }
}

#[cfg(unix)]
#[test]
fn what_was_answered_is_kept_if_the_gateway_ends() {
    let gateway = "read ask; echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}'; read ready; read call; \
        echo '{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"content\":[]}}'; read call; exit 3";
    let folder = folder(&[("p.pl", PLAYED.as_bytes())]);
    let run = jamb(folder.path(), &["probe", "p.pl", "--play", "-o", "played.jsonl", "--", "sh", "-c", gateway]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert!(run.stderr.contains("the server ended with exit code 3 before it answered a call"), "{}", run.stderr);
    let played = std::fs::read_to_string(folder.path().join("played.jsonl")).unwrap();
    assert_eq!(played.lines().count(), 1, "{played}");
}

#[test]
fn what_can_not_be_probed_says_why() {
    let folder = folder(&[("p.pl", b"default deny\nallow a: read\n"), ("bad.pl", b"defalt deny\n")]);
    for (arguments, code, said) in [
        (&["probe", "p.pl"][..], 3, "there is nothing to probe"),
        (&["probe", "p.pl", "--play"], 2, "COMMAND"),
        (&["probe", "p.pl", "--also", "a"], 2, "--play"),
        (&["probe", "p.pl", "--play", "--also", "b", "--", "cat"], 2, "the policy does not name `b`"),
        (&["probe", "bad.pl"], 1, "bad.pl:1:1: error[syntax]"),
        (&["probe", "p.pl", "-o", "p.pl"], 2, "this command reads it"),
    ] {
        let run = jamb(folder.path(), arguments);
        assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
}
