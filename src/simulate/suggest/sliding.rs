//! The limits of a policy on a gateway with sliding windows: a call passes if fewer than the maximum passed in
//! the 60 seconds before it, whatever the clock says.
//!
//! ```text
//! limit 2 per minute      12:00:50  12:00:55  12:01:05  12:01:55
//! by the calendar          allow     allow     allow     allow
//! sliding                  allow     allow     deny      allow
//! ```
//!
//! Each counter keeps a log of the calls that passed. It is exact for a maximum of up to [`EXACT`]; beyond, a
//! call is kept a little longer than the window, by up to a 256th of it. So a log has at most 257 entries, and
//! all logs together have at most [`MOST_LOGGED`]. If that is not enough, nothing is compared.

use std::collections::VecDeque;

use super::map::Map;
use crate::engine::{Engine, Limits, RuleId};

/// Up to this maximum, each call has its own entry.
pub const EXACT: u64 = 256;
/// The most entries of all logs together.
pub const MOST_LOGGED: usize = 1 << 20;

/// The logs of all counters and grants.
#[derive(Debug, Default)]
pub struct Sliding {
    logs: Map<(u32, u32), Log>,
    entries: usize,
    has_given_up: bool,
}

/// The calls that passed recently: when, and how many.
#[derive(Debug, Default)]
struct Log {
    // INVARIANT: sorted by time.
    entries: VecDeque<(i64, u64)>,
    calls: u64,
}

impl Sliding {
    /// Lets a call pass, or returns the limit that denies it.
    pub fn settle(&mut self, engine: &Engine, limits: Limits<'_>, grant: u32, now: i64) -> Option<RuleId> {
        if self.has_given_up {
            return None;
        }
        for limit in limits.iter() {
            let span = span(engine, limit.counter);
            let log = self.logs.entry((limit.counter, grant)).or_default();
            self.entries -= log.begin_anew_if_later(now, span) + log.expire(now, span);
            if log.calls >= limit.max {
                return Some(limit.rule);
            }
        }
        for limit in limits.iter() {
            if !limit.is_repeated {
                let grain = if limit.max <= EXACT { 1 } else { span(engine, limit.counter) / EXACT as i64 };
                let log = self.logs.entry((limit.counter, grant)).or_default();
                self.entries += log.add(now, grain);
            }
        }
        if self.entries > MOST_LOGGED {
            self.forget(engine, |_| now, now);
        }
        None
    }

    /// Forgets what has left the windows, by the time of its grant; if there is still too much, by the time of
    /// the current call.
    pub fn forget(&mut self, engine: &Engine, now_of: impl Fn(u32) -> i64, now: i64) {
        self.forget_by(engine, now_of);
        if self.entries > MOST_LOGGED / 2 {
            self.forget_by(engine, |_| now);
        }
        if self.entries > MOST_LOGGED / 2 {
            *self = Self { has_given_up: true, ..Self::default() };
        }
    }

    fn forget_by(&mut self, engine: &Engine, now_of: impl Fn(u32) -> i64) {
        let entries = &mut self.entries;
        self.logs.retain(|(counter, grant), log| {
            *entries -= log.expire(now_of(*grant), span(engine, *counter));
            log.calls > 0
        });
    }

    /// The grants that have a log.
    pub fn grants(&self) -> impl Iterator<Item = u32> {
        self.logs.keys().map(|(_, grant)| *grant)
    }

    /// Whether there was too much to compare.
    pub fn has_given_up(&self) -> bool {
        self.has_given_up
    }
}

impl Log {
    /// Drops everything if the grant's time started over; returns how many entries were dropped.
    fn begin_anew_if_later(&mut self, now: i64, span: i64) -> usize {
        let is_later = self.entries.back().is_some_and(|(last, _)| *last > now.saturating_add(span / EXACT as i64));
        if is_later { std::mem::take(self).entries.len() } else { 0 }
    }

    /// Drops what has left the window; returns how many entries were dropped.
    fn expire(&mut self, now: i64, span: i64) -> usize {
        let start = now.saturating_sub(span);
        let before = self.entries.len();
        while let Some((_, calls)) = self.entries.front().filter(|(time, _)| *time <= start) {
            self.calls -= calls;
            self.entries.pop_front();
        }
        before - self.entries.len()
    }

    /// Adds a call; returns how many entries that adds.
    fn add(&mut self, now: i64, grain: i64) -> usize {
        let time = now.div_euclid(grain).saturating_mul(grain).saturating_add(grain - 1);
        self.calls += 1;
        match self.entries.back_mut() {
            Some((last, calls)) if *last >= time => {
                *calls += 1;
                0
            }
            Some(_) | None => {
                self.entries.push_back((time, 1));
                1
            }
        }
    }
}

/// The length of a counter's window, in microseconds.
fn span(engine: &Engine, counter: u32) -> i64 {
    engine.window_of(counter).seconds() * 1_000_000
}
