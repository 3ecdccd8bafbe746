//! The words of drift: what is other in a list of tools, and what that does to a policy.

use crate::analyze::Call;
use crate::diagnostic::{Code, Diagnostic, Severity, Witness, listed, quoted, shortened};
use crate::source::Place;
use crate::vocab::{Path, Value};

/// How much of a call a label shows; the document of `--format json` has all of it.
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

/// An argument that is no more.
pub(super) fn argument_gone(path: &Path) -> String {
    format!("`{}` is gone", said(path))
}

/// An argument that may be left out.
pub(super) fn now_optional(path: &Path) -> String {
    format!("`{}` may be left out now", said(path))
}

/// An argument that has to be there.
pub(super) fn now_required(path: &Path) -> String {
    format!("`{}` is required now", said(path))
}

/// An argument of another type.
pub(super) fn retyped(path: &Path, was: &str, is: &str) -> String {
    format!("`{}` is {is}, was {was}", said(path))
}

/// An argument of which the values are listed, and the list is another; nothing where it is the same.
pub(super) fn other_values(path: &Path, added: &[Value], gone: &[Value]) -> Option<String> {
    let listed = |values: &[Value]| {
        let some = values.iter().take(MOST_VALUES).map(|value| shortened(&value.to_string(), 60));
        let more = if values.len() > MOST_VALUES { ", …" } else { "" };
        format!("{}{more}", some.collect::<Vec<_>>().join(", "))
    };
    let path = said(path);
    match (added.is_empty(), gone.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("`{path}` may be {} now", listed(added))),
        (true, false) => Some(format!("`{path}` is no more {}", listed(gone))),
        (false, false) => Some(format!("`{path}` may be {} now, and is no more {}", listed(added), listed(gone))),
    }
}

/// A tool that is new, and callable: what lets it through, and where the list names it.
pub(super) fn added(name: &str, was: Option<&str>, place: Place, listed: Place, call: Option<&Call>) -> Diagnostic {
    let message = match was {
        None => format!("`{name}` is new, and the policy lets it through"),
        Some(was) => format!("`{name}` is new, likely `{was}` renamed, and the policy lets it through"),
    };
    let help = "say what it may do with a statement of its own, or `hide` it";
    wider(message, place, (listed, "new here"), call).with_help(help)
}

/// Several of them that one statement lets through: of each its name and the message about it.
pub(super) fn together(first: (&str, &Diagnostic), others: &[(&str, &Diagnostic)]) -> Diagnostic {
    let shown = || std::iter::once(&first).chain(others).take(MOST_TOOLS);
    let names = quoted(shown().map(|(tool, _)| tool));
    let names = match (others.len() + 1).checked_sub(names.len()) {
        _ if others.is_empty() => return first.1.clone(),
        Some(more) if more > 0 => format!("{} and {more} more", names.join(", ")),
        Some(_) | None => listed(&names, "and"),
    };
    let message = format!("{names} are new, and the policy lets them through");
    let labels = shown().flat_map(|(_, diagnostic)| diagnostic.labels.clone()).collect();
    let help = "say what they may do with statements of their own, or `hide` them";
    Diagnostic { message, labels, help: Some(help.to_owned()), ..first.1.clone() }
}

/// A tool that the policy speaks of by another name.
pub(super) fn renamed(name: &str, was: &str, place: Place, listed: Place) -> Diagnostic {
    let message = format!("`{name}` is new, likely `{was}` renamed, and the policy still says `{was}`");
    warning(message, place, &format!("speaks of `{was}`, which is gone"))
        .with_label(listed, "new here")
        .with_help("name the tool as it is called now")
}

/// A tool that is gone, and that the policy speaks of.
pub(super) fn gone(name: &str, place: Place) -> Diagnostic {
    let message = format!("`{name}` is gone, and the policy speaks of it");
    warning(message, place, "says nothing any more").with_help("leave it out, if it does not come back")
}

/// Calls with an argument that is new are let through.
pub(super) fn takes(name: &str, path: &Path, place: Place, listed: (Place, &str), call: Option<&Call>) -> Diagnostic {
    let path = said(path);
    let message = format!("`{name}` takes `{path}` now, and the policy lets it through");
    wider(message, place, listed, call).with_help(say_what(name, &path))
}

/// Calls without an argument that had to be there are let through.
pub(super) fn needs_not(
    name: &str,
    path: &Path,
    place: Place,
    listed: (Place, &str),
    call: Option<&Call>,
) -> Diagnostic {
    let path = said(path);
    let message = format!("`{name}` no longer needs `{path}`, and the policy lets calls without it through");
    wider(message, place, listed, call).with_help(say_what(name, &path))
}

/// Calls with other values of an argument are let through.
pub(super) fn takes_other_values(
    name: &str,
    path: &Path,
    place: Place,
    listed: (Place, &str),
    call: Option<&Call>,
) -> Diagnostic {
    let path = said(path);
    let message = format!("`{name}` takes other values of `{path}` now, and the policy lets them through");
    wider(message, place, listed, call).with_help(say_what(name, &path))
}

fn say_what(name: &str, path: &str) -> String {
    format!("say in a clause of `{name}` what `{path}` may be")
}

/// A clause that decides no call which the server accepts, with what differs in the list.
pub(super) fn died(name: &str, place: Place, reason: Option<(Place, &str)>, call: &Call) -> Diagnostic {
    let message = format!("a clause of `{name}` denies nothing any more that the server accepts");
    let label = format!("denied `{}`, which the server would refuse now", shortened(&call.to_string(), LONGEST_CALL));
    let warning = warning(message, place, &label).with_witness(witness(call));
    let warning = reason.into_iter().fold(warning, |warning, (place, words)| warning.with_label(place, words));
    warning.with_help("write it for the arguments as they are now")
}

/// A tool that is rated `read`, of which the server says something else now.
pub(super) fn hinted(name: &str, words: &str, place: Place, listed: Place) -> Diagnostic {
    warning(format!("`{name}` is rated `read`, and {words}"), place, "allowed here")
        .with_label(listed, "says otherwise")
        .with_help("look at what it does, and rate it anew")
}

/// Something that is wrong with the policy by the newer list.
pub(super) fn broken(diagnostic: &Diagnostic) -> Diagnostic {
    let message = format!("by the newer list: {}", diagnostic.message);
    Diagnostic { severity: Severity::Warning, message, ..diagnostic.clone() }
}

fn said(path: &Path) -> String {
    path.to_json().trim_start_matches("args.").to_owned()
}

fn wider(message: String, place: Place, (list, there): (Place, &str), call: Option<&Call>) -> Diagnostic {
    let label = match call {
        Some(call) => format!("allowed here, as `{}`", shortened(&call.to_string(), LONGEST_CALL)),
        None => "allowed here, perhaps: no call was found, nor that there is none".to_owned(),
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
