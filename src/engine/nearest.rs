//! The smallest change to a denied call that would make it pass: a few arguments set, changed or left out, with
//! values that the conditions themselves name. A search tries the cheapest changes first, and the engine
//! confirms the result. If none is found in bounded time, there is no suggestion.

mod edits;
mod pool;

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};

use super::decision::RuleKind;
use super::explain::{Explainer, Explanation, What};
use crate::catalog::Argument;
use crate::model::Condition;
use crate::source::json::Json;
use crate::vocab::Path;

pub use edits::Edit;
use pool::{Candidate, Pool};

/// With more changes than this, it would be a different call.
const MOST_EDITS: usize = 8;
/// How many conditions may be evaluated, and values copied, before the search ends.
const MOST_WORK: usize = 2_000_000;
/// The approximate size of one value of a list.
const VALUE_BYTES: usize = 64;
/// How many changes may wait to be looked at.
const MOST_WAITING: usize = 20_000;

/// A call that passes, and how it differs from the denied one.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// Its arguments.
    pub args: Json,
    /// What was changed, in the order in which the gateway checks it.
    pub edits: Vec<Edit>,
}

/// Finds the smallest change. `types` keeps the search to arguments that the server accepts; `passes` asks the
/// engine about a whole call.
pub fn nearest(
    explainer: &Explainer<'_>,
    args: &Json,
    types: &dyn Fn(&Path) -> Option<Argument>,
    passes: &dyn Fn(&Json) -> bool,
) -> Option<Nearest> {
    let mut search = Search { explainer, args, types, pools: HashMap::new(), waiting: BinaryHeap::new(), made: 0 };
    let asked: usize = explainer.conditions().map(|(_, condition)| 1 + condition.bytes() / VALUE_BYTES).sum();
    let work = 1 + asked + edits::size(args);
    search.waiting.push(Change::default());
    for _ in 0..MOST_WORK / work {
        let change = search.waiting.pop()?;
        let changed = edits::applied(args, &change.edits);
        let explanation = explainer.explain(&changed);
        if explanation.denied_by.is_none() {
            if passes(&changed) {
                return Some(Nearest { args: changed, edits: change.edits });
            }
            continue;
        }
        search.widen(&change, &explanation);
    }
    None
}

struct Search<'s, 'p> {
    explainer: &'s Explainer<'p>,
    args: &'s Json,
    types: &'s dyn Fn(&Path) -> Option<Argument>,
    pools: HashMap<&'p Path, Pool>,
    waiting: BinaryHeap<Change>,
    made: usize,
}

/// Some edits. The cheapest are looked at first: by their number, then by their distance.
#[derive(Debug, Default)]
struct Change {
    edits: Vec<Edit>,
    /// How much the kinds of the new values differ from the old ones.
    strangeness: u32,
    distance: f64,
    /// Among equal ones, the first that was found wins.
    turn: usize,
}

impl<'p> Search<'_, 'p> {
    /// Queues every change after which the step that denied the call no longer does.
    fn widen(&mut self, change: &Change, explanation: &Explanation<'p, '_>) {
        let Some(step) = explanation.denial() else { return };
        // A name or a limit does not depend on the arguments.
        let What::Entry(entry) = step.ask.what else { return };
        match step.deciding() {
            Some(answer) if step.ask.kind == RuleKind::Require => {
                self.set(change, answer.condition, &[answer.condition], true);
            }
            Some(_) | None => {
                for condition in &entry.conditions {
                    let of_path = entry.conditions.iter().filter(|other| other.path == condition.path);
                    let of_path: Vec<_> = of_path.collect();
                    // Each path once, however many conditions use it.
                    if of_path.first().is_some_and(|first| std::ptr::eq(*first, condition)) {
                        self.set(change, condition, &of_path, false);
                    }
                }
            }
        }
    }

    /// Queues the edits of one path after which these conditions all hold, or do not all hold.
    fn set(&mut self, change: &Change, condition: &'p Condition, conditions: &[&'p Condition], wanted: bool) {
        let path = &condition.path;
        if change.edits.len() == MOST_EDITS || change.edits.iter().any(|edit| edits::touch(&edit.path, path)) {
            return;
        }
        let (explainer, args, types) = (self.explainer, self.args, self.types);
        let pool = self.pools.entry(path).or_insert_with(|| Pool::new(explainer, path, args, types(path).as_ref()));
        for Candidate { value, strangeness, distance } in &pool.candidates {
            let all_hold = conditions.iter().all(|condition| explainer.holds(condition, value.as_ref()));
            if all_hold != wanted || self.waiting.len() >= MOST_WAITING {
                continue;
            }
            let mut edits = change.edits.clone();
            edits.push(Edit { path: path.clone(), value: value.clone() });
            self.made += 1;
            self.waiting.push(Change {
                edits,
                strangeness: change.strangeness + strangeness,
                distance: change.distance + distance,
                turn: self.made,
            });
        }
    }
}

impl Ord for Change {
    /// The cheapest is the greatest, because the heap pops the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_number = other.edits.len().cmp(&self.edits.len());
        let by_kind = by_number.then(other.strangeness.cmp(&self.strangeness));
        by_kind.then(other.distance.total_cmp(&self.distance)).then(other.turn.cmp(&self.turn))
    }
}

impl PartialOrd for Change {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Change {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Change {}
