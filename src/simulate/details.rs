//! The details of a call, which are worked out only if they are needed: most calls are only counted.

use std::borrow::Cow;

use super::choice::server_and_tool;
use super::judge::Judged;
use super::seen::{Seen, Shown};
use crate::source::scan::RawKind;
use crate::trace::jsonl::Line;
use crate::trace::{Call, DEFAULT_GRANT, Excerpt, Names};
use crate::vocab::Time;

/// A call of any format.
pub trait Details {
    /// The fingerprint of the grant's name, as it is written: different names have different ones.
    fn grant_print(&self) -> u64;
    /// The grant's name.
    fn grant(&self) -> Cow<'_, [u8]>;
    /// The tool's own name.
    fn tool(&self) -> Cow<'_, [u8]>;
    /// The line of the trace.
    fn line(&self) -> u64;
    /// The recorded time.
    fn recorded_time(&self) -> Option<Time>;
    /// All of them. `time` is the time at which the call is decided.
    fn seen(&self, time: Option<Time>) -> Seen<'_>;
}

/// A call in a line of the own format.
#[derive(Debug, Clone, Copy)]
pub struct LineCall<'l> {
    /// What the line states.
    pub call: &'l Line,
    /// The line.
    pub text: &'l [u8],
    /// Where it is.
    pub at: Position,
    /// Whether the line or the arguments have a duplicate key that is read.
    pub has_twins: bool,
    /// How names of tools are split.
    pub names: &'l Names,
    /// The fingerprint of the grant's name.
    pub grant_print: u64,
}

/// Where a line, or a text, is in its trace.
#[derive(Debug, Clone, Copy)]
pub struct Position {
    /// Its number, counted from 1.
    pub line: u64,
    /// Its offset.
    pub offset: u64,
}

/// Lines of the own format, one after the other, and where they are.
#[derive(Debug, Clone, Copy)]
pub struct Lines<'b> {
    /// Their text.
    pub text: &'b [u8],
    /// Where the text begins.
    pub start: Position,
}

impl<'b> Lines<'b> {
    /// The text of a line.
    #[inline]
    pub fn text_of(&self, judged: &Judged) -> &'b [u8] {
        self.text.get(judged.start as usize..judged.end as usize).unwrap_or_default()
    }

    /// A line, to be shown.
    pub fn excerpt_of(&self, judged: &Judged) -> Excerpt {
        let Position { line, offset } = self.position_of(judged);
        Shown::Line { text: self.text_of(judged), line, offset }.excerpt()
    }

    /// Where a line is.
    #[inline]
    pub fn position_of(&self, judged: &Judged) -> Position {
        let Position { line, offset } = self.start;
        Position { line: line + u64::from(judged.line), offset: offset + u64::from(judged.start) }
    }
}

impl Details for LineCall<'_> {
    #[inline]
    fn grant_print(&self) -> u64 {
        self.grant_print
    }

    #[inline]
    fn grant(&self) -> Cow<'_, [u8]> {
        grant_of(self.call, self.text)
    }

    #[inline(never)]
    fn tool(&self) -> Cow<'_, [u8]> {
        server_and_tool(self.names, self.call, self.text).1
    }

    #[inline]
    fn line(&self) -> u64 {
        self.at.line
    }

    #[inline]
    fn recorded_time(&self) -> Option<Time> {
        self.call.time
    }

    #[inline(never)]
    fn seen(&self, time: Option<Time>) -> Seen<'_> {
        let Self { call, text, at, has_twins, names, .. } = *self;
        let (server, tool) = server_and_tool(names, call, text);
        Seen {
            line: at.line,
            tool,
            grant: self.grant(),
            server,
            time,
            is_recorded: call.time.is_some(),
            expect: call.expect,
            recorded: call.recorded(text),
            id: call.id.map(|id| id.bytes(text)),
            session: call.session.map(|session| session.bytes(text)),
            has_twins,
            shown: Shown::Line { text, line: at.line, offset: at.offset },
        }
    }
}

/// A call that the reader of another format found.
#[derive(Debug, Clone, Copy)]
pub struct FoundCall<'c> {
    /// The call.
    pub call: &'c Call,
    /// The line of the trace.
    pub line: u64,
    /// Whether the arguments have a duplicate key that is read.
    pub has_twins: bool,
    /// The fingerprint of the grant's name.
    pub grant_print: u64,
}

impl Details for FoundCall<'_> {
    fn grant_print(&self) -> u64 {
        self.grant_print
    }

    fn grant(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(self.call.grant.as_deref().unwrap_or(DEFAULT_GRANT).as_bytes())
    }

    fn tool(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(self.call.tool.as_bytes())
    }

    fn line(&self) -> u64 {
        self.line
    }

    fn recorded_time(&self) -> Option<Time> {
        self.call.time.map(|stamp| stamp.time)
    }

    fn seen(&self, time: Option<Time>) -> Seen<'_> {
        let Self { call, line, has_twins, .. } = *self;
        Seen {
            line,
            tool: self.tool(),
            grant: self.grant(),
            server: call.server.as_deref().map(|server| Cow::Borrowed(server.as_bytes())),
            time,
            is_recorded: call.time.is_some(),
            expect: call.expect,
            recorded: call.recorded.as_deref().cloned(),
            id: call.id.as_deref().map(str::as_bytes),
            session: call.session.as_deref().map(str::as_bytes),
            has_twins,
            shown: Shown::Call(call),
        }
    }
}

/// The name of the grant that makes a line's call.
#[inline]
pub fn grant_of<'t>(call: &Line, text: &'t [u8]) -> Cow<'t, [u8]> {
    match call.grant {
        None => Cow::Borrowed(DEFAULT_GRANT.as_bytes()),
        // A user may be a number.
        Some(grant) if grant.is(RawKind::Number) => Cow::Borrowed(grant.bytes(text)),
        Some(grant) => grant.text(text),
    }
}
