//! Where a string stops being plain, and where one with escapes ends: many bytes at a time, in safe code. A
//! loop over bytes takes five times as long on strings of ten to sixty letters, and half of a replay's time
//! would be spent in it.

use wide::u8x16;

/// The offset of the first byte from `at` on that is a quote, a backslash or a control character; the
/// length of the text where there is none.
#[inline(always)]
pub fn plain_end(text: &[u8], at: usize) -> usize {
    // Most strings are keys and words: they end within the first sixteen bytes.
    if let Some(chunk) = text.get(at..).and_then(<[u8]>::first_chunk::<16>) {
        let odd = odd_bytes(*chunk);
        if odd != 0 {
            return at + odd.trailing_zeros() as usize;
        }
        return plain_end_of_long(text, at + 16);
    }
    plain_end_of_last(text, at)
}

/// The same of a value, which may well be longer than a key: thirty-two bytes at a time.
#[inline(always)]
pub fn plain_end_of_value(text: &[u8], at: usize) -> usize {
    if let Some(chunk) = text.get(at..).and_then(<[u8]>::first_chunk::<32>) {
        let odd = odd_in_two(chunk);
        if odd != 0 {
            return at + odd.trailing_zeros() as usize;
        }
        return plain_end_of_long(text, at + 32);
    }
    plain_end(text, at)
}

/// The same of what goes on for long. Of what is left at the end [`plain_end`] takes the last pieces.
#[inline(never)]
fn plain_end_of_long(text: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = text.get(at..).and_then(<[u8]>::first_chunk::<32>) {
        let odd = odd_in_two(chunk);
        if odd != 0 {
            return at + odd.trailing_zeros() as usize;
        }
        at += 32;
    }
    plain_end(text, at)
}

/// The same with fewer than sixteen bytes left.
#[inline(never)]
fn plain_end_of_last(text: &[u8], at: usize) -> usize {
    let passed = 16_usize.wrapping_sub(text.len().wrapping_sub(at));
    match text.last_chunk::<16>() {
        // The last sixteen bytes, of which the first were passed before.
        Some(chunk) if passed < 16 => {
            let odd = odd_bytes(*chunk) >> passed;
            if odd == 0 { text.len() } else { at + odd.trailing_zeros() as usize }
        }
        _ => {
            let is_odd = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
            let rest = text.get(at..).unwrap_or_default();
            at + rest.iter().position(is_odd).unwrap_or(rest.len())
        }
    }
}

#[inline(always)]
fn odd_in_two(chunk: &[u8; 32]) -> u32 {
    let (Some(first), Some(second)) = (chunk.first_chunk(), chunk.last_chunk()) else { return 1 };
    odd_bytes(*first) | odd_bytes(*second) << 16
}

/// A bit for each byte that is a quote, a backslash or a control character.
#[inline(always)]
fn odd_bytes(chunk: [u8; 16]) -> u32 {
    let bytes = u8x16::new(chunk);
    let quote = bytes.simd_eq(u8x16::splat(b'"'));
    let backslash = bytes.simd_eq(u8x16::splat(b'\\'));
    let control = bytes.min(u8x16::splat(0x1f)).simd_eq(bytes);
    (quote | backslash | control).to_bitmask()
}

/// Sixty-four bytes of a string, of which the first is not escaped; a bit for each of them.
#[derive(Debug, Clone, Copy)]
pub struct Marks {
    /// The quote that ends the string, if it is among them, and nothing behind it.
    pub end: u64,
    /// The backslashes that begin an escape.
    pub escapes: u64,
    /// Control characters.
    pub controls: u64,
}

/// How many bytes [`Marks`] are of.
pub const MARKED: usize = 64;

impl Marks {
    /// Of these bytes.
    #[inline(always)]
    pub fn new(bytes: &[u8; MARKED]) -> Self {
        let (mut quotes, mut backslashes, mut controls) = (0, 0, 0);
        for (index, chunk) in bytes.as_chunks::<16>().0.iter().enumerate() {
            let chunk = u8x16::new(*chunk);
            let mask = |found: u8x16| u64::from(found.to_bitmask()) << (16 * index);
            quotes |= mask(chunk.simd_eq(u8x16::splat(b'"')));
            backslashes |= mask(chunk.simd_eq(u8x16::splat(b'\\')));
            controls |= mask(chunk.min(u8x16::splat(0x1f)).simd_eq(chunk));
        }
        let (escapes, escaped) = escapes(backslashes);
        let quotes = quotes & !escaped;
        let end = quotes & quotes.wrapping_neg();
        let within = end.wrapping_sub(1);
        Self { end, escapes: escapes & within, controls: controls & within }
    }
}

/// Of some backslashes those that begin an escape, and the bytes that are escaped. In a row of backslashes
/// these take turns. A subtraction finds out whose turn it is: it borrows along the row, and what it leaves
/// differs by whether the row starts at an even or an odd place.
#[inline(always)]
fn escapes(backslashes: u64) -> (u64, u64) {
    const ODD: u64 = 0xaaaa_aaaa_aaaa_aaaa;
    let turns = ((backslashes << 1) | ODD).wrapping_sub(backslashes) ^ ODD;
    (turns & backslashes, turns ^ backslashes)
}
