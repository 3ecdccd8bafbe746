//! The sections `[compile]` and `[review]`: where compiled policies are, and which changes were accepted.

use crate::source::Span;

/// What `[compile]` sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompileSettings {
    /// The directory that has the compiled policies, from the folder of the `jamb.toml`.
    pub out_dir: Option<String>,
}

/// What a change does that `[[review.accept]]` accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AcceptedChange {
    /// More is allowed.
    Wider,
    /// Less is allowed.
    Narrower,
    /// Tests or asserts were taken away or changed.
    Tests,
    /// Findings were silenced.
    Silenced,
}

impl AcceptedChange {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Wider, Self::Narrower, Self::Tests, Self::Silenced];

    /// The value of `change`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wider => "wider",
            Self::Narrower => "narrower",
            Self::Tests => "tests",
            Self::Silenced => "silenced",
        }
    }
}

/// An entry of `[[review.accept]]`: a change that was agreed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The policy, from the folder of the `jamb.toml`.
    pub policy: String,
    /// The tool, or `*`.
    pub tool: String,
    /// What the change does.
    pub change: AcceptedChange,
    /// The digest of what is accepted, as it is after the change.
    pub now: String,
    /// Why. Without a reason, the entry accepts nothing.
    pub reason: Option<String>,
    /// The last day, in UTC, on which the entry counts: `2026-12-31`.
    pub until: Option<String>,
    /// Where its file says so.
    pub span: Span,
}

impl Acceptance {
    /// Whether two entries say the same, wherever they are.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let anywhere = |entry: &Self| Self { span: Span::at(0), ..entry.clone() };
        anywhere(self) == anywhere(other)
    }
}
