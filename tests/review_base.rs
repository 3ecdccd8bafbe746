//! What `jamb review` compares a branch with, and whose settings it goes by.

use serde_json::Value;

use crate::support::history::{History, branch as history, git, reviewed};
use crate::support::run::jamb;

#[test]
fn an_unknown_revision_has_a_way_out() {
    let history = history(&[("p.pl", "default deny\n")]);
    let help = |history: &History, arguments: &[&str]| {
        let run = history.jamb(&[&["review"], arguments].concat());
        assert_eq!(run.code, 2, "{}", run.stderr);
        run.stderr
    };
    let unknown = help(&history, &["--base", "release"]);
    assert!(unknown.contains("git has no commit `release`"), "{unknown}");
    assert!(unknown.contains("`git branch --all`") && unknown.contains("`git fetch origin release`"), "{unknown}");
    let remote = help(&history, &["--base", "origin/release"]);
    assert!(remote.contains("`git fetch origin release`"), "{remote}");
    // What can't be part of a command is in none.
    for name in ["x; rm -rf .", "--upload-pack=x", "$(x)", "a\nb"] {
        let unknown = help(&history, &[&format!("--base={name}")]);
        assert!(unknown.contains("git branch --all") && !unknown.contains("git fetch"), "{unknown}");
    }
    history.git(&["update-ref", "refs/remotes/origin/release", "HEAD"]);
    let near = help(&history, &["--head", "release", "--base", "main"]);
    assert!(near.contains("did you mean `origin/release`?"), "{near}");
    // A shallow clone does not have it.
    let source = format!("file://{}", history.path().display());
    let cloned = git(&history.path(), 0, &["clone", "-q", "--depth", "1", &source, "shallow"]);
    assert!(cloned.status.success(), "{}", String::from_utf8_lossy(&cloned.stderr));
    let run = jamb(&history.path().join("shallow"), &["review", "--base", "release"]);
    assert!(run.code == 2 && run.stderr.contains("`fetch-depth: 0`"), "{}", run.stderr);
}

/// In a shallow clone, two branches may have an old commit in common, although they parted later: here, at `main`'s
/// second commit, which the clone does not have. Compared with the old commit, the branch would seem to do less.
#[test]
fn a_shallow_clone_with_an_older_commit_in_common_is_no_base() {
    let open = "default deny\nallow pay: financial\n";
    let mut origin = History::new(&[("p.pl", open)]);
    let old = origin.git(&["rev-parse", "HEAD"]);
    origin.commit(&[("p.pl", "default deny\n")]);
    let parted = origin.git(&["rev-parse", "HEAD"]);
    // Each branch goes on for a while, and then merges the old commit once more.
    let go_on = |origin: &mut History, text: &str| {
        for _ in 0..3 {
            origin.commit(&[("p.pl", text)]);
        }
        let merged = origin.git(&["commit-tree", "-p", "HEAD", "-p", &old, "-m", "merge", "HEAD^{tree}"]);
        origin.git(&["reset", "-q", "--hard", &merged]);
    };
    origin.branch("work");
    go_on(&mut origin, open);
    origin.git(&["switch", "-q", "main"]);
    go_on(&mut origin, "default deny\n");
    let whole = origin.jamb(&["review", "--base", "main", "--head", "work", "--format", "json"]);
    let document: Value = serde_json::from_str(&whole.stdout).unwrap();
    assert_eq!((document["base"].as_str(), whole.code), (Some(parted.as_str()), 1));

    let source = format!("file://{}", origin.path().display());
    for arguments in [
        &["clone", "-q", "--depth", "2", "--branch", "main", &source, "shallow"][..],
        &["-C", "shallow", "fetch", "-q", "--depth", "2", "origin", "work:work"],
    ] {
        let output = git(&origin.path(), 0, arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let shallow = origin.path().join("shallow");
    let base = git(&shallow, 0, &["merge-base", "main", "work"]);
    assert_eq!(String::from_utf8_lossy(&base.stdout).trim(), old);
    let run = jamb(&shallow, &["review", "--base", "main", "--head", "work"]);
    assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("it is not known where `work` left `main`"), "{}", run.stderr);
    assert!(run.stderr.contains("`git fetch --unshallow`") && run.stderr.contains("`fetch-depth: 0`"));
}

/// A finding counts if the settings from before the branch or those of its target now would report it. Those of the
/// branch only say whether it silences it.
#[test]
fn findings_are_those_of_the_base_and_of_the_target_now() {
    const OFF: &str = "[lint.rules.default-allow]\nlevel = \"off\"\n";
    const ON: &str = "[lint]\nlevel = \"default\"\n";
    let seen = |before: &str, target: &str, branch: &str| {
        let mut history = history(&[("p.pl", "default deny\n"), ("jamb.toml", before)]);
        history.commit(&[("p.pl", "default allow\n"), ("jamb.toml", branch)]);
        history.git(&["switch", "-q", "main"]);
        history.commit(&[("jamb.toml", target), ("README.md", "x\n")]);
        history.git(&["switch", "-q", "work"]);
        let document = reviewed(&history, &[]);
        let policy = &document["policies"][0];
        let has =
            |member: &str| policy[member].as_array().unwrap().iter().any(|finding| finding["code"] == "default-allow");
        (has("findings"), has("silenced"))
    };
    assert_eq!(seen(ON, ON, ON), (true, false));
    assert_eq!(seen(ON, ON, OFF), (false, true));
    assert_eq!(seen(ON, OFF, OFF), (false, true));
    assert_eq!(seen(OFF, ON, OFF), (false, true));
    assert_eq!(seen(OFF, OFF, OFF), (false, false));
    // The branch may report more than both.
    assert_eq!(seen(OFF, OFF, ON), (true, false));
}
