//! Imports go down the floors, never up and never sideways, and each crate has one home.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::run::root;

const FLOORS: [&[&str]; 8] = [
    &["source", "diagnostic", "vocab"],
    &["syntax", "catalog", "model"],
    &["check", "format"],
    &["lower", "import", "init", "engine", "trace"],
    &["pipeline", "simulate", "policy_test", "analyze"],
    &["lint", "mutants", "drift"],
    &["report"],
    &["cli"],
];

/// Where a crate may be named: the start of a path below `src`.
const HOMES: [(&str, &[&str]); 36] = [
    ("pest", &["syntax"]),
    ("pest_derive", &["syntax"]),
    ("jiter", &["source/json.rs"]),
    ("ryu_js", &["vocab/number.rs"]),
    ("regex_syntax", &["vocab/regex"]),
    ("regex_automata", &["vocab/regex"]),
    ("strsim", &["diagnostic/suggest.rs"]),
    ("miette", &["report/pretty.rs"]),
    ("codespan_reporting", &["report/short.rs"]),
    ("serde_sarif", &["report/sarif.rs"]),
    ("quick_junit", &["report/junit.rs"]),
    ("toml", &["lint/config.rs", "lint/config"]),
    ("globset", &["lint/config.rs", "lint/config"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("ignore", &["cli"]),
    ("tempfile", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("similar", &["cli"]),
    ("terminal_size", &["cli"]),
    ("rustix", &["cli"]),
    ("jiff", &["syntax", "vocab/time.rs"]),
    ("saphyr", &["import"]),
    ("saphyr_parser", &["import"]),
    ("flate2", &["trace/compressed.rs"]),
    ("zstd", &["trace/compressed.rs"]),
    ("base64", &["trace/har.rs"]),
    ("wide", &["source/scan"]),
    ("simdutf8", &["simulate"]),
    ("foldhash", &["engine", "simulate"]),
    ("hashbrown", &["engine", "simulate"]),
    ("smallvec", &["engine"]),
    ("unicode_security", &["vocab/spelling.rs"]),
    ("unicode_script", &["vocab/spelling.rs"]),
    ("unicode_properties", &["vocab/spelling.rs"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            files.extend(sources(&entry));
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            files.push(entry);
        }
    }
    files.sort();
    files
}

/// The path below `src`, and the text up to its tests.
fn files() -> Vec<(String, String)> {
    let src = root().join("src");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod").next().unwrap_or_default().to_owned();
        let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        (name, code)
    };
    sources(&src).into_iter().map(read).collect()
}

fn module(file: &str) -> &str {
    file.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

#[test]
fn imports_go_down() {
    let mut checked = 0;
    for (file, code) in files() {
        let from = module(&file);
        let Some(here) = floor(from) else {
            assert!(["lib", "main"].contains(&from), "`{file}` is on no floor");
            continue;
        };
        // Documentation may point anywhere: it is no import.
        let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for rest in code.split("crate::").skip(1) {
            let to: String = rest.chars().take_while(|letter| letter.is_ascii_lowercase() || *letter == '_').collect();
            let Some(there) = floor(&to) else { continue };
            checked += 1;
            // On the ground floor the three stand side by side; each of them is a leaf or nearly so.
            let within_ground = here == 0 && there == 0;
            assert!(there < here || to == from || within_ground, "`{file}` reaches from `{from}` to `{to}`");
        }
    }
    assert!(checked > 50);
}

#[test]
fn each_crate_has_one_home() {
    for (file, code) in files() {
        for (name, homes) in HOMES {
            let named = code.contains(&format!("{name}::"));
            assert!(
                !named || homes.iter().any(|home| file.starts_with(home) || file == format!("{home}.rs")),
                "`{file}` names `{name}`"
            );
        }
    }
}

#[test]
fn each_dependency_has_its_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let dependencies = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[profile").next().unwrap();
    let mut reason = false;
    for line in dependencies.lines() {
        match line.chars().next() {
            Some('#') => reason = true,
            Some('[') | None => reason = false,
            Some(_) => assert!(reason, "`{line}` has no reason beside it"),
        }
    }
}
