//! One call of a probe, and its line in a trace.

use super::point::Point;
use crate::trace::Expect;
use crate::vocab::{Time, Window};

/// A call to make, and how it should be decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// What it settles.
    pub point: Point,
    /// Probes of one group belong together, in this order: they count calls.
    pub group: usize,
    /// When it is made. A call just before the edge of a window comes a second before it.
    pub time: Time,
    /// The tool.
    pub tool: String,
    /// The arguments, as JSON text.
    pub args: String,
    /// The decision, if the gateway decides as jamb assumes.
    pub expect: Expect,
    /// The window of the limit that it is about.
    pub window: Option<Window>,
    /// Whether it must be made right before the edge of a minute, or right after it.
    pub edge: Option<Edge>,
}

/// A side of the edge of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The last second before it.
    Before,
    /// The first second after it.
    After,
}

impl Probe {
    /// The call as a line of jamb's own format, without a line end.
    pub fn line(&self) -> String {
        let expect = match self.expect {
            Expect::Allow => "allow",
            Expect::Deny => "deny",
        };
        let text = |text: &str| serde_json::Value::from(text).to_string();
        format!(
            "{{\"ts\": \"{}\", \"tool\": {}, \"args\": {}, \"expect\": \"{expect}\", \"why\": {}}}",
            self.time,
            text(&self.tool),
            self.args,
            text(self.point.why())
        )
    }
}
