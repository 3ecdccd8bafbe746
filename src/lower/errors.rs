//! What lowering rejects, in words.

use super::bounds::{MAX_CONDITIONS, MAX_ENTRIES, MAX_ENTRY_CONDITIONS};
use super::express::{Inexpressible, NoNormalForm, Reason};
use super::opposite::RequiredOpposite;
use crate::check::ir::Comparison;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;
use crate::vocab::Opposite;

/// A `deny if` with a part that the JSON can't express. `opposite` is the opposite of the condition, if it can be
/// required.
pub fn deny_inexpressible(
    place: Place,
    why: NoNormalForm<'_>,
    opposite: Option<RequiredOpposite>,
    in_rule: bool,
) -> Box<Diagnostic> {
    let help = match opposite {
        Some(RequiredOpposite::Words(opposite)) if !in_rule => {
            format!("`deny if not …` means the same as `require …`: write `require {opposite}`")
        }
        // In a rule, the values may be those of one `apply` among others.
        Some(RequiredOpposite::Words(_) | RequiredOpposite::Incomplete) => {
            "`deny if not …` means the same as `require` with the condition after the `not`".to_owned()
        }
        None => "split it into several clauses that negate only comparisons with an exact opposite".to_owned(),
    };
    inexpressible(place, why, help)
}

/// A `require` for which neither the condition nor its negation can be expressed.
pub fn require_inexpressible(place: Place, why: NoNormalForm<'_>, is_conjunction: bool) -> Box<Diagnostic> {
    let help = if is_conjunction {
        "split it: write a `require` for each part"
    } else {
        "in an `or`, only `==`, `in`, `exists` and `missing` can be required: list the values with `in`, or require just one of the alternatives"
    };
    inexpressible(place, why, help.to_owned())
}

fn inexpressible(place: Place, why: NoNormalForm<'_>, help: String) -> Box<Diagnostic> {
    let error = |message: &str| Diagnostic::error(Code::INEXPRESSIBLE_CONDITION, place, message, "");
    Box::new(match why {
        NoNormalForm::TooLarge => {
            let label = format!("expands to more than {MAX_ENTRIES} entries or {MAX_ENTRY_CONDITIONS} conditions");
            let mut error = error("this condition is too large once it is expanded");
            error.primary.message = label;
            error.with_help("list the alternatives with `in`, or split the condition into several clauses")
        }
        NoNormalForm::Part(Inexpressible { comparison, reason: Reason::Path }) => error("`policy.json` can't express this argument's name")
            .with_label(comparison.place, "a step that is empty or contains a dot")
            .with_help("`policy.json` separates the steps of a path with dots, so a step can't contain one; ask the server's owner to rename the argument"),
        NoNormalForm::Part(Inexpressible { comparison, reason }) => {
            let message = format!("`policy.json` can't express the opposite of `{}`", comparison.word());
            let help = match (reason, wanted_type(comparison)) {
                (Reason::NoType, Some(wanted)) => format!(
                    "declare that `{}` is {wanted}, in a catalog or a signature such as `tool NAME({})`; or {help}",
                    comparison.path,
                    in_signature(comparison)
                ),
                (_, _) => help,
            };
            error(&message).with_label(comparison.place, no_opposite(comparison, reason)).with_help(help)
        }
    })
}

/// The type with which a comparison would have an opposite.
fn wanted_type(comparison: &Comparison) -> Option<&'static str> {
    match comparison.operator.row().opposite {
        Opposite::OfNumbers(_) => Some("a number"),
        Opposite::OfTexts => Some("a string"),
        Opposite::WithoutNull(_) => Some("a string or a number"),
        Opposite::OtherPresence | Opposite::OrMissing(_) | Opposite::Inexpressible => None,
    }
}

/// An argument of a signature: `amount: number`.
fn in_signature(comparison: &Comparison) -> String {
    let of_numbers = matches!(comparison.operator.row().opposite, Opposite::OfNumbers(_));
    let ty = if of_numbers { "number" } else { "string" };
    let name = comparison.path.segments().first().map_or("x", String::as_str);
    format!("{name}: {ty}")
}

/// Why a comparison has no opposite that the JSON can express.
fn no_opposite(comparison: &Comparison, reason: Reason) -> String {
    let word = comparison.word();
    match reason {
        Reason::TooLarge => "the expression for all other strings would be too large".to_owned(),
        Reason::Null => {
            format!("`{word}` is also true for `null`, which this argument may be and which counts as missing")
        }
        Reason::Path | Reason::NoOpposite | Reason::NoType if comparison.operator.is_negative() => format!(
            "`{word}` is also true for `null`, which counts as missing, so nothing can say exactly when it is false"
        ),
        Reason::Path | Reason::NoOpposite | Reason::NoType => format!(
            "`{word}` is also false for a missing argument and for other types, so nothing can say exactly when it is false"
        ),
    }
}

/// A `deny if` that no call can meet.
pub fn deny_never_true(place: Place) -> Diagnostic {
    Diagnostic::error(
        Code::NEVER_TRUE,
        place,
        "no call can satisfy this condition",
        "an argument can't both exist and be missing",
    )
    .with_help("did you mean `or`?")
}

/// A `require` that every call meets.
pub fn require_always_true(place: Place) -> Diagnostic {
    Diagnostic::error(
        Code::ALWAYS_TRUE,
        place,
        "every call satisfies this condition",
        "an argument either exists or is missing",
    )
    .with_help("remove the clause, or require more than that")
}

/// A `require` that no call can meet.
pub fn require_never_true(place: Place) -> Diagnostic {
    Diagnostic::error(
        Code::NEVER_TRUE,
        place,
        "no call can satisfy this condition",
        "an argument can't both exist and be missing",
    )
    .with_help("to deny every call, write `deny` with a message that says why")
}

/// More conditions than a `policy.json` may have.
pub fn too_many_conditions(place: Place) -> Diagnostic {
    Diagnostic::error(
        Code::TOO_LARGE,
        place,
        format!("this policy expands to more than {MAX_CONDITIONS} conditions"),
        "this tool goes over the maximum",
    )
    .with_help("name fewer tools in one statement, or use fewer conditions for each")
}
