//! The parts that are not converted: each gets a warning, and a comment where it was.

use crate::diagnostic::{Diagnostic, MAX_DIAGNOSTICS};
use crate::import::errors;
use crate::source::{Source, SourceId, Span};
use crate::vocab::Regexes;

/// The parts that are not converted.
pub struct Unconverted<'s> {
    pub id: SourceId,
    pub source: &'s Source,
    pub warnings: Vec<Diagnostic>,
    pub regexes: Regexes,
}

impl Unconverted<'_> {
    /// Warns, and returns the comment with the original text.
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

    /// After [`MAX_DIAGNOSTICS`] warnings, only the comments are written.
    pub fn warn(&mut self, warning: Diagnostic) {
        if self.warnings.len() < MAX_DIAGNOSTICS {
            self.warnings.push(warning);
        }
    }

    /// The comment: the original text, and why it was not converted.
    pub fn comment(&self, span: Span, why: &str) -> String {
        format!("not converted: {} ({why})", errors::one_line(self.source.slice(span)))
    }
}
