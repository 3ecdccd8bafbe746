//! Recorded calls. A trace is one of the formats in the table below; its reader turns each record of the
//! file (a line, or a document) into [`Call`]s. The own format, which is what long traces are kept in,
//! is read where it lies: see [`jsonl`].
//!
//! ```text
//! bytes ──compressed──► bytes ──head, FORMATS──► which format ──frames──► records ──its reader──► Found
//! ```

mod anthropic;
mod arguments;
mod chat;
mod claude;
mod compressed;
mod document;
mod errors;
mod frames;
mod har;
mod head;
pub mod jsonl;
mod jsonrpc;
mod lines;
mod mcp;
mod openai;
mod otel;
mod page;
mod prints;
mod recent;
mod text;
mod times;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, BufReader, Read};
use std::sync::Arc;

use frames::{Frame, Frames, Shape};
use head::{Head, Likeness};
use page::Page;

use crate::source::json::{Json, JsonError};
use crate::source::{Span, written_offset};
use crate::vocab::Time;

/// The longest line, and the largest value of a document, that is read (16 MiB).
pub const MAX_RECORD_BYTES: usize = 16 * 1024 * 1024;

/// The largest document that is no JSON Lines (256 MiB): it stays in memory while its values are read.
pub const MAX_DOCUMENT_BYTES: usize = 256 * 1024 * 1024;

/// What a user may say about how traces are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The format.
    pub from: From,
    /// The server whose calls are wanted, where a trace names the server of a call.
    pub server: Option<String>,
}

/// The format of a trace, as a user names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum From {
    /// The one that the trace looks like.
    #[default]
    Auto,
    /// The own one.
    Jsonl,
    /// `jsonrpc`
    Jsonrpc,
    /// `claude`
    Claude,
    /// `openai`
    Openai,
    /// `anthropic`
    Anthropic,
    /// `har`
    Har,
    /// `otel`
    Otel,
}

/// A format of traces.
pub struct Format {
    /// Which it is.
    pub from: From,
    /// Its name, as `--from` takes it.
    pub name: &'static str,
    /// What it is, in a line.
    pub about: &'static str,
    looks_like: fn(&Json) -> Likeness,
    reader: Option<(Shape, MakeReader)>,
}

type MakeReader = fn(&Options, &Head) -> Box<dyn Reader>;

/// All formats. Of several that a record looks like, the first is taken.
pub const FORMATS: [Format; 7] = [
    Format {
        from: From::Jsonl,
        name: "jsonl",
        about: "the own format: JSON Lines, a call a line",
        looks_like: |json| Likeness::surely(json.get("tool").is_some_and(|tool| tool.text().is_some())),
        reader: None,
    },
    Format {
        from: From::Otel,
        name: "otel",
        about: "OpenTelemetry: OTLP JSON lines with `execute_tool` spans, or MCP spans",
        looks_like: otel::looks_like,
        reader: Some((Shape::Records, otel::reader)),
    },
    Format {
        from: From::Har,
        name: "har",
        about: "HTTP archives of streamable-HTTP MCP sessions",
        looks_like: har::looks_like,
        reader: Some((Shape::List(&["log", "entries"]), har::reader)),
    },
    Format {
        from: From::Jsonrpc,
        name: "jsonrpc",
        about: "MCP messages, one a line, batches, also in a logger's lines",
        looks_like: jsonrpc::looks_like,
        reader: Some((Shape::Records, jsonrpc::reader)),
    },
    Format {
        from: From::Claude,
        name: "claude",
        about: "session transcripts of Claude Code",
        looks_like: claude::looks_like,
        reader: Some((Shape::Records, claude::reader)),
    },
    Format {
        from: From::Anthropic,
        name: "anthropic",
        about: "Anthropic messages with `tool_use`: requests, responses, conversations",
        looks_like: anthropic::looks_like,
        reader: Some((Shape::Records, chat::reader)),
    },
    Format {
        from: From::Openai,
        name: "openai",
        about: "OpenAI chat messages with `tool_calls`, and Responses items",
        looks_like: openai::looks_like,
        reader: Some((Shape::Records, chat::reader)),
    },
];

/// A trace that was opened.
// There is one of it a file: its size costs nothing.
#[allow(clippy::large_enum_variant)]
pub enum Opened {
    /// The own format: the bytes as they are, decompressed.
    Own(Box<dyn Read + Send>),
    /// What is found in another format.
    Calls(Calls),
}

/// Opens a trace: decompresses it, and finds out its format where the user does not name it. What can't
/// be read of it later is told by what was opened.
pub fn open(input: Box<dyn Read + Send>, options: &Options) -> io::Result<Opened> {
    let (head, input) = head::peek(compressed::open(input)?)?;
    if options.from == From::Auto && head.is_policy() {
        return Err(errors::policy());
    }
    let from = if options.from == From::Auto { head.format() } else { options.from };
    let reader = FORMATS.iter().find(|format| format.from == from).and_then(|format| format.reader);
    Ok(match reader {
        Some((shape, reader)) => Opened::Calls(Calls::new(input, shape, reader(options, &head))),
        None => Opened::Own(input),
    })
}

