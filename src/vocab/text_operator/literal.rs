//! Texts inside regular expressions: what means something there gets a backslash.

/// The characters that mean something in RE2's syntax outside of brackets.
const SPECIAL: &str = "\\.+*?()|[]{}^$";

/// The text as a regular expression that matches it: `a.b` becomes `a\.b`.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for character in text.chars() {
        if SPECIAL.contains(character) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted
}

/// The text that [`quoted`] made this from. `None` for any other expression, and for an empty one.
pub fn unquoted(pattern: &str) -> Option<String> {
    let mut text = String::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        let plain = if character == '\\' { characters.next()? } else { character };
        if SPECIAL.contains(plain) != (character == '\\') {
            return None;
        }
        text.push(plain);
    }
    (!text.is_empty()).then_some(text)
}

/// The parts of an expression between each `|` that is outside of brackets.
pub fn alternatives(pattern: &str) -> impl Iterator<Item = &str> {
    let (mut depth, mut in_class, mut escaped) = (0_usize, false, false);
    pattern.split(move |character| {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' => in_class = false,
            _ if in_class => {}
            '[' => in_class = true,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '|' => return depth == 0,
            _ => {}
        }
        false
    })
}

/// The first character that is among these or a control character (U+0000 to U+001F, and U+007F).
pub fn forbidden(text: &str, among: &[char]) -> Option<char> {
    text.chars().find(|character| character.is_ascii_control() || among.contains(character))
}
