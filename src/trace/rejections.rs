//! What clients answer the model for a call that was not made, because the user or a rule of the client did not
//! allow it.

use crate::source::json::{Json, JsonKind};

/// How the answers begin, in small letters: of Claude Code, Cline and its relatives, LangGraph, the Agents SDK and
/// the AI SDK.
const REJECTIONS: [&str; 19] = [
    "pretooluse:",
    "error: pretooluse:",
    "request interrupted by user",
    "the user doesn't want to proceed with this tool use",
    "the user doesn't want to take this action right now",
    "user rejected tool use",
    "error: user rejected tool use",
    "claude requested permissions to ",
    "permission to use mcp__",
    "permission for this action has been denied",
    "the user denied this operation",
    "user rejected the tool call",
    "the user rejected this",
    "tool execution was not approved",
    "tool execution denied",
    "tool call rejected by user",
    "user rejected mcp tool call",
    "user cancelled mcp tool call",
    "rejected by user",
];

/// Whether the result of a call says that it was not made.
pub(super) fn is_rejection(result: &Json) -> bool {
    match &result.kind {
        JsonKind::Text(text) => says_so(text),
        // Cline writes which tool it was in a block before.
        JsonKind::List(blocks) => {
            blocks.iter().any(|block| block.get("text").and_then(Json::text).is_some_and(says_so))
        }
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Object(_) => false,
    }
}

/// Whether the result of a call is what the agent gets if the gateway denies it.
pub(super) fn is_denial(result: &Json) -> bool {
    let says_so = |words: &str| words.trim_start().starts_with("[POLICY DENIED]");
    match &result.kind {
        JsonKind::Text(text) => says_so(text),
        JsonKind::List(blocks) => {
            blocks.iter().any(|block| block.get("text").and_then(Json::text).is_some_and(says_so))
        }
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Object(_) => false,
    }
}

/// Whether these words say it.
pub(super) fn says_so(words: &str) -> bool {
    let words = words.trim_start_matches(['[', '<', '"', ' ', '\n']).trim_start_matches("tool_use_error>");
    let start: String = words.chars().take(64).flat_map(char::to_lowercase).collect();
    REJECTIONS.iter().any(|rejection| start.starts_with(rejection))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_of_clients_are_rejections() {
        assert!(says_so("The user doesn't want to proceed with this tool use. The tool use was rejected"));
        assert!(says_so("<tool_use_error>Permission to use mcp__desk__create has been denied."));
        assert!(!says_so("ok"));
        assert!(!says_so("The log says: the user doesn't want to proceed with this tool use"));
    }
}
