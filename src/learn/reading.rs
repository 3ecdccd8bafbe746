//! Reads the calls of traces, one after the other, in every format that `simulate` reads.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};

use super::heard::{Heard, Outcome};
use crate::simulate::outcome::Failure;
use crate::simulate::{Open, Trace};
use crate::source::json::{Json, JsonKind};
use crate::source::scan::RawKind;
use crate::trace::jsonl::{self, Line, Memory};
use crate::trace::{self, Call, DEFAULT_GRANT, Expect, Found, MAX_RECORD_BYTES, Opened, Options, Run};

/// The most servers that are distinguished.
const MOST_SERVERS: usize = 1_000;
/// The longest name of a server that is kept, in bytes.
const LONGEST_SERVER: usize = 256;
/// Some writers put this before the first line.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// What was read besides calls.
#[derive(Debug, Default)]
pub struct Unread {
    /// Traces that could be read.
    pub files: u64,
    /// Traces that could not be opened, or could not be read to the end.
    pub failures: Vec<Failure>,
    /// Lines that could not be read.
    pub unreadable: u64,
    /// Calls that the user or the client rejected.
    pub rejected: u64,
    /// Calls that were found before.
    pub repeated: u64,
    /// Calls of other servers.
    pub passed_over: u64,
    /// The servers that calls name, with their numbers of calls.
    pub servers: BTreeMap<String, u64>,
}

/// Reads all traces. If a server is wanted and no call names one, all calls count.
pub fn read(traces: &Open<'_>, options: &Options, hear: &mut dyn FnMut(Heard<'_>)) -> Unread {
    let run = Run::new(options.clone());
    let names_no_server = options.server.is_some() && names_no_server(traces, options);
    let mut reading = Reading { run: &run, names_no_server, unread: Unread::default(), hear };
    reading.all(traces);
    reading.unread
}

fn names_no_server(traces: &Open<'_>, options: &Options) -> bool {
    let run = Run::new(options.clone());
    let mut reading = Reading { run: &run, names_no_server: true, unread: Unread::default(), hear: &mut |_| {} };
    reading.all(traces);
    reading.unread.servers.is_empty()
}

struct Reading<'r> {
    run: &'r Run,
    names_no_server: bool,
    unread: Unread,
    hear: &'r mut dyn FnMut(Heard<'_>),
}

impl Reading<'_> {
    fn all(&mut self, traces: &Open<'_>) {
        for at in 0.. {
            let Some(Trace { name, is_beside, input }) = traces(at) else { return };
            let read = input.and_then(|input| trace::open(&name, input, self.run)).and_then(|opened| match opened {
                Opened::Own(input) => self.lines(input, at),
                Opened::Calls(calls) => self.calls(calls, at),
            });
            match read {
                Ok(()) => self.unread.files += 1,
                Err(error) => self.unread.failures.push(Failure::new(&name, is_beside, &error)),
            }
        }
    }

    fn calls(&mut self, calls: trace::Calls, file: usize) -> io::Result<()> {
        // In these formats, a record is a conversation.
        let is_chat = matches!(calls.format, "openai" | "anthropic");
        for found in calls {
            match found? {
                Found::Call(call) if is_chat => self.call(&call, (file, &format!("{file}:{}", call.record))),
                Found::Call(call) => self.call(&call, (file, &file.to_string())),
                Found::Unreadable(..) => self.unread.unreadable += 1,
                Found::PassedOver => self.unread.passed_over += 1,
                Found::Rejected => self.unread.rejected += 1,
                Found::Repeated => self.unread.repeated += 1,
            }
        }
        Ok(())
    }

    fn call(&mut self, call: &Call, (file, conversation): (usize, &str)) {
        if !self.wants(call.server.as_deref()) {
            return;
        }
        let is_denied = call.expect == Some(Expect::Deny)
            || call.recorded.as_ref().is_some_and(|recorded| recorded.decision == Expect::Deny);
        (self.hear)(Heard {
            tool: &call.tool,
            grant: call.grant.as_deref().unwrap_or(DEFAULT_GRANT),
            session: call.session.as_deref(),
            conversation,
            id: call.id.as_deref(),
            time: call.time.map(|stamp| stamp.time),
            args: call.args.as_ref().map(|args| args.json.as_str()),
            file,
            outcome: match () {
                () if is_denied => Outcome::Denied,
                () if call.failed => Outcome::Failed,
                () if call.unanswered => Outcome::Unanswered,
                () => Outcome::Succeeded,
            },
        });
    }

    /// Whether calls of this server are wanted. The server is counted.
    fn wants(&mut self, server: Option<&str>) -> bool {
        if let Some(server) = server {
            if let Some(calls) = self.unread.servers.get_mut(server) {
                *calls += 1;
            } else if self.unread.servers.len() < MOST_SERVERS && server.len() <= LONGEST_SERVER {
                self.unread.servers.insert(server.to_owned(), 1);
            }
        }
        let names = self.run.names();
        let is_wanted =
            !names.are_chosen() || server.map_or(self.names_no_server, |server| names.wants(server.as_bytes()));
        self.unread.passed_over += u64::from(!is_wanted);
        is_wanted
    }

    fn lines(&mut self, input: Box<dyn Read + Send>, file: usize) -> io::Result<()> {
        let mut input = BufReader::with_capacity(1 << 18, input);
        let mut memory = Memory::new(self.run.zone());
        let conversation = file.to_string();
        let (mut bytes, mut is_first) = (Vec::new(), true);
        while next_line(&mut input, &mut bytes)? {
            let line = bytes.trim_ascii();
            let line = if is_first { line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line) } else { line };
            is_first = false;
            match std::str::from_utf8(line) {
                Ok("") => {}
                Ok(line) if line.len() < MAX_RECORD_BYTES => self.line(line, (file, &conversation), &mut memory),
                Ok(_) | Err(_) => self.unread.unreadable += 1,
            }
        }
        Ok(())
    }

    fn line(&mut self, text: &str, (file, conversation): (usize, &str), memory: &mut Memory) {
        let Ok((line, extent)) = jsonl::read(text, memory, |_, _, scanner| scanner.value()) else {
            self.unread.unreadable += 1;
            return;
        };
        let bytes = text.as_bytes();
        let word = |raw: Option<crate::source::scan::Raw>| raw.map(|raw| lossy(raw.text(bytes)));
        let name = word(line.tool).unwrap_or_default();
        let (server, tool) = self.run.names().split(&name);
        let named = word(line.server).filter(|server| !server.is_empty());
        if !self.wants(named.as_deref().or(server)) {
            return;
        }
        let slice = |raw: crate::source::scan::Raw| text.get(raw.span().range());
        (self.hear)(Heard {
            tool,
            grant: &grant(&line, bytes),
            session: line.session.filter(|session| !session.is(RawKind::Null)).and_then(slice),
            conversation,
            id: line.id.filter(|id| !id.is(RawKind::Null)).and_then(slice),
            time: line.time,
            args: extent.args.and_then(slice),
            file,
            outcome: outcome(&line, text),
        });
    }
}

