//! The messages of a server, as clients print them: one JSON document, several, or an event stream.
//!
//! `curl` prints what a server sends over HTTP as it is: events with their `data:` lines, after the head of the response
//! if it was asked for. A server that is started by hand prints one message after the other.

use super::errors::{self, NotACatalog};
use crate::source::json::{Json, JsonError};
use crate::source::{Source, Span};

/// The fields of an event.
const FIELDS: [&str; 4] = ["data", "event", "id", "retry"];

/// The messages in a file, at least one.
pub fn messages(source: &Source) -> Result<Vec<Json>, NotACatalog> {
    let error = match Json::parse(source) {
        Ok(document) => return Ok(vec![document]),
        Err(error) if source.undecodable.is_some() => return Err(errors::no_json(source, &error)),
        Err(error) => error,
    };
    let body = body(source);
    if starts_event(source.text.get(body..).unwrap_or_default()) {
        return read_all(&masked(&source.text, body), &events(&source.text, body))
            .map_err(|error| not_json(source, &error));
    }
    if body > source.body_start() {
        let whole = [Span::new(body, source.text.len())];
        return read_all(&source.text, &whole).map_err(|error| not_json(source, &error));
    }
    let is_message = |message: &Json| message.get("jsonrpc").is_some() || message.get("tools").is_some();
    let sequence = sequence(&source.text, body);
    sequence.filter(|all| all.len() > 1 && all.iter().all(is_message)).ok_or_else(|| not_json(source, &error))
}

fn not_json(source: &Source, error: &JsonError) -> NotACatalog {
    errors::no_json(source, error)
}

/// Where the body of a response starts, if its head comes before it.
fn body(source: &Source) -> usize {
    let start = source.body_start();
    let text = source.text.get(start..).unwrap_or_default();
    if !text.starts_with("HTTP/") {
        return start;
    }
    let blank = lines_with_ends(text, start).find(|(_, line)| line.trim().is_empty());
    blank.map_or(start, |(at, line)| at + line.len())
}

fn starts_event(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    first.starts_with(':')
        || FIELDS.iter().any(|field| first.strip_prefix(field).is_some_and(|rest| rest.starts_with(':')))
}

/// The span of each event that has data.
fn events(text: &str, body: usize) -> Vec<Span> {
    let mut events: Vec<Span> = Vec::new();
    let mut open: Option<Span> = None;
    for (at, line) in lines_with_ends(text, body) {
        let end = at + line.len();
        if line.trim().is_empty() {
            events.extend(open.take());
        } else if line.starts_with("data:") {
            open = Some(open.map_or(Span::new(at, end), |event| Span { end: end as u32, ..event }));
        }
    }
    events.extend(open);
    events
}

/// The same text with blanks in place of all but the data of events, so that places stay the same.
fn masked(text: &str, body: usize) -> String {
    let mut masked = " ".repeat(body);
    for (_, line) in lines_with_ends(text, body) {
        let hidden = if line.starts_with("data:") { "data:".len() } else { line.len() };
        masked.push_str(&" ".repeat(hidden));
        masked.push_str(line.get(hidden..).unwrap_or_default());
    }
    masked
}

fn read_all(text: &str, spans: &[Span]) -> Result<Vec<Json>, JsonError> {
    let nothing = || JsonError { message: "there is no message".to_owned(), offset: 0 };
    let read: Result<Vec<_>, _> = spans.iter().map(|span| whole(text, *span)).collect();
    read.and_then(|messages| if messages.is_empty() { Err(nothing()) } else { Ok(messages) })
}

/// The one value in a span.
fn whole(text: &str, span: Span) -> Result<Json, JsonError> {
    let end = span.end as usize;
    let value = Json::parse_at(text.get(..end).unwrap_or_default(), span.start as usize)?;
    let rest = text.get(value.span.end as usize..end).unwrap_or_default();
    match rest.find(|letter: char| !letter.is_ascii_whitespace()) {
        None => Ok(value),
        Some(at) => {
            let offset = value.span.end + at as u32;
            Err(JsonError { message: "there is something after the message".to_owned(), offset })
        }
    }
}

/// Values one after the other; `None` if one of them can't be read.
fn sequence(text: &str, from: usize) -> Option<Vec<Json>> {
    let mut values: Vec<Json> = Vec::new();
    let mut at = from;
    while !text.get(at..)?.trim_ascii_start().is_empty() {
        let value = Json::parse_at(text, at).ok()?;
        at = value.span.end as usize;
        values.push(value);
    }
    Some(values)
}

fn lines_with_ends(text: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = from;
    text.get(from..).unwrap_or_default().split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    })
}
