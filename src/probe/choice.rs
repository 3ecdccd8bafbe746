//! Puts the probes in order, gives each its time, and asks the engine what to expect.

use std::collections::BTreeSet;

use super::call::{Edge, Probe};
use super::calls::calls;
use super::limits::{Series, series};
use super::point::Point;
use crate::analyze::Prover;
use crate::catalog::Catalog;
use crate::engine::{Call, Counters, Engine, Verdict};
use crate::model::Policy;
use crate::trace::{DEFAULT_GRANT, Expect};
use crate::vocab::{Time, Window};

/// 2026-01-01T12:00:00Z, in seconds. Each group has two days of its own, so that no limit counts two of them.
const FIRST: i64 = 1_767_268_800;
const DAY: i64 = 86_400;

/// The probes of a policy. `reads` are the tools that only read, whose probes can be tried without harm.
pub fn probes(policy: &Policy, catalog: Option<&Catalog>, reads: &BTreeSet<String>) -> Vec<Probe> {
    let mut prover = catalog.map(Prover::preferring).unwrap_or_default().asked_often();
    let mut groups: Vec<Vec<Probe>> = Vec::new();
    for shown in calls(policy, &mut prover, reads) {
        let time = Time::from_seconds(start(groups.len()));
        let (group, edge) = (groups.len(), None);
        let (point, tool, args, expect) = (shown.point, shown.tool, shown.args, shown.expect);
        groups.push(vec![Probe { point, group, time, tool, args, expect, window: None, edge }]);
    }
    for series in series(policy, &mut prover, reads) {
        groups.push(of_series(groups.len(), &series));
    }
    decided(policy, groups)
}

fn start(group: usize) -> i64 {
    FIRST + 2 * DAY * i64::try_from(group).unwrap_or_default()
}

fn of_series(group: usize, series: &Series) -> Vec<Probe> {
    let start = start(group);
    let window = series.window.seconds();
    // Noon is an edge of minutes and hours, midnight one of days.
    let edge = (start + window - 1) / window * window;
    let at = |side: Option<Edge>, index: usize| match side {
        Some(Edge::Before) => edge - 1,
        Some(Edge::After) => edge + 1,
        // A call every minute, so that limits of shorter windows don't decide.
        None if series.window == Window::Day => start + 61 * i64::try_from(index).unwrap_or_default(),
        None => start,
    };
    let last = series.calls.len().saturating_sub(1);
    let expect = |index: usize| match (series.point, index == last) {
        (Point::LimitsComeFirst, false) | (Point::NoDays, true) => Expect::Deny,
        _ => Expect::Allow,
    };
    let probes = series.calls.iter().enumerate().map(|(index, (args, side))| Probe {
        point: series.point,
        group,
        time: Time::from_seconds(at(*side, index)),
        tool: series.tool.clone(),
        args: args.clone(),
        expect: expect(index),
        window: Some(series.window),
        edge: *side,
    });
    probes.collect()
}

/// Leaves out groups that the engine decides otherwise: another limit decides there, and they show nothing.
fn decided(policy: &Policy, groups: Vec<Vec<Probe>>) -> Vec<Probe> {
    let engine = Engine::new(policy);
    let is_sound = |group: &Vec<Probe>| {
        let mut counters = Counters::new(&engine);
        group.iter().all(|probe| {
            let call = Call { tool: &probe.tool, args: Some(&probe.args), grant: DEFAULT_GRANT, time: probe.time };
            let wanted = match probe.expect {
                Expect::Allow => Verdict::Allow,
                Expect::Deny => Verdict::Deny,
            };
            engine.decide(&call, &mut counters).is_ok_and(|decision| decision.verdict == wanted)
        })
    };
    groups.into_iter().filter(is_sound).flatten().collect()
}
