//! The regular expressions that questions speak of, each with a number. The texts in which one finds a match
//! are its language.

use std::collections::HashMap;

use crate::vocab::Regex;

/// The number of a language among [`Regexes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageId(u32);

/// The regular expressions of some policies.
#[derive(Debug, Default)]
pub struct Regexes {
    by_name: HashMap<Name, Option<LanguageId>>,
    regexes: Vec<Regex>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Name {
    Matches(String),
    Holds(String),
}

impl Regexes {
    /// The texts in which an expression finds a match; `None` where the gateway can't read it.
    pub fn matching(&mut self, pattern: &str) -> Option<LanguageId> {
        self.language(Name::Matches(pattern.to_owned()), || Regex::new(pattern).ok())
    }

    /// The texts that hold a text; `None` where it is too long to be asked.
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

    /// Whether a text is in a language.
    pub fn has(&self, language: LanguageId, text: &str) -> bool {
        self.get(language).is_some_and(|regex| regex.is_match(text))
    }

    /// The expression of a language.
    pub fn get(&self, language: LanguageId) -> Option<&Regex> {
        self.regexes.get(language.0 as usize)
    }
}
