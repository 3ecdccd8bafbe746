//! Decides the calls that are not far below every maximum: those near one, late ones, undetermined ones, and those
//! without a time.

use super::count::Count;
use super::perhaps::Perhaps;
use super::{Closed, Counters, Key, close};
use crate::engine::decision::{Decision, RuleId};
use crate::engine::program::{Bound, Limits};
use crate::engine::run::Judgement;
use crate::vocab::Time;

impl Counters {
    /// Decides a judged call that has no time.
    pub fn settle_untimed(&mut self, limits: Limits<'_>, judgement: Judgement, grant: &[u8]) -> Decision {
        let open = match judgement {
            Judgement::Denied(rule, condition) => return Decision::deny(rule, condition),
            Judgement::Passes => None,
            Judgement::Open(rule, condition) => Some(Decision::open(rule, condition)),
        };
        let grant = self.prints.of(grant);
        let mut perhaps = None;
        for limit in limits.iter() {
            if limit.max == 0 {
                return Decision::deny(limit.rule, None);
            }
            let share = self.expected.share(limit.counter, grant);
            if share.calls.saturating_add(share.fullest) > limit.max {
                perhaps = perhaps.or(Some(Decision::open(limit.rule, None)));
            }
            if !limit.is_repeated {
                self.found.add(limit.counter, grant);
            }
        }
        open.or(perhaps).unwrap_or(Decision::ALLOW)
    }

    /// Decides a call that is near a maximum, late, or undetermined, and calls of a trace in which others have no
    /// time: those may be before it in its window.
    #[inline(never)]
    pub(super) fn limited_closely(
        &mut self,
        limits: Limits<'_>,
        open: Option<(RuleId, Option<u32>)>,
        grant: u32,
        time: Time,
    ) -> Decision {
        let print = (!self.expected.is_empty()).then(|| self.prints.of(self.grants.name(grant)));
        let (mut reached, mut perhaps) = (None, Perhaps::Passes);
        let mut is_exact = true;
        for limit in limits.iter() {
            let (count, exact) = self.count(limit, grant, time);
            is_exact &= exact;
            if u64::from(count.possible - count.open) >= limit.max {
                reached = Some(limit.rule);
                break;
            }
            let untimed = print.map_or(0, |print| self.expected.share(limit.counter, print).calls);
            if u64::from(count.possible).saturating_add(untimed) >= limit.max {
                perhaps = perhaps.or_reached(limit);
            }
        }
        self.inexact += u64::from(!is_exact);
        if let Some(rule) = reached {
            return Decision::deny(rule, None);
        }
        for limit in limits.iter().filter(|limit| !limit.is_repeated) {
            let is_certain = open.is_none() && perhaps.counts_in(limit.counter);
            let possible = self.add(limit, grant, time, is_certain);
            if let Some(print) = print
                && self.expected.share(limit.counter, print).calls > 0
            {
                self.found.meet(limit.counter, print, u64::from(possible));
            }
        }
        let open = open.or(perhaps.rule().map(|rule| (rule, None)));
        open.map_or(Decision::ALLOW, |(rule, condition)| Decision::open(rule, condition))
    }

    /// The current count of a counter, and whether it is exact.
    fn count(&mut self, limit: &Bound, grant: u32, time: Time) -> (Count, bool) {
        let window = time.window(limit.window);
        let row = self.latest.find(limit.counter, grant);
        let known = match self.latest.count(row, limit.counter).copied() {
            Some(count) if count.window == window => Some(count),
            Some(count) if count.window > window => {
                self.open_closed();
                self.earlier.get(&Key { counter: limit.counter, grant, window }).copied()
            }
            Some(_) | None => None,
        };
        // INVARIANT: a window that ended before the horizon may have been dropped.
        let is_exact = known.is_some() || limit.window.end(window) > self.horizon;
        (known.unwrap_or_default(), is_exact)
    }

    /// Counts a call; returns how many there may be in its window now.
    fn add(&mut self, limit: &Bound, grant: u32, time: Time, certain: bool) -> u32 {
        let window = time.window(limit.window);
        let row = self.latest.find_or_begin(limit.counter, grant);
        let Some(latest) = self.latest.count(row, limit.counter) else { return 0 };
        if latest.window < window {
            close(&mut self.closed, limit.counter, grant, latest);
            *latest = Count { window, ..Count::NEVER };
        }
        if latest.window == window {
            latest.add(certain);
            return latest.possible;
        }
        self.open_closed();
        let earlier = self.earlier.entry(Key { counter: limit.counter, grant, window });
        let earlier = earlier.or_insert(Count { window, ..Count::NEVER });
        earlier.add(certain);
        earlier.possible
    }

    /// A late call asks for a window: from now on, the closed ones can be looked up.
    fn open_closed(&mut self) {
        let windows = self
            .closed
            .drain(..)
            .map(|Closed { counter, grant, count }| (Key { counter, grant, window: count.window }, count));
        self.earlier.extend(windows);
    }
}
