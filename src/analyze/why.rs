//! Why a question has no answer.

use std::fmt;

/// Why a question has no answer. jamb never guesses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// An automaton takes too much memory.
    LargeExpressions,
    /// The combined automata have too many states.
    ManyStates,
    /// There are too many cases to distinguish.
    ManyCases,
    /// A string is too long, or a path has too many steps.
    LargeCondition,
    /// All questions together take too long.
    MuchWork,
    /// It is not known whether the server would accept the calls that were found, because of this keyword.
    UnclearSchema(&'static str),
    /// No call at all fits the server's schema, so it may be wrong.
    ContradictorySchema,
    /// The engine does not confirm the call that was found. This is a bug.
    NotConfirmed,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Why::LargeExpressions => "the regular expressions are too large to analyze",
            Why::ManyStates => "the regular expressions have too many states when combined",
            Why::ManyCases => "the conditions combine into too many cases",
            Why::LargeCondition => "a string or a path is too long",
            Why::MuchWork => "the analysis takes too long",
            Why::UnclearSchema(keyword) => {
                return write!(
                    f,
                    "calls were found, but none that the server certainly accepts, because of `{keyword}` in its schema"
                );
            }
            Why::ContradictorySchema => "no call at all fits the server's schema",
            Why::NotConfirmed => "internal error: the engine does not confirm the call that was found",
        })
    }
}
