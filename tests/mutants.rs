//! Mutants: those that are reported as equal are equal, by brute force; missed ones are shown with a test that
//! notices them.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use jamb::check::Checked;
use jamb::document::Job;
use jamb::model::Policy;
use jamb::mutants::change::{self, Change};
use jamb::mutants::difference::{Difference, Search};
use jamb::mutants::mutated::{Clauses, Mutated};
use jamb::mutants::{Budget, Fate, Mutant, Recorded, Watched, mutants};
use jamb::source::Sources;

use crate::support;
use crate::support::calls;
use crate::support::meaning::model_allows;
use crate::support::run::{folder, jamb, root};
use crate::support::said::snapshots;

const CASES: &str = "tests/cases/mutants";

fn case(name: &str) -> Vec<u8> {
    std::fs::read(root().join(CASES).join(name)).unwrap()
}

fn compiled(text: &str) -> Option<(Sources, Checked, Policy)> {
    let (sources, compiled) = support::judged::judged(text, Job::COMPILE);
    Some((sources, compiled.checked?, compiled.policy?))
}

fn judged(text: &str) -> Vec<Mutant> {
    let (sources, checked, policy) = compiled(text).unwrap_or_else(|| panic!("{text}"));
    let watched = Watched::new(&checked, &policy, &sources);
    mutants(&watched, &Recorded::default(), &mut Budget::default())
}

