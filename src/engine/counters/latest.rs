//! The latest window of each counter and grant. The counts of one tool's limits for one grant are stored in a
//! row of [`ROW`], so that most calls look up only two rows: one for the tool, one for all tools.

use std::hash::BuildHasher;

use hashbrown::HashTable;

use super::count::Count;
use crate::engine::program::{ROW, row_of};

/// The most places in the table, four bytes each. The rows of further grants are looked up by hash.
const MOST_PLACES: usize = 1 << 22;

/// Rows of counts.
#[derive(Debug, Default)]
pub struct Latest {
    rows: Vec<[Count; ROW]>,
    /// What each row counts.
    keys: Vec<Key>,
    /// How many rows each grant may have.
    width: usize,
    /// The rows of the first grants: a fixed number of places for each, most of them empty.
    table: Vec<RowId>,
    /// The rows of further grants, by key.
    index: HashTable<RowId>,
    hasher: foldhash::fast::RandomState,
}

/// What a row counts: the calls of one grant, by the counters from `row * ROW` on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    row: u32,
    grant: u32,
}

/// The position of a row among all rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowId(u32);

impl RowId {
    /// There is no such row.
    pub const NONE: Self = Self(u32::MAX);
}

impl Latest {
    /// For this many counters.
    pub fn new(counters: usize) -> Self {
        Self { width: counters.div_ceil(ROW), ..Self::default() }
    }

    /// The row of a counter and a grant, or [`RowId::NONE`]. Nothing branches on the result, so that many
    /// lookups in a row wait for memory together.
    #[inline]
    pub fn find(&self, counter: u32, grant: u32) -> RowId {
        let key = Key { row: row_of(counter), grant };
        match self.table.get(self.place(key)) {
            Some(id) => *id,
            None => self.find_beyond(key),
        }
    }

    /// The same, but creates the row if there is none.
    #[inline]
    pub fn find_or_begin(&mut self, counter: u32, grant: u32) -> RowId {
        let row = self.find(counter, grant);
        if row == RowId::NONE { self.begin(Key { row: row_of(counter), grant }) } else { row }
    }

    /// The place of a row in the table, if its grant is one of the first.
    #[inline]
    fn place(&self, key: Key) -> usize {
        key.grant as usize * self.width + key.row as usize
    }

    #[inline(never)]
    fn find_beyond(&self, key: Key) -> RowId {
        let is_it = |id: &RowId| self.keys.get(id.0 as usize) == Some(&key);
        self.index.find(key.hash(&self.hasher), is_it).copied().unwrap_or(RowId::NONE)
    }

    #[inline(never)]
    fn begin(&mut self, key: Key) -> RowId {
        let new = RowId(self.rows.len() as u32);
        self.rows.push([Count::NEVER; ROW]);
        self.keys.push(key);
        self.enter(key, new);
        new
    }

    fn enter(&mut self, key: Key, id: RowId) {
        let place = self.place(key);
        let end = (key.grant as usize + 1) * self.width;
        if self.table.len() < end && end <= MOST_PLACES {
            self.table.resize(end, RowId::NONE);
        }
        let Self { keys, table, index, hasher, .. } = self;
        match table.get_mut(place) {
            Some(place) => *place = id,
            None => {
                let hash_of = |id: &RowId| keys.get(id.0 as usize).map_or(0, |key| key.hash(hasher));
                index.insert_unique(key.hash(hasher), id, hash_of);
            }
        }
    }

    /// The count of a counter in its row.
    #[inline]
    pub fn count(&mut self, RowId(id): RowId, counter: u32) -> Option<&mut Count> {
        self.rows.get_mut(id as usize)?.get_mut(counter as usize % ROW)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The grants that have a row.
    pub fn grants(&self) -> impl Iterator<Item = u32> {
        self.keys.iter().map(|key| key.grant)
    }

    /// Keeps the rows with a count that is to be kept. `is_kept` gets the counter and its count.
    pub fn retain(&mut self, is_kept: impl Fn(u32, &Count) -> bool) {
        self.table.fill(RowId::NONE);
        self.index.clear();
        let mut kept = 0;
        for at in 0..self.rows.len() {
            let (Some(row), Some(key)) = (self.rows.get(at).copied(), self.keys.get(at).copied()) else { break };
            if (key.row * ROW as u32..).zip(&row).any(|(counter, count)| is_kept(counter, count)) {
                if let (Some(row_there), Some(key_there)) = (self.rows.get_mut(kept), self.keys.get_mut(kept)) {
                    (*row_there, *key_there) = (row, key);
                }
                self.enter(key, RowId(kept as u32));
                kept += 1;
            }
        }
        self.rows.truncate(kept);
        self.keys.truncate(kept);
    }
}

impl Key {
    #[inline]
    fn hash(self, hasher: &foldhash::fast::RandomState) -> u64 {
        hasher.hash_one(u64::from(self.row) << 32 | u64::from(self.grant))
    }
}
