//! JSON read where it lies: a scanner that checks a text strictly, to its end, and builds nothing.
//! What is asked for comes back as a [`Raw`]: its kind and the bytes that it takes.
//!
//! It exists for traces, of which every byte has to be looked at a million times over. On lines of 300
//! bytes `serde_json` takes some 700 ns to build a value; this takes a tenth of that, since of most
//! members nobody asks for the value. Everything else that reads JSON goes through [`json`](super::json).

use std::borrow::Cow;

use wide::i8x16;

use super::Span;

/// How deep lists and objects may nest, as in [`json`](super::json).
const MAX_DEPTH: u32 = super::json::MAX_DEPTH as u32;

/// A value as it stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raw {
    /// What it is.
    pub kind: RawKind,
    /// The offset of its first byte.
    pub start: u32,
    /// The offset behind its last byte.
    pub end: u32,
}

/// The kinds of values, as far as they can be told without reading them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawKind {
    /// `null`
    Null,
    /// `true`
    True,
    /// `false`
    False,
    /// A number.
    Number,
    /// A string without escapes: its text is what stands between the quotes.
    Text,
    /// A string with escapes.
    Escaped,
    /// `[…]`
    List,
    /// `{…}`
    Object,
}

/// Why a text is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// The offset of the first byte that can't be read.
    pub offset: u32,
    /// What is wrong, in lower case.
    pub message: &'static str,
}

/// The scanner has stopped at something that it can't read: [`Scanner::malformed`] says what it is. It
/// is apart from the answers, which are returned in registers so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop;

impl Raw {
    /// Its place in the text.
    pub fn span(self) -> Span {
        Span { start: self.start, end: self.end }
    }

    /// Its bytes; of a string with its quotes.
    #[inline]
    pub fn bytes(self, text: &[u8]) -> &[u8] {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// What stands between the quotes of a string without escapes; `None` of anything else.
    #[inline]
    pub fn plain(self, text: &[u8]) -> Option<&[u8]> {
        if self.kind != RawKind::Text {
            return None;
        }
        text.get(self.start as usize + 1..(self.end as usize).wrapping_sub(1))
    }

    /// The short form of a string without escapes; `None` of anything else.
    #[inline(always)]
    pub fn word(self, text: &[u8]) -> Option<Word> {
        if self.kind != RawKind::Text {
            return None;
        }
        let length = self.end.wrapping_sub(self.start + 2);
        let Some(head) = text.get(self.start as usize + 1..).and_then(<[u8]>::first_chunk::<8>) else {
            return self.plain(text).map(Word::new);
        };
        let head = u64::from_le_bytes(*head);
        // What stands behind a short text is no part of it.
        let behind = 64_u32.saturating_sub(8 * length.min(8));
        Some(Word { length, head: if length == 0 { 0 } else { head << behind >> behind } })
    }

    /// The text of a string, decoded where it has escapes; of another value nothing.
    #[inline]
    pub fn text(self, text: &[u8]) -> Cow<'_, [u8]> {
        match self.plain(text) {
            Some(plain) => Cow::Borrowed(plain),
            None => self.decoded(text),
        }
    }

    #[cold]
    fn decoded(self, text: &[u8]) -> Cow<'_, [u8]> {
        if self.kind != RawKind::Escaped {
            return Cow::Borrowed(&[]);
        }
        // The scanner has checked the escapes: there is nothing left that could fail.
        Cow::Owned(serde_json::from_slice::<String>(self.bytes(text)).unwrap_or_default().into_bytes())
    }

    /// The value of a number as a double: infinite, where it is too large for one.
    #[inline]
    pub fn number(self, text: &[u8]) -> Option<f64> {
        if self.kind != RawKind::Number {
            return None;
        }
        let digits = self.bytes(text);
        // Most numbers of calls are small and whole.
        if digits.len() <= 15 && digits.iter().all(u8::is_ascii_digit) {
            return Some(digits.iter().fold(0_u64, |value, digit| value * 10 + u64::from(digit - b'0')) as f64);
        }
        std::str::from_utf8(digits).ok()?.parse().ok()
    }
}

