//! Numbers for the names of grants.

use crate::engine::names::{Lately, Names};

/// The grants that have called.
#[derive(Debug, Default)]
pub struct Grants {
    names: Names<()>,
    // INVARIANT: all of these are in use.
    lately: Lately,
}

impl Grants {
    /// The number of a grant; gives it one if it has none.
    #[inline]
    pub fn number(&mut self, name: &[u8]) -> u32 {
        self.names.number_lately(name, &mut self.lately).unwrap_or_else(|| self.add(name))
    }

    #[cold]
    fn add(&mut self, name: &[u8]) -> u32 {
        self.names.add(name, ())
    }

    /// The name of a number.
    pub fn name(&self, number: u32) -> &[u8] {
        self.names.name(number)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Keeps the grants whose numbers are to be kept.
    pub fn retain(&mut self, is_kept: impl Fn(u32) -> bool) {
        self.lately.clear();
        self.names.retain(is_kept);
    }
}
