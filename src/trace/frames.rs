//! Splits bytes into records. A line is a record. If a trace is one JSON document, each value in it is a
//! record, or each element of its outermost list. Memory contains one line, or the document and one of its
//! values.

use std::io::{self, BufReader, Read};

use super::chunk::Chunk;
use super::document::Document;
use super::errors;
use super::events::{EventLine, event_line, is_end, only_data};
use super::frame::{Frame, Shape};
use super::limits::{MAX_DOCUMENT_BYTES, MAX_RECORD_BYTES};
use super::lines::{Line, Lines};
use crate::source::Span;
use crate::source::json::Json;

/// How much of a line that is too long is shown.
const SHOWN_BYTES: usize = 4 * 1024;

/// The records of a trace.
pub(super) struct Frames {
    lines: Lines,
    shape: Shape,
    /// The lines are those of an event stream.
    has_events: bool,
    /// The lines of an event's data, until it ends.
    data: Option<Line>,
    /// The text of the last record.
    chunk: Chunk,
    document: Option<Document>,
    started: bool,
    ended: bool,
    /// Why nothing more could be read; returned after everything else.
    failed: Option<io::Error>,
}

impl Frames {
    pub fn new(input: BufReader<Box<dyn Read + Send>>, shape: Shape, has_events: bool) -> Self {
        Self {
            lines: Lines::new(input),
            shape,
            has_events,
            data: None,
            chunk: Chunk::line("", 1, 0),
            document: None,
            started: false,
            ended: false,
            failed: None,
        }
    }

    /// The text of the record that was returned last.
    pub fn chunk(&self) -> &Chunk {
        &self.chunk
    }

    /// The next record; an error ends the trace.
    pub fn next(&mut self) -> Option<io::Result<Frame>> {
        loop {
            if let Some(document) = &mut self.document {
                let cut = self.failed.is_some();
                if let Some(frame) = document.next(&self.chunk, cut) {
                    return Some(Ok(frame));
                }
                self.document = None;
                self.ended = true;
            }
            if let Some(error) = self.failed.take() {
                self.ended = true;
                return Some(Err(error));
            }
            if self.ended {
                return None;
            }
            let most = if self.started { MAX_RECORD_BYTES } else { MAX_DOCUMENT_BYTES };
            match self.lines.next(most) {
                None => {
                    self.ended = true;
                    if let Some(frame) = self.event_end() {
                        return Some(Ok(frame));
                    }
                }
                Some(Err(error)) => self.failed = Some(error),
                Some(Ok(line)) if self.has_events && !line.too_long && line.failed.is_none() => {
                    if let Some(frame) = self.event_line(line) {
                        return Some(Ok(frame));
                    }
                }
                Some(Ok(line)) if line.bytes.trim_ascii().is_empty() => self.failed = line.failed,
                Some(Ok(line)) => {
                    if let Some(frame) = self.line(line) {
                        return Some(Ok(frame));
                    }
                }
            }
        }
    }

    /// The record in a line; `None` if the line begins a document, or if the trace is truncated in it.
    fn line(&mut self, mut line: Line) -> Option<Frame> {
        self.failed = line.failed.take();
        let first = !std::mem::replace(&mut self.started, true);
        if first && self.begins_document(&line) {
            self.document = self.open_document(line);
            return None;
        }
        if line.too_long || line.bytes.len() > MAX_RECORD_BYTES {
            let shown = String::from_utf8_lossy(line.bytes.get(..SHOWN_BYTES).unwrap_or(&line.bytes)).into_owned();
            self.chunk = Chunk::line(&shown, line.number, line.offset);
            return Some(Frame::Unreadable(self.chunk.unreadable(errors::line_too_long(Span::new(0, shown.len())))));
        }
        let cut = self.failed.is_some();
        let text = match String::from_utf8(line.bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                self.chunk = Chunk::line(&String::from_utf8_lossy(error.as_bytes()), line.number, line.offset);
                let unreadable = self.chunk.unreadable(errors::not_utf8(valid));
                return (!cut).then_some(Frame::Unreadable(unreadable));
            }
        };
        self.chunk = Chunk::line(&text, line.number, line.offset);
        match Json::parse_text(&text) {
            Ok(json) => Some(Frame::Value(json)),
            Err(error) => (!cut).then_some(Frame::Other(error)),
        }
    }

    /// The record in a line of an event stream. The data of most events is one line, which is read at once, because
    /// some recordings have lost the blank lines between events.
    fn event_line(&mut self, line: Line) -> Option<Frame> {
        self.started = true;
        let text = String::from_utf8_lossy(&line.bytes).into_owned();
        match event_line(&text) {
            _ if text.trim().is_empty() => self.event_end(),
            Some(EventLine::Field) => None,
            Some(EventLine::Data(data)) if is_end(data) => None,
            Some(EventLine::Data(_)) => self.data_line(line, &text),
            None => self.line(line),
        }
    }

    fn data_line(&mut self, line: Line, text: &str) -> Option<Frame> {
        let Some(data) = &mut self.data else {
            if let Ok(json) = Json::parse_text(&only_data(text)) {
                self.chunk = Chunk::line(text, line.number, line.offset);
                return Some(Frame::Value(json));
            }
            self.data = Some(line);
            return None;
        };
        if data.bytes.len() + line.bytes.len() <= MAX_RECORD_BYTES {
            data.bytes.extend_from_slice(data.end);
            data.bytes.extend_from_slice(&line.bytes);
            data.end = line.end;
        }
        None
    }

    /// The record in the lines of an event that ends.
    fn event_end(&mut self) -> Option<Frame> {
        let Line { bytes, number, offset, .. } = self.data.take()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let data = only_data(&text);
        self.chunk = Chunk::document(text, number, offset);
        match Json::parse_text(&data) {
            Ok(json) => Some(Frame::Value(json)),
            // Servers send words, too.
            Err(error) => data.trim_start().starts_with(['{', '[']).then_some(Frame::Other(error)),
        }
    }

    fn begins_document(&mut self, line: &Line) -> bool {
        match self.shape {
            Shape::List(_) => true,
            // Too long for a record, it may still be the whole trace. An error comes again with the next line.
            Shape::Records if line.bytes.len() > MAX_RECORD_BYTES => {
                !line.too_long && self.failed.is_none() && self.lines.is_at_end().unwrap_or(true)
            }
            Shape::Records => begins_document(&String::from_utf8_lossy(&line.bytes)),
        }
    }

    fn open_document(&mut self, line: Line) -> Option<Document> {
        let Line { mut bytes, end, number, offset, .. } = line;
        if self.failed.is_none() {
            let (rest, failed) = self.lines.rest(MAX_DOCUMENT_BYTES.saturating_sub(bytes.len()));
            bytes.extend(end.iter().copied().chain(rest));
            self.failed = failed;
        }
        if bytes.len() > MAX_DOCUMENT_BYTES {
            self.failed = Some(errors::document_too_large());
            return None;
        }
        let (text, undecodable) = match String::from_utf8(bytes) {
            Ok(text) => (text, false),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let mut bytes = error.into_bytes();
                bytes.truncate(valid);
                (String::from_utf8(bytes).unwrap_or_default(), true)
            }
        };
        self.chunk = Chunk::document(text, number, offset);
        Some(Document::new(self.shape, undecodable))
    }
}

/// Whether the first line of a trace is the first of several lines that form one value.
pub(super) fn begins_document(line: &str) -> bool {
    let line = line.trim();
    let opens = line.starts_with(['{', '[']) && line.ends_with(['{', '[', ',', ':']);
    opens && Json::parse_text(line).is_err()
}
