//! A report while it is written.

use crate::diagnostic::{Diagnostic, between_backticks, shortened};
use crate::report::content::Part;

/// Of each kind, at most this many diagnostics of a policy are shown.
pub const MOST_SHOWN: usize = 50;
/// Names and reasons are shortened to this many characters.
const LONGEST: usize = 400;

/// The parts of a report so far.
pub struct Page {
    /// The parts.
    pub body: Vec<Part>,
    /// The diagnostics that they show.
    pub diagnostics: Vec<Diagnostic>,
}

impl Page {
    /// A heading.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.body.push(Part::Heading(text.into()));
    }

    /// A paragraph.
    pub fn text(&mut self, text: impl Into<String>) {
        self.body.push(Part::Text(text.into()));
    }

    /// Another part.
    pub fn part(&mut self, part: Part) {
        self.body.push(part);
    }

    /// A diagnostic for the formats that have nothing but diagnostics. The others say it in their words.
    pub fn annotation(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Some diagnostics, and how many more there are.
    pub fn diagnostics(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        let start = self.diagnostics.len();
        let mut diagnostics = diagnostics.into_iter();
        self.diagnostics.extend(diagnostics.by_ref().take(MOST_SHOWN));
        let more = diagnostics.count();
        if self.diagnostics.len() > start {
            self.part(Part::Diagnostics(start..self.diagnostics.len()));
        }
        if more > 0 {
            self.text(format!("… and {more} more"));
        }
    }
}

/// A text of somebody else, to be put between backticks.
pub fn safe(text: &str) -> String {
    between_backticks(&shortened(text, LONGEST))
}
