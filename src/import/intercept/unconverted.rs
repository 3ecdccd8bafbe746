//! What stays behind: each part with a warning, and as a comment where it was.

use crate::diagnostic::{Diagnostic, MOST_TOLD};
use crate::import::errors;
use crate::source::{Source, SourceId, Span};
use crate::vocab::Regexes;

/// What stays behind.
pub struct Unconverted<'s> {
    pub id: SourceId,
    pub source: &'s Source,
    pub warnings: Vec<Diagnostic>,
    pub regexes: Regexes,
}

impl Unconverted<'_> {
    /// Warns, and gives the comment with the original's words.
    pub fn part(&mut self, span: Span, what: &str, why: &str) -> String {
        self.warn(errors::not_converted(span.of(self.id), what, why));
        self.comment(span, why)
    }

    /// The same for a part that a check refused.
    pub fn refused(&mut self, span: Span, refusal: Diagnostic) -> String {
        let label = &refusal.primary.message;
        let why = if label.is_empty() { refusal.message.clone() } else { format!("{}: {label}", refusal.message) };
        let comment = self.comment(span, &why);
        self.warn(errors::as_warning(refusal));
        comment
    }

    /// Past [`MOST_TOLD`] the comment alone tells.
    pub fn warn(&mut self, warning: Diagnostic) {
        if self.warnings.len() < MOST_TOLD {
            self.warnings.push(warning);
        }
    }

    /// The comment: the original's words, and why they stay behind.
    pub fn comment(&self, span: Span, why: &str) -> String {
        format!("not converted: {} ({why})", errors::one_line(self.source.slice(span)))
    }
}
