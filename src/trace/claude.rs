//! Claude Code session transcripts: one event per line, `type: "assistant"` with the blocks of a message. Main
//! and side threads look the same.
//!
//! The tool of `mcp__SERVER__TOOL` is TOOL. Tools without `mcp__`, such as `Bash`, are Claude's own: no MCP
//! server offers them and no gateway sees their calls, so they are skipped.

use std::collections::VecDeque;

use super::arguments;
use super::call::{Call, Found, Unreadable};
use super::chunk::Chunk;
use super::fingerprints::Fingerprints;
use super::head::Head;
use super::likeness::Likeness;
use super::options::Options;
use super::reader::Reader;
use super::recent::Recent;
use super::text::Text;
use super::times::{session_in, time_in};
use crate::source::json::Json;

/// How many calls are remembered.
const CALLS: usize = 500_000;

pub(super) fn reader(options: &Options, _: &Head) -> Box<dyn Reader> {
    let server = options.server.as_deref().map(as_prefix);
    Box::new(Transcript { server, fingerprints: Fingerprints::default(), seen: Recent::new(CALLS) })
}

pub(super) fn looks_like(json: &Json) -> Likeness {
    let has = |name: &str| json.get(name).is_some();
    let is_event = json.get("type").is_some_and(|kind| kind.text().is_some());
    let is_session = has("sessionId") || has("session_id") || has("leafUuid") || has("parentUuid");
    Likeness::surely(is_event && (is_session || (has("messageId") && has("snapshot"))))
}

struct Transcript {
    /// `mcp__SERVER__` for the server whose calls are wanted.
    server: Option<String>,
    fingerprints: Fingerprints,
    seen: Recent<()>,
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
                    Ok(Some(call)) => found.push_back(chunk.call(call)),
                    Ok(None) => {}
                    Err(unreadable) => found.push_back(chunk.unreadable(unreadable)),
                }
            }
        }
    }
}

impl Transcript {
    fn block(&mut self, text: &Text<'_>, event: &Json, block: &Json) -> Result<Option<Call>, Unreadable> {
        if block.get("type").and_then(Json::text) != Some("tool_use") {
            return Ok(None);
        }
        let name = arguments::tool(text, block, block.get("name"))?;
        let Some(tool) = self.tool(&name) else { return Ok(None) };
        let read = block.get("input").map(|input| arguments::object(text, input, &self.fingerprints)).transpose()?;
        let id = block.get("id");
        // A message is written again with each of its blocks, and a whole session when it is resumed.
        let fingerprint = self.fingerprints.join((
            id.map(|id| self.fingerprints.of(id)),
            tool,
            read.as_ref().map(|read| read.fingerprint),
        ));
        if id.is_some() && self.seen.set(fingerprint, ()).is_some() {
            return Ok(None);
        }
        Ok(Some(Call {
            excerpt: text.chunk.whole(),
            span: text.place(block.span),
            time: time_in(event),
            grant: None,
            tool: tool.to_owned(),
            args: read.map(|read| read.args),
            expect: None,
            id: id.map(|id| text.slice(id).to_owned()),
            session: session_in(text, event),
        }))
    }

    /// The tool's own name; `None` if the tool was not asked for.
    fn tool<'n>(&self, name: &'n str) -> Option<&'n str> {
        match &self.server {
            Some(server) => name.strip_prefix(server.as_str()),
            None => name.strip_prefix("mcp__")?.split_once("__").map(|(_, tool)| tool),
        }
    }
}

/// A server's name as it is written in the names of its tools: every character except letters, digits, `_` and
/// `-` is replaced by `_`.
fn as_prefix(server: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() || "_-".contains(letter) { letter } else { '_' };
    format!("mcp__{}__", server.chars().map(letter).collect::<String>())
}
