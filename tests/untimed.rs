//! Calls without a time: what is decided for certain is so wherever they are placed.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use jamb::engine::{self, Counters, Engine, Verdict};
use jamb::model::{self, Policy};
use jamb::source::{Source, Sources};
use jamb::vocab::Time;

use crate::support::replays::replayed;
use crate::support::run::{folder, jamb, jamb_with};

/// A call: tool, grant, and the second at which it was made, if that was recorded.
type Call = (&'static str, &'static str, Option<i64>);

const START: i64 = 1_772_366_400;

fn policy(text: &Json) -> (Policy, Sources) {
    let mut sources = Sources::default();
    let id = sources.add(Source::from_text("policy.json", text.to_string()));
    let (policy, diagnostics) = model::json::read(id, sources.get(id));
    (policy.unwrap_or_else(|| panic!("{diagnostics:?}")), sources)
}

fn limits(names: &'static [&'static str]) -> impl Strategy<Value = Json> {
    let window = prop::sample::select(&["minute", "hour", "day"]);
    let limit = (prop::sample::select(names), window, 1_u64..4);
    prop::collection::btree_map(prop::sample::select(names), limit, 0..3).prop_map(|limits| {
        let limit = |(counter, (_, window, max)): (&str, (&str, &str, u64))| {
            json!({"counter": counter, "window": window, "max": max, "scope": "grant"})
        };
        limits.into_iter().map(limit).collect()
    })
}

fn policies() -> impl Strategy<Value = Json> {
    (limits(&["a1", "a2"]), limits(&["b1", "b2"]), limits(&["all1", "all2"])).prop_map(|(a, b, all)| {
        json!({"version": "1", "default": "deny", "all_tools": {"limits": all},
            "tools": {"a": {"limits": a}, "b": {"limits": b}}})
    })
}

fn traces() -> impl Strategy<Value = Vec<Call>> {
    let tool = || prop::sample::select(&["a", "a", "b"][..]);
    let grant = || prop::sample::select(&["g", "g", "g", "h"][..]);
    let seconds = prop::sample::select(&[0, 10, 20, 70, 130, 3_700, 90_000][..]);
    let timed = prop::collection::vec((tool(), grant(), seconds), 0..7);
    let untimed = prop::collection::vec((tool(), grant(), any::<prop::sample::Index>()), 0..4);
    (timed, untimed).prop_map(|(mut timed, untimed)| {
        timed.sort_by_key(|(.., seconds)| *seconds);
        let mut calls: Vec<Call> = timed.into_iter().map(|(tool, grant, at)| (tool, grant, Some(at))).collect();
        for (tool, grant, place) in untimed {
            calls.insert(place.index(calls.len() + 1), (tool, grant, None));
        }
        calls
    })
}

fn decided((policy, sources): &(Policy, Sources), calls: &[Call]) -> Vec<String> {
    let line = |(tool, grant, at): &Call| {
        let time = at.map(|at| Time::from_seconds(START + at).to_string());
        json!({"ts": time, "grant": grant, "tool": tool, "args": {}}).to_string() + "\n"
    };
    let text: String = calls.iter().map(line).collect();
    let (decisions, _) = replayed(policy, sources, &text, 1);
    decisions.iter().map(|decision| decision["decision"].as_str().unwrap().to_owned()).collect()
}

