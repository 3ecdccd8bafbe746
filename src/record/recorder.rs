//! What a recording knows: the calls that are open, the list of tools that is being read, and where both are written.

use std::collections::HashSet;
use std::path::PathBuf;

use super::catalog_file::Kept;
use super::decider::Decider;
use super::entry::{self, Entry, Label, Outcome};
use super::id::Id;
use super::lines::Line;
use super::listing::Listing;
use super::open_calls::OpenCalls;
use super::trace_file::TraceFile;
use super::voice::Voice;
use crate::file_system::reasons;
use crate::source::json::Json;
use crate::vocab::Time;
use crate::vocab::visible::message as shown;

/// How many requests are remembered, to know whether the client still waits.
const MOST_WAITING: usize = 10_000;

/// A recording.
#[derive(Debug)]
pub struct Recorder {
    label: Label,
    trace: TraceFile,
    /// Its name, for messages.
    name: String,
    open: OpenCalls,
    listing: Listing,
    /// The requests of any kind that were not answered yet.
    waiting: HashSet<Id>,
    /// Decides calls without enforcing anything.
    would: Option<Decider>,
    /// Says what happens.
    pub voice: Voice,
    /// Whether it was said that the trace can't be written.
    is_failing: bool,
    /// Whether it was said that a message can't be read.
    has_said_unread: bool,
}

/// A recording to begin.
#[derive(Debug)]
pub struct Start {
    /// What all lines say.
    pub label: Label,
    /// The file.
    pub trace: TraceFile,
    /// Its name, for messages.
    pub name: String,
    /// Where the server's list of tools is kept, if anywhere.
    pub catalog: Option<PathBuf>,
    /// Decides calls without enforcing anything.
    pub would: Option<Decider>,
    /// Says what happens.
    pub voice: Voice,
}

impl Recorder {
    /// Begins a recording.
    pub fn new(start: Start) -> Self {
        let Start { label, trace, name, catalog, would, voice } = start;
        let (open, listing) = (OpenCalls::default(), Listing::new(catalog));
        let waiting = HashSet::new();
        Self { label, trace, name, open, listing, waiting, would, voice, is_failing: false, has_said_unread: false }
    }

    /// Looks at a line of the client, which came at this time.
    pub fn client(&mut self, line: &Line<'_>, time: Time) {
        let read = line.bytes.ok_or_else(|| format!("it has {} bytes", line.length)).and_then(|bytes| {
            let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
            let json = Json::parse_text(text).map_err(|error| format!("it is not valid JSON: {}", error.message))?;
            Ok((text, json))
        });
        match read {
            Ok((text, json)) => match json.elements() {
                Some(messages) => messages.iter().for_each(|message| self.message(text, message, time)),
                None => self.message(text, &json, time),
            },
            Err(reason) if line.seen.method.as_deref() == Some("tools/call") => self.unread(line, reason, time),
            Err(reason) if may_contain_calls(line) => self.unread_calls(&reason),
            Err(_) => {}
        }
    }

