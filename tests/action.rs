//! The steps of `action.yml`, run as GitHub runs them, in a scratch repository. A script in place of `gh` keeps what
//! would be sent.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::{Command, Output};

use saphyr::{LoadableYamlNode, Yaml};

use crate::support::history::{History, git};
use crate::support::run::root;

const CLOSED: &str = "default deny\n\ntool pay(amount: number): financial {\n  require args.amount <= 5\n}\n";

/// What is sent to GitHub's interface, in a folder: `log`, and the last body. `comments` is what it answers.
const GH: &str = r#"#!/usr/bin/env bash
set -eu
printf '%s\n' "$*" >> "$FAKE/log"
case "$*" in
  *--paginate*)
    while [ "$1" != --jq ]; do shift; done
    jq -r "$2" < "$FAKE/comments"
    ;;
  *)
    if [ -e "$FAKE/read-only" ]; then
      echo "gh: Resource not accessible by integration (HTTP 403)" >&2
      exit 1
    fi
    for word; do case "$word" in body=@*) cp "${word#body=@}" "$FAKE/body" ;; esac; done
    ;;
esac
"#;

/// A machine on which the action runs, with the base branch of a pull request checked out.
struct Runner {
    folder: tempfile::TempDir,
    origin: History,
    base: String,
    head: String,
}

