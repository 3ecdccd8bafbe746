//! A tool in one line.

use super::clauses;
use super::phrase::Phrase;
use super::subject::Subject;
use super::wording;

/// What a policy does with the calls to a tool, in one sentence without denial messages, to compare two policies:
/// "allowed only if `amount` is at most 10000; never if `source` is given; at most 5 calls a minute". Limits of all
/// tools above 0 are left out. The text is [`Phrase::text`], or [`Phrase::in_backticks`] for diagnostics and reports.
pub fn in_one_sentence(subject: Subject<'_>, tool: &str) -> Phrase {
    wording::summary(clauses::tool(subject, tool).iter().map(|sentence| &sentence.fact))
}
