//! The words around a mistake, as somebody with other languages in mind may have meant them: quotes of any kind,
//! regular expressions between slashes, and operators of several signs.

use crate::syntax::lexeme::{Lexeme, LexemeKind, lexemes};

/// How far back from a mistake words are read, in bytes.
const MOST_BEFORE_BYTES: usize = 2 * 1024;
/// How many lines before that of the mistake are read.
const LINES_BEFORE: usize = 8;
/// How many tokens before a mistake and from it on are compared with patterns.
const MOST_BEFORE_TOKENS: usize = 48;
const MOST_AFTER: usize = 48;

/// A word, a string, a number or an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    pub kind: TokenKind,
    pub text: &'t str,
    pub start: usize,
    /// Whether only white space comes before it on its line.
    pub starts_line: bool,
    /// Whether nothing separates it from the token before.
    pub is_glued: bool,
}

/// The kinds of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    Word,
    /// `args.meta."ticket-id"`, which can be read.
    Path,
    Number,
    /// A string of this language.
    Text,
    /// A string in the quotes of another language: `'usd'`, `“usd”`.
    OtherText,
    /// `/^a+$/`
    Slashed,
    /// Brackets and commas one by one, and runs of other signs: `&&`, `=~`.
    Sign,
}

/// The tokens around a mistake.
#[derive(Debug)]
pub struct Tokens<'t> {
    pub all: Vec<Token<'t>>,
    /// The index of the token that can't be read; the number of tokens at the end of the file.
    pub mistake: usize,
}

impl Token<'_> {
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The word without the differences between `startsWith`, `starts_with` and `STARTSWITH`.
    pub fn is_word(&self, folded: &str) -> bool {
        let letters = || self.text.chars().filter(|letter| !matches!(letter, '_' | '-'));
        matches!(self.kind, TokenKind::Word | TokenKind::Path)
            && letters().map(|letter| letter.to_ascii_lowercase()).eq(folded.chars())
    }

    pub fn is_sign(&self, sign: &str) -> bool {
        self.kind == TokenKind::Sign && self.text == sign
    }
}

impl<'t> Tokens<'t> {
    /// The tokens around an offset.
    pub fn around(text: &'t str, offset: usize) -> Self {
        let mut all = Vec::new();
        let mut mistake = None;
        let mut at = start_of_lines(text, offset);
        while let Some(token) = token_at(text, at, all.last()) {
            at = token.end();
            if mistake.is_none() && at > offset {
                mistake = Some(all.len());
            }
            all.push(token);
            if mistake.is_some_and(|mistake| all.len() > mistake + MOST_AFTER) {
                break;
            }
        }
        let mistake = mistake.unwrap_or(all.len());
        let far = mistake.saturating_sub(MOST_BEFORE_TOKENS);
        all.drain(..far);
        Self { all, mistake: mistake - far }
    }
}

/// Where the lines before an offset start. A long line is not read from its middle, where a string may be open.
fn start_of_lines(text: &str, offset: usize) -> usize {
    let least = offset.saturating_sub(MOST_BEFORE_BYTES);
    let before = text.as_bytes().get(least..offset).unwrap_or_default();
    let ends = before.iter().enumerate().rev().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| least + at + 1);
    let starts: Vec<usize> = ends.take(LINES_BEFORE + 1).collect();
    match starts.last() {
        Some(&start) if least > 0 || starts.len() > LINES_BEFORE => start,
        _ if least == 0 => 0,
        _ => offset,
    }
}

fn token_at<'t>(text: &'t str, at: usize, last: Option<&Token<'t>>) -> Option<Token<'t>> {
    let lexeme = lexemes(text, at).find(|lexeme| lexeme.kind != LexemeKind::Comment)?;
    let start = lexeme.span.start as usize;
    let rest = text.get(start..)?;
    let is_glued = last.is_some_and(|last| last.end() == start);
    let starts_line = !is_glued && lexeme.starts_line;
    let (kind, length) = piece(rest, &lexeme, is_glued);
    Some(Token { kind, text: rest.get(..length)?, start, starts_line, is_glued })
}

fn piece(rest: &str, lexeme: &Lexeme, is_glued: bool) -> (TokenKind, usize) {
    let length = (lexeme.span.end - lexeme.span.start) as usize;
    match lexeme.kind {
        LexemeKind::String | LexemeKind::OpenString => (TokenKind::Text, length),
        LexemeKind::Number => (TokenKind::Number, number(rest)),
        LexemeKind::Word | LexemeKind::Comment => match path(rest) {
            Some(length) => (TokenKind::Path, length),
            None => (TokenKind::Word, length),
        },
        LexemeKind::Sign('-') if rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit) => {
            (TokenKind::Number, 1 + number(rest.get(1..).unwrap_or_default()))
        }
        LexemeKind::Sign('/') if !is_glued && slashed(rest).is_some() => {
            (TokenKind::Slashed, slashed(rest).unwrap_or(1))
        }
        LexemeKind::Sign(sign) => match other_quotes(rest, sign) {
            Some(length) => (TokenKind::OtherText, length),
            None => (TokenKind::Sign, signs(rest, sign)),
        },
    }
}

/// The length of the number at the start: `10` of `10/minute`, `1` of `1..10`.
fn number(rest: &str) -> usize {
    let digits =
        |text: &str| text.bytes().position(|byte| !byte.is_ascii_digit() && byte != b'_').unwrap_or(text.len());
    let whole = digits(rest);
    let fraction = rest.get(whole..).and_then(|rest| rest.strip_prefix('.')).map_or(0, digits);
    if fraction > 0 { whole + 1 + fraction } else { whole.max(1) }
}

