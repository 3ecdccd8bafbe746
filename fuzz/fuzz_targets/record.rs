//! Any bytes as the messages between a client and a server; the first byte chooses whether a policy is enforced. Without
//! one, what came in is passed on unchanged; with one, only calls that it allows. The recorded trace can be read.
//!
//! A line of the server starts with `<`.
#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jamb::document::{Document, Job, Workspace};
use jamb::model::Policy;
use jamb::record::passing::pass;
use jamb::record::{Decider, Gate, Glance, Label, Line, Lines, Passage, Recorder, Start, TraceFile, Voice};
use jamb::source::disk::MemoryDisk;
use jamb::source::json::Json;
use jamb::source::{Source, Sources};
use jamb::trace::jsonl::{self, Memory};
use jamb::vocab::Time;
use serde_json::Value;

const POLICY: &str = r#"
default deny
hide drop
tool pay {
  require args.amount <= 5
  deny if args.to == "evil"
}
tool send {
  require args.message.to in ["a", "b"]
}
allow free
"#;

static COMPILED: LazyLock<Policy> = LazyLock::new(|| {
    let document = Document::new(Source::from_text("policy.pl", POLICY));
    let compiled = Workspace::new(MemoryDisk::default()).judge(&mut Sources::default(), &document, Job::COMPILE);
    compiled.policy.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics))
});

/// A folder in memory, if the system has one.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    folder.join(format!("jamb-fuzz-record-{}", std::process::id()))
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, lines)) = bytes.split_first() else { return };
    let _ = fs::remove_dir_all(&*FOLDER);
    fs::create_dir(&*FOLDER).unwrap();
    let step = usize::from(first & 0x3f) + 1;
    let is_enforced = first & 0x80 != 0;
    let would = (first & 0x40 != 0).then(|| Decider::new(COMPILED.clone(), None, false));
    let recorder = recorder(would.filter(|_| !is_enforced));
    let lines = lines.split_inclusive(|byte| *byte == b'\n');
    if is_enforced {
        enforced(lines, step, recorder);
    } else {
        observed(lines, step, recorder);
    }
});

fn recorder(would: Option<Decider>) -> Recorder {
    Recorder::new(Start {
        label: Label { session: "s".to_owned(), ..Label::default() },
        trace: TraceFile::open(&FOLDER.join("calls.jsonl")).unwrap(),
        name: "calls.jsonl".to_owned(),
        catalog: Some(FOLDER.join("calls.tools.json")),
        would,
        voice: Voice::new(|_| {}),
    })
}

/// What came in is passed on, and each call is in the trace.
fn observed<'l>(lines: impl Iterator<Item = &'l [u8]>, step: usize, mut recorder: Recorder) {
    let (mut client, mut server) = (Lines::default(), Lines::default());
    let (mut calls, mut is_exact) = (0, true);
    let mut time = Time { micros: 0 };
    let mut look = |recorder: &mut Recorder, line: &Line<'_>| {
        time.micros += 1;
        let count = line.bytes.and_then(calls_of);
        is_exact &= count.is_some();
        calls += count.unwrap_or_default();
        check_glance(line);
        recorder.client(line, time);
    };
    for line in lines {
        let mut to = Vec::new();
        match line.strip_prefix(b"<") {
            None => {
                pass(&mut Pieces(line, step), &mut to, |bytes| client.read(bytes, |line| look(&mut recorder, line)));
                assert_eq!(to, line);
            }
            Some(line) => {
                pass(&mut Pieces(line, step), &mut to, |bytes| {
                    server.read(bytes, |line| {
                        check_glance(line);
                        recorder.server(line);
                    });
                });
                assert_eq!(to, line);
            }
        }
    }
    client.finish(|line| look(&mut recorder, line));
    server.finish(|line| recorder.server(line));
    recorder.finish();
    let recorded = recorded();
    assert!(if is_exact { recorded.len() == calls } else { recorded.len() >= calls }, "{calls}: {recorded:?}");
}

