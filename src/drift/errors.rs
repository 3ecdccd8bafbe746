//! Every text about drift: what changed in a list of tools, and how that affects a policy.

use crate::analyze::Call;
use crate::diagnostic::{Code, Diagnostic, Severity, Witness, between_backticks, listed, quoted, shortened};
use crate::source::Place;
use crate::vocab::{Path, Value};

/// How much of a call a label shows; the document of `--format json` contains the whole call.
const LONGEST_CALL: usize = 200;
/// How many tools are named.
const MOST_TOOLS: usize = 3;
/// How many values are listed.
const MOST_VALUES: usize = 5;

/// An argument that is new.
pub(super) fn argument_added(path: &Path, ty: &str, is_required: bool) -> String {
    let required = if is_required { "required, " } else { "" };
    format!("`{}` is new: {required}{ty}", said(path))
}

/// An argument that was removed.
pub(super) fn argument_gone(path: &Path) -> String {
    format!("`{}` was removed", said(path))
}

/// An argument that became optional.
pub(super) fn now_optional(path: &Path) -> String {
    format!("`{}` is now optional", said(path))
}

/// An argument that became required.
pub(super) fn now_required(path: &Path) -> String {
    format!("`{}` is now required", said(path))
}

/// An argument with a different type.
pub(super) fn retyped(path: &Path, was: &str, is: &str) -> String {
    format!("`{}` is now {is} (was {was})", said(path))
}

/// An argument of the same type with other restrictions.
pub(super) fn other_form(path: &Path) -> String {
    format!("`{}` has other restrictions", said(path))
}

/// Arguments that depend on each other in another way.
pub(super) fn other_calls() -> String {
    "which arguments go together has changed".to_owned()
}

/// An argument with a list of values that changed; `None` if it did not.
pub(super) fn other_values(path: &Path, added: &[Value], gone: &[Value]) -> Option<String> {
    let listed = |values: &[Value]| {
        let some = values
            .iter()
            .take(MOST_VALUES)
            .map(|value| format!("`{}`", between_backticks(&shortened(&value.to_string(), 60))));
        let more = if values.len() > MOST_VALUES { ", …" } else { "" };
        format!("{}{more}", some.collect::<Vec<_>>().join(", "))
    };
    let path = said(path);
    match (added.is_empty(), gone.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("`{path}` now also accepts {}", listed(added))),
        (true, false) => Some(format!("`{path}` no longer accepts {}", listed(gone))),
        (false, false) => {
            Some(format!("`{path}` now also accepts {}, and no longer accepts {}", listed(added), listed(gone)))
        }
    }
}

/// A new tool that the policy allows: the statement that allows it, and its place in the list.
pub(super) fn added(name: &str, was: Option<&str>, place: Place, listed: Place, call: Option<&Call>) -> Diagnostic {
    let (name, was) = (between_backticks(name), was.map(between_backticks));
    let message = match was {
        None => format!("`{name}` is a new tool, and the policy allows it"),
        Some(was) => format!("`{name}` is a new tool, probably `{was}` renamed, and the policy allows it"),
    };
    let help = "write a statement that says what it may do, or `hide` it";
    wider(message, place, (listed, "added here"), call).with_help(help)
}

/// Several of them that one statement allows, each with its name and diagnostic.
pub(super) fn together(first: (&str, &Diagnostic), others: &[(&str, &Diagnostic)]) -> Diagnostic {
    let shown = || std::iter::once(&first).chain(others).take(MOST_TOOLS);
    let names = quoted(shown().map(|(tool, _)| tool));
    let names = match (others.len() + 1).checked_sub(names.len()) {
        _ if others.is_empty() => return first.1.clone(),
        Some(more) if more > 0 => format!("{} and {more} more", names.join(", ")),
        Some(_) | None => listed(&names, "and"),
    };
    let message = format!("{names} are new tools, and the policy allows them");
    let labels = shown().flat_map(|(_, diagnostic)| diagnostic.labels.clone()).collect();
    let help = "write statements that say what they may do, or `hide` them";
    Diagnostic { message, labels, help: Some(help.to_owned()), ..first.1.clone() }
}

/// A tool that the policy names by its old name.
pub(super) fn renamed(name: &str, was: &str, place: Place, listed: Place) -> Diagnostic {
    let (name, was) = (between_backticks(name), between_backticks(was));
    let message = format!("`{name}` is a new tool, probably `{was}` renamed, but the policy still names `{was}`");
    warning(message, place, &format!("names `{was}`, which was removed"))
        .with_label(listed, "added here")
        .with_help("use the tool's new name")
}

/// A removed tool that the policy names.
pub(super) fn gone(name: &str, place: Place) -> Diagnostic {
    let name = between_backticks(name);
    let message = format!("`{name}` was removed, but the policy still names it");
    warning(message, place, "no longer has any effect").with_help("remove it, unless the tool is coming back")
}

