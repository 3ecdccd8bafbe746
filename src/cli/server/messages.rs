//! The MCP messages needed to ask for a list of tools and to call them, and the messages that may come back.

use serde_json::json;

use crate::source::json::{Json, JsonKind};

/// The protocol version of the client. A server with another version says so, and lists its tools the same way.
const PROTOCOL: &str = "2025-06-18";
/// The id of the first request.
pub(super) const INITIALIZE: u64 = 1;
/// The id of all other requests: there is one at a time.
pub(super) const NEXT: u64 = 2;
/// The JSON-RPC code for an unknown method.
const METHOD_NOT_FOUND: i64 = -32601;

/// A message from a server.
#[derive(Debug)]
pub(super) enum Message {
    /// The answer to a request.
    Answer {
        /// The id of the request.
        id: u64,
        /// The result.
        result: Json,
    },
    /// A request was refused.
    Refusal {
        /// The id of the request, if it is known.
        id: Option<u64>,
        /// Why.
        message: String,
    },
    /// The server makes a request.
    Request {
        /// The id that the answer must have, as the server wrote it.
        id: String,
        /// What it requests.
        method: String,
    },
    /// A notification.
    Notification,
}

pub(super) fn initialize() -> String {
    let client = json!({"name": "jamb", "version": env!("CARGO_PKG_VERSION")});
    let params = json!({"protocolVersion": PROTOCOL, "capabilities": {}, "clientInfo": client});
    json!({"jsonrpc": "2.0", "id": INITIALIZE, "method": "initialize", "params": params}).to_string()
}

pub(super) fn initialized() -> String {
    json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string()
}

pub(super) fn list(cursor: Option<&str>) -> String {
    let params = cursor.map_or_else(|| json!({}), |cursor| json!({"cursor": cursor}));
    json!({"jsonrpc": "2.0", "id": NEXT, "method": "tools/list", "params": params}).to_string()
}

/// A call, with its own id. The arguments are JSON text on one line.
pub(super) fn call(id: u64, tool: &str, args: &str) -> String {
    let name = json!(tool);
    format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"tools/call","params":{{"name":{name},"arguments":{args}}}}}"#)
}

pub(super) fn pong(id: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{{}}}}"#)
}

pub(super) fn unable(id: &str) -> String {
    let error = json!({"code": METHOD_NOT_FOUND, "message": "jamb does not support this"});
    format!(r#"{{"jsonrpc":"2.0","id":{id},"error":{error}}}"#)
}

/// The messages on a line, which may have several. The result is `None` if the line is not JSON-RPC.
pub(super) fn read(line: &str) -> Option<Vec<Message>> {
    let json = Json::parse_text(line).ok()?;
    match json.kind {
        JsonKind::List(messages) => Some(messages.into_iter().filter_map(|json| message(line, &json)).collect()),
        JsonKind::Object(_) => message(line, &json).map(|message| vec![message]),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Text(_) => None,
    }
}

fn message(line: &str, json: &Json) -> Option<Message> {
    json.get("jsonrpc")?;
    let id = json.get("id").filter(|id| matches!(id.kind, JsonKind::Number(_) | JsonKind::Text(_)));
    let number = id.and_then(|id| line.get(id.span.range())?.parse::<u64>().ok());
    if let Some(method) = json.get("method").and_then(Json::text) {
        return Some(match id.and_then(|id| line.get(id.span.range())) {
            Some(id) => Message::Request { id: id.to_owned(), method: method.to_owned() },
            None => Message::Notification,
        });
    }
    if let Some(error) = json.get("error") {
        let message = error.get("message").and_then(Json::text).unwrap_or("it does not say why").to_owned();
        return Some(Message::Refusal { id: number, message });
    }
    Some(Message::Answer { id: number?, result: json.get("result")?.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_distinguished() {
        let one = |line: &str| read(line).map(|mut messages| messages.pop());
        assert!(matches!(one(r#"{"jsonrpc":"2.0","id":2,"result":{}}"#), Some(Some(Message::Answer { id: 2, .. }))));
        assert!(matches!(one(r#"{"jsonrpc":"2.0","method":"x"}"#), Some(Some(Message::Notification))));
        for id in ["7", "\"a\\\"b\"", "-1"] {
            let line = format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"ping"}}"#);
            assert!(matches!(one(&line), Some(Some(Message::Request { id: found, .. })) if found == id), "{id}");
        }
        let refusal = one(r#"{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"no"}}"#);
        assert!(matches!(refusal, Some(Some(Message::Refusal { id: None, message })) if message == "no"));
        for noise in ["", "Server started", "[1", "7", "{}", r#"{"level":"info"}"#] {
            assert!(read(noise).is_none(), "{noise}");
        }
        assert!(serde_json::from_str::<serde_json::Value>(&unable("\"a\\\"b\"")).is_ok());
    }
}
