//! Every message of an import.

use crate::check::MAX_LIMIT;
use crate::diagnostic::{Code, Diagnostic, Severity, did_you_mean, nearest};
use crate::source::json::Json;
use crate::source::{Place, SourceId, Span};
use crate::vocab::{Number, Operator, Path};

/// A YAML text that can't be read.
pub(super) fn not_yaml(place: Place, cause: &str) -> Box<Diagnostic> {
    Box::new(refused(place, "this can't be read as JSON or as YAML", cause))
}

/// A file in TOML; the phrase says what kind of file it is.
pub(super) fn toml(place: Place, phrase: &str) -> Box<Diagnostic> {
    Box::new(
        refused(place, format!("{phrase}, not a policy for MCP tools"), "no policy is written in TOML")
            .with_help("`jamb import` reads a `policy.json` or an Intercept YAML policy"),
    )
}

pub(super) fn yaml_too_deep(place: Place, levels: usize) -> Box<Diagnostic> {
    Box::new(refused(place, "this YAML is nested too deeply", format!("more than {levels} levels deep")))
}

pub(super) fn yaml_too_large(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "this YAML is too large", "once its aliases are expanded"))
}

pub(super) fn yaml_key(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "a key must be a string", "this is a list or an object"))
}

pub(super) fn yaml_key_twice(place: Place, key: &str, first: Place) -> Box<Diagnostic> {
    let refusal = refused(place, format!("duplicate key `{}`", one_line(key)), "it is unclear which one counts");
    Box::new(refusal.with_label(first, "first used here"))
}

pub(super) fn yaml_merge(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "`<<` needs an object", "it is neither an object nor a list of objects"))
}

pub(super) fn yaml_documents(place: Place) -> Box<Diagnostic> {
    Box::new(
        refused(place, "this file contains more than one document", "the second one starts here")
            .with_help("put each document in its own file"),
    )
}

pub(super) fn unknown_document(id: SourceId, document: &Json) -> Diagnostic {
    let has = |word| document.member(word).is_some();
    let (message, help) = if has("tools") || has("hide") || has("default") {
        ("this is a `policy.json` written as YAML", "write it as JSON")
    } else {
        ("this is not a policy", "a `policy.json` or an Intercept YAML policy has `version`, `default` and `tools`")
    };
    let start = Span::at(document.span.start as usize).of(id);
    refused(start, message, "").with_help(help)
}

pub(super) fn empty_name(place: Place, what: &str) -> Box<Diagnostic> {
    Box::new(refused(place, format!("{what} without a name"), "a name can't be empty in a `.pl` file"))
}

pub(super) fn beside_hide_everything(place: Place, hide: Place) -> Box<Diagnostic> {
    let refusal = refused(place, "`tools` has no effect, because every tool is hidden", "this tool is hidden");
    Box::new(refusal.with_label(hide, "hides every tool").with_help("remove `tools`, or remove `\"*\"` from `hide`"))
}

pub(super) fn hidden_with_entry(place: Place, name: &str, hide: Place) -> Box<Diagnostic> {
    let refusal =
        refused(place, format!("`{}` is hidden, but is also in `tools`", one_line(name)), "this has no effect");
    Box::new(refusal.with_label(hide, "hidden here").with_help("remove it from `tools`, or remove it from `hide`"))
}

/// A tool named `*` can only be rated.
pub(super) fn tool_named_star(place: Place) -> Box<Diagnostic> {
    let message = "a `.pl` file can't allow or restrict a tool named `*`";
    Box::new(
        refused(place, message, "the gateway may treat this name as every tool")
            .with_help("remove it, and name the tools that you mean"),
    )
}

pub(super) fn too_many_clauses(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "a tool in a `.pl` file can have at most 10,000 clauses", "this one has more"))
}

pub(super) fn too_many_conditions(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "a clause in a `.pl` file can have at most 100,000 conditions", "this one has more"))
}

pub(super) fn too_many_steps(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "a path in a `.pl` file can have at most 1,000 steps", "this one has more"))
}

pub(super) fn too_long(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "a `.pl` file can be at most 16 MiB", "this policy would be larger"))
}

pub(super) fn empty_require(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "a `require` without conditions", "it denies nothing").with_help("remove it"))
}

