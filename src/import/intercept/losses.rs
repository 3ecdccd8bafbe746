//! What is lost. A lost decision is an error, because its tool is denied instead; a lost wording is a warning, and
//! the same one is reported once. Each leaves a comment.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, MAX_DIAGNOSTICS, in_order};
use crate::import::errors;
use crate::source::{Source, SourceId, Span};
use crate::vocab::Regexes;

/// What was lost so far.
pub(super) struct Losses<'s> {
    pub id: SourceId,
    pub source: &'s Source,
    pub regexes: Regexes,
    errors: Vec<Diagnostic>,
    /// The first loss of each reason, and how many there are.
    warnings: Vec<(Diagnostic, usize)>,
    reasons: HashMap<&'static str, usize>,
}

impl<'s> Losses<'s> {
    pub fn new(id: SourceId, source: &'s Source) -> Self {
        let (errors, warnings, reasons) = (Vec::new(), Vec::new(), HashMap::new());
        Self { id, source, regexes: Regexes::default(), errors, warnings, reasons }
    }

    /// A part that decides calls. Returns the comment with the original text.
    pub fn decision(&mut self, span: Span, tool: Option<&str>, what: &str, why: &str) -> String {
        self.error(*errors::lost(span.of(self.id), tool, what, why));
        self.comment(span, why)
    }

    /// The same for a part that a check refused.
    pub fn refused(&mut self, span: Span, tool: Option<&str>, refusal: Diagnostic) -> String {
        let label = &refusal.primary.message;
        let why = if label.is_empty() { refusal.message.clone() } else { format!("{}: {label}", refusal.message) };
        self.error(errors::lost_refusal(tool, refusal));
        self.comment(span, &why)
    }

    /// A part that decides no call. Returns the comment with the original text.
    pub fn wording(&mut self, span: Span, what: &str, why: &'static str) -> String {
        let next = self.warnings.len();
        match self.warnings.get_mut(*self.reasons.entry(why).or_insert(next)) {
            Some((_, count)) => *count += 1,
            None => self.warnings.push((errors::not_converted(span.of(self.id), what, why), 1)),
        }
        self.comment(span, why)
    }

    /// A warning of its own.
    pub fn warning(&mut self, warning: Diagnostic) {
        if self.warnings.len() < MAX_DIAGNOSTICS {
            self.warnings.push((warning, 1));
        }
    }

    /// After [`MAX_DIAGNOSTICS`], only the comments are written.
    pub fn error(&mut self, error: Diagnostic) {
        if self.errors.len() < MAX_DIAGNOSTICS {
            self.errors.push(error);
        }
    }

    /// The comment: the original text, and why it was not converted.
    pub fn comment(&self, span: Span, why: &str) -> String {
        format!("not converted: {} ({why})", errors::one_line(self.source.slice(span)))
    }

    /// Lost decisions, then lost wordings.
    pub fn finish(self) -> Vec<Diagnostic> {
        let errors = in_order(self.id, self.errors);
        let warnings = self.warnings.into_iter().map(|(warning, count)| errors::counted(warning, count)).collect();
        errors.into_iter().chain(in_order(self.id, warnings)).collect()
    }
}
