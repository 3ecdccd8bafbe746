//! The scanner.
//!
//! Each step has a fast path for what almost all writers write, and a slow path, kept out of line, that
//! starts where the fast path did and can report what is wrong.

use super::literal::Literal;
use super::plain::{MARKED, Marks, chunk_at, plain_end, plain_end_of_value};
use super::raw::{Raw, RawKind};
use crate::source::json;

/// How deep lists and objects may nest, the same as in [`json`].
const MAX_DEPTH: u32 = json::MAX_DEPTH as u32;

/// Why a text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// The offset of the first byte that can't be read.
    pub offset: u32,
    /// What is wrong, in lower case.
    pub message: &'static str,
}

/// The scanner has stopped at something that it can't read: [`Scanner::malformed`] says what it is. It is
/// separate from the results, so that those are returned in registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop;

/// Walks through one text.
#[derive(Debug, Clone)]
pub struct Scanner<'t> {
    pub(super) text: &'t [u8],
    pub(super) at: usize,
    pub(super) depth: u32,
    /// Whether the text ends where its first line does.
    is_line: bool,
    /// Why it stopped.
    message: &'static str,
}

impl<'t> Scanner<'t> {
    /// A scanner at the start of a text, at most 1 GiB long.
    pub fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), at: 0, depth: 0, is_line: false, message: "" }
    }

    /// A scanner of a text's first line. The caller need not know where the line ends.
    pub fn first_line(text: &'t str) -> Self {
        Self { is_line: true, ..Self::new(text) }
    }

    /// Another scanner of the same text, at a value that was already skipped.
    pub fn at_value(&self, value: Raw) -> Self {
        Self { at: value.start(), ..self.clone() }
    }

    /// The text.
    #[inline]
    pub fn source(&self) -> &'t [u8] {
        self.text
    }

    /// The current offset.
    #[inline]
    pub fn offset(&self) -> usize {
        self.at
    }

    /// What it can't read, once it has stopped.
    pub fn malformed(&self) -> Malformed {
        Malformed { offset: self.at as u32, message: self.message }
    }

    /// Whether the next value is an object. If so, the scanner is then at it.
    #[inline(always)]
    pub fn is_object(&mut self) -> bool {
        self.at = self.after_space(self.at);
        self.byte(self.at) == b'{'
    }

    /// Steps into the next object. `false` is an empty one, which is skipped.
    #[inline(always)]
    pub fn enter_object(&mut self) -> Result<bool, Stop> {
        if !self.is_object() {
            return self.stop("expected an object");
        }
        self.descend()?;
        self.at = self.after_space(self.at + 1);
        Ok(!self.closes(b'}'))
    }

    /// Reads the key of a member and the colon after it.
    #[inline(always)]
    pub fn key(&mut self) -> Result<Raw, Stop> {
        let start = self.after_space(self.at);
        if self.byte(start) == b'"' {
            let end = plain_end(self.text, start + 1);
            if self.pair(end) == *b"\":" {
                self.at = end + 2;
                return Ok(Raw::new(RawKind::Text, start, end + 1));
            }
        }
        self.odd_key(start)
    }

    /// Skips this many bytes, which the caller knows to be a value.
    #[inline(always)]
    pub fn pass(&mut self, length: usize) {
        self.at += length;
    }

    /// Goes to the key of the next member.
    #[inline(always)]
    pub fn go_to_key(&mut self) {
        self.at = self.after_space(self.at);
    }

    /// Skips a literal if it is here: a key with its colon, or the text between two values.
    #[inline(always)]
    pub fn passes(&mut self, literal: &Literal) -> bool {
        let end = literal.end(self.text, self.at);
        self.at = end.unwrap_or(self.at);
        end.is_some()
    }

    /// Continues after a member: `true` at the next one, `false` after the object.
    #[inline(always)]
    pub fn next_member(&mut self) -> Result<bool, Stop> {
        if self.byte(self.at) == b',' {
            self.at += 1;
            return Ok(true);
        }
        self.last_member()
    }

    #[inline(always)]
    fn last_member(&mut self) -> Result<bool, Stop> {
        self.at = self.after_space(self.at);
        match self.byte(self.at) {
            b',' => {
                self.at += 1;
                Ok(true)
            }
            b'}' => {
                self.at += 1;
                self.depth -= 1;
                Ok(false)
            }
            _ => self.stop("expected `,` or `}`"),
        }
    }

    /// Skips the next value.
    #[inline(always)]
    pub fn value(&mut self) -> Result<Raw, Stop> {
        let start = self.after_space(self.at);
        let first = self.byte(start);
        if first == b'"' {
            let end = plain_end_of_value(self.text, start + 1);
            if self.byte(end) == b'"' {
                self.at = end + 1;
                return Ok(Raw::new(RawKind::Text, start, end + 1));
            }
            let kind = self.odd_string(start + 1, end)?;
            return Ok(Raw::new(kind, start, self.at));
        } else if let b'1'..=b'9' = first {
            let mut end = self.after_digits(start + 1);
            if self.byte(end) == b'.' && self.byte(end + 1).is_ascii_digit() {
                end = self.after_digits(end + 1);
            }
            if !matches!(self.byte(end), b'.' | b'e' | b'E') {
                self.at = end;
                return Ok(Raw::new(RawKind::Number, start, end));
            }
        }
        self.odd_value(start)
    }

    /// Checks that nothing follows the value.
    #[inline]
    pub fn end(&mut self) -> Result<(), Stop> {
        if self.is_line && self.byte(self.at) == b'\n' {
            return Ok(());
        }
        self.at = self.after_space(self.at);
        let is_at_end = self.at >= self.text.len() || self.is_line && self.byte(self.at) == b'\n';
        if is_at_end { Ok(()) } else { self.stop("expected nothing after the value on this line") }
    }

    #[inline(never)]
    fn odd_key(&mut self, start: usize) -> Result<Raw, Stop> {
        self.at = start;
        if self.byte(start) != b'"' {
            return self.stop("expected a key in double quotes");
        }
        let kind = self.string()?;
        let key = Raw::new(kind, start, self.at);
        self.at = self.after_space(self.at);
        if self.byte(self.at) != b':' {
            return self.stop("expected `:`");
        }
        self.at += 1;
        Ok(key)
    }

    /// Skips a value that is neither a plain string nor a positive whole number.
    #[inline(never)]
    fn odd_value(&mut self, start: usize) -> Result<Raw, Stop> {
        self.at = start;
        let kind = match self.byte(start) {
            b'-' | b'0'..=b'9' => self.number()?,
            b'{' => self.object()?,
            b'[' => self.list()?,
            b't' => self.word(*b"true", RawKind::True)?,
            b'f' => self.word(*b"false", RawKind::False)?,
            b'n' => self.word(*b"null", RawKind::Null)?,
            _ => return self.stop("expected a value"),
        };
        Ok(Raw::new(kind, start, self.at))
    }

    /// Skips an object. The depth is bounded.
    #[inline(never)]
    fn object(&mut self) -> Result<RawKind, Stop> {
        let mut goes_on = self.enter_object()?;
        while goes_on {
            self.key()?;
            self.value()?;
            goes_on = self.next_member()?;
        }
        Ok(RawKind::Object)
    }

    #[inline(never)]
    fn list(&mut self) -> Result<RawKind, Stop> {
        self.descend()?;
        self.at = self.after_space(self.at + 1);
        if self.closes(b']') {
            return Ok(RawKind::List);
        }
        loop {
            self.value()?;
            self.at = self.after_space(self.at);
            if self.closes(b']') {
                return Ok(RawKind::List);
            }
            if self.byte(self.at) != b',' {
                return self.stop("expected `,` or `]`");
            }
            self.at += 1;
        }
    }

    /// Skips the bracket that closes the innermost level, if it is here.
    #[inline(always)]
    fn closes(&mut self, bracket: u8) -> bool {
        let closes = self.byte(self.at) == bracket;
        if closes {
            self.at += 1;
            self.depth -= 1;
        }
        closes
    }

    #[inline(always)]
    pub(super) fn descend(&mut self) -> Result<(), Stop> {
        if self.depth == MAX_DEPTH {
            return self.stop("nested deeper than 128 levels");
        }
        self.depth += 1;
        Ok(())
    }

    /// Skips a string, and returns whether it has escapes.
    #[inline(always)]
    fn string(&mut self) -> Result<RawKind, Stop> {
        let start = self.at + 1;
        let end = plain_end(self.text, start);
        if self.byte(end) == b'"' {
            self.at = end + 1;
            return Ok(RawKind::Text);
        }
        self.odd_string(start, end)
    }

    /// The rest of a string with escapes, or with an error.
    #[inline(never)]
    fn odd_string(&mut self, start: usize, end: usize) -> Result<RawKind, Stop> {
        self.at = end;
        // The number of escapes and their places can't be predicted: stopping at each of them takes longer
        // than looking at all bytes.
        while let Some(bytes) = chunk_at::<MARKED>(self.text, self.at) {
            let Marks { end, mut escapes, controls } = Marks::new(bytes);
            if controls != 0 {
                break;
            }
            let piece = self.at;
            // After the last escape, which may reach beyond these bytes.
            let mut behind = piece;
            while escapes != 0 {
                let at = piece + escapes.trailing_zeros() as usize;
                escapes &= escapes - 1;
                if at >= behind {
                    self.at = at;
                    self.escape()?;
                    behind = self.at;
                }
            }
            if end != 0 {
                self.at = piece + end.trailing_zeros() as usize + 1;
                return Ok(RawKind::Escaped);
            }
            self.at = behind.max(piece + MARKED);
        }
        self.last_of_string(start)
    }

    /// The end of a string, byte by byte.
    fn last_of_string(&mut self, start: usize) -> Result<RawKind, Stop> {
        loop {
            match self.text.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                Some(0..0x20) => return self.stop("a control character in a string must be escaped"),
                Some(_) => self.at = plain_end_of_value(self.text, self.at),
                None => {
                    self.at = start - 1;
                    return self.stop("this string is not closed");
                }
            }
        }
        self.at += 1;
        Ok(RawKind::Escaped)
    }

    #[inline(always)]
    fn escape(&mut self) -> Result<(), Stop> {
        match self.byte(self.at + 1) {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {
                self.at += 2;
                Ok(())
            }
            b'u' => self.escaped_code(),
            _ => self.stop("unknown escape"),
        }
    }

    #[inline(never)]
    fn escaped_code(&mut self) -> Result<(), Stop> {
        let Some(code) = self.code(self.at) else { return self.stop("expected four hexadecimal digits") };
        self.at += match (code, self.code(self.at + 6)) {
            (0xd800..0xdc00, Some(0xdc00..0xe000)) => 12,
            (0xd800..0xe000, _) => return self.stop("half of a surrogate pair is not a character"),
            _ => 6,
        };
        Ok(())
    }

    /// The code of the escape `\u0041` at an offset.
    fn code(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at..at + 6)?.strip_prefix(b"\\u")?;
        digits.iter().try_fold(0, |code, digit| Some(code * 16 + char::from(*digit).to_digit(16)?))
    }

    #[inline(always)]
    fn word<const LENGTH: usize>(&mut self, word: [u8; LENGTH], kind: RawKind) -> Result<RawKind, Stop> {
        if chunk_at(self.text, self.at) != Some(&word) {
            return self.stop("expected a value");
        }
        self.at += LENGTH;
        Ok(kind)
    }

    /// A number, including those with a sign, a fraction or an exponent.
    #[inline(never)]
    fn number(&mut self) -> Result<RawKind, Stop> {
        self.at += usize::from(self.byte(self.at) == b'-');
        match self.byte(self.at) {
            b'0' => self.at += 1,
            _ => self.digits()?,
        }
        if self.byte(self.at) == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if let b'e' | b'E' = self.byte(self.at) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(self.at), b'+' | b'-'));
            self.digits()?;
        }
        Ok(RawKind::Number)
    }

    #[inline(always)]
    fn digits(&mut self) -> Result<(), Stop> {
        let start = self.at;
        self.at = self.after_digits(start);
        if self.at == start { self.stop("expected a digit") } else { Ok(()) }
    }

    #[inline(always)]
    pub(super) fn after_digits(&self, mut at: usize) -> usize {
        // Eight at once: most numbers end within these.
        if let Some(eight) = chunk_at(self.text, at) {
            let others = other_than_digits(u64::from_le_bytes(*eight));
            if others != 0 {
                return at + others.trailing_zeros() as usize / 8;
            }
            at += 8;
        }
        while self.byte(at).is_ascii_digit() {
            at += 1;
        }
        at
    }

    /// The byte at an offset; at the end 0, which never occurs in JSON.
    #[inline(always)]
    fn byte(&self, at: usize) -> u8 {
        self.text.get(at).copied().unwrap_or(0)
    }

    /// The two bytes at an offset.
    #[inline(always)]
    fn pair(&self, at: usize) -> [u8; 2] {
        chunk_at(self.text, at).copied().unwrap_or_default()
    }

    /// Most writers put one space after a comma and a colon, or none.
    #[inline(always)]
    pub(super) fn after_space(&self, mut at: usize) -> usize {
        if self.byte(at) > b' ' {
            return at;
        }
        at += usize::from(self.byte(at) == b' ');
        if self.byte(at) > b' ' { at } else { self.after_more_space(at) }
    }

    #[inline(never)]
    fn after_more_space(&self, mut at: usize) -> usize {
        loop {
            match self.byte(at) {
                b' ' | b'\t' | b'\r' => at += 1,
                b'\n' if !self.is_line => at += 1,
                _ => return at,
            }
        }
    }

    #[cold]
    fn stop<T>(&mut self, message: &'static str) -> Result<T, Stop> {
        self.message = message;
        Err(Stop)
    }
}

/// The highest bit of each byte that is not a digit, up to the first one. The bits after it are unreliable,
/// because the sums carry into them.
#[inline(always)]
fn other_than_digits(bytes: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let values = bytes ^ (EACH * 0x30);
    (values.wrapping_add(EACH * 0x76) | values) & (EACH * 0x80)
}

impl Raw {
    /// The elements of a list. For another value, the result means nothing.
    pub fn elements(self, text: &[u8]) -> Elements<'_> {
        Elements { scanner: Scanner { text, at: self.start() + 1, depth: 0, is_line: false, message: "" } }
    }
}

/// The elements of a list that the scanner has already checked.
#[derive(Debug)]
pub struct Elements<'t> {
    scanner: Scanner<'t>,
}

impl Iterator for Elements<'_> {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        let scanner = &mut self.scanner;
        scanner.at = scanner.after_space(scanner.at);
        match scanner.byte(scanner.at) {
            b']' => None,
            b',' => {
                scanner.at += 1;
                scanner.value().ok()
            }
            _ => scanner.value().ok(),
        }
    }
}
