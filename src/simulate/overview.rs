//! For pages: when calls were made, and by whom, by decision. The memory is bounded.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::decided::Decided;
use super::seen::Seen;
use crate::engine::Verdict;
use crate::vocab::Time;

/// The most spans of time; beyond, they are made longer.
const MOST_SPANS: usize = 120;
/// The most grants that are counted one by one. Further ones are summed up.
const MOST_GRANTS: usize = 10_000;
/// The lengths of a span, in minutes: from a minute to a year.
const LENGTHS: [i64; 11] =
    [1, 5, 15, 60, 4 * 60, 24 * 60, 7 * 24 * 60, 30 * 24 * 60, 90 * 24 * 60, 365 * 24 * 60, 3_650 * 24 * 60];
/// Microseconds of a minute.
const MINUTE: i64 = 60_000_000;

/// When calls were made, and by whom.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    /// The decisions by the number of the span of time, counted from 1970.
    spans: BTreeMap<i64, Decided>,
    /// Which of the lengths a span has.
    length: usize,
    grants: HashMap<Vec<u8>, Decided, foldhash::fast::RandomState>,
    /// The calls of grants that are not counted one by one.
    pub other_grants: Decided,
}

/// A span of time and the calls in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeSpan {
    /// When it starts.
    pub start: Time,
    /// When the next one starts.
    pub end: Time,
    /// The calls.
    pub decided: Decided,
}

impl Overview {
    /// Counts a call.
    pub fn add(&mut self, seen: &Seen<'_>, verdict: Verdict) {
        if let Some(time) = seen.recorded_time() {
            let span = time.micros.div_euclid(MINUTE * self.minutes());
            self.spans.entry(span).or_default().add(verdict, 1);
            while self.is_too_long() && self.length + 1 < LENGTHS.len() {
                self.lengthen();
            }
        }
        let is_full = self.grants.len() >= MOST_GRANTS;
        let decided = match self.grants.get_mut(&*seen.grant) {
            None if is_full => &mut self.other_grants,
            Some(_) | None => self.grants.entry_ref(&*seen.grant).or_default(),
        };
        decided.add(verdict, 1);
    }

    /// The spans of time from the first call to the last, also those without calls.
    pub fn spans(&self) -> Vec<TimeSpan> {
        let Some(((first, _), (last, _))) = self.spans.first_key_value().zip(self.spans.last_key_value()) else {
            return Vec::new();
        };
        let length = MINUTE * self.minutes();
        let start = |span: i64| Time { micros: span.saturating_mul(length) };
        let span = |span: i64| TimeSpan {
            start: start(span),
            end: start(span + 1),
            decided: self.spans.get(&span).copied().unwrap_or_default(),
        };
        // Times of other ages do not make the picture longer than it may be.
        (*first..=*last).take(MOST_SPANS * 4).map(span).collect()
    }

    /// The grants that made calls, those with most denials first.
    pub fn grants(&self) -> Vec<(String, Decided)> {
        let named = self.grants.iter().map(|(name, decided)| (String::from_utf8_lossy(name).into_owned(), *decided));
        let mut grants: Vec<(String, Decided)> = named.collect();
        grants.sort_by(|(one, a), (other, b)| {
            (b.denied, b.undetermined, b.calls())
                .cmp(&(a.denied, a.undetermined, a.calls()))
                .then_with(|| one.cmp(other))
        });
        grants
    }

    fn minutes(&self) -> i64 {
        LENGTHS.get(self.length).copied().unwrap_or(1)
    }

    fn is_too_long(&self) -> bool {
        let ends = self.spans.first_key_value().zip(self.spans.last_key_value());
        ends.is_some_and(|((first, _), (last, _))| last.saturating_sub(*first) >= MOST_SPANS as i64)
    }

    fn lengthen(&mut self) {
        let before = self.minutes();
        self.length += 1;
        let length = self.minutes();
        let mut longer: BTreeMap<i64, Decided> = BTreeMap::new();
        for (span, decided) in std::mem::take(&mut self.spans) {
            let sum = longer.entry((span * before).div_euclid(length)).or_default();
            *sum = sum.with(&decided);
        }
        self.spans = longer;
    }
}
