//! `jamb lint` as people run it: paths, configuration, suppressions, fixes, baselines, formats, exit codes.

use serde_json::Value as Json;

use crate::support::run::{Run, folder, jamb, jamb_with};

const OPEN: &str = "default allow\n";
const NO_DEFAULT: &str = "allow get_customer: read\n";

fn lint(files: &[(&str, &str)], arguments: &[&str]) -> Run {
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let folder = folder(&files);
    jamb(folder.path(), &[&["lint"], arguments].concat())
}

/// The lines and rules that `--format short` reports.
fn short(run: &Run) -> Vec<String> {
    let rule = |line: &str| {
        let (place, rest) = line.split_once(": ").unwrap();
        let line = place.split(':').nth(1).unwrap();
        Some(format!("{line} {}", rest.split_once('[')?.1.split_once(']')?.0))
    };
    run.stdout.lines().filter_map(rule).collect()
}

#[test]
fn findings_are_the_result_and_their_severity_decides() {
    let run = lint(&[("a.pl", OPEN)], &["a.pl", "--format", "short"]);
    assert_eq!((run.code, short(&run)), (1, vec!["1 default-allow".to_owned()]));
    assert_eq!(lint(&[("a.pl", NO_DEFAULT)], &["a.pl"]).code, 1);
    assert_eq!(lint(&[("a.pl", NO_DEFAULT)], &["a.pl", "--fail-on", "error"]).code, 0);
    let info = "default deny\ndeny pay because \"Needs approval.\"\n";
    assert_eq!(lint(&[("a.pl", info)], &["a.pl"]).code, 0);
    assert_eq!(lint(&[("a.pl", info)], &["a.pl", "--fail-on", "info"]).code, 1);
    assert_eq!(lint(&[("a.pl", "default deny\n")], &["a.pl"]).code, 0);
}

