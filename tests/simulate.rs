//! `jamb simulate` for its users: formats, exit codes, and unreadable traces.

use std::io::Write;
use std::path::PathBuf;

use serde_json::Value as Json;

use crate::support::run::{folder, jamb, jamb_with, root};
use crate::support::said::snapshots;

const POLICY: &[u8] =
    b"default deny\nallow get: read\ntool pay: financial { deny if args.amount > 100 because \"Too much.\" }\n";
const SMALL: &[u8] = b"{\"tool\": \"pay\", \"args\": {\"amount\": 5}}\n";
const LARGE: &[u8] = b"{\"tool\": \"pay\", \"args\": {\"amount\": 500}}\n";

fn support() -> PathBuf {
    root().join("tests/cases/simulate/support")
}

/// The output for the support agents' trace.
fn said(arguments: &[&str]) -> String {
    let run = jamb(&support(), &[&["simulate", "policy.pl", "--trace", "trace.jsonl"], arguments].concat());
    run.stdout
}

#[test]
fn every_format_has_a_snapshot() {
    let settings = snapshots("simulate");
    for format in ["pretty", "short", "json", "sarif", "github", "junit", "jsonl", "markdown", "html"] {
        settings.bind(|| insta::assert_snapshot!(format, said(&["--format", format])));
    }
    let against = ["--against", "old.pl", "--fail-on", "widened"];
    settings.bind(|| insta::assert_snapshot!("against", said(&against)));
    let decisions = said(&[&against[..], &["--format", "jsonl"]].concat());
    assert!(decisions.contains("\"change\":\"widened\"") && decisions.contains("\"change\":\"narrowed\""));
    settings.bind(|| insta::assert_snapshot!("against-json", said(&[&against[..], &["--format", "json"]].concat())));
}

#[test]
fn a_compiled_policy_shows_its_own_lines() {
    let compiled = jamb(&support(), &["compile", "policy.pl"]).stdout;
    let trace = std::fs::read(support().join("trace.jsonl")).unwrap();
    let folder = folder(&[("policy.json", compiled.as_bytes()), ("trace.jsonl", &trace)]);
    let run = jamb(folder.path(), &["simulate", "policy.json", "--trace", "trace.jsonl"]);
    snapshots("simulate").bind(|| insta::assert_snapshot!("policy-json", run.stdout));
    let decided = |format: &str| -> Json { serde_json::from_str(format).unwrap() };
    let of_json = jamb(folder.path(), &["simulate", "policy.json", "--trace", "trace.jsonl", "--format", "json"]);
    let (json, pl) = (decided(&of_json.stdout), decided(&said(&["--format", "json"])));
    assert_eq!((&json["summary"], &json["tools"]), (&pl["summary"], &pl["tools"]));
}

