//! Recognises documents that are not a `policy.json`. Others share the name or the word, and people paste
//! them. A recognised document gets one message that says what to do, instead of one for each word that the
//! gateway does not know.

mod foreign;

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
    /// A tools/list response: `{"tools": [{"name": "…"}]}`.
    ToolsList,
    /// A document of another program.
    Foreign {
        /// What it is, as messages say it.
        phrase: &'static str,
        /// What to do instead.
        help: &'static str,
    },
}

/// The words of a tool in a `policy.json`.
const CURRENT_WORDS: [&str; 3] = ["require", "deny_if", "limits"];
/// The words of a tool in an older snippet.
const OLDER_WORDS: [&str; 4] = ["rate_limit", "action", "validate", "reason"];

/// What kind of document this is, if it is clearly not a `policy.json`.
pub fn recognise(json: &Json) -> Option<Other> {
    let answer = json.get("result").unwrap_or(json);
    let of_tools = match answer.member("tools") {
        Some(tools) => tools_list(answer, tools).or_else(|| in_tools(json, tools)),
        None => bare_list(json),
    };
    of_tools.or_else(|| foreign(json)).or_else(|| snippet(json))
}

/// The message for a document of another kind.
pub fn refusal(id: SourceId, other: &Other) -> Diagnostic {
    let place = other.span.of(id);
    match other.kind {
        OtherKind::Intercept => errors::intercept(place, &other.word),
        OtherKind::OlderSnippet => errors::older_snippet(place, &other.word),
        OtherKind::ToolsList => errors::tools_list(place),
        OtherKind::Foreign { phrase, help } => errors::foreign(place, phrase, &other.word, help),
    }
}

/// A list of tools. In a document with `version` and `default`, it is a policy with a mistake.
fn tools_list(answer: &Json, tools: &Member) -> Option<Other> {
    let elements = tools.value.elements()?;
    let is_described = |tool: &Json| tool.get("inputSchema").or_else(|| tool.get("description")).is_some();
    let has_rules = foreign::rules_in_tools(answer).is_some() && !elements.iter().any(is_described);
    let is_list = !has_policy_head(answer) || elements.iter().any(is_described);
    let has_names = !elements.is_empty() && elements.iter().all(|name| name.text().is_some());
    (is_list && !has_names && !has_rules).then(|| found(OtherKind::ToolsList, tools))
}

fn in_tools(json: &Json, tools: &Member) -> Option<Other> {
    let tools = tools.value.members().filter(|_| json.get("all_tools").is_none());
    let foreign = foreign::lists_in_tools(json).or_else(|| foreign::rules_in_tools(json));
    foreign.map(of_another).or_else(|| tools.and_then(of_tools))
}

/// Tools with words of other vocabularies. A tool with a current word is a `policy.json` with mistakes.
fn of_tools(tools: &[Member]) -> Option<Other> {
    if has_current_words(tools) {
        return None;
    }
    let find = |is: fn(&&Member) -> bool| words(tools).find(is);
    find(|member| member.key == "rules").map(|member| found(OtherKind::Intercept, member)).or_else(|| {
        find(|member| OLDER_WORDS.contains(&member.key.as_str())).map(|member| found(OtherKind::OlderSnippet, member))
    })
}

fn has_current_words(tools: &[Member]) -> bool {
    words(tools).any(|member| CURRENT_WORDS.contains(&member.key.as_str()))
}

/// The members of tools.
fn words(tools: &[Member]) -> impl Iterator<Item = &Member> {
    tools.iter().filter_map(|tool| tool.value.members()).flatten()
}

/// A tools/list response without its envelope.
fn bare_list(json: &Json) -> Option<Other> {
    let first = json.elements()?.first()?;
    first.member("inputSchema").map(|member| found(OtherKind::ToolsList, member))
}

/// A document of another program, unless it is a policy in all that it has.
fn foreign(json: &Json) -> Option<Other> {
    let tools = json.get("tools").and_then(Json::members).unwrap_or_default();
    let is_policy = has_policy_head(json) || json.get("all_tools").is_some() || has_current_words(tools);
    foreign::recognise(json).filter(|_| !is_policy).map(of_another)
}

fn has_policy_head(json: &Json) -> bool {
    json.get("version").is_some() && json.get("default").is_some_and(|default| default.text().is_some())
}

