//! Checks the counts against an evaluation that looks at all calls again for each call.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::engine::Counters;
use crate::model::{self, Policy};

const MINUTE: i64 = 60_000_000;

fn limit(counter: &str, window: Window, max: u64) -> model::Limit {
    model::Limit { place: None, counter: counter.to_owned(), window, max }
}

/// Three tools, two of which share a counter; a fourth is allowed and unnamed.
fn engine(all_tools: u64) -> Engine {
    let tool = |limits| model::Tool { limits, ..model::Tool::default() };
    let denied = model::Entry::default();
    let tools = [
        ("a", tool(vec![limit("a_rate", Window::Minute, 2), limit("both", Window::Hour, 5)])),
        ("b", tool(vec![limit("both", Window::Hour, 5)])),
        ("c", model::Tool { deny_if: vec![denied], ..model::Tool::default() }),
    ];
    Engine::new(&Policy {
        default_allow: true,
        all_tools: vec![limit("all", Window::Minute, all_tools)],
        tools: tools.into_iter().map(|(name, tool)| (name.to_owned(), tool)).collect(),
        ..Policy::default()
    })
}

/// A call: the names of its tool and its grant, and its time in microseconds.
type Call = (&'static str, &'static str, i64);

/// The counts for some calls, and the decision on each.
fn counted(engine: &Engine, calls: &[Call]) -> (Suggested, Vec<Decision>) {
    let mut counters = Counters::new(engine);
    let mut suggest = Suggest::new(engine);
    let mut decisions = Vec::new();
    for (name, grant, micros) in calls {
        let (name, grant, time) = (name.as_bytes(), grant.as_bytes(), Time { micros: *micros });
        let tool = engine.tool(name);
        let judgement = engine.judge_unrecorded(engine.program(tool));
        let decision = counters.settle(engine.limits(tool), judgement, grant, time);
        suggest.add(&Decided { tool, name, grant, time, judgement, decision });
        decisions.push(decision);
    }
    (suggest.finish(), decisions)
}

/// The counts of each tool, grant and window, sorted.
type Counts<'c> = BTreeMap<(Option<&'c str>, Option<&'c str>, Window), Vec<u64>>;

fn plain_counts(calls: &[Call]) -> Counts<'_> {
    let mut windows: BTreeMap<(Option<&str>, &str, Window, i64), u64> = BTreeMap::new();
    for (tool, grant, micros) in calls.iter().filter(|(tool, ..)| *tool != "c") {
        for window in Window::ALL {
            let index = Time { micros: *micros }.window(window);
            *windows.entry((None, grant, window, index)).or_default() += 1;
            *windows.entry((Some(tool), grant, window, index)).or_default() += 1;
        }
    }
    let mut counts = Counts::new();
    for ((tool, grant, window, _), count) in windows {
        counts.entry((tool, None, window)).or_default().push(count);
        counts.entry((tool, Some(grant), window)).or_default().push(count);
    }
    counts.values_mut().for_each(|counts| counts.sort_unstable());
    counts
}

/// For each call, the limit that denies it if windows are sliding.
fn plain_sliding(engine: &Engine, calls: &[Call]) -> Vec<Option<RuleId>> {
    let mut passed: Vec<Call> = Vec::new();
    let mut slid = Vec::new();
    for (index, (tool, grant, micros)) in calls.iter().enumerate() {
        // A late call counts as made at the time of the latest one before it, among those that reach the
        // limits.
        let before = calls[..index].iter().filter(|(tool, by, _)| by == grant && *tool != "c").map(|call| call.2);
        let now = before.chain([*micros]).max().unwrap();
        let limits = |tool: &str| engine.limits(engine.tool(tool.as_bytes()));
        let stops = |limit: &&crate::engine::Bound| {
            let start = now - engine.window_of(limit.counter).seconds() * 1_000_000;
            let counts = |(other, by, at): &&Call| {
                by == grant && *at > start && limits(other).iter().any(|bound| bound.counter == limit.counter)
            };
            passed.iter().filter(counts).count() as u64 >= limit.max
        };
        let stopped = limits(tool).iter().find(stops).map(|limit| limit.rule).filter(|_| *tool != "c");
        if stopped.is_none() && *tool != "c" {
            passed.push((tool, grant, now));
        }
        slid.push(stopped);
    }
    slid
}

fn percentile(sorted: &[u64], hundredths: usize) -> u64 {
    sorted[(sorted.len() * hundredths).div_ceil(100) - 1]
}

/// Calls of a few days, some of them up to nine minutes late.
fn calls() -> impl Strategy<Value = Vec<Call>> {
    let tool = prop::sample::select(vec!["a", "a", "b", "c", "unnamed"]);
    let grant = prop::sample::select(vec!["one", "two", "three"]);
    let step = prop_oneof![6 => 0..20_000_000_i64, 2 => 0..20 * MINUTE, 1 => 0..300 * MINUTE];
    let late = prop_oneof![5 => Just(0), 1 => 0..9 * MINUTE];
    prop::collection::vec((tool, grant, step, late), 1..150).prop_map(|calls| {
        let mut now = 1_772_000_000_000_000;
        let made = |(tool, grant, step, late)| {
            now += step;
            (tool, grant, now - late)
        };
        calls.into_iter().map(made).collect()
    })
}