/// A short way to compare texts: the length and the first eight bytes. Up to eight bytes, two texts are
/// the same if these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    length: u32,
    head: u64,
}

impl Word {
    /// Of a text.
    #[inline]
    pub const fn new(text: &[u8]) -> Self {
        let length = text.len() as u32;
        if let Some(head) = text.first_chunk::<8>() {
            return Self { length, head: u64::from_le_bytes(*head) };
        }
        let mut head = 0;
        let mut rest = text;
        while let Some((last, before)) = rest.split_last() {
            head = head << 8 | *last as u64;
            rest = before;
        }
        Self { length, head }
    }

    /// Whether it says all of its text.
    #[inline]
    pub fn is_whole(self) -> bool {
        self.length <= 8
    }
}

/// Walks through one text.
#[derive(Debug, Clone)]
pub struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    depth: u32,
    /// Why it stopped.
    message: &'static str,
}

impl<'t> Scanner<'t> {
    /// A scanner at the start of a text, at most 4 GiB long, that need not be UTF-8.
    pub fn new(text: &'t [u8]) -> Self {
        Self { text, at: 0, depth: 0, message: "" }
    }

    /// Another scanner of the same text, at a value that was passed.
    pub fn at_value(&self, value: Raw) -> Self {
        Self { at: value.start as usize, ..self.clone() }
    }

