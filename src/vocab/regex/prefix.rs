//! What a text starts with, compared in one step.

/// The first bytes of a text, up to eight, as one number.
#[derive(Debug, Default)]
pub struct Prefix {
    bytes: u64,
    mask: u64,
    length: usize,
}

impl Prefix {
    /// A prefix of these bytes, if there are few enough.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let mut prefix = Self::default();
        for byte in bytes {
            if !prefix.has_room() {
                return None;
            }
            prefix.push(*byte);
        }
        Some(prefix)
    }

    /// Whether there is room for another byte.
    pub fn has_room(&self) -> bool {
        self.length < 8
    }

    /// Adds a byte. There must be room for it.
    pub fn push(&mut self, byte: u8) {
        self.bytes |= u64::from(byte) << (8 * self.length);
        self.mask |= 0xff << (8 * self.length);
        self.length += 1;
    }

    /// The rest of a text that starts with the prefix.
    #[inline(always)]
    pub fn behind<'t>(&self, text: &'t [u8]) -> Option<&'t [u8]> {
        let first = text.first_chunk().map_or_else(|| short(text), |first| u64::from_le_bytes(*first));
        if first & self.mask == self.bytes { text.get(self.length..) } else { None }
    }
}

/// A text of fewer than eight bytes.
fn short(text: &[u8]) -> u64 {
    text.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
