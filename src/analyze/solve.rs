//! Is there a call that satisfies a formula? Requirements are collected path by path. Where there is a choice,
//! every branch is followed, the ones with the fewest open choices first. Every step is exact, so "none" is a
//! proof.

use std::rc::Rc;

use serde_json::Value as Json;

use super::formula::{Atom, Formula, Paths};
use super::judge::Judge;
use super::language::Languages;
use super::term::Term;
use super::why::Why;
use super::witness;

/// How many times parts of a formula may be visited for one question.
const MAX_LOOKS: u64 = 500_000;
/// How many calls that a judge does not take are tried.
const MAX_TRIES: usize = 64;

/// The answer to "is there one?".
#[derive(Debug, Clone, PartialEq)]
pub enum Answer<T> {
    /// Yes: this one.
    Some(T),
    /// No, and that is proved.
    None,
    /// Could not be determined.
    Unknown(Why),
}

/// What is known on one branch.
#[derive(Debug, Clone)]
struct Way<'f> {
    /// For each node, the values that are possible there.
    // INVARIANT: none is known to be empty; if a child can't be missing, its parent is an object.
    terms: Vec<Rc<Term>>,
    /// In each choice, at least one alternative must hold.
    choices: Vec<&'f [Formula]>,
}

/// A choice on the branch that is being followed. Only one alternative has a copy of what is known at a time: a choice may
/// have thousands of them.
struct Fork<'f> {
    /// What is known before the choice.
    way: Way<'f>,
    /// The alternatives that were not followed yet.
    left: std::slice::Iter<'f, Formula>,
}

/// What is known about a formula on a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Truth {
    Holds,
    Fails,
    Open,
}

struct Search<'s> {
    paths: &'s Paths,
    languages: &'s mut Languages,
    judge: &'s mut dyn Judge,
    looks: u64,
}

/// The arguments of a call that satisfies a formula and that a judge takes.
pub fn solve(formula: &Formula, paths: &Paths, languages: &mut Languages, judge: &mut dyn Judge) -> Answer<Json> {
    solve_within(&Term::object(), formula, paths, languages, judge)
}

/// A value that is in a set, satisfies a formula, and that a judge takes.
pub fn solve_within(
    root: &Term,
    formula: &Formula,
    paths: &Paths,
    languages: &mut Languages,
    judge: &mut dyn Judge,
) -> Answer<Json> {
    let mut search = Search { paths, languages, judge, looks: 0 };
    let answer = search.answer(root, formula);
    search.languages.work += search.looks;
    answer
}

impl Search<'_> {
    fn answer(&mut self, root: &Term, formula: &Formula) -> Answer<Json> {
        let all = Rc::new(Term::all());
        let mut first = Way { terms: vec![all; self.paths.count()], choices: Vec::new() };
        if !self.narrow(&mut first, Paths::ROOT, root) || !self.assume(&mut first, formula) {
            return Answer::None;
        }
        let mut unknown = None;
        let mut tries = 0;
        let start = [Formula::always()];
        let mut forks = vec![Fork { way: first, left: start.iter() }];
        while let Some(fork) = forks.last_mut() {
            // The first alternative is followed first.
            let Some(alternative) = fork.left.next() else {
                forks.pop();
                continue;
            };
            let mut way = fork.way.clone();
            self.looks += way.terms.len() as u64;
            if let Some(why) = self.endless() {
                return Answer::Unknown(why);
            }
            if !self.assume(&mut way, alternative) {
                continue;
            }
            match self.settle(&mut way) {
                Settled::Impossible => {}
                Settled::Chosen => match self.found(&way) {
                    Ok(found) => return Answer::Some(found),
                    Err(why) => {
                        tries += 1;
                        if tries >= MAX_TRIES {
                            return Answer::Unknown(why);
                        }
                        unknown = Some(why);
                    }
                },
                Settled::Open(choice) => forks.push(Fork { way, left: choice.iter() }),
                Settled::Endless(why) => return Answer::Unknown(why),
            }
        }
        unknown.map_or(Answer::None, Answer::Unknown)
    }
}

impl Search<'_> {
    fn found(&mut self, way: &Way<'_>) -> Result<Json, Why> {
        let found = witness::arguments(&way.terms, self.paths, self.languages, self.judge)?;
        self.looks += way.terms.len() as u64;
        self.judge.refusal(&found).map_or(Ok(found), Err)
    }
}

/// What is left of a branch's choices.
enum Settled<'f> {
    Impossible,
    /// Nothing: each has an alternative that holds.
    Chosen,
    /// The choice with the fewest alternatives.
    Open(&'f [Formula]),
    /// Finding out would take too long.
    Endless(Why),
}