    /// The text.
    #[inline]
    pub fn source(&self) -> &'t [u8] {
        self.text
    }

    /// How far it is.
    #[inline]
    pub fn offset(&self) -> u32 {
        self.at as u32
    }

    /// What it can't read, once it has stopped.
    pub fn malformed(&self) -> Malformed {
        Malformed { offset: self.at as u32, message: self.message }
    }

    /// Whether the next value is an object. It stands at it then.
    #[inline]
    pub fn is_object(&mut self) -> bool {
        self.skip_space();
        self.peek() == b'{'
    }

    /// Steps into the object that comes next. `false` is an empty one, which is passed.
    #[inline(always)]
    pub fn enter_object(&mut self) -> Result<bool, Stop> {
        self.skip_space();
        if self.peek() != b'{' {
            return self.stop("expected an object");
        }
        self.descend()?;
        self.at += 1;
        self.skip_space();
        if self.peek() == b'}' {
            self.at += 1;
            self.depth -= 1;
            return Ok(false);
        }
        Ok(true)
    }

    /// Reads the key of a member, and the colon behind it.
    #[inline(always)]
    pub fn key(&mut self) -> Result<Raw, Stop> {
        self.skip_space();
        let start = self.at;
        if self.peek() != b'"' {
            return self.stop("expected a key in double quotes");
        }
        let kind = self.string()?;
        let key = self.raw(kind, start);
        self.skip_space();
        if self.peek() != b':' {
            return self.stop("expected `:`");
        }
        self.at += 1;
        Ok(key)
    }

    /// Goes on behind a member: `true` at the next one, `false` behind the object.
    #[inline(always)]
    pub fn next_member(&mut self) -> Result<bool, Stop> {
        self.skip_space();
        match self.peek() {
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

    /// Passes the value that comes next.
    #[inline(always)]
    pub fn value(&mut self) -> Result<Raw, Stop> {
        self.skip_space();
        let start = self.at;
        let kind = if self.peek() == b'"' { self.string()? } else { self.no_string()? };
        Ok(self.raw(kind, start))
    }

    /// The elements of a list that was passed.
    pub fn elements(&self, list: Raw) -> Elements<'t> {
        let mut scanner = self.at_value(list);
        scanner.at += 1;
        Elements { scanner }
    }

    /// What stands behind the value has to be nothing.
    #[inline]
    pub fn end(&mut self) -> Result<(), Stop> {
        self.skip_space();
        if self.at < self.text.len() { self.stop("expected nothing more on this line") } else { Ok(()) }
    }

    /// Passes a value that is no string.
    fn no_string(&mut self) -> Result<RawKind, Stop> {
        match self.peek() {
            b'-' | b'0'..=b'9' => self.number(),
            b'{' => self.container(RawKind::Object),
            b'[' => self.container(RawKind::List),
            b't' => self.word(b"true", RawKind::True),
            b'f' => self.word(b"false", RawKind::False),
            b'n' => self.word(b"null", RawKind::Null),
            _ => self.stop("expected a value"),
        }
    }

    /// Passes a list or an object, without recursion.
    fn container(&mut self, kind: RawKind) -> Result<RawKind, Stop> {
        let outside = self.depth;
        // A bit for each level, the innermost first: whether it is an object. There are at most 128.
        let mut objects = 0_u128;
        loop {
            match self.peek() {
                open @ (b'{' | b'[') => {
                    self.descend()?;
                    objects = objects << 1 | u128::from(open == b'{');
                    self.at += 1;
                    self.skip_space();
                    if !self.closes(objects) {
                        if open == b'{' {
                            self.key()?;
                            self.skip_space();
                        }
                        continue;
                    }
                    objects >>= 1;
                }
                b'"' => drop(self.string()?),
                _ => drop(self.no_string()?),
            }
            // Behind a value.
            loop {
                if self.depth == outside {
                    return Ok(kind);
                }
                self.skip_space();
                if self.peek() == b',' {
                    self.at += 1;
                    if objects & 1 == 1 {
                        self.key()?;
                    }
                    self.skip_space();
                    break;
                }
                if !self.closes(objects) {
                    return self.stop(if objects & 1 == 1 { "expected `,` or `}`" } else { "expected `,` or `]`" });
                }
                objects >>= 1;
            }
        }
    }

    /// Passes the bracket that closes the innermost level, where it stands here.
    #[inline]
    fn closes(&mut self, objects: u128) -> bool {
        let closes = self.peek() == if objects & 1 == 1 { b'}' } else { b']' };
        if closes {
            self.at += 1;
            self.depth -= 1;
        }
        closes
    }

    #[inline]
    fn descend(&mut self) -> Result<(), Stop> {
        if self.depth == MAX_DEPTH {
            return self.stop("nested deeper than 128 levels");
        }
        self.depth += 1;
        Ok(())
    }

    /// Passes a string, and says whether it has escapes.
    #[inline(always)]
    fn string(&mut self) -> Result<RawKind, Stop> {
        let start = self.at + 1;
        self.at = plain_end(self.text, start);
        if self.peek() == b'"' {
            self.at += 1;
            return Ok(RawKind::Text);
        }
        self.odd_string(start)
    }

    /// The rest of a string that holds more than plain ASCII: escapes, other letters, or a mistake.
    #[inline(never)]
    fn odd_string(&mut self, start: usize) -> Result<RawKind, Stop> {
        let mut kind = RawKind::Text;
        let mut is_ascii = true;
        loop {
            match self.text.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    kind = RawKind::Escaped;
                    self.escape()?;
                }
                Some(0..0x20) => return self.stop("a control character in a string has to be escaped"),
                Some(byte) => {
                    is_ascii &= *byte < 0x80;
                    self.at += 1;
                }
                None => {
                    self.at = start - 1;
                    return self.stop("this string is not closed");
                }
            }
            if is_ascii {
                self.at = plain_end(self.text, self.at);
            }
        }
        if !is_ascii {
            let content = self.text.get(start..self.at).unwrap_or_default();
            if let Err(error) = std::str::from_utf8(content) {
                self.at = start + error.valid_up_to();
                return self.stop("these bytes are no UTF-8");
            }
        }
        self.at += 1;
        Ok(kind)
    }

    fn escape(&mut self) -> Result<(), Stop> {
        const LONE: &str = "half of a surrogate pair stands alone";
        match self.text.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => {
                let Some(code) = self.code(self.at) else { return self.stop("expected four hexadecimal digits") };
                self.at += match (code, self.code(self.at + 6)) {
                    (0xd800..0xdc00, Some(0xdc00..0xe000)) => 12,
                    (0xd800..0xe000, _) => return self.stop(LONE),
                    _ => 6,
                };
            }
            Some(_) | None => return self.stop("there is no such escape"),
        }
        Ok(())
    }

    /// The code of the escape `\u0041` at an offset.
    fn code(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at..at + 6)?.strip_prefix(b"\\u")?;
        digits.iter().try_fold(0, |code, digit| Some(code * 16 + char::from(*digit).to_digit(16)?))
    }

    fn word(&mut self, word: &[u8], kind: RawKind) -> Result<RawKind, Stop> {
        if !self.text.get(self.at..).unwrap_or_default().starts_with(word) {
            return self.stop("expected a value");
        }
        self.at += word.len();
        Ok(kind)
    }

    #[inline]
    fn number(&mut self) -> Result<RawKind, Stop> {
        if self.peek() == b'-' {
            self.at += 1;
        }
        match self.peek() {
            b'0' => self.at += 1,
            _ => self.digits()?,
        }
        if self.peek() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if let b'e' | b'E' = self.peek() {
            self.at += 1;
            if let b'+' | b'-' = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(RawKind::Number)
    }

    #[inline]
    fn digits(&mut self) -> Result<(), Stop> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        if self.at == start { self.stop("expected a digit") } else { Ok(()) }
    }

    /// The next byte; 0, which JSON has nowhere, at the end.
    #[inline(always)]
    fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    /// Most writers put one blank behind a comma and a colon, or none.
    #[inline(always)]
    fn skip_space(&mut self) {
        self.at += usize::from(self.peek() == b' ');
        if self.peek() <= b' ' {
            self.skip_more_space();
        }
    }

    #[inline(never)]
    fn skip_more_space(&mut self) {
        while let b' ' | b'\t' | b'\r' | b'\n' = self.peek() {
            self.at += 1;
        }
    }

    #[inline(always)]
    fn raw(&self, kind: RawKind, start: usize) -> Raw {
        Raw { kind, start: start as u32, end: self.at as u32 }
    }

    #[cold]
    fn stop<T>(&mut self, message: &'static str) -> Result<T, Stop> {
        self.message = message;
        Err(Stop)
    }
}

