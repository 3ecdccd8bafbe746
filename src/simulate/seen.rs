//! One call as the ledger sees it, wherever it was read.

use std::borrow::Cow;
use std::sync::Arc;

use crate::trace::{Call, Excerpt, Expect};
use crate::vocab::Time;

/// One call as the ledger sees it, wherever it was read.
#[derive(Debug, Clone)]
pub struct Seen<'s> {
    /// The line of the trace.
    pub line: u64,
    /// The tool's name.
    pub tool: Cow<'s, [u8]>,
    /// The grant's name.
    pub grant: Cow<'s, [u8]>,
    /// When.
    pub time: Time,
    /// What the trace expects.
    pub expect: Option<Expect>,
    /// The JSON text of its `id`.
    pub id: Option<&'s [u8]>,
    /// The JSON text of its `session`.
    pub session: Option<&'s [u8]>,
    /// Whether its line has a key twice that is read.
    pub has_twins: bool,
    /// Where it was read.
    pub shown: Shown<'s>,
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
    /// By another reader.
    Call(&'s Call),
}

impl Shown<'_> {
    /// What stays of the trace when it is passed.
    pub fn excerpt(&self) -> Excerpt {
        match self {
            Shown::Line { text, line, offset } => {
                let text = Arc::from(String::from_utf8_lossy(text).as_ref());
                Excerpt { text, first_line: *line, offset: *offset }
            }
            Shown::Call(call) => call.excerpt.clone(),
        }
    }
}
