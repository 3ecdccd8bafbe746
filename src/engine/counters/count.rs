//! What a counter of one grant has counted in one window.

/// A window and how many calls it has: at least and at most. Nobody has four billion calls of one grant
/// in a day: the counts stay there, and take half of a line of the cache less.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    /// The window.
    pub window: i64,
    /// How many there may be at most.
    pub possible: u32,
    /// How many of these may have been denied.
    pub open: u32,
}

impl Count {
    /// Of a counter that has not counted yet.
    pub const NEVER: Self = Self { window: i64::MIN, possible: 0, open: 0 };

    /// Counts a call, one that was allowed for certain or perhaps.
    #[inline]
    pub fn add(&mut self, certain: bool) {
        self.possible = self.possible.saturating_add(1);
        self.open = self.open.saturating_add(u32::from(!certain));
    }
}