impl Runner {
    fn new() -> Self {
        let mut origin = History::new(&[("p.pl", CLOSED), ("README.md", "Policies\n")]);
        let base = origin.git(&["rev-parse", "HEAD"]);
        origin.branch("work");
        origin.commit(&[("p.pl", &CLOSED.replace("<= 5", "<= 500"))]);
        let head = origin.git(&["rev-parse", "HEAD"]);
        origin.git(&["switch", "-q", "main"]);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let source = format!("file://{}", origin.path().display());
        let cloned = git(path, 0, &["clone", "-q", "--branch", "main", "--single-branch", &source, "checkout"]);
        assert!(cloned.status.success(), "{}", String::from_utf8_lossy(&cloned.stderr));
        fs::create_dir_all(path.join("temp/jamb/bin")).unwrap();
        symlink(env!("CARGO_BIN_EXE_jamb"), path.join("temp/jamb/bin/jamb")).unwrap();
        fs::create_dir(path.join("bin")).unwrap();
        fs::write(path.join("bin/gh"), GH).unwrap();
        fs::set_permissions(path.join("bin/gh"), fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder, origin, base, head }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Runs a step with the variables that it declares.
    fn run(&self, name: &str, variables: &[(&str, &str)]) -> Output {
        let text = fs::read_to_string(root().join("action.yml")).unwrap();
        let documents = Yaml::load_from_str(&text).unwrap();
        let steps = documents[0]["runs"]["steps"].as_sequence().unwrap();
        let step = steps.iter().find(|step| step["name"].as_str() == Some(name)).unwrap();
        let declared = step["env"].as_mapping().unwrap();
        let declared: BTreeSet<&str> = declared.iter().map(|(name, _)| name.as_str().unwrap()).collect();
        assert_eq!(declared, variables.iter().map(|(name, _)| *name).collect(), "{name}");
        fs::write(self.path("script"), step["run"].as_str().unwrap()).unwrap();
        let _ = fs::remove_file(self.path("output"));
        let _ = fs::remove_file(self.path("summary"));
        let programs = format!("{}:{}", self.path("bin").display(), std::env::var("PATH").unwrap());
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(self.path("script"));
        command.current_dir(self.path("checkout")).env("PATH", programs).env("FAKE", self.folder.path());
        command.env("RUNNER_TEMP", self.path("temp")).env("GITHUB_OUTPUT", self.path("output"));
        command.env("GITHUB_STEP_SUMMARY", self.path("summary"));
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command.envs(variables.iter().copied()).output().unwrap()
    }

    fn review(&self, head: &str, fail_on: &str) -> Output {
        let variables = [
            ("TOKEN", "secret"),
            ("SERVER", "https://github.example"),
            ("BASE", &self.base),
            ("HEAD", head),
            ("FAIL_ON", fail_on),
        ];
        self.run("Review", &variables)
    }

    fn comment(&self) -> Output {
        let comment = self.path("temp/jamb-review.md").display().to_string();
        let variables =
            [("GH_TOKEN", "secret"), ("REPOSITORY", "acme/shop"), ("NUMBER", "7"), ("COMMENT", comment.as_str())];
        self.run("Comment", &variables)
    }

    fn lint(&self, paths: &str, test: &str, compiled: &str) -> String {
        let variables =
            [("PATHS", paths), ("FAIL_ON", "warning"), ("BASELINE", ""), ("TEST", test), ("COMPILED", compiled)];
        let output = self.run("Lint", &variables);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        self.read("output")
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn a_pull_request_is_reviewed_without_checking_it_out() {
    let runner = Runner::new();
    let output = runner.review(&runner.head, "widened");
    assert!(output.status.success(), "{}", said(&output));
    let comment = runner.read("temp/jamb-review.md");
    assert!(comment.starts_with("<!-- jamb-review -->\n") && comment.contains("`pay`"), "{comment}");
    assert!(runner.read("output").contains("code=1\n"), "{}", runner.read("output"));
    assert_eq!(runner.read("summary"), comment);
    assert!(said(&output).contains("::error file=p.pl"), "{}", said(&output));
    assert_eq!(runner.read("checkout/p.pl"), CLOSED);
    // The token is in no file and in no output.
    assert!(!said(&output).contains("secret") && !runner.read("checkout/.git/config").contains("secret"));
    assert!(runner.review(&runner.head, "tests").status.success());
    assert!(runner.read("output").contains("code=0\n"));
    // A branch that changes nothing.
    assert!(runner.review(&runner.base, "widened").status.success());
    assert!(runner.read("output").contains("code=0\n"), "{}", runner.read("output"));
}

#[test]
fn a_review_that_is_not_possible_is_said_in_the_comment() {
    let mut runner = Runner::new();
    let output = runner.review(&"0".repeat(40), "widened");
    assert!(output.status.success() && runner.read("output").contains("code=2\n"), "{}", said(&output));
    let comment = runner.read("temp/jamb-review.md");
    assert!(comment.starts_with("<!-- jamb-review -->\n") && comment.contains("could not be reviewed"), "{comment}");
    // The settings of the branch can't be read.
    runner.origin.git(&["switch", "-q", "work"]);
    runner.origin.commit(&[("jamb.toml", "[[[")]);
    let head = runner.origin.git(&["rev-parse", "HEAD"]);
    assert!(runner.review(&head, "widened").status.success());
    assert!(runner.read("output").contains("code=2\n") && runner.read("summary").contains("could not be reviewed"));
    // Another event has no pull request.
    let output = runner.review("", "widened");
    assert!(
        output.status.code() == Some(2) && said(&output).contains("::error::the review needs"),
        "{}",
        said(&output)
    );
}

#[test]
fn one_comment_is_written_and_then_replaced() {
    if Command::new("jq").arg("--version").output().is_err() {
        // It stands for the one in `gh`.
        return;
    }
    let runner = Runner::new();
    assert!(runner.review(&runner.head, "widened").status.success());
    let comment = runner.read("temp/jamb-review.md");
    let log = |comments: &str| {
        fs::write(runner.path("comments"), comments).unwrap();
        let _ = fs::remove_file(runner.path("log"));
        let output = runner.comment();
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!(runner.read("body"), comment);
        runner.read("log").lines().last().unwrap().to_owned()
    };
    let created = log("[]");
    assert!(created.contains("--method POST repos/acme/shop/issues/7/comments "), "{created}");
    // Anybody can write the mark, and a bot can quote it.
    let of = |id: u32, kind: &str, body: &str| serde_json::json!({"id": id, "user": {"type": kind}, "body": body});
    let forged = [
        of(1, "User", "<!-- jamb-review -->\nAll is well"),
        of(2, "Bot", "> <!-- jamb-review -->"),
        of(3, "Bot", "other"),
    ];
    let created = log(&serde_json::json!(forged).to_string());
    assert!(created.contains("--method POST"), "{created}");
    let mark = "<!-- jamb-review -->\nold";
    let all = [forged.to_vec(), vec![of(4, "Bot", mark), of(5, "Bot", mark)]].concat();
    let replaced = log(&serde_json::json!(all).to_string());
    assert!(replaced.contains("--method PATCH repos/acme/shop/issues/comments/4 "), "{replaced}");
    // A token that may only read, as for a pull request from a fork in another event.
    fs::write(runner.path("read-only"), "").unwrap();
    let output = runner.comment();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("::error::the comment could not be written. The job needs"), "{}", said(&output));
}

#[test]
fn the_worst_of_several_commands_counts() {
    let runner = Runner::new();
    fs::create_dir(runner.path("checkout/more")).unwrap();
    fs::write(runner.path("checkout/more/open.pl"), "default allow\n").unwrap();
    fs::write(runner.path("checkout/fine.pl"), "default deny\nhide x\n").unwrap();
    for (paths, test, compiled, code) in [
        ("fine.pl", "true", "no", "code=0\n"),
        ("fine.pl\n\n  \n", "false", "no", "code=0\n"),
        ("fine.pl\nmore", "true", "no", "code=1\n"),
        ("fine.pl", "true", "beside", "code=1\n"),
        ("fine.pl\nnone.pl", "true", "no", "code=2\n"),
        ("more\n$(touch run)", "true", "no", "code=2\n"),
    ] {
        let output = runner.lint(paths, test, compiled);
        assert!(output.ends_with(code), "{paths}: {output}");
        assert!(runner.read("temp/jamb.sarif").contains("\"version\":"), "{paths}");
    }
    assert!(!runner.path("checkout/run").exists());
    for (code, exit) in [("0", 0), ("1", 1), ("2", 2), ("", 2)] {
        assert_eq!(runner.run("Result", &[("CODE", code)]).status.code(), Some(exit));
    }
}
