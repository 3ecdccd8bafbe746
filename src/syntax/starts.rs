//! Where items and clauses start, by their first word.

use super::lexeme::{Lexeme, LexemeKind};

/// The words that items start with.
pub const ITEM_WORDS: &[&str] = &[
    "default", "catalog", "include", "let", "rule", "rate", "hide", "deny", "allow", "tool", "guard", "limit", "test",
    "assert",
];

/// Whether an item starts with this word: a keyword at the start of a line that is neither the key of an
/// object nor an element of a list. Inside a block, only words that can't start a clause count.
pub fn starts_item(text: &str, word: &Lexeme, inside: bool) -> bool {
    let is_item = match text.get(word.span.range()) {
        Some("deny" | "limit") => !inside,
        Some(word) => ITEM_WORDS.contains(&word),
        None => false,
    };
    is_item && word.starts_line && !is_part_of_something(text, word)
}

/// Whether a clause, or a step of a test, starts with this word.
pub fn starts_part(text: &str, word: &Lexeme, steps: bool) -> bool {
    let starts = match text.get(word.span.range()) {
        Some("require" | "deny" | "limit" | "apply") => !steps,
        Some("call" | "at" | "after" | "as") => steps,
        _ => steps && word.kind == LexemeKind::Number,
    };
    starts && word.starts_line && !is_part_of_something(text, word)
}

/// `limit: 5`, `limit?: integer`, `limit,`: a key or an element, whatever the word is.
fn is_part_of_something(text: &str, word: &Lexeme) -> bool {
    let after = text.get(word.span.end as usize..).unwrap_or_default().trim_start();
    after.starts_with([':', '?', ',', ']', ')'])
}
