//! From the clauses of a tool to sentences, in the order in which the gateway asks them.

use std::collections::HashMap;

use super::condition::Condition;
use super::counters::Counters;
use super::fact::{Counted, Fact};
use super::reliance::{Reliance, reliances};
use super::sentence::Sentence;
use super::subject::{Subject, is_always_denied};
use crate::check::ir::{Body, Clause, ClauseKind};
use crate::lower::entries_of;
use crate::model::{Entry, Limit, Tool};
use crate::source::Place;

/// What a policy does with the calls to one tool, named or not. Together the sentences say all that the policy does with
/// them, except for the limits of all tools above 0. If no call can pass, the reason is all that is said.
pub fn tool(subject: Subject<'_>, tool: &str) -> Vec<Sentence> {
    Tools::of(subject).sentences(tool)
}

/// The tools of a policy, to describe many of them.
pub(super) struct Tools<'p> {
    subject: Subject<'p>,
    counters: Counters<'p>,
    /// The sentences of bodies that several tools share. To find out what a clause compiles to may take a while.
    of_bodies: HashMap<*const Body, Vec<Sentence>>,
}

impl<'p> Tools<'p> {
    /// Nothing is described yet.
    pub fn of(subject: Subject<'p>) -> Self {
        Self { subject, counters: Counters::of(subject), of_bodies: HashMap::new() }
    }

    /// What the policy does with the calls to a tool.
    pub fn sentences(&mut self, tool: &str) -> Vec<Sentence> {
        let policy = self.subject.policy;
        if self.subject.is_hidden(tool) {
            let place = policy.hide.get(tool).or_else(|| policy.hide.get("*"));
            return vec![Sentence { fact: Fact::Hidden, place: place.copied().flatten() }];
        }
        let Some(named) = policy.tools.get(tool) else {
            let limit = policy.all_tools.iter().find(|limit| limit.max == 0).filter(|_| policy.default_allow);
            if let Some(limit) = limit {
                return vec![at_most(limit, Counted::AllTools { is_own: false })];
            }
            let fact = if policy.default_allow { Fact::DefaultAllow } else { Fact::DefaultDeny };
            return vec![Sentence { fact, place: default_place(self.subject) }];
        };
        if let Some(limit) = self.subject.zero_limit(named).filter(|_| !is_always_denied(named)) {
            // No call gets as far as to be allowed, so conditions would contradict this.
            let is_own = named.limits.iter().any(|own| std::ptr::eq(own, limit));
            let counted = if is_own { Counted::Own } else { Counted::AllTools { is_own: false } };
            return vec![at_most(limit, counted)];
        }
        let mut sentences = match self.subject.body(tool) {
            Some(body) => self.of_bodies.entry(body).or_insert_with(|| of_clauses(&body.clauses)).clone(),
            None => of_entries(named),
        };
        if is_always_denied(named) {
            return denied(sentences);
        }
        if sentences.is_empty() {
            sentences.push(Sentence { fact: Fact::AnyArguments, place: named.place });
        }
        sentences.extend(named.limits.iter().map(|limit| at_most(limit, self.counters.counted(limit))));
        sentences
    }
}

/// The one sentence about a tool whose calls are all denied. What other clauses ask for would sound as if it could be met.
fn denied(sentences: Vec<Sentence>) -> Vec<Sentence> {
    let mut before: Vec<Option<String>> = Vec::new();
    for mut sentence in sentences {
        match &mut sentence.fact {
            Fact::NoCalls { message, earlier } => {
                before.retain(|other| other != message);
                *earlier = before;
                return vec![sentence];
            }
            Fact::OnlyIf { message, .. } | Fact::NotIf { message, .. } => {
                if !before.contains(message) {
                    before.push(message.clone());
                }
            }
            Fact::AnyArguments
            | Fact::AtMost { .. }
            | Fact::Hidden
            | Fact::DefaultAllow
            | Fact::DefaultDeny
            | Fact::AllHidden
            | Fact::AllDenied
            | Fact::OthersAllowed
            | Fact::OthersDenied => {}
        }
    }
    Vec::new()
}

