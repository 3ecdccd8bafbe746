//! The values that are possible at a path: sets of JSON values, including a missing one, kind by kind.

use super::language::Languages;
use super::lists::Lists;
use super::numbers::Numbers;
use super::regexes::Regexes;
use super::texts::Texts;
use crate::vocab::{Kind, Kinds};

/// A set of possible values at a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The value may be missing.
    pub missing: bool,
    /// `null`
    pub null: bool,
    /// `true`
    pub yes: bool,
    /// `false`
    pub no: bool,
    /// An object, whatever its members, which have paths of their own.
    pub object: bool,
    /// The numbers.
    pub numbers: Numbers,
    /// The strings.
    pub texts: Texts,
    /// The lists.
    pub lists: Lists,
}

impl Term {
    /// Anything, or nothing at all.
    pub fn all() -> Self {
        Self {
            missing: true,
            null: true,
            yes: true,
            no: true,
            object: true,
            numbers: Numbers::all(),
            texts: Texts::all(),
            lists: Lists::all(),
        }
    }

    /// The empty set.
    pub fn none() -> Self {
        Self {
            missing: false,
            null: false,
            yes: false,
            no: false,
            object: false,
            numbers: Numbers::none(),
            texts: Texts::none(),
            lists: Lists::none(),
        }
    }

    /// Only an object.
    pub fn object() -> Self {
        Self { object: true, ..Self::none() }
    }

    /// Only a missing value.
    pub fn missing() -> Self {
        Self { missing: true, ..Self::none() }
    }

    /// Any value of these kinds.
    pub fn of_kinds(kinds: Kinds) -> Self {
        let has = |kind| kinds.has(kind);
        Self {
            missing: false,
            null: has(Kind::Null),
            yes: has(Kind::Boolean),
            no: has(Kind::Boolean),
            object: has(Kind::Object),
            numbers: if has(Kind::Number) { Numbers::all() } else { Numbers::none() },
            texts: if has(Kind::String) { Texts::all() } else { Texts::none() },
            lists: if has(Kind::List) { Lists::all() } else { Lists::none() },
        }
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self, regexes: &Regexes) -> Self {
        Self {
            missing: self.missing && other.missing,
            null: self.null && other.null,
            yes: self.yes && other.yes,
            no: self.no && other.no,
            object: self.object && other.object,
            numbers: self.numbers.and(&other.numbers),
            texts: self.texts.and(&other.texts, regexes),
            lists: self.lists.and(&other.lists, regexes),
        }
    }

    /// Whether the two are obviously disjoint. This costs less than computing the intersection.
    pub fn is_plainly_apart(&self, other: &Self) -> bool {
        let flags = self.missing && other.missing
            || self.null && other.null
            || self.yes && other.yes
            || self.no && other.no
            || self.object && other.object;
        !flags
            && self.texts.is_plainly_apart(&other.texts)
            && self.lists.is_plainly_apart(&other.lists)
            && self.numbers.and(&other.numbers).is_empty()
    }

    /// Whether the set is empty. If only strings are possible, the automata are asked; if they can't tell, the
    /// set counts as not empty, and a later attempt to pick a string will find out.
    pub fn is_empty(&self, languages: &mut Languages) -> bool {
        !self.has_other_than_texts(&languages.regexes) && languages.is_empty(&self.texts)
    }

    /// How much work it is to look at the set.
    pub fn weight(&self) -> u64 {
        const A_LOOK: usize = 8;
        ((self.texts.size() + self.numbers.size() + self.lists.size()) / A_LOOK) as u64
    }

    fn has_other_than_texts(&self, regexes: &Regexes) -> bool {
        self.missing
            || self.null
            || self.yes
            || self.no
            || self.object
            || !self.numbers.is_empty()
            || !self.lists.is_empty(regexes)
    }
}
