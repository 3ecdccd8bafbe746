//! How many windows had which count. A count of up to 1,023 is exact; a larger one is rounded up to ten binary
//! digits, at most 0.2% too high, so that there are few different counts.

/// The binary digits of a count that are kept.
const DIGITS: u32 = 10;

/// The counts of windows of one length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spread {
    // INVARIANT: sorted by count, without duplicates.
    counts: Vec<(u64, u64)>,
    windows: u64,
    highest: Option<Highest>,
}

/// The window with the most calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highest {
    /// The number of calls.
    pub calls: u64,
    /// The window's number.
    pub window: i64,
    /// The grant.
    pub grant: Vec<u8>,
}

impl Spread {
    /// Adds a window with this many calls.
    pub fn add(&mut self, count: u64, window: i64, grant: &[u8]) {
        self.windows += 1;
        let rounded = rounded(count);
        match self.counts.binary_search_by_key(&rounded, |(count, _)| *count) {
            Ok(at) => {
                if let Some((_, windows)) = self.counts.get_mut(at) {
                    *windows += 1;
                }
            }
            Err(at) => self.counts.insert(at, (rounded, 1)),
        }
        let is_higher = self.highest.as_ref().is_none_or(|highest| {
            // The first of equal ones, so that the order in which windows are closed does not matter.
            let one = (std::cmp::Reverse(count), window, grant);
            one < (std::cmp::Reverse(highest.calls), highest.window, highest.grant.as_slice())
        });
        if is_higher {
            self.highest = Some(Highest { calls: count, window, grant: grant.to_vec() });
        }
    }

    /// How many windows had a call.
    pub fn windows(&self) -> u64 {
        self.windows
    }

    /// The window with the most calls.
    pub fn highest(&self) -> Option<&Highest> {
        self.highest.as_ref()
    }

    /// The count that this percentage of windows had at most, by the nearest-rank method.
    pub fn percentile(&self, hundredths: u64) -> u64 {
        let rank = (u128::from(self.windows) * u128::from(hundredths)).div_ceil(100);
        let mut seen = 0;
        let reaches = |(_, windows): &&(u64, u64)| {
            seen += u128::from(*windows);
            seen >= rank
        };
        let found = self.counts.iter().find(reaches).map_or(0, |(count, _)| *count);
        // Rounding up must not exceed what was seen.
        found.min(self.highest.as_ref().map_or(0, |highest| highest.calls))
    }
}

/// A count, rounded up to the digits that are kept.
fn rounded(count: u64) -> u64 {
    let dropped = (u64::BITS - count.leading_zeros()).saturating_sub(DIGITS);
    count.div_ceil(1 << dropped).saturating_mul(1 << dropped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spread(counts: &[u64]) -> Spread {
        let mut spread = Spread::default();
        counts.iter().for_each(|count| spread.add(*count, 0, b"a"));
        spread
    }

    #[test]
    fn percentiles_use_the_nearest_rank() {
        let hundred: Vec<u64> = (1..=100).rev().collect();
        assert_eq!((spread(&hundred).percentile(95), spread(&hundred).percentile(99)), (95, 99));
        assert_eq!((spread(&[7]).percentile(95), spread(&[7]).percentile(99)), (7, 7));
        assert_eq!(spread(&[1, 1, 1, 9]).percentile(75), 1);
        assert_eq!(spread(&[1, 1, 1, 9]).percentile(76), 9);
        assert_eq!(spread(&[]).percentile(95), 0);
    }

    #[test]
    fn few_different_counts_are_kept() {
        let mut spread = Spread::default();
        (0..2_000_000).for_each(|count| spread.add(count, 0, b"a"));
        assert!(spread.counts.len() < 8_000, "{}", spread.counts.len());
        assert!((1_900_000..1_904_000).contains(&spread.percentile(95)), "{}", spread.percentile(95));
    }

    proptest! {
        #[test]
        fn a_count_is_never_rounded_down_and_barely_up(count: u64) {
            let rounded = rounded(count);
            prop_assert!(rounded >= count);
            prop_assert!(rounded - count <= count / 512);
            prop_assert!(count >= 1 << DIGITS || rounded == count);
        }
    }
}
