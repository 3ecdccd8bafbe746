//! What is found in a trace: calls, and records that should have been calls.

use std::borrow::Cow;
use std::sync::Arc;

use crate::source::{Redaction, Span, written_offset};
use crate::vocab::Stamp;

/// The grant of a call that does not name one.
pub const DEFAULT_GRANT: &str = "default";

/// One recorded call, as a reader found it.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The text that it was read from.
    pub excerpt: Excerpt,
    /// The position of the call in that text; the call's line is the one where this span starts.
    pub span: Span,
    /// The server whose tool it is, if the trace names it.
    pub server: Option<String>,
    /// When it was made; `None` if the trace does not say.
    pub time: Option<Stamp>,
    /// The grant that made it; `None` means [`DEFAULT_GRANT`].
    pub grant: Option<String>,
    /// The tool's name.
    pub tool: String,
    /// The arguments; `None` if they were not recorded.
    pub args: Option<Args>,
    /// The decision that the trace expects.
    pub expect: Option<Expect>,
    /// The decision that a gateway recorded.
    pub recorded: Option<Box<Recorded>>,
    /// Its `id`, as JSON text.
    pub id: Option<String>,
    /// Its `session`, as JSON text.
    pub session: Option<String>,
    /// What makes it the same call as another record.
    pub identity: Identity,
    /// The trace says that the server answered with an error.
    pub failed: bool,
    /// The trace has answers, but none to this call.
    pub unanswered: bool,
    /// Which conversation of the file it belongs to, or else the offset of the record in which it was found: a line, or
    /// an element of a document.
    pub record: u64,
}

/// What makes two records the same call. Both have the same id, tool, arguments and grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Nothing: every record is a call of its own.
    Record,
    /// They also have the same time, or, if they have none, the same session. Contains the fingerprint of the
    /// arguments.
    Id(u64),
    /// They also have the same time and server, and are in different files: clients use the ids of their
    /// requests again. Contains the fingerprint of the arguments.
    Request(u64),
}

/// A part of a trace file that stays in memory while its calls are shown: a line, or a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Excerpt {
    /// The text.
    pub text: Arc<str>,
    /// The line of the file on which it starts, counted from 1.
    pub first_line: u64,
    /// The offset in the file at which it starts, in decompressed bytes.
    pub offset: u64,
    /// What the text was, if parts of it are redacted.
    pub redaction: Option<Arc<Redaction>>,
}

/// Recorded arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Args {
    /// The JSON text of an object.
    pub json: String,
    /// Where that text is in the excerpt.
    pub written: Written,
}

/// How the text of the arguments is written in the excerpt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// As it is, starting at this offset.
    Plain(u32),
    /// As the content of a JSON string with this span, quotes included.
    Quoted(Span),
    /// As a part of the content of a JSON string.
    Inside {
        /// The string's span, quotes included.
        quoted: Span,
        /// The offset in the string's content at which the arguments begin.
        from: u32,
    },
    /// Not as one text: the trace gives the arguments in another form, or says that there were none.
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

/// What a gateway recorded about a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its decision.
    pub decision: Expect,
    /// The name of the rule that denied, as in the gateway's log.
    pub rule: Option<String>,
    /// What the agent got: `[POLICY DENIED] …`.
    pub message: Option<String>,
}

/// The decision that a gateway's word means. An undecided call has none; `None` is another word.
pub(super) fn decision_of(word: &[u8]) -> Option<Option<Expect>> {
    match &*word.to_ascii_lowercase() {
        b"allow" | b"allowed" => Some(Some(Expect::Allow)),
        b"deny" | b"denied" | b"block" | b"blocked" => Some(Some(Expect::Deny)),
        b"undetermined" | b"" => Some(None),
        _ => None,
    }
}

/// Why a record, or a call in it, can't be read. The message is for a label; the record is shown, underlined at
/// the span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong, in lower case: `this is not valid JSON: expected a comma`.
    pub message: Cow<'static, str>,
    /// Where in the record.
    pub span: Span,
    /// What to do about it.
    pub help: Option<Cow<'static, str>>,
}

/// What a reader finds in a trace, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A call.
    Call(Call),
    /// Something that should have been a call.
    Unreadable(Excerpt, Unreadable),
    /// A call that no gateway sees, such as one of a client's own tools.
    PassedOver,
    /// A call that the user or the client rejected, so that it did not reach the gateway.
    Rejected,
    /// A call that was found before.
    Repeated,
}

impl Found {
    /// The text that it was read from, if it keeps that in memory.
    fn text(&self) -> Option<&Arc<str>> {
        match self {
            Found::Call(call) => Some(&call.excerpt.text),
            Found::Unreadable(excerpt, _) => Some(&excerpt.text),
            Found::PassedOver | Found::Rejected | Found::Repeated => None,
        }
    }

    /// How many bytes of text it keeps in memory, without those that it shares with what was found before it.
    pub fn bytes_after(&self, before: Option<&Found>) -> usize {
        let args = match self {
            Found::Call(call) => call.args.as_ref().map_or(0, |args| args.json.len()),
            Found::Unreadable(..) | Found::PassedOver | Found::Rejected | Found::Repeated => 0,
        };
        let is_shared = |text: &Arc<str>| before.and_then(Found::text).is_some_and(|last| Arc::ptr_eq(last, text));
        args + self.text().filter(|text| !is_shared(text)).map_or(0, |text| text.len())
    }
}

impl Call {
    /// A call to a tool, when nothing else is known. The span is its position in the excerpt.
    pub(super) fn new(excerpt: Excerpt, span: Span, tool: String) -> Self {
        Self {
            record: excerpt.offset,
            excerpt,
            span,
            server: None,
            time: None,
            grant: None,
            tool,
            args: None,
            expect: None,
            recorded: None,
            id: None,
            session: None,
            identity: Identity::Record,
            failed: false,
            unanswered: false,
        }
    }

    /// This call with the arguments of an earlier record about it, if it has none itself. They are shown where they
    /// were written, so the call is shown there, too.
    pub(super) fn or_arguments_of(self, earlier: &Self) -> Self {
        if self.args.is_some() || earlier.args.is_none() {
            return self;
        }
        let Self { excerpt, span, args, identity, .. } = earlier.clone();
        Self { excerpt, span, args, identity, ..self }
    }
}

impl Args {
    /// The position in the excerpt of a part of the arguments' text.
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
