//! Every lint rule has flagged and clean cases, and a page with examples that are linted.

use std::path::{Path, PathBuf};

use jamb::diagnostic::{Diagnostic, Safety, has_errors};
use jamb::document::Job;
use jamb::lint::{self, Options, RULES, Rule, notes};
use jamb::report::{Format, Look, Report};
use jamb::settings;
use jamb::source::{Source, Sources};

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::support::judged::{default_rules_and, reported};
use crate::support::page;
use crate::support::run::{files, folder, root};
use crate::support::said::snapshots;

const LOOK: Look = Look::plain(100);

/// What `lint` reports about a file with these rules.
pub fn judged(path: &Path, options: Options) -> (Sources, Vec<Diagnostic>) {
    reported(path, Job::LINT, options)
}

fn codes(found: &[Diagnostic]) -> Vec<&'static str> {
    found.iter().map(|finding| finding.code.name()).collect()
}

/// The cases of a rule whose file names begin with `start`.
fn cases(rule: &Rule, start: &str) -> Vec<PathBuf> {
    let folder = root().join("tests/cases/lint").join(rule.name());
    assert!(folder.is_dir(), "`{}` has no cases", rule.name());
    let all = files(&folder, "pl").into_iter().chain(files(&folder, "json"));
    all.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(start)).collect()
}

#[test]
fn every_rule_finds_what_its_cases_show() {
    let settings = snapshots("lint");
    for rule in RULES {
        let flagged = cases(rule, "flagged");
        assert!(!flagged.is_empty(), "`{}` has no flagged case", rule.name());
        for path in flagged {
            let (sources, found) = judged(&path, default_rules_and(rule));
            let case = path.strip_prefix(root().join("tests/cases/lint")).unwrap().with_extension("");
            let name = case.to_string_lossy().replace(['/', '\\'], "__");
            assert!(codes(&found).contains(&rule.name()), "`{name}` is not flagged: {:?}", codes(&found));
            let text = std::fs::read_to_string(&path).unwrap();
            let said = Report::new(&sources, &found).render(Format::Pretty, LOOK);
            settings.bind(|| insta::assert_snapshot!(name, format!("{text}\n{said}")));
        }
    }
}

#[test]
fn no_rule_finds_anything_in_its_clean_cases() {
    for rule in RULES {
        let clean = cases(rule, "clean");
        assert!(!clean.is_empty(), "`{}` has no clean case", rule.name());
        for path in clean {
            let (_, found) = judged(&path, default_rules_and(rule));
            let path = path.display();
            assert!(
                !has_errors(&found) || codes(&found).iter().all(|code| lint::rules::named(code).is_some()),
                "{path}"
            );
            assert!(!codes(&found).contains(&rule.name()), "{path}: {found:#?}");
        }
    }
}

#[test]
fn every_page_shows_a_finding_and_a_policy_without_one() {
    for rule in RULES {
        let found = |section| {
            let files = page::files(&rule.whole_page(), section);
            let main = files.iter().map(|(name, _)| name.clone()).find(|name| name.starts_with("policy."));
            let bytes: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
            let folder = folder(&bytes);
            let main = main.unwrap_or_else(|| panic!("{section} of `{}` has no policy", rule.name()));
            let (_, found) = judged(&folder.path().join(main), default_rules_and(rule));
            codes(&found)
        };
        assert_eq!(found("Example"), [rule.name()], "the example of `{}`", rule.name());
        assert_eq!(found("Fix"), [""; 0], "the fixed example of `{}`", rule.name());
    }
}

#[test]
fn findings_follow_the_style_of_all_messages() {
    for rule in RULES {
        for path in cases(rule, "flagged") {
            let (_, found) = judged(&path, default_rules_and(rule));
            for finding in found {
                let labels = finding.labels.iter().chain([&finding.primary]).map(|label| label.message.as_str());
                for words in labels.chain([finding.message.as_str()]).chain(finding.help.as_deref()) {
                    assert!(!words.ends_with('.') || words.ends_with('…'), "{words}");
                    assert!(!words.starts_with(|first: char| first.is_ascii_uppercase()), "{words}");
                }
            }
        }
    }
}

