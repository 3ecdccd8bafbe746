//! The pages of all codes: those of errors, which stand in a table, and those of lint rules, which stand with
//! their rules.

use std::borrow::Cow;

use crate::diagnostic::{Code, Severity};
use crate::lint::{RULES, Rule, rules};

/// The page of a code.
#[derive(Debug, Clone)]
pub struct Page {
    /// The code.
    pub code: Code,
    /// What it is, in one line.
    pub title: &'static str,
    /// All of it, in Markdown.
    pub text: Cow<'static, str>,
    /// How bad what it finds is, where it is a lint rule.
    pub level: Option<Severity>,
}

impl Page {
    /// The page of a code; an empty one where the code has none.
    pub fn of(code: Code) -> Self {
        match rules::named(code.name()) {
            Some(rule) => Self::of_rule(rule),
            None => Self { code, title: code.title(), text: code.page().into(), level: None },
        }
    }

    /// All pages: errors in the order of their table, then lint rules in that of theirs.
    pub fn all() -> impl Iterator<Item = Self> {
        Code::all().map(Self::of).chain(RULES.iter().map(|rule| Self::of_rule(rule)))
    }

    /// Where it stands on the web: nowhere, as long as the package names no repository.
    pub fn url(&self) -> Option<String> {
        let repository = option_env!("CARGO_PKG_REPOSITORY").filter(|repository| !repository.is_empty())?;
        let folder = if self.level.is_some() { "rules" } else { "errors" };
        Some(format!("{repository}/blob/main/docs/{folder}/{}.md", self.code))
    }

    fn of_rule(rule: &Rule) -> Self {
        Self { code: rule.code, title: rule.title, text: rule.whole_page().into(), level: Some(rule.level) }
    }
}

/// The code of a name: an error's or a lint rule's.
pub fn code_named(name: &str) -> Option<Code> {
    Code::from_name(name).or_else(|| rules::named(name).map(|rule| rule.code))
}

/// All names, for suggestions.
pub fn names() -> impl Iterator<Item = &'static str> {
    Code::all().map(Code::name).chain(RULES.iter().map(|rule| rule.name()))
}
