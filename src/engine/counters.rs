//! Settles a call by its limits. A counter counts per grant and calendar window, in UTC:
//!
//! ```text
//! limit 2 per minute      12:00:10  allow    count 1
//!                         12:00:59  allow    count 2
//!                         12:00:59  deny     (no counter moves)
//!                         12:01:00  allow    count 1, in the next window
//! ```
//!
//! A call without a time is not in any window. If the calls without a time, all of them, could fill the fullest
//! window, they are undetermined, and so are calls with a time that they could push over the maximum:
//!
//! ```text
//! limit 2 per minute      12:00:10  allow           one call without a time can't fill the window before it
//!                         12:00:59  undetermined    with the call without a time, there may be two before it
//!                         12:00:59  deny            there are two before it anyway
//!                         -         undetermined
//! ```
//!
//! An undetermined call makes a count a range: at least the calls that were certainly allowed, at most those
//! plus the calls that may have been allowed.
//!
//! Traces are endless and not always in order. A late call is counted in its own window, as long as that window
//! is kept: until [`LATENESS`] after its end. This way the counters do not grow with the trace. A time far in
//! the future would end all windows, so it is believed only once a second call confirms it.

mod clock;
mod count;
mod grants;
mod latest;
mod perhaps;
mod untimed;
mod windows;

pub use clock::Clock;
use std::borrow::Cow;

use count::Count;
use grants::Grants;
use hashbrown::HashMap;
use latest::{Latest, RowId};
use perhaps::Perhaps;
use untimed::{GrantPrints, Untimed};
use windows::Windows;

use super::decision::{Decision, RuleId, Verdict};
use super::program::{Bound, Engine, Limits, RowOf};
use super::run::Judgement;
use crate::vocab::{Time, Window};

/// How long a window's counts are kept after its end, in microseconds of the trace's time.
pub const LATENESS: i64 = 10 * 60 * 1_000_000;
/// The most counts and names of grants that are kept for longer, and half of what is kept at any time. No real
/// trace has more of them within [`LATENESS`]; if one does, the calls beyond are reported as not counted
/// exactly.
const MOST_KEPT: usize = 1 << 20;

/// What the limits of an engine have counted.
#[derive(Debug, Default)]
pub struct Counters {
    /// The latest window of each counter and grant.
    latest: Latest,
    /// Windows that were the latest, until a late call asks for one of them. Traces are nearly in order, and
    /// appending a window here takes a tenth of the time that a hash table takes.
    closed: Vec<Closed>,
    /// Windows before the latest one, once a late call has asked for one of them.
    earlier: HashMap<Key, Count, foldhash::fast::RandomState>,
    windows: Vec<Window>,
    /// The calls without a time, as they were counted before.
    expected: Untimed,
    /// The calls without a time, as they are counted now.
    found: Untimed,
    prints: GrantPrints,
    grants: Grants,
    clock: Clock,
    /// The windows of the last call's time.
    now: Windows,
    /// Windows that end before this are no longer kept.
    horizon: i64,
    sweep_at: usize,
    /// How many calls were not counted exactly, because they came too late or from too many grants.
    pub inexact: u64,
    /// Whether there were so many grants that counts had to be dropped early.
    pub is_crowded: bool,
}

/// The calls without a time that a trace is expected to have, from a pass over it.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    untimed: Untimed,
    prints: GrantPrints,
}

impl Expected {
    /// Whether a pass over the same trace found the same calls.
    pub fn is_met_by(&self, found: &Expected) -> bool {
        self.untimed.is_same(&found.untimed)
    }
}

/// How many counts there must be before it is worth looking for old ones.
const FEWEST_SWEPT: usize = 1 << 16;

/// A window, before the latest one, of a counter and a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    counter: u32,
    grant: u32,
    window: i64,
}

/// Where a call is counted: its grant, and the rows of its tool's first limit and of the first limit over all
/// tools, as far as they are known.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    grant: u32,
    own: RowId,
    shared: RowId,
}

impl Account {
    /// The account of a call that no limit counts.
    pub const NOWHERE: Self = Self { grant: u32::MAX, own: RowId::NONE, shared: RowId::NONE };
}

/// A window that is no longer the latest.
#[derive(Debug, Clone, Copy)]
struct Closed {
    counter: u32,
    grant: u32,
    count: Count,
}

impl Counters {
    /// The counters of an engine, all at zero.
    pub fn new(engine: &Engine) -> Self {
        let windows = engine.windows.clone();
        let latest = Latest::new(windows.len());
        Self { latest, windows, horizon: i64::MIN, sweep_at: FEWEST_SWEPT, ..Self::default() }
    }

