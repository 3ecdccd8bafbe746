//! The bounds of a complement: its length, and the work to find it.

/// The longest complement, in bytes.
pub const MAX_COMPLEMENT: usize = 16 * 1024;

/// How much may be done to find complements, roughly in bytes that are read or written.
#[derive(Debug)]
pub struct Effort(usize);

impl Effort {
    /// Enough for one large complement: less than a second.
    pub const ONE: usize = 1 << 28;

    /// This much.
    pub fn new(bytes: usize) -> Self {
        Self(bytes)
    }

    /// Takes this much; `None` if less is left.
    pub fn take(&mut self, bytes: usize) -> Option<()> {
        self.0 = self.0.checked_sub(bytes)?;
        Some(())
    }
}
