//! A few bytes that are expected in one place: all of them are compared at once.

use wide::u8x16;

use super::plain::{chunk_at, plain_end};

/// The most bytes of a literal.
const LONGEST: usize = 16;

/// Up to sixteen bytes of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Literal {
    bytes: u8x16,
    mask: u16,
    length: u8,
}

impl Literal {
    /// A literal that no text has: a byte that is never part of UTF-8.
    pub const NEVER: Self = Self { bytes: u8x16::splat(0xff), mask: 1, length: 0 };

    /// These bytes; `None` if there are too many.
    pub fn new(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; LONGEST];
        bytes.get_mut(..text.len())?.copy_from_slice(text);
        let mask = (1_u32 << text.len()) - 1;
        Some(Self { bytes: u8x16::new(bytes), mask: mask as u16, length: text.len() as u8 })
    }

    /// A key in quotes and the colon after it, as most writers write it; `None` if the key needs escapes or
    /// is too long.
    pub fn of_key(key: &[u8]) -> Option<Self> {
        let is_plain = plain_end(key, 0) == key.len();
        let written = [b"\"", key, b"\":"].concat();
        if is_plain { Self::new(&written) } else { None }
    }

    /// The offset after it, if it is at this offset of a text that has at least sixteen bytes from there on.
    #[inline(always)]
    pub fn end(&self, text: &[u8], at: usize) -> Option<usize> {
        let here = chunk_at::<LONGEST>(text, at)?;
        let same = u8x16::new(*here).simd_eq(self.bytes).to_bitmask() as u16;
        (same & self.mask == self.mask).then_some(at + usize::from(self.length))
    }
}
