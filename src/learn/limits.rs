//! Limits from the busiest window of a tool: the most calls that one grant made in a minute and in an hour.

use std::collections::HashMap;

use super::danger::is_dangerous;
use super::heard::Heard;
use crate::engine::{Decision, Engine, Judgement, Verdict};
use crate::init::Judged;
use crate::model::Policy;
use crate::simulate::grouped;
use crate::simulate::suggest::{Decided, Row, Suggest};
use crate::vocab::{Category, Window};

/// The lowest limit per minute of a tool that only writes.
const LEAST: u64 = 5;

/// The engine of a policy that allows everything: the windows are counted before there is a policy.
pub fn everything() -> Engine {
    Engine::new(&Policy { default_allow: true, ..Policy::default() })
}

/// Counts calls in windows.
pub struct Windows<'e>(Suggest<'e>);

impl<'e> Windows<'e> {
    /// Nothing counted yet.
    pub fn new(engine: &'e Engine) -> Self {
        Self(Suggest::new(engine))
    }

    /// Counts a call, if it has a time.
    pub fn add(&mut self, heard: &Heard<'_>) {
        let Some(time) = heard.time else { return };
        self.0.add(&Decided {
            tool: None,
            name: heard.tool.as_bytes(),
            grant: heard.grant.as_bytes(),
            time,
            judgement: Judgement::Passes,
            decision: Decision { verdict: Verdict::Allow, rule: None, condition: None },
        });
    }

    /// The windows of each tool, over all grants.
    pub fn finish(self) -> Vec<Row> {
        let mut rows = self.0.finish().rows;
        rows.retain(|row| row.tool.is_some() && row.grant.is_none());
        rows
    }
}

/// A limit, and the window that it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// `limit 5 per minute`
    pub text: String,
    /// `12 calls of 3 grants, at most 4 by one grant in a minute`
    pub evidence: String,
}

/// The names of counters that are in use.
#[derive(Debug, Default)]
pub struct Counters(HashMap<String, usize>);

/// The limits of a tool that was called so often: `12 calls of 3 grants`. If its calls have no time, it gets the limit that `init` writes.
pub fn limits(judged: &Judged<'_>, windows: &[Row], calls: &str, counters: &mut Counters) -> Vec<Limit> {
    let name = judged.tool.name;
    let row = |window| windows.iter().find(|row| row.tool.as_deref() == Some(name) && row.window == window);
    // A limit from a handful of calls would refuse the next busy minute; where that is no danger, it has some room.
    let least = if is_dangerous(judged) { 0 } else { LEAST };
    let maximum = |row: &Row| row.suggestion.unwrap_or(row.highest.saturating_mul(2).max(2)).max(least);
    let (minute, hour) = (row(Window::Minute), row(Window::Hour));
    let mut limits = Vec::new();
    let mut add = |window: Window, max: u64, evidence| {
        let counter = counters.own(name, window);
        limits.push(Limit { text: format!("limit {max} per {}{counter}", window.word()), evidence });
    };
    let Some(minute) = minute else {
        let usual = usual(judged.judgement.category);
        add(Window::Minute, usual, format!("{calls}, none with a time, so this is the usual limit"));
        return limits;
    };
    let busiest = |row: &Row| {
        let article = if row.window == Window::Hour { "an" } else { "a" };
        format!("{calls}, at most {} by one grant in {article} {}", grouped(row.highest), row.window.word())
    };
    let per_minute = maximum(minute);
    let per_hour = hour.and_then(|hour| Some((hour, hour.suggestion?.max(2 * least))));
    let per_hour = per_hour.filter(|(_, max)| *max < per_minute.saturating_mul(60));
    // Beside a limit per hour that is not higher, one per minute would never deny a call.
    if per_hour.is_none_or(|(_, max)| per_minute < max) {
        add(Window::Minute, per_minute, busiest(minute));
    }
    if let Some((hour, max)) = per_hour {
        add(Window::Hour, max, busiest(hour));
    }
    limits
}

/// The limit per minute of a tool that no call with a time teaches about.
pub fn usual(category: Category) -> u64 {
    match category {
        Category::Read | Category::Write => 30,
        Category::Execute | Category::Destructive | Category::Financial => 10,
    }
}

impl Counters {
    /// ` as "name"`, if the usual counter already belongs to another tool.
    pub fn own(&mut self, tool: &str, window: Window) -> String {
        let usual = window.default_counter(tool);
        let used = self.0.entry(usual.clone()).or_insert(0);
        *used += 1;
        if *used > 1 { format!(" as {}", crate::init::name(&format!("{usual}_{used}"))) } else { String::new() }
    }
}