/// The elements of a list, which the scanner has passed before: it is known to be right.
#[derive(Debug)]
pub struct Elements<'t> {
    scanner: Scanner<'t>,
}

impl Iterator for Elements<'_> {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        self.scanner.skip_space();
        match self.scanner.peek() {
            b']' => None,
            b',' => {
                self.scanner.at += 1;
                self.scanner.value().ok()
            }
            _ => self.scanner.value().ok(),
        }
    }
}

/// The offset of the first byte from `at` on that is a quote, a backslash, a control character or beyond
/// ASCII; the length of the text where there is none. Sixteen at a time: a loop over bytes takes five
/// times as long on strings of ten to sixty letters, and half of all time is spent here.
#[inline(always)]
fn plain_end(text: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = text.get(at..).and_then(<[u8]>::first_chunk::<16>) {
        let odd = odd_bytes(*chunk);
        if odd != 0 {
            return at + odd.trailing_zeros() as usize;
        }
        at += 16;
    }
    let passed = 16_usize.wrapping_sub(text.len().wrapping_sub(at));
    match text.last_chunk::<16>() {
        // The last sixteen bytes, of which the first were passed before.
        Some(chunk) if passed < 16 => {
            let odd = odd_bytes(*chunk) >> passed;
            if odd == 0 { text.len() } else { at + odd.trailing_zeros() as usize }
        }
        _ => {
            let is_odd = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20 | 0x80..);
            let rest = text.get(at..).unwrap_or_default();
            at + rest.iter().position(is_odd).unwrap_or(rest.len())
        }
    }
}