/// For each call, whether it is allowed, in every placement of the calls without a time: just before and just after
/// each other call, and far from all of them, together or apart.
fn in_every_placement(policy: &Policy, calls: &[Call]) -> Vec<BTreeSet<bool>> {
    let engine = Engine::new(policy);
    let recorded: BTreeSet<i64> = calls.iter().filter_map(|(.., at)| *at).collect();
    let near = recorded.into_iter().flat_map(|at| [at * 1_000 - 1, at * 1_000 + 1]);
    let places: Vec<i64> = near.chain([10_000_000_000, 20_000_000_000]).collect();
    let untimed = calls.iter().filter(|(.., at)| at.is_none()).count() as u32;
    let mut found = vec![BTreeSet::new(); calls.len()];
    for mut choice in 0..places.len().pow(untimed) {
        let mut placed: Vec<(i64, usize)> = Vec::new();
        for (index, (.., at)) in calls.iter().enumerate() {
            let millis = at.map_or_else(
                || {
                    let place = places[choice % places.len()];
                    choice /= places.len();
                    place
                },
                |at| at * 1_000,
            );
            placed.push((millis, index));
        }
        placed.sort_unstable();
        let mut counters = Counters::new(&engine);
        for (millis, index) in placed {
            let (tool, grant, _) = calls[index];
            let time = Time { micros: START * 1_000_000 + millis * 1_000 };
            let call = engine::Call { tool, args: Some("{}"), grant, time };
            let verdict = engine.decide(&call, &mut counters).unwrap().verdict;
            found[index].insert(verdict == Verdict::Allow);
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// No placement of the calls without a time contradicts a decision that is certain.
    #[test]
    fn a_certain_decision_is_the_same_in_every_placement(text in policies(), calls in traces()) {
        let policy = policy(&text);
        let placed = in_every_placement(&policy.0, &calls);
        for ((decision, placed), call) in decided(&policy, &calls).iter().zip(&placed).zip(&calls) {
            let is_certain = decision == "undetermined" || *placed == BTreeSet::from([decision == "allow"]);
            prop_assert!(is_certain, "{:?} is {} in {:?}: {}", call, decision, calls, text);
        }
    }

    /// If all calls have a time, none is undetermined.
    #[test]
    fn calls_with_times_are_decided(text in policies(), calls in traces()) {
        let calls: Vec<Call> = calls.into_iter().filter(|(.., at)| at.is_some()).collect();
        prop_assert!(!decided(&policy(&text), &calls).contains(&"undetermined".to_owned()));
    }
}

const POLICY: &[u8] = b"default deny\ntool pay: financial { limit 3 per minute }\n";

fn decisions(trace: &str, more: &[&str]) -> Vec<String> {
    let folder = folder(&[("p.pl", POLICY), ("t.jsonl", trace.as_bytes())]);
    let run = jamb(folder.path(), &[&["simulate", "p.pl", "--trace", "t.jsonl", "--format", "jsonl"], more].concat());
    let decision = |line: &str| serde_json::from_str::<Json>(line).unwrap()["decision"].as_str().unwrap().to_owned();
    run.stdout.lines().map(decision).collect()
}

fn calls(times: &[&str]) -> String {
    let line = |time: &&str| match *time {
        "" => "{\"tool\": \"pay\", \"args\": {}}\n".to_owned(),
        time => format!("{{\"ts\": \"2026-06-01T{time}Z\", \"tool\": \"pay\", \"args\": {{}}}}\n"),
    };
    times.iter().map(line).collect()
}

#[test]
fn calls_without_a_time_and_limits() {
    let (allow, deny, open) = ("allow", "deny", "undetermined");
    for (times, expected) in [
        (&["", "", ""][..], &[allow; 3][..]),
        (&["", "", "", ""], &[open; 4]),
        // One call without a time and two in the fullest minute.
        (&["10:00:00", "10:00:01", ""], &[allow; 3]),
        (&["10:00:00", "10:00:01", "10:00:02", ""], &[allow, allow, open, open]),
        // The first call without a time may also be later in the trace, and the fullest minute too.
        (&["", "10:00:00", "10:01:01", "10:01:02", "10:01:03", "10:01:04"], &[open, allow, allow, allow, open, deny]),
        (&["10:00:00", "10:01:00", "", "10:02:00"], &[allow; 4]),
    ] {
        assert_eq!(decisions(&calls(times), &[]), expected, "{times:?}");
        assert_eq!(decisions(&calls(times), &["--threads", "1"]), expected, "{times:?}");
    }
}

#[test]
fn a_report_says_that_times_are_missing() {
    let shown = |trace: &str| {
        let folder = folder(&[("p.pl", POLICY), ("t.jsonl", trace.as_bytes())]);
        jamb(folder.path(), &["simulate", "p.pl", "--trace", "t.jsonl"]).stdout
    };
    let untimed = shown(&calls(&["10:00:00", "10:00:01", "10:00:02", ""]));
    assert!(untimed.contains("missing times, for `") && !untimed.contains("earlier calls"), "{untimed}");
}

#[test]
fn calls_without_a_time_may_be_made_now() {
    let times = ["", "", "", "", "10:00:00", "", "", ""];
    let expected = ["allow", "allow", "allow", "deny", "allow", "allow", "allow", "deny"];
    assert_eq!(decisions(&calls(&times), &["--untimed", "now"]), expected);
}

#[test]
fn standard_input_is_read_again() {
    let folder = folder(&[("p.pl", POLICY)]);
    let trace = calls(&["10:00:00", "10:00:01", "10:00:02", ""]);
    let run = jamb_with(folder.path(), &["simulate", "p.pl", "--trace", "-", "--format", "json"], trace.as_bytes());
    let json: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&json["summary"]["allowed"], &json["summary"]["undetermined"]), (&json!(2), &json!(2)));
}

#[test]
fn decisions_are_written_once_however_many_there_are() {
    // More decisions than are kept until it is known that they are final.
    let many = calls(&["10:00:00"; 400]).repeat(1_000);
    let trace = many + &calls(&[""]);
    let found = decisions(&trace, &[]);
    assert_eq!(found.len(), 400_001);
    assert_eq!(found[..4], ["allow", "allow", "undetermined", "deny"]);
    assert_eq!(found[400_000], "undetermined");
}
