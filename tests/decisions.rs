//! The engine decides as the gateway does: conformance cases, and laws on random traces.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use jamb::document::Job;
use jamb::engine::{self, Counters, Engine, Verdict};
use jamb::model::canonical::{self, Layout};
use jamb::model::{self, Policy};
use jamb::source::{Source, Sources};
use jamb::vocab::Time;

use crate::support::gateway::Gateway;
use crate::support::judged::judged;
use crate::support::replays::{replayed, replayed_text};
use crate::support::run::root;
use crate::support::{calls, models};

fn document(sources: &mut Sources, text: &str) -> Policy {
    let id = sources.add(Source::from_text("policy.json", text));
    let (policy, diagnostics) = model::json::read(id, sources.get(id));
    policy.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

#[test]
fn each_decision_and_each_rule_matches_the_gateway() {
    for name in ["operators", "limits"] {
        let read = |ending: &str| {
            std::fs::read_to_string(root().join(format!("tests/cases/decisions/{name}.{ending}"))).unwrap()
        };
        let mut sources = Sources::default();
        let policy = document(&mut sources, &read("policy.json"));
        let (found, _) = replayed(&policy, &sources, &read("trace.jsonl"), 1);
        let expected: Vec<Json> =
            read("expect.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            for (member, value) in expected.as_object().unwrap() {
                assert_eq!(&found[member], value, "{name}: {expected}");
            }
        }
    }
}

/// A call: tool, arguments, grant, seconds.
type Call = (&'static str, Json, &'static str, i64);

fn trace(tools: &'static [&'static str]) -> impl Strategy<Value = Vec<Call>> {
    let tool = prop::sample::select(tools);
    let grant = prop::sample::select(&["g", "h", ""]);
    // Mostly in order and close together, sometimes late or far apart.
    let seconds = prop_oneof![8 => 0_i64..200, 1 => Just(59), 1 => Just(3_600), 1 => Just(-61), 1 => Just(90_000)];
    prop::collection::vec((tool, calls::arguments(), grant, seconds), 0..24)
}

fn line((tool, args, grant, seconds): &Call) -> String {
    let time = Time::from_seconds(1_772_366_400 + seconds).to_string();
    json!({"ts": time, "grant": grant, "tool": tool, "args": args}).to_string() + "\n"
}

/// The decisions of the plain evaluator.
fn expected(policy: &Policy, calls: &[Call]) -> Vec<String> {
    let mut gateway = Gateway::default();
    let decide = |(tool, args, grant, seconds): &Call| {
        gateway.denies(policy, tool, args, grant, Time::from_seconds(1_772_366_400 + seconds)).unwrap_or_default()
    };
    calls.iter().map(decide).collect()
}