/// Reads a line with its end, or the first bytes of one that is too long; `false` at the end of the input.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let most = MAX_RECORD_BYTES as u64 + 1;
    let read = Read::take(&mut *input, most).read_until(b'\n', line)?;
    if read as u64 == most && line.last() != Some(&b'\n') {
        input.skip_until(b'\n')?;
    }
    Ok(read > 0)
}

fn lossy(text: Cow<'_, [u8]>) -> String {
    String::from_utf8_lossy(&text).into_owned()
}

fn grant<'t>(line: &Line, text: &'t [u8]) -> Cow<'t, str> {
    match line.grant {
        None => Cow::Borrowed(DEFAULT_GRANT),
        // A user may be a number.
        Some(grant) if grant.is(RawKind::Number) => String::from_utf8_lossy(grant.bytes(text)),
        Some(grant) => Cow::Owned(lossy(grant.text(text))),
    }
}

/// What `expect`, `decision` and `outcome` say, which `jamb record` writes.
fn outcome(line: &Line, text: &str) -> Outcome {
    if line.expect == Some(Expect::Deny) || line.decision == Some(Expect::Deny) {
        return Outcome::Denied;
    }
    let is_said = text.contains("\"outcome\"");
    let said = is_said.then(|| Json::parse_text(text).ok()).flatten();
    let said = said.as_ref().and_then(|json| json.get("outcome"));
    match said.map(|outcome| &outcome.kind) {
        None | Some(JsonKind::Null | JsonKind::Boolean(true)) => Outcome::Succeeded,
        Some(JsonKind::Boolean(false)) => Outcome::Failed,
        Some(JsonKind::Text(word)) => outcome_of(word),
        Some(JsonKind::Number(_) | JsonKind::List(_) | JsonKind::Object(_)) => Outcome::Unknown,
    }
}

/// What a word says, in any case.
fn outcome_of(word: &str) -> Outcome {
    match word.trim().to_lowercase().as_str() {
        "ok" | "okay" | "success" | "successful" | "succeeded" | "completed" | "complete" | "done" | "allow"
        | "allowed" | "passed" | "true" => Outcome::Succeeded,
        "none" | "unanswered" => Outcome::Unanswered,
        "error" | "errored" | "failed" | "failure" | "fail" | "timeout" | "timed_out" | "timed out" | "cancelled"
        | "canceled" | "aborted" | "exception" | "false" => Outcome::Failed,
        "deny" | "denied" | "block" | "blocked" | "rejected" | "refused" => Outcome::Denied,
        _ => Outcome::Unknown,
    }
}
