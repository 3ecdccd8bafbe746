//! What a counter of one grant has counted in one window.

/// A window, and at least and at most how many calls were counted in it. The counts saturate at four billion,
/// which no grant reaches in a day; as 32-bit numbers they take half a cache line less.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    /// The window.
    pub window: i64,
    /// The most calls that may have been allowed.
    pub possible: u32,
    /// How many of these may have been denied.
    pub open: u32,
}

impl Count {
    /// A counter that has not counted yet.
    pub const NEVER: Self = Self { window: i64::MIN, possible: 0, open: 0 };

    /// Counts a call, which was certainly or possibly allowed.
    #[inline]
    pub fn add(&mut self, certain: bool) {
        self.possible = self.possible.saturating_add(1);
        self.open = self.open.saturating_add(u32::from(!certain));
    }
}
