//! A file: items and comments.

use super::items::Item;
use crate::source::Span;

/// A whole file.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// The items, in the order of the text.
    pub items: Vec<Item>,
    /// The comments, in the order of the text.
    pub comments: Vec<Comment>,
    /// What could not be read, and so is not in `items`.
    pub lost: Lost,
}

/// What a file may have contained in the parts that could not be read. Checks that depend on it are skipped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lost {
    /// Lets or rules.
    pub names: bool,
    /// Ratings of tools. Without a catalog, patterns match the tools that are rated.
    pub ratings: bool,
    /// The tools of a catalog.
    pub tools: bool,
}

/// A comment, from its `#` to the end of its line, without the line break and a CR before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// Its place.
    pub span: Span,
    /// Whether it begins with `##`: it documents the item after it.
    pub doc: bool,
    /// Whether only white space comes before it on its line.
    pub own_line: bool,
}

impl Lost {
    /// All of it.
    pub const EVERYTHING: Self = Self { names: true, ratings: true, tools: true };

    /// Records that the item which starts at `offset`, or what is there instead, could not be read.
    pub fn add(&mut self, text: &str, offset: usize) {
        let rest = text.get(offset..).unwrap_or_default();
        let word = rest.split(|char: char| !char.is_ascii_alphanumeric() && char != '_').next().unwrap_or_default();
        match word {
            "let" | "rule" => self.names = true,
            "rate" | "hide" | "deny" | "allow" | "tool" => self.ratings = true,
            "include" => (self.names, self.ratings) = (true, true),
            "catalog" => self.tools = true,
            "default" | "guard" | "limit" | "test" | "assert" | "require" | "apply" | "call" => {}
            "" if rest.starts_with(['{', '}']) => {}
            // This may have been meant as anything.
            _ => *self = Self::EVERYTHING,
        }
    }

    /// Whether something was lost.
    pub fn is_anything(self) -> bool {
        self != Self::default()
    }
}
