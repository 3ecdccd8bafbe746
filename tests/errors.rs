//! Every message has a snapshot, with the wrong policy and what the user sees.

use jamb::diagnostic::{Code, Diagnostic};
use jamb::document::Job;
use jamb::lint::Options;
use jamb::report::{Format, Look, Report};
use jamb::source::Sources;

use crate::support::judged::{judged, reported};
use crate::support::run::{files, root};
use crate::support::said::snapshots;

const LOOK: Look = Look::plain(100);

/// The diagnostics of each case, and its text.
fn cases() -> Vec<(String, String, Sources, Vec<Diagnostic>)> {
    let folder = root().join("tests/cases/errors");
    let check = |path: std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let (sources, diagnostics) = reported(&path, Job::CHECK, Options::default());
        (name, text, sources, diagnostics)
    };
    files(&folder, "pl").into_iter().map(check).collect()
}

#[test]
fn every_message_has_a_snapshot() {
    let settings = snapshots("errors");
    for (name, text, sources, diagnostics) in cases() {
        assert!(text.starts_with("# "), "{name} does not say its claim");
        let said = Report::new(&sources, &diagnostics).render(Format::Pretty, LOOK);
        settings.bind(|| insta::assert_snapshot!(name.as_str(), format!("{text}\n{said}")));
    }
}

/// Comparisons with one mistake each, and its code. Only the last needs a tool to be seen.
const MISTAKES: [(&str, &str); 6] = [
    ("args.a == nowhere", "unknown-name"),
    ("args.b.0 == \"x\"", "list-index"),
    ("args.c < \"5\"", "type-mismatch"),
    ("args.d matches \"(\"", "invalid-regex"),
    ("args.e == 9007199254740993", "inexact-number"),
    ("args.f == 1", "unknown-argument"),
];

#[test]
fn two_mistakes_of_one_condition_are_two_messages() {
    let signature = "(a: string, b: [string], c: number, d: string, e: integer)";
    let policies = |condition: &str| {
        [
            format!("default deny\ntool t{signature} {{ require {condition} }}\n"),
            format!("default deny\nrule r {{ require {condition} }}\n"),
            format!("default deny\ndeny t: read\ntool ? {{ require {condition} }}\n"),
            format!("default deny\ndeny t: read\ntool every read {{ apply r }}\nrule r {{ require {condition} }}\n"),
            format!("default deny\ntool t{signature} {{}}\ntool t{signature} {{ require {condition} }}\n"),
        ]
    };
    for (one, first) in MISTAKES {
        for (other, second) in MISTAKES.into_iter().filter(|(_, code)| *code != first) {
            for (form, text) in policies(&format!("{one} and {other}")).into_iter().enumerate() {
                let (_, judgement) = judged(&text, Job::CHECK);
                let needs_tool = |code: &str| code == "unknown-argument" && !matches!(form, 0 | 4);
                let expected: Vec<_> = [first, second].into_iter().filter(|code| !needs_tool(code)).collect();
                let found = judgement.diagnostics.iter().map(|found| found.code.name());
                let found: Vec<_> = found.filter(|code| *code != "conflicting-state").collect();
                let (mut sorted, mut wanted) = (found.clone(), expected);
                sorted.sort_unstable();
                wanted.sort_unstable();
                assert_eq!(sorted, wanted, "{text}");
            }
        }
    }
}

#[test]
fn every_code_of_the_language_has_a_case() {
    let seen: Vec<Code> =
        cases().iter().flat_map(|(_, _, _, diagnostics)| diagnostics).map(|found| found.code).collect();
    // These are about `policy.json`, traces, tests and branches, and have their snapshots elsewhere.
    let elsewhere = [
        Code::INVALID_POLICY,
        Code::INVALID_CONFIGURATION,
        Code::ODD_TOOL,
        Code::NOT_JUDGED,
        Code::NOT_IMPORTABLE,
        Code::DENIED_CALL,
        Code::UNEXPECTED_DECISION,
        Code::WIDENED_CALL,
        Code::NARROWED_CALL,
        Code::GATEWAY_DISAGREES,
        Code::UNREADABLE_CALL,
        Code::DOUBTFUL_READING,
        Code::FAILED_TEST,
        Code::MISSED_MUTANT,
        Code::DRIFTED_TOOL,
        Code::UNAGREED_CHANGE,
    ];
    let missing: Vec<_> = Code::all().filter(|code| !seen.contains(code) && !elsewhere.contains(code)).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

#[test]
fn no_message_ends_like_a_sentence_or_mentions_rust() {
    for (name, _, _, diagnostics) in cases() {
        for diagnostic in diagnostics {
            let labels = diagnostic.labels.iter().chain([&diagnostic.primary]).map(|label| label.message.as_str());
            for words in labels.chain([diagnostic.message.as_str()]).chain(diagnostic.help.as_deref()) {
                assert!(!words.ends_with('.') || words.ends_with('…'), "{name}: {words}");
                assert!(!words.starts_with(|first: char| first.is_ascii_uppercase()), "{name}: {words}");
                for rust in ["Some(", "None", "Err(", "unwrap", "usize", "::"] {
                    assert!(!words.contains(rust), "{name}: {words}");
                }
            }
        }
    }
}
