//! The regular expressions that questions involve, each with a number. The strings in which an expression finds
//! a match are its language.

use crate::vocab::{Map, Regex};

/// The number of a language among [`Regexes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageId(u32);

/// The regular expressions of some policies.
#[derive(Debug, Default)]
pub struct Regexes {
    by_name: Map<Name, Option<LanguageId>>,
    regexes: Vec<Regex>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Name {
    Matches(String),
    Holds(String),
}

impl Regexes {
    /// The strings in which an expression finds a match; `None` if the gateway can't read it.
    pub fn matching(&mut self, pattern: &str) -> Option<LanguageId> {
        self.language(Name::Matches(pattern.to_owned()), || Regex::new(pattern).ok())
    }

    /// The strings that contain a string; `None` if it is too long.
    pub fn holding(&mut self, part: &str) -> Option<LanguageId> {
        self.language(Name::Holds(part.to_owned()), || Regex::literal(part))
    }

    fn language(&mut self, name: Name, regex: impl FnOnce() -> Option<Regex>) -> Option<LanguageId> {
        if let Some(known) = self.by_name.get(&name) {
            return *known;
        }
        let id = regex().map(|regex| {
            self.regexes.push(regex);
            LanguageId(self.regexes.len() as u32 - 1)
        });
        self.by_name.insert(name, id);
        id
    }

    /// Whether a string is in a language.
    pub fn has(&self, language: LanguageId, text: &str) -> bool {
        self.get(language).is_some_and(|regex| regex.is_match(text))
    }

    /// The regular expression of a language.
    pub fn get(&self, language: LanguageId) -> Option<&Regex> {
        self.regexes.get(language.0 as usize)
    }
}
