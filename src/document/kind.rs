//! Recognizes what kind of file a text is, by its first lines.

use crate::source::json::{Json, starts_like_json};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A `.pl` policy. Every text counts as one unless its first lines show something else.
    Policy,
    /// A `policy.json`, whatever the name of the file.
    Json,
    /// Something else, by its name: a language that also uses the extension `.pl`, or recorded calls,
    /// which also begin with `{`.
    Foreign(&'static str),
    /// A file larger than [`MAX_FILE_BYTES`](crate::source::MAX_FILE_BYTES), which is not read.
    TooLarge,
}

/// How many lines are searched for signs of another language.
const LINES: usize = 100;

impl Kind {
    /// The kind of a text.
    pub fn of(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let first = text.lines().next().unwrap_or_default();
        if starts_like_json(text) {
            return if is_call(first) { Self::Foreign("a trace") } else { Self::Json };
        }
        if first.starts_with("#!") && first.contains("perl") {
            return Self::Foreign("Perl");
        }
        text.lines().take(LINES).find_map(|line| other_language(line.trim())).map_or(Self::Policy, Self::Foreign)
    }
}

/// Whether a line of JSON is a recorded call or an MCP message, not a policy.
fn is_call(line: &str) -> bool {
    let json = Json::parse_text(line).ok();
    let has = |name: &str| json.as_ref().is_some_and(|json| json.get(name).and_then(Json::text).is_some());
    (has("tool") || has("jsonrpc")) && !has("version") && !has("default")
}

/// The other language that a line belongs to, if it is clear.
fn other_language(line: &str) -> Option<&'static str> {
    if ["use strict;", "use warnings;"].contains(&line) {
        return Some("Perl");
    }
    (line.starts_with(":-") || is_prolog_clause(line)).then_some("Prolog")
}

/// `parent(X, Y) :- father(X, Y).`
fn is_prolog_clause(line: &str) -> bool {
    let Some((head, _)) = line.split_once(":-") else { return false };
    let head = head.trim_end();
    let name = head.split('(').next().unwrap_or_default();
    let is_name = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name && (head.len() == name.len() || head.ends_with(')'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_lines_show_the_kind() {
        for (text, expected) in [
            ("default deny\n# use strict; is Perl\n", Kind::Policy),
            ("deny x because \":- no\"\n", Kind::Policy),
            ("", Kind::Policy),
            ("\u{feff} {\"version\"", Kind::Json),
            ("{\"tool\": \"pay\", \"args\": {}}\n{", Kind::Foreign("a trace")),
            ("{\"tool\": \"pay\", \"version\": \"1\"}", Kind::Json),
            ("{\"tool\": {}}", Kind::Json),
            ("[\n  {\"name\": \"pay\"}\n]", Kind::Json),
            ("[lint]\nignore = []", Kind::Policy),
            ("#!/usr/bin/env perl\nprint 1;", Kind::Foreign("Perl")),
            ("package Foo;\nuse strict;\n", Kind::Foreign("Perl")),
            ("parent(X, Y) :- father(X, Y).\n", Kind::Foreign("Prolog")),
            (":- module(a, []).\n", Kind::Foreign("Prolog")),
        ] {
            assert_eq!(Kind::of(text), expected, "{text}");
        }
    }
}
