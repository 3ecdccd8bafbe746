//! The numbers of grants, by their names.

use hashbrown::HashTable;

use crate::engine::names::{hash, is_same};

/// The grants that have called.
#[derive(Debug, Default)]
pub struct Grants {
    by_name: HashTable<(Box<[u8]>, u32)>,
    hasher: foldhash::fast::RandomState,
    next: u32,
}

impl Grants {
    /// The number of a grant, a new one where it has none.
    #[inline]
    pub fn number(&mut self, name: &[u8]) -> u32 {
        match self.by_name.find(hash(&self.hasher, name), |(known, _)| is_same(known, name)) {
            Some((_, number)) => *number,
            None => self.add(name),
        }
    }

    #[cold]
    fn add(&mut self, name: &[u8]) -> u32 {
        let Self { by_name, hasher, next } = self;
        let number = *next;
        by_name.insert_unique(hash(hasher, name), (name.into(), number), |(name, _)| hash(hasher, name));
        *next = next.wrapping_add(1);
        number
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Keeps those whose numbers are to be kept.
    pub fn retain(&mut self, is_kept: impl Fn(u32) -> bool) {
        self.by_name.retain(|(_, number)| is_kept(*number));
    }
}
