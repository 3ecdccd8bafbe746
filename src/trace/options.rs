//! How traces are read, as a user says it.

/// What a user may say about how traces are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The format.
    pub from: From,
    /// The server whose calls are wanted, where a trace names the server of a call.
    pub server: Option<String>,
}

/// The format of a trace, as a user names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum From {
    /// The one that the trace looks like.
    #[default]
    Auto,
    /// The own one.
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
}