    /// Looks at a line of the server.
    pub fn server(&mut self, line: &Line<'_>) {
        if !line.seen.is_batch {
            // The id of most messages is enough to see that they answer no call.
            let id = line.seen.id.as_deref().filter(|_| line.seen.method.is_none());
            if let Some(id) = id.and_then(Id::read) {
                let text = line.bytes.filter(|_| self.listing.is_asked(&id));
                let read = text.and_then(|bytes| std::str::from_utf8(bytes).ok());
                let read = read.and_then(|text| Some((text, Json::parse_text(text).ok()?)));
                let result = read.as_ref().and_then(|(text, json)| Some((*text, json.get("result")?)));
                self.answered(&id, line.seen.is_error, result);
            }
            return;
        }
        let Some(text) = line.bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()) else { return };
        let Ok(json) = Json::parse_text(text) else { return };
        for message in json.elements().unwrap_or_default() {
            if let Some(id) = message.get("id").and_then(Id::of).filter(|_| message.get("method").is_none()) {
                self.answered(&id, is_error(message), message.get("result").map(|result| (text, result)));
            }
        }
    }

    /// A call was made. It is recorded when it is answered; if it has no id, it never is.
    pub fn called(&mut self, entry: &Entry) {
        let begun = entry::begun(&self.label, entry);
        match &entry.id {
            Some(id) => {
                for oldest in self.open.add(id.clone(), begun) {
                    self.append(&oldest, Outcome::None);
                }
            }
            None => self.append(&begun, Outcome::None),
        }
    }

    /// A call was refused, and will never be open.
    pub fn refused(&mut self, entry: &Entry) {
        let outcome = if entry.id.is_some() { Outcome::Error } else { Outcome::None };
        self.append(&entry::begun(&self.label, entry), outcome);
    }

    /// A request was answered: a call, or a request for the list of tools, with the text that the result is part of.
    pub fn answered(&mut self, id: &Id, is_error: bool, result: Option<(&str, &Json)>) {
        self.waiting.remove(id);
        if let Some(begun) = self.open.take(id) {
            self.append(&begun, if is_error { Outcome::Error } else { Outcome::Ok });
        }
        if self.listing.is_asked(id) {
            match self.listing.answered(id, result) {
                Ok(None | Some(Kept::Same)) => {}
                Ok(Some(Kept::New)) => {
                    let name = self.listing.name();
                    self.voice.note(format!("wrote the server's list of tools to `{name}`"));
                }
                Ok(Some(Kept::Changed(older))) => self.voice.changed(older, self.listing.path()),
                Err(reason) => self.voice.problem(format!("the server's list of tools was not kept: {reason}")),
            }
        }
    }

    /// The list of tools was asked for.
    pub fn asked(&mut self, id: Id, is_first_page: bool) {
        self.listing.ask(id, is_first_page);
    }

    /// Whether a list of tools has not been answered yet.
    pub fn is_listing(&self) -> bool {
        self.listing.is_open()
    }

    /// A request was passed on.
    pub fn waits(&mut self, id: &Id) {
        if self.waiting.len() < MOST_WAITING && !id.is_long() {
            self.waiting.insert(id.clone());
        }
    }

    /// Whether the client waits for an answer.
    pub fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Whether calls can be recorded; otherwise the reason. It is said once.
    pub fn check(&mut self) -> Result<(), String> {
        let checked = self.trace.check();
        self.notice(checked)
    }

    /// Records the calls that were never answered, and says what was recorded.
    pub fn finish(mut self) {
        for begun in self.open.take_all() {
            self.append(&begun, Outcome::None);
        }
        let (written, missing) = (self.trace.written, self.trace.missing());
        if missing > 0 {
            self.voice.problem(format!("{} not in `{}`", are(missing, "call"), self.name));
        }
        self.voice.finish(written);
    }

    fn message(&mut self, text: &str, message: &Json, time: Time) {
        let id = message.get("id").and_then(Id::of);
        let method = message.get("method").and_then(Json::text);
        if let Some(id) = id.as_ref().filter(|_| method.is_some()) {
            self.waits(id);
        }
        match method {
            Some("tools/call") => self.call(text, message, id, time),
            Some("tools/list") => {
                let has_cursor = message.get("params").and_then(|params| params.get("cursor")?.text()).is_some();
                if let Some(id) = id {
                    self.asked(id, !has_cursor);
                }
            }
            Some(_) | None => {}
        }
    }

    fn call(&mut self, text: &str, message: &Json, id: Option<Id>, time: Time) {
        let params = message.get("params");
        let tool = params.and_then(|params| params.get("name")?.text()).map(str::to_owned);
        let arguments = params.and_then(|params| params.get("arguments"));
        let (args, unread) = match arguments {
            None => (Some("{}".to_owned()), None),
            Some(arguments) if arguments.value_kind() == crate::vocab::Kind::Null => (Some("{}".to_owned()), None),
            // A carriage return between values would break the line for some readers.
            Some(arguments) if arguments.members().is_some() => {
                (text.get(arguments.span.range()).map(|args| args.replace('\r', " ")), None)
            }
            Some(arguments) => (None, Some(format!("the arguments are {}", arguments.describe()))),
        };
        let mut entry = Entry { time, id, tool, args, unread, decided: None };
        self.decide(&mut entry);
        self.called(&entry);
    }

    /// A call that was passed on without being read.
    fn unread(&mut self, line: &Line<'_>, reason: String, time: Time) {
        let id = line.seen.id.as_deref().and_then(Id::read);
        id.iter().for_each(|id| self.waits(id));
        let name = line.seen.name.as_ref().map_or_else(|| "a tool".to_owned(), |name| format!("`{}`", shown(name)));
        self.voice.problem(format!(
            "a call to {name} was passed on without being read: {reason}; its arguments are not in `{}`",
            self.name
        ));
        let mut entry =
            Entry { time, id, tool: line.seen.name.clone(), args: None, unread: Some(reason), decided: None };
        self.decide(&mut entry);
        self.called(&entry);
    }

    /// A message that may contain calls was passed on without being read. This is said once.
    fn unread_calls(&mut self, reason: &str) {
        if !std::mem::replace(&mut self.has_said_unread, true) {
            self.voice.problem(format!(
                "a message of the client was passed on without being read: {reason}; if it contains calls, they are not \
                 in `{}`",
                self.name
            ));
        }
    }

    fn decide(&mut self, entry: &mut Entry) {
        let (Some(decider), Some(tool)) = (&mut self.would, &entry.tool) else { return };
        let decided = decider.decide(tool, entry.args.as_deref(), entry.time).decided;
        let by = decided.rule.as_ref().map(|rule| format!(" by `{rule}`")).unwrap_or_default();
        let tool = shown(tool);
        self.voice.note(match decided.word {
            "undetermined" => format!("a call to `{tool}` is undetermined"),
            word => format!("would {word} a call to `{tool}`{by}"),
        });
        entry.decided = Some(decided);
    }

    fn append(&mut self, begun: &str, outcome: Outcome) {
        let appended = self.trace.append(&entry::ended(begun, outcome));
        let _ = self.notice(appended);
    }

    /// Says once that the trace can't be written, and once that it can again.
    fn notice(&mut self, result: std::io::Result<()>) -> Result<(), String> {
        let was_failing = std::mem::replace(&mut self.is_failing, result.is_err());
        let result = result.map_err(|error| format!("can't write `{}`: {}", self.name, reasons::unwritable(&error)));
        match &result {
            Err(reason) if !was_failing => self.voice.problem(reason.clone()),
            Ok(()) if was_failing => self.voice.note(format!("`{}` can be written again", self.name)),
            Err(_) | Ok(()) => {}
        }
        result
    }
}

/// Whether a response is an error, or a result that says that a call failed.
pub fn is_error(message: &Json) -> bool {
    use crate::source::json::JsonKind;
    let fails = |result: &Json| result.get("isError").is_some_and(|flag| flag.kind == JsonKind::Boolean(true));
    message.get("error").is_some_and(|error| error.kind != JsonKind::Null) || message.get("result").is_some_and(fails)
}

/// Whether a line that can't be read may contain calls that a look at it does not show.
fn may_contain_calls(line: &Line<'_>) -> bool {
    let is_blank = line.bytes.is_some_and(|bytes| bytes.trim_ascii().is_empty());
    let is_known = line.seen.id.is_some() || line.seen.method.is_some();
    line.seen.is_batch || line.seen.is_followed || !is_known && !is_blank
}

fn are(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what} is") } else { format!("{count} {what}s are") }
}
