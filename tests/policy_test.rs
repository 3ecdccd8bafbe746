//! `jamb test`: messages, formats and exit codes.

use serde_json::Value as Json;

use crate::support::run::{files, folder, jamb, jamb_with, root};
use crate::support::said::snapshots;

const GOOD: &[u8] = b"default deny\nallow a: read\ntest \"a\" { call a {} => allow }\n";
const FAILS: &[u8] = b"default deny\nallow a: read\ntest \"a is denied\" { call a { n: 1 } => deny }\n";
const ASSERTS: &[u8] = b"default deny\nallow a: read\nassert never b\n";

#[test]
fn every_failure_has_a_snapshot() {
    let cases = root().join("tests/cases/test");
    let settings = snapshots("test");
    for case in files(&cases, "pl") {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&case).unwrap();
        assert!(text.starts_with("# "), "{name} does not say its claim");
        let mut arguments = vec!["test", &name];
        arguments.extend((name == "coverage.pl").then_some("--coverage"));
        let run = jamb(&cases, &arguments);
        let said = format!("{text}\n{}exit {}\n{}", run.stdout, run.code, run.stderr);
        settings.bind(|| insta::assert_snapshot!(name.trim_end_matches(".pl"), said));
    }
}

#[test]
fn every_format_reports_the_failures() {
    let cases = root().join("tests/cases/test");
    let settings = snapshots("test");
    for format in ["short", "json", "github", "junit"] {
        let run = jamb(&cases, &["test", "slips.pl", "limits.pl", "asserts.pl", "--format", format]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        settings.bind(|| insta::assert_snapshot!(format!("formats-{format}"), run.stdout));
    }
    let sarif: Json = serde_json::from_str(&jamb(&cases, &["test", "slips.pl", "--format", "sarif"]).stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 3);
}

#[test]
fn coverage_in_json_lists_what_was_missed() {
    let cases = root().join("tests/cases/test");
    let run = jamb(&cases, &["test", "coverage.pl", "--coverage", "--format", "json"]);
    let document: Json = serde_json::from_str(&run.stdout).unwrap();
    let coverage = &document["coverage"];
    for kind in ["clauses", "conditions"] {
        let missed = coverage[kind]["missed"].as_array().unwrap().len() as u64;
        assert_eq!(coverage[kind]["total"].as_u64().unwrap(), coverage[kind]["reached"].as_u64().unwrap() + missed);
        assert!(missed > 0 && coverage[kind]["reached"].as_u64().unwrap() > 0);
    }
    assert_eq!(coverage["clauses"]["missed"][0]["text"], "limit 600 per hour");
    assert_eq!((&document["asserts"], &document["mutants"]), (&serde_json::json!([]), &Json::Null));
}

#[test]
fn a_part_of_two_policies_is_counted_once() {
    let policy = |cap: &str| format!("default deny\ninclude \"part.pl\"\ntool t: write {{ apply r }}\n{cap}");
    let folder = folder(&[
        ("part.pl", b"rule r { deny if args.x > 5 }\n"),
        ("a.pl", policy("test \"high\" { call t { x: 6 } => deny }").as_bytes()),
        ("b.pl", policy("test \"low\" { call t { x: 5 } => allow }").as_bytes()),
    ]);
    let run = jamb(folder.path(), &["test", ".", "--coverage", "--format", "json"]);
    let document: Json = serde_json::from_str(&run.stdout).unwrap();
    let expected = serde_json::json!({"reached": 1, "total": 1, "missed": []});
    assert_eq!(document["coverage"], serde_json::json!({"clauses": expected, "conditions": expected}), "{document:#}");
}

#[test]
fn exit_codes_of_test() {
    let folder = folder(&[
        ("good.pl", GOOD),
        ("fails.pl", FAILS),
        ("asserts.pl", ASSERTS),
        ("broken.pl", b"default deny\nallow a: read\nassert never a\n"),
        ("nothing.pl", b"default deny\nallow a: read\n"),
        ("part.pl", b"let cap = 5\n"),
        ("wrong.pl", b"default deny\nalow a\n"),
        ("p.json", b"{\"version\":\"1\",\"default\":\"deny\"}"),
    ]);
    for (arguments, code) in [
        (&["good.pl"][..], 0),
        (&["fails.pl"], 1),
        (&["good.pl", "fails.pl"], 1),
        (&["asserts.pl"], 0),
        (&["broken.pl"], 1),
        (&["broken.pl", "--filter", "b"], 3),
        (&["nothing.pl"], 3),
        (&["part.pl"], 3),
        (&["part.pl", "good.pl"], 0),
        (&["nothing.pl", "good.pl"], 0),
        (&["wrong.pl"], 1),
        (&["p.json"], 2),
        (&["p.json", "fails.pl"], 2),
        (&["nowhere.pl"], 2),
        (&["good.pl", "--filter", "b"], 3),
        (&["fails.pl", "--filter", "b"], 3),
        (&["fails.pl", "--filter", "denied"], 1),
        (&["asserts.pl", "--filter", "b"], 3),
        (&["good.pl", "--format", "markdown"], 2),
    ] {
        let run = jamb(folder.path(), &[&["test"], arguments].concat());
        assert_eq!(run.code, code, "{arguments:?}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn a_wrong_policy_prints_the_diagnostics_of_check() {
    let folder = folder(&[("wrong.pl", b"default deny\nalow a\n"), ("fails.pl", FAILS)]);
    for format in ["pretty", "short", "json", "sarif", "github"] {
        let test = jamb(folder.path(), &["test", "wrong.pl", "--format", format]);
        let check = jamb(folder.path(), &["check", "wrong.pl", "--format", format]);
        assert_eq!((test.code, test.stdout), (1, check.stdout), "{format}");
    }
    let both = jamb(folder.path(), &["test", "wrong.pl", "fails.pl", "--format", "short"]);
    assert!(!both.stdout.contains("failed-test"), "{}", both.stdout);
}

#[test]
fn an_empty_report_is_printed() {
    let run = jamb_with(&root(), &["test", "-", "--format", "json"], b"default deny\n");
    let document: Json = serde_json::from_str(&run.stdout).unwrap();
    let empty = serde_json::json!({"version": 1, "tests": [], "asserts": [], "coverage": null, "mutants": null});
    assert_eq!((run.code, document), (3, empty));
    assert!(run.stderr.contains("there are no tests and no asserts"), "{}", run.stderr);
}

#[test]
fn escapes_in_a_test_do_not_reach_the_terminal() {
    let text = "default deny\ntest \"\\u001b[2J\" { call \"\\u001b]0;x\" { \"\\u009b\": \"\\u202e\" } => allow }\n";
    for format in ["pretty", "short", "json", "github", "junit", "sarif"] {
        let run = jamb_with(&root(), &["test", "-", "--format", format], text.as_bytes());
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(!run.stdout.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{format}: {:?}", run.stdout);
    }
}

#[test]
fn the_examples_pass() {
    let run = jamb(&root(), &["test", "examples"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("tests passed"), "{}", run.stdout);
}
