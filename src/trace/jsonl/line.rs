//! A call as its line states it.

use crate::source::scan::{Raw, RawKind};
use crate::trace::call::{Expect, Recorded};
use crate::vocab::Time;

/// A call as its line states it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Line {
    /// `ts`
    pub time: Option<Time>,
    /// The time has no zone.
    pub zoneless: bool,
    /// `server`, a string.
    pub server: Option<Raw>,
    /// `grant`, a string.
    pub grant: Option<Raw>,
    /// `tool`, a string.
    pub tool: Option<Raw>,
    /// `expect`
    pub expect: Option<Expect>,
    /// `decision`, which a gateway recorded.
    pub decision: Option<Expect>,
    /// `denied_by`, a string: the rule of the gateway that denied.
    pub denied_by: Option<Raw>,
    /// `message`, a string: what the agent got.
    pub message: Option<Raw>,
    /// `id`, of any kind.
    pub id: Option<Raw>,
    /// `session`, of any kind.
    pub session: Option<Raw>,
    /// Whether one of these is there twice: the last one counts.
    pub has_twins: bool,
    /// Which members were read under other names, as bits in the order of `ALIASES`.
    pub aliases: u16,
    /// A member that is not read looks like one that is missing.
    pub is_misspelt: bool,
    /// Whether it has anything that most lines do not have: all but a tool, arguments, a time with a zone, a grant,
    /// a session and an id.
    pub is_odd: bool,
}

/// The parts of a line that are read on the way and not kept.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extent {
    /// `args`, an object; `None` if it is absent or `null`.
    pub args: Option<Raw>,
    /// The offset after the object.
    pub end: usize,
    /// The offset of the line feed after it, or of the end of the text.
    pub line_end: usize,
}

impl Line {
    /// What a gateway recorded about the call, from the line's text.
    pub fn recorded(&self, line: &[u8]) -> Option<Recorded> {
        let text = |raw: Raw| match raw.kind() {
            RawKind::Text | RawKind::Escaped => Some(String::from_utf8_lossy(&raw.text(line)).into_owned()),
            RawKind::Null | RawKind::True | RawKind::False | RawKind::Number | RawKind::List | RawKind::Object => None,
        };
        let decision = self.decision?;
        Some(Recorded { decision, rule: self.denied_by.and_then(text), message: self.message.and_then(text) })
    }
}
