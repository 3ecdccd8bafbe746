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
use super::reader::Reader;
use super::recent::Recent;
use super::text::Text;
use super::times::{session_in, time_in};
use crate::source::json::Json;

/// How many blocks are remembered.
const BLOCKS: usize = 100_000;

pub(super) fn reader(opening: &Opening<'_>) -> Box<dyn Reader> {
    Box::new(Transcript { fingerprints: opening.run.fingerprints.clone(), blocks: Recent::new(BLOCKS) })
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
}

impl Reader for Transcript {
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>) {
        let text = Text::of_chunk(chunk);
        for event in json.elements().unwrap_or(std::slice::from_ref(json)) {
            if event.get("type").and_then(Json::text) != Some("assistant") {
                continue;
            }
            let content = event.get("message").and_then(|message| message.get("content")).and_then(Json::elements);
            for block in content.unwrap_or_default() {
                match self.block(&text, event, block) {
                    Ok(Some(Found::Call(call))) => found.push_back(chunk.call(call)),
                    Ok(other) => found.extend(other),
                    Err(unreadable) => found.push_back(chunk.unreadable(unreadable)),
                }
            }
        }
    }
}

impl Transcript {
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
