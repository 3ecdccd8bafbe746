//! Every message about a map.

use super::entry::{Entry, KEYS, MapError};
use crate::diagnostic::{did_you_mean, listed, nearest, quoted};
use crate::source::Span;

/// What a path looks like, for help.
const PATHS: &str = "a path is written `.request.name`; a member that is not a plain word is quoted: `.\"a.b\"`";

pub(super) fn no_key(span: Span) -> MapError {
    error("this is not an entry of a map", "expected `KEY=PATH`", span, "write it as `tool=.name, args=.arguments`")
}

pub(super) fn no_comma(span: Span) -> MapError {
    error("the entries of this map are not separated", "expected a comma", span, PATHS)
}

pub(super) fn unknown_key(entry: &Entry<'_>) -> MapError {
    let help = match nearest(entry.key, KEYS) {
        Some(near) => did_you_mean(near),
        None => format!("the keys of a map are {}", listed(&quoted(KEYS), "and")),
    };
    error(&format!("unknown key `{}`", entry.key), "a map does not have this key", entry.key_span, &help)
}

pub(super) fn key_twice(entry: &Entry<'_>) -> MapError {
    let message = format!("the key `{}` is there twice", entry.key);
    error(&message, "it already has a path", entry.key_span, "remove one of the two")
}

pub(super) fn no_tool(span: Span) -> MapError {
    error(
        "this map does not say where the tool is",
        "`tool` is missing",
        span,
        "add `tool=` and the path to the tool's name",
    )
}

pub(super) fn no_path(span: Span) -> MapError {
    error("this is not a path", "expected `.` and the name of a member", span, PATHS)
}

pub(super) fn odd_member(span: Span) -> MapError {
    error("this is not a path", "expected the name of a member", span, PATHS)
}

pub(super) fn open_quote(span: Span) -> MapError {
    error("this is not a path", "the quoted name is not closed, or has an unknown escape", span, PATHS)
}

pub(super) fn index(span: Span) -> MapError {
    let help = "`[]` stands for each element of a list";
    error("a path can't name one element of a list", "expected `[]`", span, help)
}

pub(super) fn elements(span: Span) -> MapError {
    let help = "name the list of calls in `each`: `each=.calls[], tool=.name`";
    error("only `each` goes through lists", "`[]` is not read here", span, help)
}

pub(super) fn up_in_each(span: Span) -> MapError {
    error("`each` starts at the document", "`^` is not read here", span, "leave out the `^`")
}

pub(super) fn too_long(span: Span) -> MapError {
    error("this path is too long", "a path has at most 64 steps", span, PATHS)
}

fn error(message: &str, label: &str, span: Span, help: &str) -> MapError {
    MapError { message: message.to_owned(), label: label.to_owned(), span, help: help.to_owned() }
}