#[test]
fn exit_codes() {
    let folder = folder(&[
        ("policy.pl", POLICY),
        ("old.pl", b"default deny\nallow get\n"),
        ("wide.pl", b"default allow\n"),
        ("bad.pl", b"default deny\nalow get\n"),
        ("perl.pl", b"use strict;\n"),
        ("small.jsonl", SMALL),
        ("large.jsonl", LARGE),
        ("met.jsonl", b"{\"tool\": \"pay\", \"args\": {\"amount\": 500}, \"expect\": \"deny\"}\n"),
        ("unmet.jsonl", b"{\"tool\": \"pay\", \"args\": {\"amount\": 500}, \"expect\": \"allow\"}\n"),
        ("open.jsonl", b"{\"tool\": \"pay\", \"expect\": \"deny\"}\n"),
        ("half.jsonl", &[SMALL, b"no json\n"].concat()),
        ("none.jsonl", b"no json\n"),
        ("empty.jsonl", b"\n"),
    ]);
    for (arguments, code) in [
        (&["policy.pl", "--trace", "small.jsonl"][..], 0),
        (&["policy.pl", "--trace", "large.jsonl"], 0),
        (&["policy.pl", "--trace", "large.jsonl", "--fail-on", "deny"], 1),
        (&["policy.pl", "--trace", "small.jsonl", "--fail-on", "deny"], 0),
        (&["policy.pl", "--trace", "met.jsonl"], 0),
        (&["policy.pl", "--trace", "unmet.jsonl"], 1),
        (&["policy.pl", "--trace", "unmet.jsonl", "--fail-on", "unexpected"], 1),
        (&["policy.pl", "--trace", "open.jsonl"], 1),
        (&["policy.pl", "--trace", "half.jsonl"], 0),
        (&["policy.pl", "--trace", "half.jsonl", "--strict"], 1),
        (&["policy.pl", "--trace", "none.jsonl"], 1),
        (&["policy.pl", "--trace", "small.jsonl", "none.jsonl"], 1),
        (&["policy.pl", "--trace", "empty.jsonl"], 3),
        (&["policy.pl", "--trace", "empty.jsonl", "small.jsonl"], 0),
        (&["policy.pl", "--trace", "nowhere.jsonl"], 2),
        (&["policy.pl", "--trace", "nowhere.jsonl", "unmet.jsonl"], 2),
        (&["policy.pl"], 2),
        (&["nowhere.pl", "--trace", "small.jsonl"], 2),
        (&["perl.pl", "--trace", "small.jsonl"], 2),
        (&[".", "--trace", "small.jsonl"], 2),
        (&["bad.pl", "--trace", "small.jsonl"], 1),
        (&["policy.pl", "--trace", "small.jsonl", "--against", "bad.pl"], 1),
        (&["policy.pl", "--trace", "small.jsonl", "--fail-on", "widened"], 2),
        (&["policy.pl", "--trace", "small.jsonl", "--fail-on", "changed"], 2),
        (&["policy.pl", "--trace", "small.jsonl", "--against", "old.pl"], 0),
        (&["policy.pl", "--trace", "small.jsonl", "--against", "old.pl", "--fail-on", "widened"], 1),
        (&["policy.pl", "--trace", "large.jsonl", "--against", "old.pl", "--fail-on", "widened"], 0),
        (&["policy.pl", "--trace", "large.jsonl", "--against", "wide.pl", "--fail-on", "widened"], 0),
        (&["policy.pl", "--trace", "large.jsonl", "--against", "wide.pl", "--fail-on", "changed"], 1),
        (&["policy.pl", "--trace", "small.jsonl", "--threads", "0"], 2),
        (&["policy.pl", "--trace", "small.jsonl", "--format", "xml"], 2),
    ] {
        let run = jamb(folder.path(), &[&["simulate"], arguments].concat());
        assert_eq!(run.code, code, "{arguments:?}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn a_clause_is_reached_if_a_part_of_it_is() {
    let policy = b"default deny
tool a, b {
  deny if (args.x > 5 or args.y > 5) and args.z exists
  deny if args.w exists
}
";
    let call = br#"{"tool": "a", "args": {"x": 9, "z": 1}}"#;
    let folder = folder(&[("p.pl", policy), ("t.jsonl", call)]);
    let out = jamb(folder.path(), &["simulate", "p.pl", "--trace", "t.jsonl"]).stdout;
    assert!(out.contains("p.pl:4:3") && !out.contains("p.pl:3:3"), "{out}");
}

#[test]
fn a_wrong_policy_prints_the_diagnostics_of_check() {
    let folder = folder(&[("bad.pl", b"default deny\nalow get\n"), ("t.jsonl", SMALL)]);
    let path = folder.path();
    for format in ["pretty", "short", "github", "sarif"] {
        let check = jamb(path, &["check", "bad.pl", "--format", format]);
        let run = jamb(path, &["simulate", "bad.pl", "--trace", "t.jsonl", "--format", format]);
        assert_eq!((run.code, run.stdout), (1, check.stdout), "{format}");
    }
    let run = jamb(path, &["simulate", "bad.pl", "--trace", "t.jsonl", "--format", "jsonl"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.starts_with("bad.pl:2:1: error[syntax]"), "{}", run.stderr);
}

#[test]
fn a_directory_means_its_traces_and_a_dash_means_standard_input() {
    let folder = folder(&[
        ("policy.pl", POLICY),
        ("traces/b.jsonl", LARGE),
        ("traces/a/x.log", SMALL),
        ("traces/notes.txt", b"not a trace\n"),
        (".gitignore", b"traces\n"),
    ]);
    let path = folder.path();
    let run = jamb(path, &["simulate", "policy.pl", "--trace", "traces", "--format", "jsonl"]);
    let traces: Vec<String> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).unwrap()["trace"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(traces, ["traces/a/x.log", "traces/b.jsonl"], "{}", run.stderr);
    let run = jamb_with(path, &["simulate", "policy.pl", "--trace", "-", "--format", "jsonl"], LARGE);
    assert!(run.stdout.starts_with("{\"trace\":\"-\",\"line\":1,"), "{}", run.stdout);
}

#[test]
fn problems_of_a_trace_are_reported_and_the_others_are_replayed() {
    let folder = folder(&[("policy.pl", POLICY), ("large.jsonl", LARGE)]);
    let run = jamb(folder.path(), &["simulate", "policy.pl", "--trace", "nowhere.jsonl", "large.jsonl"]);
    assert_eq!(run.code, 2);
    assert_eq!(run.stderr, "error: can't read `nowhere.jsonl`: there is no such file\n");
    assert!(run.stdout.contains("1 call to `pay` denied"), "{}", run.stdout);
}

#[test]
fn a_line_of_a_million_letters_is_clipped_around_its_argument() {
    let filler = "é\u{1b}[31m".repeat(100_000).replace('\u{1b}', "\\u001b");
    let line = format!(
        "{{\"tool\": \"pay\", \"note\": \"{filler}\", \"args\": {{\"amount\": 98765}}, \"more\": \"{filler}\"}}\n"
    );
    let folder = folder(&[("policy.pl", POLICY), ("t.jsonl", line.as_bytes())]);
    let run = jamb(folder.path(), &["simulate", "policy.pl", "--trace", "t.jsonl"]);
    assert!(run.stdout.contains("\"args\": {\"amount\": 98765}") && run.stdout.len() < 4_000, "{}", run.stdout);
    assert!(run.stdout.contains("─[t.jsonl:1:"), "{}", run.stdout);
}

#[test]
fn escapes_in_a_trace_do_not_reach_the_terminal() {
    let hostile = "pay\u{1b}]0;x\u{7}\u{202e}";
    let line = serde_json::json!({"tool": hostile, "grant": hostile, "args": {"amount": hostile}, "expect": "allow"});
    // Raw control characters, which some writers do not escape.
    let raw = line.to_string().replace("\\u001b", "\u{9b}").replace("\\u0007", "\u{202e}");
    let folder = folder(&[("policy.pl", POLICY), ("t.jsonl", format!("{line}\n{raw}\n{{\"\u{1b}[2J").as_bytes())]);
    for format in ["pretty", "short", "json", "sarif", "github", "junit", "jsonl"] {
        let run = jamb(folder.path(), &["simulate", "policy.pl", "--trace", "t.jsonl", "--format", format]);
        for text in [run.stdout, run.stderr] {
            let acts = |character: char| character != '\n' && jamb::vocab::visible::is_hidden(character);
            assert!(!text.contains(acts), "{format}: {text:?}");
        }
    }
}

#[test]
fn a_policy_of_four_thousand_tools_has_a_table_of_a_page() {
    let mut trace = Vec::new();
    for tool in 0..4_000 {
        for _ in 0..=(tool % 3) {
            writeln!(trace, "{{\"tool\": \"tool_{tool}\", \"args\": {{}}}}").unwrap();
        }
    }
    let folder = folder(&[("policy.pl", b"default deny\n"), ("t.jsonl", &trace)]);
    let run = jamb(folder.path(), &["simulate", "policy.pl", "--trace", "t.jsonl"]);
    assert!(run.stdout.contains("… and 3,960 more tools") && run.stdout.lines().count() < 60, "{}", run.stdout);
    let all = jamb(folder.path(), &["simulate", "policy.pl", "--trace", "t.jsonl", "--all"]).stdout;
    assert!(all.lines().count() > 4_000 && all.contains("tool_3999 "), "{all}");
    let json = jamb(folder.path(), &["simulate", "policy.pl", "--trace", "t.jsonl", "--format", "json"]).stdout;
    let json: Json = serde_json::from_str(&json).unwrap();
    assert_eq!(json["tools"].as_object().unwrap().len(), 4_000);
}

#[test]
fn junit_fails_when_the_exit_code_does() {
    let folder = folder(&[("policy.pl", POLICY), ("t.jsonl", &[LARGE, b"no json\n"].concat())]);
    let failures = |arguments: &[&str]| {
        let all = [&["simulate", "policy.pl", "--trace", "t.jsonl", "--format", "junit"], arguments].concat();
        let run = jamb(folder.path(), &all);
        (run.code, run.stdout.contains("<failure"))
    };
    assert_eq!(failures(&[]), (0, false));
    assert_eq!(failures(&["--fail-on", "deny"]), (1, true));
    assert_eq!(failures(&["--strict"]), (1, true));
}

#[test]
fn check_writes_junit_with_a_case_per_file() {
    let folder = folder(&[("good.pl", POLICY), ("bad.pl", b"default deny\nalow get\n")]);
    let run = jamb(folder.path(), &["check", "good.pl", "bad.pl", "--format", "junit"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("tests=\"2\" skipped=\"0\" failures=\"1\""), "{}", run.stdout);
    assert!(run.stdout.contains("<testcase name=\"good.pl\" classname=\"check\"/>"), "{}", run.stdout);
}
