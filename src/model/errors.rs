//! Every message about a `policy.json`.

use super::shapes::{Older, Shape};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Place;
use crate::vocab::{OPERATORS, RegexError, Window};

/// The text of a message is shown up to this many characters.
const LONGEST_SHOWN: usize = 60;

/// What other vocabularies call an operator.
const HABITS: [(&str, &str); 9] = [
    ("=", "eq"),
    ("equals", "eq"),
    ("is", "eq"),
    ("not_equals", "neq"),
    ("less_than", "lt"),
    ("greater_than", "gt"),
    ("one_of", "in"),
    ("pattern", "regex"),
    ("missing", "exists"),
];

pub(super) fn not_json(place: Place, cause: &str) -> Diagnostic {
    invalid(place, "this is no JSON", cause)
}

pub(super) fn intercept(place: Place, word: &str) -> Diagnostic {
    invalid(place, "this is a policy of Intercept, the gateway's predecessor", format!("it has {}", shown(word)))
        .with_help("`jamb import` converts it to a `.pl`")
}

pub(super) fn older_snippet(place: Place, word: &str) -> Diagnostic {
    let label = format!("the gateway does not know {}", shown(word));
    invalid(place, "this is a policy in an older form", label)
        .with_help_if(super::shapes::TOOL.older(word).map(|older| older.help))
}

pub(super) fn wallet(place: Place, word: &str) -> Diagnostic {
    let label = format!("{} is a word of wallets", shown(word));
    invalid(place, "this is a spending policy of a wallet, not a policy for MCP tools", label)
        .with_help("jamb reads the `policy.json` of an MCP gateway, with `version`, `default` and `tools`")
}

pub(super) fn tools_list(place: Place) -> Diagnostic {
    invalid(place, "this is a list of tools, not a policy", "a tools/list answer")
        .with_help("`jamb init` makes a first policy of it; in a `.pl`, `catalog` names it")
}

pub(super) fn unknown_member(place: Place, key: &str, shape: &Shape, older: Option<&Older>) -> Diagnostic {
    let near = did_you_mean(shape.nearest(key));
    let members: Vec<_> = shape.members().map(|member| format!("`{member}`")).collect();
    let all = || format!("{} has {}", shape.noun, listed(&members, "and"));
    let help = older.map(|older| older.help.to_owned()).or(near).unwrap_or_else(all);
    invalid(place, format!("unknown member {}", shown(key)), format!("not a member of {}", shape.noun)).with_help(help)
}

pub(super) fn missing_members(place: Place, missing: &[&str], shape: &Shape) -> Diagnostic {
    let words: Vec<_> = missing.iter().map(|member| format!("`{member}`")).collect();
    let words = listed(&words, "and");
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
    invalid(place, format!("{} stands twice", shown(key)), "which of them counts is not known")
        .with_label(first, "here first")
}

pub(super) fn hidden_twice(place: Place, name: &str) -> Diagnostic {
    invalid(place, format!("{} is hidden twice", shown(name)), "the second time").with_help("leave one of them out")
}

/// A value of the wrong kind: `what` has to be `wanted`.
pub(super) fn wrong_kind(place: Place, what: &str, wanted: &str, found: &str) -> Diagnostic {
    invalid(place, format!("{what} has to be {wanted}"), format!("this is {found}"))
}

pub(super) fn wrong_tool(place: Place, found: &str) -> Diagnostic {
    wrong_kind(place, "a tool", "an object", found).with_help("write `{}` to allow the tool")
}

pub(super) fn number_as_text(place: Place, what: &str) -> Diagnostic {
    wrong_kind(place, what, "a number", "a string").with_help("write the number without quotes")
}