/// The calls of a trace, as they are read.
pub struct Calls {
    frames: Frames,
    reader: Box<dyn Reader>,
    found: VecDeque<Found>,
    /// Why reading ended too early, told behind everything that was found.
    failed: Option<io::Error>,
    ended: bool,
}

impl Calls {
    fn new(input: Box<dyn Read + Send>, shape: Shape, reader: Box<dyn Reader>) -> Self {
        let frames = Frames::new(BufReader::with_capacity(256 * 1024, input), shape);
        Self { frames, reader, found: VecDeque::new(), failed: None, ended: false }
    }

    fn read(&mut self, frame: Frame) {
        match frame {
            Frame::Value(json) => self.reader.value(self.frames.page(), &json, &mut self.found),
            Frame::Other(error) => self.reader.other(self.frames.page(), &error, &mut self.found),
            Frame::Unreadable(found) => self.found.push_back(found),
        }
    }

    fn end(&mut self, failed: Option<io::Error>) {
        self.reader.end(&mut self.found);
        self.failed = failed;
        self.ended = true;
    }
}

impl Iterator for Calls {
    type Item = io::Result<Found>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.found.pop_front() {
                return Some(Ok(found));
            }
            if self.ended {
                return self.failed.take().map(Err);
            }
            match self.frames.next() {
                Some(Ok(frame)) => self.read(frame),
                Some(Err(error)) => self.end(Some(error)),
                None => self.end(None),
            }
        }
    }
}

/// Finds the calls in the records of one format.
trait Reader: Send {
    /// A record: a line, or a value of a document.
    fn value(&mut self, page: &Page, json: &Json, found: &mut VecDeque<Found>);

    /// A line that is no JSON.
    fn other(&mut self, page: &Page, error: &JsonError, found: &mut VecDeque<Found>) {
        found.push_back(page.unreadable(errors::not_json(error)));
    }

    /// The end of the trace: what was kept back is found now.
    fn end(&mut self, _found: &mut VecDeque<Found>) {}
}

/// The grant of a call that names none.
pub const DEFAULT_GRANT: &str = "default";

/// One recorded call, as a reader found it.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// What it was read from.
    pub excerpt: Excerpt,
    /// Where in that text the call stands; its line is the one in which this starts.
    pub span: Span,
    /// When it was made; `None` is with the call before it.
    pub time: Option<Time>,
    /// On whose behalf; `None` is [`DEFAULT_GRANT`].
    pub grant: Option<String>,
    /// The tool's name.
    pub tool: String,
    /// The arguments; `None` where they were not recorded.
    pub args: Option<Args>,
    /// What the trace says the decision has to be.
    pub expect: Option<Expect>,
    /// Its `id`, as the JSON text of it.
    pub id: Option<String>,
    /// Its `session`, as the JSON text of it.
    pub session: Option<String>,
}

/// A part of a trace file that stays in memory while its calls are shown: a line, or a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Excerpt {
    /// The text.
    pub text: Arc<str>,
    /// The line of the file on which it starts, counted from 1.
    pub first_line: u64,
    /// The offset in the file at which it starts, in bytes, of what a compressed file holds.
    pub offset: u64,
}

/// Recorded arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Args {
    /// The JSON text of an object.
    pub json: String,
    /// Where that text is written.
    pub written: Written,
}

/// How the text of arguments stands in its excerpt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// As it is, from this offset on.
    Plain(u32),
    /// As the text of a JSON string, of which this is the span, quotes included.
    Quoted(Span),
    /// As a part of the text of a JSON string.
    Inside {
        /// The string's span, quotes included.
        quoted: Span,
        /// The offset in the string's text at which the arguments begin.
        from: u32,
    },
    /// Not as one text: the trace says in another way what the arguments were, or that there were none.
    Nowhere,
}

/// What a trace expects of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// `"expect": "allow"`
    Allow,
    /// `"expect": "deny"`
    Deny,
}

/// Why a record, or a call in it, can't be read. The words are for the label; the record is shown,
/// underlined at the span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong, in lower case: `this is no JSON: expected a comma`.
    pub message: Cow<'static, str>,
    /// Where in the record.
    pub span: Span,
    /// What to do about it.
    pub help: Option<Cow<'static, str>>,
}

/// What a reader finds in a trace, in its order.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A call.
    Call(Call),
    /// Something that should have been one.
    Unreadable(Excerpt, Unreadable),
}

impl Args {
    /// The place in the excerpt of a part of the arguments' text.
    pub fn place_of(&self, part: Span, excerpt: &str) -> Option<Span> {
        match self.written {
            Written::Plain(offset) => Some(Span { start: offset + part.start, end: offset + part.end }),
            Written::Quoted(quoted) => place_in_string(quoted, part, excerpt),
            Written::Inside { quoted, from } => {
                place_in_string(quoted, Span { start: from + part.start, end: from + part.end }, excerpt)
            }
            Written::Nowhere => None,
        }
    }
}

fn place_in_string(quoted: Span, part: Span, excerpt: &str) -> Option<Span> {
    let text = excerpt.get(quoted.range())?;
    let written = |decoded: u32| quoted.start + written_offset(text, decoded as usize) as u32;
    Some(Span { start: written(part.start), end: written(part.end) })
}
