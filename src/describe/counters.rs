//! Which limits count together. Limits share a counter if its name and their window are equal.

use std::collections::HashMap;

use super::fact::Counted;
use super::subject::{Subject, is_always_denied};
use crate::model::Limit;
use crate::vocab::Window;

/// The counters of a policy.
#[derive(Debug, Default)]
pub struct Counters<'p> {
    /// The limits of callable tools, by counter.
    of_tools: HashMap<(&'p str, Window), Vec<(&'p str, u64)>>,
    /// Whether a limit of all tools counts there.
    of_all: HashMap<(&'p str, Window), ()>,
}

impl<'p> Counters<'p> {
    /// The counters of a policy. Tools without any allowed call count nowhere.
    pub fn of(subject: Subject<'p>) -> Self {
        let mut counters = Self::default();
        for (name, tool) in &subject.policy.tools {
            if subject.is_hidden(name) || is_always_denied(tool) {
                continue;
            }
            for limit in &tool.limits {
                counters.of_tools.entry(key(limit)).or_default().push((name, limit.max));
            }
        }
        counters.of_all = subject.policy.all_tools.iter().map(|limit| (key(limit), ())).collect();
        counters
    }

    /// What a limit of a tool counts.
    pub fn counted(&self, limit: &'p Limit) -> Counted {
        if self.of_all.contains_key(&key(limit)) {
            return Counted::AllTools { is_own: false };
        }
        let limits = self.of_tools.get(&key(limit)).map(Vec::as_slice).unwrap_or_default();
        let is_same_max = limits.iter().all(|(_, max)| *max == limit.max);
        let mut tools: Vec<String> = limits.iter().map(|(name, _)| (*name).to_owned()).collect();
        tools.dedup();
        if tools.len() < 2 && is_same_max { Counted::Own } else { Counted::Together { tools, others: 0, is_same_max } }
    }
}

fn key(limit: &Limit) -> (&str, Window) {
    (&limit.counter, limit.window)
}
