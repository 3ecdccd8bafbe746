//! The words of the analysis.

use std::fmt;

use super::asserts::Broken;
use crate::check::ir::Assert;
use crate::diagnostic::{Code, Diagnostic, Witness, shortened};

/// How much of a call a label shows; the document of `--format json` has all of it.
const LONGEST_CALL: usize = 200;

/// An assert that a call breaks.
pub(super) fn false_assert(assert: &Assert, broken: &Broken) -> Diagnostic {
    let call = shortened(&broken.call.to_string(), LONGEST_CALL);
    let (message, here, help) = if assert.always {
        let message = "the policy denies a call that this assert wants allowed";
        (message, "denied here", "narrow the clause that denies it, or the assert")
    } else {
        let message = "the policy allows a call that this assert rules out";
        (message, "allowed here", "deny such calls with a clause of the tool, or narrow the assert")
    };
    let call = match broken.call.accepted {
        Some(false) => format!("`{call}`, which the server would refuse"),
        Some(true) | None => format!("`{call}`"),
    };
    let by = broken.rule.as_ref().filter(|_| broken.place.is_none());
    let label = match by {
        Some(rule) => format!("broken by {call}, denied by {rule}"),
        None => format!("broken by {call}"),
    };
    let error = Diagnostic::error(Code::FALSE_ASSERT, assert.place, message, label).with_help(help);
    let error = error.with_witness(Witness { tool: broken.call.tool.clone(), args: broken.call.args.clone() });
    match broken.place {
        Some(place) => error.with_label(place, here),
        None => error,
    }
}

/// An assert of which it is not known whether it holds.
pub(super) fn unknown_assert(assert: &Assert, tool: &str, why: Why) -> Diagnostic {
    let message = format!("it could not be found out whether this assert holds for `{tool}`");
    let help = match why {
        Why::LargeExpressions | Why::ManyStates => {
            "count with smaller numbers in the expressions, or say with `in` which texts are allowed"
        }
        Why::ManyCases | Why::MuchWork => "assert less at once: one condition of one tool",
        Why::LargeCondition => "compare with shorter texts",
        Why::UnclearSchema => "ask about all calls, without a catalog",
        Why::NotConfirmed => "please report this, with the policy",
    };
    Diagnostic::error(Code::UNKNOWN_ASSERT, assert.place, message, why.to_string()).with_help(help)
}

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
    /// All questions together take too long.
    MuchWork,
    /// It is not known whether the server would accept a call that was found.
    UnclearSchema,
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
            Why::MuchWork => "all that was to be found out takes too long together",
            Why::UnclearSchema => {
                "calls were found of which the server's schema does not clearly say whether it accepts them"
            }
            Why::NotConfirmed => "internal error: a call was found that the engine decides otherwise",
        })
    }
}
