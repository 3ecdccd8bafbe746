//! Counts for `--suggest-limits`: how many calls to each tool a grant makes in a minute, an hour and a day, and
//! what the limits of the policy did. Only calls that reach the limits count: the gateway does not count a call
//! that a condition denies either.
//!
//! Memory is bounded, however long the trace is and whatever names it contains:
//!
//! | what | how many | beyond |
//! | --- | --- | --- |
//! | counts of windows that may still grow | [`MOST_OPEN`] | all are closed, and [`Suggested::split`] says how many |
//! | tools that the policy does not name | [`MOST_UNNAMED`] | only in the counts over all tools |
//! | pairs of a tool and a grant | [`MOST_PAIRS`] | only in the counts over all grants |
//! | bytes of a name | [`MOST_NAME`] | names with the same beginning count as one |
//!
//! A closed window becomes an entry of a [`Spread`], which stores how many windows had which count.

mod grants;
mod map;
mod rows;
mod sliding;
mod spread;
#[cfg(test)]
mod tests;

pub use rows::{Edge, Row, Stopped, Suggested};
pub use spread::{Highest, Spread};

use std::collections::BTreeMap;

use self::grants::Grants;
use self::map::Map;
use self::sliding::Sliding;
use crate::engine::{Decision, Engine, Judgement, LATENESS, Limits, RuleId, ToolId, Verdict};
use crate::vocab::{Time, Window};

/// The most counts of windows that may still grow.
pub const MOST_OPEN: usize = 1 << 18;
/// The most unnamed tools that are distinguished.
pub const MOST_UNNAMED: usize = 10_000;
/// The most pairs of a tool and a grant that are distinguished; each has three windows.
pub const MOST_PAIRS: usize = 30_000;
/// How much of a name is kept.
pub const MOST_NAME: usize = 1_024;

/// How many counts there are before the first search for windows that can be closed.
const FIRST_SWEEP: usize = if cfg!(test) { 16 } else { 4_096 };

/// A call that was decided.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'c> {
    /// The tool, if the policy names it.
    pub tool: Option<ToolId>,
    /// The tool's name.
    pub name: &'c [u8],
    /// The grant's name.
    pub grant: &'c [u8],
    /// When.
    pub time: Time,
    /// What its arguments alone decide.
    pub judgement: Judgement,
    /// What was decided.
    pub decision: Decision,
}

/// What is counted while a trace is replayed.
#[derive(Debug)]
pub struct Suggest<'e> {
    engine: &'e Engine,
    unnamed: Map<Box<[u8]>, u32>,
    grants: Grants,
    open: Map<(Series, i64), u64>,
    sweep_at: usize,
    spreads: Map<Series, Spread>,
    /// How many of the spreads belong to a single grant.
    pairs: usize,
    split: u64,
    sliding: Sliding,
    stopped: BTreeMap<RuleId, Stopped>,
    /// The first and the last moment of the trace.
    times: Option<(Time, Time)>,
}

/// What is counted together: the windows of one length, for a tool and a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Series {
    /// The number of the tool, starting with the tools that the policy names. `None` is all tools together.
    tool: Option<u32>,
    /// `None` is all grants, each counted separately.
    grant: Option<u32>,
    window: Window,
}

impl<'e> Suggest<'e> {
    /// Nothing counted yet.
    pub fn new(engine: &'e Engine) -> Self {
        let limits = engine.rules().filter(|(_, rule)| rule.counter.is_some());
        Self {
            engine,
            unnamed: Map::default(),
            grants: Grants::default(),
            open: Map::default(),
            sweep_at: FIRST_SWEEP,
            spreads: Map::default(),
            pairs: 0,
            split: 0,
            sliding: Sliding::default(),
            stopped: limits.map(|(rule, _)| (rule, Stopped::new(rule))).collect(),
            times: None,
        }
    }

    /// Counts a call. Calls come in trace order.
    pub fn add(&mut self, call: &Decided<'_>) {
        if matches!(call.judgement, Judgement::Denied(..)) {
            return;
        }
        let (first, last) = self.times.unwrap_or((call.time, call.time));
        self.times = Some((first.min(call.time), last.max(call.time)));
        let grant = self.grants.meet(beginning(call.grant), call.time);
        let tool = self.number(call);
        for window in Window::ALL {
            self.count(Series { tool: None, grant: Some(grant), window }, call.time);
            if tool.is_some() {
                self.count(Series { tool, grant: Some(grant), window }, call.time);
            }
        }
        let limits = self.engine.limits(call.tool);
        if !limits.is_empty() {
            self.compare(call, limits, grant);
        }
        if self.open.len() >= self.sweep_at {
            self.sweep();
        }
    }

    /// The number of a tool, if it is distinguished.
    fn number(&mut self, call: &Decided<'_>) -> Option<u32> {
        let named = self.engine.tool_count() as u32;
        if let Some(ToolId(number)) = call.tool {
            return Some(number);
        }
        let name = beginning(call.name);
        let next = self.unnamed.len();
        match self.unnamed.get(name) {
            Some(known) => Some(*known),
            None if next >= MOST_UNNAMED => None,
            None => Some(*self.unnamed.entry(name.into()).or_insert(named + next as u32)),
        }
    }

