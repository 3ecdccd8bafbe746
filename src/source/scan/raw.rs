//! What the scanner returns: the kind of a value and the bytes that it takes, and a quick way to compare
//! texts.

use std::borrow::Cow;
use std::fmt;
use std::num::NonZeroU64;

use super::plain::{chunk_at, has_any};
use crate::source::Span;

/// The bits of an offset.
const OFFSET: u64 = (1 << 30) - 1;

/// A value in the text.
///
/// Kind and place are packed into one word, `start << 34 | end << 4 | kind`. A call has twenty of these, and
/// this way they are passed in registers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Raw(NonZeroU64);

/// The kinds of values, as far as they are known without parsing them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum RawKind {
    /// `null`
    Null = 1,
    /// `true`
    True,
    /// `false`
    False,
    /// A number.
    Number,
    /// A string without escapes: its text is what is between the quotes.
    Text,
    /// A string with escapes.
    Escaped,
    /// `[…]`
    List,
    /// `{…}`
    Object,
}

impl Raw {
    /// The value between two offsets, below 1 GiB.
    #[inline(always)]
    pub fn new(kind: RawKind, start: usize, end: usize) -> Self {
        let place = (start as u64) << 34 | (end as u64 & OFFSET) << 4;
        Self(NonZeroU64::MIN.saturating_add(kind as u64 - 1) | place)
    }

    /// What it is.
    #[inline(always)]
    pub fn kind(self) -> RawKind {
        match self.0.get() & 0xf {
            2 => RawKind::True,
            3 => RawKind::False,
            4 => RawKind::Number,
            5 => RawKind::Text,
            6 => RawKind::Escaped,
            7 => RawKind::List,
            8 => RawKind::Object,
            _ => RawKind::Null,
        }
    }

    /// Whether it is of a kind.
    #[inline(always)]
    pub fn is(self, kind: RawKind) -> bool {
        self.0.get() & 0xf == kind as u64
    }

    /// Whether it is a string.
    #[inline(always)]
    pub fn is_string(self) -> bool {
        self.is(RawKind::Text) || self.is(RawKind::Escaped)
    }

    /// The offset of its first byte.
    #[inline(always)]
    pub fn start(self) -> usize {
        (self.0.get() >> 34) as usize
    }

    /// The offset after its last byte.
    #[inline(always)]
    pub fn end(self) -> usize {
        (self.0.get() >> 4 & OFFSET) as usize
    }

    /// Its place in the text.
    pub fn span(self) -> Span {
        Span::new(self.start(), self.end())
    }

    /// Its bytes; for a string, including its quotes.
    #[inline]
    pub fn bytes(self, text: &[u8]) -> &[u8] {
        text.get(self.start()..self.end()).unwrap_or_default()
    }

    /// What is between the quotes of a string without escapes; `None` for anything else.
    #[inline(always)]
    pub fn plain(self, text: &[u8]) -> Option<&[u8]> {
        if !self.is(RawKind::Text) {
            return None;
        }
        text.get(self.start() + 1..self.end().wrapping_sub(1))
    }

    /// Whether a string begins with a byte.
    #[inline(always)]
    pub fn begins_with(self, byte: u8, text: &[u8]) -> bool {
        text.get(self.start() + 1) == Some(&byte)
    }

    /// Whether one of three bytes is between the quotes of a string, as it is written, or between the brackets of a
    /// list. It has none if it has fewer than `least` bytes.
    #[inline(always)]
    pub fn has_any(self, bytes: [u8; 3], least: usize, text: &[u8]) -> bool {
        let (start, end) = (self.start() + 1, self.end().wrapping_sub(1));
        end.wrapping_sub(start) >= least && has_any(bytes, text, start, end)
    }

    /// The short form of a string without escapes; `None` for anything else.
    #[inline(always)]
    pub fn word(self, text: &[u8]) -> Option<Word> {
        if !self.is(RawKind::Text) {
            return None;
        }
        let start = self.start() + 1;
        let length = self.end().wrapping_sub(start + 1);
        match chunk_at::<8>(text, start) {
            Some(head) => Some(Word::of_head(length as u32, u64::from_le_bytes(*head))),
            None => self.last_word(text),
        }
    }

    /// A word so close to the end of the text that eight bytes can't be read at once.
    #[cold]
    fn last_word(self, text: &[u8]) -> Option<Word> {
        self.plain(text).map(Word::new)
    }

    /// What is between the quotes of a string, with its escapes as they are written; empty for another value.
    #[inline]
    pub fn quoted(self, text: &[u8]) -> &[u8] {
        if !self.is_string() {
            return &[];
        }
        text.get(self.start() + 1..self.end().wrapping_sub(1)).unwrap_or_default()
    }