proptest! {
    #[test]
    fn counts_agree_with_a_plain_count(calls in calls()) {
        let (suggested, _) = counted(&engine(3), &calls);
        let plain = plain_counts(&calls);
        prop_assert_eq!(suggested.split, 0);
        let found: Vec<_> = suggested.rows.iter().map(|row| (row.tool.as_deref(), row.grant.as_deref(), row.window)).collect();
        prop_assert_eq!(&found, &plain.keys().copied().collect::<Vec<_>>());
        for (row, counts) in suggested.rows.iter().zip(plain.values()) {
            prop_assert_eq!(row.windows, counts.len() as u64);
            prop_assert_eq!(row.highest, *counts.last().unwrap());
            prop_assert_eq!((row.p95, row.p99), (percentile(counts, 95), percentile(counts, 99)));
            let at_highest = calls.iter().filter(|(tool, grant, micros)| {
                let is_in = Time { micros: *micros }.window(row.window) == row.highest_at.window(row.window);
                *tool != "c" && is_in && *grant == row.highest_grant && row.tool.as_deref().is_none_or(|name| name == *tool)
            });
            prop_assert_eq!(at_highest.count() as u64, row.highest);
        }
    }

    #[test]
    fn denials_agree_with_plain_windows(calls in calls(), all_tools in 1_u64..6) {
        let engine = engine(all_tools);
        let (suggested, decisions) = counted(&engine, &calls);
        let slid = plain_sliding(&engine, &calls);
        let calendar = || decisions.iter().zip(&calls).map(|(decision, call)| decision.rule.filter(|_| call.0 != "c"));
        prop_assert_eq!(suggested.stopped.len(), 4);
        for stopped in &suggested.stopped {
            let by_this = |rule: Option<RuleId>| rule == Some(stopped.rule);
            prop_assert_eq!(stopped.calls, calendar().filter(|rule| by_this(*rule)).count() as u64);
            let both = || calendar().zip(slid.iter().copied());
            let more = both().filter(|(rule, slid)| rule.is_none() && by_this(*slid)).count() as u64;
            let fewer = both().filter(|(rule, slid)| by_this(*rule) && slid.is_none()).count() as u64;
            prop_assert_eq!(stopped.sliding, Some(Edge { more, fewer }));
        }
    }
}

#[test]
fn grants_may_follow_one_another() {
    let of = |grant| (0..2_000).map(move |second: i64| ("unnamed", grant, second * 7_000_000));
    let parts: Vec<Call> = of("one").chain(of("two")).collect();
    let mut mixed = parts.clone();
    mixed.sort_by_key(|call| call.2);
    let (of_parts, of_mixed) = (counted(&engine(3), &parts).0, counted(&engine(3), &mixed).0);
    assert_eq!(of_parts, of_mixed);
    assert_eq!(of_parts.split, 0);
}

#[test]
fn a_short_trace_suggests_no_limit_for_a_longer_window() {
    let calls: Vec<Call> = (0..5).map(|minute| ("b", "one", minute * MINUTE)).collect();
    let (suggested, _) = counted(&engine(3), &calls);
    let clauses: BTreeSet<Option<String>> = suggested.rows.iter().map(Row::clause).collect();
    assert_eq!(clauses, BTreeSet::from([None, Some("limit 2 per minute".to_owned())]));
}

#[test]
fn ever_new_grants_do_not_take_more_memory() {
    let engine = engine(3);
    let mut suggest = Suggest::new(&engine);
    let decision = Decision { verdict: Verdict::Allow, rule: None, condition: None };
    for number in 0..60_000_i64 {
        let (grant, time) = (format!("session-{number}"), Time::from_seconds(3 * number));
        let name = format!("tool-{number}");
        let (name, grant) = (name.as_bytes(), grant.as_bytes());
        suggest.add(&Decided { tool: None, name, grant, time, judgement: Judgement::Passes, decision });
    }
    assert!(suggest.open.len() <= MOST_OPEN && suggest.unnamed.len() <= MOST_UNNAMED);
    assert!(suggest.pairs <= 3 * MOST_PAIRS + 3, "{}", suggest.pairs);
    let suggested = suggest.finish();
    let all: Vec<_> = suggested.rows.iter().take(3).map(|row| (row.windows, row.highest)).collect();
    assert_eq!(all, [(60_000, 1), (60_000, 1), (60_000, 1)]);
}

#[test]
fn a_large_maximum_is_kept_in_few_entries() {
    let engine = Engine::new(&Policy {
        default_allow: true,
        all_tools: vec![limit("all", Window::Hour, 10_000)],
        ..Policy::default()
    });
    // Three calls a second: the calendar allows 10,000 of each hour's 10,800, and so does the sliding hour.
    let calls: Vec<Call> = (0..54_000).map(|call| ("any", "one", call * 333_334)).collect();
    let (suggested, _) = counted(&engine, &calls);
    let [stopped] = suggested.stopped.as_slice() else { panic!("{:?}", suggested.stopped) };
    let edge = stopped.sliding.unwrap();
    assert!((3_980..4_020).contains(&stopped.calls), "{stopped:?}");
    assert!(edge.more.abs_diff(edge.fewer) < 300, "{edge:?}");
}
