//! Strings as they are written: their mistakes, their text, and places inside them.

use super::lexeme::raw_hashes;
use super::tree::{Quoting, Text};
use crate::source::{Source, Span, written_offset};

/// What is wrong with a string, with offsets from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StringMistake {
    /// It is not closed on its line.
    NotClosed,
    /// An escape that JSON does not have.
    #[allow(missing_docs)]
    Escape { at: usize, length: usize },
    /// Half of a surrogate pair.
    #[allow(missing_docs)]
    Surrogate { at: usize, length: usize },
    /// A control character.
    #[allow(missing_docs)]
    Control { at: usize, length: usize },
}

/// The first mistake of the string at the start of a text; `None` if the string is valid or if there is none.
/// A string that is not closed has no other mistake.
pub fn mistake(text: &str) -> Option<StringMistake> {
    let line = text.get(..text.find('\n').unwrap_or(text.len())).unwrap_or(text);
    if let Some(hashes) = raw_hashes(line) {
        let body = line.get(hashes + 2..).unwrap_or_default();
        let Some(end) = body.find(&format!("\"{}", "#".repeat(hashes))) else { return Some(StringMistake::NotClosed) };
        return body
            .get(..end)?
            .char_indices()
            .find(|&(_, char)| is_control(char))
            .map(|(at, _)| StringMistake::Control { at: at + hashes + 2, length: 1 });
    }
    let body = line.strip_prefix('"')?;
    let mut first = None;
    let mut at = 0;
    while let Some(char) = body.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = body.get(at..).unwrap_or_default();
        let place = at + 1;
        let (length, wrong) = match char {
            '"' => return first,
            '\\' => escape(rest, place),
            _ if is_control(char) => (1, Some(StringMistake::Control { at: place, length: 1 })),
            _ => (char.len_utf8(), None),
        };
        first = first.or(wrong);
        at += length;
    }
    Some(StringMistake::NotClosed)
}

/// The length of the escape at the start of a text, and its mistake.
fn escape(rest: &str, at: usize) -> (usize, Option<StringMistake>) {
    match rest.chars().nth(1) {
        Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => (2, None),
        Some('u') => match (code_unit(rest), rest.get(6..).and_then(code_unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (12, None),
            (Some(0xd800..=0xdfff), _) => (6, Some(StringMistake::Surrogate { at, length: 6 })),
            (Some(_), _) => (6, None),
            (None, _) => (2, Some(StringMistake::Escape { at, length: 2 })),
        },
        Some(other) => (1 + other.len_utf8(), Some(StringMistake::Escape { at, length: 1 + other.len_utf8() })),
        None => (1, None),
    }
}

fn code_unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) { u32::from_str_radix(digits, 16).ok() } else { None }
}

fn is_control(char: char) -> bool {
    char < ' '
}

/// A string that matched a rule of the grammar, decoded.
pub fn decode(text: &str, span: Span) -> Text {
    match raw_hashes(text) {
        Some(hashes) => {
            let value = text.get(hashes + 2..text.len().saturating_sub(hashes + 1)).unwrap_or_default();
            Text { value: value.to_owned(), span, quoting: Quoting::Raw(hashes as u32) }
        }
        // The grammar only accepts JSON's strings, so this never fails.
        None => Text { value: serde_json::from_str(text).unwrap_or_default(), span, quoting: Quoting::Json },
    }
}

/// The place in the source of a range of bytes of a string's text.
pub fn place_inside(source: &Source, text: &Text, range: std::ops::Range<usize>) -> Span {
    let start = text.span.start as usize;
    let written = source.slice(text.span);
    let offset = |decoded: usize| match text.quoting {
        Quoting::Raw(hashes) => start + hashes as usize + 2 + decoded,
        Quoting::Json => start + written_offset(written, decoded),
    };
    Span::new(offset(range.start), offset(range.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_mistake_of_a_string() {
        for (text, expected) in [
            (r#""fine é\n" x"#, None),
            ("fine", None),
            ("\"open\n\"", Some(StringMistake::NotClosed)),
            (r#""a\q""#, Some(StringMistake::Escape { at: 2, length: 2 })),
            (r#""a\q"#, Some(StringMistake::NotClosed)),
            (r#""\ud800x""#, Some(StringMistake::Surrogate { at: 1, length: 6 })),
            (r#""\ud83d\ude00""#, None),
            (r#""\udc00""#, Some(StringMistake::Surrogate { at: 1, length: 6 })),
            ("\"a\tb\"", Some(StringMistake::Control { at: 2, length: 1 })),
            ("r#\"a\"", Some(StringMistake::NotClosed)),
            ("r#\"a\"b\"#", None),
        ] {
            assert_eq!(mistake(text), expected, "{text}");
        }
    }

    #[test]
    fn places_inside_strings() {
        let written = r#""a\n\u00e9\ud83d\ude00z""#;
        let source = Source::from_text("t", format!(" {written}"));
        let json = decode(written, Span::new(1, 1 + written.len()));
        assert_eq!(json.value, "a\né😀z");
        assert_eq!(source.slice(place_inside(&source, &json, 8..9)), "z");
        assert_eq!(source.slice(place_inside(&source, &json, 2..4)), "\\u00e9");
    }
}
