//! Sets of numbers. The gateway compares numbers as doubles, so every range includes both of its ends: numbers
//! greater than 100 start at the next double above 100.

use crate::vocab::Order;

/// A set of finite doubles; `-0` is `0`.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    // INVARIANT: sorted and disjoint; each range's first end is not greater than its second.
    ranges: Vec<(f64, f64)>,
    /// Only the multiples of this number, or all numbers if it is 0.
    step: f64,
    /// Only numbers that are not a multiple of any of these.
    off: Vec<f64>,
}

impl Numbers {
    /// Every number.
    pub fn all() -> Self {
        Self { ranges: vec![(f64::MIN, f64::MAX)], step: 0.0, off: Vec::new() }
    }

    /// No number.
    pub fn none() -> Self {
        Self { ranges: Vec::new(), step: 0.0, off: Vec::new() }
    }

    /// The multiples of a positive number; the multiples of 1 are the whole numbers.
    pub fn multiples(step: f64) -> Self {
        Self { step, ..Self::all() }
    }

    /// The numbers that are not multiples of a positive number.
    pub fn beside_multiples(step: f64) -> Self {
        Self { off: vec![step], ..Self::all() }
    }

    /// These numbers.
    pub fn of(numbers: &[f64]) -> Self {
        let mut sorted: Vec<f64> = numbers.iter().map(|number| number + 0.0).filter(|it| it.is_finite()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        sorted.dedup();
        Self { ranges: sorted.into_iter().map(|number| (number, number)).collect(), step: 0.0, off: Vec::new() }
    }

    /// The numbers with this order to a bound.
    pub fn ordered(order: Order, bound: f64) -> Self {
        let (from, to) = match order {
            Order::Less => (f64::MIN, bound.next_down()),
            Order::LessOrEqual => (f64::MIN, bound),
            Order::Greater => (bound.next_up(), f64::MAX),
            Order::GreaterOrEqual => (bound, f64::MAX),
        };
        let is_there = from <= to && from.is_finite() && to.is_finite();
        Self { ranges: if is_there { vec![(from, to)] } else { Vec::new() }, step: 0.0, off: Vec::new() }
    }

    /// All numbers outside the ranges; the step is ignored.
    pub fn complement(&self) -> Self {
        let mut ranges = Vec::new();
        let mut from = Some(f64::MIN);
        for &(first, last) in &self.ranges {
            if let Some(from) = from.filter(|from| *from < first) {
                ranges.push((from, first.next_down()));
            }
            from = (last < f64::MAX).then(|| last.next_up());
        }
        ranges.extend(from.map(|from| (from, f64::MAX)));
        Self { ranges, step: 0.0, off: Vec::new() }
    }

    /// The numbers in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut ranges = Vec::new();
        let (mut mine, mut theirs) = (self.ranges.iter().peekable(), other.ranges.iter().peekable());
        while let (Some(&&(first, last)), Some(&&(other_first, other_last))) = (mine.peek(), theirs.peek()) {
            let common = (first.max(other_first), last.min(other_last));
            if common.0 <= common.1 {
                ranges.push(common);
            }
            if last < other_last {
                mine.next()
            } else {
                theirs.next()
            };
        }
        let mut off = [self.off.as_slice(), other.off.as_slice()].concat();
        off.sort_unstable_by(f64::total_cmp);
        off.dedup();
        Self { ranges, step: common(self.step, other.step), off }
    }

    /// All of them, if each is listed.
    pub fn listed(&self) -> Option<Vec<f64>> {
        let is_allowed = |number: f64| !self.and(&Self::of(&[number])).is_empty();
        let all: Option<Vec<f64>> = self.ranges.iter().map(|(first, last)| (first == last).then_some(*first)).collect();
        all.map(|all| all.into_iter().filter(|number| is_allowed(*number)).collect())
    }

    /// How many ranges it has.
    pub fn size(&self) -> usize {
        self.ranges.len()
    }

    /// Whether no number is in the set.
    pub fn is_empty(&self) -> bool {
        let is_dense = self.step == 0.0 && self.off.is_empty();
        if is_dense { self.ranges.is_empty() } else { self.pick().is_none() }
    }

    /// A readable number of the set: whole, and near an end that somebody wrote.
    pub fn pick(&self) -> Option<f64> {
        let picked = self.ranges.iter().filter_map(|&range| self.pick_in(range));
        // Whole numbers first, then small ones, positive before negative.
        picked.min_by(|left, right| rank(*left).partial_cmp(&rank(*right)).unwrap_or(std::cmp::Ordering::Equal))
    }
}

fn rank(number: f64) -> (bool, f64, bool) {
    (number.fract() != 0.0, number.abs(), number < 0.0)
}

/// How many multiples are tried if they must not be multiples of another number. One of these will do, unless
/// none ever does: nobody writes numbers with larger gaps.
const MOST_TRIED: u32 = 64;

