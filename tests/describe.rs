//! `jamb describe`: the sentences of the examples, and those of its page.

mod agent;
mod claims;
mod clauses;
mod command;
mod laws;
mod patterns;

use std::collections::HashMap;

use serde_json::Value as Json;

use crate::support::markdown::{assert_shown, fences};
use crate::support::run::{folder, jamb, root, stories};
use crate::support::said::snapshots;

#[test]
fn the_examples_are_described() {
    for story in stories() {
        let name = story.strip_prefix(root().join("examples")).unwrap().to_string_lossy().replace('/', "-");
        let run = jamb(&story, &["describe", "policy.pl"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        snapshots("describe").bind(|| insta::assert_snapshot!(name.clone(), run.stdout));
        let run = jamb(&story, &["describe", "policy.pl", "--for", "agent"]);
        snapshots("describe").bind(|| insta::assert_snapshot!(format!("{name}-agent"), run.stdout));
    }
}

/// The compiled policy has no categories, and only regular expressions: the rest is the same.
#[test]
fn a_compiled_policy_says_what_its_source_says() {
    for story in stories() {
        let sentences = |file: &str| {
            let run = jamb(&story, &["describe", file, "--format", "json"]);
            let json: Json = serde_json::from_str(&run.stdout).unwrap();
            let tools = json["tools"].as_array().unwrap().iter().map(|tool| {
                let texts = tool["sentences"].as_array().unwrap().iter().map(|one| one["text"].to_string()).collect();
                (tool["tool"].to_string(), texts)
            });
            tools.collect::<HashMap<String, Vec<String>>>()
        };
        let (source, compiled) = (sentences("policy.pl"), sentences("policy.json"));
        assert_eq!(source.len(), compiled.len());
        for (tool, texts) in &source {
            // A `deny if` with an `or` is one sentence of the source, and several of the compiled policy.
            let same = compiled[tool].len() >= texts.len();
            assert!(same, "{tool}: {texts:?} {:?}", compiled[tool]);
        }
    }
}

#[test]
fn the_page_shows_what_is_printed() {
    let page = std::fs::read_to_string(root().join("docs/describe.md")).unwrap();
    let fences = fences(&page);
    let [policy, output] = fences.as_slice() else { panic!("a policy and its description") };
    let folder = folder(&[("policy.pl", policy.text.as_bytes())]);
    let run = jamb(folder.path(), &["describe", "policy.pl"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_shown("docs/describe.md", &page, &[(output, run.stdout)]);
}
