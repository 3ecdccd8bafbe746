//! All strings of a policy, as they are written and what they say.

use crate::check::Checked;
use crate::lint::Context;
use crate::source::json::{Json, JsonKind};
use crate::source::{Place, SourceId};
use crate::syntax::lexeme::{Lexeme, LexemeKind, lexemes};

/// A string of a policy.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its place, with its quotes.
    pub place: Place,
    /// What it says.
    pub value: String,
    /// What it is for.
    pub role: Role,
}

/// What a string is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What the agent is told.
    Message,
    /// The name of a tool, an argument, a counter, a test.
    Name,
    /// A regular expression.
    Pattern,
    /// A value to compare with, and anything else.
    Value,
}

/// The strings of a policy, with those of the files that it includes.
pub fn all(context: &Context<'_>) -> Vec<Written> {
    match context.checked {
        Some(checked) => of_files(context, checked),
        None => context.json().map(|json| of_json(context.main, &json)).unwrap_or_default(),
    }
}

fn of_files(context: &Context<'_>, checked: &Checked) -> Vec<Written> {
    let mut all = Vec::new();
    for (id, _) in &checked.files {
        let source = context.sources.get(*id);
        let text = source.text.as_str();
        let mut before: Option<Lexeme> = None;
        for lexeme in lexemes(text, source.body_start()) {
            let written = text.get(lexeme.span.range()).unwrap_or_default();
            let word = before.and_then(|before| text.get(before.span.range())).unwrap_or_default();
            match lexeme.kind {
                LexemeKind::String => all.extend(decoded(written).map(|value| Written {
                    place: lexeme.span.of(*id),
                    value,
                    role: role(word, written),
                })),
                LexemeKind::Comment => continue,
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

/// By the word before it.
fn role(before: &str, written: &str) -> Role {
    match before {
        "because" => Role::Message,
        "matches" => Role::Pattern,
        "tool" | "allow" | "hide" | "deny" | "rate" | "call" | "never" | "always" | "as" | "test" => Role::Name,
        _ if before.ends_with('.') => Role::Name,
        // Raw strings are written for regular expressions, also those that a `let` names.
        _ if written.starts_with('r') => Role::Pattern,
        _ => Role::Value,
    }
}

fn of_json(source: SourceId, json: &Json) -> Vec<Written> {
    let mut all = Vec::new();
    let mut left = vec![(json, Role::Name, false)];
    while let Some((json, role, is_pattern)) = left.pop() {
        match &json.kind {
            JsonKind::Text(text) => {
                let role = if is_pattern && role == Role::Value { Role::Pattern } else { role };
                all.push(Written { place: json.span.of(source), value: text.clone(), role });
            }
            JsonKind::List(elements) => left.extend(elements.iter().map(|element| (element, role, is_pattern))),
            JsonKind::Object(members) => {
                let is_pattern = json.get("op").and_then(Json::text) == Some("regex");
                for member in members {
                    all.push(Written {
                        place: member.key_span.of(source),
                        value: member.key.clone(),
                        role: Role::Name,
                    });
                    let role = match member.key.as_str() {
                        "on_deny" => Role::Message,
                        "value" => Role::Value,
                        _ => Role::Name,
                    };
                    left.push((&member.value, role, is_pattern));
                }
            }
            JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) => {}
        }
    }
    all
}
