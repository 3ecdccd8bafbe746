//! Counts numbers in bounded memory: of many different ones, the lowest and the highest are kept apart.

use std::collections::BTreeMap;

use super::tally::Budget;
use super::who::{Support, Unit, Who};
use crate::vocab::Number;

/// How many different numbers are kept before those in the middle are counted together.
const MOST: usize = 1_024;
/// How many are then kept at each end.
const EDGE: usize = 256;
/// What a number takes, in bytes.
const ROW: usize = 128;

/// Numbers, and the calls that had each.
#[derive(Debug, Default)]
pub struct Numbers {
    rows: BTreeMap<u64, (Number, Support)>,
    /// The calls in the middle, if there are too many different numbers.
    middle: Option<Support>,
    /// Calls that are not kept because memory ran out.
    pub others: u64,
}

impl Numbers {
    /// Counts a call with this number.
    pub fn add(&mut self, number: Number, who: Who, budget: &mut Budget) {
        let key = order(number.as_f64());
        if let Some((_, support)) = self.rows.get_mut(&key) {
            support.add(who);
        } else if self.is_in_the_middle(key) {
            super::who::count(&mut self.middle, who);
        } else if budget.take(ROW) {
            self.rows.insert(key, (number, Support::of(who)));
            if self.rows.len() > MOST {
                self.gather();
            }
        } else {
            self.others += 1;
        }
    }

    fn is_in_the_middle(&self, key: u64) -> bool {
        let edge = |at: usize| self.rows.keys().nth(at).copied();
        self.middle.is_some()
            && edge(EDGE - 1).is_some_and(|low| key > low)
            && self.rows.keys().rev().nth(EDGE - 1).is_some_and(|high| key < *high)
    }

    /// Counts those in the middle together.
    fn gather(&mut self) {
        let inner = self.rows.len().saturating_sub(2 * EDGE);
        let keys: Vec<u64> = self.rows.keys().skip(EDGE).take(inner).copied().collect();
        for (_, support) in keys.iter().filter_map(|key| self.rows.remove(key)) {
            match &mut self.middle {
                Some(middle) => middle.merge(&support),
                None => self.middle = Some(support),
            }
        }
    }

    /// The different numbers, lowest first; `None` if there are too many.
    pub fn rows(&self) -> Option<Vec<(Number, Support)>> {
        self.middle.is_none().then(|| self.rows.values().copied().collect())
    }

    /// How many calls were counted.
    pub fn calls(&self) -> u64 {
        let middle = self.middle.map_or(0, |middle| middle.calls);
        self.others + middle + self.rows.values().map(|(_, support)| support.calls).sum::<u64>()
    }

    /// The numbers outside a range, with their numbers of calls.
    pub fn outside(&self, low: Number, high: Number) -> Vec<(Number, u64)> {
        let is_outside = |number: Number| number.as_f64() < low.as_f64() || number.as_f64() > high.as_f64();
        let rows = self.rows.values().filter(|(number, _)| is_outside(*number));
        rows.map(|(number, support)| (*number, support.calls)).collect()
    }

    /// The lowest and the highest number that more than one grant supports, with those beyond: at least two made calls
    /// with at most the lowest, and at least two with at least the highest. Also how many calls are outside.
    pub fn bounds(&self, unit: Unit) -> Option<(Number, Number, u64)> {
        let (low, below) = shared(self.rows.values(), unit)?;
        let (high, above) = shared(self.rows.values().rev(), unit)?;
        (low.as_f64() <= high.as_f64()).then_some((low, high, below + above + self.others))
    }
}

/// The first number at which calls of more than one were met, and how many calls were met before it.
fn shared<'r>(rows: impl Iterator<Item = &'r (Number, Support)>, unit: Unit) -> Option<(Number, u64)> {
    let mut met: Option<Support> = None;
    for (number, support) in rows {
        let before = met.map_or(0, |met| met.calls);
        match &mut met {
            Some(met) => met.merge(support),
            None => met = Some(*support),
        }
        if met.is_some_and(|met| met.is_shared(unit)) {
            return Some((*number, before));
        }
    }
    None
}

/// A key that sorts like the number.
fn order(number: f64) -> u64 {
    // `-0` is 0.
    let bits = (number + 0.0).to_bits();
    if bits >> 63 == 0 { bits | (1 << 63) } else { !bits }
}

#[cfg(test)]
mod tests {
    use super::super::who::Fingerprints;
    use super::*;

    fn numbers(calls: &[(f64, &str)]) -> Numbers {
        let (mut numbers, prints, mut budget) = (Numbers::default(), Fingerprints::default(), Budget::default());
        for (number, grant) in calls {
            numbers.add(Number::from_f64(*number).unwrap(), prints.who(grant, ""), &mut budget);
        }
        numbers
    }

    #[test]
    fn a_bound_is_supported_by_more_than_one() {
        let calls = [(-5.0, "a"), (1.0, "a"), (2.0, "b"), (30.0, "b"), (40.0, "c"), (900.0, "c")];
        let bounds = numbers(&calls).bounds(Unit::Grant).unwrap();
        assert_eq!((bounds.0.as_f64(), bounds.1.as_f64(), bounds.2), (2.0, 30.0, 4));
        assert!(numbers(&[(1.0, "a"), (2.0, "a")]).bounds(Unit::Grant).is_none());
    }

    #[test]
    fn of_many_numbers_the_ends_are_kept() {
        let names = ["a", "b"];
        let calls: Vec<_> = (0..100_000).map(|at| (f64::from(at * 7919 % 100_003), names[at as usize % 2])).collect();
        let numbers = numbers(&calls);
        assert!(numbers.rows.len() <= MOST && numbers.rows().is_none());
        assert_eq!(numbers.calls(), 100_000);
        let (low, high, outside) = numbers.bounds(Unit::Grant).unwrap();
        assert!(low.as_f64() < 10.0 && high.as_f64() > 99_990.0 && outside < 20);
    }
}
