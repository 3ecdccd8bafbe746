//! Where each third-party crate may be named.

use std::collections::BTreeSet;

use super::house::House;

/// A crate, and the files and folders below `src` that may name it.
pub const HOMES: &[(&str, &[&str])] = &[
    ("anstyle", &["report"]),
    ("askama", &["report/html"]),
    ("base64", &["trace/har"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli/completions"]),
    ("clap_mangen", &["cli/man"]),
    ("codespan_reporting", &["report/short"]),
    ("crossbeam_channel", &["lsp"]),
    ("flate2", &["trace/compressed"]),
    ("foldhash", &["vocab/map", "engine", "simulate"]),
    ("gen_lsp_types", &["lsp"]),
    // Without a home: Cargo.toml says why.
    ("getrandom", &[]),
    ("globset", &["settings"]),
    ("hashbrown", &["engine", "simulate"]),
    ("idna_adapter", &[]),
    ("ignore", &["cli"]),
    ("indicatif", &["cli/simulate/progress"]),
    ("jiff", &["vocab/stamp", "vocab/time", "vocab/zone", "syntax/tree/test_items"]),
    ("jiter", &["source/json"]),
    ("line_index", &["lsp/positions"]),
    ("lsp_server", &["lsp"]),
    ("memchr", &["vocab/marks", "vocab/regex", "source/scan", "simulate", "lsp/positions"]),
    ("miette", &["report/picture"]),
    ("num_traits", &[]),
    ("once_cell", &[]),
    ("percent_encoding", &[]),
    ("pest", &["syntax"]),
    ("pest_derive", &["syntax/grammar"]),
    ("regex_automata", &["vocab/regex"]),
    ("regex_syntax", &["vocab/regex"]),
    ("rustix", &["cli", "record"]),
    ("ruzstd", &["trace/compressed"]),
    ("ryu_js", &["vocab/number"]),
    ("saphyr", &["import/yaml"]),
    ("saphyr_parser", &["import/yaml"]),
    ("serde", &["diagnostic/json", "model/canonical", "model/source_map", "report/sarif/document", "lsp/server"]),
    // JSON values are used like a type of the standard library.
    (
        "serde_json",
        &[
            "vocab/value",
            "source/json",
            "diagnostic",
            "syntax/strings",
            "model",
            "engine/eval",
            "trace/otel",
            "analyze",
            "policy_test/json",
            "simulate",
            "init/json",
            "learn/json",
            "mutants",
            "drift/json",
            "describe/json",
            "probe",
            "lint",
            "editor",
            "review",
            "report",
            "record",
            "lsp",
            "cli",
        ],
    ),
    ("signal_hook", &["record/process"]),
    ("simdutf8", &["simulate"]),
    ("similar", &["cli/output", "editor/formatting"]),
    ("smallvec", &["engine", "analyze/product"]),
    ("strsim", &["diagnostic/suggest"]),
    ("tempfile", &["cli/files"]),
    ("terminal_size", &["cli"]),
    ("textwrap", &["report"]),
    ("toml", &["settings/read"]),
    ("unicode_properties", &["vocab/spelling"]),
    ("unicode_script", &["vocab/spelling"]),
    ("unicode_security", &["vocab/spelling"]),
    ("unicode_width", &["report"]),
    ("url", &["lsp/uri"]),
    ("wide", &["source/scan", "vocab/regex/starts"]),
];

/// Crates away from home, crates without a home, and homes that are not used.
pub fn mistakes(house: &House, dependencies: &BTreeSet<String>, homes: &[(&str, &[&str])]) -> Vec<String> {
    let uses = house.crate_uses();
    let mut mistakes = Vec::new();
    for name in dependencies.iter().filter(|name| !homes.iter().any(|(housed, _)| housed == name)) {
        mistakes.push(format!("`{name}` is in Cargo.toml but has no home in HOMES"));
    }
    for (name, homes) in homes {
        let used = || uses.iter().filter(|used| used.name == *name);
        for away in used().filter(|used| !homes.iter().any(|home| is_below(&used.file, home))) {
            mistakes.push(format!("src/{}:{} uses `{name}`, whose home is {}", away.file, away.line, homes.join(", ")));
        }
        for empty in homes.iter().filter(|home| !used().any(|used| is_below(&used.file, home))) {
            mistakes.push(format!("HOMES lists `{empty}` for `{name}`, but nothing there uses it"));
        }
    }
    mistakes
}

fn is_below(file: &str, home: &str) -> bool {
    let rest = file.strip_prefix(home);
    rest.is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{crates, house};
    use super::*;

    #[test]
    fn a_crate_away_from_home_is_reported_however_it_is_named() {
        let texts = [
            ("use toml::{Spanned, de};", 1),
            ("mod tests { use super::*; }\nuse toml as t;", 2),
            ("fn f() { g(toml::de::parse()) }", 1),
            ("#[derive(toml::Read)] struct S;", 1),
            ("fn f() { println!(\"{}\", toml::VERSION) }", 1),
            ("#[cfg(test)] mod tests { fn g() {} }\n\nfn f() -> toml::Value { todo!() }", 3),
        ];
        for (text, line) in texts {
            let house = house(&[("lib.rs", "mod a; mod b;"), ("a.rs", text), ("b.rs", "use toml::Value;")]);
            let told = format!("src/a.rs:{line} uses `toml`, whose home is b");
            assert_eq!(mistakes(&house, &crates(&["toml"]), &[("toml", &["b"])]), [told], "{text}");
        }
    }

    #[test]
    fn a_crate_without_a_home_and_an_empty_home_are_reported() {
        let house = house(&[("lib.rs", "mod a;"), ("a.rs", "use toml::Value;")]);
        let told = [
            "`serde` is in Cargo.toml but has no home in HOMES",
            "HOMES lists `b` for `toml`, but nothing there uses it",
        ];
        assert_eq!(mistakes(&house, &crates(&["serde", "toml"]), &[("toml", &["a", "b"])]), told);
    }

    #[test]
    fn tests_may_use_any_crate_and_a_module_may_be_named_as_one() {
        let tests = "#[cfg(test)] mod tests { use toml::Value; }\nmod toml { pub struct X; }\nfn f(x: toml::X) {}";
        let house = house(&[("lib.rs", "mod a;"), ("a.rs", tests)]);
        assert_eq!(mistakes(&house, &crates(&["toml"]), &[("toml", &[])]), [""; 0]);
    }
}