/// The list of all pages.
fn index() -> String {
    let line = |rule: &&Rule| {
        let pedantic = if rule.pedantic { " (pedantic)" } else { "" };
        let fix = match rule.fix {
            None => "",
            Some(Safety::Safe) => "safe",
            Some(Safety::Unsafe) => "unsafe",
        };
        let (name, severity, title) = (rule.name(), rule.level.word(), rule.title.replace('|', "\\|"));
        format!("| [`{name}`]({name}.md) | {severity}{pedantic} | {fix} | {title} |\n")
    };
    let head = "# Lint rules\n\n`jamb explain RULE` prints these pages.\n\n| rule | severity | fix | finds |\n| --- | --- | --- | --- |\n";
    head.to_owned() + &RULES.iter().map(line).collect::<String>()
}

/// `INSTA_UPDATE=always` writes the pages, as it writes snapshots.
#[test]
fn the_documentation_has_the_page_of_every_rule() {
    let folder = root().join("docs/rules");
    let update = std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always");
    std::fs::create_dir_all(&folder).unwrap();
    for rule in RULES {
        let path = folder.join(format!("{}.md", rule.name()));
        if update {
            std::fs::write(&path, rule.whole_page()).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(written, rule.whole_page(), "docs/rules: run the test with INSTA_UPDATE=always");
    }
    let path = folder.join("README.md");
    if update {
        std::fs::write(&path, index()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), index());
    for path in files(&folder, "md").into_iter().filter(|path| !path.ends_with("README.md")) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(lint::rules::named(&name).is_some(), "docs/rules/{name}.md is not the page of a rule");
    }
}

/// The schema that editors use to complete a `jamb.toml`.
fn schema() -> Json {
    let note = [(notes::NOTE.name(), notes::NOTE.title())];
    let all: Vec<_> = RULES.iter().map(|rule| (rule.name(), rule.title)).chain(note).collect();
    let names = all.iter().map(|(name, _)| *name);
    let rules: serde_json::Map<String, Json> = all
        .iter()
        .map(|(name, title)| ((*name).to_owned(), json!({"description": title, "$ref": "#/$defs/setting"})))
        .collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:jamb:schema:jamb.toml",
        "title": "jamb.toml",
        "description": "Settings for the policies in this directory and the directories below it.",
        "type": "object",
        "additionalProperties": false,
        "properties": {"traces": {
            "description": "Maps of traces, by the name for `--from`.",
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}, "required": ["tool"]}
        }, "compile": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "out-dir": {"description": "The directory with the compiled policies, from this file.", "type": "string"}
            }
        }, "review": {
            "type": "object",
            "additionalProperties": false,
            "properties": {"accept": {
                "description": "Changes that were agreed on. `jamb review` prints the entries.",
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["policy", "tool", "change", "now"],
                    "properties": {
                        "policy": {"description": "The policy, from this file.", "type": "string"},
                        "tool": {"description": "The tool, or `*`.", "type": "string"},
                        "change": {"description": "What is accepted.", "enum": ["wider", "narrower", "tests", "silenced"]},
                        "now": {"description": "The digest of what is accepted.", "type": "string"},
                        "reason": {"description": "Why. Without a reason, the entry accepts nothing.", "type": "string"},
                        "until": {"description": "The last day on which the entry counts, in UTC.", "format": "date"}
                    }
                }
            }}
        }, "lint": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "select": {"description": "Run only these rules, pedantic or not.", "$ref": "#/$defs/names"},
                "ignore": {"description": "Do not run these rules.", "$ref": "#/$defs/names"},
                "level": {"description": "Whether to run pedantic rules.", "enum": ["default", "pedantic"]},
                "rules": {"description": "The severity of the findings of each rule.", "$ref": "#/$defs/settings"},
                "overrides": {
                    "description": "Severities for some files; later overrides take precedence.",
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["files"],
                        "properties": {
                            "files": {
                                "description": "Patterns of paths relative to this file, as in .gitignore.",
                                "type": "array",
                                "items": {"type": "string"}
                            },
                            "rules": {"$ref": "#/$defs/settings"}
                        }
                    }
                }
            }
        }},
        "$defs": {
            "names": {"type": "array", "items": {"enum": names.collect::<Vec<_>>()}},
            "severity": {"enum": ["error", "warning", "info", "off"]},
            "setting": {"anyOf": [
                {"$ref": "#/$defs/severity"},
                {"type": "object", "additionalProperties": false, "properties": {"level": {"$ref": "#/$defs/severity"}}}
            ]},
            "settings": {"type": "object", "additionalProperties": false, "properties": rules}
        }
    })
}