/// A piece of an older snippet: the body of one tool, or tools without `tools` around them.
fn snippet(json: &Json) -> Option<Other> {
    if ["tools", "version", "default"].iter().any(|word| json.get(word).is_some()) {
        return None;
    }
    let own = json.members()?;
    let older = |member: &&Member| OLDER_WORDS.contains(&member.key.as_str());
    own.iter().find(older).map(|member| found(OtherKind::OlderSnippet, member)).or_else(|| of_tools(own))
}

fn of_another((foreign, member): (&foreign::Foreign, &Member)) -> Other {
    found(OtherKind::Foreign { phrase: foreign.phrase, help: foreign.help }, member)
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
        for (text, expected) in [
            (r#"{"version": "1", "default": "deny"}"#, ""),
            (r#"{"version": "1", "tools": {}}"#, ""),
            (r#"{"tools": {"a": {"limits": [], "rate_limit": 5}}}"#, ""),
            (r#"{"all_tools": {}, "tools": {"a": {"rate_limit": 5}}}"#, ""),
            (r#"{"tools": {"a": {"conditions": []}}}"#, ""),
            (r#"{"version": "1", "default": "deny", "tools": [{"name": "a", "deny_if": []}]}"#, ""),
            (r#"{"version": "1", "default": "deny", "permissions": {"allow": ["a"]}}"#, ""),
            (r#"{"$schema": "https://example.com/policy.v1.schema.json", "version": "1"}"#, ""),
            (r#"[]"#, ""),
            (r#"5"#, ""),
            (r#"{"version": "1", "tools": {"a": {}, "b": {"rules": []}}}"#, "Intercept"),
            (r#"{"tools": {"a": {"rate_limit": {"max": 5, "window": 60}}}}"#, "OlderSnippet"),
            (r#"{"action": "deny", "reason": "no"}"#, "OlderSnippet"),
            (r#"{"create_charge": {"validate": {}}}"#, "OlderSnippet"),
            (r#"{"type": "spend-limit", "amount": 5}"#, "this is a wallet's spending policy"),
            (r#"{"rules": [{"type": "transfer", "maxAmount": "5"}]}"#, "this is a wallet's spending policy"),
            (r#"{"jsonrpc": "2.0", "id": 1, "result": {"tools": []}}"#, "ToolsList"),
            (r#"[{"name": "a", "inputSchema": {}}]"#, "ToolsList"),
            (r#"{"permissions": {"allow": ["Bash(git log:*)"], "deny": []}}"#, "these are the permissions of an agent"),
            (r#"{"allowedTools": [], "model": "x"}"#, "these are the permissions of an agent"),
            (r#"{"mcpServers": {"hub": {"command": "hub"}}}"#, "these are the settings of an MCP client"),
            (
                r#"{"servers": {"hub": {"type": "http", "url": "https://a.test"}}}"#,
                "these are the settings of an MCP client",
            ),
            (r#"{"version": "2.1", "tools": {"allow": ["a"], "deny": ["b"]}}"#, "this is a list of tool names"),
            (r#"{"version": "1", "default": "deny", "tools": {"allowed": ["a"]}}"#, "this is a list of tool names"),
            (r#"{"tools": [{"name": "a", "allow": true}]}"#, "this is a policy for another product"),
            (r#"{"tools": [{"name": "a"}]}"#, "ToolsList"),
            (r#"{"tool": "pay", "args": {}}"#, "these are recorded calls"),
            (r#"{"tools": ["a", "b"]}"#, "this is a list of tool names"),
            (r#"{"default": "deny", "allow": ["a"]}"#, "this is a list of tool names"),
            (r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}"#, "this is an AWS IAM policy"),
            (r#"{"default": [{"type": "reject"}], "transports": {}}"#, "this is a trust policy for container images"),
            (r#"{"apiVersion": "v1", "kind": "Policy", "spec": {}}"#, "this is a Kubernetes resource"),
            (r#"{"type": "object", "properties": {"a": {}}}"#, "this is a JSON Schema"),
            (r#"{"version": 1, "diagnostics": []}"#, "this is a report"),
            (r#"{"version": "2.1.0", "runs": []}"#, "this is a SARIF report"),
            (r#"{"rules": [{"tool": "a", "effect": "deny"}]}"#, "this is a policy for another product"),
        ] {
            let json = Json::parse(&Source::from_text("p.json", text)).unwrap();
            let kind = match recognise(&json).map(|other| other.kind) {
                None => String::new(),
                Some(OtherKind::Foreign { phrase, .. }) => phrase.to_owned(),
                Some(kind) => format!("{kind:?}"),
            };
            assert_eq!(kind, expected, "{text}");
        }
    }
}
