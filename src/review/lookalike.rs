//! Which `*.json` files are policies, and which are baselines. A repository has many others.

use crate::source::json::{Json, starts_like_json};

/// Whether a text looks like a `policy.json`.
pub fn is_policy(text: &str) -> bool {
    // Most other files fail here, before they are parsed.
    let may_be = text.contains("\"version\"") && (text.contains("\"default\"") || text.contains("\"tools\""));
    let object = || Json::parse_text(text).ok().filter(|json| json.members().is_some());
    may_be
        && starts_like_json(text.trim_start_matches('\u{feff}').trim_start())
        && object().is_some_and(|json| {
            let is_decision = |json: &Json| matches!(json.text(), Some("allow" | "deny"));
            let has_tools = json.get("tools").is_some_and(|tools| tools.members().is_some());
            let has_version = json.get("version").is_some_and(|version| version.text().is_some());
            has_version && (json.get("default").is_some_and(is_decision) || has_tools)
        })
}

/// Whether a text looks like a baseline of `jamb lint`.
pub fn is_baseline(text: &str) -> bool {
    text.contains("\"findings\"") && text.contains("\"fingerprint\"")
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
        ] {
            assert_eq!(is_policy(text), expected, "{text}");
        }
    }
}
