//! What runs on GitHub: actions are pinned, commands use options that exist, and the targets of a release agree.

use std::fs;
use std::path::PathBuf;

use saphyr::{LoadableYamlNode, Yaml};

use crate::support::run::{jamb, root};

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn workflows() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(".github/workflows")).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The action, the hooks, the page about them and the workflows: whatever holds commands for others to run.
fn automation() -> Vec<(String, String)> {
    let named = ["action.yml", ".pre-commit-hooks.yaml", "docs/ci.md"];
    let files = named.map(|name| root().join(name)).into_iter().chain(workflows());
    files.map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap())).collect()
}

#[test]
fn actions_are_pinned_to_a_commit() {
    let mut pinned = 0;
    let files = workflows().into_iter().chain([root().join("action.yml")]);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for line in text.lines() {
            let Some((_, action)) = line.split_once("uses: ") else { continue };
            if action.starts_with("./") {
                continue;
            }
            let (name, version) = action.split_once(" # v").unwrap_or_else(|| panic!("no version: {line}"));
            let (_, commit) = name.split_once('@').unwrap();
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{line}");
            assert_eq!(version.split('.').count(), 3, "{line}");
            pinned += 1;
        }
    }
    assert!(pinned > 5);
}

#[test]
fn an_action_has_one_version_everywhere() {
    let mut seen = std::collections::BTreeMap::new();
    for (file, text) in automation() {
        for action in text.lines().filter_map(|line| line.split_once("uses: ")).map(|(_, action)| action) {
            let Some((name, version)) = action.split_once('@').filter(|(_, version)| version.contains(" # ")) else {
                continue;
            };
            assert_eq!(seen.entry(name.to_owned()).or_insert(version.to_owned()), version, "{file}: {name}");
        }
    }
    assert!(seen.len() > 5);
}

/// How a call of `jamb` begins in these files. The action collects the options of `lint` in an array first.
const CALLS: [(&str, &str); 8] = [
    ("entry: jamb ", ""),
    ("run: jamb ", ""),
    ("- jamb ", ""),
    ("$ jamb ", ""),
    ("\"$jamb\" ", ""),
    ("dist/jamb\" ", ""),
    ("arguments=(", "lint "),
    ("arguments+=(", "lint "),
];

/// The subcommand of each call of `jamb` in a text, and its options.
fn commands(text: &str) -> Vec<(String, Vec<String>)> {
    let marked =
        CALLS.iter().fold(text.to_owned(), |text, (start, rest)| text.replace(start, &format!("`jamb {rest}")));
    let calls = marked.lines().flat_map(|line| line.split("`jamb ").skip(1));
    let calls = calls.map(|call| {
        let mut words = call.split(['`', ')']).next().unwrap_or_default().split(' ');
        let name = words.next().unwrap_or_default().to_owned();
        (name, words.filter(|word| word.starts_with("--") && word.len() > 2).map(str::to_owned).collect())
    });
    calls.filter(|(name, _)| !name.starts_with("--")).collect()
}

#[test]
fn commands_use_options_that_exist() {
    let mut checked = 0;
    for (file, text) in automation() {
        for (command, options) in commands(&text) {
            let help = jamb(&root(), &[&command, "--help"]);
            assert_eq!(help.code, 0, "{file}: `jamb {command}`");
            for option in options {
                let exists = help.stdout.split_whitespace().any(|word| word.trim_end_matches(',') == option);
                assert!(exists, "{file}: `jamb {command}` has no option `{option}`");
                checked += 1;
            }
        }
    }
    assert!(checked >= 10, "{checked} options");
}

#[test]
fn the_action_declares_what_it_uses() {
    let text = read("action.yml");
    let documents = Yaml::load_from_str(&text).unwrap();
    let inputs = documents[0]["inputs"].as_mapping().unwrap();
    for (name, _) in inputs {
        let name = name.as_str().unwrap();
        assert!(text.contains(&format!("inputs.{name} ")), "nothing uses `{name}`");
    }
    // An expression inside a script would run whatever a pull request puts into it.
    for step in documents[0]["runs"]["steps"].as_sequence().unwrap() {
        let script = step.as_mapping_get("run").and_then(|run| run.as_str()).unwrap_or_default();
        assert!(!script.contains("${{"), "{script}");
    }
    let severities = documents[0]["inputs"]["fail-on"]["description"].as_str().unwrap();
    let default = documents[0]["inputs"]["fail-on"]["default"].as_str().unwrap();
    let lint = jamb(&root(), &["lint", "--help"]).stdout;
    assert!(
        severities.contains("`error`, `warning` or `info`") && lint.contains("[possible values: error, warning, info]")
    );
    assert!(lint.contains(&format!("[default: {default}]")));
}

#[test]
fn the_release_has_the_six_usual_targets() {
    let workflow = read(".github/workflows/release.yml");
    let script = read("tools/install-release.sh");
    for system in ["unknown-linux-gnu", "apple-darwin", "pc-windows-msvc"] {
        assert!(script.contains(&format!("system={system}")));
        for cpu in ["x86_64", "aarch64"] {
            assert!(workflow.contains(&format!("target: {cpu}-{system},")), "{cpu}-{system}");
        }
    }
}
