//! The probes that are about limits: several calls each.

use std::collections::BTreeSet;

use super::call::Edge;
use super::point::Point;
use crate::analyze::questions::{EntryId, callable, decided_by};
use crate::analyze::{Answer, Prover, Subject};
use crate::model::{Limit, Policy, Tool};
use crate::vocab::Window;

/// How many calls one limit may take.
const MOST_CALLS: u64 = 60;

/// Calls that count.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The point.
    pub point: Point,
    /// The tool.
    pub tool: String,
    /// The window of the limit.
    pub window: Window,
    /// The arguments of the calls, as JSON text, each with the side of the edge on which it is made.
    pub calls: Vec<(String, Option<Edge>)>,
}

/// A series for each point about limits and each window, of a tool that only reads if there is one.
pub fn series(policy: &Policy, prover: &mut Prover<'_>, reads: &BTreeSet<String>) -> Vec<Series> {
    let subject = Subject::new(policy);
    let mut names: Vec<&String> = policy.tools.keys().collect();
    names.sort_by_key(|name| !reads.contains(*name));
    let mut known = BTreeSet::new();
    let mut all = Vec::new();
    for name in names {
        let Some(tool) = policy.tools.get(name) else { continue };
        let limits = tool.limits.iter().chain(&policy.all_tools).filter(|limit| (1..=MOST_CALLS).contains(&limit.max));
        for limit in limits {
            if known.contains(&limit.window) {
                continue;
            }
            let found = of_limit(prover, &subject, (name, tool), limit);
            if !found.is_empty() {
                known.insert(limit.window);
            }
            all.extend(found);
        }
    }
    all.sort_by_key(|series: &Series| series.point);
    all
}

fn of_limit(prover: &mut Prover<'_>, subject: &Subject<'_>, (name, tool): (&str, &Tool), limit: &Limit) -> Vec<Series> {
    let Answer::Some(allowed) = callable(prover, subject, name) else { return Vec::new() };
    let allowed = allowed.args.to_string();
    let series = |point, calls| Series { point, tool: name.to_owned(), window: limit.window, calls };
    let times = |args: &str, edge| vec![(args.to_owned(), edge); usize::try_from(limit.max).unwrap_or(usize::MAX)];
    let mut all = Vec::new();
    if let Some(denied) = denied(prover, subject, (name, tool)) {
        let mut calls = times(&denied, None);
        calls.push((allowed.clone(), None));
        all.push(series(Point::LimitsComeFirst, calls));
    }
    let mut calls = times(&allowed, Some(Edge::Before));
    calls.push((allowed.clone(), Some(Edge::After)));
    all.push(series(Point::WindowsSlide, calls));
    if limit.window == Window::Day {
        let mut calls = times(&allowed, None);
        calls.push((allowed, None));
        all.push(series(Point::NoDays, calls));
    }
    all
}

/// A call that the tool's own rules deny.
fn denied(prover: &mut Prover<'_>, subject: &Subject<'_>, (name, tool): (&str, &Tool)) -> Option<String> {
    let require = (0..tool.require.len()).map(EntryId::Require);
    let mut entries = require.chain((0..tool.deny_if.len()).map(EntryId::DenyIf)).take(8);
    entries.find_map(|entry| match decided_by(prover, subject, name, entry) {
        Answer::Some(call) => Some(call.args.to_string()),
        Answer::None | Answer::Unknown(_) => None,
    })
}
