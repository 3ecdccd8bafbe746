//! Recognises documents that are not a `policy.json`. Others share the name or the word, and people paste
//! them. A recognised document gets one message that says what to do, instead of one for each word that the
//! gateway does not know.

use crate::diagnostic::Diagnostic;
use crate::source::json::{Json, Member};
use crate::source::{SourceId, Span};

use super::errors;

/// A document of another kind, and the word that gives it away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Which kind.
    pub kind: OtherKind,
    /// The word.
    pub word: String,
    /// The word's place.
    pub span: Span,
}

/// The kinds of documents that are mistaken for a `policy.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherKind {
    /// A policy of Intercept, the gateway's predecessor: `{"tools": {"t": {"rules": […]}}}`.
    Intercept,
    /// An older snippet: `{"tools": {"t": {"rate_limit": {"max": 5, "window": 60}}}}`.
    OlderSnippet,
    /// A wallet's spending policy: `{"type": "…", "maxAmount": 100}`.
    Wallet,
    /// A tools/list answer: `{"tools": [{"name": "…"}]}`.
    ToolsList,
}

/// The words of a tool in a `policy.json`.
const CURRENT_WORDS: [&str; 3] = ["require", "deny_if", "limits"];
/// The words of a tool in an older snippet.
const OLDER_WORDS: [&str; 4] = ["rate_limit", "action", "validate", "reason"];

/// What kind of document this is, if it is clearly not a `policy.json`.
pub fn recognise(json: &Json) -> Option<Other> {
    let answer = json.get("result").unwrap_or(json);
    match answer.member("tools") {
        Some(tools) if tools.value.elements().is_some() => Some(found(OtherKind::ToolsList, tools)),
        Some(tools) => tools.value.members().filter(|_| json.get("all_tools").is_none()).and_then(of_tools),
        None if json.get("version").is_some() || json.get("default").is_some() => None,
        None => bare_list(json).or_else(|| wallet(json)).or_else(|| snippet(json)),
    }
}

/// The message for a document of another kind.
pub fn refusal(id: SourceId, other: &Other) -> Diagnostic {
    let place = other.span.of(id);
    match other.kind {
        OtherKind::Intercept => errors::intercept(place, &other.word),
        OtherKind::OlderSnippet => errors::older_snippet(place, &other.word),
        OtherKind::Wallet => errors::wallet(place, &other.word),
        OtherKind::ToolsList => errors::tools_list(place),
    }
}

/// Tools with words of other vocabularies. A tool with a current word is a `policy.json` with mistakes.
fn of_tools(tools: &[Member]) -> Option<Other> {
    let words = || tools.iter().filter_map(|tool| tool.value.members()).flatten();
    if words().any(|member| CURRENT_WORDS.contains(&member.key.as_str())) {
        return None;
    }
    words().find(|member| member.key == "rules").map(|member| found(OtherKind::Intercept, member)).or_else(|| {
        words()
            .find(|member| OLDER_WORDS.contains(&member.key.as_str()))
            .map(|member| found(OtherKind::OlderSnippet, member))
    })
}

/// A tools/list answer without its envelope.
fn bare_list(json: &Json) -> Option<Other> {
    let first = json.elements()?.first()?;
    first.member("inputSchema").map(|member| found(OtherKind::ToolsList, member))
}

fn wallet(json: &Json) -> Option<Other> {
    let own = json.members().unwrap_or_default();
    let below = own.iter().map(|member| &member.value).flat_map(objects);
    let all = own.iter().chain(objects(json)).chain(below);
    let kind = || own.iter().find(|member| member.key == "type" && member.value.text().is_some());
    all.into_iter()
        .find(|member| member.key == "maxAmount")
        .or_else(kind)
        .map(|member| found(OtherKind::Wallet, member))
}

/// The members of an object, or of the objects in a list.
fn objects(json: &Json) -> impl Iterator<Item = &Member> {
    let listed = json.elements().unwrap_or_default().iter().filter_map(Json::members).flatten();
    json.members().unwrap_or_default().iter().chain(listed)
}

/// A piece of an older snippet: the body of one tool, or tools without `tools` around them.
fn snippet(json: &Json) -> Option<Other> {
    let own = json.members()?;
    let older = |member: &&Member| OLDER_WORDS.contains(&member.key.as_str());
    own.iter().find(older).map(|member| found(OtherKind::OlderSnippet, member)).or_else(|| of_tools(own))
}

fn found(kind: OtherKind, member: &Member) -> Other {
    Other { kind, word: member.key.clone(), span: member.key_span }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn each_kind_is_recognised_and_a_policy_with_mistakes_is_none_of_them() {
        for (text, kind) in [
            (r#"{"version": "1", "default": "deny"}"#, None),
            (r#"{"version": "1", "tools": {}}"#, None),
            (r#"{"tools": {"a": {"limits": [], "rate_limit": 5}}}"#, None),
            (r#"{"all_tools": {}, "tools": {"a": {"rate_limit": 5}}}"#, None),
            (r#"{"tools": {"a": {"conditions": []}}}"#, None),
            (r#"[]"#, None),
            (r#"5"#, None),
            (r#"{"version": "1", "tools": {"a": {}, "b": {"rules": []}}}"#, Some(OtherKind::Intercept)),
            (r#"{"tools": {"a": {"rate_limit": {"max": 5, "window": 60}}}}"#, Some(OtherKind::OlderSnippet)),
            (r#"{"action": "deny", "reason": "no"}"#, Some(OtherKind::OlderSnippet)),
            (r#"{"create_charge": {"validate": {}}}"#, Some(OtherKind::OlderSnippet)),
            (r#"{"type": "spend-limit", "amount": 5}"#, Some(OtherKind::Wallet)),
            (r#"{"rules": [{"type": "transfer", "maxAmount": "5"}]}"#, Some(OtherKind::Wallet)),
            (r#"{"jsonrpc": "2.0", "id": 1, "result": {"tools": []}}"#, Some(OtherKind::ToolsList)),
            (r#"[{"name": "a", "inputSchema": {}}]"#, Some(OtherKind::ToolsList)),
        ] {
            let json = Json::parse(&Source::from_text("p.json", text)).unwrap();
            assert_eq!(recognise(&json).map(|other| other.kind), kind, "{text}");
        }
    }
}
