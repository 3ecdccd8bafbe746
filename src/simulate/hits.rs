//! Whom and when denials hit: for each cause, the calls of each grant and the last call; for each tool, its grants.
//! Only denied calls are recorded here, and the memory is bounded.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hasher};

use hashbrown::{HashMap, HashTable};

use super::causes::{Cause, Causes};
use super::details::Details;
use super::outcome::{Met, Outcome, Reach};

use crate::engine::{Engine, ToolId};
use crate::vocab::Time;

/// The most counts that are kept apart: one for each cause, tool and grant. Further calls are summed up.
const MOST_COUNTS: usize = 100_000;
/// The most bytes of names of grants that are kept, and of names of tools.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// The number of a cause, a tool, and the fingerprint of a grant's name: they are hashed for each denied call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key(u64, u64);

impl Key {
    #[inline]
    fn new(cause: usize, tool: Tool, grant_print: u64) -> Self {
        let tool = match tool {
            Tool::Named(tool) => u64::from(tool) << 1,
            Tool::Unnamed(tool) => u64::from(tool) << 1 | 1,
            Tool::Others => u64::from(u32::MAX),
        };
        Self((cause as u64) << 32 | tool, grant_print)
    }

    fn cause(self) -> usize {
        (self.0 >> 32) as usize
    }

    fn tool(self) -> Tool {
        match self.0 as u32 {
            u32::MAX => Tool::Others,
            tool if tool & 1 == 0 => Tool::Named(tool >> 1),
            tool => Tool::Unnamed(tool >> 1),
        }
    }
}

type Table<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// The denied calls, by cause, tool and grant.
#[derive(Debug)]
pub struct Hits {
    causes: Causes,
    grants: Names,
    /// The tools that the policy does not name.
    tools: Names,
    /// Each with the number of its grant. A name in several spellings has several of them.
    counts: Table<Key, (u32, Count)>,
    /// The calls beyond the bounds.
    beyond: Table<(Cause, Tool), Count>,
    /// How many calls were recorded.
    recorded: u64,
}

/// A tool: named by the policy, another one, or one of those whose names are not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Tool {
    Named(u32),
    Unnamed(u32),
    Others,
}

#[derive(Debug, Clone, Copy)]
struct Count {
    calls: u64,
    /// The number of the last call, and where it is.
    last: (u64, Place),
}

/// The number of a trace, a line of it, and the recorded time.
type Place = (u32, u64, Option<Time>);

impl Hits {
    /// Nothing recorded yet.
    pub fn new(engine: &Engine) -> Self {
        Self {
            causes: Causes::new(engine),
            grants: Names::default(),
            tools: Names::default(),
            counts: Table::default(),
            beyond: Table::default(),
            recorded: 0,
        }
    }

    /// Records a call that a cause denied. `trace` is the number of the trace in the outcome.
    #[inline(never)]
    pub fn add(&mut self, cause: Cause, tool: Option<ToolId>, trace: usize, details: &impl Details) {
        self.recorded += 1;
        let tool = match tool {
            Some(ToolId(tool)) => Tool::Named(tool),
            None => self.tools.number(&details.tool()).map_or(Tool::Others, Tool::Unnamed),
        };
        let last = (self.recorded, (trace as u32, details.line(), details.recorded_time()));
        let key = Key::new(self.causes.number(cause), tool, details.grant_print());
        match self.counts.get_mut(&key) {
            Some((_, count)) => *count = Count { calls: count.calls + 1, last },
            None => self.add_new((cause, tool), key, last, &details.grant()),
        }
    }

    #[cold]
    fn add_new(&mut self, (cause, tool): (Cause, Tool), key: Key, last: (u64, Place), grant: &[u8]) {
        if self.counts.len() < MOST_COUNTS
            && let Some(grant) = self.grants.number(grant)
        {
            self.counts.insert(key, (grant, Count { calls: 1, last }));
            return;
        }
        self.add_beyond(cause, tool, last);
    }

