//! What makes a review fail.

/// What `--fail-on` can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Concern {
    /// More is allowed, and that was not agreed on.
    Widened,
    /// Less is allowed, and that was not agreed on.
    Narrowed,
    /// Either.
    Changed,
    /// Errors and findings are new.
    Findings,
    /// A test or an assert is not true, or was taken away.
    Tests,
    /// Findings were silenced.
    Silenced,
    /// A compiled file is not what its policy compiles to.
    Stale,
    /// Recorded calls are decided otherwise.
    Decisions,
}

impl Concern {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Widened,
        Self::Narrowed,
        Self::Changed,
        Self::Findings,
        Self::Tests,
        Self::Silenced,
        Self::Stale,
        Self::Decisions,
    ];

    /// Those that fail if nothing else is asked for.
    pub const USUAL: [Self; 4] = [Self::Widened, Self::Tests, Self::Silenced, Self::Stale];

    /// The word, as `--fail-on` has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Widened => "widened",
            Self::Narrowed => "narrowed",
            Self::Changed => "changed",
            Self::Findings => "findings",
            Self::Tests => "tests",
            Self::Silenced => "silenced",
            Self::Stale => "stale",
            Self::Decisions => "decisions",
        }
    }
}

/// Something that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fail {
    /// The branch itself adds entries to `[[review.accept]]`.
    Own,
    /// What `--fail-on` names.
    Concern(Concern),
}

impl Fail {
    /// The word, as JSON has it.
    pub fn word(self) -> &'static str {
        match self {
            Fail::Own => "accept-own",
            Fail::Concern(concern) => concern.word(),
        }
    }
}