/// A bit for each byte that is a quote, a backslash, a control character or beyond ASCII.
#[inline(always)]
fn odd_bytes(chunk: [u8; 16]) -> u32 {
    let bytes = i8x16::new(chunk.map(|byte| byte as i8));
    let quote = bytes.simd_eq(i8x16::splat(b'"' as i8));
    let backslash = bytes.simd_eq(i8x16::splat(b'\\' as i8));
    // Signed: what is beyond ASCII is below zero.
    let control = bytes.simd_lt(i8x16::splat(0x20));
    (quote | backslash | control).to_bitmask()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &[u8]) -> Result<Raw, Malformed> {
        let mut scanner = Scanner::new(text);
        let value = scanner.value().and_then(|value| scanner.end().map(|()| value));
        value.map_err(|Stop| scanner.malformed())
    }

    #[test]
    fn what_serde_json_reads_is_read_and_nothing_else() {
        for text in [
            "null",
            " true ",
            "false",
            "0",
            "-0",
            "10.5e-3",
            "1E+5",
            "\"\"",
            "\"a\\n\\u00e9\\ud83d\\ude00é漢\"",
            "[]",
            "{}",
            "[1, [2, {\"a\": []}], \"x\"]",
            "{\"a\": {\"b\": [true, null]}, \"c\": -1}",
            "\"12345678\\\"12345678\"",
            "",
            " ",
            "nul",
            "01",
            "-",
            "1.",
            ".5",
            "+1",
            "1e",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"\\udc00\"",
            "\"\t\"",
            "\"12345678\n\"",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "[,]",
            "{",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\" 1}",
            "[1}",
            "{\"a\":1]",
            "1 2",
            "[] x",
            "tru",
            "nulll",
            "'a'",
            "NaN",
            "\u{feff}1",
        ] {
            let expected = serde_json::from_str::<serde_json::Value>(text);
            assert_eq!(
                scan(text.as_bytes()).is_ok(),
                expected.is_ok(),
                "{text}: {:?} {expected:?}",
                scan(text.as_bytes())
            );
        }
        assert!(scan(b"\"\xff\"").is_err() && scan(b"\"12345678\xc3\"").is_err() && scan(b"\xff").is_err());
    }

    #[test]
    fn mistakes_have_their_place() {
        for (text, offset, message) in [
            ("{\"a\": tru}", 6, "expected a value"),
            ("{\"a\": \"b}", 6, "this string is not closed"),
            ("{\"a\": 1 \"b\": 2}", 8, "expected `,` or `}`"),
            ("[\"ab\\qc\"]", 4, "there is no such escape"),
            ("[1 2]", 3, "expected `,` or `]`"),
        ] {
            assert_eq!(scan(text.as_bytes()), Err(Malformed { offset, message }), "{text}");
        }
    }

    #[test]
    fn words_and_ends_are_what_a_loop_over_bytes_finds() {
        for length in 0..40 {
            let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN".get(..length).unwrap();
            for (before, behind) in
                [("", ""), ("[1, 2, ", ", \"x\"]"), ("                    ", "                    ")]
            {
                let text = format!("{before}\"{letters}\"{behind}");
                let raw =
                    Raw { kind: RawKind::Text, start: before.len() as u32, end: (before.len() + length + 2) as u32 };
                assert_eq!(raw.word(text.as_bytes()), Some(Word::new(letters.as_bytes())), "{text}");
                for odd in ["\"", "\\", "\n", "é"] {
                    let text = format!("{before}{letters}{odd}{behind}");
                    let start = before.len();
                    assert_eq!(plain_end(text.as_bytes(), start), start + length, "{text}");
                }
                let text = format!("{before}{letters}");
                assert_eq!(plain_end(text.as_bytes(), before.len()), text.len(), "{text}");
            }
        }
        assert_ne!(Word::new(b"a\0"), Word::new(b"a"));
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(scan(nested(128).as_bytes()).is_ok());
        assert_eq!(scan(nested(129).as_bytes()).unwrap_err().offset, 128);
        assert!(scan("[{\"a\":".repeat(10_000).as_bytes()).is_err());
    }

    #[test]
    fn texts_and_numbers_are_what_they_mean() {
        let text = br#"["a\u0062", "cd", 12, -1.5, 1e999, [1, [2], "]"], {}]"#;
        let scanner = Scanner::new(text);
        let list = scan(text).unwrap();
        let elements: Vec<_> = scanner.elements(list).collect();
        assert_eq!(elements.len(), 7);
        assert_eq!(elements[0].text(text).as_ref(), b"ab");
        assert_eq!(elements[1].text(text).as_ref(), b"cd");
        let numbers: Vec<_> = elements.iter().filter_map(|element| element.number(text)).collect();
        assert_eq!(numbers, [12.0, -1.5, f64::INFINITY]);
        assert_eq!(scanner.elements(elements[5]).count(), 3);
    }
}
