//! `REV:PATH`, wherever a policy is named.

use std::os::unix::fs::{PermissionsExt, symlink};

use serde_json::Value;

use crate::support::history::{History, git};
use crate::support::run::jamb;

const TOOLS: &str =
    r#"{"tools": [{"name": "pay", "inputSchema": {"type": "object", "properties": {"amount": {"type": "integer"}}}}]}"#;
const PART: &str = "let most = 100\n";
const POLICY: &str =
    "default deny\ncatalog \"pay.tools.json\"\ninclude \"part.pl\"\n\ntool pay {\n    require args.amount <= most\n}\n";

fn files() -> [(&'static str, &'static str); 3] {
    [("policies/pay.pl", POLICY), ("policies/part.pl", PART), ("policies/pay.tools.json", TOOLS)]
}

fn decision(history: &History, policy: &str, amount: u32) -> String {
    let args = format!("{{\"amount\": {amount}}}");
    let run = history.jamb(&["eval", policy, "pay", &args, "--format", "json"]);
    let document: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{} {}", run.stdout, run.stderr));
    document["decision"].as_str().unwrap().to_owned()
}

#[test]
fn a_policy_is_read_at_a_revision_with_what_it_names() {
    let mut history = History::new(&files());
    history.commit(&[("policies/part.pl", "let most = 500\n")]);
    for (policy, expected) in [
        ("HEAD~1:policies/pay.pl", "deny"),
        ("HEAD:policies/pay.pl", "allow"),
        ("main^{commit}:policies/pay.pl", "allow"),
        ("HEAD^{/commit 1}:./policies/../policies/pay.pl", "deny"),
        ("policies/pay.pl", "allow"),
    ] {
        assert_eq!(decision(&history, policy, 300), expected, "{policy}");
    }
    // The path starts at the working directory.
    let below = jamb(&history.path().join("policies"), &["diff", "HEAD~1:pay.pl", "pay.pl", "--fail-on", "widened"]);
    assert_eq!(below.code, 1, "{}", below.stderr);
    assert!(below.stdout.contains("HEAD~1:pay.pl"), "{}", below.stdout);
}

#[test]
fn every_command_that_takes_a_policy_takes_a_revision() {
    let mut history = History::new(&files());
    history.write(&[("calls.jsonl", "{\"tool\": \"pay\", \"args\": {\"amount\": 300}}\n")]);
    history.commit(&[("policies/part.pl", "let most = 500\n")]);
    let old = "HEAD~1:policies/pay.pl";
    for (code, arguments) in [
        (0, &["check", old][..]),
        (0, &["lint", "--fail-on", "error", old]),
        (0, &["compile", old]),
        (1, &["fmt", "--check", old]),
        (3, &["test", old]),
        (0, &["diff", old, "policies/pay.pl"]),
        (1, &["simulate", "policies/pay.pl", "--trace", "calls.jsonl", "--against", old, "--fail-on", "widened"]),
        (0, &["drift", "HEAD~1:policies/pay.tools.json", "policies/pay.tools.json", "--policy", old]),
        (0, &["probe", old]),
    ] {
        let run = history.jamb(arguments);
        assert_eq!(run.code, code, "{arguments:?}\n{}{}", run.stdout, run.stderr);
        assert!(!run.stderr.contains('\0') && !run.stdout.contains("u{0}"), "{arguments:?}");
    }
}

