//! A message about a place: the one form of every message that points into a file, whether that is a policy,
//! a catalog, a `policy.json` or a trace. [`report`](crate::report) draws it.

pub mod code;
pub mod fingerprint;
mod fix;
pub mod json;
mod suggest;
mod phrases;

pub use code::Code;
pub use fix::{Edit, Fix, Safety};
pub use phrases::{between_backticks, did_you_mean, listed, quoted, shortened};
pub use suggest::nearest;

use std::collections::HashSet;

use crate::source::{Place, SourceId};

/// How serious a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Worth a look.
    Info,
    /// Probably a mistake.
    Warning,
    /// The policy can't be used as it is.
    Error,
}

impl Severity {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A place, and what to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What to underline.
    pub place: Place,
    /// The text beside it; may be empty.
    pub message: String,
}

/// One message. The wording follows `CONTRIBUTING.md`: lower case, no full stop, the user's text in
/// backticks, the cause in the label, the way out in `help`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which problem it is.
    pub code: Code,
    /// How serious it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// The main place. Its start is the place of the whole diagnostic.
    pub primary: Label,
    /// Other related places, perhaps in other files.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// An edit that fixes it.
    pub fix: Option<Fix>,
    /// A call that shows it.
    pub witness: Option<Witness>,
    /// The tools that a finding of a lint rule is about, sorted. A baseline tells findings apart by them.
    pub tools: Vec<String>,
}

/// A call: the tool and its arguments, a JSON object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// The tool.
    pub tool: String,
    /// The arguments.
    pub args: serde_json::Value,
}

impl Diagnostic {
    /// An error without other labels.
    pub fn error(code: Code, place: Place, message: impl Into<String>, label: impl Into<String>) -> Self {
        let primary = Label { place, message: label.into() };
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary,
            labels: Vec::new(),
            help: None,
            fix: None,
            witness: None,
            tools: Vec::new(),
        }
    }

    /// A warning without other labels.
    pub fn warning(code: Code, place: Place, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message, label) }
    }

    /// A note without other labels.
    pub fn note(code: Code, place: Place, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, place, message, label) }
    }

    /// The same diagnostic, in sources whose numbers have grown: see
    /// [`Sources::append`](crate::source::Sources::append).
    #[must_use]
    pub fn shifted(mut self, offset: u32) -> Self {
        let labels = self.labels.iter_mut().map(|label| &mut label.place);
        let edits = self.fix.iter_mut().flat_map(|fix| &mut fix.edits).map(|edit| &mut edit.place);
        for place in labels.chain(edits).chain([&mut self.primary.place]) {
            place.source.0 += offset;
        }
        self
    }

    /// The same with one more label.
    #[must_use]
    pub fn with_label(mut self, place: Place, message: impl Into<String>) -> Self {
        self.labels.push(Label { place, message: message.into() });
        self
    }

    /// The same with a call that shows it.
    #[must_use]
    pub fn with_witness(mut self, witness: Witness) -> Self {
        self.witness = Some(witness);
        self
    }

    /// The same with edits that fix it.
    #[must_use]
    pub fn with_fix(mut self, safety: Safety, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix { safety, edits });
        self
    }

    /// The same with help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with help, if there is any.
    #[must_use]
    pub fn with_help_if(mut self, help: Option<impl Into<String>>) -> Self {
        self.help = help.map(Into::into);
        self
    }
}

/// The most diagnostics that one pass reports for a document. A file of 16 MiB has room for millions, which
/// would take gigabytes and which nobody reads.
pub const MAX_DIAGNOSTICS: usize = 10_000;

/// Sorts diagnostics by place, with those of `first` before those of other sources, and drops repeats of the
/// same code at the same place.
pub fn in_order(first: SourceId, mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    // The sort is stable: of two at the same place, the one found first is kept.
    diagnostics.sort_by_key(|diagnostic| {
        let place = diagnostic.primary.place;
        (place.source != first, place.source, place.span.start)
    });
    let mut seen = HashSet::new();
    diagnostics.retain(|diagnostic| {
        let place = diagnostic.primary.place;
        seen.insert((diagnostic.code, place.source, place.span.start))
    });
    diagnostics
}

/// Whether one of them is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}
