//! What lowering refuses, in words.

use super::MAX_CONDITIONS;
use super::normal::{MAX_ENTRIES, MAX_ENTRY_CONDITIONS, Normal, NotNormal, Unsayable};
use crate::check::ir::{Comparison, Condition, ConditionKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;
use crate::vocab::{Operator, comparison_words};

/// A `deny if` with a part that the JSON can't say.
pub fn deny_not_sayable(condition: &Condition, why: NotNormal<'_>, in_rule: bool) -> Box<Diagnostic> {
    let help = match Normal::conjunction(&opposite(condition)) {
        // In a rule the values may be those of one `apply` among others.
        Some(_) if in_rule => "`deny if not …` is a `require` of what stands behind the `not`".to_owned(),
        Some(_) => format!("`deny if not …` is a `require`: write `require {}`", words(&opposite(condition))),
        None => {
            "split it into several clauses, each of comparisons that have an exact opposite, or of none that is negated"
                .to_owned()
        }
    };
    not_sayable(condition, why, help)
}

/// A `require` of which neither the condition nor its negation can be said.
pub fn require_not_sayable(condition: &Condition, why: NotNormal<'_>) -> Box<Diagnostic> {
    let help = match condition.kind {
        ConditionKind::And(_) => "split it: write a `require` for each part",
        ConditionKind::Or(_) | ConditionKind::Not(_) | ConditionKind::Comparison(_) => {
            "of an `or`, only `==`, `in`, `exists` and `missing` can be required: list the values with `in`, or ask for one of the two"
        }
    };
    not_sayable(condition, why, help.to_owned())
}

fn not_sayable(condition: &Condition, why: NotNormal<'_>, help: String) -> Box<Diagnostic> {
    let error = |message: &str| Diagnostic::error(Code::INEXPRESSIBLE_CONDITION, condition.place, message, "");
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
    let reason = match comparison.operator {
        Operator::Neq | Operator::NotIn => {
            format!("`{word}` holds of `null` too, which counts as missing: nothing says exactly when it does not hold")
        }
        Operator::Eq
        | Operator::Lt
        | Operator::Lte
        | Operator::Gt
        | Operator::Gte
        | Operator::In
        | Operator::Exists
        | Operator::Regex
        | Operator::Contains => {
            format!(
                "`{word}` is false of a missing argument and of other types too: nothing says exactly when it does not hold"
            )
        }
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

fn opposite(condition: &Condition) -> Condition {
    match &condition.kind {
        ConditionKind::Not(inner) => (**inner).clone(),
        ConditionKind::Or(_) | ConditionKind::And(_) | ConditionKind::Comparison(_) => {
            Condition { place: condition.place, kind: ConditionKind::Not(Box::new(condition.clone())) }
        }
    }
}

/// A condition as the language writes it.
fn words(condition: &Condition) -> String {
    let joined = |parts: &[Condition], word: &str| parts.iter().map(words).collect::<Vec<_>>().join(word);
    match &condition.kind {
        ConditionKind::Or(parts) => format!("({})", joined(parts, " or ")),
        ConditionKind::And(parts) => joined(parts, " and "),
        ConditionKind::Not(inner) => format!("not ({})", words(inner)),
        ConditionKind::Comparison(Comparison { path, operator, operand, .. }) => {
            comparison_words(path, *operator, operand)
        }
    }
}
