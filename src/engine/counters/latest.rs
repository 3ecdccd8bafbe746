//! The latest window of each counter and grant. The counters that the policy has at one tool, or at all
//! tools, lie side by side in a row, so that a call looks up two rows, whatever the number of its limits.

use std::ops::Range;

use hashbrown::HashMap;

use super::Count;

/// Rows of counts.
#[derive(Debug, Default)]
pub struct Latest {
    /// Which counters each row has.
    shapes: Vec<Range<u32>>,
    /// Where the counts of a row and a grant start.
    starts: HashMap<(u32, u32), u32, foldhash::fast::RandomState>,
    counts: Vec<Count>,
}

/// Where a row of a grant starts among all counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowStart(u32);

impl Latest {
    /// Nothing counted yet, by counters that stand in these rows.
    pub fn new(shapes: Vec<Range<u32>>) -> Self {
        Self { shapes, ..Self::default() }
    }

    /// The row of a grant, if any of its counters has counted.
    #[inline]
    pub fn find(&self, row: u32, grant: u32) -> Option<RowStart> {
        self.starts.get(&(row, grant)).copied().map(RowStart)
    }

    /// The row of a grant.
    pub fn find_or_begin(&mut self, row: u32, grant: u32) -> RowStart {
        let width = self.shapes.get(row as usize).map_or(1, ExactSizeIterator::len);
        let next = self.counts.len();
        let start = *self.starts.entry((row, grant)).or_insert(next as u32);
        if start as usize == next {
            self.counts.resize(next + width, Count::NEVER);
        }
        RowStart(start)
    }

    /// A count of a row.
    #[inline]
    pub fn count(&mut self, RowStart(start): RowStart, column: u32) -> Option<&mut Count> {
        self.counts.get_mut(start as usize + column as usize)
    }

    /// How many counts there are.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// The grants that have a row.
    pub fn grants(&self) -> impl Iterator<Item = u32> {
        self.starts.keys().map(|(_, grant)| *grant)
    }

    /// Keeps the rows with a count that is to be kept; all go where none is.
    pub fn retain(&mut self, mut is_kept: impl FnMut(u32, &Count) -> bool) {
        let old = std::mem::take(&mut self.counts);
        let Self { shapes, starts, counts } = self;
        starts.retain(|(row, _), start| {
            let counters = shapes.get(*row as usize).cloned().unwrap_or_default();
            let range = *start as usize..*start as usize + counters.len();
            let counted = old.get(range).unwrap_or_default();
            let keep = counters.zip(counted).any(|(counter, count)| is_kept(counter, count));
            if keep {
                *start = counts.len() as u32;
                counts.extend_from_slice(counted);
            }
            keep
        });
    }
}
