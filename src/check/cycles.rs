//! Rules that apply each other in a cycle.

use std::collections::HashSet;

use super::diagnostics::Diagnostics;
use super::errors;
use super::names::{Names, Rule};
use crate::source::Place;
use crate::syntax::tree::ClauseKind;

/// The graph of rules, without its cycles.
#[derive(Debug, Default)]
pub struct Cycles {
    /// The places of the names in those `apply`s that lead back. Without them there is no cycle.
    pub leading_back: HashSet<Place>,
    /// All rules, each after those that apply it.
    pub appliers_first: Vec<usize>,
}

impl Cycles {
    /// Finds cycles, and reports each once.
    pub fn among(names: &Names<'_>, diagnostics: &mut Diagnostics) -> Self {
        let applies: Vec<_> = (0..names.rules.len()).map(|rule| applies_of(names, rule)).collect();
        let state = vec![State::New; names.rules.len()];
        let mut walk = Walk { names, diagnostics, applies: &applies, state, reported: HashSet::new() };
        let mut cycles = Self::default();
        for root in 0..names.rules.len() {
            walk.from(root, &mut cycles);
        }
        cycles.appliers_first.reverse();
        cycles
    }
}

/// The state of a rule during the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// Being walked, at this depth.
    Open(usize),
    Done,
}

/// The rules on the current path, each with its remaining `apply`s.
type Open<'w> = Vec<Step<'w>>;
type Step<'w> = (usize, std::slice::Iter<'w, (usize, Place)>);

struct Walk<'w, 't> {
    names: &'w Names<'t>,
    diagnostics: &'w mut Diagnostics,
    applies: &'w [Vec<(usize, Place)>],
    state: Vec<State>,
    /// The steps back that were reported, from rule to rule.
    reported: HashSet<(usize, usize)>,
}

impl<'w> Walk<'w, '_> {
    // Rules may apply each other in a chain of any length, so the stack is our own.
    fn from(&mut self, root: usize, cycles: &mut Cycles) {
        if self.state.get(root) != Some(&State::New) {
            return;
        }
        let mut open = Open::new();
        self.enter(root, &mut open);
        while let Some((rule, rest)) = open.last_mut() {
            let rule = *rule;
            match rest.next() {
                None => {
                    open.pop();
                    self.set(rule, State::Done);
                    cycles.appliers_first.push(rule);
                }
                Some(&(next, place)) => match self.state.get(next) {
                    Some(State::New) => self.enter(next, &mut open),
                    Some(&State::Open(depth)) => {
                        cycles.leading_back.insert(place);
                        // If a rule applies another one twice, the second `apply` closes the same cycle.
                        if self.reported.insert((rule, next)) {
                            self.report(place, open.get(depth..).unwrap_or_default());
                        }
                    }
                    Some(State::Done) | None => {}
                },
            }
        }
    }

    fn report(&mut self, place: Place, circle: &[Step<'_>]) {
        let rule = |(rule, _): &Step<'_>| self.names.rules.get(*rule);
        let first = circle.first().and_then(rule).map_or(place, Rule::place);
        let names = circle.iter().map(|step| rule(step).map_or("", |rule| rule.tree.name.text.as_str()));
        self.diagnostics.push(errors::rule_cycle(place, first, names));
    }

    fn enter(&mut self, rule: usize, open: &mut Open<'w>) {
        self.set(rule, State::Open(open.len()));
        open.push((rule, self.applies.get(rule).map_or([].iter(), |applies| applies.iter())));
    }

    fn set(&mut self, rule: usize, to: State) {
        if let Some(state) = self.state.get_mut(rule) {
            *state = to;
        }
    }
}

/// The rules that a rule applies, with the place of the name in each `apply`.
fn applies_of(names: &Names<'_>, rule: usize) -> Vec<(usize, Place)> {
    let Some(rule) = names.rules.get(rule) else { return Vec::new() };
    let clauses = rule.tree.block.parts.iter();
    clauses
        .filter_map(|clause| if let ClauseKind::Apply(apply) = &clause.kind { Some(apply) } else { None })
        .filter_map(|apply| Some((names.rule_index(&apply.rule.text)?, apply.rule.span.of(rule.source))))
        .collect()
}
