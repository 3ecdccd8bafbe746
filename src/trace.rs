//! Recorded calls. A trace is in one of the formats in the table below. The format's reader turns each record
//! of the file (a line, or a document) into [`Call`]s. jamb's own format, meant for long traces, is read
//! without copying: see [`jsonl`].
//!
//! ```text
//! bytes ──compressed──► bytes ──head, FORMATS──► which format ──frames──► records ──its reader──► Found
//! ```

mod anthropic;
mod arguments;
mod call;
mod calls;
mod chat;
mod claude;
mod compressed;
mod dialect;
mod document;
mod errors;
mod frame;
mod frames;
mod har;
mod head;
pub mod jsonl;
mod jsonrpc;
mod likeness;
mod limits;
mod lines;
mod logged;
mod mcp;
mod names;
mod openai;
mod opening;
mod options;
mod otel;
mod pending;
mod chunk;
mod fingerprints;
mod reader;
mod recent;
mod run;
mod sameness;
mod text;
mod times;
mod who;

pub use call::{Args, Call, DEFAULT_GRANT, Excerpt, Expect, Found, Identity, Unreadable, Written};
pub use calls::Calls;
pub use limits::{MAX_DOCUMENT_BYTES, MAX_RECORD_BYTES};
pub use names::Names;
pub use options::{From, Options};
pub use run::Run;

use std::io::{self, Read};

use frame::Shape;
use head::{Head, Record};
use likeness::Likeness;
use opening::Opening;
use reader::Reader;

use crate::source::json::Json;

/// A format of traces.
pub struct Format {
    /// The format.
    pub from: From,
    /// Its name, as `--from` takes it.
    pub name: &'static str,
    /// A one-line description.
    pub about: &'static str,
    looks_like: fn(&Json) -> Likeness,
    reader: Option<(Shape, MakeReader)>,
}

type MakeReader = fn(&Opening<'_>) -> Box<dyn Reader>;

/// All formats. If a record looks like several, the first one wins.
pub const FORMATS: [Format; 7] = [
    Format {
        from: From::Jsonl,
        name: "jsonl",
        about: "jamb's own format: JSON Lines, one call per line",
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
        about: "MCP messages, one per line or in batches, also inside log lines",
        looks_like: jsonrpc::looks_like,
        reader: Some((Shape::Records, jsonrpc::reader)),
    },
    Format {
        from: From::Claude,
        name: "claude",
        about: "Claude Code session transcripts",
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

/// An opened trace.
// There is only one per file, so its size does not matter.
#[allow(clippy::large_enum_variant)]
pub enum Opened {
    /// jamb's own format: the bytes as they are, decompressed.
    Own(Box<dyn Read + Send>),
    /// The calls found in another format.
    Calls(Calls),
}

impl Opened {
    /// The name of the format, as `--from` takes it.
    pub fn format(&self) -> &'static str {
        match self {
            Opened::Own(_) => "jsonl",
            Opened::Calls(calls) => calls.format,
        }
    }
}

/// Opens a trace of a run: decompresses it, and detects its format unless the user names it. Later read errors
/// are reported by what this returns.
pub fn open(name: &str, input: Box<dyn Read + Send>, run: &Run) -> io::Result<Opened> {
    let options = &run.options;
    let (head, input) = head::peek(compressed::open(input)?)?;
    if options.from == From::Auto && head.is_policy() {
        return Err(errors::policy());
    }
    let from = if options.from == From::Auto { format_of(&head) } else { options.from };
    run.begin();
    let read = FORMATS.iter().find(|format| format.from == from).and_then(|format| Some((format.name, format.reader?)));
    Ok(match read {
        Some((format, (shape, reader))) => {
            let reader = reader(&Opening { head: &head, run });
            Opened::Calls(Calls::new(format, (run, run::server_of_log(name)), input, (shape, reader)))
        }
        None => Opened::Own(input),
    })
}

/// The format of the first record that certainly belongs to one; otherwise the first possible one. A trace that
/// no format recognizes is read as jamb's own format, whose reader says for each line what is wrong with it.
fn format_of(head: &Head) -> From {
    let of = |likeness| head.records().iter().find_map(|record| of_record(record, likeness));
    of(Likeness::Surely).or_else(|| of(Likeness::Perhaps)).unwrap_or(From::Jsonl)
}

fn of_record(record: &Record, likeness: Likeness) -> Option<From> {
    match record {
        Record::Json(json) => of_value(json, likeness),
        Record::Logged => Some(From::Jsonrpc),
    }
}

/// The format of a value, or of the elements of a list.
fn of_value(json: &Json, likeness: Likeness) -> Option<From> {
    const ELEMENTS: usize = 16;
    let own = FORMATS.iter().find(|format| (format.looks_like)(json) == likeness).map(|format| format.from);
    let elements = json.elements().unwrap_or_default().iter().take(ELEMENTS);
    own.or_else(|| elements.into_iter().find_map(|element| of_value(element, likeness)))
}
