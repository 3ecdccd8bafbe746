//! The words of the analysis.

use std::fmt;

/// Why a question has no answer. Nothing is guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// An automaton takes too much memory.
    LargeExpressions,
    /// The automata have too many states together.
    ManyStates,
    /// There are too many cases to be told apart.
    ManyCases,
    /// A text is too long, or a path has too many steps.
    LargeCondition,
    /// The engine does not confirm a call that was found: a mistake of ours.
    NotConfirmed,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Why::LargeExpressions => "the regular expressions are too large to look at every text",
            Why::ManyStates => "the regular expressions together tell too many texts apart",
            Why::ManyCases => "the conditions have too many cases together",
            Why::LargeCondition => "a text or a path is too long",
            Why::NotConfirmed => "internal error: a call was found that the engine decides otherwise",
        })
    }
}
