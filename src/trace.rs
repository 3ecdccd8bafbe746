//! Recorded calls. A trace is in one of the formats in the table below. The format's reader turns each record
//! of the file (a line, or a document) into [`Call`]s. jamb's own format, meant for long traces, is read
//! without copying: see [`jsonl`].
//!
//! ```text
//! bytes ──compressed──► bytes ──head, FORMATS──► which format ──frames──► records ──its reader──► Found
//! ```

mod ai_sdk;
mod aliases;
mod anthropic;
mod arguments;
mod call;
mod calls;
mod chat;
mod claude;
mod codex;
mod compressed;
mod copilot;
mod dialect;
mod document;
mod errors;
mod events;
mod frame;
mod frames;
mod gemini;
mod har;
mod head;
mod held;
mod histories;
pub mod jsonl;
mod jsonrpc;
mod likeness;
mod limits;
mod lines;
mod litellm;
mod logged;
pub mod map;
mod mapped;
mod mcp;
mod names;
mod openai;
mod opencode;
mod opening;
mod options;
mod otel;
mod chunk;
mod fingerprints;
mod pieces;
mod proposal;
mod reader;
mod recent;
mod rejections;
mod run;
mod sameness;
mod streamed;
mod text;
mod times;
mod tool_call;
mod unfit;
mod who;
mod wrapped;

pub use call::{Args, Call, DEFAULT_GRANT, Excerpt, Expect, Found, Identity, Recorded, Unreadable, Written};
pub use calls::Calls;
pub use fingerprints::Fingerprints;
pub use limits::{MAX_DOCUMENT_BYTES, MAX_RECORD_BYTES};
pub use names::{Names, rewritten};
pub use options::{From, Options};
pub use run::Run;
pub use unfit::Unfit;

use std::io::{self, BufReader, Read};

use frame::Shape;
use frames::Frames;
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
pub const FORMATS: [Format; 12] = [
    Format {
        from: From::Opencode,
        name: "opencode",
        about: "OpenCode: parts of messages, exported sessions, and the events of a run",
        looks_like: opencode::looks_like,
        reader: Some((Shape::Records, opencode::reader)),
    },
    Format {
        from: From::Litellm,
        name: "litellm",
        about: "LiteLLM: the calls in spend logs",
        looks_like: litellm::looks_like,
        reader: Some((Shape::Records, litellm::reader)),
    },
    Format {
        from: From::Jsonl,
        name: "jsonl",
        about: "jamb's own format: JSON Lines, one call per line",
        looks_like: aliases::looks_like,
        reader: None,
    },
    Format {
        from: From::Otel,
        name: "otel",
        about: "OpenTelemetry: OTLP JSON, or a span per line",
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
        from: From::Codex,
        name: "codex",
        about: "Codex: rollouts of sessions, and `codex exec --json`",
        looks_like: codex::looks_like,
        reader: Some((Shape::Records, codex::reader)),
    },
    Format {
        from: From::Copilot,
        name: "copilot",
        about: "GitHub Copilot: events of sessions, and VS Code's log of an MCP server",
        looks_like: copilot::looks_like,
        reader: Some((Shape::Records, copilot::reader)),
    },
    Format {
        from: From::Gemini,
        name: "gemini",
        about: "Gemini CLI: sessions, saved conversations, and `stream-json`",
        looks_like: gemini::looks_like,
        reader: Some((Shape::Records, gemini::reader)),
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

/// Opens a trace of a run: decompresses it, and detects its format unless the user names it, or a map. Later read
/// errors are reported by what this returns.
pub fn open(name: &str, input: Box<dyn Read + Send>, run: &Run) -> io::Result<Opened> {
    let options = &run.options;
    let is_detected = options.map.is_none() && options.from == From::Auto;
    let suffices: fn(&Record) -> bool = if is_detected { is_own } else { |_| false };
    let (mut head, mut input) = head::peek(compressed::open(input)?, (head::BYTES, head::RECORDS), suffices)?;
    if let Some(map) = &options.map {
        run.begin();
        return Ok(calls("map", Shape::Records, name, (&head, input), run, &|opening| mapped::reader(map, opening)));
    }
    let from = if options.from == From::Auto { detected(&mut head, &mut input)? } else { options.from };
    run.begin();
    let format = FORMATS.iter().find(|format| format.from == from);
    Ok(match format.and_then(|format| Some((format.name, format.reader?))) {
        Some((format, (shape, reader))) => calls(format, shape, name, (&head, input), run, &reader),
        None => Opened::Own(input),
    })
}

fn calls(
    format: &'static str,
    shape: Shape,
    name: &str,
    (head, input): (&Head, Box<dyn Read + Send>),
    run: &Run,
    reader: &dyn Fn(&Opening<'_>) -> Box<dyn Reader>,
) -> Opened {
    let reader = reader(&Opening { head, run });
    let frames = Frames::new(BufReader::with_capacity(256 * 1024, input), shape, head.has_events);
    Opened::Calls(Calls::new(format, (run, run::server_of_log(name)), frames, reader))
}

/// The format of a trace. More of it is looked at if its first record is long, or if the first records are in no
/// format.
fn detected(head: &mut Head, input: &mut Box<dyn Read + Send>) -> io::Result<From> {
    let mut from = format_of(head);
    if from.is_none() && head.is_cut {
        let all = std::mem::replace(input, Box::new(io::empty()));
        let (longer, again) = head::peek(all, (head::MOST_BYTES, head::MOST_RECORDS), is_own)?;
        (*head, *input) = (longer, again);
        from = format_of(head);
    }
    if head.is_policy() {
        return Err(errors::policy());
    }
    from.ok_or_else(|| unknown_format(head))
}

/// The format of the first record that certainly belongs to one; otherwise the first possible one. An empty file
/// is an empty trace.
fn format_of(head: &Head) -> Option<From> {
    let of = |likeness| head.records().iter().find_map(|record| of_record(record, likeness));
    let is_empty = head.is_empty.then_some(From::Jsonl);
    of(Likeness::Surely).or_else(|| of(Likeness::Perhaps)).or(is_empty)
}

/// Whether a record is certainly one of jamb's own format. If the first one is, so is the trace.
fn is_own(record: &Record) -> bool {
    of_record(record, Likeness::Surely) == Some(From::Jsonl)
}

fn of_record(record: &Record, likeness: Likeness) -> Option<From> {
    match record {
        Record::Json(json) => of_value(json, likeness),
        Record::Logged => Some(From::Jsonrpc),
        Record::EditorLog => Some(From::Copilot),
    }
}

/// The format of the elements of a list, or else of a value.
fn of_value(json: &Json, likeness: Likeness) -> Option<From> {
    const ELEMENTS: usize = 100;
    let elements = json.elements().unwrap_or_default().iter().take(ELEMENTS);
    let of_element = elements.into_iter().find_map(|element| of_value(element, likeness));
    // jamb's own format has no lists.
    let of_element = of_element.filter(|from| *from != From::Jsonl || likeness == Likeness::Surely);
    of_element.or_else(|| FORMATS.iter().find(|format| (format.looks_like)(json) == likeness).map(|format| format.from))
}

/// Says what is in a file that is in no known format, and which map may read it.
fn unknown_format(head: &Head) -> io::Error {
    let values: Vec<Json> = head.records().iter().filter_map(Record::json).cloned().collect();
    let members = values.first().map(errors::members).unwrap_or_default();
    let map = proposal::proposal(&values).map(|map| map.to_string());
    errors::unknown_format(&members, values.is_empty(), map).into()
}
