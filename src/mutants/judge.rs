//! Checks each mutant against the tests, then the traces, then the asserts, because proofs take longest. If
//! none of them notices it, a call is searched for that shows the difference.

use std::collections::{BTreeMap, BTreeSet};

use super::budget::Budget;
use super::change::{self, Change, Words};
use super::difference::{Difference, Search};
use super::errors;
use super::mutant::{Fate, Missed, Mutant};
use super::mutated::{Clauses, Mutated};
use super::recorded::Recorded;
use super::watched::Watched;
use crate::analyze::{self, Call, Prover, Subject};
use crate::check::ir;
use crate::diagnostic::Diagnostic;
use crate::engine::Engine;
use crate::model::{Limit, Tool};
use crate::policy_test;
use crate::source::Place;

/// The mutants of a policy, in file order, and the result of each.
///
/// If nothing notices that a whole clause is removed, no smaller change to it is tried: nothing would notice
/// that either.
pub fn mutants(watched: &Watched<'_>, recorded: &Recorded, budget: &mut Budget) -> Vec<Mutant> {
    let clauses = Clauses::of(&watched.checked.policy);
    let mut judge = Judge::new(watched, recorded, budget);
    let mut mutants = judge.of_statements();
    for (place, found) in &clauses.by_place {
        let Some((clause, _)) = found.first() else { continue };
        let asserts = clauses.tools_of(*place).map(|tool| judge.asserts_of(tool)).max().unwrap_or(0);
        let weight = clauses.weight(*place).saturating_mul(1 + asserts);
        let mut is_missed = |change: &Change| {
            let Some(left) = judge.budget.clauses.checked_sub(weight) else {
                let words = errors::words(&change.words);
                mutants.push(Mutant { place: change.place, words, fate: Fate::LeftOut });
                return true;
            };
            judge.budget.clauses = left;
            let mutated = clauses.mutated(*place, &change.edit, watched.policy);
            let mutant = mutated.map(|mutated| judge.judged(change.place, &change.words, &mutated));
            let is_noticed = mutant.as_ref().is_none_or(|mutant| mutant.fate == Fate::Noticed);
            mutants.extend(mutant);
            !is_noticed
        };
        if !is_missed(&change::dropped(clause)) {
            for change in change::changes(clause) {
                is_missed(&change);
            }
        }
    }
    mutants.extend(judge.of_limits_over_all());
    mutants.sort_by_key(|mutant| mutant.place);
    mutants
}

struct Judge<'p, 'b> {
    watched: &'b Watched<'p>,
    recorded: &'b Recorded,
    budget: &'b mut Budget,
    engine: Engine,
    /// The tests, with the tools that they call.
    tests: BTreeMap<&'p str, BTreeSet<&'p str>>,
    prover: Prover<'p>,
    search: Search<'p>,
    /// For each tool, the calls of the tests that were already suggested, and whether the policy allows them.
    suggested: BTreeMap<String, Vec<(Call, bool)>>,
}

/// How many suggested tests of one tool are checked for whether they would notice a mutant.
const MOST_SUGGESTED: usize = 64;

impl<'p, 'b> Judge<'p, 'b> {
    fn new(watched: &'b Watched<'p>, recorded: &'b Recorded, budget: &'b mut Budget) -> Self {
        let Watched { checked, policy, .. } = *watched;
        let mut tests = policy_test::tools_called(checked);
        tests.retain(|name, _| watched.tests.contains(name));
        let search = Search::new(checked.catalog.as_ref());
        let (prover, suggested) = (Prover::default(), BTreeMap::new());
        Self { watched, recorded, budget, engine: Engine::new(policy), tests, prover, search, suggested }
    }

    /// How many asserts are about a tool.
    fn asserts_of(&self, tool: &str) -> u64 {
        let speaks = |assert: &&&ir::Assert| assert.pattern.is_some() || assert.tools.iter().any(|name| name == tool);
        self.watched.asserts.iter().filter(speaks).count() as u64
    }

