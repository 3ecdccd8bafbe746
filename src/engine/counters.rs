//! Settling a call by its limits. A counter counts per grant and calendar window, in UTC:
//!
//! ```text
//! limit 2 per minute      12:00:10  allow    count 1
//!                         12:00:59  allow    count 2
//!                         12:00:59  deny     (no counter moves)
//!                         12:01:00  allow    count 1, of the next window
//! ```
//!
//! What could not be determined counts as a range: at least the calls that were allowed for certain, at
//! most those that may have been allowed too.
//!
//! Traces are endless and not always in order. A late call is counted in its own window, as long as that
//! is kept: [`LATENESS`] beyond its end. So what is kept does not grow with the trace. A time far in the
//! future, which would end all windows, is believed once a second call confirms it.

use hashbrown::HashMap;

use super::decision::{Decision, RuleId, Verdict};
use super::program::{Bound, Engine, Program};
use super::run::Judgement;
use crate::vocab::{Time, Window};

/// How long a window's counts are kept after its end, in microseconds of the trace's time.
pub const LATENESS: i64 = 10 * 60 * 1_000_000;
/// A jump ahead of more than this, in microseconds, has to be confirmed by another call.
const JUMP: i64 = 24 * 3_600 * 1_000_000;
/// The most counts that are kept. A trace that has more of them within [`LATENESS`] has more grants than
/// anybody has; the calls beyond are said to be not counted exactly.
const MOST_KEPT: usize = 1 << 20;

/// What the limits of an engine have counted.
#[derive(Debug, Default)]
pub struct Counters {
    /// The latest window of each counter and grant.
    latest: Counts<Key>,
    /// Windows that were the latest, until a late call asks for one of them: traces are
    /// nearly in order, and to write down a window here takes a tenth of what a table takes.
    closed: Vec<((Key, i64), Count)>,
    /// Windows before the latest one that a late call may have asked for.
    earlier: Counts<(Key, i64)>,
    windows: Vec<Window>,
    grants: HashMap<Box<[u8]>, u32, foldhash::fast::RandomState>,
    next_grant: u32,
    clock: Clock,
    /// Windows that end before this are kept no more.
    horizon: i64,
    sweep_at: usize,
    /// How many calls came so late, or of so many grants, that they were not counted exactly.
    pub inexact: u64,
}

/// How many counts have to be there before it is worth while to look for old ones.
const FEWEST_SWEPT: usize = 1 << 16;

type Counts<K> = HashMap<K, Count, foldhash::fast::RandomState>;

/// A counter and a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    counter: u32,
    grant: u32,
}

/// A window and how many calls it has: at least and at most.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    window: i64,
    certain: u64,
    possible: u64,
}

impl Count {
    fn add(&mut self, certain: bool) {
        self.certain += u64::from(certain);
        self.possible += 1;
    }
}

/// The trace's own time: that of its latest call, jumps aside.
#[derive(Debug, Default)]
pub struct Clock {
    /// In microseconds.
    pub latest: Option<i64>,
    ahead: Option<i64>,
}

impl Counters {
    /// Counters of an engine, all at nothing.
    pub fn new(engine: &Engine) -> Self {
        let windows = engine.counters.iter().map(|counter| counter.window).collect();
        Self { windows, horizon: i64::MIN, sweep_at: FEWEST_SWEPT, ..Self::default() }
    }

    /// Decides a call that was judged, and counts it where it is allowed. `grant` is the grant's name.
    #[inline]
    pub fn settle(&mut self, program: &Program, judgement: Judgement, grant: &[u8], time: Time) -> Decision {
        match judgement {
            Judgement::Denied(rule, condition) => Decision::deny(rule, condition),
            Judgement::Passes if program.limits.is_empty() => Decision::ALLOW,
            Judgement::Open(rule, condition) if program.limits.is_empty() => Decision::open(rule, condition),
            Judgement::Passes => self.limited(&program.limits, None, grant, time),
            Judgement::Open(rule, condition) => self.limited(&program.limits, Some((rule, condition)), grant, time),
        }
    }

    fn limited(&mut self, limits: &[Bound], open: Option<(RuleId, Option<u32>)>, grant: &[u8], time: Time) -> Decision {
        self.clock.tick(time.micros);
        let grant = self.grant(grant);
        if open.is_none() && self.count_all(limits, grant, time) {
            return Decision::ALLOW;
        }
        let (mut reached, mut perhaps) = (None, None);
        let mut is_exact = true;
        for limit in limits {
            let (count, exact) = self.count(Key { counter: limit.counter, grant }, time);
            is_exact &= exact;
            if count.certain >= limit.max {
                reached = Some(limit.rule);
                break;
            }
            if count.possible >= limit.max {
                perhaps = perhaps.or(Some(limit.rule));
            }
        }
        self.inexact += u64::from(!is_exact);
        if let Some(rule) = reached {
            return Decision::deny(rule, None);
        }
        let open = open.or(perhaps.map(|rule| (rule, None)));
        for limit in limits {
            if !limit.is_repeated {
                self.add(Key { counter: limit.counter, grant }, time, open.is_none());
            }
        }
        self.sweep_if_full();
        open.map_or(Decision::ALLOW, |(rule, condition)| Decision::open(rule, condition))
    }

