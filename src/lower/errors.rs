//! What lowering refuses, in words.

use super::bounds::{MAX_CONDITIONS, MAX_ENTRIES, MAX_ENTRY_CONDITIONS};
use super::say::{NotNormal, Unsayable};
use crate::check::ir::Comparison;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;

/// A `deny if` with a part that the JSON can't say. `opposite` is the opposite of the condition in the
/// words of the language, if it can be required.
pub fn deny_not_sayable(place: Place, why: NotNormal<'_>, opposite: Option<String>, in_rule: bool) -> Box<Diagnostic> {
    let help = match opposite {
        // In a rule the values may be those of one `apply` among others.
        Some(_) if in_rule => "`deny if not …` is a `require` of what stands behind the `not`".to_owned(),
        Some(opposite) => format!("`deny if not …` is a `require`: write `require {opposite}`"),
        None => {
            "split it into several clauses, each of comparisons that have an exact opposite, or of none that is negated"
                .to_owned()
        }
    };
    not_sayable(place, why, help)
}

/// A `require` of which neither the condition nor its negation can be said.
pub fn require_not_sayable(place: Place, why: NotNormal<'_>, is_conjunction: bool) -> Box<Diagnostic> {
    let help = if is_conjunction {
        "split it: write a `require` for each part"
    } else {
        "of an `or`, only `==`, `in`, `exists` and `missing` can be required: list the values with `in`, or ask for one of the two"
    };
    not_sayable(place, why, help.to_owned())
}

fn not_sayable(place: Place, why: NotNormal<'_>, help: String) -> Box<Diagnostic> {
    let error = |message: &str| Diagnostic::error(Code::INEXPRESSIBLE_CONDITION, place, message, "");
    Box::new(match why {
        NotNormal::TooLarge => {
            let label = format!("comes to more than {MAX_ENTRIES} entries or {MAX_ENTRY_CONDITIONS} conditions");
            let mut error = error("this condition is too large once it is multiplied out");
            error.primary.message = label;
            error.with_help("say the alternatives with `in`, or split the condition into several clauses")
        }
        NotNormal::Part(Unsayable { comparison, negated: false }) => error("`policy.json` can't say this argument's name")
            .with_label(comparison.place, "a step that is empty or holds a dot")
            .with_help("`policy.json` separates the steps of a path by dots, so no step can hold one; ask the server's owner for another name"),
        NotNormal::Part(Unsayable { comparison, negated: true }) => {
            let (message, reason) = no_opposite(comparison);
            error(&message).with_label(comparison.place, reason).with_help(help)
        }
    })
}

/// Why a comparison has no opposite that the JSON can say.
fn no_opposite(comparison: &Comparison) -> (String, String) {
    let word = comparison.operator.word();
    let reason = if comparison.operator.is_negative() {
        format!("`{word}` holds of `null` too, which counts as missing: nothing says exactly when it does not hold")
    } else {
        format!(
            "`{word}` is false of a missing argument and of other types too: nothing says exactly when it does not hold"
        )
    };
    (format!("`policy.json` can't say the opposite of `{word}`"), reason)
}

/// A `deny if` that no call can meet.
pub fn deny_never_true(place: Place) -> Diagnostic {
    Diagnostic::error(
        Code::NEVER_TRUE,
        place,
        "this condition can't hold of any call",
        "asks an argument both to exist and to be missing",
    )
    .with_help("an argument can't be there and missing at once: was `or` meant?")
}

/// A `require` that every call meets.
pub fn require_always_true(place: Place) -> Diagnostic {
    Diagnostic::error(
        Code::ALWAYS_TRUE,
        place,
        "this condition holds of every call",
        "an argument is either there or missing",
    )
    .with_help("leave the clause out, or ask for more than that")
}

/// A `require` that no call can meet.
pub fn require_never_true(place: Place) -> Diagnostic {
    Diagnostic::error(
        Code::NEVER_TRUE,
        place,
        "no call can meet this",
        "asks an argument both to exist and to be missing",
    )
    .with_help("to refuse every call write `deny`, with a message that says why")
}

/// More conditions than a `policy.json` may hold.
pub fn too_many_conditions(place: Place) -> Diagnostic {
    Diagnostic::error(
        Code::TOO_LARGE,
        place,
        format!("this policy comes to more than {MAX_CONDITIONS} conditions"),
        "with this tool it is too many",
    )
    .with_help("name fewer tools with one statement, or ask for less of each")
}