impl Numbers {
    /// A number of a range, near an end that somebody wrote.
    fn pick_in(&self, (first, last): (f64, f64)) -> Option<f64> {
        let (open_below, open_above) = (first == f64::MIN, last == f64::MAX);
        // Without a step, whole numbers read best.
        let unit = if self.step > 0.0 { self.step } else { 1.0 };
        let (near, next) = match (open_below, open_above) {
            (true, true) => (unit, unit),
            (true, false) => (downwards(last, unit), -unit),
            (false, _) => (upwards(first, unit), unit),
        };
        // Dividing an end by the step may round it to its other side.
        let tried = if self.off.is_empty() { 2 } else { MOST_TRIED };
        let steps = (0..tried).map(|count| near + f64::from(count) * next + 0.0);
        let is_one = |number: &f64| *number >= first && *number <= last && !self.is_off(*number);
        let found = steps.into_iter().find(is_one);
        if found.is_some() || self.step > 0.0 {
            return found;
        }
        // With as few decimal places as possible.
        let decimal = |digits: i32| {
            let scale = 10_f64.powi(digits);
            let from = if open_below && !open_above { (last * scale).floor() - 1.0 } else { (first * scale).ceil() };
            let from = if open_below && open_above { 0.0 } else { from };
            [0.0, 1.0, 5.0].map(|more| (from + more) / scale).into_iter().find(is_one)
        };
        (1..17).find_map(decimal).or(Some(first).filter(is_one))
    }

    fn is_off(&self, number: f64) -> bool {
        let is_multiple = |step: &f64| {
            let times = number / step;
            (times - times.round()).abs() <= 1e-9 * times.abs().max(1.0)
        };
        self.off.iter().any(is_multiple)
    }
}

/// The first multiple at or above a number.
fn upwards(from: f64, step: f64) -> f64 {
    scaled((from / step).ceil(), step)
}

/// The last multiple at or below a number.
fn downwards(to: f64, step: f64) -> f64 {
    scaled((to / step).floor(), step)
}

/// People expect `3 * 0.1` to be `0.3`, so a fraction is counted in parts of one.
fn scaled(times: f64, step: f64) -> f64 {
    let parts = (1.0 / step).round();
    let is_part = step < 1.0 && (1.0 / parts - step).abs() < f64::EPSILON;
    if is_part { times / parts } else { times * step }
}

/// The number whose multiples are the common multiples of both: exact for whole numbers, approximate for
/// others.
fn common(step: f64, other: f64) -> f64 {
    /// Finer fractions are not distinguished.
    const SCALE: f64 = 1e6;
    if step == 0.0 || other == 0.0 || step == other {
        return step.max(other);
    }
    let is_whole = step.fract() == 0.0 && other.fract() == 0.0;
    let scale = if is_whole { 1.0 } else { SCALE };
    let (left, right) = ((step * scale).round(), (other * scale).round());
    if left < 1.0 || right < 1.0 || left > 1e15 || right > 1e15 {
        return step.max(other);
    }
    let multiple = left / greatest_common_divisor(left as u64, right as u64) as f64 * right;
    multiple / scale
}

fn greatest_common_divisor(left: u64, right: u64) -> u64 {
    let (mut left, mut right) = (left, right);
    while right > 0 {
        (left, right) = (right, left % right);
    }
    left.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_near_the_bound_is_picked() {
        for (order, bound, expected) in [
            (Order::Greater, 100.0, 101.0),
            (Order::GreaterOrEqual, 100.0, 100.0),
            (Order::Less, 100.0, 99.0),
            (Order::LessOrEqual, 100.5, 100.0),
            (Order::Greater, 0.25, 1.0),
        ] {
            assert_eq!(Numbers::ordered(order, bound).pick(), Some(expected), "{order:?} {bound}");
        }
        assert_eq!(Numbers::all().pick(), Some(1.0));
        let between = Numbers::ordered(Order::Greater, 0.0).and(&Numbers::ordered(Order::Less, 0.5));
        assert_eq!(between.pick(), Some(0.1));
        assert!(between.and(&Numbers::multiples(1.0)).is_empty());
        for (step, order, bound, expected) in [
            (3.0, Order::Less, 0.0, Some(-3.0)),
            (3.0, Order::Greater, 0.0, Some(3.0)),
            (5.0, Order::GreaterOrEqual, 7.0, Some(10.0)),
            (0.1, Order::Greater, 0.25, Some(0.3)),
            (4.0, Order::Less, f64::MIN, None),
        ] {
            let of_step = Numbers::multiples(step).and(&Numbers::ordered(order, bound));
            assert_eq!(of_step.pick(), expected, "{step} {order:?} {bound}");
            assert_eq!(of_step.is_empty(), expected.is_none());
        }
        let both = Numbers::multiples(4.0).and(&Numbers::multiples(6.0)).and(&Numbers::ordered(Order::Greater, 1.0));
        assert_eq!(both.pick(), Some(12.0));
        let beside = |step| Numbers::beside_multiples(step).and(&Numbers::ordered(Order::GreaterOrEqual, 6.0));
        assert_eq!(beside(3.0).pick(), Some(7.0));
        assert!(beside(1.0).and(&Numbers::multiples(2.0)).is_empty());
        assert!(!beside(1.0).is_empty() && Numbers::beside_multiples(2.0).and(&Numbers::of(&[6.0])).is_empty());
    }

    #[test]
    fn the_largest_and_smallest_numbers_are_handled() {
        assert!(Numbers::ordered(Order::Greater, f64::MAX).is_empty());
        assert!(Numbers::ordered(Order::Less, f64::MIN).is_empty());
        assert_eq!(Numbers::all().complement(), Numbers::none());
        assert_eq!(Numbers::none().complement(), Numbers::all());
        let points = Numbers::of(&[-0.0, 0.0, 5.0, f64::MAX]);
        assert!(points.and(&points.complement()).is_empty());
        assert_eq!(points.complement().complement(), points);
    }
}
