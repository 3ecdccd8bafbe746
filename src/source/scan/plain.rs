//! Finds where a string stops being plain, and where a string with escapes ends: many bytes at a time, in
//! safe code. A loop over bytes takes five times as long for strings of ten to sixty letters, and would take
//! half of the time of a replay.

use wide::u8x16;

/// The bytes at an offset, if there are so many. This compares less than a slice from there on would.
#[inline(always)]
pub fn chunk_at<const N: usize>(text: &[u8], at: usize) -> Option<&[u8; N]> {
    text.get(at..at.wrapping_add(N))?.first_chunk()
}

/// The offset of the first byte from `at` on that is a quote, a backslash or a control character, or the
/// length of the text.
#[inline(always)]
pub fn plain_end(text: &[u8], at: usize) -> usize {
    // Most strings are keys and words, and end within the first sixteen bytes.
    if let Some(chunk) = chunk_at::<16>(text, at) {
        let odd = odd_bytes(*chunk);
        if odd != 0 {
            return at + odd.trailing_zeros() as usize;
        }
        return plain_end_of_long(text, at + 16);
    }
    plain_end_of_last(text, at)
}

/// The same for a value, which is often longer than a key: sixteen bytes at a time, twice.
#[inline(always)]
pub fn plain_end_of_value(text: &[u8], at: usize) -> usize {
    if let Some((first, second)) = chunk_at::<32>(text, at).and_then(halves) {
        let odd = odd_bytes(*first);
        if odd != 0 {
            return at + odd.trailing_zeros() as usize;
        }
        let odd = odd_bytes(*second);
        if odd != 0 {
            return at + 16 + odd.trailing_zeros() as usize;
        }
        return plain_end_of_long(text, at + 32);
    }
    plain_end(text, at)
}

/// The same for long strings. [`plain_end`] handles the last pieces.
#[inline(never)]
fn plain_end_of_long(text: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = chunk_at::<32>(text, at) {
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
        // The last sixteen bytes, the first of which were already tested.
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
    let Some((first, second)) = halves(chunk) else { return 1 };
    odd_bytes(*first) | odd_bytes(*second) << 16
}

#[inline(always)]
fn halves(chunk: &[u8; 32]) -> Option<(&[u8; 16], &[u8; 16])> {
    chunk.first_chunk().zip(chunk.last_chunk())
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

/// Whether one of three bytes is between two offsets.
#[inline(always)]
pub fn has_any(wanted: [u8; 3], text: &[u8], mut at: usize, end: usize) -> bool {
    while let Some(chunk) = chunk_at::<16>(text, at) {
        let bytes = u8x16::new(*chunk);
        let [a, b, c] = wanted.map(|byte| bytes.simd_eq(u8x16::splat(byte)));
        let found = (a | b | c).to_bitmask();
        let left = end.wrapping_sub(at);
        if left < 16 {
            return found & ((1 << left) - 1) != 0;
        }
        if found != 0 {
            return true;
        }
        at += 16;
    }
    has_any_in_last(wanted, text.get(at..end).unwrap_or_default())
}

#[inline(never)]
fn has_any_in_last(wanted: [u8; 3], text: &[u8]) -> bool {
    text.iter().any(|byte| wanted.contains(byte))
}

/// Sixty-four bytes of a string, with a bit for each. The first byte is not escaped.
#[derive(Debug, Clone, Copy)]
pub struct Marks {
    /// The quote that ends the string, if it is here, and nothing after it.
    pub end: u64,
    /// The backslashes that begin an escape.
    pub escapes: u64,
    /// Control characters.
    pub controls: u64,
}

/// How many bytes [`Marks`] covers.
pub const MARKED: usize = 64;

impl Marks {
    /// The marks of these bytes.
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

/// Which of some backslashes begin an escape, and which bytes are escaped. In a run of backslashes these
/// alternate. A subtraction finds the parity: it borrows along the run, and leaves a different result for a
/// run that starts at an even place and one that starts at an odd place.
#[inline(always)]
fn escapes(backslashes: u64) -> (u64, u64) {
    const ODD: u64 = 0xaaaa_aaaa_aaaa_aaaa;
    let turns = ((backslashes << 1) | ODD).wrapping_sub(backslashes) ^ ODD;
    (turns & backslashes, turns ^ backslashes)
}
