//! How traces are to be read.

use super::map::Map;
use super::names::Names;
use crate::vocab::Zone;

/// What a user can choose about reading traces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The format.
    pub from: From,
    /// The map by which all traces are read, instead of a format.
    pub map: Option<Map>,
    /// The server whose calls are wanted. Its name in front of a tool's name is removed.
    pub server: Option<String>,
    /// The servers that have a policy of their own each. Their names are removed in the same way.
    pub servers: Vec<String>,
    /// Whether it matters what became of calls. Readers of MCP messages then hold calls back until they are answered.
    pub outcomes: bool,
    /// The zone of times that are written without one.
    pub zone: Zone,
}

impl Options {
    /// How the names of tools are split.
    pub fn names(&self) -> Names {
        Names::new(self.server.iter().chain(&self.servers).map(String::as_str))
    }
}

/// The format of a trace, as a user names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum From {
    /// Detected from the trace.
    #[default]
    Auto,
    /// jamb's own: `jsonl`
    Jsonl,
    /// `jsonrpc`
    Jsonrpc,
    /// `claude`
    Claude,
    /// `openai`
    Openai,
    /// `anthropic`
    Anthropic,
    /// `har`
    Har,
    /// `otel`
    Otel,
    /// `codex`
    Codex,
    /// `gemini`
    Gemini,
    /// `copilot`
    Copilot,
    /// `opencode`
    Opencode,
    /// `litellm`
    Litellm,
}
