//! Reads the beginning of a trace, so that its format can be detected from the first records.

use std::borrow::Cow;
use std::io::{self, Cursor, Read};

use super::events::{self, EventLine};
use super::frames::begins_document;
use super::{errors, logged};
use crate::source::json::Json;

/// How much of a trace is looked at.
pub(super) const BYTES: usize = 64 * 1024;

/// How much is looked at if that is not enough to recognize the format.
pub(super) const MOST_BYTES: usize = 4 * 1024 * 1024;

/// How many records are looked at.
pub(super) const RECORDS: usize = 100;
pub(super) const MOST_RECORDS: usize = 10_000;

/// The first records of a trace; the last one may be incomplete.
pub(super) struct Head {
    records: Vec<Record>,
    /// It begins the way a policy does.
    is_policy: bool,
    /// The lines are those of an event stream.
    pub has_events: bool,
    /// There is nothing but white space.
    pub is_empty: bool,
    /// The trace has more records, or more bytes.
    pub is_cut: bool,
}

/// A record at the beginning of a trace.
pub(super) enum Record {
    /// A value.
    Json(Json),
    /// A line of a log that contains a message after some words.
    Logged,
    /// A line of VS Code's log of an MCP server.
    EditorLog,
}

impl Record {
    /// The value, if the record is one.
    pub fn json(&self) -> Option<&Json> {
        match self {
            Record::Json(json) => Some(json),
            Record::Logged | Record::EditorLog => None,
        }
    }
}

/// Reads the beginning of a trace; also returns the whole trace. If the first record suffices, no other one is read.
pub(super) fn peek(
    mut input: Box<dyn Read + Send>,
    (most, records): (usize, usize),
    suffices: fn(&Record) -> bool,
) -> io::Result<(Head, Box<dyn Read + Send>)> {
    let mut bytes = Vec::new();
    let failed = (&mut input).take(most as u64).read_to_end(&mut bytes).err();
    if is_utf16(&bytes) {
        return Err(errors::utf16());
    }
    if let Some(kind) = archive(&bytes) {
        return Err(errors::archive(kind));
    }
    // The library checks bytes one by one if it may have to replace some.
    let text = std::str::from_utf8(&bytes).map_or_else(|_| String::from_utf8_lossy(&bytes), Cow::Borrowed);
    let mut head = Head::read(&text, records, suffices);
    head.is_cut |= bytes.len() == most && failed.is_none();
    Ok((head, Box::new(Peeked { beginning: Cursor::new(bytes), failed, rest: input })))
}

/// By its byte order mark, or without one by the bracket that a trace begins with.
fn is_utf16(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 6] = [b"\xff\xfe", b"\xfe\xff", b"{\0", b"\0{", b"[\0", b"\0["];
    starts.iter().any(|start| bytes.starts_with(start))
}

/// Files that are not text, by how they begin.
const ARCHIVES: [(&[u8], &str); 9] = [
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "a zip archive"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ\0", "compressed with xz"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"%PDF-", "a PDF"),
];

fn archive(bytes: &[u8]) -> Option<&'static str> {
    let known = ARCHIVES.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind);
    let is_tar = bytes.get(257..262) == Some(b"ustar");
    known.or_else(|| is_tar.then_some("a tar archive"))
}

impl Head {
    fn read(text: &str, most: usize, suffices: fn(&Record) -> bool) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).peekable();
        let records: Vec<Record> = if lines.peek().is_some_and(|line| begins_document(line)) {
            Json::parse_beginning(text).map(Record::Json).into_iter().collect()
        } else {
            let mut records = lines.filter_map(record);
            let first = records.next();
            let more = if first.as_ref().is_some_and(suffices) { 0 } else { most - 1 };
            first.into_iter().chain(records.take(more)).collect()
        };
        let (has_events, is_empty) = (events::is_stream(text.lines()), is_empty(text));
        let is_cut = records.len() == most;
        Self { records, is_policy: is_policy(text), has_events, is_empty, is_cut }
    }

    /// The records, in their order.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Whether this is a policy rather than a trace.
    pub fn is_policy(&self) -> bool {
        let is_compiled = |record: &Record| match record {
            Record::Json(json) => json.get("version").is_some() && json.get("default").is_some(),
            Record::Logged | Record::EditorLog => false,
        };
        self.is_policy || self.records.first().is_some_and(is_compiled)
    }

    /// Whether messages are embedded in log lines, so that lines without one are normal.
    pub fn is_log(&self) -> bool {
        self.records.iter().any(|record| matches!(record, Record::Logged | Record::EditorLog))
    }
}

/// Whether there is nothing, or an empty list.
fn is_empty(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(|inner| inner.trim().is_empty())
}

/// Whether the first line that is not a comment states the default, as most policies do.
fn is_policy(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| ["default deny", "default allow"].iter().any(|words| line.starts_with(words)))
}

fn record(line: &str) -> Option<Record> {
    let line = match events::event_line(line) {
        Some(EventLine::Data(data)) => data,
        Some(EventLine::Field) | None => line,
    };
    // `[2026-03-01T12:00:00Z]` is not a list.
    if !line.trim_start().starts_with('{') && Json::parse_text(line).is_err() && logged::is_logged(line) {
        return Some(if logged::is_editor_log(line) { Record::EditorLog } else { Record::Logged });
    }
    line.trim_start().starts_with(['{', '[']).then(|| Json::parse_beginning(line)).flatten().map(Record::Json)
}

/// The part that was already read, then the error that ended it, if any, then the rest.
struct Peeked {
    beginning: Cursor<Vec<u8>>,
    failed: Option<io::Error>,
    rest: Box<dyn Read + Send>,
}

impl Read for Peeked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.beginning.read(buffer)?;
        if count > 0 || buffer.is_empty() {
            return Ok(count);
        }
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.rest.read(buffer),
        }
    }
}
