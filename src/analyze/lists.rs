//! Sets of lists. `contains` asks for an element, or for its absence; a schema restricts how many elements there are, and
//! which.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::elements::Elements;
use super::regexes::Regexes;
use crate::engine::printed_so;
use crate::source::Span;
use crate::vocab::{Number, Value};

/// A set of lists: those that satisfy all of these fields. Elements are equal if their texts are.
#[derive(Debug, Clone, PartialEq)]
pub struct Lists {
    /// The set is empty, whatever the other fields say.
    pub is_none: bool,
    /// The elements that a list must contain, by their texts.
    pub holds: BTreeMap<Rc<str>, Value>,
    /// The texts of elements that a list must not contain.
    pub lacks: BTreeSet<Rc<str>>,
    /// What each element is, or more; `None` is anything.
    pub elements: Option<Rc<Elements>>,
    /// How many elements there are at least.
    pub least: usize,
    /// How many there are at most.
    pub most: usize,
    /// No two elements are equal.
    pub is_unique: bool,
    /// The schemas that the list meets, by their places. They say what the other fields can't.
    pub schemas: BTreeSet<Span>,
}

impl Lists {
    /// Every list.
    pub fn all() -> Self {
        Self {
            is_none: false,
            holds: BTreeMap::new(),
            lacks: BTreeSet::new(),
            elements: None,
            least: 0,
            most: usize::MAX,
            is_unique: false,
            schemas: BTreeSet::new(),
        }
    }

    /// No list.
    pub fn none() -> Self {
        Self { is_none: true, ..Self::all() }
    }

    /// The lists in both.
    #[must_use]
    pub fn and(&self, other: &Self, regexes: &Regexes) -> Self {
        let elements = self.holds.iter().chain(&other.holds);
        Self {
            is_none: self.is_none || other.is_none,
            holds: elements.map(|(text, value)| (text.clone(), value.clone())).collect(),
            lacks: self.lacks.union(&other.lacks).cloned().collect(),
            elements: match (&self.elements, &other.elements) {
                (Some(mine), Some(theirs)) if !Rc::ptr_eq(mine, theirs) => Some(Rc::new(mine.and(theirs, regexes))),
                (Some(one), _) | (None, Some(one)) => Some(Rc::clone(one)),
                (None, None) => None,
            },
            least: self.least.max(other.least),
            most: self.most.min(other.most),
            is_unique: self.is_unique || other.is_unique,
            schemas: self.schemas.union(&other.schemas).copied().collect(),
        }
    }

    /// The shortest list of the set, as far as its fields tell.
    pub fn shortest(&self, regexes: &Regexes) -> Option<Vec<Value>> {
        let elements = || self.holds.iter().map(|(text, value)| self.element(text, value, Some(regexes)));
        if self.is_empty(regexes) { None } else { elements().collect() }
    }

    /// How many elements the set is described by.
    pub fn size(&self) -> usize {
        self.holds.len() + self.lacks.len()
    }

    /// Whether no list is in the set.
    pub fn is_empty(&self, regexes: &Regexes) -> bool {
        let is_possible =
            |(text, value)| !self.lacks.contains(text) && self.element(text, value, Some(regexes)).is_some();
        self.is_none
            || self.least.max(self.holds.len()) > self.most
            || !self.holds.iter().all(is_possible)
            || self.least > self.different().map_or(usize::MAX, |several| self.repeated(several))
    }

    /// How many elements there can be, if this many of them differ.
    fn repeated(&self, different: usize) -> usize {
        if self.is_unique || different == 0 { different } else { usize::MAX }
    }

    /// How many different elements are possible; `None` if they are unlimited.
    fn different(&self) -> Option<usize> {
        self.elements.as_ref()?.count(&self.lacks)
    }

    /// Whether it is plain that no list is in both.
    pub fn is_plainly_apart(&self, other: &Self) -> bool {
        let clash = |mine: &Self, theirs: &Self| {
            let is_possible =
                |(text, value)| !theirs.lacks.contains(text) && theirs.element(text, value, None).is_some();
            !mine.holds.iter().all(is_possible) || mine.least > theirs.most
        };
        self.is_none || other.is_none || clash(self, other) || clash(other, self)
    }

    /// A possible element that equals a value: `"5"` equals `5`.
    fn element(&self, text: &Rc<str>, value: &Value, regexes: Option<&Regexes>) -> Option<Value> {
        let Some(elements) = &self.elements else { return Some(value.clone()) };
        let as_text = || Some(Value::Text(text.to_string()));
        let as_number = || printed_so(text).and_then(Number::from_f64).map(Value::Number);
        let as_boolean = || text.parse().ok().map(Value::Boolean);
        let is_possible = |value: &Value| elements.may_be(value, regexes);
        let others: [&dyn Fn() -> Option<Value>; 3] = [&as_text, &as_number, &as_boolean];
        let others = others.into_iter().filter_map(|other| other());
        std::iter::once(value.clone()).chain(others).find(|value| is_possible(value))
    }
}
