//! jamb where people meet it: the hooks of pre-commit, the commands and documents of `docs/ci.md`, the action.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use saphyr::{LoadableYamlNode, Yaml};

use crate::support::run::{folder, jamb, root};

fn yaml(text: &str) -> Vec<Yaml<'_>> {
    Yaml::load_from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn run(program: &Path, folder: &Path, arguments: &[&str]) -> Output {
    let binary = Path::new(env!("CARGO_BIN_EXE_jamb")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(binary.to_path_buf())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("PATH", path.unwrap())
        .env("PRE_COMMIT_HOME", folder.join(".git/pre-commit-home"))
        .env("GIT_CONFIG_GLOBAL", folder.join("none"))
        .env("GIT_CONFIG_SYSTEM", folder.join("none"))
        .output()
        .unwrap()
}

/// The real one: on the path, or where `.ci/run` puts it.
fn pre_commit() -> Option<PathBuf> {
    let own = root().join("target/pre-commit/bin/pre-commit");
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&paths).map(|folder| folder.join("pre-commit"));
    on_path.chain([own]).find(|path| path.is_file())
}

/// The hooks as a repository's own, so that nothing is built: the command is the one under test.
fn configuration() -> String {
    let hooks = std::fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let hooks = hooks.replace("language: rust", "language: system");
    let lines = hooks.lines().filter(|line| !line.starts_with('#')).map(|line| format!("    {line}\n"));
    format!("repos:\n- repo: local\n  hooks:\n{}", lines.collect::<String>())
}

#[test]
fn pre_commit_runs_the_hooks() {
    let Some(pre_commit) = pre_commit() else {
        println!("note: there is no pre-commit here, so its hooks were not tried: `pip install pre-commit`");
        return;
    };
    let files = folder(&[
        (".pre-commit-config.yaml", configuration().as_bytes()),
        ("policies/open.pl", b"default   allow\n"),
        ("scripts/tool.py", b"print(1)\n"),
    ]);
    let git = |arguments: &[&str]| run(Path::new("git"), files.path(), arguments);
    assert!(git(&["init", "-q"]).status.success());
    git(&["add", "."]);
    let hooks = || {
        let output = run(&pre_commit, files.path(), &["run", "--all-files", "--color", "never"]);
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (passed, said) = hooks();
    assert!(!passed && said.contains("policies/open.pl:1:1") | said.contains("default-allow"), "{said}");
    assert_eq!(said.matches("Failed\n").count(), 3, "{said}");
    assert_eq!(std::fs::read_to_string(files.path().join("policies/open.pl")).unwrap(), "default allow\n");

    std::fs::write(files.path().join("policies/open.pl"), "default deny\n").unwrap();
    assert_eq!(jamb(files.path(), &["compile", "policies/open.pl", "-o", "policies/open.json"]).code, 0);
    git(&["add", "."]);
    let (passed, said) = hooks();
    assert!(passed, "{said}");
    assert_eq!(said.matches("Passed\n").count(), 3, "{said}");
}

#[test]
fn hooks_ask_for_policies_by_their_ending_alone() {
    let text = std::fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let documents = yaml(&text);
    let hooks = documents[0].as_sequence().unwrap();
    assert_eq!(hooks.len(), 3);
    for hook in hooks {
        assert_eq!(hook["files"].as_str(), Some(r"\.pl$"));
        assert_eq!(hook["language"].as_str(), Some("rust"));
        assert!(hook.as_mapping_get("types").is_none());
        assert!(hook["entry"].as_str().unwrap().starts_with("jamb "));
    }
}

#[test]
fn the_action_takes_what_it_declares() {
    let text = std::fs::read_to_string(root().join("action.yml")).unwrap();
    let documents = yaml(&text);
    let inputs = documents[0]["inputs"].as_mapping().unwrap();
    for (name, _) in inputs {
        let name = name.as_str().unwrap();
        assert!(text.contains(&format!("inputs.{name} ")), "`{name}` is used nowhere");
    }
    // A script that holds an expression runs what a pull request puts into it.
    for step in documents[0]["runs"]["steps"].as_sequence().unwrap() {
        let script = step.as_mapping_get("run").and_then(|run| run.as_str()).unwrap_or_default();
        assert!(!script.contains("${{"), "{script}");
    }
}

/// The fences of a language in the page.
fn fences(language: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("docs/ci.md")).unwrap();
    let behind = text.split(&format!("```{language}\n")).skip(1).map(str::to_owned).collect::<Vec<_>>();
    behind.iter().map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn what_the_page_shows_is_true() {
    let examples = fences("yaml");
    assert_eq!(examples.len(), 4);
    examples.iter().for_each(|text| drop(yaml(text)));
    let policy = fences("pl").concat();
    let files =
        folder(&[("policies/jamb.toml", fences("toml")[0].as_bytes()), ("policies/sandbox.pl", policy.as_bytes())]);
    let in_scripts =
        examples.iter().flat_map(|text| text.lines()).filter_map(|line| line.trim_start().strip_prefix("- "));
    let in_scripts = in_scripts.map(|line| line.strip_prefix("run: ").unwrap_or(line)).map(str::to_owned);
    let shown = fences("console").concat();
    let shown = shown.lines().map(|line| line.strip_prefix("$ ").unwrap().to_owned());
    let mut ran = 0;
    for command in in_scripts.chain(shown).filter(|command| command.starts_with("jamb ")) {
        let words: Vec<&str> = command.split(" > ").next().unwrap().split(' ').skip(1).collect();
        let run = jamb(files.path(), &words);
        assert_eq!(run.code, 0, "{command}: {}{}", run.stdout, run.stderr);
        ran += 1;
    }
    assert_eq!(ran, 4);
}
