//! Recognises TOML, which clients and agents use for their settings. It is neither JSON nor YAML, and no policy is
//! written in it.

use crate::source::{Source, Span};

/// How many lines are looked at.
const LINES: usize = 20;

/// What a TOML file is, and the line that shows it.
pub(super) fn recognise(source: &Source) -> Option<(&'static str, Span)> {
    let base = source.body_start();
    let body = source.text.get(base..).unwrap_or_default();
    let line = body.lines().take(LINES).map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
    let start = base + body.find(line).unwrap_or_default();
    let phrase = match body.contains("[mcp_servers") {
        true => "these are the settings of an MCP client",
        false => "this is TOML",
    };
    (is_table(line) || is_assignment(line)).then(|| (phrase, Span::new(start, start + line.len())))
}

/// `[mcp_servers.hub]`
fn is_table(line: &str) -> bool {
    let name = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or_default();
    let is_part = |character: char| character.is_ascii_alphanumeric() || "_-.\"[]".contains(character);
    name.contains(|character: char| character.is_ascii_alphabetic()) && name.chars().all(is_part)
}

/// `model = "large"`
fn is_assignment(line: &str) -> bool {
    let Some((key, value)) = line.split_once('=') else { return false };
    let is_key = |character: char| character.is_ascii_alphanumeric() || "_-.".contains(character);
    let key = key.trim_end();
    let value = value.trim_start();
    !key.is_empty()
        && key.chars().all(is_key)
        && value.starts_with(|first: char| first.is_ascii_digit() || "\"'[{tf".contains(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_in_toml_are_neither_yaml_nor_json() {
        for (text, expected) in [
            ("# mine\n\n[mcp_servers.hub]\ncommand = \"x\"\n", Some(("these are the settings of an MCP client", 8))),
            ("model = \"large\"\n", Some(("this is TOML", 0))),
            ("[\"a\", \"b\"]\n", None),
            ("version: \"1\"\n", None),
            ("a == b\n", None),
            ("", None),
        ] {
            let found = recognise(&Source::from_text("p", text));
            assert_eq!(found.map(|(phrase, span)| (phrase, span.start)), expected, "{text}");
        }
    }
}
