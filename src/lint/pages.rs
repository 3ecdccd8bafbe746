//! The pages of all codes, for `jamb explain` and code scanning: those of errors come from the table of codes, those
//! of lint rules from the rules.

use std::borrow::Cow;

use serde_json::json;

use super::rule::Rule;
use super::rules::{self, RULES};
use crate::diagnostic::json::Members;
use crate::diagnostic::{Code, Severity};

/// The page of a code.
#[derive(Debug, Clone)]
pub struct Page {
    /// The code.
    pub code: Code,
    /// What it is, in one line.
    pub title: &'static str,
    /// All of it, in Markdown.
    pub text: Cow<'static, str>,
    /// The severity of its findings, if it is a lint rule.
    pub level: Option<Severity>,
}

impl Page {
    /// The page of a code.
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

/// The page of a code, as JSON: `{"code", "title", "page"}`.
pub fn page_json(code: Code) -> Members {
    let page = Page::of(code);
    vec![("code", code.name().into()), ("title", page.title.into()), ("page", page.text.into())]
}

/// The list of all pages, as JSON: `{"codes": [{"code", "title"}]}`.
pub fn list_json() -> Members {
    vec![("codes", Page::all().map(|page| json!({"code": page.code.name(), "title": page.title})).collect())]
}
