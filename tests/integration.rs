//! jamb where people meet it: the hooks of pre-commit, and the commands and documents of `docs/ci.md`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use saphyr::{LoadableYamlNode, Yaml};

use crate::support::run::{folder, jamb, root};

fn yaml(text: &str) -> Vec<Yaml<'_>> {
    Yaml::load_from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Runs a program with the binary under test on the path, and without the user's own Git configuration.
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

/// The real pre-commit: on the path, or where `.ci/run` installs it.
fn pre_commit() -> Option<PathBuf> {
    let installed = root().join("target/tools/bin/pre-commit");
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&paths).map(|folder| folder.join("pre-commit"));
    on_path.chain([installed]).find(|path| path.is_file())
}

/// The hooks as local ones that need no build: they run the binary under test.
fn configuration() -> String {
    let hooks = std::fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let hooks = hooks.replace("language: rust", "language: system");
    let lines = hooks.lines().filter(|line| !line.trim_start().starts_with('#')).map(|line| format!("    {line}\n"));
    format!("repos:\n- repo: local\n  hooks:\n{}", lines.collect::<String>())
}

/// Every hook finds something here: the layout, a finding, a false assert, a failed test, no compiled policy.
const FAILS: &str = "default   allow

assert never create_payout

test \"payouts are denied\" {
  call create_payout {} => deny
}
";

#[test]
fn pre_commit_runs_the_hooks() {
    let Some(pre_commit) = pre_commit() else {
        println!("note: pre-commit is not installed, so the hooks were not run: `pip install pre-commit`");
        return;
    };
    let files = folder(&[
        (".pre-commit-config.yaml", configuration().as_bytes()),
        ("policies/open.pl", FAILS.as_bytes()),
        ("scripts/tool.py", b"print(1)\n"),
    ]);
    let git = |arguments: &[&str]| run(Path::new("git"), files.path(), arguments);
    assert!(git(&["init", "-q"]).status.success());
    git(&["add", "."]);
    let hooks = || {
        let output = run(&pre_commit, files.path(), &["run", "--all-files", "--color", "never"]);
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (passed, printed) = hooks();
    assert!(!passed, "{printed}");
    assert_eq!(printed.matches("Failed\n").count(), 5, "{printed}");
    for code in ["default-allow", "false-assert", "failed-test"] {
        assert!(printed.contains(code), "{code}: {printed}");
    }
    let policy = files.path().join("policies/open.pl");
    assert_eq!(std::fs::read_to_string(&policy).unwrap(), FAILS.replace("default   allow", "default allow"));

    std::fs::write(&policy, FAILS.replace("default   allow", "default deny")).unwrap();
    assert_eq!(jamb(files.path(), &["compile", "policies/open.pl", "-o", "policies/open.json"]).code, 0);
    git(&["add", "."]);
    let (passed, printed) = hooks();
    assert!(passed, "{printed}");
    assert_eq!(printed.matches("Passed\n").count(), 5, "{printed}");
}

#[test]
fn hooks_match_policies_by_file_name_only() {
    let text = std::fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let documents = yaml(&text);
    let hooks = documents[0].as_sequence().unwrap();
    let page = std::fs::read_to_string(root().join("docs/ci.md")).unwrap();
    for hook in hooks {
        let id = hook["id"].as_str().unwrap();
        assert!(page.contains(&format!("- id: {id}\n")), "`docs/ci.md` does not show the hook `{id}`");
        assert_eq!(hook["files"].as_str(), Some(r"\.pl$"));
        assert_eq!(hook["language"].as_str(), Some("rust"));
        assert!(hook.as_mapping_get("types").is_none());
    }
}

/// The fences of a language in the page.
fn fences(language: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("docs/ci.md")).unwrap();
    let rest = text.split(&format!("```{language}\n")).skip(1).map(str::to_owned).collect::<Vec<_>>();
    rest.iter().map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn what_the_page_shows_is_true() {
    let examples = fences("yaml");
    assert_eq!(examples.len(), 4);
    examples.iter().for_each(|text| drop(yaml(text)));
    let policy = fences("pl").concat();
    let files =
        folder(&[("policies/jamb.toml", fences("toml")[0].as_bytes()), ("policies/sandbox.pl", policy.as_bytes())]);
    let git = |arguments: &[&str]| assert!(run(Path::new("git"), files.path(), arguments).status.success());
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "the base branch"]);
    git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
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
    assert_eq!(ran, 6);
}