    /// The text of a string, decoded if it has escapes; empty for another value.
    #[inline]
    pub fn text(self, text: &[u8]) -> Cow<'_, [u8]> {
        match self.plain(text) {
            Some(plain) => Cow::Borrowed(plain),
            None => self.decoded(text),
        }
    }

    /// The same, with a buffer for the decoded text that is used again.
    #[inline]
    pub fn text_in<'t>(self, text: &'t [u8], room: &'t mut Vec<u8>) -> &'t [u8] {
        match self.plain(text) {
            Some(plain) => plain,
            None => {
                room.clear();
                unescape(self.quoted(text), room);
                room
            }
        }
    }

    #[cold]
    fn decoded(self, text: &[u8]) -> Cow<'_, [u8]> {
        let mut decoded = Vec::new();
        unescape(self.quoted(text), &mut decoded);
        Cow::Owned(decoded)
    }

    /// The value of a number as a double; infinite if it is too large.
    #[inline]
    pub fn number(self, text: &[u8]) -> Option<f64> {
        if !self.is(RawKind::Number) {
            return None;
        }
        if let Some(whole) = self.short_whole_number(text) {
            return Some(f64::from(whole));
        }
        let digits = self.bytes(text);
        short_number(digits).or_else(|| std::str::from_utf8(digits).ok()?.parse().ok())
    }

    /// The value of up to eight digits, which are read at once: first pairs of them are added up, then pairs of pairs,
    /// then both halves.
    #[inline(always)]
    fn short_whole_number(self, text: &[u8]) -> Option<u32> {
        const DIGITS: usize = 8;
        let length = self.end().wrapping_sub(self.start());
        let chunk = text.get(..self.end()).and_then(<[u8]>::last_chunk::<DIGITS>)?;
        // What is in front of the number is lowest, and makes room for zeros.
        let absent = DIGITS.checked_sub(length)? as u32 * u8::BITS;
        let zeros = !u64::MAX.checked_shl(absent)?;
        let digits = (u64::from_le_bytes(*chunk) & !zeros | EACH_ZERO & zeros) ^ EACH_ZERO;
        if (digits.wrapping_add(EACH_BEYOND_NINE) | digits) & EACH_HIGHEST != 0 {
            return None;
        }
        let pairs = (digits.wrapping_mul(10) + (digits >> 8)) & 0x00ff_00ff_00ff_00ff;
        let fours = (pairs.wrapping_mul(100) + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
        Some((fours.wrapping_mul(10_000) + (fours >> 32)) as u32)
    }
}

/// The digit zero in each byte of a word.
const EACH_ZERO: u64 = 0x3030_3030_3030_3030;
/// What sets the highest bit of each byte above nine, and of no other.
const EACH_BEYOND_NINE: u64 = 0x7676_7676_7676_7676;
/// The highest bit of each byte.
const EACH_HIGHEST: u64 = 0x8080_8080_8080_8080;

/// Most numbers in calls are amounts: a few digits, perhaps with a fraction. Up to fifteen digits are a whole
/// number that a double represents exactly, and so are the powers of ten that it is divided by. The quotient
/// is therefore the nearest double, as required.
fn short_number(digits: &[u8]) -> Option<f64> {
    const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    if digits.len() > 15 {
        return None;
    }
    let (mut value, mut point) = (0_u64, None);
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => value = value * 10 + u64::from(byte - b'0'),
            b'.' => point = Some(at),
            _ => return None,
        }
    }
    let decimals = point.map_or(0, |point| digits.len() - point - 1);
    Some(value as f64 / POWERS.get(decimals)?)
}

/// Appends the decoded text of a string whose escapes the scanner has checked. The library takes four times
/// as long, because it checks them again and does not know how long the text may be.
#[inline(never)]
fn unescape(quoted: &[u8], text: &mut Vec<u8>) {
    text.reserve(quoted.len());
    let mut rest = quoted;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        text.extend_from_slice(rest.get(..at).unwrap_or_default());
        let escape = rest.get(at + 1..).unwrap_or_default();
        let (character, length) = match escape.first() {
            Some(b'n') => ('\n', 1),
            Some(b't') => ('\t', 1),
            Some(b'r') => ('\r', 1),
            Some(b'b') => ('\u{8}', 1),
            Some(b'f') => ('\u{c}', 1),
            Some(b'u') => code_point(escape),
            Some(other) => (char::from(*other), 1),
            None => break,
        };
        text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        rest = escape.get(length..).unwrap_or_default();
    }
    text.extend_from_slice(rest);
}

/// The character of `u0041` or `ud83d\ude00`, and the length of the escape.
fn code_point(escape: &[u8]) -> (char, usize) {
    let unit = |at: usize| escape.get(at..at + 4).map_or(0, hexadecimal);
    let first = unit(1);
    if (0xd800..0xdc00).contains(&first) {
        let code = 0x1_0000 + ((first - 0xd800) << 10) + unit(7).wrapping_sub(0xdc00);
        return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 11);
    }
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 5)
}

fn hexadecimal(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |code, digit| code << 4 | char::from(*digit).to_digit(16).unwrap_or(0))
}

impl fmt::Debug for Raw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} at {}..{}", self.kind(), self.start(), self.end())
    }
}

/// A quick way to compare texts: the length and the first eight bytes. Texts of up to eight bytes are equal
/// if these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    length: u32,
    head: u64,
}

impl Word {
    /// The word of a text.
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

    /// The word of a text of this length that begins with these eight bytes, or is shorter.
    #[inline(always)]
    fn of_head(length: u32, head: u64) -> Self {
        // What follows a short text is not part of it.
        let behind = 64_u32.saturating_sub(8 * length);
        Self { length, head: if length == 0 { 0 } else { head << behind >> behind } }
    }

    /// The first eight bytes, the first one lowest, with zeros after a shorter text. They identify a text of
    /// up to seven bytes that are not zero.
    #[inline(always)]
    pub const fn head(self) -> u64 {
        self.head
    }

    /// Whether it covers the whole text.
    #[inline]
    pub fn is_whole(self) -> bool {
        self.length <= 8
    }
}
