//! Types of arguments: alternatives of kinds and rules. Made from a schema or from a signature.

use super::rule::{Rule, RuleKind, ValueSet};
use crate::source::Place;
use crate::vocab::{Kinds, Value};

/// How many values are looked at one by one. Nobody lists more in a condition, and a hostile schema
/// would make every comparison as slow as it is long.
pub(super) const MOST_COUNTED: usize = 1_000;

/// The values that are allowed: those of any of the alternatives.
#[derive(Debug, Clone)]
pub struct Type {
    // INVARIANT: at least one, none without a kind.
    alternatives: Vec<Alternative>,
}

/// Values of some kinds that meet all of some rules.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// The kinds.
    pub kinds: Kinds,
    /// The rules; of each the values it does not speak of pass.
    pub rules: Vec<Rule>,
    /// The kinds of its elements, where it is a list.
    pub elements: Kinds,
}

impl Type {
    /// A type of its alternatives. Where none has a kind, nothing is known: servers contradict
    /// themselves by mistake, and no call could be made. Beside one that may be anything the others say nothing.
    pub fn new(alternatives: Vec<Alternative>) -> Self {
        let mut alternatives = alternatives;
        alternatives.retain(|alternative| !alternative.kinds.is_empty());
        let unknown = alternatives.is_empty() || alternatives.iter().any(Alternative::is_anything);
        if unknown { Self::anything() } else { Self { alternatives } }
    }

    /// The type of which nothing is known.
    pub fn anything() -> Self {
        Self { alternatives: vec![Alternative::of(Kinds::ALL)] }
    }

    /// The kinds of all alternatives.
    pub fn kinds(&self) -> Kinds {
        self.alternatives.iter().fold(Kinds::NONE, |all, alternative| all.or(alternative.kinds))
    }

    /// The alternatives, one at least.
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

    /// Whether nothing is known of the value.
    pub(super) fn is_anything(&self) -> bool {
        self.kinds == Kinds::ALL && self.value_sets().next().is_none()
    }

    /// The rules that count the values.
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
