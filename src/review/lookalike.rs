//! Which files are policies, and which documents are baselines. A repository has many others. A key can be written in
//! many ways (`"\u0076ersion"`), so a document is parsed before anything is looked for in it.

use crate::check;
use crate::document::Kind;
use crate::source::json::{Json, JsonKind};
use crate::source::{Source, Sources};
use crate::syntax;

/// Whether a text looks like a `policy.json`.
pub fn is_policy(text: &str) -> bool {
    document(text).is_some_and(|json| {
        let is_decision = |json: &Json| matches!(json.text(), Some("allow" | "deny"));
        let has_tools = json.get("tools").is_some_and(|tools| tools.members().is_some());
        let has_version = json.get("version").is_some_and(|version| version.text().is_some());
        has_version && (json.get("default").is_some_and(is_decision) || has_tools)
    })
}

/// The baseline of `jamb lint` that a text is.
pub fn baseline(text: &str) -> Option<Json> {
    let is_baseline = |json: &Json| json.get("findings").is_some_and(|findings| findings.elements().is_some());
    document(text).filter(is_baseline)
}

/// Whether the text of a `.pl` file is a policy, not a part of policies or a file of another language.
pub fn is_source(text: &str) -> bool {
    if Kind::of(text) != Kind::Policy {
        return false;
    }
    let mut sources = Sources::default();
    let id = sources.add(Source::from_bytes("", None, text.as_bytes().to_vec()));
    let (file, _) = syntax::parse(id, sources.get(id));
    !check::is_part(&file)
}

/// Whether bytes begin as an object of JSON does.
pub fn begins_as_object(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"{")
}

fn document(text: &str) -> Option<Json> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !begins_as_object(text.as_bytes()) {
        return None;
    }
    Json::parse_text(text).ok().filter(|json| matches!(json.kind, JsonKind::Object(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_told_from_other_json() {
        for (text, expected) in [
            (r#"{"version": "1", "default": "deny"}"#, true),
            (r#"{"version": "1", "tools": {"pay": {}}}"#, true),
            (r#"{"version": "1.0.0", "name": "x", "tools": ["a"]}"#, false),
            (r#"{"name": "x", "version": "1.0.0", "default": "x"}"#, false),
            (r#"{"tools": [{"name": "version"}], "default": 1}"#, false),
            ("{\"version\": \"1\", \"default\": \"deny\"", false),
            (r#"{"\u0076ersion": "1", "\u0064efault": "deny"}"#, true),
        ] {
            assert_eq!(is_policy(text), expected, "{text}");
        }
    }
}
