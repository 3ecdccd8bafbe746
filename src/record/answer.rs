//! What a client gets in place of an answer of the server.

use serde_json::json;

/// JSON-RPC: this is not JSON.
pub const PARSE_ERROR: i64 = -32700;
/// JSON-RPC: this is not a request.
pub const INVALID_REQUEST: i64 = -32600;
/// JSON-RPC: the parameters are not those of the method.
pub const INVALID_PARAMS: i64 = -32602;
/// JSON-RPC: the request could not be carried out.
pub const INTERNAL_ERROR: i64 = -32603;

/// The result of a denied call, as the gateway gives it.
pub fn denied(id: &str, message: &str) -> String {
    let result = json!({"content": [{"type": "text", "text": message}], "isError": true});
    format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{result}}}"#)
}

/// An error. The id is JSON text; `None` if it is not known.
pub fn error(id: Option<&str>, code: i64, message: &str) -> String {
    let error = json!({"code": code, "message": format!("jamb: {message}")});
    format!(r#"{{"jsonrpc":"2.0","id":{},"error":{error}}}"#, id.unwrap_or("null"))
}
