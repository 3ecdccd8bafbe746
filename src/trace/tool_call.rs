//! A call as a record names it: the tool, its server, and the arguments.

use super::arguments::Read;
use super::call::{Call, Identity};
use super::text::Text;
use crate::source::Span;

/// A call to a tool whose time and other facts are not known yet. `server` is the one that the record names
/// beside the tool.
pub(super) fn tool_call(
    text: &Text<'_>,
    span: Span,
    (tool, server): (String, Option<&str>),
    read: Option<Read>,
) -> Call {
    let fingerprint = read.as_ref().map_or(0, |read| read.fingerprint);
    Call {
        server: server.filter(|server| !server.is_empty()).map(str::to_owned),
        args: read.map(|read| read.args),
        identity: Identity::Id(fingerprint),
        ..Call::new(text.chunk.whole(), text.place(span), tool)
    }
}
