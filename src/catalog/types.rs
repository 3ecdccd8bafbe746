//! Types of arguments: alternatives of kinds and rules. They come from a schema or from a signature.

use super::rule::{Rule, RuleKind, ValueSet};
use crate::source::Place;
use crate::vocab::{Kinds, Value};

/// How many values are tested one by one. Nobody lists more in a condition, and a hostile schema would
/// otherwise slow down every comparison.
pub(super) const MOST_COUNTED: usize = 1_000;

/// The allowed values: those of any of the alternatives.
#[derive(Debug, Clone)]
pub struct Type {
    // INVARIANT: at least one, and none without a kind.
    alternatives: Vec<Alternative>,
}

/// Values of some kinds that meet all of some rules.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// The kinds.
    pub kinds: Kinds,
    /// The rules. Each allows all values that it does not apply to.
    pub rules: Vec<Rule>,
    /// The kinds of its elements, if it is a list.
    pub elements: Kinds,
}

impl Type {
    /// A type from its alternatives. If none has a kind, the type is unknown: no call would be possible, so
    /// the server has contradicted itself by mistake. If one allows anything, the others mean nothing.
    pub fn new(alternatives: Vec<Alternative>) -> Self {
        let mut alternatives = alternatives;
        alternatives.retain(|alternative| !alternative.kinds.is_empty());
        let unknown = alternatives.is_empty() || alternatives.iter().any(Alternative::is_anything);
        if unknown { Self::anything() } else { Self { alternatives } }
    }

    /// The unknown type.
    pub fn anything() -> Self {
        Self { alternatives: vec![Alternative::of(Kinds::ALL)] }
    }

    /// The kinds of all alternatives.
    pub fn kinds(&self) -> Kinds {
        self.alternatives.iter().fold(Kinds::NONE, |all, alternative| all.or(alternative.kinds))
    }

    /// The alternatives, at least one.
    pub fn alternatives(&self) -> &[Alternative] {
        &self.alternatives
    }
}

impl Alternative {
    /// Any value of some kinds.
    pub fn of(kinds: Kinds) -> Self {
        Self { kinds, rules: Vec::new(), elements: Kinds::ALL }
    }

    /// The same with one more rule.
    #[must_use]
    pub fn with_rule(mut self, place: Place, kind: RuleKind) -> Self {
        if let RuleKind::Values(set) = &kind {
            self.kinds = self.kinds.and(set.kinds);
        }
        self.rules.push(Rule { place, kind });
        self
    }

    /// Whether nothing is known about the value.
    pub(super) fn is_anything(&self) -> bool {
        self.kinds == Kinds::ALL && self.value_sets().next().is_none()
    }

    /// The rules that list the values.
    pub(super) fn value_sets(&self) -> impl Iterator<Item = (&Rule, &ValueSet)> {
        self.rules.iter().filter_map(|rule| match &rule.kind {
            RuleKind::Values(set) => Some((rule, set.as_ref())),
            RuleKind::Whole
            | RuleKind::Least(_)
            | RuleKind::Most(_)
            | RuleKind::MultipleOf(_)
            | RuleKind::Shortest(_)
            | RuleKind::Longest(_)
            | RuleKind::Pattern(_) => None,
        })
    }

    /// The values of a set that meet all rules.
    pub(super) fn allowed<'s>(&'s self, set: &'s ValueSet) -> impl Iterator<Item = &'s Value> {
        set.values
            .iter()
            .filter(|value| self.kinds.has(value.kind()) && self.rules.iter().all(|rule| rule.allows(value)))
    }
}
