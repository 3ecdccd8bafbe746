//! What of a policy the tests have shown.
//!
//! A *clause* is whatever can refuse a call by itself: a `require`, a `deny`, a `limit`, a `hide`. It is
//! reached when a call of some test was refused by it. That a call merely passed it is not enough: such a
//! clause can be deleted, and every test still passes.
//!
//! A *condition* is one comparison in a clause. It is reached when it was asked and held, and was asked
//! again and did not hold. As the gateway asks them, that is in the order of `require`, then `deny`, and in
//! a clause from left to right, as long as the conditions before it hold; behind a refusal nothing is asked.
//!
//! A clause of a rule is one clause, however many tools apply it: it stands once in the file.
//!
//! | `require args.a == 1 and args.b == 2` | the clause | `args.a == 1` | `args.b == 2` |
//! | --- | --- | --- | --- |
//! | `{ a: 1, b: 2 } => allow` | passed | held | held |
//! | `{ a: 1, b: 3 } => deny` | reached | held | reached |
//! | `{ a: 5, b: 2 } => deny` | reached | reached | not asked |

use std::collections::BTreeMap;

use super::shown::{Clause, Seen, Shown};
use crate::source::{Place, Sources, Span};

/// What the tests of some policies reached.
#[derive(Debug, Default)]
pub struct Coverage {
    clauses: BTreeMap<Spot, Clause>,
    conditions: BTreeMap<Spot, (Place, Seen)>,
}

/// A file by its name and a part of it: one that several policies include is read with each of them.
type Spot = (String, Span);

/// How much was reached, and what was not.
#[derive(Debug, Default)]
pub struct Reached {
    /// How many were reached.
    pub reached: usize,
    /// Of how many.
    pub total: usize,
    /// The others, in the order of the files.
    pub missed: Vec<Missed>,
}

/// A clause or a condition that was not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missed {
    /// Its place; of a statement its target.
    pub place: Place,
    /// Of a target its statement: `hide` or `deny`.
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
            let missing = "no call is refused by it";
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
        (true, false) => Some("it always holds"),
        (false, true) => Some("it never holds"),
        (false, false) => Some("no call comes to it"),
    }
}