    /// The counters of an engine, all at zero, for a trace that has these calls without a time.
    pub fn expecting(engine: &Engine, expected: &Expected) -> Self {
        Self { expected: expected.untimed.clone(), prints: expected.prints.clone(), ..Self::new(engine) }
    }

    /// The calls without a time that were counted.
    pub fn found(&self) -> Expected {
        Expected { untimed: self.found.clone(), prints: self.prints.clone() }
    }

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

    /// Decides a judged call, and counts it if it is allowed. `grant` is the grant's name.
    pub fn settle(&mut self, limits: Limits<'_>, judgement: Judgement, grant: &[u8], time: Time) -> Decision {
        let account = self.account(limits, judgement, || Cow::Borrowed(grant));
        let decision = self.settle_on(account, limits, judgement, time);
        self.tidy();
        decision
    }

    /// Where a judged call is counted, for [`Counters::settle_on`]. Valid until [`Counters::tidy`].
    #[inline]
    pub fn account<'g>(
        &mut self,
        limits: Limits<'_>,
        judgement: Judgement,
        grant: impl FnOnce() -> Cow<'g, [u8]>,
    ) -> Account {
        if matches!(judgement, Judgement::Denied(..)) || limits.is_empty() {
            return Account::NOWHERE;
        }
        Account { grant: self.grants.number(&grant()), ..Account::NOWHERE }
    }

    /// Looks up the rows of an account. A caller that decides many calls does this for many accounts in a row,
    /// so that the cache misses overlap.
    #[inline]
    pub fn find_rows(&self, account: &mut Account, limits: Limits<'_>) {
        let row_of = |limits: &[Bound]| {
            limits.first().map_or(RowId::NONE, |limit| self.latest.find(limit.counter, account.grant))
        };
        if account.grant != Account::NOWHERE.grant {
            (account.own, account.shared) = (row_of(limits.own), row_of(limits.shared));
        }
    }

    /// Decides a judged call, and counts it if it is allowed.
    #[inline]
    pub fn settle_on(&mut self, account: Account, limits: Limits<'_>, judgement: Judgement, time: Time) -> Decision {
        match judgement {
            Judgement::Denied(rule, condition) => Decision::deny(rule, condition),
            Judgement::Passes if limits.is_empty() => Decision::ALLOW,
            Judgement::Open(rule, condition) if limits.is_empty() => Decision::open(rule, condition),
            Judgement::Passes => self.limited(limits, None, account, time),
            Judgement::Open(rule, condition) => self.limited(limits, Some((rule, condition)), account, time),
        }
    }

    #[inline]
    fn limited(
        &mut self,
        limits: Limits<'_>,
        open: Option<(RuleId, Option<u32>)>,
        account: Account,
        time: Time,
    ) -> Decision {
        self.clock.tick(time.micros);
        if open.is_none() && self.expected.is_empty() && self.count_all(limits, account, time) {
            return Decision::ALLOW;
        }
        self.limited_closely(limits, open, account.grant, time)
    }

    /// Decides a call that is near a maximum, late, or undetermined, and calls of a trace in which others have no
    /// time: those may be before it in its window.
    #[inline(never)]
    fn limited_closely(
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

    /// The fast path, which nearly all calls take: every counter is in its latest window or begins a new one,
    /// and none is near its maximum. Otherwise nothing is counted.
    #[inline]
    fn count_all(&mut self, limits: Limits<'_>, account: Account, time: Time) -> bool {
        self.now.go_to(time);
        for (index, limit) in limits.own.iter().enumerate() {
            if !self.count_one(limit, account) {
                self.take_back(limits, index, account);
                return false;
            }
        }
        for (index, limit) in limits.shared.iter().enumerate() {
            if !self.count_one(limit, account) {
                self.take_back(limits, limits.own.len() + index, account);
                return false;
            }
        }
        true
    }

    /// Counts a call by one limit, if it is below the maximum. Whether its window is a new one is
    /// unpredictable, so nothing branches on it.
    #[inline(always)]
    fn count_one(&mut self, limit: &Bound, account: Account) -> bool {
        let row = self.row(limit, account);
        let Some(count) = self.latest.count(row, limit.counter) else { return false };
        let (window, end) = self.now.get(limit.window);
        let is_same = count.window == window;
        // INVARIANT: a window that ended before the horizon may have been dropped.
        let is_sure = is_same | (count.window < window) & (end > self.horizon);
        let before = if is_same { *count } else { Count::NEVER };
        let passes = is_sure & !limit.is_repeated & (u64::from(before.possible) < limit.max);
        if passes {
            let kept = self.closed.len() + usize::from(!is_same & (count.possible > 0));
            self.closed.push(Closed { counter: limit.counter, grant: account.grant, count: *count });
            self.closed.truncate(kept);
            *count = Count { window, ..before };
            count.add(true);
        }
        passes
    }

    /// Undoes what the first few limits counted.
    fn take_back(&mut self, limits: Limits<'_>, count: usize, account: Account) {
        for limit in limits.iter().take(count) {
            let row = self.row(limit, account);
            if let Some(count) = self.latest.count(row, limit.counter) {
                count.possible -= 1;
            }
        }
    }

    /// The row that a limit counts in.
    #[inline]
    fn row(&mut self, limit: &Bound, account: Account) -> RowId {
        let row = match limit.row {
            RowOf::Own => account.own,
            RowOf::Shared => account.shared,
            RowOf::Another => RowId::NONE,
        };
        if row == RowId::NONE { self.find_or_begin_row(limit.counter, account.grant) } else { row }
    }

    #[inline(never)]
    fn find_or_begin_row(&mut self, counter: u32, grant: u32) -> RowId {
        self.latest.find_or_begin(counter, grant)
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

    /// Drops windows that ended long ago, whenever there is twice as much as was left last time.
    pub fn tidy(&mut self) {
        if self.kept() < self.sweep_at {
            return;
        }
        let Some(now) = self.clock.latest else { return };
        self.forget_before(now.saturating_sub(LATENESS));
        // Too many grants at once: keep only the current windows; if that is still too much, keep nothing.
        for horizon in [now, i64::MAX] {
            if self.kept() > MOST_KEPT {
                self.is_crowded = true;
                self.forget_before(horizon);
            }
        }
        self.sweep_at = (2 * self.kept()).clamp(FEWEST_SWEPT, 2 * MOST_KEPT);
    }

    /// How many counts and names of grants there are.
    fn kept(&self) -> usize {
        self.latest.len() + self.earlier.len() + self.closed.len() + self.grants.len()
    }

    fn forget_before(&mut self, horizon: i64) {
        self.horizon = self.horizon.max(horizon);
        let Self { latest, closed, earlier, windows, grants, .. } = self;
        let is_kept =
            |counter: u32, window: i64| windows.get(counter as usize).is_some_and(|kind| kind.end(window) > horizon);
        latest.retain(|counter, count| is_kept(counter, count.window));
        earlier.retain(|key, _| is_kept(key.counter, key.window));
        closed.retain(|closed| is_kept(closed.counter, closed.count.window));
        let of_windows = earlier.keys().map(|key| key.grant).chain(closed.iter().map(|closed| closed.grant));
        let in_use: hashbrown::HashSet<u32> = latest.grants().chain(of_windows).collect();
        grants.retain(|grant| in_use.contains(&grant));
    }
}

/// Closes a window that is no longer the latest, unless nothing was counted in it.
#[inline]
fn close(closed: &mut Vec<Closed>, counter: u32, grant: u32, count: &Count) {
    if count.possible > 0 {
        closed.push(Closed { counter, grant, count: *count });
    }
}

impl Decision {
    const ALLOW: Decision = Decision { verdict: Verdict::Allow, rule: None, condition: None };

    fn deny(rule: RuleId, condition: Option<u32>) -> Self {
        Self { verdict: Verdict::Deny, rule: Some(rule), condition }
    }

    fn open(rule: RuleId, condition: Option<u32>) -> Self {
        Self { verdict: Verdict::Undetermined, rule: Some(rule), condition }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model;
    use crate::source::{Source, SourceId};

    #[test]
    fn an_absurd_number_of_grants_is_not_counted_exactly() {
        let policy = r#"{"version": "1", "default": "allow",
            "all_tools": {"limits": [{"counter": "c", "window": "day", "max": 1, "scope": "grant"}]}}"#;
        let source = Source::from_text("policy.json", policy);
        let engine = Engine::new(&model::json::read(SourceId(0), &source).0.unwrap());
        let mut counters = Counters::new(&engine);
        let mut call = |grant: usize| {
            let time = Time { micros: grant as i64 };
            counters.settle(engine.limits(None), Judgement::Passes, grant.to_string().as_bytes(), time);
            (counters.is_crowded, counters.inexact > 0, counters.kept() <= 2 * MOST_KEPT)
        };
        assert!((0..MOST_KEPT - 1).all(|grant| call(grant) == (false, false, true)));
        assert!((MOST_KEPT..3 * MOST_KEPT / 2).all(|grant| call(grant).2));
        assert_eq!(call(0), (true, true, true));
    }
}
