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
mod closely;
mod count;
mod grants;
mod latest;
mod perhaps;
mod tidy;
mod untimed;
mod windows;

pub use clock::{Clock, LATENESS};
use std::borrow::Cow;

use count::Count;
use grants::Grants;
use hashbrown::HashMap;
use latest::{Latest, RowId};
use untimed::{GrantPrints, Untimed};
use windows::Windows;

use super::decision::{Decision, RuleId, Verdict};
use super::program::{Bound, Engine, Limits, RowOf};
use super::run::Judgement;
use crate::vocab::{Time, Window};

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

    /// Decides a judged call, and counts it if it is allowed. `grant` is the grant's name.
    pub fn settle(&mut self, limits: Limits<'_>, judgement: Judgement, grant: &[u8], time: Time) -> Decision {
        let is_counted = is_counted(limits, judgement);
        let grant = if is_counted { self.grants.number(grant) } else { Account::NOWHERE.grant };
        let decision = self.settle_on(Account { grant, ..Account::NOWHERE }, limits, judgement, time);
        self.tidy();
        decision
    }

    /// Where a judged call is counted, for [`Counters::settle_on`]. Valid until [`Counters::tidy`]. The grant has a
    /// fingerprint, which no grant with another name has. A caller that decides many calls does this for many of them in
    /// a row, so that the cache misses overlap.
    #[inline(always)]
    pub fn account<'g>(
        &mut self,
        limits: Limits<'_>,
        judgement: Judgement,
        print: u64,
        grant: impl FnOnce() -> Cow<'g, [u8]>,
    ) -> Account {
        if !is_counted(limits, judgement) {
            return Account::NOWHERE;
        }
        let grant = self.grants.number_by_print(print, grant);
        let row_of =
            |limits: &[Bound]| limits.first().map_or(RowId::NONE, |limit| self.latest.find(limit.counter, grant));
        Account { grant, own: row_of(limits.own), shared: row_of(limits.shared) }
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

    #[inline(always)]
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

    /// Counts a call by one limit, if it is below the maximum.
    #[inline(always)]
    fn count_one(&mut self, limit: &Bound, account: Account) -> bool {
        let row = self.row(limit, account);
        let Some(count) = self.latest.count(row, limit.counter) else { return false };
        let (window, end) = self.now.get(limit.window);
        if count.window == window {
            let passes = !limit.is_repeated & (u64::from(count.possible) < limit.max);
            if passes {
                count.add(true);
            }
            return passes;
        }
        // INVARIANT: a window that ended before the horizon may have been dropped.
        let is_sure = (count.window < window) & (end > self.horizon);
        let passes = is_sure & !limit.is_repeated & (limit.max > 0);
        if passes {
            close(&mut self.closed, limit.counter, account.grant, count);
            *count = Count { window, possible: 1, open: 0 };
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
}

/// Closes a window that is no longer the latest, unless nothing was counted in it.
#[inline]
fn close(closed: &mut Vec<Closed>, counter: u32, grant: u32, count: &Count) {
    if count.possible > 0 {
        closed.push(Closed { counter, grant, count: *count });
    }
}

/// Whether limits can decide a judged call.
#[inline(always)]
fn is_counted(limits: Limits<'_>, judgement: Judgement) -> bool {
    !matches!(judgement, Judgement::Denied(..)) && !limits.is_empty()
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
