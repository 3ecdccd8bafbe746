//! The explain pages: the wrong examples give their error, the right ones give none.

use jamb::diagnostic::Code;
use serde_json::Value as Json;

use crate::support::history::History;
use crate::support::page::files;
use crate::support::run::{folder, jamb};

/// The codes of errors and notes that `check` reports for the files, or the command that the code belongs to:
/// `import`, `test`, or `simulate` if there is a trace.
fn found(code: Code, files: &[(String, String)]) -> Vec<String> {
    let bytes: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let folder = folder(&bytes);
    let main = if files.iter().any(|(name, _)| name == "policy.pl") { "policy.pl" } else { "policy.json" };
    let has = |name: &str| files.iter().any(|(file, _)| file == name);
    let run = match code {
        Code::NOT_IMPORTABLE => jamb(folder.path(), &["import", main, "--format", "json"]),
        Code::ODD_TOOL => jamb(folder.path(), &["init", "shop.tools.json", "--format", "json"]),
        Code::INVALID_CONFIGURATION => jamb(folder.path(), &["lint", main, "--format", "json"]),
        Code::NOT_JUDGED => jamb(folder.path(), &["lint", main, "--select", "unreachable-clause", "--format", "json"]),
        Code::FAILED_TEST => {
            let run = jamb(folder.path(), &["test", main, "--format", "json"]);
            let report: Json = serde_json::from_str(&run.stdout).unwrap();
            let failures =
                report["tests"].as_array().unwrap().iter().flat_map(|test| test["failures"].as_array().unwrap());
            return failures.map(|_| code.name().to_owned()).collect();
        }
        Code::DRIFTED_TOOL => {
            let arguments = ["drift", "old.tools.json", "new.tools.json", "--policy", main, "--format", "json"];
            let report: Json = serde_json::from_str(&jamb(folder.path(), &arguments).stdout).unwrap();
            return report["effects"].as_array().unwrap().iter().map(|_| code.name().to_owned()).collect();
        }
        Code::MISSED_MUTANT => {
            let run = jamb(folder.path(), &["test", main, "--mutants", "--format", "json"]);
            let report: Json = serde_json::from_str(&run.stdout).unwrap();
            let missed = report["mutants"]["missed"].as_array().unwrap();
            return missed.iter().map(|_| code.name().to_owned()).collect();
        }
        Code::UNAGREED_CHANGE => return unagreed(code, files),
        _ if has("old.pl") => {
            let arguments = ["simulate", main, "--trace", "trace.jsonl", "--against", "old.pl", "--format", "json"];
            jamb(folder.path(), &arguments)
        }
        _ if has("trace.jsonl") => {
            jamb(folder.path(), &["simulate", main, "--trace", "trace.jsonl", "--format", "json"])
        }
        _ => jamb(folder.path(), &["check", main, "--format", "json"]),
    };
    let is_aside = [Code::NOT_IMPORTABLE, Code::ODD_TOOL, Code::INVALID_CONFIGURATION].contains(&code);
    let text = if is_aside { run.stderr } else { run.stdout };
    if text.is_empty() {
        return Vec::new();
    }
    let report: Json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{code}: {error}: {text}"));
    let diagnostics = report["diagnostics"].as_array().unwrap();
    diagnostics.iter().map(|found| found["code"].as_str().unwrap().to_owned()).collect()
}

/// What the annotations of a review are about: `old.pl` is the policy before the branch.
fn unagreed(code: Code, files: &[(String, String)]) -> Vec<String> {
    let text = |name: &str| files.iter().find(|(file, _)| file == name).unwrap().1.as_str();
    let mut history = History::new(&[("policy.pl", text("old.pl"))]);
    history.branch("work");
    history.commit(&[("policy.pl", text("policy.pl"))]);
    let run = history.jamb(&["review", "--base", "main", "--format", "github"]);
    run.stdout.lines().filter(|line| line.contains(code.name())).map(|_| code.name().to_owned()).collect()
}

#[test]
fn every_page_shows_its_error_and_how_to_fix_it() {
    for code in Code::all() {
        let (wrong, right) = (files(code.page(), "Wrong"), files(code.page(), "Right"));
        assert!(!wrong.is_empty() && !right.is_empty(), "{code} has no examples");
        assert_eq!(found(code, &wrong), [code.name()], "the wrong example of {code}");
        assert_eq!(found(code, &right), [""; 0], "the right example of {code}");
    }
}

#[test]
fn explain_prints_the_page_and_the_list() {
    let folder = folder(&[]);
    let page = jamb(folder.path(), &["explain", "unknown-argument"]);
    assert_eq!(page.code, 0);
    assert!(page.stdout.contains("unknown-argument") && page.stdout.contains("Wrong"));
    let list = jamb(folder.path(), &["explain"]);
    for code in Code::all() {
        assert!(list.stdout.contains(code.name()) && list.stdout.contains(code.title()), "{code}");
    }
    let unknown = jamb(folder.path(), &["explain", "unknown-tol"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("did you mean `unknown-tool`?"), "{}", unknown.stderr);
}
