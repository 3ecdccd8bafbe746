//! All messages about a `policy.json`.

use super::shapes::{Older, Shape};
use crate::diagnostic::{Code, Diagnostic, did_you_mean, listed, nearest, quoted, shortened};
use crate::source::Place;
use crate::vocab::{OPERATORS, RegexError, Window};

/// How many characters of the user's text are shown.
const LONGEST_SHOWN: usize = 60;

/// How many members one message lists.
const MOST_LISTED: usize = 5;

/// What other vocabularies call an operator.
const HABITS: &[(&str, &[&str])] = &[
    ("eq", &["=", "===", "equals", "equal", "is"]),
    ("neq", &["<>", "!==", "ne", "notequals", "notequal", "isnot"]),
    ("lt", &["lessthan", "below", "under"]),
    ("lte", &["=<", "le", "lessthanorequal", "lessthanorequalto", "atmost", "max"]),
    ("gt", &["greaterthan", "morethan", "above", "over"]),
    ("gte", &["=>", "ge", "greaterthanorequal", "greaterthanorequalto", "atleast", "min"]),
    ("in", &["oneof", "anyof", "isin", "enum", "allowedvalues"]),
    ("not_in", &["nin", "notin", "noneof"]),
    (
        "regex",
        &["=~", "~", "~=", "pattern", "regexp", "match", "like", "glob", "startswith", "endswith", "prefix", "suffix"],
    ),
    ("contains", &["includes", "include", "has"]),
    ("exists", &["missing", "present", "defined", "isset", "isnull", "null", "empty", "notnull", "required"]),
];

pub(super) fn not_json(place: Place, cause: &str) -> Diagnostic {
    invalid(place, "this is not JSON", cause)
}

pub(super) fn intercept(place: Place, word: &str) -> Diagnostic {
    invalid(place, "this is a policy for Intercept, the gateway's predecessor", format!("it has {}", shown(word)))
        .with_help("`jamb import` converts it to a `.pl`")
}

pub(super) fn older_snippet(place: Place, word: &str) -> Diagnostic {
    let label = format!("the gateway does not know {}", shown(word));
    invalid(place, "this is a policy in an older format", label)
        .with_help_if(super::shapes::TOOL.older(word).map(|older| older.help))
}

/// A document of another program; the phrase names the program.
pub(super) fn foreign(place: Place, phrase: &str, word: &str, help: &str) -> Diagnostic {
    let message = format!("{phrase}, not a policy for MCP tools");
    invalid(place, message, format!("it has {}", shown(word))).with_help(help)
}

pub(super) fn tools_list(place: Place) -> Diagnostic {
    invalid(place, "this is a list of tools, not a policy", "a tools/list response")
        .with_help("name it in a `.pl` with `catalog` to check the policy against it")
}

pub(super) fn unknown_member(place: Place, key: &str, shape: &Shape, older: Option<&Older>) -> Diagnostic {
    let near = shape.nearest(key).map(did_you_mean);
    let all = || format!("{} has {}", shape.noun, listed(&quoted(shape.members()), "and"));
    let help = older.map(|older| older.help.to_owned()).or(near).unwrap_or_else(all);
    invalid(place, format!("unknown member {}", shown(key)), format!("not a member of {}", shape.noun)).with_help(help)
}

/// Members that belong to another object.
pub(super) fn misplaced_members(place: Place, keys: &[&str], home: &Shape, shape: &Shape) -> Diagnostic {
    let (some, rest) = keys.split_at(keys.len().min(MOST_LISTED));
    let mut words = quoted(some.iter().map(|key| shortened_key(key)));
    if !rest.is_empty() {
        words.push(format!("{} more", rest.len()));
    }
    let are = if keys.len() == 1 { "is a member" } else { "are members" };
    let message = format!("{} {are} of {}, not of {}", listed(&words, "and"), home.noun, shape.noun);
    let help = shape.older(keys.first().copied().unwrap_or_default()).map_or(home.written, |older| older.help);
    invalid(place, message, format!("not a member of {}", shape.noun)).with_help(help)
}

/// A whole policy that is a member of the document.
pub(super) fn policy_inside(place: Place, key: &str) -> Diagnostic {
    invalid(place, format!("the policy is inside {}", shown(key)), "a policy is the whole document")
        .with_help(format!("remove {} and the brackets around it", shown(key)))
}

/// A member of the document that is inside `tools`.
pub(super) fn inside_tools(place: Place, name: &str) -> Diagnostic {
    invalid(place, format!("{} is inside `tools`", shown(name)), "here it is the name of a tool")
        .with_help(format!("move {} out of `tools`", shown(name)))
}

