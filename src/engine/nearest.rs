//! The smallest change of a denied call that would pass: few arguments set, changed or left out, to values
//! that the conditions themselves name. It is found by search, cheapest changes first, and confirmed by
//! the engine; where none is found in bounded time nothing is said.

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

/// More changes than this are another call.
const MOST_EDITS: usize = 8;
/// How many conditions are asked, and values copied, before the search ends.
const MOST_WORK: usize = 2_000_000;
/// What one value of a list takes, roughly.
const VALUE_BYTES: usize = 64;
/// How many changes wait to be looked at.
const MOST_WAITING: usize = 20_000;

/// A call that passes, and how it differs from the one that does not.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// Its arguments.
    pub args: Json,
    /// What was changed, in the order in which the gateway asks for it.
    pub edits: Vec<Edit>,
}

/// Finds the smallest change. What is known of an argument's type keeps the server's own calls in mind;
/// `passes` is the engine's word on a whole call.
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

/// Some edits, of which the cheapest are looked at first: by their number, then by how far they go.
#[derive(Debug, Default)]
struct Change {
    edits: Vec<Edit>,
    /// How much of another kind the new values are.
    strangeness: u32,
    distance: f64,
    /// Of equal ones the one that was found first.
    turn: usize,
}

impl<'p> Search<'_, 'p> {
    /// Puts in line each change by which the step that denied does so no more.
    fn widen(&mut self, change: &Change, explanation: &Explanation<'p, '_>) {
        let Some(step) = explanation.denial() else { return };
        // A name and a limit are asked of every call alike.
        let What::Entry(entry) = step.ask.what else { return };
        match step.deciding() {
            Some(answer) if step.ask.kind == RuleKind::Require => {
                self.set(change, answer.condition, &[answer.condition], true);
            }
            Some(_) | None => {
                for condition in &entry.conditions {
                    let of_path = entry.conditions.iter().filter(|other| other.path == condition.path);
                    let of_path: Vec<_> = of_path.collect();
                    // Each path once, however many conditions ask for it.
                    if of_path.first().is_some_and(|first| std::ptr::eq(*first, condition)) {
                        self.set(change, condition, &of_path, false);
                    }
                }
            }
        }
    }

    /// Adds the edits of one path after which these conditions all hold, or do not all hold.
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
    /// The cheapest is the greatest, as the heap wants it.
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
