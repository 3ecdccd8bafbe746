//! `jamb review` on scratch repositories with real histories.

use std::fmt::Write;
use std::os::unix::fs::symlink;

use serde_json::Value;

use crate::support::history::{History, branch as history, git, review, reviewed as document};
use crate::support::run::{jamb, root};

const TOOLS: &str = r#"{"tools": [
  {"name": "create_refund", "description": "Refund a charge", "inputSchema": {"type": "object", "required": ["charge", "amount"],
    "properties": {"charge": {"type": "string"}, "amount": {"type": "integer"}, "reason": {"enum": ["duplicate", "fraudulent"]}}}},
  {"name": "list_charges", "description": "List charges", "annotations": {"readOnlyHint": true},
    "inputSchema": {"type": "object", "properties": {"limit": {"type": "integer"}}}}
]}
"#;

const POLICY: &str = r#"default deny
catalog "stripe.tools.json"

allow list_charges: read

tool create_refund: financial {
  require args.amount > 0 and args.amount <= 100_00 because "Refunds above $100 need a human."
  limit 10 per hour
}

test "large refunds are denied" {
  call create_refund { charge: "ch_1", amount: 100_01 } => deny
}

assert never create_refund if args.amount > 100_00
"#;

const FILES: [(&str, &str); 2] = [("policies/stripe.pl", POLICY), ("policies/stripe.tools.json", TOOLS)];

