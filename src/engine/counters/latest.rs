//! The latest window of each counter and grant. What a tool's limits count of one grant lies side by side
//! in rows of [`ROW`], so that most calls look up two of these: that of the tool and that of all tools.

use std::hash::BuildHasher;

use hashbrown::HashTable;

use super::Count;
use crate::engine::program::ROW;

/// Rows of counts.
#[derive(Debug, Default)]
pub struct Latest {
    rows: Vec<Row>,
    /// The rows, by their keys.
    index: HashTable<u32>,
    hasher: foldhash::fast::RandomState,
}

/// What a row counts: the calls of one grant, by the counters from `row * ROW` on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    row: u32,
    grant: u32,
}

#[derive(Debug)]
struct Row {
    key: Key,
    counts: [Count; ROW],
}

/// Where a row of a grant stands among all rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowId(u32);

impl Latest {
    /// The row of a counter and a grant, if there is one.
    #[inline]
    pub fn find(&self, counter: u32, grant: u32) -> Option<RowId> {
        let key = Key { row: row_of(counter), grant };
        self.index.find(key.hash(&self.hasher), |id| is_at(&self.rows, *id, key)).copied().map(RowId)
    }

    /// The same, and a new row where there is none.
    #[inline]
    pub fn find_or_begin(&mut self, counter: u32, grant: u32) -> RowId {
        self.find(counter, grant).unwrap_or_else(|| self.begin(Key { row: row_of(counter), grant }))
    }

    #[inline(never)]
    fn begin(&mut self, key: Key) -> RowId {
        let Self { rows, index, hasher } = self;
        let hash_of = |id: &u32| rows.get(*id as usize).map_or(0, |row| row.key.hash(hasher));
        let new = rows.len() as u32;
        index.insert_unique(key.hash(hasher), new, hash_of);
        rows.push(Row { key, counts: [Count::NEVER; ROW] });
        RowId(new)
    }

    /// The count of a counter of that row.
    #[inline]
    pub fn count(&mut self, RowId(id): RowId, counter: u32) -> Option<&mut Count> {
        self.rows.get_mut(id as usize)?.counts.get_mut(counter as usize % ROW)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The grants that have a row.
    pub fn grants(&self) -> impl Iterator<Item = u32> {
        self.rows.iter().map(|row| row.key.grant)
    }

    /// Keeps the rows with a count that is to be kept. `is_kept` is given the counter and its count.
    pub fn retain(&mut self, is_kept: impl Fn(u32, &Count) -> bool) {
        let Self { rows, index, hasher } = self;
        rows.retain(|row| {
            (row.key.row * ROW as u32..).zip(&row.counts).any(|(counter, count)| is_kept(counter, count))
        });
        index.clear();
        let hash_of = |id: &u32| rows.get(*id as usize).map_or(0, |row| row.key.hash(hasher));
        for (id, row) in rows.iter().enumerate() {
            index.insert_unique(row.key.hash(hasher), id as u32, hash_of);
        }
    }
}

/// The number of the row that a counter stands in.
#[inline]
pub fn row_of(counter: u32) -> u32 {
    counter / ROW as u32
}

#[inline]
fn is_at(rows: &[Row], id: u32, key: Key) -> bool {
    rows.get(id as usize).is_some_and(|row| row.key == key)
}

impl Key {
    #[inline]
    fn hash(self, hasher: &foldhash::fast::RandomState) -> u64 {
        hasher.hash_one(u64::from(self.row) << 32 | u64::from(self.grant))
    }
}