/// Calls with a new argument are allowed.
pub(super) fn takes(name: &str, path: &Path, place: Place, listed: (Place, &str), call: Option<&Call>) -> Diagnostic {
    let (name, path) = (between_backticks(name), said(path));
    let message = format!("`{name}` now takes `{path}`, and the policy allows calls with it");
    wider(message, place, listed, call).with_help(say_what(&name, &path))
}

/// Calls without an argument that used to be required are allowed.
pub(super) fn needs_not(
    name: &str,
    path: &Path,
    place: Place,
    listed: (Place, &str),
    call: Option<&Call>,
) -> Diagnostic {
    let (name, path) = (between_backticks(name), said(path));
    let message = format!("`{name}` no longer requires `{path}`, and the policy allows calls without it");
    wider(message, place, listed, call).with_help(say_what(&name, &path))
}

/// Calls with other values for an argument are allowed.
pub(super) fn takes_other_values(
    name: &str,
    path: &Path,
    place: Place,
    listed: (Place, &str),
    call: Option<&Call>,
) -> Diagnostic {
    let (name, path) = (between_backticks(name), said(path));
    let message = format!("`{name}` now accepts other values for `{path}`, and the policy allows them");
    wider(message, place, listed, call).with_help(say_what(&name, &path))
}

/// Calls are accepted that the whole schema refused.
pub(super) fn accepts_other_calls(
    name: &str,
    keyword: &str,
    place: Place,
    listed: (Place, &str),
    call: &Call,
) -> Diagnostic {
    let message = format!("`{name}` now accepts calls that its `{keyword}` refused, and the policy allows them");
    wider(message, place, listed, Some(call)).with_help(format!("add a clause to `{name}` that denies such calls"))
}

/// A note about a tool whose arguments the policy does not restrict: one more optional argument changes little.
pub(super) fn as_note(diagnostic: Diagnostic) -> Diagnostic {
    let message = format!("{}: it restricts no argument of this tool", diagnostic.message);
    Diagnostic { severity: Severity::Note, message, help: None, ..diagnostic }
}

fn say_what(name: &str, path: &str) -> String {
    format!("add a clause to `{name}` that says what `{path}` may be")
}

/// A clause that no longer decides any call the server accepts, with what changed in the list.
pub(super) fn died(name: &str, place: Place, reason: Option<(Place, &str)>, call: &Call) -> Diagnostic {
    let name = between_backticks(name);
    let message = format!("a clause of `{name}` no longer denies any call that the server accepts");
    let label = format!(
        "denied `{}`, which the server now refuses",
        between_backticks(&shortened(&call.to_string(), LONGEST_CALL))
    );
    let warning = warning(message, place, &label).with_witness(witness(call));
    let warning = reason.into_iter().fold(warning, |warning, (place, words)| warning.with_label(place, words));
    warning.with_help("rewrite it for the current arguments")
}

/// A tool that is rated `read` although the server now says otherwise.
pub(super) fn hinted(name: &str, words: &str, place: Place, listed: Place) -> Diagnostic {
    let name = between_backticks(name);
    warning(format!("`{name}` is rated `read`, but {words}"), place, "allowed here")
        .with_label(listed, "the server says otherwise")
        .with_help("check what it does, and correct the rating")
}

/// A clause of a guard that tools no longer get.
pub(super) fn no_longer_guarded(place: Place, tools: &[&str]) -> Diagnostic {
    /// Nobody would read more names than this.
    const SHOWN: usize = 5;
    let mut names = quoted(tools.iter().take(SHOWN));
    if tools.len() > SHOWN {
        names.push(format!("{} more", tools.len() - SHOWN));
    }
    let message = format!("the guard's clause does not reach {} any more", listed(&names, "and"));
    warning(message, place, "an argument that it names is gone")
        .with_help("look for the argument's new name, and guard that as well")
}

/// An error of the policy with the new list.
pub(super) fn broken(diagnostic: &Diagnostic) -> Diagnostic {
    let message = format!("with the new list: {}", diagnostic.message);
    Diagnostic { severity: Severity::Warning, message, ..diagnostic.clone() }
}

fn said(path: &Path) -> String {
    between_backticks(path.to_json().trim_start_matches("args."))
}

fn wider(message: String, place: Place, (list, there): (Place, &str), call: Option<&Call>) -> Diagnostic {
    let label = match call {
        Some(call) => {
            format!("allowed here, for example `{}`", between_backticks(&shortened(&call.to_string(), LONGEST_CALL)))
        }
        None => "perhaps allowed here: no such call was found, but none could be ruled out".to_owned(),
    };
    let error = Diagnostic::error(Code::DRIFTED_TOOL, place, message, label).with_label(list, there);
    Diagnostic { witness: call.map(witness), ..error }
}

fn warning(message: String, place: Place, label: &str) -> Diagnostic {
    let error = Diagnostic::error(Code::DRIFTED_TOOL, place, message, label);
    Diagnostic { severity: Severity::Warning, ..error }
}

fn witness(call: &Call) -> Witness {
    Witness { tool: call.tool.clone(), args: call.args.clone() }
}
