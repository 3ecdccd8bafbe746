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
    /// Some item could not be read, which may have introduced a name, a tool or a rating.
    pub item: bool,
    /// A `catalog` could not be read.
    pub catalog: bool,
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
    /// Records that the item which starts at `offset`, or what is there instead, could not be read.
    pub fn add(&mut self, text: &str, offset: usize) {
        let rest = text.get(offset..).unwrap_or_default();
        let word = rest.split(|char: char| !char.is_ascii_alphanumeric() && char != '_').next().unwrap_or_default();
        match word {
            // These introduce neither names nor tools nor ratings.
            "default" | "limit" | "test" | "assert" => {}
            "include" | "let" | "rule" | "rate" | "hide" | "deny" | "allow" | "tool" => self.item = true,
            // A catalog, or something unrecognizable.
            _ => *self = Lost { item: true, catalog: true },
        }
    }
}