fn fails(history: &History, options: &[&str]) -> Vec<String> {
    let document = document(history, options);
    document["fails"].as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

/// What people read: the page at a terminal and the comment.
fn assert_pages(name: &str, history: &History, options: &[&str]) {
    let mut text = String::new();
    for format in ["pretty", "markdown"] {
        let run = review(history, &[&["--format", format], options].concat());
        writeln!(text, "==== {format}, exit {}\n{}{}", run.code, run.stdout, run.stderr).unwrap();
    }
    // The entries are new whenever the digest changes; a test of their own compares them.
    let base = history.git(&["rev-parse", "main"]);
    let text = text.replace(&base[..10], "BASE");
    insta::with_settings!({snapshot_path => root().join("snapshots/review"), prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!(name, text);
    });
}

fn changed(from: &str, to: &str) -> String {
    assert!(POLICY.contains(from));
    POLICY.replace(from, to)
}

#[test]
fn a_limit_that_was_raised_and_an_assert_that_was_taken_away() {
    let mut history = history(&FILES);
    let policy = changed("args.amount <= 100_00", "args.amount <= 500_00");
    let policy = policy.replace("assert never create_refund if args.amount > 100_00\n", "");
    let policy = policy.replace("amount: 100_01", "amount: 500_01");
    history.commit(&[("policies/stripe.pl", &policy)]);
    assert_eq!(fails(&history, &[]), ["widened", "tests"]);
    assert_eq!(fails(&history, &["--fail-on", "narrowed,findings,silenced,stale,decisions"]), [""; 0]);
    assert_pages("widened", &history, &[]);
    let document = document(&history, &[]);
    let policy = &document["policies"][0];
    assert_eq!(policy["change"], "changed");
    assert_eq!(policy["diff"]["tools"]["create_refund"]["change"], "wider");
    assert_eq!(policy["asserts"][0]["change"], "gone");
    assert_eq!(policy["tests"][0]["change"], "changed");
    assert_eq!(policy["to_accept"][0]["tool"], "create_refund");
    assert_eq!(document["head"], Value::Null);
}

#[test]
fn a_narrower_policy_fails_nothing() {
    let mut history = history(&FILES);
    history.commit(&[("policies/stripe.pl", &changed("args.amount <= 100_00", "args.amount <= 50_00"))]);
    assert_eq!(fails(&history, &[]), [""; 0]);
    assert_eq!(fails(&history, &["--fail-on", "changed"]), ["changed"]);
    assert_pages("narrowed", &history, &[]);
}

#[test]
fn a_changed_include_reviews_all_its_users_and_renames_are_followed() {
    let user = |tool: &str| {
        format!(
            "default deny\ninclude \"shared.pl\"\n\ntool {tool}: financial {{\n  apply capped(100)\n  limit 5 per hour\n}}\n"
        )
    };
    let (refunds, payouts) = (user("create_refund"), user("create_payout"));
    let shared = "rule capped(most) {\n  require args.amount <= most because \"Too much.\"\n}\n";
    let mut history = history(&[
        ("policies/refunds.pl", &refunds),
        ("policies/payouts.pl", &payouts),
        ("policies/other.pl", "default deny\n"),
        ("policies/shared.pl", shared),
    ]);
    history.remove("policies/payouts.pl");
    history.commit(&[("teams/payouts.pl", &payouts.replace("shared.pl", "../policies/shared.pl"))]);
    history.commit(&[("policies/shared.pl", &shared.replace("<= most", "<= 1000"))]);
    let document = document(&history, &[]);
    let seen: Vec<(&str, &str, Option<&str>)> = document["policies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|policy| (policy["file"].as_str().unwrap(), policy["change"].as_str().unwrap(), policy["was"].as_str()))
        .collect();
    assert_eq!(
        seen,
        [("policies/refunds.pl", "changed", None), ("teams/payouts.pl", "moved", Some("policies/payouts.pl"))]
    );
    assert_eq!(document["fails"], serde_json::json!(["widened"]));
    assert_pages("include", &history, &[]);
}

#[test]
fn a_changed_catalog_shows_what_the_policy_allows_now() {
    let policy = POLICY.replace("allow list_charges: read", "allow list_*: read");
    let mut history = history(&[("policies/stripe.pl", &policy), ("policies/stripe.tools.json", TOOLS)]);
    let tools = TOOLS.replace(
        "  {\"name\": \"list_charges\"",
        "  {\"name\": \"list_api_keys\", \"description\": \"List API keys\", \"inputSchema\": {\"type\": \"object\"}},\n  {\"name\": \"list_charges\"",
    );
    history.commit(&[("policies/stripe.tools.json", &tools)]);
    assert_eq!(fails(&history, &[]), ["widened"]);
    let document = document(&history, &[]);
    assert_eq!(document["policies"][0]["drift"]["wider"], true);
    assert_pages("catalog", &history, &[]);
}

#[test]
fn a_new_policy_and_one_that_is_gone() {
    let mut history = history(&FILES);
    history.remove("policies/stripe.pl");
    history.commit(&[("policies/größe.pl", "default deny\nallow get_size: read\n")]);
    assert_eq!(fails(&history, &[]), ["widened"]);
    assert_pages("came-and-went", &history, &[]);
}

#[test]
fn findings_can_be_silenced_in_three_ways() {
    let open = "default deny\n\ntool send_mail: write {\n  limit 5 per hour\n}\n";
    let allow = "default allow\n";
    let mut history = history(&[("a.pl", allow), ("b.pl", allow), ("c.pl", allow), ("d.pl", open)]);
    history.commit(&[
        ("a.pl", "# jamb: ignore[default-allow] it is a sandbox\ndefault allow\n"),
        ("jamb.toml", "[[lint.overrides]]\nfiles = [\"b.pl\"]\nrules.default-allow = \"off\"\n"),
    ]);
    let written = history.jamb(&["lint", "c.pl", "--write-baseline", "baseline.json"]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    let document = document(&history, &[]);
    let by: Vec<(&str, &str)> = document["policies"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|policy| {
            let file = policy["file"].as_str().unwrap();
            policy["silenced"].as_array().unwrap().iter().map(move |silenced| (file, silenced["by"].as_str().unwrap()))
        })
        .collect();
    assert!(by.contains(&("a.pl", "comment")) && by.contains(&("b.pl", "settings")), "{by:?}");
    assert!(by.contains(&("c.pl", "baseline")) && !by.iter().any(|(file, _)| *file == "d.pl"), "{by:?}");
    assert_eq!(document["fails"], serde_json::json!(["silenced"]));
    assert_pages("silenced", &history, &[]);
    // What was silenced before is not silenced by the branch.
    history.commit(&[]);
    history.git(&["branch", "-f", "main", "work"]);
    history.commit(&[("a.pl", "# jamb: ignore[default-allow] it is a sandbox\ndefault allow\nallow x: read\n")]);
    assert_eq!(fails(&history, &[]), [""; 0]);
}

#[test]
fn a_compiled_policy_that_was_edited_by_hand_is_stale() {
    let compiled = |policy: &str| jamb_compiled(policy);
    let settings = "[compile]\nout-dir = \"dist\"\n";
    let mut history = history(&[
        FILES[0],
        FILES[1],
        ("dist/policies/stripe.json", &compiled(POLICY)),
        ("jamb.toml", settings),
        ("other.json", "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"pay\": {}}}\n"),
        ("package.json", "{\"name\": \"x\", \"version\": \"1.0.0\"}\n"),
    ]);
    assert_eq!(fails(&history, &[]), [""; 0]);
    let edited = compiled(POLICY).replace("10000", "1000000");
    assert_ne!(edited, compiled(POLICY));
    history.commit(&[
        ("dist/policies/stripe.json", &edited),
        ("package.json", "{\"name\": \"x\", \"version\": \"1.0.1\"}\n"),
        // A document without a source is compared as a policy.
        ("other.json", "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"pay\": {}, \"refund\": {}}}\n"),
    ]);
    assert_eq!(fails(&history, &[]), ["widened", "stale"]);
    assert_pages("stale", &history, &[]);
    // The policy changed, and nobody compiled it. The branch also says that there is nothing compiled.
    history.commit(&[
        ("dist/policies/stripe.json", &compiled(POLICY)),
        ("other.json", "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"pay\": {}}}\n"),
        ("policies/stripe.pl", &changed("args.amount <= 100_00", "args.amount <= 50_00")),
        ("jamb.toml", "[compile]\nout-dir = \"elsewhere\"\n"),
    ]);
    let document = document(&history, &[]);
    let policies = document["policies"].as_array().unwrap();
    let policy = policies.iter().find(|policy| policy["file"] == "policies/stripe.pl").unwrap();
    let stale: Vec<_> = policy["stale"].as_array().unwrap().iter().collect();
    assert_eq!(stale.len(), 2, "{stale:?}");
    assert_eq!((&stale[0]["why"], &stale[1]["why"]), (&"differs".into(), &"missing".into()));
}

fn jamb_compiled(policy: &str) -> String {
    let folder = crate::support::run::folder(&[("p.pl", policy.as_bytes()), ("stripe.tools.json", TOOLS.as_bytes())]);
    let run = jamb(folder.path(), &["compile", "p.pl"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

#[test]
fn what_was_agreed_on_counts_if_the_base_has_it() {
    let wider = changed("args.amount <= 100_00", "args.amount <= 500_00")
        .replace("amount: 100_01", "amount: 500_01")
        .replace("args.amount > 100_00", "args.amount > 500_00");
    let mut history = history(&FILES);
    history.commit(&[("policies/stripe.pl", &wider)]);
    assert_eq!(fails(&history, &[]), ["widened", "tests"]);
    let entry = document(&history, &[])["policies"][0]["to_accept"][0].clone();
    let digest = entry["now"].as_str().unwrap();
    let settings = |reason: &str, until: &str| {
        format!(
            "[[review.accept]]\npolicy = \"policies/stripe.pl\"\ntool = \"create_refund\"\nchange = \"wider\"\n\
             now = \"{digest}\"\n{reason}{until}"
        )
    };
    let good = settings("reason = \"Support may refund up to $500 since March.\"\n", "until = 2999-12-31\n");
    // The branch can't accept its own change …
    history.commit(&[("jamb.toml", &good)]);
    assert_eq!(fails(&history, &[]), ["accept-own", "widened", "tests"]);
    assert_pages("own-entry", &history, &[]);
    assert_eq!(fails(&history, &["--accept-own"]), [""; 0]);
    // … but the base branch can.
    let with_base = |text: &str| {
        let mut history = History::new(&[FILES[0], FILES[1], ("jamb.toml", text)]);
        history.branch("work");
        history.commit(&[("policies/stripe.pl", &wider)]);
        history
    };
    let agreed = with_base(&good);
    assert_eq!(fails(&agreed, &[]), [""; 0]);
    assert_pages("agreed", &agreed, &[]);
    let accepted = &document(&agreed, &[])["policies"][0]["accepted"][0];
    assert_eq!(accepted["reason"], "Support may refund up to $500 since March.");
    // Without a reason, past its date, or for other rules it accepts nothing, and that is said.
    let other = good.replace(digest, &digest.replace(|digit: char| digit.is_ascii_digit(), "0"));
    for (text, why) in [
        (settings("", ""), "it gives no reason"),
        (settings("reason = \" - \"\n", ""), "it gives no reason"),
        (settings("reason = \"yes\"\n", "until = 2020-01-01\n"), "its date has passed"),
        (other, "what it accepted has changed since"),
    ] {
        let history = with_base(&text);
        assert_eq!(fails(&history, &[]), ["widened", "tests"], "{text}");
        let warnings = document(&history, &[])["warnings"].to_string();
        assert!(warnings.contains(why), "{warnings}");
    }
    // Wider still: the old entry does not cover it.
    let mut wider_still = with_base(&good);
    wider_still.commit(&[("policies/stripe.pl", &wider.replace("limit 10 per hour", "limit 100 per hour"))]);
    assert_eq!(fails(&wider_still, &[]), ["widened", "tests"]);
    // After the merge, the entry is no warning as long as the rules stay as they are.
    let mut merged =
        History::new(&[("policies/stripe.pl", &wider), FILES[1], ("jamb.toml", &good), ("o.pl", "default deny\n")]);
    merged.branch("work");
    merged.commit(&[("o.pl", "default deny\nhide x\n")]);
    assert_eq!(document(&merged, &[])["warnings"], serde_json::json!([]));
    merged.commit(&[("policies/stripe.pl", POLICY)]);
    assert_eq!(document(&merged, &[])["warnings"].as_array().unwrap().len(), 1);
}

#[test]
fn recorded_calls_are_decided_by_both() {
    let mut history = history(&FILES);
    history.commit(&[("policies/stripe.pl", &changed("args.amount <= 100_00", "args.amount <= 50_00"))]);
    let calls: String = [4_000, 6_000, 20_000]
        .map(|amount| {
            format!("{{\"tool\": \"create_refund\", \"args\": {{\"charge\": \"secret\", \"amount\": {amount}}}}}\n")
        })
        .concat();
    history.write(&[("calls.jsonl", &calls)]);
    let trace = ["--trace", "calls.jsonl", "--fail-on", "decisions"];
    assert_eq!(fails(&history, &trace), ["decisions"]);
    let summary = document(&history, &trace)["policies"][0]["calls"]["summary"].clone();
    assert_eq!((&summary["calls"], &summary["widened"], &summary["narrowed"]), (&3.into(), &0.into(), &1.into()));
    let comment = review(&history, &[&["--format", "markdown"], &trace[..]].concat());
    assert!(!comment.stdout.contains("secret"), "{}", comment.stdout);
    assert_eq!(review(&history, &["--trace", "none.jsonl"]).code, 2);
}

#[test]
fn a_claim_that_means_something_else_is_reported() {
    let policy = POLICY.replace(
        "assert never create_refund if args.amount > 100_00",
        "let most = 100_00\nassert never create_refund if args.amount > most",
    );
    let mut history = history(&[("policies/stripe.pl", &policy), FILES[1]]);
    let wider = policy
        .replace("args.amount <= 100_00", "args.amount <= 500_00")
        .replace("let most = 100_00", "let most = 500_00");
    history.commit(&[("policies/stripe.pl", &wider.replace("amount: 100_01", "amount: 500_01"))]);
    let document = document(&history, &[]);
    let assert = &document["policies"][0]["asserts"][0];
    assert_eq!((&assert["change"], &assert["holds"], &assert["lost"]), (&"same".into(), &true.into(), &true.into()));
    assert_eq!(document["fails"], serde_json::json!(["widened", "tests"]));
}

#[test]
fn what_can_not_be_decided_counts_as_wider() {
    for (name, text) in [("broken", "default deny\ntool x {\n"), ("prolog", ":- module(a, []).\n")] {
        let mut history = history(&FILES);
        history.commit(&[("policies/stripe.pl", text)]);
        assert_eq!(fails(&history, &[])[0], "widened", "{name}");
        let document = document(&history, &[]);
        assert!(document["policies"][0]["unknown"].is_string(), "{name}");
    }
    let mut linked = history(&FILES);
    linked.remove("policies/stripe.pl");
    symlink("/etc/hostname", linked.path().join("policies/stripe.pl")).unwrap();
    linked.commit(&[]);
    assert_eq!(fails(&linked, &["--head", "HEAD"])[0], "widened");
    assert_pages("unknown", &linked, &["--head", "HEAD"]);
    // A folder that became a link hides no policy.
    let mut moved = history(&FILES);
    moved.git(&["mv", "policies", "elsewhere"]);
    symlink("elsewhere", moved.path().join("policies")).unwrap();
    moved.commit(&[]);
    let run = review(&moved, &["--head", "HEAD"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("a folder on the way is a symbolic link"), "{}", run.stderr);
}

#[test]
fn a_branch_can_not_hide_a_policy() {
    let wider = changed("args.amount <= 100_00", "args.amount <= 500_00");
    let mut history = history(&FILES);
    history.commit(&[("policies/stripe.pl", &wider), (".gitignore", "policies\n*.pl\n"), (".ignore", "*\n")]);
    assert_eq!(fails(&history, &[])[0], "widened");
    // An attribute changes what git would check out, not what is read.
    history.commit(&[(".gitattributes", "*.pl filter=evil diff=evil text eol=crlf\n")]);
    assert_eq!(fails(&history, &[])[0], "widened");
}

/// A catalog says which calls the server accepts, and it is a file like any other.
#[test]
fn a_branch_can_not_hide_calls_behind_a_catalog() {
    let clause = POLICY.lines().find(|line| line.contains("require")).unwrap();
    let wider = changed(&format!("{clause}\n"), "");
    let amount = "\"amount\": {\"type\": \"integer\"";
    let forged = TOOLS.replace(amount, &format!("{amount}, \"minimum\": 1, \"maximum\": 10000"));
    assert_ne!(forged, TOOLS);
    let mut changed_both = history(&FILES);
    changed_both.commit(&[("policies/stripe.pl", &wider), ("policies/stripe.tools.json", &forged)]);
    let diff = document(&changed_both, &[])["policies"][0]["diff"].clone();
    assert_eq!(diff["tools"]["create_refund"]["change"], "wider", "{diff}");
    let without = |policy: &str| policy.replace("catalog \"stripe.tools.json\"\n", "");
    let mut added = history(&[("policies/stripe.pl", &without(POLICY))]);
    added.commit(&[("policies/stripe.pl", &wider), ("policies/stripe.tools.json", &forged)]);
    assert_eq!(fails(&added, &[])[0], "widened");
    let mut other = history(&[("policies/other.pl", "default deny\n")]);
    let impossible = TOOLS.replace(amount, &format!("{amount}, \"enum\": []"));
    other.commit(&[("policies/stripe.pl", POLICY), ("policies/stripe.tools.json", &impossible)]);
    assert_ne!(document(&other, &[])["policies"][0]["diff"]["tools"]["create_refund"]["change"], "same");
}

#[test]
fn a_fork_is_reviewed_without_its_files() {
    let mut history = history(&FILES);
    let wider = changed("args.amount <= 100_00", "args.amount <= 500_00");
    history.commit(&[("policies/stripe.pl", &wider), ("jamb.toml", "[lint.rules.default-allow]\nlevel = \"off\"\n")]);
    let head = history.git(&["rev-parse", "HEAD"]);
    history.git(&["switch", "-q", "main"]);
    let run = review(&history, &["--head", &head, "--format", "json"]);
    let document: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
    assert_eq!((document["head"].as_str(), run.code), (Some(head.as_str()), 1));
    // What is in the work tree is not read, even if git does not know it.
    history.write(&[("policies/untracked.pl", "default allow\n")]);
    assert_eq!(review(&history, &["--head", &head, "--format", "json"]).stdout, run.stdout);
}

#[test]
fn histories_of_every_kind() {
    // Without a remote, the base has to be named.
    let mut history = History::new(&FILES);
    let run = history.jamb(&["review"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--base origin/main"), "{}", run.stderr);
    // The default branch of origin is the base. A detached head is as good as a branch.
    history.git(&["update-ref", "refs/remotes/origin/trunk", "HEAD"]);
    history.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk"]);
    history.git(&["switch", "-q", "--detach", "HEAD"]);
    history.commit(&[("policies/stripe.pl", &changed("limit 10 per hour", "limit 20 per hour"))]);
    let run = history.jamb(&["review"]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    // Changes that are not committed count, too.
    history.write(&[("policies/stripe.pl", POLICY)]);
    assert_eq!(history.jamb(&["review"]).code, 0);
    // A shallow clone has no merge base, which is not an empty review.
    history.commit(&[]);
    history.git(&["branch", "-f", "other", "HEAD"]);
    history.git(&["branch", "-f", "main", "HEAD~1"]);
    history.commit(&[("x.pl", "default deny\n")]);
    let source = format!("file://{}", history.path().display());
    for arguments in [
        &["clone", "-q", "--depth", "1", "--branch", "other", &source, "shallow"][..],
        &["-C", "shallow", "fetch", "-q", "--depth", "1", "origin", "main"],
    ] {
        let output = git(&history.path(), 0, arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let run = jamb(&history.path().join("shallow"), &["review", "--base", "FETCH_HEAD"]);
    assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("git fetch --unshallow"), "{}", run.stderr);
    // Unrelated histories have none either; neither has a name that is not a commit.
    history.git(&["switch", "-q", "--orphan", "unrelated"]);
    history.commit(&[("x.pl", "default deny\n")]);
    for (base, reason) in
        [("main", "no commit in common"), ("nothing", "git has no commit `nothing`"), ("--help", "git has no")]
    {
        let run = history.jamb(&["review", &format!("--base={base}")]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(reason), "{}", run.stderr);
    }
    let outside = crate::support::run::folder(&[]);
    assert_eq!(jamb(outside.path(), &["review"]).code, 2);
}

#[test]
fn a_submodule_is_reviewed_where_it_comes_from() {
    let inner = History::new(&[("p.pl", "default allow\n")]);
    let mut history = history(&FILES);
    history.git(&["submodule", "add", "-q", inner.path().to_str().unwrap(), "vendor"]);
    history.commit(&[]);
    let run = review(&history, &[]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("`vendor` is a submodule"), "{}", run.stdout);
    assert_eq!(fails(&history, &["--head", "HEAD"]), [""; 0]);
}

#[test]
fn paths_choose_what_is_reviewed() {
    let mut history = history(&[("a/p.pl", "default deny\n"), ("b/p.pl", "default deny\n")]);
    history.commit(&[("a/p.pl", "default allow\n"), ("b/p.pl", "default allow\n")]);
    let files = |options: &[&str], folder: &str| {
        let run =
            jamb(&history.path().join(folder), &[&["review", "--base", "main", "--format", "json"], options].concat());
        let document: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
        document["policies"]
            .as_array()
            .unwrap()
            .iter()
            .map(|policy| policy["file"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(files(&[], ""), ["a/p.pl", "b/p.pl"]);
    assert_eq!(files(&["b"], ""), ["b/p.pl"]);
    assert_eq!(files(&["b/p.pl"], ""), ["b/p.pl"]);
    assert_eq!(files(&["."], "a"), ["p.pl"]);
    assert_eq!(files(&[], "a"), ["p.pl", "../b/p.pl"]);
    assert_eq!(review(&history, &["c"]).code, 2);
    let empty = History::new(&[("README.md", "x")]);
    empty.branch("work");
    assert_eq!(review(&empty, &[]).code, 3);
}

#[test]
fn a_hostile_configuration_stops_the_review() {
    let mut history = history(&FILES);
    for (text, reason) in [
        ("[review]\naccept = 1\n", "expected a list"),
        ("[[review.accept]]\npolicy = \"x\"\n", "`tool`, `change` and `now` are missing"),
        ("[[review.accept]]\npolicy = \"x\"\ntool = \"x\"\nchange = \"all\"\nnow = \"x\"\n", "`\"wider\"`"),
        (
            "[[review.accept]]\npolicy = \"x\"\ntool = \"x\"\nchange = \"wider\"\nnow = \"x\"\nuntil = \"soon\"\n",
            "a day such as",
        ),
        ("[compile]\nout-dir = [\"x\"]\n", "expected a string"),
        ("[[[", "can't be read"),
    ] {
        history.commit(&[("jamb.toml", text)]);
        let run = review(&history, &[]);
        assert_eq!(run.code, 2, "{text}: {}", run.stdout);
        assert!(run.stderr.contains(reason), "{text}: {}", run.stderr);
    }
    // It can lead out of the repository, where nothing is found.
    history.commit(&[("jamb.toml", "[compile]\nout-dir = \"../../../../../../etc\"\n")]);
    assert_eq!(fails(&history, &["--head", "HEAD"]), ["stale"]);
}

#[test]
fn a_comment_is_not_longer_than_a_host_allows_and_keeps_what_is_wider() {
    let tools: String =
        (0..150).map(|number| format!("allow tool_number_{number}_with_a_long_name_that_goes_on: read\n")).collect();
    let mut history = history(&[("a.pl", &format!("default deny\n{tools}")), ("z.pl", "default deny\n")]);
    history.commit(&[("a.pl", "default deny\n"), ("z.pl", "default deny\nallow wire_transfer: financial\n")]);
    for number in 0..25 {
        history.write(&[(&format!("more/{number}.pl"), &format!("default deny\n{tools}"))]);
    }
    let comment = review(&history, &["--format", "markdown", "--fail-on", "changed"]).stdout;
    assert!(comment.starts_with("<!-- jamb-review -->\n"));
    assert!(comment.chars().count() <= 60_000, "{}", comment.chars().count());
    assert!(comment.contains("The rest is left out") && comment.contains("| `z.pl` | 1 tool |"), "{comment}");
    assert_eq!(comment.matches("```").count() % 2, 0);
}

#[test]
fn names_in_a_comment_make_no_markup() {
    let mut history = history(&[("p.pl", "default deny\n")]);
    let name = "[x](http://evil)<img src=x>@everyone|`.pl";
    history.commit(&[(name, "default deny\nallow \"@team <b>x</b> `|`\": read\n")]);
    let comment = review(&history, &["--format", "markdown"]).stdout;
    let parsed = pulldown_cmark::Parser::new_ext(&comment, pulldown_cmark::Options::all());
    let mut is_block = false;
    for event in parsed {
        match event {
            pulldown_cmark::Event::Start(pulldown_cmark::Tag::CodeBlock(_)) => is_block = true,
            pulldown_cmark::Event::End(pulldown_cmark::TagEnd::CodeBlock) => is_block = false,
            pulldown_cmark::Event::Text(_) if is_block => {}
            pulldown_cmark::Event::Html(html) => assert_eq!(html.trim(), "<!-- jamb-review -->"),
            pulldown_cmark::Event::Start(pulldown_cmark::Tag::Link { .. } | pulldown_cmark::Tag::Image { .. })
            | pulldown_cmark::Event::InlineHtml(_) => panic!("{event:?} in {comment}"),
            pulldown_cmark::Event::Text(text) => assert!(!text.contains('@'), "{text} in {comment}"),
            _ => {}
        }
    }
    let page = review(&history, &["--format", "html"]).stdout;
    assert!(!page.contains("<img") && !page.contains("<b>x"), "{page}");
}

#[test]
fn every_format_says_the_same() {
    let mut history = history(&FILES);
    history.commit(&[("policies/stripe.pl", &changed("args.amount <= 100_00", "args.amount <= 500_00"))]);
    let annotations = review(&history, &["--format", "github"]).stdout;
    assert!(
        annotations.lines().any(|line| line.starts_with("::error file=policies/stripe.pl,line=6,")),
        "{annotations}"
    );
    let page = review(&history, &["--format", "html"]).stdout;
    assert!(
        page.starts_with("<!DOCTYPE html>") && page.contains("Agents may do more")
            || page.contains("agents may do more"),
        "{page}"
    );
    assert_eq!(review(&history, &["--format", "sarif"]).code, 2);
}

#[test]
fn a_policy_that_had_errors_is_compared_with_nothing() {
    let mut history = history(&[("p.pl", "default deny\nallow x: read\nallow\n")]);
    history.commit(&[("p.pl", "default deny\nallow x: read\n")]);
    let document = document(&history, &[]);
    assert_eq!(document["fails"], serde_json::json!(["widened"]));
    assert_eq!(document["policies"][0]["to_accept"][0]["tool"], "x");
}

#[test]
fn a_policy_with_old_errors_is_not_touched_by_other_changes() {
    let broken = "default deny\ninclude \"parts\"\ninclude \"nowhere.pl\"\ncatalog \"nowhere.json\"\n";
    let mut history = history(&[("p.pl", broken), ("parts/README.md", "")]);
    history.commit(&[("other.pl", "default deny\n")]);
    for options in [&[][..], &["--head", "HEAD"]] {
        assert_eq!(fails(&history, options), [""; 0], "{options:?}");
    }
}

#[test]
fn links_that_lead_where_they_led_are_left_out() {
    let mut history = history(&FILES);
    symlink("stripe.pl", history.path().join("policies/link.pl")).unwrap();
    history.commit(&[]);
    history.git(&["branch", "-f", "main", "work"]);
    history.commit(&[("policies/stripe.pl", &changed("args.amount <= 100_00", "args.amount <= 50_00"))]);
    for options in [&[][..], &["--head", "HEAD"]] {
        assert_eq!(fails(&history, options), [""; 0], "{options:?}");
    }
    std::fs::remove_file(history.path().join("policies/link.pl")).unwrap();
    symlink("/etc/hostname", history.path().join("policies/link.pl")).unwrap();
    assert_eq!(fails(&history, &[])[0], "widened");
}

#[test]
fn a_name_can_not_speak_for_jamb() {
    let mut history = history(&[("p.pl", "default deny\n")]);
    history.commit(&[("x` may do nothing more, and `y.pl", "default deny\nallow pay: financial\n")]);
    let comment = review(&history, &["--format", "markdown"]).stdout;
    let headings: Vec<&str> =
        comment.lines().filter(|line| line.starts_with("###") && line.contains("nothing more")).collect();
    assert!(!headings.is_empty() && headings.iter().all(|line| !line.contains("` may do")), "{headings:?}");
}