/// What is passed on was decided on, and is in the trace.
fn enforced<'l>(lines: impl Iterator<Item = &'l [u8]>, step: usize, recorder: Recorder) {
    let mut gate = Gate::new(Decider::new(COMPILED.clone(), None, true), recorder);
    let mut client = Lines::default();
    let mut forwarded = Vec::new();
    let mut take = |gate: &mut Gate, line: &Line<'_>| {
        for passage in gate.client(line) {
            match passage {
                Passage::Forward(message) => forwarded.extend(allowed(&message)),
                Passage::Answer(answer) => {
                    let json = Json::parse_text(&answer).unwrap_or_else(|error| panic!("{error:?}: {answer}"));
                    assert!(json.get("jsonrpc").is_some() && json.get("id").is_some(), "{answer}");
                    assert!(!answer.contains(['\n', '\r']), "{answer:?}");
                }
            }
        }
    };
    for line in lines {
        match line.strip_prefix(b"<") {
            None => line.chunks(step).for_each(|bytes| client.read(bytes, |line| take(&mut gate, line))),
            Some(line) => {
                let mut glance = Glance::default();
                line.chunks(step).for_each(|bytes| glance.look(bytes.strip_suffix(b"\n").unwrap_or(bytes)));
                check_hidden(&gate.server(&String::from_utf8_lossy(line), glance.end()));
            }
        }
    }
    client.finish(|line| take(&mut gate, line));
    gate.finish();
    let mut recorded = recorded();
    recorded.retain(|call| call.decision.as_deref() == Some("allow"));
    let mut recorded: Vec<_> = recorded.into_iter().map(|call| (call.tool, call.args)).collect();
    recorded.sort();
    forwarded.sort();
    assert_eq!(recorded, forwarded);
}

/// The tool and the arguments of a call that is passed on. Panics if the policy denies it for any reader.
fn allowed(text: &str) -> Option<(Option<String>, Option<String>)> {
    assert!(text.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{text:?}");
    let json = Json::parse_text(text).unwrap_or_else(|error| panic!("{error:?}: {text}"));
    assert!(is_distinct(&json, &str::to_ascii_lowercase), "{text}");
    check_case(&json, &["jsonrpc", "id", "method", "params", "result", "error"], text);
    let method = json.get("method").and_then(Json::text)?;
    let letters: String = method.chars().filter(|letter| letter.is_alphanumeric()).collect();
    if !letters.eq_ignore_ascii_case("toolscall") {
        return None;
    }
    assert_eq!(method, "tools/call", "{text}");
    let params = json.get("params").unwrap();
    check_case(params, &["name", "arguments"], text);
    let tool = params.get("name").and_then(Json::text).unwrap();
    let arguments = params.get("arguments");
    let args = arguments.map_or("{}", |arguments| &text[arguments.span.range()]);
    if let Some(arguments) = arguments {
        let names: &[&str] = if tool == "free" { &[] } else { &["amount", "to", "message"] };
        check_case(arguments, names, text);
    }
    match serde_json::from_str::<Value>(args) {
        Ok(args) => assert!(allows(tool, &args), "{text}"),
        Err(error) => assert!(error.to_string().contains("recursion"), "{error}: {text}"),
    }
    Some((Some(tool.to_owned()), Some(args.to_owned())))
}

/// The policy, as somebody else would have written it.
fn allows(tool: &str, args: &Value) -> bool {
    match tool {
        "free" => true,
        "pay" => args["amount"].as_f64().is_some_and(|amount| amount <= 5.0) && args["to"] != "evil",
        "send" => matches!(args["message"]["to"].as_str(), Some("a" | "b")),
        _ => false,
    }
}

/// No reader that overlooks case takes another member for one of these.
fn check_case(object: &Json, names: &[&str], text: &str) {
    for member in object.members().unwrap_or_default() {
        assert!(!names.iter().any(|name| member.key.eq_ignore_ascii_case(name) && member.key != *name), "{text}");
    }
}

/// The client does not see the hidden tool.
fn check_hidden(line: &str) {
    let Ok(message) = serde_json::from_str::<Value>(line) else { return };
    let messages = message.as_array().map_or(std::slice::from_ref(&message), Vec::as_slice);
    for message in messages.iter().filter(|message| message.get("method").is_none()) {
        let tools = message["result"]["tools"].as_array();
        assert!(!tools.is_some_and(|tools| tools.iter().any(|tool| tool["name"] == "drop")), "{line}");
    }
}

/// A look at a message shows what a reader of the whole finds.
fn check_glance(line: &Line<'_>) {
    let Some(text) = line.bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()).filter(|text| text.len() < 4_096) else {
        return;
    };
    let Ok(json) = Json::parse_text(text) else { return };
    assert_eq!(line.seen.is_batch, json.elements().is_some(), "{text}");
    if json.members().is_none() || !is_distinct(&json, &str::to_owned) {
        return;
    }
    let text_of = |json: Option<&Json>| json.and_then(Json::text).map(str::to_owned);
    assert_eq!(line.seen.method, text_of(json.get("method")), "{text}");
    assert_eq!(line.seen.name, text_of(json.get("params").and_then(|params| params.get("name"))), "{text}");
    let id = json.get("id").filter(|id| id.members().is_none() && id.elements().is_none());
    assert_eq!(line.seen.id.as_deref(), id.map(|id| &text[id.span.range()]), "{text}");
    let is = |json: Option<&Json>, word: &str| json.is_some_and(|json| &text[json.span.range()] == word);
    let fails = json.get("error").is_some_and(|error| !is(Some(error), "null"));
    let fails = fails || is(json.get("result").and_then(|result| result.get("isError")), "true");
    assert_eq!(line.seen.is_error, fails, "{text}");
}

