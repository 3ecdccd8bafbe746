//! Sets of numbers: of the doubles by which the gateway compares, so that every end belongs to its
//! range: what is greater than 100 is at least the next double above 100.

use crate::vocab::Order;

/// A set of finite doubles; `-0` is `0`.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    // INVARIANT: sorted, disjoint, of each the first end is no greater than the second.
    ranges: Vec<(f64, f64)>,
    /// Of these the whole ones only.
    whole: bool,
}

impl Numbers {
    /// Every number.
    pub fn all() -> Self {
        Self { ranges: vec![(f64::MIN, f64::MAX)], whole: false }
    }

    /// No number.
    pub fn none() -> Self {
        Self { ranges: Vec::new(), whole: false }
    }

    /// Every whole number.
    pub fn whole() -> Self {
        Self { whole: true, ..Self::all() }
    }

    /// These numbers.
    pub fn of(numbers: &[f64]) -> Self {
        let mut sorted: Vec<f64> = numbers.iter().map(|number| number + 0.0).filter(|it| it.is_finite()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        sorted.dedup();
        Self { ranges: sorted.into_iter().map(|number| (number, number)).collect(), whole: false }
    }

    /// The numbers that stand so to a bound.
    pub fn ordered(order: Order, bound: f64) -> Self {
        let (from, to) = match order {
            Order::Less => (f64::MIN, bound.next_down()),
            Order::LessOrEqual => (f64::MIN, bound),
            Order::Greater => (bound.next_up(), f64::MAX),
            Order::GreaterOrEqual => (bound, f64::MAX),
        };
        let is_there = from <= to && from.is_finite() && to.is_finite();
        Self { ranges: if is_there { vec![(from, to)] } else { Vec::new() }, whole: false }
    }

    /// All numbers but these; of whole ones the others of all numbers.
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
        Self { ranges, whole: false }
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
        Self { ranges, whole: self.whole || other.whole }
    }

    /// How many ranges it has.
    pub fn size(&self) -> usize {
        self.ranges.len()
    }

    /// Whether no number is in the set.
    pub fn is_empty(&self) -> bool {
        self.ranges.iter().all(|&(first, last)| self.whole && first.ceil() > last)
    }

    /// A number of the set that reads well: whole, near an end that somebody wrote.
    pub fn pick(&self) -> Option<f64> {
        let picked = self.ranges.iter().filter_map(|&(first, last)| pick(first, last, self.whole));
        // Whole ones first, then small ones, positive before negative.
        picked.min_by(|left, right| rank(*left).partial_cmp(&rank(*right)).unwrap_or(std::cmp::Ordering::Equal))
    }
}

fn rank(number: f64) -> (bool, f64, bool) {
    (number.fract() != 0.0, number.abs(), number < 0.0)
}

fn pick(first: f64, last: f64, whole: bool) -> Option<f64> {
    let (open_below, open_above) = (first == f64::MIN, last == f64::MAX);
    if open_below && open_above {
        return Some(1.0);
    }
    let near = if open_below { last.floor() } else { first.ceil() };
    if near >= first && near <= last {
        return Some(near + 0.0);
    }
    if whole {
        return None;
    }
    // With as few digits behind the point as there is room for.
    let decimal = |digits: i32| {
        let scale = 10_f64.powi(digits);
        let number = (first * scale).ceil() / scale;
        (number >= first && number <= last).then_some(number)
    };
    (1..17).find_map(decimal).or(Some(first))
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
        assert!(between.and(&Numbers::whole()).is_empty());
    }

    #[test]
    fn the_ends_of_all_numbers_hold() {
        assert!(Numbers::ordered(Order::Greater, f64::MAX).is_empty());
        assert!(Numbers::ordered(Order::Less, f64::MIN).is_empty());
        assert_eq!(Numbers::all().complement(), Numbers::none());
        assert_eq!(Numbers::none().complement(), Numbers::all());
        let points = Numbers::of(&[-0.0, 0.0, 5.0, f64::MAX]);
        assert!(points.and(&points.complement()).is_empty());
        assert_eq!(points.complement().complement(), points);
    }
}
