//! Texts that are safe to show on a terminal: characters that a terminal would act on, or that nobody would
//! see, are spelled out. Policies, catalogs and file names may come from someone who wants to hide a line.

use std::borrow::Cow;
use std::fmt::Write;

/// Texts that people write are shorter. The middle of longer ones is left out, so that a name of a megabyte
/// does not flood the screen.
const LONGEST: usize = 1_000;

/// The text on one line, with each hidden character written like `\u{1b}`, including line breaks and tabs.
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    text.chars().for_each(|character| push_visible(&mut out, character));
    Cow::Owned(out)
}

/// The same, with only the start and the end of a very long text.
pub fn message(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else { return visible(text).into_owned() };
    let start = text.get(..end).and_then(|kept| kept.char_indices().nth(LONGEST * 2 / 3)).map_or(0, |(at, _)| at);
    let tail = text.char_indices().rev().nth(LONGEST / 3).map_or(end, |(at, _)| at);
    let part = |range| visible(text.get(range).unwrap_or_default());
    format!("{} … {}", part(0..start), part(tail..text.len()))
}

/// A text as a code span of CommonMark, with more backticks around it than it has in a row.
pub fn code_span(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest + 1);
    // One blank at both ends is taken away, and there is no empty code span.
    let is_padded = text.is_empty() || text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    if is_padded { format!("{marks} {text} {marks}") } else { format!("{marks}{text}{marks}") }
}

/// The same for a text of several lines, which keeps its line breaks.
pub fn paragraph(text: &str) -> String {
    text.lines().map(message).collect::<Vec<_>>().join("\n")
}

/// The same JSON document, in characters that are safe for a terminal. Hidden characters only occur in its
/// strings, where they are written like `\u202e`.
pub(crate) fn document(json: String) -> String {
    let acts = |character: char| character != '\n' && is_hidden(character);
    if json.split('\n').all(is_plain) || !json.chars().any(acts) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if acts(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(character);
        }
    }
    out
}

/// Whether all characters are printable ASCII, as nearly always. Many bytes are tested at once, so this does not stop at
/// the first one that is not.
fn is_plain(text: &str) -> bool {
    text.bytes().fold(true, |is_plain, byte| is_plain & (b' '..=b'~').contains(&byte))
}

/// Writes a character, and spells it out if it is hidden.
pub(crate) fn push_visible(out: &mut String, character: char) {
    if is_hidden(character) {
        // Writing to a string does not fail.
        let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
    } else {
        out.push(character);
    }
}

/// Whether a character is a control character, or invisible but changes how its neighbours look:
/// bidirectional marks, invisible letters, tags.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' // soft hyphen
                | '\u{61c}'
                | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' // Hangul fillers
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}' // tags, and variation selectors that carry bytes
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_acts_on_is_spelled_out() {
        assert_eq!(visible("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(
            visible("\u{9b}2J\0\u{202e}x\u{2066}\r\n\t\u{7f}"),
            "\\u{9b}2J\\u{0}\\u{202e}x\\u{2066}\\u{d}\\u{a}\\u{9}\\u{7f}"
        );
        assert_eq!(visible("zero\u{200b}width \u{e0041}"), "zero\\u{200b}width \\u{e0041}");
        assert!(matches!(visible("naïve 漢字 🦀"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_document_says_the_same_without_hidden_characters() {
        let value = serde_json::json!({ "a\u{9b}\u{7f}": ["\u{e0041}\n\u{202e}\\", "é🦀"] });
        let text = document(serde_json::to_string_pretty(&value).unwrap());
        assert!(text.contains("\\u009b\\u007f") && text.contains("é🦀"), "{text}");
        assert!(!text.chars().any(|character| character != '\n' && is_hidden(character)));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }

    #[test]
    fn a_long_text_keeps_its_start_and_its_end() {
        let text = format!("start{}end", "é".repeat(100_000));
        let short = message(&text);
        assert!(short.starts_with("starté") && short.ends_with("éend") && short.contains(" … "));
        assert!(short.chars().count() < LONGEST + 10);
        assert_eq!(message(&"x".repeat(LONGEST)), "x".repeat(LONGEST));
    }
}