    fn count(&mut self, series: Series, time: Time) {
        let window = time.window(series.window);
        if let Some(count) = self.open.get_mut(&(series, window)) {
            *count += 1;
            return;
        }
        self.open.insert((series, window), 1);
        if self.grants.may_be_closed(series.grant, series.window, window) {
            self.split += 1;
        }
        // The pairs that come first in the trace are distinguished, so that they are always the same ones.
        if !self.spreads.contains_key(&series) && self.pairs < 3 * MOST_PAIRS {
            self.spreads.insert(series, Spread::default());
            self.pairs += 1;
        }
    }

    /// Compares what the limits did with what they would do if windows were sliding.
    fn compare(&mut self, call: &Decided<'_>, limits: Limits<'_>, grant: u32) {
        let denied_by = call.decision.rule.filter(|_| call.decision.verdict == Verdict::Deny);
        if let Some(stopped) = denied_by.and_then(|rule| self.stopped.get_mut(&rule)) {
            stopped.calls += 1;
        }
        // Uncertain calls are left out of the comparison on both sides.
        if call.decision.verdict == Verdict::Undetermined || !matches!(call.judgement, Judgement::Passes) {
            return;
        }
        let now = self.grants.sliding_time(grant, call.time);
        let slid = self.sliding.settle(self.engine, limits, grant, now);
        match (denied_by, slid) {
            (None, Some(rule)) => self.edge(rule).more += 1,
            (Some(rule), None) => self.edge(rule).fewer += 1,
            (None, None) | (Some(_), Some(_)) => {}
        }
    }

    fn edge(&mut self, rule: RuleId) -> &mut Edge {
        self.stopped.entry(rule).or_insert_with(|| Stopped::new(rule)).sliding.get_or_insert_default()
    }

    /// Closes windows that are long past, by their grant's time. If that is not enough, because there are
    /// always new grants, it uses the time of all grants.
    fn sweep(&mut self) {
        let now = self.grants.now(None);
        self.grants.pass(|grant| grant.now().saturating_sub(LATENESS));
        self.close_passed();
        if self.open.len() > MOST_OPEN / 2 {
            self.grants.pass(|_| now.saturating_sub(LATENESS));
            self.close_passed();
        }
        if self.open.len() > MOST_OPEN / 2 {
            self.split += self.open.len() as u64;
            self.close_all();
        }
        let grants = &self.grants;
        self.sliding.forget(self.engine, |grant| grants.now(Some(grant)), now);
        let (spreads, open, sliding) = (self.spreads.keys(), self.open.keys().map(|(series, _)| series), &self.sliding);
        self.grants.keep(spreads.chain(open).filter_map(|series| series.grant).chain(sliding.grants()));
        self.sweep_at = (2 * self.open.len()).max(FIRST_SWEEP);
    }

    fn close_passed(&mut self) {
        let grants = &self.grants;
        let has_passed = |series: &Series, window: i64| grants.may_be_closed(series.grant, series.window, window);
        let closed: Vec<_> = self.open.extract_if(|(series, window), _| has_passed(series, *window)).collect();
        closed.into_iter().for_each(|((series, window), count)| self.close(series, window, count));
    }

    fn close_all(&mut self) {
        let closed: Vec<_> = self.open.drain().collect();
        closed.into_iter().for_each(|((series, window), count)| self.close(series, window, count));
    }

    /// Closes a window that no longer grows.
    fn close(&mut self, series: Series, window: i64, count: u64) {
        let Some(grant) = series.grant else { return };
        if let Some(spread) = self.spreads.get_mut(&series) {
            spread.add(count, window, b"");
        }
        let of_all = Series { grant: None, ..series };
        self.spreads.entry(of_all).or_default().add(count, window, self.grants.name(grant));
    }

    /// The result, at the end of the traces.
    pub fn finish(mut self) -> Suggested {
        self.close_all();
        let lasted = self.times.map_or(0, |(first, last)| last.micros.saturating_sub(first.micros));
        let names: BTreeMap<u32, &[u8]> = self.unnamed.iter().map(|(name, number)| (*number, &**name)).collect();
        let tool = |number: u32| match names.get(&number) {
            Some(name) => String::from_utf8_lossy(name).into_owned(),
            None => self.engine.tool_name(ToolId(number)).to_owned(),
        };
        let row = |(series, spread): (&Series, &Spread)| {
            let grant = series.grant.map(|grant| String::from_utf8_lossy(self.grants.name(grant)).into_owned());
            Row::new(series.tool.map(tool), grant, series.window, spread, lasted)
        };
        let mut rows: Vec<Row> = self.spreads.iter().filter(|(_, spread)| spread.windows() > 0).map(row).collect();
        rows.sort_by(|one, other| one.key().cmp(&other.key()));
        let is_compared = !self.sliding.has_given_up();
        let stopped = self.stopped.into_values().map(|stopped| stopped.finished(is_compared)).collect();
        Suggested { rows, stopped, split: self.split }
    }
}

/// The part of a name that is kept.
fn beginning(name: &[u8]) -> &[u8] {
    name.get(..MOST_NAME).unwrap_or(name)
}
