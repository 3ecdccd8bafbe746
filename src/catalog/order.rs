//! Orders such as `> 100`, over the numbers that an alternative allows.

use super::rule::{Bound, Rule, RuleKind, ValueSet};
use super::types::{Alternative, MOST_COUNTED};
use crate::vocab::{Number, Order, Value};

/// Which numbers an order holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// For all.
    Every,
    /// For none.
    Never,
    /// For some, or that is unknown.
    Some,
}

impl Alternative {
    /// Which of its numbers an order holds for, and the rule that decides it.
    pub fn order(&self, order: Order, bound: f64) -> (Outcome, Option<&Rule>) {
        match self.value_sets().next() {
            Some((_, set)) if set.values.len() > MOST_COUNTED => (Outcome::Some, None),
            Some((rule, set)) => (self.order_of_values(set, order, bound), Some(rule)),
            None => self.order_of_range(order, bound),
        }
    }

    fn order_of_values(&self, set: &ValueSet, order: Order, bound: f64) -> Outcome {
        let (mut holds, mut fails) = (false, false);
        for value in self.allowed(set) {
            if let Value::Number(number) = value {
                let held = order.holds(number.as_f64(), bound);
                holds |= held;
                fails |= !held;
            }
        }
        match (holds, fails) {
            (true, false) => Outcome::Every,
            (false, true) => Outcome::Never,
            (true, true) | (false, false) => Outcome::Some,
        }
    }

    /// The two ends of a range decide: if one end meets the order and the other does not, some numbers do.
    fn order_of_range(&self, order: Order, bound: f64) -> (Outcome, Option<&Rule>) {
        let whole = self.rules.iter().any(|rule| matches!(rule.kind, RuleKind::Whole));
        let (low, high) = (self.end(whole, false), self.end(whole, true));
        if low.number > high.number {
            return (Outcome::Some, None);
        }
        let above = low.number > bound || low.open && low.number == bound;
        let below = high.number < bound || high.open && high.number == bound;
        let (every, never) = match order {
            Order::Greater => ((above, low.rule), (high.number <= bound, high.rule)),
            Order::GreaterOrEqual => ((low.number >= bound, low.rule), (below, high.rule)),
            Order::Less => ((below, high.rule), (low.number >= bound, low.rule)),
            Order::LessOrEqual => ((high.number <= bound, high.rule), (above, low.rule)),
        };
        match (every, never) {
            ((true, rule), _) => (Outcome::Every, rule),
            (_, (true, rule)) => (Outcome::Never, rule),
            ((false, _), (false, _)) => (Outcome::Some, None),
        }
    }

    /// The numbers of a range of whole numbers, or of a range whose ends meet, and the rule that ends it;
    /// `None` if there are more than `most`.
    pub(super) fn numbers(&self, most: usize) -> Option<(Vec<Number>, Option<&Rule>)> {
        let whole = self.rules.iter().any(|rule| matches!(rule.kind, RuleKind::Whole));
        let (low, high) = (self.end(whole, false), self.end(whole, true));
        let countable = whole && high.number - low.number < most as f64;
        if low.open || high.open || low.number > high.number || !(countable || low.number == high.number) {
            return None;
        }
        let mut numbers = Vec::new();
        let mut next = low.number;
        while next <= high.number && numbers.len() <= most {
            numbers.extend(Number::from_f64(next));
            next += 1.0;
        }
        numbers.retain(|number| self.rules.iter().all(|rule| rule.allows(&Value::Number(*number))));
        Some((numbers, high.rule))
    }

    /// The narrowest end of the range on one side. For whole numbers, an exclusive or fractional end moves to
    /// the next whole number inside.
    fn end(&self, whole: bool, upper: bool) -> End<'_> {
        let outermost = if upper { f64::INFINITY } else { f64::NEG_INFINITY };
        let mut narrowest = End { number: outermost, open: false, rule: None };
        for rule in &self.rules {
            let Some(bound) = rule.bound(upper) else { continue };
            let (number, open) = if whole { whole_end(bound, upper) } else { (bound.number.as_f64(), bound.exclusive) };
            let narrower = if upper { number < narrowest.number } else { number > narrowest.number };
            if narrower || number == narrowest.number && open && !narrowest.open {
                narrowest = End { number, open, rule: Some(rule) };
            }
        }
        narrowest
    }
}

struct End<'r> {
    number: f64,
    open: bool,
    rule: Option<&'r Rule>,
}

impl Rule {
    fn bound(&self, upper: bool) -> Option<Bound> {
        match &self.kind {
            RuleKind::Least(bound) if !upper => Some(*bound),
            RuleKind::Most(bound) if upper => Some(*bound),
            RuleKind::Least(_)
            | RuleKind::Most(_)
            | RuleKind::Whole
            | RuleKind::Values(_)
            | RuleKind::MultipleOf(_)
            | RuleKind::Shortest(_)
            | RuleKind::Longest(_)
            | RuleKind::Pattern(_) => None,
        }
    }
}

fn whole_end(bound: Bound, upper: bool) -> (f64, bool) {
    let number = bound.number.as_f64();
    let inside = if upper { number.floor() } else { number.ceil() };
    let step = if upper { -1.0 } else { 1.0 };
    (if bound.exclusive && inside == number { inside + step } else { inside }, false)
}
