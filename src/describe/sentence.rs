//! A sentence: a fact, and the clause that it comes from.

use super::fact::Fact;
use super::phrase::Phrase;
use super::voice::Voice;
use super::wording;
use crate::source::Place;

/// What one clause does.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// What it says.
    pub fact: Fact,
    /// The clause; `None` if nothing is written.
    pub place: Option<Place>,
}

impl Sentence {
    /// The sentence about one tool, for people.
    pub fn phrase(&self) -> Phrase {
        wording::sentence(&self.fact, Voice::Reader, false)
    }

    /// The same as a text. Names and values are between backticks.
    pub fn text(&self) -> String {
        self.phrase().text()
    }

    /// The sentence for somebody, about one tool or several that have the same sentences.
    pub fn spoken(&self, voice: Voice, is_about_several: bool) -> Phrase {
        wording::sentence(&self.fact, voice, is_about_several)
    }
}
