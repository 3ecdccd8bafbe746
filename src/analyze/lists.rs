//! Sets of lists: `contains` asks for elements, or that they are not there.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::vocab::Value;

/// A set of lists: those that meet all that is said here. Elements are equal where their texts are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lists {
    /// It is empty whatever else is said.
    pub is_none: bool,
    /// By their texts the elements that a list has to hold.
    pub holds: BTreeMap<Rc<str>, Value>,
    /// The texts of elements that it must not hold.
    pub lacks: BTreeSet<Rc<str>>,
}

impl Lists {
    /// Every list.
    pub fn all() -> Self {
        Self::default()
    }

    /// No list.
    pub fn none() -> Self {
        Self { is_none: true, ..Self::default() }
    }

    /// The lists in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let elements = self.holds.iter().chain(&other.holds);
        Self {
            is_none: self.is_none || other.is_none,
            holds: elements.map(|(text, value)| (text.clone(), value.clone())).collect(),
            lacks: self.lacks.union(&other.lacks).cloned().collect(),
        }
    }

    /// How much is said of it.
    pub fn size(&self) -> usize {
        self.holds.len() + self.lacks.len()
    }

    /// Whether no list is in the set.
    pub fn is_empty(&self) -> bool {
        self.is_none || self.holds.keys().any(|text| self.lacks.contains(text))
    }

    /// Whether no list is in both.
    pub fn is_apart(&self, other: &Self) -> bool {
        let clash = |mine: &Self, theirs: &Self| mine.holds.keys().any(|text| theirs.lacks.contains(text));
        self.is_none || other.is_none || clash(self, other) || clash(other, self)
    }
}
