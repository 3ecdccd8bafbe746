//! Our own drawing characters, for terminals and locales that have only ASCII.

use std::borrow::Cow;

/// The characters that messages, tables and pages use for drawing, and what stands for them.
const CHARACTERS: &[(char, &str)] = &[
    ('…', "..."),
    ('─', "-"),
    ('│', "|"),
    ('┬', "v"),
    ('╭', ","),
    ('╰', "`"),
    ('├', "|"),
    ('▶', ">"),
    ('·', "."),
    ('×', "x"),
    ('⚠', "!"),
    ('ℹ', "i"),
    ('•', "*"),
    ('✓', "+"),
    ('✗', "x"),
    ('→', "->"),
    ('–', "-"),
];

/// The sign for text that was left out.
pub(super) fn ellipsis(is_ascii: bool) -> &'static str {
    if is_ascii { "..." } else { "…" }
}

/// A text in the characters that the output may have.
pub fn drawn(text: &str, is_ascii: bool) -> Cow<'_, str> {
    if !is_ascii || text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match CHARACTERS.iter().find(|(character, _)| *character == letter) {
            Some((_, instead)) => out.push_str(instead),
            None => out.push(letter),
        }
    }
    Cow::Owned(out)
}