    /// Removes `deny` and `hide` statements. Under `default deny`, unnamed tools are denied anyway.
    fn of_statements(&mut self) -> Vec<Mutant> {
        let policy = self.watched.policy;
        if !policy.default_allow {
            return Vec::new();
        }
        let mut by_place: BTreeMap<Place, (&'static str, Mutated)> = BTreeMap::new();
        for (name, tool) in &self.watched.checked.policy.tools {
            let word = match tool.state {
                ir::State::Deny { .. } => "this `deny`",
                ir::State::Hide => "this `hide`",
                ir::State::Allow | ir::State::Rules | ir::State::Default => continue,
            };
            let (_, mutated) = by_place.entry(tool.place).or_insert_with(|| (word, Mutated::default()));
            mutated.shown.push(name.clone());
            mutated.tools.insert(name.clone(), Tool::default());
        }
        let judged = |(place, (word, mutated))| self.judged(place, &Words::Without(word), &mutated);
        by_place.into_iter().map(judged).collect()
    }

    fn of_limits_over_all(&mut self) -> Vec<Mutant> {
        let limits = &self.watched.policy.all_tools;
        let mut mutants = Vec::new();
        for (index, limit) in limits.iter().enumerate() {
            let Some(place) = limit.place else { continue };
            let mut is_noticed = |words: Words, limits: Vec<Limit>| {
                let mutated = Mutated { all_tools: Some(limits), ..Mutated::default() };
                mutants.push(self.judged(place, &words, &mutated));
                mutants.last().is_some_and(|mutant| mutant.fate == Fate::Noticed)
            };
            let others = limits.iter().enumerate().filter(|(other, _)| *other != index);
            let without = others.map(|(_, limit)| limit.clone()).collect();
            if is_noticed(Words::Without("this limit"), without) {
                for up in [true, false] {
                    let Some(max) = change::moved(limit.max, up) else { continue };
                    let said = |max: u64| format!("limit {max} per {}", limit.window.word());
                    let mut moved = limits.clone();
                    if let Some(limit) = moved.get_mut(index) {
                        limit.max = max;
                    }
                    is_noticed(Words::Instead(said(max), said(limit.max)), moved);
                }
            }
        }
        mutants
    }

    fn judged(&mut self, place: Place, words: &Words, mutated: &Mutated) -> Mutant {
        let fate = match self.budget.mutants.checked_sub(1) {
            Some(left) => {
                self.budget.mutants = left;
                self.fate(place, words, mutated)
            }
            None => Fate::LeftOut,
        };
        Mutant { place, words: errors::words(words), fate }
    }

    fn fate(&mut self, place: Place, words: &Words, mutated: &Mutated) -> Fate {
        match self.test_fails(mutated) {
            None => return Fate::LeftOut,
            Some(true) => return Fate::Noticed,
            Some(false) => {}
        }
        match self.trace_differs(mutated) {
            None => return Fate::LeftOut,
            Some(true) => return Fate::Noticed,
            Some(false) => {}
        }
        if self.assert_breaks(mutated) {
            return Fate::Noticed;
        }
        if let Some(call) = self.suggested_already(mutated) {
            return self.missed(place, words, Difference::InOneCall(call.0, call.1), true);
        }
        let difference = self.search.difference(self.watched.policy, mutated);
        self.missed(place, words, difference, false)
    }

    fn test_fails(&mut self, mutated: &Mutated) -> Option<bool> {
        let is_of_all = mutated.all_tools.is_some();
        let is_concerned = |tools: &BTreeSet<&str>| is_of_all || mutated.names().any(|name| tools.contains(name));
        let chosen: Vec<_> = self.tests.iter().filter(|(_, tools)| is_concerned(tools)).collect();
        if chosen.is_empty() {
            return Some(false);
        }
        let called: BTreeSet<&str> = chosen.iter().flat_map(|(_, tools)| tools.iter().copied()).collect();
        let names: BTreeSet<&str> = chosen.iter().map(|(name, _)| **name).collect();
        let policy = mutated.policy(self.watched.policy, called.into_iter());
        let engine = Engine::new(&policy);
        policy_test::fails(self.watched.checked, &policy, &engine, &names, &mut self.budget.calls)
    }

    fn trace_differs(&mut self, mutated: &Mutated) -> Option<bool> {
        if self.recorded.traces.is_empty() {
            return Some(false);
        }
        let policy = mutated.policy(self.watched.policy, self.watched.policy.tools.keys().map(String::as_str));
        self.recorded.notices(&Engine::new(&policy), &self.engine, self.budget)
    }

    fn assert_breaks(&mut self, mutated: &Mutated) -> bool {
        let policy = mutated.policy(self.watched.policy, mutated.names());
        let subject = Subject::new(&policy);
        let prover = &mut self.prover;
        let mut breaks =
            |assert: &&ir::Assert| mutated.names().any(|tool| analyze::breaks(assert, tool, &subject, prover));
        self.watched.asserts.iter().any(&mut breaks)
    }

    /// A call from a test that was suggested for an earlier mutant, and would notice this one too.
    fn suggested_already(&self, mutated: &Mutated) -> Option<(Call, bool)> {
        let policy = mutated.policy(self.watched.policy, mutated.names());
        let subject = Subject::new(&policy);
        let suggested = mutated.names().filter_map(|name| self.suggested.get(name)).flatten().take(MOST_SUGGESTED);
        let notices = |(call, is_allowed): &&(Call, bool)| subject.allows(call) != *is_allowed;
        suggested.into_iter().find(notices).cloned()
    }

    fn missed(&mut self, place: Place, words: &Words, difference: Difference, is_covered: bool) -> Fate {
        let text = self.watched.sources.text(place);
        let name = |call: &Call| errors::name_of_test(&call.tool, words, text);
        let (call, test) = match difference {
            Difference::Equal => return Fate::Equal,
            Difference::Unknown(why) => return Fate::Unknown(why),
            Difference::InOneCall(call, is_allowed) => {
                if !is_covered {
                    self.suggested.entry(call.tool.clone()).or_default().push((call.clone(), is_allowed));
                }
                let test = errors::test_of_one(&name(&call), &call, is_allowed);
                (call, test)
            }
            Difference::InRepeatedCalls(call, differs) => {
                let test = errors::test_of_many(&name(&call), &call, differs);
                (call, test)
            }
        };
        let watchers = errors::Watchers { has_traces: !self.recorded.traces.is_empty() };
        let diagnostic: Diagnostic = errors::missed_mutant(place, words, &call, &test, watchers);
        Fate::Missed(Box::new(Missed { call, test, is_covered, diagnostic }))
    }
}