pub(super) fn condition_twice(place: Place, first: Place) -> Box<Diagnostic> {
    let refusal = refused(place, "duplicate condition in one entry", "the second one");
    Box::new(refusal.with_label(first, "the first one").with_help("remove one of them"))
}

pub(super) fn never_together(place: Place, first: Place) -> Box<Diagnostic> {
    let refusal = refused(place, "no call can meet both of these conditions", "this contradicts the other one");
    Box::new(refusal.with_label(first, "the other one").with_help("remove one of them, or the whole entry"))
}

pub(super) fn empty_segment(place: Place, path: &Path) -> Box<Diagnostic> {
    let message = format!("`{}` has a step without a name", one_line(&path.to_json()));
    Box::new(refused(place, message, "every step of a path in a `.pl` file needs a name"))
}

pub(super) fn null_value(place: Place) -> Box<Diagnostic> {
    Box::new(
        refused(place, "a comparison with `null`", "nothing equals `null`, so the language does not support this")
            .with_help("to ask whether an argument is present, write `\"op\": \"exists\"`"),
    )
}

pub(super) fn list_value(place: Place) -> Box<Diagnostic> {
    Box::new(
        refused(place, "a comparison with a list", "nothing equals a list, so the language does not support this")
            .with_help("to ask for one of several values, write `\"op\": \"in\"`"),
    )
}

pub(super) fn empty_list(place: Place, operator: Operator) -> Box<Diagnostic> {
    let label = if operator.is_negative() { "always holds if the argument is present" } else { "never holds" };
    Box::new(refused(place, format!("an empty list in `{}`", operator.json()), label))
}

pub(super) fn inexact_number(place: Place, number: Number) -> Box<Diagnostic> {
    let message = format!("the gateway can't tell `{number}` from its neighbours");
    let help = format!("numbers are exact up to {}; compare larger ones as strings", Number::MAX_EXACT);
    Box::new(refused(place, message, "in a `.pl` file, this is an error").with_help(help))
}

pub(super) fn limit_of_none(place: Place) -> Box<Diagnostic> {
    Box::new(
        refused(place, "a limit of 0", "no call would be allowed")
            .with_help("write `\"deny_if\": [{\"conditions\": []}]` to deny every call"),
    )
}

pub(super) fn limit_too_large(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, format!("a limit in a `.pl` file can be at most {MAX_LIMIT}"), "this one is larger"))
}

pub(super) fn counter_twice(place: Place, counter: &str, first: Place) -> Box<Diagnostic> {
    let refusal =
        refused(place, format!("two limits use counter `{}`", one_line(counter)), "this would count a call twice");
    Box::new(refusal.with_label(first, "the first one").with_help("give each limit its own counter"))
}

pub(super) fn counter_of_all_tools(place: Place, counter: &str, first: Place) -> Box<Diagnostic> {
    let message = format!("counter `{}` already counts the calls to all tools", one_line(counter));
    let refusal = refused(place, message, "this would count a call twice");
    Box::new(
        refusal.with_label(first, "counts the calls to all tools").with_help("give the tool's limit its own counter"),
    )
}

pub(super) fn counter_disagrees(place: Place, counter: &str, first: Place) -> Box<Diagnostic> {
    let message = format!("the limits that use counter `{}` disagree", one_line(counter));
    let refusal = refused(place, message, "a different window or maximum");
    Box::new(
        refusal
            .with_label(first, "the first one")
            .with_help("tools that share a counter need the same window and the same maximum"),
    )
}

/// An older policy without `version`.
pub(super) fn no_version(place: Place) -> Box<Diagnostic> {
    Box::new(
        refused(place, "missing `version`", "an Intercept policy needs it")
            .with_help("if this is a policy for Intercept, write `version: \"1\"`"),
    )
}

pub(super) fn unknown_version(place: Place, version: &str) -> Box<Diagnostic> {
    let message = format!("unknown version `{}`", one_line(version));
    Box::new(refused(place, message, "the only version of an Intercept policy is `\"1\"`"))
}

pub(super) fn unknown_member(place: Place, key: &str) -> Box<Diagnostic> {
    let message = format!("unknown member `{}`", one_line(key));
    let members = ["version", "description", "default", "hide", "tools"];
    let help = match nearest(key, members) {
        Some(near) => did_you_mean(near),
        None => "without it, the policy might let more calls through: remove it, or write the `.pl` by hand".to_owned(),
    };
    Box::new(refused(place, message, "an Intercept policy has no such member").with_help(help))
}

