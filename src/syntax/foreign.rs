//! Recognizes a file that is written in another language: one message says so, instead of one for each line.

use super::starts::ITEM_WORDS;

/// The languages that people put into a `.pl` file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Mostly policies of the gateway's predecessor.
    Yaml,
    Json,
    Toml,
    Xml,
    Rego,
    Cedar,
}

/// How many lines are looked at.
const LINES: usize = 60;

impl Language {
    /// The language of a text, if no line of it could be an item of a policy.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let is_code = |line: &&str| !line.is_empty() && !line.starts_with('#') && !line.starts_with("//");
        let lines: Vec<&str> =
            text.lines().map(str::trim_end).filter(|line| is_code(&line.trim())).take(LINES).collect();
        let first = lines.first()?.trim_start();
        if lines.iter().any(|line| is_item(line.trim_start())) {
            return None;
        }
        let all = |is: fn(&str) -> bool| lines.iter().filter(|line| is(line.trim_start())).count();
        let starts = |words: &[&str]| words.iter().any(|word| first.starts_with(word));
        match () {
            () if starts(&["{", "["]) && is_json(first, lines.get(1).copied()) => Some(Self::Json),
            () if starts(&["<?xml", "<!DOCTYPE", "<html", "<policy", "<Policy"]) => Some(Self::Xml),
            () if is_table(first) && all(is_assignment) > 0 => Some(Self::Toml),
            () if starts(&["package "]) && text.contains(":=") || text.contains("\nimport rego") => Some(Self::Rego),
            () if starts(&["permit", "forbid", "@id("]) && text.contains("principal") => Some(Self::Cedar),
            () if first == "---" || is_key(first) || first.starts_with("- ") => {
                (all(is_yaml) > 1).then_some(Self::Yaml)
            }
            () => None,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yaml => "YAML",
            Self::Json => "JSON",
            Self::Toml => "TOML",
            Self::Xml => "XML",
            Self::Rego => "Rego",
            Self::Cedar => "Cedar",
        }
    }
}

/// Whether a line starts like an item: `allow x`, but not `allow: x`.
fn is_item(line: &str) -> bool {
    let Some((word, rest)) = line.split_once(char::is_whitespace) else { return false };
    let rest = rest.trim_start();
    let is_rego = word == "default" && rest.contains('=');
    ITEM_WORDS.contains(&word) && !rest.starts_with([':', '=']) && !is_rego
}

/// `version: "1"`, `tools:`
fn is_key(line: &str) -> bool {
    let Some((key, rest)) = line.split_once(':') else { return false };
    let key = key.trim_matches(['"', '\'']);
    !key.is_empty() && !key.contains(char::is_whitespace) && (rest.is_empty() || rest.starts_with(' '))
}

fn is_yaml(line: &str) -> bool {
    is_key(line) || line.starts_with("- ") || line == "-"
}

/// `[tools.refund]`
fn is_table(line: &str) -> bool {
    let name = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
    name.is_some_and(|name| !name.is_empty() && !name.contains([',', '{', ':']))
}

/// `default = "deny"`
fn is_assignment(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, value)| !key.trim().contains(' ') && !value.starts_with('='))
}

fn is_json(first: &str, second: Option<&str>) -> bool {
    let inside = first.get(1..).unwrap_or_default().trim_start();
    let inside = if inside.is_empty() { second.unwrap_or_default().trim_start() } else { inside };
    let is_list = first.starts_with('[');
    inside.starts_with('"') && (is_list || inside.contains(':')) || is_list && inside.starts_with('{')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_recognized_if_no_line_is_an_item() {
        for (text, expected) in [
            ("version: \"1\"\ndefault: deny\ntools:\n  a:\n", Some(Language::Yaml)),
            ("---\n# x\ndefault: deny\nhide:\n - a\n", Some(Language::Yaml)),
            ("- tool: a\n  allow: true\n", Some(Language::Yaml)),
            ("[{\"name\": \"a\"}]", Some(Language::Json)),
            ("[tools.a]\nallow = true\n", Some(Language::Toml)),
            ("<?xml version=\"1.0\"?>\n<policy/>", Some(Language::Xml)),
            ("package a\n\ndefault allow := false\n", Some(Language::Rego)),
            ("permit(principal, action, resource);\n", Some(Language::Cedar)),
            ("version: \"1\"\ndefault deny\nallow a\n", None),
            ("default: deny\n", None),
            ("default deny\n", None),
            ("create_refund: financial\ntool a {\n}\n", None),
            ("cap = 5\n", None),
            ("{\n  allow x\n}\n", None),
            ("", None),
        ] {
            assert_eq!(Language::of(text), expected, "{text}");
        }
    }
}