pub(super) fn missing_members(place: Place, missing: &[&str], shape: &Shape) -> Diagnostic {
    let words = listed(&quoted(missing), "and");
    let help = match missing {
        ["version"] => Some(r#"write `"version": "1"`"#),
        ["default"] => Some(r#"write `"default": "deny"`, or `"allow"`"#),
        ["version", "default"] => Some(r#"write `"version": "1", "default": "deny"`"#),
        ["conditions"] => Some(r#"`"conditions": []` in `deny_if` denies every call"#),
        ["scope"] => Some(r#"write `"scope": "grant"`"#),
        _ => None,
    };
    invalid(place, format!("missing {words}"), format!("{} needs {words}", shape.noun)).with_help_if(help)
}

pub(super) fn member_twice(place: Place, key: &str, first: Place) -> Diagnostic {
    invalid(place, format!("{} appears twice", shown(key)), "it is not known which one counts")
        .with_label(first, "first here")
}

pub(super) fn hidden_twice(place: Place, name: &str) -> Diagnostic {
    invalid(place, format!("{} is hidden twice", shown(name)), "the second time").with_help("remove one of them")
}

/// A value of the wrong kind: `what` must be `wanted`.
pub(super) fn wrong_kind(place: Place, what: &str, wanted: &str, found: &str) -> Diagnostic {
    invalid(place, format!("{what} must be {wanted}"), format!("this is {found}"))
}

pub(super) fn wrong_tool(place: Place, found: &str) -> Diagnostic {
    wrong_kind(place, "a tool", "an object", found).with_help("write `{}` to allow the tool")
}

pub(super) fn number_as_text(place: Place, what: &str) -> Diagnostic {
    wrong_kind(place, what, "a number", "a string").with_help("write the number without quotes")
}

pub(super) fn unknown_version(place: Place) -> Diagnostic {
    invalid(place, "unknown version", r#"the only known version is `"1"`"#)
}

pub(super) fn unknown_default(place: Place, word: &str) -> Diagnostic {
    invalid(place, format!("unknown default {}", shown(word)), "neither `allow` nor `deny`")
        .with_help_if(nearest(word, ["allow", "deny"]).map(did_you_mean))
}

pub(super) fn unknown_operator(place: Place, word: &str) -> Diagnostic {
    let by_word = OPERATORS.iter().find(|row| row.word.eq_ignore_ascii_case(word)).map(|row| row.json);
    let folded = word.replace(['_', '-', ' '], "").to_ascii_lowercase();
    let by_habit = HABITS.iter().find(|(_, habits)| habits.contains(&folded.as_str())).map(|(name, _)| *name);
    let near = by_word.or(by_habit).or_else(|| nearest(word, OPERATORS.iter().map(|row| row.json)));
    let all = || format!("the operators are {}", listed(&quoted(OPERATORS.map(|row| row.json)), "and"));
    let help = near.map_or_else(all, did_you_mean);
    invalid(place, format!("unknown operator {}", shown(word)), "not an operator").with_help(help)
}

pub(super) fn unknown_window(place: Place, word: &str) -> Diagnostic {
    let help = nearest(word, Window::ALL.map(Window::word)).map_or_else(windows, did_you_mean);
    invalid(place, format!("unknown window {}", shown(word)), "not a window").with_help(help)
}

pub(super) fn window_in_seconds(place: Place, seconds: Option<i128>) -> Diagnostic {
    let window = match seconds {
        Some(60) => Some(Window::Minute),
        Some(3_600) => Some(Window::Hour),
        Some(86_400) => Some(Window::Day),
        _ => None,
    };
    let help = window.map(|window| format!("write `\"{}\"`", window.word()));
    wrong_kind(place, "`window`", "a string", "a number").with_help(help.unwrap_or_else(windows))
}

fn windows() -> String {
    format!("a window is {}", listed(&quoted(Window::ALL.map(Window::word)), "or"))
}

pub(super) fn unknown_scope(place: Place, word: &str) -> Diagnostic {
    invalid(place, format!("unknown scope {}", shown(word)), "the only scope is `grant`")
}

pub(super) fn wrong_path(place: Place, path: &str) -> Diagnostic {
    let is_plain = path.split('.').all(|step| !step.is_empty() && !step.contains([' ', '$', '[', '/']));
    let help = match path {
        "args" => Some("name an argument: `args.amount`".to_owned()),
        _ if path.starts_with("state.") => Some("counters belong in `limits`".to_owned()),
        _ if is_plain && path.len() <= LONGEST_SHOWN => Some(format!("write `args.{path}`")),
        _ => None,
    };
    invalid(place, format!("{} is not the path of an argument", shown(path)), "a path starts with `args.`")
        .with_help_if(help)
}

pub(super) fn wrong_max(place: Place) -> Diagnostic {
    invalid(place, format!("`max` must be a whole number from 0 to {}", u64::MAX), "this is not one")
}

pub(super) fn huge_number(place: Place) -> Diagnostic {
    invalid(place, "this number is too large", "larger than the largest double")
}

pub(super) fn object_as_value(place: Place, what: &str) -> Diagnostic {
    invalid(place, format!("{what} can't be an object"), "this is an object")
        .with_help("name the member in `path`: `args.address.city`")
}

pub(super) fn invalid_regex(place: Place, inside: Place, error: &RegexError) -> Diagnostic {
    let message = format!("invalid regular expression: {}", error.message);
    Diagnostic::error(Code::INVALID_REGEX, place, message, "").with_label(inside, "here").with_help_if(error.help)
}

fn invalid(place: Place, message: impl Into<String>, label: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::INVALID_POLICY, place, message, label)
}

/// The user's text in backticks, on one line, shortened if it is long.
fn shown(text: &str) -> String {
    format!("`{}`", shortened_key(text))
}

fn shortened_key(text: &str) -> String {
    // One character more than is shown, so that shortening is visible.
    let start: String = text.chars().take(LONGEST_SHOWN + 1).map(|c| if c.is_control() { ' ' } else { c }).collect();
    shortened(&start, LONGEST_SHOWN)
}
