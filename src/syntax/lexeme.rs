//! A rough tokenizer for any text: comments, strings, words and signs. The grammar does not need it. It
//! collects comments, measures nesting before the grammar recurses, and finds where to continue after a
//! mistake.

use crate::source::Span;

/// A piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lexeme {
    /// What it is.
    pub kind: LexemeKind,
    /// Its place.
    pub span: Span,
    /// Whether only white space comes before it on its line.
    pub starts_line: bool,
}

/// The kinds of pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LexemeKind {
    /// From `#` to the end of the line.
    Comment,
    /// A string that is closed. Its content is not checked.
    String,
    /// A string that is not closed on its line.
    OpenString,
    /// `[A-Za-z_][A-Za-z0-9_./-]*`
    Word,
    /// Anything that begins with a digit.
    Number,
    /// Any other character.
    Sign(char),
}

/// The pieces of a text from an offset on, in order. Takes time proportional to the text.
pub fn lexemes(text: &str, from: usize) -> impl Iterator<Item = Lexeme> {
    let mut at = from;
    let mut starts_line = text.get(..from).is_none_or(|before| {
        before.trim_end_matches([' ', '\t', '\r']).ends_with('\n')
            || before.trim_matches(['\u{feff}', ' ', '\t', '\r']).is_empty()
    });
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let first = rest.chars().next()?;
            if !first.is_ascii_whitespace() || first == '\u{c}' {
                let (kind, length) = piece(rest, first);
                let lexeme = Lexeme { kind, span: Span::new(at, at + length), starts_line };
                starts_line = false;
                at += length;
                return Some(lexeme);
            }
            starts_line |= first == '\n';
            at += 1;
        }
    })
}

fn piece(rest: &str, first: char) -> (LexemeKind, usize) {
    match first {
        '#' => (LexemeKind::Comment, rest.find('\n').unwrap_or(rest.len())),
        '"' => json_string(rest),
        'r' if raw_hashes(rest).is_some() => raw_string(rest),
        _ if first.is_ascii_digit() => (LexemeKind::Number, run(rest, |byte| is_name_byte(byte) || byte == b':')),
        _ if first.is_ascii_alphabetic() || first == '_' => (LexemeKind::Word, word(rest)),
        _ => (LexemeKind::Sign(first), first.len_utf8()),
    }
}

/// Whether a byte may occur in a bare name.
pub fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'-')
}

/// Whether a tool's name can be written without quotes.
pub fn is_bare_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(is_name_byte)
        && !matches!(text, "every" | "if")
}

/// The length of a word. In a path, a raw string may follow a dot: `args.r"a b"`.
fn word(rest: &str) -> usize {
    let length = run(rest, is_name_byte);
    let before = rest.get(..length).and_then(|word| word.strip_suffix(".r"));
    let raw = length.checked_sub(1).and_then(|at| rest.get(at..)).and_then(raw_hashes);
    match before {
        Some(path) if raw.is_some() && (path == "args" || path.starts_with("args.")) => length - 1,
        Some(_) | None => length,
    }
}

fn run(rest: &str, belongs: impl Fn(u8) -> bool) -> usize {
    rest.bytes().position(|byte| !belongs(byte)).unwrap_or(rest.len())
}

fn json_string(rest: &str) -> (LexemeKind, usize) {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            b'\n' => return (LexemeKind::OpenString, at),
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return (LexemeKind::String, at + 1),
            _ => {}
        }
    }
    (LexemeKind::OpenString, rest.len())
}

/// The number of `#` of a raw string that starts here.
pub fn raw_hashes(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = run(after, |byte| byte == b'#');
    (after.as_bytes().get(hashes) == Some(&b'"')).then_some(hashes)
}

fn raw_string(rest: &str) -> (LexemeKind, usize) {
    let hashes = raw_hashes(rest).unwrap_or(0);
    let line = rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or(rest);
    let mut close = String::with_capacity(hashes + 1);
    close.push('"');
    close.extend(std::iter::repeat_n('#', hashes));
    let opening = hashes + 2;
    match line.get(opening..).and_then(|body| body.find(&close)) {
        Some(end) => (LexemeKind::String, opening + end + close.len()),
        None => (LexemeKind::OpenString, line.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces() {
        let text = "\u{feff}allow a-b # x \"y\n\"open\n r#\"a\"b\"# 5_0 { \"q\\\"\" é";
        let pieces: Vec<_> =
            lexemes(text, 3).map(|lexeme| (text.get(lexeme.span.range()).unwrap(), lexeme.starts_line)).collect();
        assert_eq!(
            pieces,
            [
                ("allow", true),
                ("a-b", false),
                ("# x \"y", false),
                ("\"open", true),
                ("r#\"a\"b\"#", true),
                ("5_0", false),
                ("{", false),
                ("\"q\\\"\"", false),
                ("é", false)
            ]
        );
    }
}
