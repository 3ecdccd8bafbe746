//! How much of a replay's result is shown, and how its names and texts are written.

use crate::simulate::why::MOST_DRAWN;
use crate::source::{Place, Sources};

/// A table has at most this many rows. A policy may name a hundred thousand tools.
pub(super) const MOST_LINES: usize = 40;

/// No calls, in a table. Many zeros would hide the other numbers.
pub(super) const NOTHING: &str = "·";

/// A table of clauses has at least this many rows, if there are so many.
pub(super) const MOST_CLAUSES: usize = 100;

/// How many clauses have a picture, unless all are asked for. The others are rows of a table.
pub(super) const MOST_PICTURES: usize = 10;

/// The most rows of a table if everything is asked for.
pub(super) const ALL_LINES: usize = 10_000;

/// The most characters of a clause in a table.
pub(super) const CLAUSE: usize = 72;

/// How much of a result is shown, and where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct View {
    /// All tools and clauses, not only those that matter most.
    pub all: bool,
    /// It is a page of its own, whose tables can be filtered.
    pub is_page: bool,
}

impl View {
    /// The most rows of a table.
    pub(super) fn rows(self) -> usize {
        if self.all || self.is_page { ALL_LINES } else { MOST_LINES }
    }

    /// A text for a table. Elsewhere than on a page, a long one would make the table too wide.
    pub(super) fn clipped(self, text: String) -> String {
        match text.char_indices().nth(CLAUSE) {
            Some((end, _)) if !self.is_page => format!("{}…", text.get(..end).unwrap_or_default()),
            Some(_) | None => text,
        }
    }

    /// The most clauses in a table.
    pub(super) fn clauses(self) -> usize {
        self.rows().max(MOST_CLAUSES)
    }

    /// The most pictures of clauses.
    pub(super) fn pictures(self) -> usize {
        if self.all || self.is_page { MOST_DRAWN } else { MOST_PICTURES }
    }
}

/// `policy.pl:12:3`
pub(super) fn place_name(place: Place, sources: &Sources) -> String {
    let start = sources.start(place);
    format!("{}:{}:{}", sources.get(place.source).name, start.line, start.column)
}

/// A text of several lines on one line; tables shorten it.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
