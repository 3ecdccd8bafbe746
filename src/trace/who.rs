//! Who made a call, and to which server, in the ways that loggers write them.

use crate::source::json::Json;

/// The members in which loggers write the grant, the most trusted first.
const GRANTS: [&str; 3] = ["grant", "user", "principal"];

/// The members in which loggers write the server, the most trusted first.
const SERVERS: [&str; 9] = [
    "server",
    "server_name",
    "serverName",
    "server_label",
    "serverLabel",
    "mcp_server",
    "mcpServer",
    "mcp_server_name",
    "mcpServerName",
];

/// The grant that an object names.
pub(super) fn grant_in(json: &Json) -> Option<String> {
    GRANTS.iter().find_map(|name| json.get(name).and_then(|grant| named(grant, &["id", "name", "email"])))
}

/// The server that an object names.
pub(super) fn server_in(json: &Json) -> Option<String> {
    SERVERS.iter().find_map(|name| json.get(name).and_then(|server| named(server, &["name"])))
}

/// A text, or the text in the first of these members.
fn named(json: &Json, members: &[&str]) -> Option<String> {
    let text = json.text().or_else(|| members.iter().find_map(|name| json.get(name).and_then(Json::text)));
    text.filter(|text| !text.is_empty()).map(str::to_owned)
}
