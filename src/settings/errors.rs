//! All messages about a `jamb.toml`.

use crate::diagnostic::{Code, Diagnostic, did_you_mean, listed, nearest, quoted};
use crate::source::{Place, SourceId, Span};
use crate::trace::map::MapError;

/// The file is there but can't be read.
pub fn unreadable(id: SourceId, why: &str) -> Diagnostic {
    error(Span::at(0).of(id), "this configuration can't be read", why)
}

/// The text is not TOML, in the parser's own words.
pub fn not_toml(place: Place, why: &str) -> Diagnostic {
    let why = why.lines().next().unwrap_or_default().trim_end_matches('.');
    error(place, "this configuration can't be read", why)
}

/// A value has the wrong kind.
pub fn wrong_kind(place: Place, wanted: &str) -> Diagnostic {
    error(place, "this configuration can't be used", &format!("expected {wanted}"))
}

/// A word is not one of those that are allowed here.
pub fn wrong_word(place: Place, words: &[&str]) -> Diagnostic {
    let words: Vec<String> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
    error(place, "this configuration can't be used", &format!("expected {}", listed(&words, "or")))
}

/// A key that jamb does not know.
pub fn unknown_key(place: Place, key: &str, known: &[&str]) -> Diagnostic {
    let help = match nearest(key, known.iter().copied()) {
        Some(near) => did_you_mean(near),
        None if known.len() == 1 => format!("the only key here is {}", listed(&quoted(known), "and")),
        None => format!("the keys here are {}", listed(&quoted(known), "and")),
    };
    error(place, &format!("unknown key `{key}`"), "jamb does not read this key").with_help(help)
}

/// A rule that does not exist.
pub fn unknown_rule(place: Place, name: &str, rules: &[&'static str]) -> Diagnostic {
    let near = nearest(name, rules.iter().copied());
    let help = near.map_or_else(|| "`jamb explain` lists the rules".to_owned(), did_you_mean);
    error(place, &format!("unknown rule `{name}`"), "there is no lint rule with this name").with_help(help)
}

/// An override without `files`.
pub fn override_without_files(place: Place) -> Diagnostic {
    error(place, "this override names no files", "`files` is missing").with_help("write `files = [\"staging/**\"]`")
}

/// An entry of `[[review.accept]]` without some of its keys.
pub fn incomplete_acceptance(place: Place, missing: &[&str]) -> Diagnostic {
    let verb = if missing.len() == 1 { "is" } else { "are" };
    let label = format!("{} {verb} missing", listed(&quoted(missing), "and"));
    error(place, "this entry accepts nothing", &label).with_help("`jamb review` prints entries that you can paste")
}

/// A file pattern that can't be read.
pub fn wrong_glob(place: Place, why: &str) -> Diagnostic {
    error(place, "this file pattern can't be read", why)
}

/// A map of a trace that can't be read, here or in `--map`.
pub fn wrong_map(id: SourceId, map_error: &MapError) -> Diagnostic {
    let MapError { message, label, span, help } = map_error;
    error(span.of(id), message, label).with_help(help.clone())
}

fn error(place: Place, message: &str, label: &str) -> Diagnostic {
    Diagnostic::error(Code::INVALID_CONFIGURATION, place, message, label)
}
