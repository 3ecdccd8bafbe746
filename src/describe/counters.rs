//! Which limits count together. Limits share a counter if its name and their window are equal.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::fact::Counted;
use super::subject::{Subject, is_always_denied};
use crate::model::Limit;
use crate::vocab::Window;

/// The counters of a policy.
#[derive(Debug, Default)]
pub struct Counters<'p> {
    /// Those of tools.
    of_tools: HashMap<Key<'p>, Shared>,
    /// Those of all tools.
    of_all: HashSet<Key<'p>>,
}

type Key<'p> = (&'p str, Window);

/// A counter of tools.
#[derive(Debug)]
struct Shared {
    tools: Arc<[String]>,
    is_same_max: bool,
}

impl<'p> Counters<'p> {
    /// The counters of a policy. Tools without any allowed call count nowhere.
    pub fn of(subject: Subject<'p>) -> Self {
        let mut limits: HashMap<Key<'p>, Vec<(&str, u64)>> = HashMap::new();
        for (name, tool) in &subject.policy.tools {
            if !subject.is_hidden(name) && !is_always_denied(tool) && subject.zero_limit(tool).is_none() {
                tool.limits.iter().for_each(|limit| limits.entry(key(limit)).or_default().push((name, limit.max)));
            }
        }
        let of_tools = limits.into_iter().map(|(key, limits)| (key, Shared::of(&limits))).collect();
        Self { of_tools, of_all: subject.policy.all_tools.iter().map(key).collect() }
    }

    /// What a limit of a tool counts.
    pub fn counted(&self, limit: &Limit) -> Counted {
        let key = key(limit);
        if self.of_all.contains(&key) {
            return Counted::AllTools { is_own: false };
        }
        match self.of_tools.get(&key) {
            Some(Shared { tools, is_same_max }) if tools.len() > 1 || !is_same_max => {
                Counted::Together { tools: Arc::clone(tools), others: 0, is_same_max: *is_same_max }
            }
            Some(_) | None => Counted::Own,
        }
    }
}

impl Shared {
    fn of(limits: &[(&str, u64)]) -> Self {
        let mut tools: Vec<String> = limits.iter().map(|(name, _)| (*name).to_owned()).collect();
        tools.dedup();
        Self {
            tools: tools.into(),
            is_same_max: limits.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if a == b)),
        }
    }
}

fn key(limit: &Limit) -> Key<'_> {
    (&limit.counter, limit.window)
}
