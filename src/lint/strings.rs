//! All strings of a policy, with their places and values.

use crate::check::Checked;
use crate::source::json::{Json, JsonKind, Member};
use crate::source::{Place, SourceId, Sources};
use crate::syntax::lexeme::{Lexeme, LexemeKind, lexemes};

/// A string of a policy.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its place, including the quotes.
    pub place: Place,
    /// Its value.
    pub value: String,
    /// What it is for.
    pub role: Role,
}

/// What a string is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A denial message, which the agent gets.
    Message,
    /// The name of a tool, an argument, a counter, a test.
    Name,
    /// A regular expression.
    Pattern,
    /// A value that a `require` asks for.
    Asked,
    /// Another value, perhaps one that a `deny if` looks for.
    Value,
}

/// The strings of a policy, including those of the files that it includes. A policy that was not checked is JSON.
pub fn all(sources: &Sources, main: SourceId, checked: Option<&Checked>) -> Vec<Written> {
    match checked {
        Some(checked) => of_files(sources, checked),
        None => Json::parse(sources.get(main)).map(|json| of_json(main, &json)).unwrap_or_default(),
    }
}

/// The words that begin a clause or an item: `require`, and those that end a `require`.
const STARTS: [&str; 12] =
    ["require", "deny", "limit", "apply", "let", "rule", "tool", "guard", "test", "assert", "catalog", "include"];

fn of_files(sources: &Sources, checked: &Checked) -> Vec<Written> {
    let mut all = Vec::new();
    for (id, _) in &checked.files {
        let source = sources.get(*id);
        let text = source.text.as_str();
        let mut before: Option<Lexeme> = None;
        let mut is_asked = false;
        for lexeme in lexemes(text, source.body_start()) {
            let written = text.get(lexeme.span.range()).unwrap_or_default();
            let word = before.and_then(|before| text.get(before.span.range())).unwrap_or_default();
            match lexeme.kind {
                LexemeKind::String => all.extend(decoded(written).map(|value| Written {
                    place: lexeme.span.of(*id),
                    value,
                    role: role(word, written, is_asked),
                })),
                LexemeKind::Comment => continue,
                LexemeKind::Word if STARTS.contains(&written) => is_asked = written == "require",
                LexemeKind::OpenString | LexemeKind::Word | LexemeKind::Number | LexemeKind::Sign(_) => {}
            }
            before = Some(lexeme);
        }
    }
    all
}

fn decoded(written: &str) -> Option<String> {
    match written.strip_prefix('r') {
        Some(raw) => {
            let raw = raw.trim_start_matches('#');
            let text = raw.trim_end_matches('#');
            Some(text.strip_prefix('"')?.strip_suffix('"')?.to_owned())
        }
        None => serde_json::from_str(written).ok(),
    }
}

/// The role of a string, by the word before it.
fn role(before: &str, written: &str, is_asked: bool) -> Role {
    match before {
        "because" => Role::Message,
        "matches" => Role::Pattern,
        "tool" | "guard" | "allow" | "hide" | "deny" | "rate" | "call" | "never" | "always" | "as" | "test" => {
            Role::Name
        }
        _ if before.ends_with('.') => Role::Name,
        // Raw strings are mostly regular expressions, including those that a `let` names.
        _ if written.starts_with('r') => Role::Pattern,
        _ if is_asked => Role::Asked,
        _ => Role::Value,
    }
}

fn of_json(source: SourceId, json: &Json) -> Vec<Written> {
    let mut all = Vec::new();
    let mut left = vec![(json, Spot { role: Role::Name, is_required: false })];
    while let Some((json, spot)) = left.pop() {
        match &json.kind {
            JsonKind::Text(text) => {
                all.push(Written { place: json.span.of(source), value: text.clone(), role: spot.role });
            }
            JsonKind::List(elements) => left.extend(elements.iter().map(|element| (element, spot))),
            JsonKind::Object(members) => {
                let is_pattern = json.get("op").and_then(Json::text) == Some("regex");
                for Member { key, key_span, value } in members {
                    all.push(Written { place: key_span.of(source), value: key.clone(), role: Role::Name });
                    left.push((value, inside(spot, key, is_pattern)));
                }
            }
            JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) => {}
        }
    }
    all
}

/// What the strings at one place of a JSON document are for.
#[derive(Debug, Clone, Copy)]
struct Spot {
    role: Role,
    is_required: bool,
}

fn inside(spot: Spot, key: &str, is_pattern: bool) -> Spot {
    let role = match key {
        "on_deny" => Role::Message,
        "value" if is_pattern => Role::Pattern,
        "value" if spot.is_required => Role::Asked,
        "value" => Role::Value,
        _ => Role::Name,
    };
    Spot { role, is_required: (spot.is_required || key == "require") && key != "deny_if" }
}
