//! Numbers for everything that can decide a call: each rule, and each condition of a rule.

use crate::engine::{Engine, RuleId};

/// A rule, and which of its conditions decided.
pub type Cause = (RuleId, Option<u32>);

/// The causes of a policy, numbered from 0.
#[derive(Debug)]
pub struct Causes {
    /// The number of the first cause of each rule.
    first: Vec<u32>,
    count: u32,
}

impl Causes {
    /// Those of a policy.
    pub fn new(engine: &Engine) -> Self {
        let (mut first, mut count) = (Vec::new(), 0);
        for (_, rule) in engine.rules() {
            first.push(count);
            count += rule.conditions.len() as u32 + 1;
        }
        Self { first, count }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count as usize
    }

    /// The number of a cause.
    #[inline]
    pub fn number(&self, (RuleId(rule), condition): Cause) -> usize {
        let first = self.first.get(rule as usize).copied().unwrap_or(0);
        (first + condition.map_or(0, |condition| condition + 1)) as usize
    }

    /// All of them, in order.
    pub fn all(&self) -> impl Iterator<Item = Cause> {
        let ends = self.first.iter().skip(1).chain([&self.count]);
        let rules = (0..).map(RuleId).zip(self.first.iter().zip(ends));
        rules.flat_map(|(rule, (first, end))| {
            std::iter::once((rule, None)).chain((0..end - first - 1).map(move |condition| (rule, Some(condition))))
        })
    }
}
