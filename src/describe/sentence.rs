//! A sentence: a fact, and the clause that it comes from.

use super::clauses;
use super::fact::Fact;
use super::phrase::Phrase;
use super::subject::Subject;
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

/// Who is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Somebody who reads the policy.
    Reader,
    /// The agent.
    Agent,
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

/// What a policy does with the calls to a tool, in one sentence without denial messages, to compare two policies:
/// "allowed only if `amount` is at most 10000; never if `source` is given; at most 5 calls a minute". Limits of all
/// tools are left out. The text is [`Phrase::text`], or [`Phrase::in_backticks`] for diagnostics and reports.
pub fn in_one_sentence(subject: Subject<'_>, tool: &str) -> Phrase {
    wording::summary(&clauses::tool(subject, tool))
}
