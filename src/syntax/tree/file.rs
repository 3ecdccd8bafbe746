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

/// What a file might have said in the parts that could not be read. Checks that would miss it are silent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lost {
    /// Some item could not be read: it might have brought a name, a tool or a rating.
    pub item: bool,
    /// A `catalog` could not be read.
    pub catalog: bool,
}

/// A comment, from its `#` to the end of its line, line end and a CR before it excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// Its place.
    pub span: Span,
    /// Whether it begins with `##`: it speaks of the item after it.
    pub doc: bool,
    /// Whether nothing but white space stands before it on its line.
    pub own_line: bool,
}

impl Lost {
    /// Notes that the item which starts at `offset`, or what stands there instead, could not be read.
    pub fn add(&mut self, text: &str, offset: usize) {
        let rest = text.get(offset..).unwrap_or_default();
        let word = rest.split(|char: char| !char.is_ascii_alphanumeric() && char != '_').next().unwrap_or_default();
        match word {
            // These bring neither names nor tools nor ratings.
            "default" | "limit" | "test" | "assert" => {}
            "include" | "let" | "rule" | "rate" | "hide" | "deny" | "allow" | "tool" => self.item = true,
            // A catalog, or something of which nobody knows what it was meant to be.
            _ => *self = Lost { item: true, catalog: true },
        }
    }
}
