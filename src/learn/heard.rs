//! A recorded call as the learner hears it, whatever its format.

use crate::source::json::Json;
use crate::vocab::Time;

/// A recorded call.
#[derive(Debug)]
pub struct Heard<'c> {
    /// The tool.
    pub tool: &'c str,
    /// The grant.
    pub grant: &'c str,
    /// The session, as JSON text.
    pub session: Option<&'c str>,
    /// What stands for the session if the call names none: the file, or the conversation in it.
    pub conversation: &'c str,
    /// The id, as JSON text.
    pub id: Option<&'c str>,
    /// When it was made.
    pub time: Option<Time>,
    /// The arguments, as JSON text; `None` if they were not recorded.
    pub args: Option<&'c str>,
    /// The number of its file, counted from 0.
    pub file: usize,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a call. Only one that succeeded teaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It succeeded, or the trace does not say that it failed.
    Succeeded,
    /// It failed.
    Failed,
    /// It was never answered.
    Unanswered,
    /// The trace says what became of it in a word that is not known.
    Unknown,
    /// A gateway denied it, or the trace expects that it is denied.
    Denied,
}

impl Heard<'_> {
    /// The arguments as a tree; `None` if they were not recorded, or are not an object.
    pub fn arguments(&self) -> Option<Json> {
        Json::parse_text(self.args?).ok().filter(|json| json.members().is_some())
    }
}