#[test]
fn notes_of_check_do_not_fail_lint() {
    let day = "default deny\ntool x: read { limit 5 per day }\n";
    let run = lint(&[("a.pl", day)], &["a.pl", "--fail-on", "info", "--format", "short"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
}

#[test]
fn a_file_with_an_error_gives_only_the_error() {
    let run = lint(&[("a.pl", "default allow\ndeny\n"), ("b.pl", OPEN)], &[".", "--format", "short"]);
    assert_eq!((run.code, short(&run)), (1, vec!["3 syntax".to_owned(), "1 default-allow".to_owned()]));
    // Asserts are proved by `check` and `test`.
    let wrong = "default deny\nallow x: read\nassert never x\n";
    assert_eq!(lint(&[("a.pl", wrong)], &["a.pl"]).code, 0);
}

#[test]
fn findings_in_a_policy_json_have_places() {
    let json = "{\n  \"version\": \"1\",\n  \"default\": \"allow\"\n}\n";
    let run = lint(&[("policy.json", json)], &["policy.json", "--format", "short"]);
    assert_eq!(
        run.stdout,
        "policy.json:3:14: error[default-allow]: every tool that this policy does not name is callable\n"
    );
    let wrong = lint(&[("policy.json", "{\"version\": \"2\"}")], &["policy.json", "--format", "short"]);
    assert!(wrong.stdout.contains("invalid-policy"), "{}", wrong.stdout);
}

#[test]
fn exits_two_and_three() {
    assert_eq!(lint(&[], &["nowhere.pl"]).code, 2);
    assert_eq!(lint(&[("a.pl", OPEN)], &["nowhere.pl", "a.pl"]).code, 2);
    assert_eq!(lint(&[("a.txt", "")], &["."]).code, 3);
    let unknown = lint(&[("a.pl", OPEN)], &["a.pl", "--select", "defualt-allow"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("did you mean `default-allow`?"), "{}", unknown.stderr);
    assert_eq!(lint(&[("a.pl", OPEN)], &["a.pl", "--config", "none.toml"]).code, 2);
}

#[test]
fn rules_are_selected_and_ignored() {
    let text = "deny pay: financial\n";
    let of = |arguments: &[&str]| {
        let run = lint(&[("a.pl", text)], &[&["a.pl", "--format", "short"], arguments].concat());
        short(&run).into_iter().map(|found| found[2..].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of(&[]), ["missing-default"]);
    assert_eq!(
        of(&["--level", "pedantic", "--select", "missing-message,missing-default"]),
        ["missing-default", "missing-message"]
    );
    assert_eq!(of(&["--select", "missing-message"]), ["missing-message"]);
    assert_eq!(of(&["--ignore", "missing-default"]), [""; 0]);
}

#[test]
fn the_nearest_configuration_counts() {
    let files = [
        (
            "jamb.toml",
            "[lint]\nignore = [\"missing-default\"]\n[[lint.overrides]]\nfiles = [\"old/**\"]\nrules.default-allow.level = \"info\"\n",
        ),
        ("a.pl", NO_DEFAULT),
        ("old/b.pl", OPEN),
        ("new/jamb.toml", ""),
        ("new/deep/c.pl", NO_DEFAULT),
    ];
    let run = lint(&files, &[".", "--format", "short"]);
    let expected = "./new/deep/c.pl:1:1: warning[missing-default]: this policy does not say what happens to tools that it does not name\n\
        ./old/b.pl:1:1: info[default-allow]: every tool that this policy does not name is callable\n";
    assert_eq!(run.stdout.replace("./", ""), expected.replace("./", ""));
    let named = lint(&files, &["new/deep/c.pl", "--config", "jamb.toml"]);
    assert_eq!(named.code, 0, "{}", named.stdout);
}

#[test]
fn mistakes_in_the_configuration_are_underlined() {
    let toml = "[lint]\nselct = [\"x\"]\nlevel = \"high\"\n\n[lint.rules]\ndefault-allw = \"off\"\nmissing-default = { level = \"of\" }\n\n\
        [[lint.overrides]]\nrules = {}\n\n[[lint.overrides]]\nfiles = [\"{a\", 5]\n\n[fmt]\n";
    let run = lint(&[("jamb.toml", toml), ("a.pl", OPEN)], &["a.pl"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    crate::support::said::snapshots("lint").bind(|| insta::assert_snapshot!("jamb-toml", run.stderr));
    let broken = lint(&[("jamb.toml", "[lint\n"), ("a.pl", OPEN)], &["a.pl", "--format", "short"]);
    assert_eq!(broken.code, 2);
    assert!(broken.stderr.contains("jamb.toml:1:"), "{}", broken.stderr);
}

#[test]
fn comments_with_a_reason_suppress_findings() {
    let text = "# jamb: ignore[default-allow] our own server\ndefault allow\n";
    assert_eq!(lint(&[("a.pl", text)], &["a.pl"]).code, 0);
    assert_eq!(short(&lint(&[("a.pl", text)], &["a.pl", "--no-ignores", "--format", "short"])), ["2 default-allow"]);
    let other = "# jamb: ignore[missing-message] terse\ndefault deny\n";
    assert_eq!(lint(&[("a.pl", other)], &["a.pl"]).code, 0, "a rule that did not run");
    let run = lint(&[("a.pl", other)], &["a.pl", "--level", "pedantic", "--format", "short"]);
    assert_eq!(short(&run), ["1 unused-suppression"]);
    let error = "# jamb: ignore[unknown-name] no\ndefault deny\ntool x: read { apply y }\n";
    assert_eq!(lint(&[("a.pl", error)], &["a.pl"]).code, 1);
}

#[test]
fn a_part_is_suppressed_in_its_own_file() {
    let part = "rule r {\n  # jamb: ignore[missing-message] terse\n  require args.a == 1\n}\n";
    let main = "default deny\ninclude \"part.pl\"\ntool x: read { apply r }\n";
    let run = lint(&[("part.pl", part), ("main.pl", main)], &[".", "--select", "missing-message,unused-suppression"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
}

#[test]
fn fixes_are_applied_printed_or_shown_as_a_diff() {
    let files = folder(&[("a.pl", NO_DEFAULT.as_bytes())]);
    let shown = jamb(files.path(), &["lint", "a.pl", "--diff"]);
    assert_eq!(shown.code, 1);
    assert!(shown.stdout.contains("+default deny\n"), "{}", shown.stdout);
    assert_eq!(std::fs::read_to_string(files.path().join("a.pl")).unwrap(), NO_DEFAULT);
    let fixed = jamb(files.path(), &["lint", "a.pl", "--fix"]);
    assert_eq!(fixed.code, 0, "{}{}", fixed.stdout, fixed.stderr);
    assert_eq!(std::fs::read_to_string(files.path().join("a.pl")).unwrap(), format!("default deny\n{NO_DEFAULT}"));
    assert_eq!(jamb(files.path(), &["lint", "a.pl", "--diff"]).code, 0);
    let piped =
        jamb_with(files.path(), &["lint", "--fix", "-", "--format", "short"], b"deny x because \"No approval.\"\n");
    assert_eq!(piped.stdout, "default deny\ndeny x because \"No approval.\"\n");
    assert!(piped.stderr.contains("-:2:"), "{}", piped.stderr);
}

#[test]
fn a_file_that_is_named_twice_is_one_file() {
    let files = folder(&[("a.pl", NO_DEFAULT.as_bytes())]);
    let shown = jamb(files.path(), &["lint", "a.pl", ".", "./a.pl", "--diff"]);
    assert_eq!(shown.stdout.matches("+default deny\n").count(), 1, "{}", shown.stdout);
    assert_eq!(jamb(files.path(), &["lint", "a.pl", ".", "--fix"]).code, 0);
    assert_eq!(std::fs::read_to_string(files.path().join("a.pl")).unwrap(), format!("default deny\n{NO_DEFAULT}"));
}

#[test]
fn unsafe_fixes_need_their_own_option() {
    let text = "default deny\ntool pay(to: string, amount?: integer): write {\n  require args.to == \"x\" because \"X.\"\n  \
        deny if args.amount > 5 because \"Less.\"\n  limit 3 per minute\n}\n";
    let files = folder(&[("a.pl", text.as_bytes())]);
    let arguments = ["lint", "a.pl", "--select", "optional-argument-in-deny"];
    assert_eq!(jamb(files.path(), &[&arguments[..], &["--fix"]].concat()).code, 1);
    assert_eq!(std::fs::read_to_string(files.path().join("a.pl")).unwrap(), text);
    assert_eq!(jamb(files.path(), &[&arguments[..], &["--unsafe-fixes"]].concat()).code, 0);
    let new = std::fs::read_to_string(files.path().join("a.pl")).unwrap();
    assert!(new.contains("  require args.amount exists because \"Set `amount`.\"\n  deny if"), "{new}");
}

#[test]
fn a_part_is_fixed_only_if_it_is_named() {
    let part = "rule r {\n  require args.a in [\"x\"] because \"X.\"\n}\n";
    let main = "default deny\ninclude \"part.pl\"\ntool x: read { apply r }\n";
    let files = folder(&[("part.pl", part.as_bytes()), ("main.pl", main.as_bytes())]);
    let of =
        |paths: &[&str]| jamb(files.path(), &[&["lint", "--fix", "--select", "single-value-list"], paths].concat());
    assert_eq!(of(&["main.pl"]).code, 1);
    assert_eq!(std::fs::read_to_string(files.path().join("part.pl")).unwrap(), part);
    assert_eq!(of(&["main.pl", "part.pl"]).code, 0);
    assert!(std::fs::read_to_string(files.path().join("part.pl")).unwrap().contains("args.a == \"x\""));
}

#[test]
fn a_baseline_hides_earlier_findings() {
    let files = folder(&[("p/a.pl", NO_DEFAULT.as_bytes()), ("p/b.pl", OPEN.as_bytes())]);
    let of = |arguments: &[&str]| jamb(files.path(), &[&["lint"], arguments].concat());
    let written = of(&["p", "--write-baseline", "base.json"]);
    assert_eq!(written.code, 0, "{}", written.stdout);
    assert!(written.stderr.contains("2 findings written to `base.json`"), "{}", written.stderr);
    assert_eq!(of(&["p", "--baseline", "base.json"]).code, 0);
    // A finding on a line that moved is still in the baseline, even if the file is named differently.
    std::fs::write(files.path().join("p/a.pl"), format!("# New.\n\n{NO_DEFAULT}")).unwrap();
    assert_eq!(of(&["./p/a.pl", "p/b.pl", "--baseline", "base.json"]).code, 0);
    std::fs::write(files.path().join("p/c.pl"), NO_DEFAULT).unwrap();
    let new = of(&["p", "--baseline", "base.json", "--format", "short"]);
    assert_eq!((new.code, short(&new)), (1, vec!["1 missing-default".to_owned()]));
    std::fs::write(files.path().join("p/b.pl"), "default deny\n").unwrap();
    assert!(of(&["p", "--baseline", "base.json"]).stderr.contains("`base.json` lists 1 finding that no longer exists"));
    assert_eq!(of(&["p", "--baseline", "p/a.pl"]).code, 2);
    assert_eq!(of(&["p", "--baseline", "none.json"]).code, 2);
}

#[test]
fn the_order_is_that_of_the_paths_however_many_there_are() {
    let names: Vec<String> = (0..60).map(|index| format!("p{index:02}.pl")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), OPEN)).collect();
    let run = lint(&files, &[".", "--format", "short"]);
    let order: Vec<_> = run.stdout.lines().map(|line| line.trim_start_matches("./")[..6].to_owned()).collect();
    assert_eq!(order, names);
}

#[test]
fn every_format_reports_the_finding() {
    for (format, part) in [
        ("pretty", "default-allow"),
        ("short", "error[default-allow]"),
        ("json", "\"code\": \"default-allow\""),
        ("sarif", "\"ruleId\": \"default-allow\""),
        ("github", "::error file=a.pl,line=1"),
        ("junit", "<failure"),
    ] {
        let run = lint(&[("a.pl", OPEN)], &["a.pl", "--format", format]);
        assert_eq!(run.code, 1);
        assert!(run.stdout.contains(part), "{format}: {}", run.stdout);
    }
    let json: Json =
        serde_json::from_str(&lint(&[("a.pl", NO_DEFAULT)], &["a.pl", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["diagnostics"][0]["fix"]["safety"], "safe");
    assert_eq!(lint(&[("a.pl", OPEN)], &["a.pl", "--format", "markdown"]).code, 2);
}

#[test]
fn sarif_is_valid_and_knows_its_rules() {
    let run = lint(&[("a.pl", NO_DEFAULT), ("b.pl", OPEN)], &[".", "--format", "sarif"]);
    let document: Json = serde_json::from_str(&run.stdout).unwrap();
    let mut schema: Json = serde_json::from_str(include_str!("schema/sarif-2.1.0.schema.json")).unwrap();
    for holder in ["run", "toolComponent"] {
        // The published pattern has one bracket too many, so the validator rejects it.
        schema["definitions"][holder]["properties"]["language"].as_object_mut().unwrap().remove("pattern");
    }
    let validator = jsonschema::draft7::new(&schema).unwrap();
    assert_eq!(validator.iter_errors(&document).map(|error| error.to_string()).collect::<Vec<_>>(), [""; 0]);
    let rules = document["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["id"] == "missing-default").unwrap();
    assert_eq!(rule["defaultConfiguration"]["level"], "warning");
    assert!(rule["help"]["markdown"].as_str().unwrap().contains("## Example"));
    let fixes = &document["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(fixes["insertedContent"]["text"], "default deny\n");
}

#[test]
fn explain_has_the_pages_of_rules() {
    let run = lint(&[], &["--help"]);
    assert_eq!(run.code, 0);
    let files = folder(&[]);
    let page = jamb(files.path(), &["explain", "unused-name"]);
    assert!(page.code == 0 && page.stdout.contains("## Example"), "{}", page.stdout);
    assert!(jamb(files.path(), &["explain"]).stdout.contains("unused-name"));
    let near = jamb(files.path(), &["explain", "unused-nam"]);
    assert!(near.stderr.contains("did you mean `unused-name`?"), "{}", near.stderr);
}

#[test]
fn the_examples_have_no_findings() {
    let run = jamb(&crate::support::run::root(), &["lint", "examples", "--format", "short"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
}