impl Search<'_> {
    /// Resolves all choices with only one alternative left.
    fn settle<'f>(&mut self, way: &mut Way<'f>) -> Settled<'f> {
        loop {
            let mut smallest: Option<(usize, &'f [Formula])> = None;
            let mut has_narrowed = false;
            let mut kept = Vec::new();
            for choice in std::mem::take(&mut way.choices) {
                let truths: Vec<Truth> = choice.iter().map(|part| self.truth(way, part)).collect();
                if truths.contains(&Truth::Holds) {
                    continue;
                }
                let mut open = choice.iter().zip(&truths).filter(|(_, truth)| **truth == Truth::Open);
                let count = open.clone().count();
                match (open.next(), count) {
                    (None, _) => return Settled::Impossible,
                    (Some((only, _)), 1) => {
                        if !self.assume(way, only) {
                            return Settled::Impossible;
                        }
                        has_narrowed = true;
                    }
                    (Some(_), count) => {
                        smallest = smallest.filter(|(least, _)| *least <= count).or(Some((count, choice)));
                        kept.push(choice);
                    }
                }
            }
            way.choices.extend(kept);
            if let Some(why) = self.endless() {
                return Settled::Endless(why);
            }
            // An assumption may have resolved other choices, or added its own.
            if has_narrowed {
                continue;
            }
            let Some((_, choice)) = smallest else { return Settled::Chosen };
            way.choices.retain(|other| !std::ptr::eq(*other, choice));
            return Settled::Open(choice);
        }
    }

    /// Why the question is given up, if it takes too much work.
    fn endless(&self) -> Option<Why> {
        if self.languages.left().is_some_and(|left| self.looks > left) {
            return Some(Why::MuchWork);
        }
        (self.looks > MAX_LOOKS).then_some(Why::ManyCases)
    }

    fn truth(&mut self, way: &Way<'_>, formula: &Formula) -> Truth {
        self.looks += 1;
        match formula {
            Formula::Atom(atom) => match way.terms.get(atom.node).inspect(|term| self.looks += term.weight()) {
                Some(term) if term.is_plainly_apart(&atom.holds) => Truth::Fails,
                Some(term) if term.is_plainly_apart(&atom.fails) => Truth::Holds,
                Some(_) | None => Truth::Open,
            },
            Formula::All(parts) => self.joined(way, parts, Truth::Fails, Truth::Holds),
            Formula::Any(parts) => self.joined(way, parts, Truth::Holds, Truth::Fails),
        }
    }

    /// One `strong` part decides; if all parts are `weak`, so is the whole.
    fn joined(&mut self, way: &Way<'_>, parts: &[Formula], strong: Truth, weak: Truth) -> Truth {
        let mut joined = weak;
        for part in parts {
            let truth = self.truth(way, part);
            if truth == strong {
                return strong;
            }
            if truth == Truth::Open {
                joined = Truth::Open;
            }
        }
        joined
    }

    /// Makes a formula hold on a branch; `false` if it can't.
    fn assume<'f>(&mut self, way: &mut Way<'f>, formula: &'f Formula) -> bool {
        self.looks += 1;
        match formula {
            Formula::Atom(atom) => self.narrow_to(way, atom),
            Formula::All(parts) => parts.iter().all(|part| self.assume(way, part)),
            Formula::Any(parts) => match parts.as_slice() {
                [] => false,
                [only] => self.assume(way, only),
                several => {
                    way.choices.push(several);
                    true
                }
            },
        }
    }

    fn narrow_to(&mut self, way: &mut Way<'_>, atom: &Atom) -> bool {
        self.narrow(way, atom.node, &atom.holds)
    }

    /// Narrows the values at a node, and with them the values above and below it.
    fn narrow(&mut self, way: &mut Way<'_>, node: usize, to: &Term) -> bool {
        let mut waiting = vec![(node, None)];
        while let Some((node, forced)) = waiting.pop() {
            let to = match &forced {
                Some(Forced::Object) => &Term::object(),
                Some(Forced::Missing) => &Term::missing(),
                None => to,
            };
            let Some(term) = way.terms.get_mut(node) else { continue };
            self.looks += term.weight();
            let narrowed = term.and(to, &self.languages.regexes);
            if narrowed == **term {
                continue;
            }
            if narrowed.is_empty(self.languages) {
                return false;
            }
            if term.missing && !narrowed.missing && node != Paths::ROOT {
                waiting.push((self.paths.parent(node), Some(Forced::Object)));
            }
            if term.object && !narrowed.object {
                self.looks += self.paths.children(node).len() as u64;
                waiting.extend(self.paths.children(node).iter().map(|child| (*child, Some(Forced::Missing))));
            }
            *term = Rc::new(narrowed);
        }
        true
    }
}

/// What narrowing one node implies for another.
#[derive(Debug, Clone, Copy)]
enum Forced {
    Object,
    Missing,
}