#[test]
fn files_are_named_as_at_their_revision() {
    let mut history = History::new(&files());
    history.commit(&[("policies/part.pl", "let most = \n")]);
    let run = history.jamb(&["check", "HEAD:policies/pay.pl", "--format", "short"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("HEAD:policies/part.pl:"), "{}", run.stdout);
    let below = jamb(&history.path().join("policies"), &["check", "HEAD:pay.pl", "--format", "short"]);
    assert!(below.stdout.starts_with("HEAD:part.pl:"), "{}", below.stdout);
}

fn found_missing_default(history: &History, policy: &str) -> bool {
    history.jamb(&["lint", policy, "--format", "short"]).stdout.contains("missing-default")
}

#[test]
fn settings_are_those_of_the_revision() {
    let off = "[lint.rules.missing-default]\nlevel = \"off\"\n";
    let mut history = History::new(&[("a/p.pl", "allow x\n"), ("jamb.toml", off)]);
    history.commit(&[("jamb.toml", "[lint]\n")]);
    let found = |policy: &str| found_missing_default(&history, policy);
    assert!(!found("HEAD~1:a/p.pl") && found("HEAD:a/p.pl") && found("a/p.pl"));
    // Settings that the revision lacks don't come from the work tree.
    history.remove("jamb.toml");
    history.commit(&[]);
    history.write(&[("jamb.toml", off)]);
    let found = |policy: &str| found_missing_default(&history, policy);
    assert!(found("HEAD:a/p.pl") && !found("a/p.pl"));
    // A mistake in them is shown by its name at the revision.
    history.commit(&[("jamb.toml", "lint = 1\n")]);
    let run = history.jamb(&["lint", "HEAD:a/p.pl", "--format", "short"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("HEAD:jamb.toml:1:"), "{}", run.stderr);
}

#[test]
fn a_file_with_the_name_of_a_revision_is_ambiguous() {
    let history = History::new(&files());
    history.write(&[("HEAD:policies/pay.pl", "default allow\n"), ("nothing:pay.pl", "default allow\n")]);
    let run = history.jamb(&["check", "HEAD:policies/pay.pl"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("./HEAD:policies/pay.pl"), "{}", run.stderr);
    assert_eq!(decision(&history, "./HEAD:policies/pay.pl", 9_999), "allow");
    assert_eq!(decision(&history, "nothing:pay.pl", 9_999), "allow");
}

#[test]
fn what_is_not_a_file_of_the_commit_is_a_problem() {
    let mut history = History::new(&files());
    symlink("pay.pl", history.path().join("policies/link.pl")).unwrap();
    symlink("policies", history.path().join("folder")).unwrap();
    history.commit(&[]);
    history.write(&[("untracked.pl", "default deny\n")]);
    for (policy, reason) in [
        ("HEAD:policies/link.pl", "this is a symbolic link"),
        ("HEAD:folder/pay.pl", "a folder on the way is a symbolic link"),
        ("HEAD:policies", "this is a directory"),
        ("HEAD:", "this is a directory"),
        ("HEAD:policies/none.pl", "there is no such file"),
        ("HEAD:untracked.pl", "there is no such file"),
        ("HEAD:../../outside.pl", "there is no such file"),
        ("nothing:policies/pay.pl", "git has no commit `nothing`"),
        ("--help:policies/pay.pl", "git has no commit `--help`"),
        ("HEAD^{tree}:policies/pay.pl", "git has no commit `HEAD^{tree}`"),
        ("HEAD\nHEAD:policies/pay.pl", "there is no such file"),
    ] {
        let run = history.jamb(&["check", "--", policy]);
        assert_eq!(run.code, 2, "{policy}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(reason), "{policy}: {}", run.stderr);
    }
    let outside = jamb(std::env::temp_dir().as_path(), &["check", "HEAD:pay.pl"]);
    assert!(outside.stderr.contains("this is not a git repository"), "{}", outside.stderr);
}

#[test]
fn what_git_does_not_have_is_read_from_the_work_tree_and_said() {
    let mut history =
        History::new(&[("policies/pay.pl", POLICY), ("policies/part.pl", PART), (".gitignore", "*.json\n")]);
    history.write(&[("policies/pay.tools.json", TOOLS)]);
    let run = history.jamb(&["check", "HEAD:policies/pay.pl"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert_eq!(run.stderr, "note: `HEAD:policies/pay.tools.json` is not in git, so it was read from the work tree\n");
    assert_eq!(history.jamb(&["check", "HEAD:policies/pay.pl", "--quiet"]).stderr, "");
    // A file that only this revision lacks is missing there.
    history.write(&[("policies/pay.pl", &POLICY.replace("part.pl", "new.pl")), ("policies/new.pl", PART)]);
    history.git(&["add", "policies/pay.pl"]);
    history.git(&["commit", "-q", "-m", "without the part"]);
    history.commit(&[]);
    let missing = history.jamb(&["check", "HEAD~1:policies/pay.pl", "--format", "short"]);
    assert!(missing.stdout.contains("file-not-found"), "{}", missing.stdout);
}

#[test]
fn a_pointer_of_git_lfs_stands_for_the_file_in_the_work_tree() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n";
    let mut history = History::new(&files());
    history.commit(&[("policies/pay.tools.json", pointer)]);
    history.write(&[("policies/pay.tools.json", TOOLS)]);
    let run = history.jamb(&["check", "HEAD:policies/pay.pl"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stderr.contains("is a Git LFS pointer, so it was read from the work tree"), "{}", run.stderr);
}

#[test]
fn names_of_any_kind_are_found() {
    let names = ["größe/日本語.pl", "a b.pl", "quo\"te.pl", "back\\slash.pl", "tab\there.pl", "-dash.pl"];
    let files = names.map(|name| (name, "default deny\n"));
    let history = History::new(&files);
    for name in names {
        let run = history.jamb(&["check", "--", &format!("HEAD:{name}")]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
    }
}

#[test]
fn a_hostile_repository_runs_nothing() {
    let history = History::new(&files());
    let script = history.path().join("evil.sh");
    history.write(&[
        ("evil.sh", "#!/bin/sh\ntouch \"$(dirname \"$0\")/ran\"\ncat\n"),
        (".gitattributes", "* diff=evil filter=evil\n"),
    ]);
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let program = script.to_str().unwrap();
    for key in [
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.askPass",
        "core.editor",
        "core.gitProxy",
        "core.alternateRefsCommand",
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "pager.cat-file",
        "alias.cat-file",
        "alias.rev-parse",
        "credential.helper",
        "gpg.program",
        "uploadpack.packObjectsHook",
    ] {
        let value = if key.starts_with("alias") { format!("!{program}") } else { program.to_owned() };
        history.git(&["config", key, &value]);
    }
    history.git(&["config", "core.hooksPath", history.path().to_str().unwrap()]);
    let run = history.jamb(&["check", "HEAD:policies/pay.pl"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!history.path().join("ran").exists());
}

#[test]
fn a_detached_head_and_a_bare_repository_have_revisions() {
    let mut history = History::new(&files());
    history.branch("other");
    history.commit(&[("policies/part.pl", "let most = 500\n")]);
    history.git(&["checkout", "-q", "HEAD~1"]);
    assert_eq!(decision(&history, "HEAD:policies/pay.pl", 300), "deny");
    let bare = history.path().join("bare.git");
    assert!(git(&history.path(), 0, &["clone", "-q", "--bare", ".", "bare.git"]).status.success());
    let run = jamb(&bare, &["check", "main:policies/pay.pl"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn a_file_at_a_revision_is_never_written() {
    let history = History::new(&[("p.pl", "default   deny\n")]);
    for arguments in [&["fmt", "HEAD:p.pl"][..], &["lint", "--fix", "HEAD:p.pl"]] {
        let run = history.jamb(arguments);
        let is_refused = run.code == 2 && run.stderr.contains("a file at a revision can't be changed");
        assert!(is_refused || run.stdout.is_empty() || arguments[0] == "lint", "{}{}", run.stdout, run.stderr);
    }
    assert_eq!(std::fs::read_to_string(history.path().join("p.pl")).unwrap(), "default   deny\n");
}

#[test]
fn a_name_that_is_no_file_at_a_revision_says_why() {
    let history = History::new(&files());
    for (name, why) in [
        ("main:nothing.pl", "the commit `main` has no file `nothing.pl`"),
        ("main:policies", "`REV:PATH` takes a file, and `policies` is a directory in `main`"),
        ("nowhere:policies/pay.pl", "git has no commit `nowhere`"),
    ] {
        let run = history.jamb(&["check", name]);
        assert_eq!(run.code, 2, "{name}: {}", run.stdout);
        assert!(run.stderr.replace("\n", " ").contains(why), "{name}: {}", run.stderr);
    }
}
