//! Every message of an import.

use crate::check::MAX_LIMIT;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::json::Json;
use crate::source::{Place, SourceId, Span};
use crate::vocab::{Kinds, Operator, Path};

/// A YAML text that can't be read.
pub(super) fn not_yaml(place: Place, cause: &str) -> Box<Diagnostic> {
    Box::new(refused(place, "this can't be read, neither as JSON nor as YAML", cause))
}

pub(super) fn yaml_too_deep(place: Place, levels: usize) -> Box<Diagnostic> {
    Box::new(refused(place, "this YAML is nested too deep", format!("deeper than {levels} levels")))
}

pub(super) fn yaml_too_large(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "this YAML grows too large", "with what its aliases stand for"))
}

pub(super) fn yaml_key(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "a key has to be a string", "this is a list or an object"))
}

pub(super) fn yaml_key_twice(place: Place, key: &str, first: Place) -> Box<Diagnostic> {
    let refusal = refused(place, format!("`{}` stands twice", one_line(key)), "which of them counts is not known");
    Box::new(refusal.with_label(first, "here first"))
}

pub(super) fn yaml_documents(place: Place) -> Box<Diagnostic> {
    Box::new(
        refused(place, "this file holds more than one document", "a second one starts here")
            .with_help("put each into a file of its own"),
    )
}

pub(super) fn unknown_document(id: SourceId, document: &Json) -> Diagnostic {
    let has = |word| document.member(word).is_some();
    let (message, help) = if has("tools") || has("hide") || has("default") {
        ("this is a `policy.json` written as YAML", "write it as JSON")
    } else {
        ("this is no policy", "a `policy.json`, or a YAML policy of Intercept, has `version`, `default` and `tools`")
    };
    let start = Span::at(document.span.start as usize).of(id);
    refused(start, message, "").with_help(help)
}

pub(super) fn empty_name(place: Place, what: &str) -> Box<Diagnostic> {
    Box::new(refused(place, format!("{what} without a name"), "a `.pl` has no empty names"))
}

pub(super) fn beside_hide_everything(place: Place, hide: Place) -> Box<Diagnostic> {
    let refusal = refused(place, "`tools` beside a `hide` of every tool", "decides nothing: the tool is hidden");
    Box::new(refusal.with_label(hide, "hides every tool").with_help("take out `tools`, or `\"*\"`"))
}

pub(super) fn hidden_with_entry(place: Place, name: &str, hide: Place) -> Box<Diagnostic> {
    let refusal = refused(place, format!("`{}` is hidden, and in `tools` too", one_line(name)), "decides nothing");
    Box::new(refusal.with_label(hide, "hidden here").with_help("take it out of `tools`, or out of `hide`"))
}

pub(super) fn too_many_clauses(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "a tool in a `.pl` has 10,000 clauses at most", "this one has more"))
}

pub(super) fn too_many_conditions(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "a clause in a `.pl` has 100,000 conditions at most", "this one has more"))
}

pub(super) fn too_many_steps(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "a path in a `.pl` has 1,000 steps at most", "this one has more"))
}

pub(super) fn too_long(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "a `.pl` has 16 MiB at most", "this policy comes to more"))
}

pub(super) fn empty_require(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, "a `require` without conditions", "it stops no call").with_help("take it out"))
}

pub(super) fn condition_twice(place: Place, first: Place) -> Box<Diagnostic> {
    let refusal = refused(place, "this condition stands twice in one entry", "the second time");
    Box::new(refusal.with_label(first, "the first").with_help("take one of them out"))
}

pub(super) fn never_together(place: Place, first: Place) -> Box<Diagnostic> {
    let refusal = refused(place, "no call meets both of these conditions", "asks the opposite");
    Box::new(refusal.with_label(first, "asked here").with_help("take one of them out, or the entry"))
}

pub(super) fn empty_segment(place: Place, path: &Path) -> Box<Diagnostic> {
    let message = format!("`{}` has a step without a name", one_line(&path.to_json()));
    Box::new(refused(place, message, "a path in a `.pl` names each step"))
}

pub(super) fn null_value(place: Place) -> Box<Diagnostic> {
    Box::new(
        refused(place, "a comparison with `null`", "`null` equals nothing, and the language does not have it")
            .with_help("to ask whether an argument is there, write `\"op\": \"exists\"`"),
    )
}

pub(super) fn list_value(place: Place) -> Box<Diagnostic> {
    Box::new(
        refused(place, "a comparison with a list", "a list equals nothing, and the language does not have it")
            .with_help("to ask for one of several values, write `\"op\": \"in\"`"),
    )
}

pub(super) fn empty_list(place: Place, operator: Operator) -> Box<Diagnostic> {
    let label = if operator.is_negative() { "holds wherever the argument is there" } else { "never holds" };
    Box::new(refused(place, format!("an empty list in `{}`", operator.json()), label))
}

pub(super) fn types_disagree(
    place: Place,
    kinds: Kinds,
    first: Place,
    first_kinds: Kinds,
    path: &Path,
) -> Box<Diagnostic> {
    let message = format!("the conditions on `{}` disagree about its type", one_line(&path.to_json()));
    let refusal = refused(place, message, format!("wants {kinds}"));
    let refusal = refusal.with_label(first, format!("wants {first_kinds}"));
    Box::new(refusal.with_help("only one of them can ever hold: take the other out"))
}

pub(super) fn limit_of_none(place: Place) -> Box<Diagnostic> {
    Box::new(
        refused(place, "a limit of 0", "no call passes")
            .with_help("write `\"deny_if\": [{\"conditions\": []}]` to deny every call"),
    )
}

pub(super) fn limit_too_large(place: Place) -> Box<Diagnostic> {
    Box::new(refused(place, format!("a limit in a `.pl` goes up to {MAX_LIMIT}"), "this one is larger"))
}

pub(super) fn counter_twice(place: Place, counter: &str, first: Place) -> Box<Diagnostic> {
    let refusal = refused(place, format!("two limits on counter `{}`", one_line(counter)), "would count a call twice");
    Box::new(refusal.with_label(first, "the first").with_help("give each limit a counter of its own"))
}

pub(super) fn counter_of_all_tools(place: Place, counter: &str, first: Place) -> Box<Diagnostic> {
    let message = format!("counter `{}` is that of all tools", one_line(counter));
    let refusal = refused(place, message, "would count a call twice");
    Box::new(refusal.with_label(first, "counts for all tools").with_help("give the tool's limit a counter of its own"))
}

pub(super) fn counter_disagrees(place: Place, counter: &str, first: Place) -> Box<Diagnostic> {
    let message = format!("the limits on counter `{}` disagree", one_line(counter));
    let refusal = refused(place, message, "another window or maximum");
    Box::new(
        refusal.with_label(first, "the first").with_help("tools that share a counter need one window and one maximum"),
    )
}

/// A part of an older policy that is left out: a warning.
pub(super) fn not_converted(place: Place, what: &str, why: &str) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..refused(place, format!("{what} is not converted"), why) }
}

/// The same as a warning, because the rest of an older policy is converted.
pub(super) fn as_warning(refusal: Diagnostic) -> Diagnostic {
    // Labels inside a string assume JSON's escapes, which YAML does not share.
    Diagnostic { severity: Severity::Warning, code: Code::NOT_IMPORTABLE, labels: Vec::new(), ..refusal }
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
