//! One call as the ledger sees it, whatever its format.

use std::borrow::Cow;
use std::sync::Arc;

use crate::trace::{Call, Excerpt, Expect, Recorded};
use crate::vocab::Time;

/// One call as the ledger sees it, whatever its format.
#[derive(Debug, Clone)]
pub struct Seen<'s> {
    /// The line of the trace.
    pub line: u64,
    /// The tool's name.
    pub tool: Cow<'s, [u8]>,
    /// The grant's name.
    pub grant: Cow<'s, [u8]>,
    /// The server, if the call names it.
    pub server: Option<Cow<'s, [u8]>>,
    /// When, if that is known.
    pub time: Option<Time>,
    /// The time is the one that was recorded.
    pub is_recorded: bool,
    /// What the trace expects.
    pub expect: Option<Expect>,
    /// What a gateway recorded about it.
    pub recorded: Option<Recorded>,
    /// The JSON text of its `id`.
    pub id: Option<&'s [u8]>,
    /// The JSON text of its `session`.
    pub session: Option<&'s [u8]>,
    /// Whether its line or its arguments have a duplicate key that is read.
    pub has_twins: bool,
    /// Where it was read.
    pub shown: Shown<'s>,
}

impl Seen<'_> {
    /// The time that the trace gives.
    pub fn recorded_time(&self) -> Option<Time> {
        self.time.filter(|_| self.is_recorded)
    }
}

/// Where a call was read.
#[derive(Debug, Clone, Copy)]
pub enum Shown<'s> {
    /// In a line of the own format.
    Line {
        /// The line.
        text: &'s [u8],
        /// Its number.
        line: u64,
        /// Its offset in the trace.
        offset: u64,
    },
    /// By the reader of another format.
    Call(&'s Call),
}

impl Shown<'_> {
    /// The part of the trace that is kept to be shown.
    pub fn excerpt(&self) -> Excerpt {
        match self {
            Shown::Line { text, line, offset } => {
                let text = Arc::from(String::from_utf8_lossy(text).as_ref());
                Excerpt { text, first_line: *line, offset: *offset, redaction: None }
            }
            Shown::Call(call) => call.excerpt.clone(),
        }
    }
}
