//! What is wrong with a `jamb.toml`, in words.

use super::RULES;
use crate::diagnostic::{Code, Diagnostic, did_you_mean, listed, nearest, quoted};
use crate::source::Place;

/// A text that is no TOML, in the parser's own words.
pub fn not_toml(place: Place, why: &str) -> Diagnostic {
    let why = why.lines().next().unwrap_or_default().trim_end_matches('.');
    error(place, "this configuration can't be read", why)
}

/// A file that can't be read.
pub fn unreadable(place: Place, why: &str) -> Diagnostic {
    error(place, "this configuration can't be read", why)
}

/// A value of another kind.
pub fn wrong_kind(place: Place, wanted: &str) -> Diagnostic {
    error(place, "this configuration can't be used", &format!("{wanted} is expected here"))
}

/// A word that is none of those that there are.
pub fn wrong_word(place: Place, words: &[&str]) -> Diagnostic {
    let words: Vec<String> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
    error(place, "this configuration can't be used", &format!("{} is expected here", listed(&words, "or")))
}

/// A key that nothing reads.
pub fn unknown_key(place: Place, key: &str, known: &[&str]) -> Diagnostic {
    let help = match nearest(key, known.iter().copied()) {
        Some(near) => did_you_mean(near),
        None => format!("there is {}", listed(&quoted(known), "and")),
    };
    error(place, &format!("unknown key `{key}`"), "nothing reads this").with_help(help)
}

/// A rule that is not there.
pub fn unknown_rule(place: Place, name: &str) -> Diagnostic {
    let near = nearest(name, RULES.iter().map(|rule| rule.name()));
    let help = near.map_or_else(|| "`jamb explain` lists the rules".to_owned(), did_you_mean);
    error(place, &format!("unknown rule `{name}`"), "there is no lint rule of this name").with_help(help)
}

/// An override of no files.
pub fn override_without_files(place: Place) -> Diagnostic {
    error(place, "this override speaks of no files", "`files` is missing").with_help("write `files = [\"staging/**\"]`")
}

/// A pattern of files that can't be read.
pub fn wrong_glob(place: Place, why: &str) -> Diagnostic {
    error(place, "this pattern of files can't be read", why)
}

fn error(place: Place, message: &str, label: &str) -> Diagnostic {
    Diagnostic::error(Code::INVALID_CONFIGURATION, place, message, label)
}