fn rules(decisions: &[Json]) -> Vec<String> {
    decisions.iter().map(|decision| decision["rule"].as_str().unwrap().to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    /// The engine and the plain evaluator decide by the same rule, for documents of all kinds.
    #[test]
    fn engine_and_evaluator_agree(policy in models::arbitrary_policy(), calls in trace(&["a", "b", "A", "t", "x y"])) {
        let text: String = calls.iter().map(line).collect();
        let (found, outcome) = replayed(&policy, &Sources::default(), &text, 1);
        prop_assert_eq!(rules(&found), expected(&policy, &calls), "{}\n{}", canonical::write(&policy, Layout::Pretty), text);
        prop_assert_eq!(outcome.summary.decided.calls(), calls.len() as u64);
    }

    /// A policy, its JSON and the plain evaluator decide every call the same way.
    #[test]
    fn a_policy_and_its_json_decide_alike(text in calls::policy(), calls in trace(&["t", "u", "v"])) {
        let (mut sources, compiled) = judged(&text, Job::COMPILE);
        prop_assume!(compiled.policy.is_some());
        let policy = compiled.policy.unwrap();
        let json = document(&mut sources, &canonical::write(&policy, Layout::Pretty));
        let text: String = calls.iter().map(line).collect();
        let found = rules(&replayed(&policy, &sources, &text, 1).0);
        prop_assert_eq!(&found, &rules(&replayed(&json, &sources, &text, 1).0));
        prop_assert_eq!(found, expected(&policy, &calls));
    }

    /// Grants do not affect each other: splitting a trace by grant changes no decision.
    #[test]
    fn grants_are_independent(policy in models::arbitrary_policy(), calls in trace(&["a", "b", "A", "t", "x y"])) {
        let of_grant = |decisions: &[Json], grant: &str| -> Vec<String> {
            rules(&decisions.iter().filter(|decision| decision["grant"] == grant).cloned().collect::<Vec<_>>())
        };
        let whole = replayed(&policy, &Sources::default(), &calls.iter().map(line).collect::<String>(), 1).0;
        for grant in ["g", "h", ""] {
            let part: String = calls.iter().filter(|call| call.2 == grant).map(line).collect();
            prop_assert_eq!(of_grant(&whole, grant), rules(&replayed(&policy, &Sources::default(), &part, 1).0));
        }
    }

    /// Missing arguments leave a decision open only if they matter: a call that is decided without its arguments is
    /// decided the same way with any arguments.
    #[test]
    fn decisions_without_arguments_stay_the_same_with_them(
        policy in models::arbitrary_policy(), args in prop::collection::vec(calls::arguments(), 8)
    ) {
        let engine = Engine::new(&policy);
        for tool in ["a", "b", "A", "t", "x y"] {
            let decide = |args: Option<&str>| {
                let call = engine::Call { tool, args, grant: "g", time: Time::default() };
                engine.decide(&call, &mut Counters::new(&engine)).unwrap().verdict
            };
            let without = decide(None);
            for args in &args {
                let with = decide(Some(&args.to_string()));
                prop_assert!(without == Verdict::Undetermined || without == with, "{} {} {:?} {:?}", tool, args, without, with);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// One thread and several threads write the same bytes.
    #[test]
    fn the_number_of_threads_does_not_matter(policy in models::arbitrary_policy(), calls in trace(&["a", "b", "t"])) {
        prop_assume!(!calls.is_empty());
        // Several blocks of half a mebibyte.
        let text: String = calls.iter().map(line).cycle().take(6_000).collect();
        let one = replayed_text(&policy, &Sources::default(), &text, 1);
        for threads in [2, 3] {
            let several = replayed_text(&policy, &Sources::default(), &text, threads);
            prop_assert!(one.0 == several.0);
            prop_assert_eq!(format!("{:?}", one.1), format!("{:?}", several.1));
        }
    }
}

#[test]
fn an_undetermined_call_counts_as_a_range() {
    let mut sources = Sources::default();
    let policy = document(
        &mut sources,
        r#"{"version": "1", "default": "deny", "tools": {"t": {
            "require": [{"conditions": [{"path": "args.x", "op": "eq", "value": 1}]}],
            "limits": [{"counter": "t_rate", "window": "minute", "max": 2, "scope": "grant"}]}}}"#,
    );
    let line = |args: &str| format!("{{\"ts\": \"2026-03-01T12:00:00Z\", \"tool\": \"t\"{args}}}\n");
    let (known, unknown) = (line(r#", "args": {"x": 1}"#), line(""));
    let decisions = |calls: &[&str]| -> Vec<(String, String)> {
        let found = replayed(&policy, &sources, &calls.concat(), 1).0;
        let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
        found.iter().map(|decision| (text(&decision["decision"]), text(&decision["rule"]))).collect()
    };
    let allow = ("allow".to_owned(), String::new());
    let open = |rule: &str| ("undetermined".to_owned(), rule.to_owned());
    let (of_args, of_limit) = ("/tools/t/require/args.x-eq", "/tools/t/limits/t_rate");
    // One call that may count: the second known call is certainly within the limit, the third is not.
    assert_eq!(decisions(&[&unknown, &known, &known]), [open(of_args), allow.clone(), open(of_limit)]);
    // If the third one is denied, two were counted before it; if not, it is the second.
    let certain = [open(of_args), allow.clone(), open(of_limit), ("deny".to_owned(), of_limit.to_owned())];
    assert_eq!(decisions(&[&unknown, &known, &known, &known]), certain);
    // Two calls that certainly count, so the third is denied, whatever its arguments were.
    let denied = ("deny".to_owned(), of_limit.to_owned());
    assert_eq!(decisions(&[&known, &known, &unknown]), [allow.clone(), allow, denied]);
}

#[test]
fn windows_are_forgotten_and_late_calls_are_counted_in_their_own() {
    let mut sources = Sources::default();
    let policy = document(
        &mut sources,
        r#"{"version": "1", "default": "allow", "all_tools": {"limits": [
            {"counter": "c", "window": "minute", "max": 1, "scope": "grant"}]}}"#,
    );
    let call = |grant: usize, second: i64| {
        let time = Time::from_seconds(second);
        format!("{{\"ts\": \"{time}\", \"grant\": \"g{grant}\", \"tool\": \"t\", \"args\": {{}}}}\n")
    };
    // One grant per second, for hours; then the first one again, in a window that is still kept and in one that is not.
    let mut text: String = (0..60_000).map(|second| call(second as usize, second)).collect();
    text += &call(59_900, 59_905);
    text += &call(0, 1);
    let (found, outcome) = replayed(&policy, &sources, &text, 1);
    assert_eq!(found[60_000]["rule"], "/all_tools/limits/c");
    assert_eq!(found[60_001]["decision"], "allow");
    assert_eq!(outcome.inexact, 1);
    // A single wrong time in the far future does not close a window.
    let mut text = call(0, 4_000_000_000) + &call(0, 10);
    text += &(0..60_000).map(|second| call(second as usize, second)).collect::<String>();
    text += &call(59_000, 59_001);
    let (found, outcome) = replayed(&policy, &sources, &text, 1);
    assert_eq!((found.last().unwrap()["decision"].as_str(), outcome.inexact), (Some("deny"), 0));
}
