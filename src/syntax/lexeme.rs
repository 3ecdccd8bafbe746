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
///
/// The offset is the start of a piece, or is in the white space before one. Whether a raw string may follow a dot depends on what
/// comes before it: `args.r#"a b"#` is a path where a condition is expected, and the name `args.r` with a comment
/// elsewhere. At the offset itself, a condition is assumed to be expected.
pub fn lexemes(text: &str, from: usize) -> impl Iterator<Item = Lexeme> {
    let starts_line = text.get(..from).is_none_or(|before| {
        let before = before.trim_end_matches([' ', '\t', '\r']);
        before.ends_with('\n') || before.is_empty() || before == "\u{feff}"
    });
    Lexemes { text, at: from, starts_line, expects_condition: true, in_path: false }
}

struct Lexemes<'t> {
    text: &'t str,
    at: usize,
    starts_line: bool,
    /// Whether a condition may start with the next piece.
    expects_condition: bool,
    /// Whether the last piece belongs to a path, which goes on if the next one touches it.
    in_path: bool,
}

impl Iterator for Lexemes<'_> {
    type Item = Lexeme;

    fn next(&mut self) -> Option<Lexeme> {
        self.skip_space();
        let rest = self.text.get(self.at..)?;
        let first = rest.chars().next()?;
        let is_step = self.in_path && self.is_after_dot();
        let (kind, length) = piece(rest, first, is_step || self.expects_condition && rest.starts_with("args."));
        let span = Span::new(self.at, self.at + length);
        self.look_ahead(kind, rest.get(..length).unwrap_or_default());
        self.at += length;
        Some(Lexeme { kind, span, starts_line: std::mem::take(&mut self.starts_line) })
    }
}

impl Lexemes<'_> {
    fn skip_space(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let space = run(rest, |byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
        if space > 0 {
            self.starts_line |= rest.get(..space).is_some_and(|space| space.contains('\n'));
            self.in_path = false;
            self.at += space;
        }
    }

    fn is_after_dot(&self) -> bool {
        self.text.get(..self.at).is_some_and(|before| before.ends_with('.'))
    }

    /// What the piece that was just read says about the next one.
    fn look_ahead(&mut self, kind: LexemeKind, piece: &str) {
        self.in_path = match kind {
            LexemeKind::Word if self.in_path => self.is_after_dot(),
            LexemeKind::Word => self.expects_condition && (piece == "args" || piece.starts_with("args.")),
            LexemeKind::String => self.in_path && self.is_after_dot(),
            LexemeKind::Number | LexemeKind::Sign('.' | '[' | ']' | '-' | '*') => self.in_path,
            LexemeKind::Comment | LexemeKind::OpenString | LexemeKind::Sign(_) => false,
        };
        self.expects_condition = match kind {
            LexemeKind::Comment => self.expects_condition,
            LexemeKind::Word => matches!(piece, "require" | "if" | "and" | "or" | "not"),
            LexemeKind::Sign(sign) => sign == '(',
            LexemeKind::String | LexemeKind::OpenString | LexemeKind::Number => false,
        };
    }
}

fn piece(rest: &str, first: char, in_path: bool) -> (LexemeKind, usize) {
    match first {
        '#' => (LexemeKind::Comment, rest.find('\n').unwrap_or(rest.len())),
        '"' => json_string(rest),
        'r' if raw_hashes(rest).is_some() => raw_string(rest),
        _ if first.is_ascii_digit() => {
            (LexemeKind::Number, word(rest, in_path, |byte| is_name_byte(byte) || byte == b':'))
        }
        _ if first.is_ascii_alphabetic() || first == '_' => (LexemeKind::Word, word(rest, in_path, is_name_byte)),
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
fn word(rest: &str, in_path: bool, belongs: impl Fn(u8) -> bool) -> usize {
    let length = run(rest, belongs);
    let last = length.saturating_sub(1);
    let is_raw = || rest.get(..length).is_some_and(|word| word.ends_with(".r")) && raw_hashes_at(rest, last).is_some();
    if in_path && is_raw() { last } else { length }
}

fn raw_hashes_at(text: &str, at: usize) -> Option<usize> {
    raw_hashes(text.get(at..)?)
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

    fn texts(text: &str) -> Vec<&str> {
        lexemes(text, 0).map(|lexeme| text.get(lexeme.span.range()).unwrap()).collect()
    }

    #[test]
    fn a_raw_string_follows_a_dot_in_a_path_only() {
        assert_eq!(texts(r##"if args.r#"c"# =="##), ["if", "args.", r##"r#"c"#"##, "=", "="]);
        assert_eq!(texts(r##"(args."a".b.r"c""##), ["(", "args.", "\"a\"", ".", "b.", "r\"c\""]);
        assert_eq!(texts(r##"not args[0].1.r"c""##), ["not", "args", "[", "0", "]", ".", "1.", "r\"c\""]);
        assert_eq!(texts(r##"allow args.r#"c"#"##), ["allow", "args.r", r##"#"c"#"##]);
        assert_eq!(texts(r##"{require args.x=="a"}hide"y",b.r#"c"#"##).last(), Some(&r##"#"c"#"##));
    }

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