/// `INSTA_UPDATE=always` writes it.
#[test]
fn the_configuration_schema_lists_all_rules() {
    let path = root().join("schema/jamb.toml.schema.json");
    let text = format!("{:#}\n", schema());
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), text, "run the test with INSTA_UPDATE=always");
}

/// The schema and the reader accept the same documents.
#[test]
fn the_schema_agrees_with_the_reader() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for (document, text) in [
        (json!({}), ""),
        (
            json!({"lint": {"select": ["default-allow"], "level": "pedantic"}}),
            "[lint]\nselect = ['default-allow']\nlevel = 'pedantic'",
        ),
        (json!({"lint": {"select": ["x"]}}), "[lint]\nselect = ['x']"),
        (json!({"lint": {"level": "high"}}), "[lint]\nlevel = 'high'"),
        (json!({"lint": {"rules": {"default-allow": "off"}}}), "[lint.rules]\ndefault-allow = 'off'"),
        (
            json!({"lint": {"rules": {"default-allow": {"level": "info"}}}}),
            "[lint.rules.default-allow]\nlevel = 'info'",
        ),
        (json!({"lint": {"rules": {"default-allow": {"levl": "info"}}}}), "[lint.rules.default-allow]\nlevl = 'info'"),
        (json!({"lint": {"rules": {"x": "off"}}}), "[lint.rules]\nx = 'off'"),
        (
            json!({"lint": {"overrides": [{"files": ["a/**"], "rules": {}}]}}),
            "[[lint.overrides]]\nfiles = ['a/**']\nrules = {}",
        ),
        (json!({"lint": {"overrides": [{"rules": {}}]}}), "[[lint.overrides]]\nrules = {}"),
        (json!({"lint": 5}), "lint = 5"),
        (json!({"fmt": {}}), "[fmt]"),
    ] {
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text("jamb.toml", text));
        let (_, mistakes) = settings::read(id, sources.get(id), &lint::rules::names());
        assert_eq!(validator.is_valid(&document), mistakes.is_empty(), "{text}: {mistakes:?}");
    }
}

proptest! {
    /// Any bytes can be read; every mistake has a place in the file.
    #[test]
    fn any_bytes_are_read_as_a_configuration(
        text in "(\\[lint\\]\n)?([\\[\\]a-z.=\"'{}\n#, 0-9é]|lint|select|rules|default-allow|level|files|overrides)*",
        bytes in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        for bytes in [text.clone().into_bytes(), [text.into_bytes(), bytes].concat()] {
            let mut sources = Sources::default();
            let id = sources.add(Source::from_bytes("jamb.toml", None, bytes));
            let (_, mistakes) = settings::read(id, sources.get(id), &lint::rules::names());
            for mistake in mistakes {
                let span = mistake.primary.place.span;
                prop_assert!(span.start <= span.end && span.end as usize <= sources.get(id).text.len());
                prop_assert!(sources.get(id).text.get(span.range()).is_some());
            }
        }
    }
}