    fn add_beyond(&mut self, cause: Cause, tool: Tool, last: (u64, Place)) {
        // INVARIANT: causes and named tools are bounded by the policy, unnamed ones by the names that are kept.
        let count = self.beyond.entry((cause, tool)).or_insert(Count { calls: 0, last });
        *count = Count { calls: count.calls + 1, last };
    }

    /// Moves the facts into the outcome, whose denials have been counted.
    pub fn close(self, engine: &Engine, outcome: &mut Outcome) {
        let mut causes: BTreeMap<Cause, Facts> = BTreeMap::new();
        let mut tools: BTreeMap<Tool, (BTreeSet<u32>, bool)> = BTreeMap::new();
        let numbered: Vec<Cause> = self.causes.all().collect();
        for (key, (grant, count)) in &self.counts {
            let Some(cause) = numbered.get(key.cause()) else { continue };
            let facts = causes.entry(*cause).or_default();
            *facts.grants.entry(*grant).or_default() += count.calls;
            facts.last = facts.last.max(Some(count.last));
            tools.entry(key.tool()).or_default().0.insert(*grant);
        }
        for ((cause, tool), count) in &self.beyond {
            let facts = causes.entry(*cause).or_default();
            facts.beyond += count.calls;
            facts.last = facts.last.max(Some(count.last));
            tools.entry(*tool).or_default().1 = true;
        }
        let traces = &outcome.traces;
        for hit in &mut outcome.denials {
            let Some(facts) = causes.remove(&(hit.rule, hit.condition)) else { continue };
            let named = facts.grants.iter().map(|(grant, calls)| (self.grants.text(*grant).into_owned(), *calls));
            hit.grants = named.collect();
            hit.other_grants = facts.beyond;
            let met = |(_, (trace, line, time)): (u64, Place)| Met {
                trace: traces.get(trace as usize).map(|trace| trace.name.clone()).unwrap_or_default(),
                line,
                time,
            };
            hit.last = facts.last.map(met);
        }
        for (tool, (grants, has_more)) in tools {
            let name = match tool {
                Tool::Named(tool) => engine.tool_name(ToolId(tool)).to_owned(),
                Tool::Unnamed(name) => self.tools.text(name).into_owned(),
                Tool::Others => continue,
            };
            outcome.reach.insert(name, Reach { grants: grants.len() as u64, has_more });
        }
    }
}

/// What one cause did.
#[derive(Debug, Default)]
struct Facts {
    grants: BTreeMap<u32, u64>,
    beyond: u64,
    last: Option<(u64, Place)>,
}

/// Names, each kept once, with a number.
#[derive(Debug, Default)]
struct Names {
    /// The numbers, by the hashes of their names.
    index: HashTable<u32>,
    texts: Vec<Box<[u8]>>,
    bytes: usize,
    hasher: foldhash::fast::RandomState,
}

impl Names {
    /// The number of a name; `None` if there is no room for it.
    #[inline]
    fn number(&mut self, name: &[u8]) -> Option<u32> {
        let hash = hash(&self.hasher, name);
        let is_it = |number: &u32| self.texts.get(*number as usize).is_some_and(|text| **text == *name);
        self.index.find(hash, is_it).copied().or_else(|| self.add(hash, name))
    }

    #[cold]
    fn add(&mut self, name_hash: u64, name: &[u8]) -> Option<u32> {
        let Self { index, texts, bytes, hasher } = self;
        if texts.len() >= MOST_COUNTS || bytes.saturating_add(name.len()) > MOST_BYTES {
            return None;
        }
        let number = texts.len() as u32;
        *bytes += name.len();
        texts.push(name.into());
        let hash_of = |number: &u32| texts.get(*number as usize).map_or(0, |text| hash(hasher, text));
        index.insert_unique(name_hash, number, hash_of);
        Some(number)
    }

    fn text(&self, number: u32) -> Cow<'_, str> {
        self.texts.get(number as usize).map_or(Cow::Borrowed(""), |name| String::from_utf8_lossy(name))
    }
}

/// The hash of a name alone. The hash of a key would include its length.
#[inline]
fn hash(hasher: &foldhash::fast::RandomState, name: &[u8]) -> u64 {
    let mut hasher = hasher.build_hasher();
    hasher.write(name);
    hasher.finish()
}
