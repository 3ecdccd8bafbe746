//! What the elements of a list may be: the scalars, and whether there may be lists and objects among them.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::numbers::Numbers;
use super::regexes::Regexes;
use super::texts::Texts;
use crate::engine::print;
use crate::vocab::Value;

/// A set of possible elements.
#[derive(Debug, Clone, PartialEq)]
pub struct Elements {
    /// `null`
    pub null: bool,
    /// `true`
    pub yes: bool,
    /// `false`
    pub no: bool,
    /// A list or an object.
    pub nested: bool,
    /// The numbers.
    pub numbers: Numbers,
    /// The strings.
    pub texts: Texts,
}

impl Elements {
    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self, regexes: &Regexes) -> Self {
        Self {
            null: self.null && other.null,
            yes: self.yes && other.yes,
            no: self.no && other.no,
            nested: self.nested && other.nested,
            numbers: self.numbers.and(&other.numbers),
            texts: self.texts.and(&other.texts, regexes),
        }
    }

    /// What is in one or the other, or more: two sets of strings have no set for both, unless they are listed.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        let texts = match (&self.texts.only, &other.texts.only) {
            (Some(mine), Some(theirs)) => Texts::of(mine.union(theirs).cloned().collect()),
            (Some(none), None) if none.is_empty() => other.texts.clone(),
            (None, Some(none)) if none.is_empty() => self.texts.clone(),
            _ => Texts::all(),
        };
        let numbers = match (self.numbers.is_empty(), other.numbers.is_empty()) {
            (true, _) => other.numbers.clone(),
            (_, true) => self.numbers.clone(),
            (false, false) => Numbers::all(),
        };
        Self {
            null: self.null || other.null,
            yes: self.yes || other.yes,
            no: self.no || other.no,
            nested: self.nested || other.nested,
            numbers,
            texts,
        }
    }

    /// Whether a value is in the set. Without the expressions, some that are not count too.
    pub fn may_be(&self, value: &Value, regexes: Option<&Regexes>) -> bool {
        match value {
            Value::Boolean(true) => self.yes,
            Value::Boolean(false) => self.no,
            Value::Number(number) => !self.numbers.and(&Numbers::of(&[number.as_f64()])).is_empty(),
            Value::Text(text) => {
                let text = Texts::of([text.as_str().into()].into());
                match regexes {
                    Some(regexes) => !self.texts.and(&text, regexes).is_plainly_empty(),
                    None => !self.texts.is_plainly_apart(&text),
                }
            }
        }
    }

    /// How many there are, except these texts; `None` if they are unlimited.
    pub fn count(&self, without: &BTreeSet<Rc<str>>) -> Option<usize> {
        let is_left = |text: &str| !without.contains(text);
        let texts = self.texts.only.as_ref()?.iter().filter(|text| is_left(text)).count();
        let numbers = self.numbers.listed()?.iter().filter(|number| is_left(&print(**number))).count();
        let booleans = usize::from(self.yes && is_left("true")) + usize::from(self.no && is_left("false"));
        (!self.nested).then_some(texts + numbers + booleans + usize::from(self.null))
    }
}