pub(super) fn wrong_member(place: Place, key: &str, wanted: &str, found: &str) -> Box<Diagnostic> {
    Box::new(refused(place, format!("`{key}` must be {wanted}"), format!("this is {found}")))
}

pub(super) fn unknown_default(place: Place) -> Box<Diagnostic> {
    let refusal = refused(place, "tools that the file does not name are denied", "this is neither `allow` nor `deny`");
    Box::new(refusal.with_help("write `default allow` in the `.pl` if you mean it"))
}

/// `"*"` has rules that decide calls, and the default is `allow`.
pub(super) fn only_named_tools(place: Place) -> Box<Diagnostic> {
    let message = "tools that the file does not name are denied";
    let label = "a `.pl` file can write these rules for named tools only";
    Box::new(refused(place, message, label).with_help("name the other tools in the `.pl`, and apply the rule to them"))
}

/// A rule that decides calls is lost: its tool is denied.
pub(super) fn lost(place: Place, tool: Option<&str>, what: &str, why: &str) -> Box<Diagnostic> {
    Box::new(refused(place, format!("{}: {what} was not converted", denied(tool)), why))
}

/// The same for a part that a check refused.
pub(super) fn lost_refusal(tool: Option<&str>, refusal: Diagnostic) -> Diagnostic {
    let message = format!("{}: {}", denied(tool), refusal.message);
    // Labels inside a string assume JSON's escapes, which YAML does not share.
    Diagnostic { code: Code::NOT_IMPORTABLE, message, labels: Vec::new(), ..refusal }
}

fn denied(tool: Option<&str>) -> String {
    match tool {
        Some(tool) => format!("`{}` is denied", one_line(tool)),
        None => "every tool is denied".to_owned(),
    }
}

/// A part of an older policy that decides no call: a warning.
pub(super) fn not_converted(place: Place, what: &str, why: &str) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..refused(place, format!("{what} was not converted"), why) }
}

/// The first of several losses for the same reason.
pub(super) fn counted(warning: Diagnostic, count: usize) -> Diagnostic {
    let message = match count {
        0 | 1 => return warning,
        2 => format!("{}, here and in another place", warning.message),
        _ => format!("{}, here and in {} other places", warning.message, count - 1),
    };
    Diagnostic { message, ..warning }
}

/// Rules that deny every call, which their author did not mean.
pub(super) fn never_met(place: Place, tool: Option<&str>) -> Diagnostic {
    let message = match tool {
        Some(tool) => format!("no call can meet the rules of `{}`", one_line(tool)),
        None => "no call can meet the rules of `*`".to_owned(),
    };
    let warning = refused(place, message, "its conditions contradict each other");
    Diagnostic { severity: Severity::Warning, ..warning.with_help("it is denied, as it was by Intercept") }
}

pub(super) fn ambiguous_value(place: Place) -> Box<Diagnostic> {
    Box::new(
        refused(place, "YAML readers disagree about this value", "a number, a date or a string")
            .with_help("put a string in quotes, and write a number in decimal without `_` and leading zeros"),
    )
}

pub(super) fn printed_value(place: Place, text: &str) -> Box<Diagnostic> {
    let message = format!("a comparison with `{}`", one_line(text));
    let label = "for Intercept it equals a list, an object or `null`; for the gateway these equal nothing";
    Box::new(refused(place, message, label))
}

/// The same where the gateway only denies more: a warning.
pub(super) fn denied_here(error: Diagnostic) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..error.with_help("the imported policy denies these") }
}

/// The user's text on one line, shortened if it is long.
pub(super) fn one_line(text: &str) -> String {
    const LONGEST: usize = 160;
    let words = text.split_whitespace().flat_map(|word| word.chars().chain([' ']));
    let mut out: String = words.clone().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if words.skip(LONGEST).any(|letter| letter != ' ') {
        out.push('…');
    }
    out.trim_end().to_owned()
}

fn refused(place: Place, message: impl Into<String>, label: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::NOT_IMPORTABLE, place, message, label)
}
