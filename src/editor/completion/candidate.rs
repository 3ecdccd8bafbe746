//! One proposal of a completion.

/// Something that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What the list shows.
    pub label: String,
    /// What it is.
    pub kind: CandidateKind,
    /// What is shown beside it, on one line.
    pub detail: Option<String>,
    /// What there is to know about it: plain text, which has no markup.
    pub documentation: Option<String>,
    /// The text to insert.
    pub text: String,
    /// The same with places to fill in, in the protocol's syntax of snippets.
    pub snippet: Option<String>,
    /// What the typed word is compared with.
    pub filter: String,
    /// Its place in the list: candidates of a lower rank come first.
    pub rank: u8,
}

/// What a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CandidateKind {
    /// A word of the language.
    Keyword,
    /// A tool.
    Tool,
    /// An argument.
    Argument,
    /// An operator.
    Operator,
    /// A value.
    Value,
    /// A let.
    Let,
    /// A parameter of a rule.
    Parameter,
    /// A rule.
    Rule,
    /// A category.
    Category,
    /// A window or a unit of time.
    Unit,
    /// A type.
    Type,
    /// A counter.
    Counter,
    /// The code of a finding.
    Code,
}

impl Candidate {
    /// A candidate that is written as it is shown.
    pub fn new(kind: CandidateKind, label: impl Into<String>) -> Self {
        let label = label.into();
        let (text, filter) = (label.clone(), label.clone());
        Self { label, kind, detail: None, documentation: None, text, snippet: None, filter, rank: 0 }
    }

    /// The same with another text to insert.
    #[must_use]
    pub fn with_text(self, text: impl Into<String>) -> Self {
        Self { text: text.into(), ..self }
    }

    /// The same with a snippet.
    #[must_use]
    pub fn with_snippet(self, snippet: Option<String>) -> Self {
        Self { snippet, ..self }
    }

    /// The same with a text beside it.
    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    /// The same with more to read.
    #[must_use]
    pub fn with_documentation(self, documentation: Option<String>) -> Self {
        Self { documentation, ..self }
    }

    /// The same at another place of the list.
    #[must_use]
    pub fn with_rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }
}
