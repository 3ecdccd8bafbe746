//! Every message about a trace that is not in jamb's own format.

use std::borrow::Cow;
use std::io;

use super::call::Unreadable;
use super::limits::{MAX_DOCUMENT_BYTES, MAX_RECORD_BYTES};
use super::unfit::Unfit;
use crate::diagnostic::{listed, shortened};
use crate::source::Span;
use crate::source::json::{Json, JsonError};
use crate::vocab::visible::visible;

const MIB: usize = 1024 * 1024;

#[cfg(feature = "compressed")]
pub(super) fn cut_off() -> io::Error {
    let words = "the compressed file is truncated; everything before the cut was read";
    io::Error::new(io::ErrorKind::UnexpectedEof, words)
}

#[cfg(feature = "compressed")]
pub(super) fn damaged(error: &io::Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the compressed file is damaged: {error}"))
}

#[cfg(not(feature = "compressed"))]
pub(super) fn compressed(compression: &str) -> io::Error {
    let words = format!("this file is compressed with {compression}, and this build of jamb can't decompress it");
    io::Error::new(io::ErrorKind::Unsupported, words)
}

pub(super) fn utf16() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "this is UTF-16, not UTF-8")
}

pub(super) fn policy() -> io::Error {
    Unfit { message: "is a policy, not a trace".to_owned(), help: Vec::new(), is_of_other_kind: true }.into()
}

pub(super) fn archive(kind: &str) -> io::Error {
    let message = format!("is {kind}, not a trace");
    let help = vec!["unpack it, or export it as JSON, and read that".to_owned()];
    Unfit { message, help, is_of_other_kind: true }.into()
}

/// A file in no known format, with the map that may read it.
pub(super) fn unknown_format(members: &[String], has_no_json: bool, map: Option<String>) -> Unfit {
    let has = if has_no_json { "its first line is not JSON".to_owned() } else { listing(members, "it has") };
    let own = format!("jamb's own format has one call per line: `{OWN_LINE}`");
    let map = match map {
        Some(map) => format!("this map comes nearest: `--map '{map}'`"),
        None => {
            "if it has calls, say where with a map: `--map 'each=.calls[], tool=.name, args=.arguments'`".to_owned()
        }
    };
    Unfit {
        message: "is not in a format that jamb knows".to_owned(),
        help: vec![has, own, map],
        is_of_other_kind: false,
    }
}

/// A map that finds no tool in a file.
pub(super) fn finds_nothing(members: &[String]) -> Unfit {
    let help = vec![
        listing(members, "the first record has"),
        "say where the calls are: `--map 'each=.calls[], tool=.name, args=.arguments'`".to_owned(),
    ];
    Unfit { message: "has no tool where the map looks for it".to_owned(), help, is_of_other_kind: false }
}

/// A line of jamb's own format.
const OWN_LINE: &str =
    r#"{"ts": "2026-03-01T12:00:00Z", "grant": "support-bot", "tool": "create_refund", "args": {"amount": 4200}}"#;

/// The names of the members of a value, or of those of a list's first element.
pub(super) fn members(json: &Json) -> Vec<String> {
    let first = json.elements().and_then(<[Json]>::first).unwrap_or(json);
    first.members().unwrap_or_default().iter().map(|member| member.key.clone()).collect()
}

/// The members of a record, for help.
pub(super) fn listing(members: &[String], has: &str) -> String {
    const MOST: usize = 12;
    let shown = members.iter().take(MOST).map(|name| format!("`{}`", shortened(&visible(name), 40)));
    let mut shown: Vec<String> = shown.collect();
    if members.len() > MOST {
        shown.push(format!("{} more", members.len() - MOST));
    }
    if shown.is_empty() { format!("{has} no members") } else { format!("{has} the members {}", listed(&shown, "and")) }
}

pub(super) fn document_too_large() -> io::Error {
    let words = format!("this JSON document is larger than {} MiB", MAX_DOCUMENT_BYTES / MIB);
    io::Error::new(io::ErrorKind::InvalidData, words)
}

pub(super) fn not_json(error: &JsonError) -> Unreadable {
    unreadable(Span::at(error.offset as usize), no_json(&error.message))
}

/// JSON that is nested too deeply may be valid, but is not read.
pub(super) fn no_json(cause: &str) -> String {
    if cause.starts_with("nested") { format!("this is {cause}") } else { format!("this is not valid JSON: {cause}") }
}

pub(super) fn not_utf8(offset: usize) -> Unreadable {
    unreadable(Span::at(offset), "these bytes are not valid UTF-8")
}

pub(super) fn line_too_long(shown: Span) -> Unreadable {
    unreadable(shown, format!("this line is longer than {} MiB", MAX_RECORD_BYTES / MIB))
}

pub(super) fn value_too_large(place: Span) -> Unreadable {
    unreadable(place, format!("this value is larger than {} MiB", MAX_RECORD_BYTES / MIB))
}

pub(super) fn no_entries() -> Unreadable {
    unreadable(Span::at(0), "an HTTP archive has a `log` with a list of `entries`, but this one does not")
}

pub(super) fn no_tool(place: Span) -> Unreadable {
    unreadable(place, "this call does not name a tool")
}

pub(super) fn unnamed_tool(place: Span) -> Unreadable {
    let help = "Claude Code records the names of tools if `OTEL_LOG_TOOL_DETAILS=1` is set";
    Unreadable { help: Some(Cow::Borrowed(help)), ..unreadable(place, "this record does not name the tool") }
}

pub(super) fn tool_no_string(place: Span, name: &Json) -> Unreadable {
    unreadable(place, format!("the tool's name is {}, not a string", name.describe()))
}

pub(super) fn tool_of_other_type(place: Span) -> Unreadable {
    unreadable(place, "the tool's name is not a `stringValue`")
}

pub(super) fn no_object(place: Span, arguments: &Json) -> Unreadable {
    unreadable(place, format!("the arguments are {}, not an object", arguments.describe()))
}

pub(super) fn no_structure(place: Span) -> Unreadable {
    unreadable(place, "the arguments are neither the text of a JSON object nor a `kvlistValue`")
}

pub(super) fn arguments_no_json(place: Span, error: &JsonError) -> Unreadable {
    unreadable(place, format!("the arguments are not valid JSON: {}", error.message))
}

pub(super) fn body_no_json(place: Span, error: &JsonError) -> Unreadable {
    unreadable(place, format!("this message is not valid JSON: {}", error.message))
}

pub(super) fn params_no_object(place: Span, params: &Json) -> Unreadable {
    unreadable(place, format!("`params` is {}, not an object", params.describe()))
}

pub(super) fn no_time(place: Span) -> Unreadable {
    unreadable(place, "this is not a time")
}

pub(super) fn no_expect(place: Span) -> Unreadable {
    unreadable(place, "the expected decision must be \"allow\" or \"deny\"")
}

pub(super) fn no_decision(place: Span) -> Unreadable {
    unreadable(place, "the gateway's decision must be \"allow\" or \"deny\"")
}

pub(super) fn piece(place: Span) -> Unreadable {
    let help = "record the whole response instead of the pieces in which it was streamed";
    Unreadable { help: Some(Cow::Borrowed(help)), ..unreadable(place, "this is only a piece of a call") }
}

fn unreadable(span: Span, message: impl Into<Cow<'static, str>>) -> Unreadable {
    Unreadable { message: message.into(), span, help: None }
}
