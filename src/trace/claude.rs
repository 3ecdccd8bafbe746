//! Claude Code session transcripts: one event per line, `type: "assistant"` with the blocks of a message. Main
//! and side threads look the same.
//!
//! The tool of `mcp__SERVER__TOOL` is TOOL. Tools without `mcp__`, such as `Bash`, are Claude's own: no MCP
//! server offers them and no gateway sees their calls, so they are skipped.

use std::collections::VecDeque;

use super::arguments;
use super::call::{Call, Found, Identity, Unreadable};
use super::chunk::Chunk;
use super::fingerprints::Fingerprints;
use super::likeness::Likeness;
use super::opening::Opening;
use super::pending::Pending;
use super::reader::Reader;
use super::recent::Recent;
use super::text::Text;
use super::times::{session_in, time_in};
use crate::source::json::{Json, JsonKind};

/// How the results of calls begin that the user or the client's own rules rejected.
const REJECTIONS: [&str; 7] = [
    "The user doesn't want to proceed with this tool use",
    "The user doesn't want to take this action",
    "Permission to use ",
    "Claude requested permissions to ",
    "[Request interrupted by user",
    "PreToolUse:",
    "Error: PreToolUse:",
];

/// How many blocks are remembered.
const BLOCKS: usize = 100_000;

pub(super) fn reader(opening: &Opening<'_>) -> Box<dyn Reader> {
    Box::new(Transcript {
        fingerprints: opening.run.fingerprints.clone(),
        blocks: Recent::new(BLOCKS),
        pending: Pending::default(),
    })
}

pub(super) fn looks_like(json: &Json) -> Likeness {
    let has = |name: &str| json.get(name).is_some();
    let is_event = json.get("type").is_some_and(|kind| kind.text().is_some());
    let is_session = has("sessionId") || has("session_id") || has("leafUuid") || has("parentUuid");
    Likeness::surely(is_event && (is_session || (has("messageId") && has("snapshot"))))
}

struct Transcript {
    fingerprints: Fingerprints,
    /// The blocks of messages that were found.
    blocks: Recent<()>,
    /// Calls whose results were not found yet: they may say that the call was rejected.
    pending: Pending,
}

impl Reader for Transcript {
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>) {
        let text = Text::of_chunk(chunk);
        for event in json.elements().unwrap_or(std::slice::from_ref(json)) {
            match event.get("type").and_then(Json::text) {
                Some("assistant") => self.calls(&text, event, found),
                Some("user") => self.results(event, found),
                Some("result") => self.denials(event, found),
                Some(_) | None => {}
            }
        }
    }

    fn end(&mut self, found: &mut VecDeque<Found>) {
        self.pending.end(found);
    }
}

impl Transcript {
    fn calls(&mut self, text: &Text<'_>, event: &Json, found: &mut VecDeque<Found>) {
        for block in blocks(event) {
            let id = block.get("id").map(|id| self.fingerprints.of(id));
            match self.block(text, event, block) {
                Ok(Some(Found::Call(call))) => self.pending.call(id, text.chunk.call(call), found),
                Ok(Some(other)) => self.pending.other(other, found),
                Ok(None) => {}
                Err(unreadable) => self.pending.other(text.chunk.unreadable(unreadable), found),
            }
        }
    }

    /// The results of calls. One that failed may still be among the denials at the end.
    fn results(&mut self, event: &Json, found: &mut VecDeque<Found>) {
        for result in blocks(event).iter().filter(|block| block.get("type").and_then(Json::text) == Some("tool_result"))
        {
            let Some(id) = result.get("tool_use_id").map(|id| self.fingerprints.of(id)) else { continue };
            let has_failed = result.get("is_error").is_some_and(|error| error.kind == JsonKind::Boolean(true));
            if is_rejection(event, result, has_failed) {
                self.pending.rejected(id, found);
            } else if !has_failed {
                self.pending.made(id, found);
            }
        }
    }

    /// The calls that permissions denied, which the last event of a run lists.
    fn denials(&mut self, event: &Json, found: &mut VecDeque<Found>) {
        let denials = event.get("permission_denials").and_then(Json::elements).unwrap_or_default();
        for id in denials.iter().filter_map(|denial| denial.get("tool_use_id")) {
            self.pending.rejected(self.fingerprints.of(id), found);
        }
        self.pending.end(found);
    }

    fn block(&mut self, text: &Text<'_>, event: &Json, block: &Json) -> Result<Option<Found>, Unreadable> {
        if block.get("type").and_then(Json::text) != Some("tool_use") {
            return Ok(None);
        }
        let tool = arguments::tool(text, block, block.get("name"))?;
        if !tool.starts_with("mcp__") {
            return Ok(Some(Found::PassedOver));
        }
        let read = block.get("input").map(|input| arguments::object(text, input, &self.fingerprints)).transpose()?;
        let fingerprint = read.as_ref().map_or(0, |read| read.fingerprint);
        let id = block.get("id");
        if self.is_written_again(event, id, fingerprint) {
            return Ok(Some(Found::Repeated));
        }
        Ok(Some(Found::Call(Call {
            time: time_in(event),
            args: read.map(|read| read.args),
            id: id.map(|id| text.slice(id).to_owned()),
            session: session_in(text, event),
            // A whole session is written again when it is resumed.
            identity: Identity::Id(fingerprint),
            ..Call::new(text.chunk.whole(), text.place(block.span), tool)
        })))
    }

    /// A message may be written again with each of its blocks, later.
    fn is_written_again(&mut self, event: &Json, id: Option<&Json>, args: u64) -> bool {
        let message = event.get("message").and_then(|message| message.get("id"));
        let Some((message, id)) = message.zip(id) else { return false };
        let key = self.fingerprints.join((self.fingerprints.of(message), self.fingerprints.of(id), args));
        self.blocks.set(key, ()).is_some()
    }
}

/// The blocks of an event's message.
fn blocks(event: &Json) -> &[Json] {
    event.get("message").and_then(|message| message.get("content")).and_then(Json::elements).unwrap_or_default()
}

/// Whether a result says that the user, or the client's own rules, rejected the call.
fn is_rejection(event: &Json, result: &Json, has_failed: bool) -> bool {
    const BY_USER: &str = "User rejected tool use";
    let text = result.get("content").and_then(text_of).unwrap_or_default().trim_start();
    let summary = event.get("toolUseResult").and_then(Json::text).unwrap_or_default();
    has_failed && (summary.contains(BY_USER) || REJECTIONS.iter().any(|words| text.starts_with(words)))
}

/// A text, or the first text of a list of blocks.
fn text_of(content: &Json) -> Option<&str> {
    content.text().or_else(|| content.elements()?.first()?.get("text")?.text())
}
