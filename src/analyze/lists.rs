//! Sets of lists. `contains` asks for an element, or for its absence.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::engine::printed_so;
use crate::vocab::{Kind, Kinds, Number, Value};

/// A set of lists: those that satisfy all of these fields. Elements are equal if their texts are.
#[derive(Debug, Clone, PartialEq)]
pub struct Lists {
    /// The set is empty, whatever the other fields say.
    pub is_none: bool,
    /// The elements that a list must contain, by their texts.
    pub holds: BTreeMap<Rc<str>, Value>,
    /// The texts of elements that a list must not contain.
    pub lacks: BTreeSet<Rc<str>>,
    /// The kinds that elements may have.
    pub kinds: Kinds,
}

impl Lists {
    /// Every list.
    pub fn all() -> Self {
        Self { is_none: false, holds: BTreeMap::new(), lacks: BTreeSet::new(), kinds: Kinds::ALL }
    }

    /// The lists whose elements all have these kinds.
    pub fn of_kinds(kinds: Kinds) -> Self {
        Self { kinds, ..Self::all() }
    }

    /// No list.
    pub fn none() -> Self {
        Self { is_none: true, ..Self::all() }
    }

    /// The lists in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let elements = self.holds.iter().chain(&other.holds);
        Self {
            is_none: self.is_none || other.is_none,
            holds: elements.map(|(text, value)| (text.clone(), value.clone())).collect(),
            lacks: self.lacks.union(&other.lacks).cloned().collect(),
            kinds: self.kinds.and(other.kinds),
        }
    }

    /// The shortest list of the set.
    pub fn shortest(&self) -> Option<Vec<Value>> {
        let elements = || self.holds.iter().map(|(text, value)| element(text, value, self.kinds));
        if self.is_empty() { None } else { elements().collect() }
    }

    /// How many elements the set is described by.
    pub fn size(&self) -> usize {
        self.holds.len() + self.lacks.len()
    }

    /// Whether no list is in the set.
    pub fn is_empty(&self) -> bool {
        let can_stand = |(text, value)| !self.lacks.contains(text) && element(text, value, self.kinds).is_some();
        self.is_none || !self.holds.iter().all(can_stand)
    }

    /// Whether no list is in both.
    pub fn is_apart(&self, other: &Self) -> bool {
        let clash = |mine: &Self, theirs: &Self| {
            let stands = |(text, value)| !theirs.lacks.contains(text) && element(text, value, theirs.kinds).is_some();
            !mine.holds.iter().all(stands)
        };
        self.is_none || other.is_none || clash(self, other) || clash(other, self)
    }
}

/// An element of one of these kinds that equals a value: `"5"` equals `5`.
fn element(text: &Rc<str>, value: &Value, kinds: Kinds) -> Option<Value> {
    if kinds.has(value.kind()) {
        return Some(value.clone());
    }
    let as_text = || kinds.has(Kind::String).then(|| Value::Text(text.to_string()));
    let as_number = || printed_so(text).filter(|_| kinds.has(Kind::Number)).and_then(Number::from_f64);
    let as_boolean = || text.parse().ok().filter(|_: &bool| kinds.has(Kind::Boolean));
    as_text().or_else(|| as_number().map(Value::Number)).or_else(|| as_boolean().map(Value::Boolean))
}
