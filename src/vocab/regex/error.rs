//! Why a text is no regular expression.

/// Why a text is no regular expression of the gateway's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegexError {
    /// What is wrong, in lower case.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<&'static str>,
    /// Where in the pattern, in bytes.
    pub span: std::ops::Range<usize>,
    /// Whether it is right, but too large.
    pub is_too_large: bool,
}

impl RegexError {
    /// The expression goes beyond what those of one document may take together.
    pub fn too_many_together(pattern: &str) -> Self {
        Self::too_large(pattern, "the regular expressions of this file take more than 256 MiB together")
    }

    /// The expression is right, but too large.
    pub(super) fn too_large(pattern: &str, message: &str) -> Self {
        Self { message: message.to_owned(), help: None, span: 0..pattern.len(), is_too_large: true }
    }
}
