//! Errors about guards.

use super::LONGEST_SHOWN;
use super::tools::about_star;
use crate::diagnostic::{Code, Diagnostic, did_you_mean, shortened};
use crate::source::Place;
use crate::syntax::tree::{Target, TargetKind};
use crate::vocab::{MeansTools, Path};

/// Why no tool gets a clause of a guard.
#[derive(Debug)]
pub struct Why {
    /// Whether the arguments of one of the tools are known.
    pub knows_arguments: bool,
    /// An argument that none of the tools has.
    pub argument: Option<Path>,
    /// One that may be misspelled, and the name that may have been meant.
    pub near: Option<(Path, String)>,
}

/// A clause that no tool gets.
pub fn never_applies(place: Place, why: Why) -> Diagnostic {
    let Why { knows_arguments, argument, near } = why;
    let shown = |path: &Path| shortened(&path.to_string(), LONGEST_SHOWN);
    let (label, help) = match (knows_arguments, near, argument) {
        (_, Some((path, near)), _) => {
            (format!("none of the guard's tools has `{}`", shown(&path)), did_you_mean(&near))
        }
        (false, None, _) => (
            "the arguments of the guard's tools are not known".to_owned(),
            "name the tools in the guard, or add a `catalog`, or a signature such as `tool NAME(amount: integer)`"
                .to_owned(),
        ),
        (true, None, Some(path)) => (
            format!("none of the guard's tools has `{}`", shown(&path)),
            "a tool gets a clause only if its schema lists every argument that the clause names".to_owned(),
        ),
        (true, None, None) => (
            "none of the guard's tools has all these arguments".to_owned(),
            "split it: a tool gets a clause only if its schema lists every argument that the clause names".to_owned(),
        ),
    };
    Diagnostic::error(Code::GUARD_NEVER_APPLIES, place, "no tool gets this clause", label).with_help(help)
}

/// A guard that covers no tool that can be called.
pub fn nothing_callable(first: Place, targets: &[Target]) -> Diagnostic {
    let label = if targets.len() == 1 { "no tool here can be called" } else { "none of these tools can be called" };
    let means_all = |target: &Target| matches!(&target.kind, TargetKind::Name(name) if MeansTools::of(name) == Some(MeansTools::All));
    let help = match targets.iter().any(means_all) {
        true => "for every tool that can be called, write `guard *`",
        false => {
            "a guard adds clauses to tools that can be called: allow one with `allow` or `tool`, or remove the guard"
        }
    };
    Diagnostic::error(Code::GUARD_NEVER_APPLIES, first, "no tool gets the clauses of this guard", label).with_help(help)
}

/// A guard that covers a tool named `*`, by that name or by a target that includes it.
pub fn guards_star(place: Place, by_name: bool) -> Diagnostic {
    let message = match by_name {
        true => "`guard` can't be about a tool named `*`",
        false => "this `guard` would be about a tool named `*`",
    };
    about_star(place, message, by_name)
}
