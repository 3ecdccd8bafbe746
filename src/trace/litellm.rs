//! LiteLLM: spend logs and standard logging payloads, which have a record for each call that its MCP gateway
//! passed on.
//!
//! ```text
//! {"call_type": "call_mcp_tool", "startTime": "…", "metadata": {"user_api_key_alias": "helper", "mcp_tool_call_metadata": {"name": "pay", "arguments": {…}, "mcp_server_name": "bank"}}}
//! ```
//!
//! The grant is the alias of the API key, else its user.

use std::collections::VecDeque;

use super::arguments;
use super::call::{Call, Found, Unreadable};
use super::chunk::Chunk;
use super::fingerprints::Fingerprints;
use super::likeness::Likeness;
use super::opening::Opening;
use super::reader::Reader;
use super::text::Text;
use super::times::{session_in, time_in};
use super::tool_call::tool_call;
use crate::source::json::Json;

/// The member with the call.
const CALL: &str = "mcp_tool_call_metadata";

/// The members that name who called, the most specific first.
const GRANTS: [&str; 3] = ["user_api_key_alias", "user_api_key_user_email", "user_api_key_user_id"];

/// How deeply a record may be nested in an answer of LiteLLM's API.
const DEPTH: usize = 4;

pub(super) fn reader(opening: &Opening<'_>) -> Box<dyn Reader> {
    Box::new(SpendLogs { fingerprints: opening.run.fingerprints.clone() })
}

pub(super) fn looks_like(json: &Json) -> Likeness {
    let has = |name: &str| json.get(name).is_some();
    let of_metadata = |name: &str| json.get("metadata").is_some_and(|metadata| metadata.get(name).is_some());
    let data = json.get("data").and_then(Json::elements).and_then(<[Json]>::first);
    if data.is_some_and(|first| looks_like(first) == Likeness::Surely) {
        return Likeness::Surely;
    }
    let is_record = has("call_type") && (has("metadata") || has("startTime") || has("request_id"));
    Likeness::surely(is_record || of_metadata(CALL) || has(CALL))
}

struct SpendLogs {
    fingerprints: Fingerprints,
}

impl Reader for SpendLogs {
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>) {
        self.look_into(&Text::of_chunk(chunk), json, DEPTH, found);
    }
}

impl SpendLogs {
    fn look_into(&self, text: &Text<'_>, json: &Json, depth: usize, found: &mut VecDeque<Found>) {
        let Some(depth) = depth.checked_sub(1) else { return };
        for element in json.elements().unwrap_or_default() {
            self.look_into(text, element, depth, found);
        }
        match json.get("metadata") {
            // A table exported as text.
            Some(metadata) if metadata.text().is_some_and(|content| content.contains(CALL)) => {
                let content = metadata.text().unwrap_or_default();
                if let Ok(inner) = Json::parse_text(content) {
                    self.record(text, json, &text.of_string(metadata, content), &inner, found);
                }
            }
            Some(metadata) if metadata.get(CALL).is_some() => self.record(text, json, text, metadata, found),
            Some(_) | None if json.get(CALL).is_some() => self.record(text, json, text, json, found),
            Some(_) | None => {
                if let Some(data) = json.get("data") {
                    self.look_into(text, data, depth, found);
                }
            }
        }
    }

    fn record(&self, text: &Text<'_>, json: &Json, inner: &Text<'_>, metadata: &Json, found: &mut VecDeque<Found>) {
        let Some(call) = metadata.get(CALL).filter(|call| call.members().is_some()) else { return };
        found.push_back(match self.call(text, json, inner, metadata, call) {
            Ok(call) => text.chunk.call(call),
            Err(unreadable) => text.chunk.unreadable(unreadable),
        });
    }

    fn call(
        &self,
        text: &Text<'_>,
        json: &Json,
        inner: &Text<'_>,
        metadata: &Json,
        call: &Json,
    ) -> Result<Call, Unreadable> {
        let written = arguments::tool(inner, call, call.get("name"))?;
        let server = call.get("mcp_server_name").and_then(Json::text);
        let read = arguments::absent_or(call.get("arguments"), |written| {
            arguments::quoted(inner, written, &self.fingerprints)
        })?;
        let named = |json: &Json, names: &[&str]| {
            let texts = names.iter().filter_map(|name| json.get(name)?.text());
            texts.filter(|text| !text.is_empty()).map(str::to_owned).next()
        };
        let id = json.get("request_id").or_else(|| json.get("id")).filter(|id| id.text().is_some());
        let session = call.get("mcp_session_id").filter(|id| id.text().is_some());
        Ok(Call {
            time: time_in(json),
            grant: named(metadata, &GRANTS).or_else(|| named(json, &["user", "end_user"])),
            id: id.map(|id| text.slice(id).to_owned()),
            session: session.map(|id| inner.slice(id).to_owned()).or_else(|| session_in(text, json)),
            ..tool_call(text, json.span, (written, server), read)
        })
    }
}