/// The length of the path at the start, if it is one that can be read: `args.meta."ticket-id"`.
fn path(rest: &str) -> Option<usize> {
    let mut length = rest.strip_prefix("args").map(|_| 4)?;
    let mut steps = 0;
    while let Some(step) = rest.get(length..).and_then(|rest| rest.strip_prefix('.')) {
        let step = match lexemes(step, 0).next() {
            Some(Lexeme { kind: LexemeKind::String, span, .. }) if span.start == 0 => span.end as usize,
            _ => ident(step)?,
        };
        length += 1 + step;
        steps += 1;
    }
    let goes_on = rest.get(length..).is_some_and(|rest| rest.starts_with(['-', '/']));
    (steps > 0 && !goes_on).then_some(length)
}

fn ident(text: &str) -> Option<usize> {
    let length = text.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'_').unwrap_or(text.len());
    (length > 0 && !text.starts_with(|first: char| first.is_ascii_digit())).then_some(length)
}

/// The length of a regular expression between slashes, with its flags.
fn slashed(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix('/').filter(|body| !body.starts_with(['/', '*', ' ']))?;
    let line = body.get(..body.find('\n').unwrap_or(body.len()))?;
    let mut escaped = false;
    let close = line.bytes().position(|byte| {
        let closes = byte == b'/' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })?;
    let after = line.get(close + 1..)?;
    let flags = after.bytes().take_while(|byte| b"gimsuy".contains(byte)).count();
    let is_path = after.as_bytes().get(flags).is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'/');
    (!is_path).then_some(1 + close + 1 + flags)
}

/// The length of a string in the quotes of another language.
fn other_quotes(rest: &str, sign: char) -> Option<usize> {
    let closing: &[char] = match sign {
        '\'' => &['\''],
        '`' if !rest.starts_with("```") => &['`'],
        '“' | '”' | '„' => &['“', '”'],
        '‘' | '’' | '‚' => &['‘', '’'],
        '«' => &['»'],
        _ => return None,
    };
    let body = rest.get(sign.len_utf8()..)?;
    let line = body.get(..body.find('\n').unwrap_or(body.len()))?;
    let end = line.find(closing)?;
    let close = line.get(end..)?.chars().next()?;
    Some(sign.len_utf8() + end + close.len_utf8())
}

/// The length of what is written with a sign first: a string in other quotes, or an operator.
pub fn sign_at(rest: &str, sign: char) -> usize {
    other_quotes(rest, sign).unwrap_or_else(|| signs(rest, sign))
}

/// The length of an operator of several signs.
fn signs(rest: &str, first: char) -> usize {
    let joins =
        |sign: char| matches!(sign, '=' | '<' | '>' | '!' | '~' | '&' | '|' | '+' | '*' | '/' | ':' | '?' | '^');
    match first {
        '-' => match rest.get(1..2) {
            Some("-") if rest.starts_with("---") => 3,
            Some("-" | ">") => 2,
            _ => 1,
        },
        '`' => rest.bytes().take(3).take_while(|&byte| byte == b'`').count(),
        '.' => rest.bytes().take(3).take_while(|&byte| byte == b'.').count(),
        '!' if rest.get(1..2) != Some("=") && rest.get(1..2) != Some("~") => 1,
        '*' => {
            if rest.starts_with("**") {
                2
            } else {
                1
            }
        }
        _ if joins(first) => {
            let more = rest.bytes().take(4).position(|byte| !joins(byte as char)).unwrap_or(rest.len().min(4));
            let arrow = rest.get(more - 1..).is_some_and(|rest| rest.starts_with("->"));
            if arrow { more.max(1) } else { more }
        }
        _ => first.len_utf8(),
    }
}

/// The length of what is written without white space from a token on, up to a sign that can't be in a name.
pub fn run(tokens: &[Token<'_>], is_end: impl Fn(&Token<'_>) -> bool) -> usize {
    let more = tokens.iter().skip(1).take_while(|token| token.is_glued && !is_end(token)).count();
    tokens.first().filter(|first| !is_end(first)).map_or(0, |_| 1 + more)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        Tokens::around(text, 0).all.iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_numbers_and_signs_are_apart() {
        assert_eq!(texts("limit 10/minute"), ["limit", "10", "/", "minute"]);
        assert_eq!(texts("args.n in 1..10"), ["args.n", "in", "1", "..", "10"]);
        assert_eq!(texts("args.a.\"b c\"===-5"), ["args.a.\"b c\"", "===", "-5"]);
        assert_eq!(texts("args.x =~ /a\\/b/i and"), ["args.x", "=~", "/a\\/b/i", "and"]);
        assert_eq!(texts("in ['a', “b c”]"), ["in", "[", "'a'", ",", "“b c”", "]"]);
        assert_eq!(texts("args.$x"), ["args.", "$", "x"]);
        assert_eq!(texts("!args.x -- no"), ["!", "args.x", "--", "no"]);
        assert_eq!(texts("it's // x"), ["it", "'", "s", "//", "x"]);
    }

    #[test]
    fn the_mistake_is_the_token_around_the_offset() {
        let at = |text: &str, offset: usize| {
            let tokens = Tokens::around(text, offset);
            tokens.all.get(tokens.mistake).map(|token| token.text.to_owned())
        };
        assert_eq!(at("a\nargs.x === 5", 11), Some("===".to_owned()));
        assert_eq!(at("limit 10/minute", 8), Some("/".to_owned()));
        assert_eq!(at("limit 10", 8), None);
    }
}
