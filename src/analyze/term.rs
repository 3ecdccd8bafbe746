//! What may stand at a path: sets of JSON values, a missing one included, kind by kind.

use super::language::{Languages, Word};
use super::lists::Lists;
use super::numbers::Numbers;
use super::regexes::Regexes;
use super::texts::Texts;
use crate::vocab::{Kind, Kinds};

/// A set of what may stand at a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Nothing may stand there.
    pub missing: bool,
    /// `null`
    pub null: bool,
    /// `true`
    pub yes: bool,
    /// `false`
    pub no: bool,
    /// An object, whatever it holds: what that is, the paths below say.
    pub object: bool,
    /// The numbers.
    pub numbers: Numbers,
    /// The texts.
    pub texts: Texts,
    /// The lists.
    pub lists: Lists,
}

impl Term {
    /// Anything, or nothing.
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

    /// An object alone.
    pub fn object() -> Self {
        Self { object: true, ..Self::none() }
    }

    /// Nothing alone.
    pub fn missing() -> Self {
        Self { missing: true, ..Self::none() }
    }

    /// Anything of some kinds.
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
            lists: self.lists.and(&other.lists),
        }
    }

    /// Whether it is plain that nothing is in both. Costs less than finding out what is.
    pub fn is_plainly_apart(&self, other: &Self) -> bool {
        let flags = self.missing && other.missing
            || self.null && other.null
            || self.yes && other.yes
            || self.no && other.no
            || self.object && other.object;
        !flags
            && self.texts.is_plainly_apart(&other.texts)
            && self.lists.is_apart(&other.lists)
            && self.numbers.and(&other.numbers).is_empty()
    }

    /// Whether nothing is in the set. Of a set that may hold nothing but texts the automata are asked; what they
    /// can't tell is not empty, and is found out where a text is to be picked.
    pub fn is_empty(&self, languages: &mut Languages) -> bool {
        !self.has_other_than_texts() && matches!(languages.word(&self.texts), Word::None)
    }

    /// How much work it is to look at the set.
    pub fn weight(&self) -> u64 {
        const A_LOOK: usize = 8;
        ((self.texts.size() + self.numbers.size() + self.lists.size()) / A_LOOK) as u64
    }

    fn has_other_than_texts(&self) -> bool {
        self.missing
            || self.null
            || self.yes
            || self.no
            || self.object
            || !self.numbers.is_empty()
            || !self.lists.is_empty()
    }
}
