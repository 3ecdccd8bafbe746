//! What a tool is: the five risk categories.

use std::fmt;

/// A tool's category, by the risk of calling it. Ordered from the least risk to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Reads, and changes nothing.
    Read,
    /// Changes data in a way that can be undone.
    Write,
    /// Runs something: code, a command, a request.
    Execute,
    /// Deletes what can't be restored.
    Destructive,
    /// Moves money.
    Financial,
}

impl Category {
    /// All five, in the order of the grammar.
    pub const ALL: [Category; 5] =
        [Category::Read, Category::Write, Category::Execute, Category::Destructive, Category::Financial];

    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Category::Read => "read",
            Category::Write => "write",
            Category::Execute => "execute",
            Category::Destructive => "destructive",
            Category::Financial => "financial",
        }
    }

    /// The category of a word of the language.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.word() == word)
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