/// What a policy does with all tools, and with those that it does not name.
pub(super) fn others(subject: Subject<'_>) -> Vec<Sentence> {
    if let Some(place) = subject.policy.hide.get("*") {
        return vec![Sentence { fact: Fact::AllHidden, place: *place }];
    }
    if let Some(limit) = subject.policy.all_tools.iter().find(|limit| limit.max == 0) {
        return vec![at_most(limit, Counted::AllTools { is_own: true })];
    }
    if !subject.policy.default_allow && subject.tools().is_empty() {
        return vec![Sentence { fact: Fact::AllDenied, place: default_place(subject) }];
    }
    let limits = subject.policy.all_tools.iter().map(|limit| at_most(limit, Counted::AllTools { is_own: true }));
    let fact = if subject.policy.default_allow { Fact::OthersAllowed } else { Fact::OthersDenied };
    limits.chain([Sentence { fact, place: default_place(subject) }]).collect()
}

fn default_place(subject: Subject<'_>) -> Option<Place> {
    subject.checked.and_then(|checked| checked.policy.default_place)
}

fn at_most(limit: &Limit, counted: Counted) -> Sentence {
    Sentence { fact: Fact::AtMost { max: limit.max, window: limit.window, counted }, place: limit.place }
}

/// The sentences of a `policy.json`'s entries.
fn of_entries(tool: &Tool) -> Vec<Sentence> {
    let sentence = |entry: &Entry, fact: Fact| Sentence { fact, place: entry.place };
    let only_if = |entry: &Entry| {
        let (condition, message) = (Condition::of_entry(entry).simplified(), entry.on_deny.clone());
        sentence(entry, Fact::OnlyIf { condition, message, reliances: Vec::new() })
    };
    let not_if = |entry: &Entry| {
        let message = entry.on_deny.clone();
        match Condition::of_entry(entry).simplified() {
            condition if condition.is_always() => sentence(entry, Fact::NoCalls { message, earlier: Vec::new() }),
            condition => sentence(entry, Fact::NotIf { condition, message, reliances: Vec::new() }),
        }
    };
    // An entry of `require` without conditions does nothing.
    let require = tool.require.iter().filter(|entry| !entry.conditions.is_empty()).map(only_if);
    require.chain(tool.deny_if.iter().map(not_if)).collect()
}

/// The sentences of checked clauses: first those that compile to `require`, then those that compile to `deny_if`.
fn of_clauses(clauses: &[Clause]) -> Vec<Sentence> {
    let (mut require, mut deny_if) = (Vec::new(), Vec::new());
    for clause in clauses {
        match entries_of(clause) {
            Some((1.., _)) => require.extend(of_clause(clause, true)),
            Some((_, 1..)) => deny_if.extend(of_clause(clause, false)),
            // A limit, or a clause of a guard that does nothing in this tool.
            Some((0, 0)) | None => {}
        }
    }
    require.into_iter().chain(deny_if).collect()
}

fn of_clause(clause: &Clause, is_required: bool) -> Option<Sentence> {
    let (condition, negated, message) = match &clause.kind {
        ClauseKind::Limit(_) => return None,
        ClauseKind::Deny { condition: None, because } => {
            let fact = Fact::NoCalls { message: because.clone(), earlier: Vec::new() };
            return Some(Sentence { fact, place: Some(clause.place) });
        }
        ClauseKind::Deny { condition: Some(condition), because } => (condition, false, because.clone()),
        ClauseKind::Require { condition, because } => (condition, true, because.clone()),
    };
    let denied = Condition::of_checked(condition, negated).simplified();
    let compiled = if is_required { denied.opposite() } else { denied }.compiled().simplified();
    let reliances = reliances(compiled.comparisons());
    let opposite = compiled.opposite();
    let (allowed, denied) = if is_required { (compiled, opposite) } else { (opposite, compiled) };
    let fact = plainest(denied, allowed, negated, message, reliances);
    Some(Sentence { fact, place: Some(clause.place) })
}

/// `deny if not A` is `require A`. The form with fewer negations is said; of two that have as many, the one that is
/// written.
fn plainest(
    denied: Condition,
    allowed: Condition,
    is_require: bool,
    message: Option<String>,
    reliances: Vec<Reliance>,
) -> Fact {
    let negations =
        |condition: &Condition| condition.comparisons().iter().filter(|comparison| comparison.is_negated).count();
    let (of_denied, of_allowed) = (negations(&denied), negations(&allowed));
    if of_allowed < of_denied || of_allowed == of_denied && is_require {
        Fact::OnlyIf { condition: allowed, message, reliances }
    } else {
        Fact::NotIf { condition: denied, message, reliances }
    }
}
