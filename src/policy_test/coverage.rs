//! Which parts of a policy the tests have shown.
//!
//! A *clause* is anything that can deny a call by itself: a `require`, a `deny`, a `limit`, a `hide`. It is
//! reached when it denied a call of some test. A call that merely passed it is not enough: such a clause could
//! be deleted, and every test would still pass.
//!
//! A *condition* is one comparison in a clause. It is reached when it was evaluated and held, and was evaluated
//! again and did not hold. Conditions are evaluated the way the gateway does it: `require` before `deny`, and
//! within a clause from left to right, as long as the conditions before them hold. After a denial, nothing is
//! evaluated.
//!
//! A clause of a rule counts once, however many tools apply it, because it is in the file once.
//!
//! | `require args.a == 1 and args.b == 2` | the clause | `args.a == 1` | `args.b == 2` |
//! | --- | --- | --- | --- |
//! | `{ a: 1, b: 2 } => allow` | passed | held | held |
//! | `{ a: 1, b: 3 } => deny` | reached | held | reached |
//! | `{ a: 5, b: 2 } => deny` | reached | reached | not evaluated |

use std::collections::BTreeMap;

use super::shown::{Clause, Seen, Shown};
use crate::source::{Place, Sources, Span};

/// What the tests of some policies reached.
#[derive(Debug, Default)]
pub struct Coverage {
    clauses: BTreeMap<Spot, Clause>,
    conditions: BTreeMap<Spot, (Place, Seen)>,
}

/// A file, by its name, and a span in it. Policies that include the same file each read it again.
type Spot = (String, Span);

/// How much was reached, and what was missed.
#[derive(Debug, Default)]
pub struct Reached {
    /// How many were reached.
    pub reached: usize,
    /// The total.
    pub total: usize,
    /// What was missed, in file order.
    pub missed: Vec<Missed>,
}

/// A clause or a condition that was not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missed {
    /// Its place; for a statement, its target.
    pub place: Place,
    /// The statement of a target: `hide` or `deny`.
    pub statement: Option<&'static str>,
    /// What no test has shown.
    pub missing: &'static str,
}

impl Missed {
    /// Its text on one line: a clause, a condition, or a target after the word of its statement.
    pub fn text(&self, sources: &Sources) -> String {
        let words: Vec<_> = self.statement.into_iter().chain(sources.text(self.place).split_whitespace()).collect();
        words.join(" ")
    }
}

impl Coverage {
    /// Adds what the tests of one policy have shown.
    pub fn add(&mut self, shown: &Shown<'_>, sources: &Sources) {
        let spot = |place: Place| (sources.get(place.source).name.clone(), place.span);
        for clause in shown.clauses() {
            self.clauses.entry(spot(clause.place)).or_insert(clause).refused |= clause.refused;
        }
        for (place, seen) in shown.conditions() {
            let (_, all) = self.conditions.entry(spot(place)).or_insert((place, Seen::default()));
            *all = all.and(seen);
        }
    }

    /// The clauses.
    pub fn clauses(&self) -> Reached {
        let missing = |clause: &Clause| {
            let missing = "denied no call";
            (!clause.refused).then_some(Missed { place: clause.place, statement: clause.statement, missing })
        };
        reached(self.clauses.values().map(missing))
    }

    /// The conditions.
    pub fn conditions(&self) -> Reached {
        let missing =
            |(place, seen): &(Place, Seen)| Some(Missed { place: *place, statement: None, missing: missing(*seen)? });
        reached(self.conditions.values().map(missing))
    }
}

fn reached(all: impl Iterator<Item = Option<Missed>>) -> Reached {
    let mut reached = Reached::default();
    for missed in all {
        reached.total += 1;
        match missed {
            Some(missed) => reached.missed.push(missed),
            None => reached.reached += 1,
        }
    }
    reached
}

fn missing(seen: Seen) -> Option<&'static str> {
    match (seen.held, seen.failed) {
        (true, true) => None,
        (true, false) => Some("always held"),
        (false, true) => Some("never held"),
        (false, false) => Some("never evaluated"),
    }
}