pub(super) fn unknown_version(place: Place) -> Diagnostic {
    invalid(place, "unknown version", r#"only version `"1"` is known"#)
}

pub(super) fn unknown_default(place: Place, word: &str) -> Diagnostic {
    invalid(place, format!("unknown default {}", shown(word)), "neither `allow` nor `deny`")
        .with_help_if(did_you_mean(nearest(word, ["allow", "deny"])))
}

pub(super) fn unknown_operator(place: Place, word: &str) -> Diagnostic {
    let by_word = OPERATORS.iter().find(|row| row.word.eq_ignore_ascii_case(word)).map(|row| row.json);
    let by_habit = HABITS.iter().find(|(habit, _)| habit.eq_ignore_ascii_case(word)).map(|(_, name)| *name);
    let near = by_word.or(by_habit).or_else(|| nearest(word, OPERATORS.iter().map(|row| row.json)));
    let names: Vec<_> = OPERATORS.iter().map(|row| format!("`{}`", row.json)).collect();
    let help = did_you_mean(near).unwrap_or_else(|| format!("the operators are {}", listed(&names, "and")));
    invalid(place, format!("unknown operator {}", shown(word)), "no operator").with_help(help)
}

pub(super) fn unknown_window(place: Place, word: &str) -> Diagnostic {
    let near = did_you_mean(nearest(word, Window::ALL.map(Window::word)));
    let help = near.unwrap_or_else(|| "a window is `minute`, `hour` or `day`".to_owned());
    invalid(place, format!("unknown window {}", shown(word)), "no window").with_help(help)
}

pub(super) fn window_in_seconds(place: Place, seconds: Option<i128>) -> Diagnostic {
    let window = match seconds {
        Some(60) => Some(Window::Minute),
        Some(3_600) => Some(Window::Hour),
        Some(86_400) => Some(Window::Day),
        _ => None,
    };
    let help = window.map(|window| format!("write `\"{}\"`", window.word()));
    wrong_kind(place, "`window`", "a string", "a number")
        .with_help(help.unwrap_or_else(|| "a window is `minute`, `hour` or `day`".to_owned()))
}

pub(super) fn unknown_scope(place: Place, word: &str) -> Diagnostic {
    invalid(place, format!("unknown scope {}", shown(word)), "the only scope is `grant`")
}

pub(super) fn wrong_path(place: Place, path: &str) -> Diagnostic {
    let is_plain = path.split('.').all(|step| !step.is_empty() && !step.contains([' ', '$', '[', '/']));
    let help = match path {
        "args" => Some("name an argument: `args.amount`".to_owned()),
        _ if path.starts_with("state.") => Some("what is counted stands in `limits`".to_owned()),
        _ if is_plain && path.len() <= LONGEST_SHOWN => Some(format!("write `args.{path}`")),
        _ => None,
    };
    invalid(place, format!("{} is no path of an argument", shown(path)), "a path starts with `args.`")
        .with_help_if(help)
}

pub(super) fn wrong_max(place: Place) -> Diagnostic {
    invalid(place, "`max` has to be a whole number from 0 on", "this is none")
}

pub(super) fn huge_number(place: Place) -> Diagnostic {
    invalid(place, "this number is too large", "no double is as large")
}

pub(super) fn object_as_value(place: Place, what: &str) -> Diagnostic {
    invalid(place, format!("{what} can't be an object"), "this is an object")
        .with_help("name the member that you mean in `path`: `args.address.city`")
}

pub(super) fn invalid_regex(place: Place, inside: Place, error: &RegexError) -> Diagnostic {
    Diagnostic::error(Code::INVALID_REGEX, place, "this regular expression can't be read", error.message.clone())
        .with_label(inside, "here")
        .with_help_if(error.help)
}

fn invalid(place: Place, message: impl Into<String>, label: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::INVALID_POLICY, place, message, label)
}

fn did_you_mean(word: Option<&str>) -> Option<String> {
    word.map(|word| format!("did you mean `{word}`?"))
}

/// `a`, `a and b`, `a, b and c`.
fn listed(words: &[String], join: &str) -> String {
    match words {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {join} {last}", first.join(", ")),
    }
}

/// The user's text in backticks, on one line, shortened where it is long.
fn shown(text: &str) -> String {
    let mut out: String = text.chars().take(LONGEST_SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST_SHOWN).is_some() {
        out.push('…');
    }
    format!("`{out}`")
}
