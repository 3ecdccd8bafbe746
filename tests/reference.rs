//! Each example in `docs/language.md`, `docs/gateway.md` and `docs/cookbook.md` is true: a policy, then what it compiles
//! to (`json`), calls and how they are decided (`pl` with steps of a `test`), or what is reported
//! (`text`).

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use crate::support::markdown::{Fence, assert_shown, fences};
use crate::support::run::{folder, jamb, jamb_with, root};

#[test]
fn each_example_of_the_language_reference_is_true() {
    assert!(check_examples("docs/language.md") >= 40);
}

#[test]
fn each_example_of_the_gateway_page_is_true() {
    assert!(check_examples("docs/gateway.md") >= 1);
}

#[test]
fn each_recipe_of_the_cookbook_is_true_and_the_linter_is_silent() {
    const PAGE: &str = "docs/cookbook.md";
    assert!(check_examples(PAGE) >= 20);
    let document = fs::read_to_string(root().join(PAGE)).unwrap();
    let fences = fences(&document);
    let named = fences.iter().filter_map(|fence| Some((fence.name.as_deref()?, fence.text.as_bytes())));
    let folder = folder(&named.collect::<Vec<_>>());
    for Example { policy, shown } in examples(&fences) {
        let place = format!("{PAGE}:{}", policy.line);
        fs::write(folder.path().join("policy.pl"), &policy.text).unwrap();
        let run = jamb(folder.path(), &["lint", "policy.pl"]);
        assert_eq!(run.code, 0, "{place}: {}", run.stdout);
        let calls: String = shown.iter().filter(|fence| is_calls(fence)).map(|fence| fence.text.as_str()).collect();
        assert!(
            ["=> deny", "=> limited"].iter().any(|stop| calls.contains(stop)),
            "{place} shows no call that is stopped"
        );
        assert!(shown.iter().any(|fence| fence.language == "json"), "{place} shows no JSON");
    }
}

/// A policy and what the page shows about it.
struct Example<'f> {
    policy: &'f Fence,
    shown: Vec<&'f Fence>,
}

/// Checks a page and returns its number of examples.
fn check_examples(path: &str) -> usize {
    let document = fs::read_to_string(root().join(path)).unwrap();
    let fences = fences(&document);
    let files: Vec<_> =
        fences.iter().filter_map(|fence| Some((fence.name.as_deref()?, fence.text.as_bytes()))).collect();
    let folder = folder(&files);
    let examples = examples(&fences);
    let mut messages = Vec::new();
    for example in &examples {
        let place = format!("{path}:{}", example.policy.line);
        fs::write(folder.path().join("policy.pl"), &example.policy.text).unwrap();
        assert_formatted(folder.path(), example.policy, &place);
        match example.shown.iter().find(|fence| fence.language == "text") {
            Some(fence) => messages.push((*fence, reported(folder.path()))),
            None => assert_valid(folder.path(), example, &place),
        }
    }
    assert_shown(path, &document, &messages);
    examples.len()
}

fn examples(fences: &[Fence]) -> Vec<Example<'_>> {
    let mut examples: Vec<Example<'_>> = Vec::new();
    for fence in fences.iter().filter(|fence| fence.name.is_none()) {
        match (fence.language.as_str(), examples.last_mut()) {
            ("pl", _) if !is_calls(fence) => examples.push(Example { policy: fence, shown: Vec::new() }),
            ("pl" | "json" | "text", Some(example)) => example.shown.push(fence),
            (_, _) => {}
        }
    }
    examples
}

/// Whether a block holds steps of a `test` rather than a policy.
fn is_calls(fence: &Fence) -> bool {
    let first = fence.text.split_whitespace().next().unwrap_or_default();
    matches!(first, "call" | "as" | "at" | "after") || first.parse::<u32>().is_ok()
}

fn assert_formatted(folder: &Path, policy: &Fence, place: &str) {
    let run = jamb_with(folder, &["fmt", "-"], policy.text.as_bytes());
    assert_eq!(run.stdout, policy.text, "{place} is not formatted: {}", run.stderr);
}

/// What `check` reports, or where it reports nothing, `test`.
fn reported(folder: &Path) -> String {
    let run = jamb(folder, &["check", "policy.pl", "--format", "short"]);
    match run.code {
        0 => jamb(folder, &["test", "policy.pl", "--format", "short"]).stdout,
        _ => run.stdout,
    }
}

fn assert_valid(folder: &Path, example: &Example<'_>, place: &str) {
    let run = jamb(folder, &["compile", "policy.pl"]);
    assert_eq!(run.code, 0, "{place}: {}", run.stderr);
    for fence in example.shown.iter().filter(|fence| fence.language == "json") {
        assert_compiled(&fence.text, &run.stdout, place);
    }
    let calls = example.shown.iter().filter(|fence| fence.language == "pl");
    let calls = calls.fold(String::new(), |calls, fence| calls + &fence.text);
    let policy = format!("{}\ntest \"the calls on the page\" {{\n{calls}}}\n", example.policy.text);
    fs::write(folder.join("policy.pl"), policy).unwrap();
    let run = jamb(folder, &["test", "policy.pl", "--format", "short"]);
    assert_eq!(run.code, 0, "{place}: {}{}", run.stdout, run.stderr);
}

/// A whole `policy.json` has to be equal byte for byte. Of one in excerpts, each member is one of the
/// policy or one of its tools.
fn assert_compiled(shown: &str, compiled: &str, place: &str) {
    if shown.starts_with('{') {
        assert_eq!(shown, compiled, "{place}");
        return;
    }
    let shown: Map<String, Value> = serde_json::from_str(&format!("{{{shown}}}")).unwrap();
    let compiled: Value = serde_json::from_str(compiled).unwrap();
    for (name, value) in &shown {
        let found = compiled.get(name).or_else(|| compiled.get("tools")?.get(name));
        assert_eq!(Some(value), found, "{place}: `{name}`");
    }
}

#[test]
fn the_reference_mentions_each_keyword() {
    let reference = fs::read_to_string(root().join("docs/language.md")).unwrap();
    let words: Vec<_> = reference.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
    let grammar = fs::read_to_string(root().join("grammar/policy.pest")).unwrap();
    let keywords: Vec<_> = grammar.lines().filter_map(|line| line.strip_prefix("kw_")?.split(' ').next()).collect();
    assert!(keywords.len() >= 30);
    for keyword in keywords {
        assert!(words.contains(&keyword), "docs/language.md does not mention `{keyword}`");
    }
}
