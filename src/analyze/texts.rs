//! Sets of strings: listed ones, all but listed ones, and those that regular expressions match or do not match.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::regexes::{LanguageId, Regexes};

/// A set of strings: those that satisfy all of these fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Texts {
    /// It is one of these.
    pub only: Option<BTreeSet<Rc<str>>>,
    /// It is none of these; empty if `only` is set.
    pub except: BTreeSet<Rc<str>>,
    /// It is in all of these languages.
    pub inside: BTreeSet<LanguageId>,
    /// It is in none of these languages.
    pub outside: BTreeSet<LanguageId>,
}

impl Texts {
    /// Every text.
    pub fn all() -> Self {
        Self::default()
    }

    /// No text.
    pub fn none() -> Self {
        Self::of(BTreeSet::new())
    }

    /// These texts.
    pub fn of(texts: BTreeSet<Rc<str>>) -> Self {
        Self { only: Some(texts), ..Self::default() }
    }

    /// All texts but these.
    pub fn except(texts: BTreeSet<Rc<str>>) -> Self {
        Self { except: texts, ..Self::default() }
    }

    /// The texts of a language.
    pub fn inside(language: LanguageId) -> Self {
        Self { inside: BTreeSet::from([language]), ..Self::default() }
    }

    /// The texts that are not of a language.
    pub fn outside(language: LanguageId) -> Self {
        Self { outside: BTreeSet::from([language]), ..Self::default() }
    }

    /// The strings in both. If they are listed, each is checked against the languages.
    #[must_use]
    pub fn and(&self, other: &Self, regexes: &Regexes) -> Self {
        let both = |mine: &BTreeSet<_>, theirs: &BTreeSet<_>| mine.union(theirs).copied().collect();
        let mut all = Self {
            only: match (&self.only, &other.only) {
                (Some(mine), Some(theirs)) => Some(mine.intersection(theirs).cloned().collect()),
                (Some(only), None) | (None, Some(only)) => Some(only.clone()),
                (None, None) => None,
            },
            except: self.except.union(&other.except).cloned().collect(),
            inside: both(&self.inside, &other.inside),
            outside: both(&self.outside, &other.outside),
        };
        if let Some(only) = &mut all.only {
            only.retain(|text| {
                !all.except.contains(text)
                    && all.inside.iter().all(|language| regexes.has(*language, text))
                    && !all.outside.iter().any(|language| regexes.has(*language, text))
            });
            return Self { only: all.only, ..Self::default() };
        }
        all
    }

    /// How many parts the set is described by.
    pub fn size(&self) -> usize {
        self.only.as_ref().map_or(0, BTreeSet::len) + self.except.len() + self.inside.len() + self.outside.len()
    }

    /// Whether the set is obviously empty. If it is not obvious, [`super::language::Languages::word`] finds
    /// out.
    pub fn is_plainly_empty(&self) -> bool {
        self.only.as_ref().is_some_and(BTreeSet::is_empty) || !self.inside.is_disjoint(&self.outside)
    }

    /// Whether the two are obviously disjoint.
    pub fn is_plainly_apart(&self, other: &Self) -> bool {
        let lists_apart = match (&self.only, &other.only) {
            (Some(mine), Some(theirs)) => mine.is_disjoint(theirs),
            (Some(only), None) => only.is_subset(&other.except),
            (None, Some(only)) => only.is_subset(&self.except),
            (None, None) => false,
        };
        lists_apart || !self.inside.is_disjoint(&other.outside) || !self.outside.is_disjoint(&other.inside)
    }
}
