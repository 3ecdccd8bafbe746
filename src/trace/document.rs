//! A trace that is one JSON document, or several in a row. Its values, and the elements of a list, are read one
//! at a time, so that memory never contains all of their trees.

use super::call::Unreadable;
use super::chunk::Chunk;
use super::errors;
use super::frame::{Frame, Shape};
use super::limits::MAX_RECORD_BYTES;
use crate::source::Span;
use crate::source::json::{Json, JsonError, find, value_at};

/// A document that is being read.
pub(super) struct Document {
    /// The offset after what was read.
    at: usize,
    /// The path to the list of records, if there is only one list.
    wanted: Option<&'static [&'static str]>,
    list: List,
    /// The text ends where invalid UTF-8 begins.
    undecodable: bool,
}

/// The position relative to the outermost list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Outside,
    BeforeFirst,
    AfterElement,
}

/// Why reading ends.
enum Stop {
    End,
    NoList,
    Json(JsonError),
}

impl Document {
    pub fn new(shape: Shape, undecodable: bool) -> Self {
        let wanted = match shape {
            Shape::Records => None,
            Shape::List(keys) => Some(keys),
        };
        Self { at: 0, wanted, list: List::Outside, undecodable }
    }

    /// The next value; `None` at the end, or after a part that could not be read. If the file is truncated,
    /// what is missing is not an error of its own.
    pub fn next(&mut self, chunk: &Chunk, cut: bool) -> Option<Frame> {
        let text = &chunk.text;
        let stop = match self.go_to_value(text) {
            Ok(place) => return Some(read(chunk, place)),
            Err(stop) => stop,
        };
        let undecodable = std::mem::take(&mut self.undecodable);
        (self.at, self.list) = (text.len(), List::Outside);
        self.wanted = None;
        let unreadable = match stop {
            Stop::End | Stop::Json(_) | Stop::NoList if undecodable => errors::not_utf8(text.len()),
            Stop::End => return None,
            Stop::NoList => errors::no_entries(),
            Stop::Json(error) => errors::not_json(&error),
        };
        (!cut).then(|| unreadable_on(chunk, unreadable))
    }

    /// The position of the next value, which is skipped.
    fn go_to_value(&mut self, text: &str) -> Result<Span, Stop> {
        if let Some(keys) = self.wanted.filter(|_| self.list == List::Outside) {
            let place = find(text, keys).map_err(Stop::Json)?.filter(|&at| byte(text, at) == Some(b'['));
            self.at = place.ok_or(Stop::NoList)?;
        }
        loop {
            self.at += blanks(text, self.at);
            match (self.list, byte(text, self.at)) {
                (List::Outside, None) => return Err(Stop::End),
                (List::Outside, Some(b'[')) => self.list = List::BeforeFirst,
                (List::BeforeFirst | List::AfterElement, Some(b']')) if self.wanted.is_some() => {
                    return Err(Stop::End);
                }
                (List::BeforeFirst | List::AfterElement, Some(b']')) => self.list = List::Outside,
                (List::AfterElement, Some(b',')) => {
                    self.at += 1;
                    return self.value(text);
                }
                (List::AfterElement, None) => return Err(self.stop("the list is not closed")),
                (List::AfterElement, Some(_)) => return Err(self.stop("expected `,` or `]`")),
                (List::Outside | List::BeforeFirst, _) => return self.value(text),
            }
            self.at += 1;
        }
    }

    fn value(&mut self, text: &str) -> Result<Span, Stop> {
        let place = value_at(text, self.at).map_err(Stop::Json)?;
        self.at = place.end as usize;
        if self.list == List::BeforeFirst {
            self.list = List::AfterElement;
        }
        Ok(place)
    }

    fn stop(&self, message: &str) -> Stop {
        Stop::Json(JsonError { message: message.to_owned(), offset: self.at as u32 })
    }
}

/// A value with balanced brackets may still be too large, nested too deeply, or contain an invalid escape. Only
/// this value is then unreadable.
fn read(chunk: &Chunk, place: Span) -> Frame {
    if place.range().len() > MAX_RECORD_BYTES {
        return unreadable_on(chunk, errors::value_too_large(Span::at(place.start as usize)));
    }
    match Json::parse_at(&chunk.text, place.start as usize) {
        Ok(json) => Frame::Value(json),
        Err(error) => unreadable_on(chunk, errors::not_json(&error)),
    }
}

fn unreadable_on(chunk: &Chunk, unreadable: Unreadable) -> Frame {
    Frame::Unreadable(chunk.unreadable(unreadable))
}

fn byte(text: &str, at: usize) -> Option<u8> {
    text.as_bytes().get(at).copied()
}

fn blanks(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}