/// Every change of a policy's clauses that gives a different policy.
fn all_changes(checked: &Checked, policy: &Policy) -> Vec<(Change, Mutated)> {
    let clauses = Clauses::of(&checked.policy);
    let mut all = Vec::new();
    for (place, found) in &clauses.by_place {
        let (clause, _) = found[0];
        for change in std::iter::once(change::dropped(clause)).chain(change::changes(clause)) {
            let mutated = clauses.mutated(*place, &change.edit, policy);
            all.extend(mutated.map(|mutated| (change, mutated)));
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    /// A mutant that is reported as equal decides every call of a grid like the policy; for the others, the call that
    /// is shown is decided differently.
    #[test]
    fn equal_mutants_are_equal_by_brute_force(text in calls::policy(), calls in prop::collection::vec(calls::arguments(), 60)) {
        let found = compiled(&text);
        prop_assume!(found.is_some());
        let (_, checked, policy) = found.unwrap();
        for (change, mutated) in all_changes(&checked, &policy) {
            let mutant = mutated.policy(&policy, policy.tools.keys().map(String::as_str));
            let differ = |tool: &str, args: &Json| model_allows(&policy, tool, args) != model_allows(&mutant, tool, args);
            match Search::new(None).difference(&policy, &mutated) {
                Difference::InOneCall(call, is_allowed) => {
                    prop_assert!(differ(&call.tool, &call.args), "{:?} by {}", change, call);
                    prop_assert_eq!(model_allows(&policy, &call.tool, &call.args), is_allowed);
                }
                Difference::Equal | Difference::InRepeatedCalls(..) => {
                    for tool in mutated.names() {
                        let other = calls.iter().find(|args| differ(tool, args));
                        prop_assert!(other.is_none(), "{:?} by {:?}\n{}", change, other, text);
                    }
                }
                Difference::Unknown(why) => prop_assert!(false, "small policies are answered: {why}"),
            }
        }
    }
}

/// With the suggested tests added to the policy, no mutant is missed.
#[test]
fn the_suggested_tests_notice_all_mutants() {
    let text = String::from_utf8(case("refunds.pl")).unwrap();
    let suggested = |text: &str| -> Vec<String> {
        let missed = judged(text).into_iter().filter_map(|mutant| match mutant.fate {
            Fate::Missed(missed) => Some(missed),
            Fate::Noticed | Fate::Equal | Fate::Unknown(_) | Fate::LeftOut => None,
        });
        let tests = missed.filter(|missed| !missed.is_covered).map(|missed| missed.test);
        tests.collect::<BTreeSet<_>>().into_iter().collect()
    };
    // Bounds and operators are changed only after whole clauses were noticed.
    let mut all = text;
    for round in 0.. {
        let tests = suggested(&all);
        if tests.is_empty() {
            assert!(round > 0);
            break;
        }
        assert!(round < 5, "{tests:?}");
        all += &format!("\n{}\n", tests.join("\n\n"));
    }
    let folder = folder(&[("policy.pl", all.as_bytes())]);
    let run = jamb(folder.path(), &["test", "policy.pl", "--mutants"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains(" mutants noticed"), "{}", run.stdout);
    let laid_out = jamb(folder.path(), &["fmt", "policy.pl", "--check"]);
    assert_eq!(laid_out.code, 0, "{}", laid_out.stdout);
}

#[test]
fn every_format_reports_missed_mutants() {
    let settings = snapshots("mutants");
    for (name, arguments) in [
        ("pretty", &["--format", "pretty"][..]),
        ("with-trace", &["--trace", "calls.jsonl"]),
        ("json", &["--format", "json"]),
        ("short", &["--format", "short"]),
        ("junit", &["--format", "junit"]),
    ] {
        let arguments = [&["test", "refunds.pl", "--mutants"], arguments].concat();
        let run = jamb(&root().join(CASES), &arguments);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{}", run.stdout);
        settings.bind(|| insta::assert_snapshot!(name, run.stdout));
    }
}

/// The missed mutants of a policy, in words.
fn missed(text: &str) -> Vec<String> {
    let is_missed = |mutant: &Mutant| matches!(mutant.fate, Fate::Missed(_));
    judged(text).into_iter().filter(is_missed).map(|mutant| mutant.words).collect()
}

#[test]
fn each_kind_of_change_is_made() {
    let policy =
        |clauses: &str, calls: &str| format!("default deny\ntool t: write {{ {clauses} }}\ntest \"t\" {{ {calls} }}\n");
    for (clauses, calls, expected) in [
        ("deny if args.n > 5", "", &["without this `deny`"][..]),
        (
            "deny if args.n > 5",
            "call t { n: 9 } => deny",
            &["`>=` in place of `>`", "`> 6` in place of `> 5`", "`> 4` in place of `> 5`"],
        ),
        ("require args.a exists", "call t {} => deny", &[]),
        ("require args.a == 1", "call t {} => deny", &["`!=` in place of `==`"]),
        ("require args.a in [1, 2]", "call t { a: 3 } => deny call t { a: 1 } => allow", &["without `2` in this list"]),
        (
            "deny if args.a == 1 and args.b == 1",
            "call t { a: 1, b: 1 } => deny",
            &["without this condition", "`or` in place of `and`", "without this condition"],
        ),
        ("limit 2 per minute", "2 times call t {} => allow call t {} => limited", &[]),
        ("limit 2 per minute", "3 times call t {} => allow", &["without this limit"]),
    ] {
        let found = missed(&policy(clauses, calls));
        assert_eq!(found, expected, "{clauses} {calls}");
    }
}

#[test]
fn denials_count_with_default_allow() {
    let policy = "default allow\nhide a\ndeny b, c because \"No.\"\ndeny d because \"No.\"\n\
                  test \"d\" { call d {} => deny call b {} => deny }\n";
    assert_eq!(missed(policy), ["without this `hide`", "without this `deny`"]);
    assert_eq!(missed(&policy.replace("allow\nhide", "deny\nhide")), [""; 0]);
}

#[test]
fn an_assert_notices_what_no_test_does() {
    let policy = "default deny\ntool t: write { deny if args.n > 5 }\n";
    assert_eq!(missed(policy), ["without this `deny`"]);
    let watched = format!("{policy}assert never t if args.n > 5\n");
    assert_eq!(missed(&watched), ["`>=` in place of `>`", "`> 4` in place of `> 5`"]);
    let exact = format!("{watched}assert always t if not (args.n > 5)\n");
    assert_eq!(missed(&exact), [""; 0]);
}

#[test]
fn mutants_beyond_the_budget_are_left_out_and_reported() {
    let text = String::from_utf8(case("refunds.pl")).unwrap();
    let (sources, checked, policy) = compiled(&text).unwrap();
    let watched = Watched::new(&checked, &policy, &sources);
    for budget in [
        Budget { mutants: 3, ..Budget::default() },
        Budget { clauses: 30, ..Budget::default() },
        Budget { calls: 3, ..Budget::default() },
        Budget { bytes: 3, ..Budget::default() },
    ] {
        let mut left = budget;
        let recorded = Recorded { traces: vec![("calls".to_owned(), case("calls.jsonl").into())] };
        let judged = mutants(&watched, &recorded, &mut left);
        assert!(judged.iter().any(|mutant| mutant.fate == Fate::LeftOut), "{budget:?}");
    }
}

#[test]
fn exit_codes_of_mutants() {
    let good = b"default deny\nallow a: read\ntest \"a\" { call a {} => allow }\n";
    let bad = b"default deny\ntool a: read { deny if args.x exists }\ntest \"a\" { call a {} => allow }\n";
    let folder =
        folder(&[("good.pl", good), ("bad.pl", bad), ("calls.jsonl", b"{\"tool\": \"a\", \"args\": {\"x\": 1}}\n")]);
    for (arguments, code) in [
        (&["good.pl", "--mutants"][..], 0),
        (&["bad.pl"], 0),
        (&["bad.pl", "--mutants"], 1),
        (&["bad.pl", "--mutants", "--trace", "calls.jsonl"], 0),
        (&["bad.pl", "--trace", "calls.jsonl"], 2),
        (&["bad.pl", "--mutants", "--trace", "nowhere.jsonl"], 2),
        (&["bad.pl", "--mutants", "--trace", "bad.pl"], 2),
    ] {
        let run = jamb(folder.path(), &[&["test"], arguments].concat());
        assert_eq!(run.code, code, "{arguments:?}: {}{}", run.stdout, run.stderr);
    }
    let run = jamb(folder.path(), &["test", "bad.pl", "--mutants", "--format", "json"]);
    let document: Json = serde_json::from_str(&run.stdout).unwrap();
    let witness = json!({"tool": "a", "args": {"x": "a"}});
    let missed = json!([{"file": "bad.pl", "line": 2, "mutant": "without this `deny`", "witness": witness}]);
    assert_eq!(document["mutants"], json!({"total": 1, "missed": missed, "left_out": 0}));
}
