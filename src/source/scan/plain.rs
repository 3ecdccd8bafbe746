//! Where a string stops being plain: sixteen bytes at a time, in safe code. A loop over bytes takes five
//! times as long on strings of ten to sixty letters, and half of a replay's time would be spent in it.

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