    /// The short way of nearly all calls: all counters are in their latest windows or begin a new one,
    /// and none is near its maximum. Each is looked up once. Otherwise nothing is counted.
    #[inline]
    fn count_all(&mut self, limits: &[Bound], grant: u32, time: Time) -> bool {
        let windows = Window::ALL.map(|window| time.window(window));
        for (index, limit) in limits.iter().enumerate() {
            let kind = self.windows.get(limit.counter as usize).copied().unwrap_or(Window::Day);
            let window = windows.get(kind as usize).copied().unwrap_or_default();
            let key = Key { counter: limit.counter, grant };
            let counts = match self.latest.get_mut(&key) {
                Some(count) if limit.is_repeated || count.window > window => None,
                Some(count) if count.window == window => (count.possible < limit.max).then_some(count),
                // INVARIANT: what ended before the horizon may have been swept away.
                Some(count) if limit.max > 0 && kind.end(window) > self.horizon => {
                    self.closed.push(((key, count.window), *count));
                    *count = Count { window, certain: 0, possible: 0 };
                    Some(count)
                }
                Some(_) | None => None,
            };
            let Some(count) = counts else {
                self.take_back(limits.get(..index).unwrap_or_default(), grant);
                return false;
            };
            count.add(true);
        }
        self.sweep_if_full();
        true
    }

    fn take_back(&mut self, limits: &[Bound], grant: u32) {
        for limit in limits {
            if let Some(count) = self.latest.get_mut(&Key { counter: limit.counter, grant }) {
                count.certain -= 1;
                count.possible -= 1;
            }
        }
    }

    fn window_of(&self, key: Key, time: Time) -> i64 {
        let window = self.windows.get(key.counter as usize).copied().unwrap_or(Window::Day);
        time.window(window)
    }

    fn end_of(windows: &[Window], key: Key, window: i64) -> i64 {
        windows.get(key.counter as usize).copied().unwrap_or(Window::Day).end(window)
    }

    /// What a counter stands at, and whether that is sure.
    fn count(&mut self, key: Key, time: Time) -> (Count, bool) {
        let window = self.window_of(key, time);
        let known = match self.latest.get(&key).copied() {
            Some(count) if count.window == window => Some(count),
            Some(count) if count.window > window => {
                self.open_closed();
                self.earlier.get(&(key, window)).copied()
            }
            Some(_) | None => None,
        };
        // INVARIANT: what ended before the horizon may have been swept away.
        let is_exact = known.is_some() || Self::end_of(&self.windows, key, window) > self.horizon;
        (known.unwrap_or_default(), is_exact)
    }

    fn add(&mut self, key: Key, time: Time, certain: bool) {
        let window = self.window_of(key, time);
        let fresh = Count { window, certain: 0, possible: 0 };
        let latest = self.latest.entry(key).or_insert(fresh);
        if latest.window < window {
            self.closed.push(((key, latest.window), *latest));
            *latest = fresh;
        }
        if latest.window == window {
            latest.add(certain);
        } else {
            self.open_closed();
            self.earlier.entry((key, window)).or_insert(fresh).add(certain);
        }
    }

    /// A late call asks for a window: from now on those that are closed can be looked up.
    fn open_closed(&mut self) {
        self.earlier.extend(self.closed.drain(..));
    }

    fn grant(&mut self, name: &[u8]) -> u32 {
        if let Some(known) = self.grants.get(name) {
            return *known;
        }
        let new = self.next_grant;
        self.next_grant = self.next_grant.wrapping_add(1);
        self.grants.insert(name.into(), new);
        new
    }

    /// Forgets what ended long ago, each time that there is twice as much as was left the last time.
    fn sweep_if_full(&mut self) {
        let kept = self.latest.len() + self.earlier.len() + self.closed.len() + self.grants.len();
        if kept < self.sweep_at {
            return;
        }
        let Some(now) = self.clock.latest else { return };
        self.forget_before(now.saturating_sub(LATENESS));
        if self.latest.len() + self.earlier.len() + self.closed.len() > MOST_KEPT {
            // So many grants at once: all that counts is what counts now.
            self.forget_before(now);
        }
        if self.latest.len() > MOST_KEPT {
            self.latest.clear();
            self.forget_before(i64::MAX);
        }
        let kept = self.latest.len() + self.earlier.len() + self.closed.len() + self.grants.len();
        self.sweep_at = (2 * kept).max(FEWEST_SWEPT);
    }

    fn forget_before(&mut self, horizon: i64) {
        self.horizon = self.horizon.max(horizon);
        let Self { latest, closed, earlier, windows, grants, .. } = self;
        latest.retain(|key, count| Self::end_of(windows, *key, count.window) > horizon);
        earlier.retain(|(key, window), _| Self::end_of(windows, *key, *window) > horizon);
        closed.retain(|((key, window), _)| Self::end_of(windows, *key, *window) > horizon);
        let of_closed = closed.iter().map(|((key, _), _)| key);
        let kept = latest.keys().chain(earlier.keys().map(|(key, _)| key)).chain(of_closed);
        let in_use: hashbrown::HashSet<u32> = kept.map(|key| key.grant).collect();
        grants.retain(|_, grant| in_use.contains(grant));
    }
}

impl Clock {
    /// A call is made.
    pub fn tick(&mut self, time: i64) {
        let Some(latest) = self.latest else {
            // The first call may be the one with the wrong time.
            if let Some(first) = self.ahead.replace(time) {
                self.latest = Some(first.min(time));
            }
            return;
        };
        if time <= latest {
            return;
        }
        if time - latest <= JUMP {
            self.latest = Some(time);
            self.ahead = None;
        } else if let Some(ahead) = self.ahead.replace(time) {
            self.latest = Some(latest.max(ahead.min(time)));
        }
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