/// How many calls a message contains; `None` if two readers may disagree about that.
fn calls_of(line: &[u8]) -> Option<usize> {
    if line.trim_ascii().is_empty() {
        return Some(0);
    }
    let message: Value = serde_json::from_slice(line).ok()?;
    Json::parse_text(std::str::from_utf8(line).ok()?).ok()?;
    let messages = message.as_array().map_or(std::slice::from_ref(&message), Vec::as_slice);
    Some(messages.iter().filter(|message| message["method"] == "tools/call").count())
}

/// Whether no object has two members with the same key.
fn is_distinct(json: &Json, folded: &dyn Fn(&str) -> String) -> bool {
    let members = json.members().unwrap_or_default();
    let mut keys: Vec<String> = members.iter().map(|member| folded(&member.key)).collect();
    keys.sort();
    let values = members.iter().map(|member| &member.value).chain(json.elements().unwrap_or_default());
    keys.windows(2).all(|pair| pair[0] != pair[1]) && values.into_iter().all(|value| is_distinct(value, folded))
}

#[derive(Debug)]
struct Recorded {
    tool: Option<String>,
    args: Option<String>,
    decision: Option<String>,
}

/// The calls in the trace, after a reader of traces has found the same.
fn recorded() -> Vec<Recorded> {
    let text = fs::read_to_string(FOLDER.join("calls.jsonl")).unwrap();
    let calls: Vec<Recorded> = text.lines().map(recorded_line).collect();
    let mut memory = Memory::default();
    for (line, call) in text.lines().zip(&calls) {
        let Ok((read, extent)) = jsonl::read(line, &mut memory, |_, _, scanner| scanner.value()) else {
            assert!(call.tool.is_none(), "{line}");
            continue;
        };
        let tool = read.tool.map(|tool| String::from_utf8_lossy(&tool.text(line.as_bytes())).into_owned());
        assert_eq!(tool, call.tool, "{line}");
        assert_eq!(extent.args.map(|args| &line[args.span().range()]), call.args.as_deref(), "{line}");
    }
    calls
}

fn recorded_line(line: &str) -> Recorded {
    let json = Json::parse_text(line).unwrap_or_else(|error| panic!("{error:?}: {line}"));
    let text = |name| json.get(name).and_then(Json::text).map(str::to_owned);
    let args = json.get("args").filter(|args| args.members().is_some());
    Recorded { tool: text("tool"), args: args.map(|args| line[args.span.range()].to_owned()), decision: text("decision") }
}

/// Gives bytes in pieces.
struct Pieces<'b>(&'b [u8], usize);

impl std::io::Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(self.0.len()).min(buffer.len());
        let (piece, rest) = self.0.split_at(count);
        buffer[..count].copy_from_slice(piece);
        self.0 = rest;
        Ok(count)
    }
}
