//! The conformance cases: policies compile to exact bytes, and wrong policies give exactly one error.

use std::path::Path;

use serde_json::Value as Json;

use crate::support::run::{files, jamb, root};

fn compiles(area: &str) {
    let folder = root().join("tests/cases/conformance").join(area);
    let cases = files(&folder, "pl");
    assert!(!cases.is_empty());
    for case in cases {
        let run = jamb(&folder, &["compile", name(&case)]);
        assert_eq!(run.code, 0, "{}: {}", case.display(), run.stderr);
        assert_eq!(run.stdout, std::fs::read_to_string(case.with_extension("json")).unwrap(), "{}", case.display());
    }
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

#[test]
fn seeds_compile_to_their_bytes() {
    compiles("seeds");
}

#[test]
fn the_language_compiles_to_its_bytes() {
    compiles("language");
}

#[test]
fn each_wrong_policy_gives_exactly_one_error() {
    let folder = root().join("tests/cases/conformance/errors");
    let cases = files(&folder, "expect");
    assert!(!cases.is_empty());
    for case in cases {
        let expected = std::fs::read_to_string(&case).unwrap().trim().to_owned();
        let run = jamb(&folder, &["check", name(&case.with_extension("pl")), "--format", "json"]);
        let report: Json = serde_json::from_str(&run.stdout).unwrap();
        let errors = report["diagnostics"].as_array().unwrap().iter().filter(|found| found["severity"] == "error");
        let found: Vec<_> = errors
            .map(|error| {
                let start = &error["range"]["start"];
                format!("{} {}:{}", error["code"].as_str().unwrap(), start["line"], start["column"])
            })
            .collect();
        assert_eq!(found, [expected], "{}", case.display());
        assert_eq!(run.code, 1, "{}", case.display());
    }
}
