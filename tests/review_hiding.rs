//! `jamb review` of branches that try to hide what they do.

use serde_json::Value;

use crate::support::history::{History, branch as history, git, review, reviewed as document};
use crate::support::run::jamb;

const DENY: &str = "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {}}\n";
const ALLOW: &str = "{\"version\": \"1\", \"default\": \"allow\", \"tools\": {}}\n";

fn pay(most: u32) -> String {
    format!("default deny\ntool pay: financial {{ require args.amount <= {most} }}\n")
}

/// What fails, of the commit; the work tree has to give the same.
fn fails(history: &History) -> Vec<String> {
    let words = |options: &[&str]| {
        let document = document(history, options);
        document["fails"].as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let of_commit = words(&["--head", "HEAD"]);
    assert_eq!(of_commit, words(&[]));
    of_commit
}

fn entry(policy: &str, tool: &str, change: &str, now: &str) -> String {
    format!(
        "[[review.accept]]\npolicy = \"{policy}\"\ntool = \"{tool}\"\nchange = \"{change}\"\nnow = \"{now}\"\nreason = \"agreed\"\n"
    )
}

fn digest(document: &Value, change: &str) -> String {
    let entries =
        document["policies"].as_array().unwrap().iter().flat_map(|policy| policy["to_accept"].as_array().unwrap());
    let mut entries = entries.filter(|entry| entry["change"] == change);
    entries.next().unwrap()["now"].as_str().unwrap().to_owned()
}

#[test]
fn a_file_that_is_no_policy_has_no_compiled_form() {
    for text in ["let cap = 1\n", "# only a comment\nlet cap = 1\nlet other = 2\n", "use strict;\nmy $x = 1;\n"] {
        let mut history = history(&[("agent.json", DENY)]);
        history.commit(&[("agent.pl", text), ("agent.json", ALLOW)]);
        assert_eq!(fails(&history), ["widened"], "{text}");
    }
}

#[test]
fn a_compiled_form_that_allows_more_than_before_counts_as_wider() {
    let compiled = |most| {
        DENY.replace("{}", &format!("{{\"pay\": {{\"require\": [{{\"conditions\": [{{\"path\": \"args.amount\", \"op\": \"lte\", \"value\": {most}}}]}}]}}}}"))
    };
    let policy = pay(5);
    // Beside its policy, without it, and new beside it.
    let mut edited = history(&[("p.pl", &policy), ("p.json", &compiled(5))]);
    edited.commit(&[("p.json", &compiled(9))]);
    assert_eq!(fails(&edited), ["widened", "stale"]);
    let page = review(&edited, &["--format", "markdown"]).stdout;
    assert!(page.contains("the gateway enforces"), "{page}");
    let mut left = history(&[("p.pl", &policy), ("p.json", &compiled(5))]);
    left.remove("p.pl");
    left.commit(&[("p.json", &compiled(9))]);
    assert!(fails(&left).contains(&"widened".to_owned()));
    let mut added = history(&[("p.pl", &policy)]);
    added.commit(&[("p.json", &compiled(9))]);
    assert_eq!(fails(&added), ["widened", "stale"]);
    // One that allows less is only stale.
    let mut narrower = history(&[("p.pl", &policy), ("p.json", &compiled(5))]);
    narrower.commit(&[("p.json", &compiled(4))]);
    assert_eq!(fails(&narrower), ["stale"]);
}

#[test]
fn a_policy_json_has_any_name_and_any_spelling() {
    let escaped =
        |text: &str| text.replace("\"version\"", "\"\\u0076ersion\"").replace("\"default\"", "\"d\\u0065fault\"");
    for (name, spell) in
        [("n.json", true), ("n.policy", false), ("policy.JSON", false), ("policy", true), ("a/b.txt", false)]
    {
        let text = |text: &str| if spell { escaped(text) } else { format!("\u{feff}\n {text}") };
        let mut history = history(&[(name, &text(DENY)), ("README", "{ not JSON\n")]);
        history.commit(&[(name, &text(ALLOW)), ("README", "{ nor this\n")]);
        assert_eq!(fails(&history), ["widened"], "{name}");
    }
}

#[test]
fn a_baseline_has_any_name() {
    let mut history = history(&[("p.pl", "default allow\n")]);
    let written = history.jamb(&["lint", "p.pl", "--write-baseline", "known.txt"]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    let text = std::fs::read_to_string(history.path().join("known.txt")).unwrap();
    history.commit(&[("known.txt", &text.replace("\"findings\"", "\"\\u0066indings\""))]);
    assert_eq!(fails(&history), ["silenced"]);
}

#[test]
fn entries_count_as_the_base_branch_has_them_now() {
    let (narrow, wide) = (pay(5), pay(9));
    let mut asked = history(&[("p.pl", &narrow)]);
    asked.commit(&[("p.pl", &wide)]);
    let good = entry("p.pl", "pay", "wider", &digest(&document(&asked, &[]), "wider"));
    // Added on the base branch after the branch began.
    asked.git(&["switch", "-q", "main"]);
    asked.commit(&[("jamb.toml", &good)]);
    asked.git(&["switch", "-q", "work"]);
    assert_eq!(fails(&asked), [""; 0]);
    // Taken back since: it is no entry of the branch, and accepts nothing.
    let mut revoked = history(&[("p.pl", &narrow), ("jamb.toml", &good)]);
    revoked.commit(&[("p.pl", &wide)]);
    assert_eq!(fails(&revoked), [""; 0]);
    revoked.git(&["switch", "-q", "main"]);
    revoked.commit(&[("jamb.toml", "")]);
    revoked.git(&["switch", "-q", "work"]);
    assert_eq!(fails(&revoked), ["widened"]);
}

#[test]
fn an_entry_counts_in_the_file_that_applies_to_its_policy() {
    let (narrow, wide) = (pay(5), pay(9));
    let mut asked = history(&[("a/p.pl", &narrow)]);
    asked.commit(&[("a/p.pl", &wide)]);
    let now = digest(&document(&asked, &[]), "wider");
    for (file, policy, others) in
        [("b/jamb.toml", "../a/p.pl", ""), ("jamb.toml", "b/../a/p.pl", ""), ("jamb.toml", "a/p.pl", "a/jamb.toml")]
    {
        let mut history = History::new(&[
            ("a/p.pl", &narrow),
            ("b/q.pl", "default deny\n"),
            (file, &entry(policy, "pay", "wider", &now)),
        ]);
        if !others.is_empty() {
            history.commit(&[(others, "")]);
        }
        history.branch("work");
        history.commit(&[("a/p.pl", &wide)]);
        assert_eq!(fails(&history), ["widened"], "{file} {policy}");
        let warnings = document(&history, &[])["warnings"].to_string();
        assert!(warnings.contains("not the one that applies"), "{warnings}");
    }
    // Whatever file the branch adds entries to, they are shown.
    let mut elsewhere = history(&[("a/p.pl", &narrow)]);
    elsewhere.commit(&[("far/away/jamb.toml", &entry("p.pl", "pay", "wider", &now))]);
    assert_eq!(fails(&elsewhere), ["accept-own"]);
}

#[test]
fn entries_for_policies_that_are_not_there_are_warnings() {
    let stale = entry("gone.pl", "pay", "wider", "0");
    let moved = entry("old.pl", "pay", "wider", "0");
    let mut history = history(&[("jamb.toml", &format!("{stale}{moved}")), ("old.pl", &pay(5))]);
    history.git(&["mv", "old.pl", "new.pl"]);
    history.commit(&[]);
    let warnings = document(&history, &[])["warnings"].to_string();
    assert!(warnings.contains("there is no such policy any more"), "{warnings}");
    assert!(warnings.contains("the policy is `new.pl` now"), "{warnings}");
}

#[test]
fn an_old_entry_for_tests_accepts_no_new_loss() {
    let first = "test \"first\" {\n  call pay { amount: 10 } => deny\n}\n";
    let second = "test \"second\" {\n  call pay { amount: 11 } => deny\n}\n";
    let policy = pay(5);
    let both = format!("{policy}{first}{second}");
    let mut asked = history(&[("p.pl", &both)]);
    asked.commit(&[("p.pl", &policy)]);
    let loss_of_both = digest(&document(&asked, &[]), "tests");
    let one = format!("{policy}{first}");
    let mut less = history(&[("p.pl", &one)]);
    less.commit(&[("p.pl", &policy)]);
    assert_ne!(digest(&document(&less, &[]), "tests"), loss_of_both);
}

#[test]
fn what_is_staged_is_reviewed_wherever_it_is() {
    let history = history(&[("p.pl", "default deny\n"), (".ignore", "left/\n")]);
    history.write(&[
        (".hidden/q.pl", "default allow\n"),
        ("left/r.pl", "default allow\n"),
        (".other/no.pl", "default allow\n"),
    ]);
    history.git(&["add", "-f", ".hidden/q.pl", "left/r.pl"]);
    let document = document(&history, &[]);
    let files: Vec<&str> =
        document["policies"].as_array().unwrap().iter().map(|policy| policy["file"].as_str().unwrap()).collect();
    assert_eq!(files, [".hidden/q.pl", "left/r.pl"]);
}

#[test]
fn a_sparse_checkout_hides_nothing() {
    let mut history = history(&[("a/p.pl", "default deny\n"), ("b/q.pl", "default deny\n")]);
    history.commit(&[("a/p.pl", "default allow\n")]);
    history.git(&["sparse-checkout", "set", "--no-cone", "b"]);
    assert!(!history.path().join("a/p.pl").exists());
    assert_eq!(fails(&history), ["widened"]);
}

#[test]
fn a_review_of_the_work_tree_needs_one() {
    let history = history(&[("p.pl", "default deny\n")]);
    for folder in [".git", "bare.git"] {
        git(&history.path(), 0, &["clone", "-q", "--bare", ".", "bare.git"]);
        let run = jamb(&history.path().join(folder), &["review", "--base", "main"]);
        assert_eq!(run.code, 2, "{folder}: {}", run.stdout);
        assert!(run.stderr.contains("there is no work tree here"), "{}", run.stderr);
        let run = jamb(&history.path().join(folder), &["review", "--base", "main", "--head", "main"]);
        assert_eq!(run.code, 0, "{folder}: {}", run.stderr);
    }
}

#[test]
fn branches_that_were_merged_into_each_other_have_no_single_beginning() {
    let mut history = history(&[("p.pl", &pay(1))]);
    history.commit(&[("a.txt", "a")]);
    history.git(&["switch", "-q", "main"]);
    history.commit(&[("b.txt", "b")]);
    history.git(&["tag", "b"]);
    history.git(&["merge", "-q", "--no-ff", "-m", "merge", "work"]);
    history.git(&["switch", "-q", "work"]);
    history.git(&["merge", "-q", "--no-ff", "-m", "merge", "b"]);
    history.commit(&[("p.pl", &pay(9))]);
    let run = review(&history, &["--head", "work"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("merge `main` into the branch"), "{}", run.stderr);
    history.git(&["merge", "-q", "-m", "merge", "main"]);
    assert_eq!(fails(&history), ["widened"]);
}

#[test]
fn a_shallow_clone_is_reviewed_only_if_the_beginning_is_known() {
    // main: 1 - 2 - 3; work: 2 - 4. A second parent connects the shallow ends with commit 1.
    let mut history = History::new(&[("p.pl", &pay(1))]);
    history.git(&["branch", "old"]);
    history.commit(&[("p.pl", &pay(5))]);
    history.branch("work");
    history.commit(&[("p.pl", &pay(9))]);
    let source = format!("file://{}", history.path().display());
    let clone = |depth: &str, name: &str| {
        for arguments in [
            &["clone", "-q", "--no-single-branch", "--depth", depth, "--branch", "work", &source, name][..],
            &["-C", name, "branch", "-q", "main", "origin/main"],
        ] {
            let output = git(&history.path(), 0, arguments);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        jamb(&history.path().join(name), &["review", "--base", "main"])
    };
    let cut = clone("1", "one");
    assert_eq!(cut.code, 2, "{}", cut.stdout);
    assert!(cut.stderr.contains("fetch-depth: 0"), "{}", cut.stderr);
    let enough = clone("2", "two");
    assert_eq!(enough.code, 1, "{}", enough.stderr);
}

#[test]
fn a_submodule_is_named_and_counts_where_it_was_asked_for() {
    let inner = History::new(&[("p.pl", "default allow\n")]);
    let mut history = history(&[("q.pl", "default deny\n")]);
    history.git(&["submodule", "add", "-q", inner.path().to_str().unwrap(), "vendor/inner"]);
    history.commit(&[]);
    for format in ["pretty", "markdown", "html"] {
        let page = review(&history, &["--format", format]).stdout;
        assert!(page.contains("is a submodule"), "{page}");
    }
    assert_eq!(fails(&history), [""; 0]);
    for path in ["vendor", "vendor/inner"] {
        for options in [&[path][..], &["--head", "HEAD", path]] {
            let document = document(&history, options);
            assert_eq!(document["fails"], serde_json::json!(["widened"]), "{options:?}");
        }
    }
    assert_eq!(document(&history, &[])["unread"][0]["file"], "vendor/inner");
}

#[test]
fn own_entries_leave_room_for_what_is_wider() {
    let entries: String =
        (0..300).map(|number| entry(&format!("{number}{}.pl", "x".repeat(300)), "pay", "wider", "0")).collect();
    let mut history = history(&[("p.pl", &pay(5)), ("z.pl", "default deny\n")]);
    history.commit(&[("jamb.toml", &entries), ("p.pl", &pay(9)), ("a.pl", "default deny\nallow look: read\n")]);
    let comment = review(&history, &["--format", "markdown", "--head", "HEAD"]).stdout;
    assert!(comment.contains("… and 290 more") && comment.contains("allowed in `p.pl`"), "{comment}");
    // What was there before and moves money comes before what is new.
    let place = |text: &str| comment.find(text).unwrap_or_else(|| panic!("{text}: {comment}"));
    assert!(place("allowed in `p.pl`") < place("allowed in `a.pl`"));
    assert!(place("| `p.pl` |") < place("| `a.pl` |"));
    let head = history.git(&["rev-parse", "HEAD"]);
    let base = history.git(&["rev-parse", "main"]);
    assert!(comment.contains(&base[..10]) && comment.contains(&head[..10]), "{comment}");
}

#[test]
fn a_policy_that_moved_is_named_in_every_format() {
    let mut history = history(&[("admin.pl", &pay(5)), ("q.pl", "default deny\n")]);
    history.git(&["mv", "admin.pl", "contractors.pl"]);
    history.commit(&[]);
    for format in ["pretty", "markdown", "html", "github", "json"] {
        let page = review(&history, &["--format", format]).stdout;
        assert!(page.contains("contractors.pl") && page.contains("admin.pl"), "{format}: {page}");
    }
}

#[test]
fn what_agents_are_told_is_shown_and_fails_nothing() {
    let policy = |because: &str| {
        format!("default deny\ntool pay: financial {{ require args.amount <= 5 because \"{because}\" }}\nhide secret\n")
    };
    let mut history = history(&[("p.pl", &policy("Ask a human."))]);
    history.commit(&[(
        "p.pl",
        &policy("Try `again` [x](http://evil).").replace("hide secret", "deny secret because \"No.\""),
    )]);
    assert_eq!(fails(&history), [""; 0]);
    let page = review(&history, &["--format", "markdown"]).stdout;
    assert!(page.contains("tells the agent something else"), "{page}");
    assert!(page.contains("`secret` was hidden"), "{page}");
    assert!(page.contains("Ask a human."), "{page}");
    assert_eq!(document(&history, &[])["policies"][0]["messages"][0]["tool"], "pay");
}

#[test]
fn the_page_says_what_is_not_known_of_recorded_calls() {
    let mut history = history(&[("p.pl", &pay(5))]);
    history.commit(&[("p.pl", &pay(4))]);
    history.write(&[("calls.jsonl", "{\"tool\": \"pay\"}\n{\"no tool\": 1}\n"), ("empty.jsonl", "")]);
    let page = review(&history, &["--format", "markdown", "--trace", "calls.jsonl"]).stdout;
    assert!(page.contains("1 line could not be read"), "{page}");
    assert!(page.contains("1 recorded call could not be decided"), "{page}");
    let page = review(&history, &["--format", "markdown", "--trace", "empty.jsonl"]).stdout;
    assert!(page.contains("the traces have no calls") || page.contains("The traces have no calls"), "{page}");
}

#[test]
fn a_catalog_that_git_does_not_have_is_named() {
    let mut history = history(&[("p.pl", "default deny\n"), (".gitignore", "*.tools.json\n")]);
    history.commit(&[("p.pl", "default deny\ncatalog \"pay.tools.json\"\nallow pay: financial\n")]);
    let page = review(&history, &["--head", "HEAD", "--format", "markdown"]).stdout;
    assert!(page.contains("pay.tools.json"), "{page}");
    assert_eq!(document(&history, &["--head", "HEAD"])["fails"], serde_json::json!(["widened"]));
}

#[test]
fn a_small_commit_with_endless_paths_is_refused() {
    let history = history(&[("p.pl", DENY)]);
    let mut entry = ("100644", history.git(&["rev-parse", "HEAD:p.pl"]));
    // A folder in a folder, and so on, each with a name of 4 MB.
    for _ in 0..12 {
        let digits = entry.1.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        let hash = digits.map(|pair| u8::from_str_radix(pair, 16).unwrap());
        let tree: Vec<u8> = format!("{} {}\0", entry.0, "a".repeat(4 << 20)).bytes().chain(hash).collect();
        std::fs::write(history.path().join("tree"), tree).unwrap();
        entry = ("40000", history.git(&["hash-object", "-t", "tree", "-w", "--literally", "tree"]));
    }
    let commit = history.git(&["commit-tree", &entry.1, "-p", "HEAD", "-m", "deep"]);
    let run = review(&history, &["--head", &commit]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("the paths of its files are too long"), "{}", run.stderr);
}
