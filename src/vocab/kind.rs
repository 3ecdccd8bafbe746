//! The kinds of JSON values, and sets of them.

use std::fmt;

/// A kind of JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// Any number, whole or not.
    Number,
    /// A string.
    String,
    /// A list.
    List,
    /// An object.
    Object,
}

impl Kind {
    /// All six.
    pub const ALL: [Kind; 6] = [Kind::Null, Kind::Boolean, Kind::Number, Kind::String, Kind::List, Kind::Object];

    /// The kind with its article: `a string`.
    pub fn with_article(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Boolean => "a boolean",
            Kind::Number => "a number",
            Kind::String => "a string",
            Kind::List => "a list",
            Kind::Object => "an object",
        }
    }
}

/// A set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Kinds(u8);

impl Kinds {
    /// No kind.
    pub const NONE: Kinds = Kinds(0);
    /// Every kind.
    pub const ALL: Kinds = Kinds(0b11_1111);

    /// The set of one kind.
    pub const fn of(kind: Kind) -> Self {
        Kinds(1 << kind as u8)
    }

    /// The kinds that are in one or the other.
    pub const fn or(self, other: Kinds) -> Self {
        Kinds(self.0 | other.0)
    }

    /// The kinds that are in both.
    pub const fn and(self, other: Kinds) -> Self {
        Kinds(self.0 & other.0)
    }

    /// The kinds of this set that are not in the other.
    pub const fn without(self, other: Kinds) -> Self {
        Kinds(self.0 & !other.0)
    }

    /// Whether a kind is in the set.
    pub const fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds in the set, in the order of [`Kind::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |&kind| self.has(kind))
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        kinds.into_iter().fold(Kinds::NONE, |all, kind| all.or(Kinds::of(kind)))
    }
}

/// `a string`, `a string or null`, `a number, a string or a list`.
impl fmt::Display for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `null` comes last, because people think of it last.
        let words: Vec<_> = self
            .iter()
            .filter(|&kind| kind != Kind::Null)
            .chain(self.iter().filter(|&kind| kind == Kind::Null))
            .collect();
        for (index, kind) in words.iter().enumerate() {
            let join = if index == 0 {
                ""
            } else if index + 1 == words.len() {
                " or "
            } else {
                ", "
            };
            write!(f, "{join}{}", kind.with_article())?;
        }
        Ok(())
    }
}
