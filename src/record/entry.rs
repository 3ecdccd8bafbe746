//! A line of the trace, in jamb's own format. It begins when the call is made, and ends when it is answered.

use super::id::Id;
use crate::vocab::Time;

/// What all lines of a recording say.
#[derive(Debug, Clone, Default)]
pub struct Label {
    /// The server's name.
    pub server: Option<String>,
    /// The grant that makes the calls.
    pub grant: Option<String>,
    /// The session: one run of the server.
    pub session: String,
}

/// A call, as it is recorded.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// When it was made.
    pub time: Time,
    /// The request's id.
    pub id: Option<Id>,
    /// The tool; `None` if the request is too long or too odd to be read.
    pub tool: Option<String>,
    /// The arguments, as JSON text on one line; `None` if they could not be read.
    pub args: Option<String>,
    /// Why something could not be read.
    pub unread: Option<String>,
    /// The policy's decision.
    pub decided: Option<Decided>,
}

/// A decision, as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The member: `would`, or `decision` if the decision was enforced.
    pub member: &'static str,
    /// `allow`, `deny` or `undetermined`.
    pub word: &'static str,
    /// The name of the rule that denied.
    pub rule: Option<String>,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered.
    Ok,
    /// It was answered with an error, or its result says that it failed.
    Error,
    /// It was not answered.
    None,
}

impl Outcome {
    /// The word in the trace.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Ok => "ok",
            Outcome::Error => "error",
            Outcome::None => "none",
        }
    }
}

/// The line of a call up to its outcome.
pub fn begun(label: &Label, entry: &Entry) -> String {
    let text = |text: &String| quoted(text);
    let members = [
        ("ts", Some(quoted(&entry.time.to_string()))),
        ("server", label.server.as_ref().map(text)),
        ("grant", label.grant.as_ref().map(text)),
        ("session", Some(quoted(&label.session))),
        ("id", entry.id.as_ref().map(|id| id.as_json().to_owned())),
        ("tool", entry.tool.as_ref().map(text)),
        ("args", Some(entry.args.clone().unwrap_or_else(|| "null".to_owned()))),
        ("unread", entry.unread.as_ref().map(text)),
        (entry.decided.as_ref().map_or("", |decided| decided.member), entry.decided.as_ref().map(|it| quoted(it.word))),
        ("denied_by", entry.decided.as_ref().and_then(|decided| decided.rule.as_ref()).map(text)),
    ];
    let members = members.into_iter().filter_map(|(name, value)| Some(format!("\"{name}\": {}", value?)));
    format!("{{{}", members.collect::<Vec<_>>().join(", "))
}

/// The whole line, with its line end.
pub fn ended(begun: &str, outcome: Outcome) -> String {
    format!("{begun}, \"outcome\": \"{}\"}}\n", outcome.word())
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
