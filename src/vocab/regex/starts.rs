//! Whether a text may contain one of several others, by their first bytes: sixteen positions at a time. An
//! automaton takes five times as long, because each byte waits for the one before it.

use wide::u8x16;

/// The most texts to search for at once.
const MOST: usize = 8;
/// The bit that distinguishes lower case from upper case.
const LOWER: u8 = 0x20;
/// How many positions are tested at once.
const PLACES: usize = 16;
/// How many bytes that reads.
const BYTES: usize = PLACES + 2;

/// The first three bytes of each text, repeated as often as bytes are compared at once.
#[derive(Debug)]
pub struct Starts {
    starts: Vec<[u8x16; 3]>,
    /// Added to each byte so that letters match in both cases.
    fold: u8x16,
}

impl Starts {
    /// The starts of these texts, if they are few and each has at least three bytes.
    pub fn new(texts: &[&[u8]]) -> Option<Self> {
        // Shorter starts are found all the time.
        let starts: Option<Vec<[u8; 3]>> = texts.iter().map(|text| text.first_chunk().copied()).collect();
        let (starts, folded) = (distinct(starts?), |start: [u8; 3]| start.map(|byte| byte | LOWER));
        let of_any_case = distinct(starts.iter().map(|start| folded(*start)).collect());
        let (starts, fold) = if of_any_case.len() < starts.len() { (of_any_case, LOWER) } else { (starts, 0) };
        let splat = |start: [u8; 3]| start.map(u8x16::splat);
        (starts.len() <= MOST)
            .then(|| Self { starts: starts.into_iter().map(splat).collect(), fold: u8x16::splat(fold) })
    }

    /// The memory that they take in addition to `Self`, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.starts)
    }

    /// Whether the text contains the start of one of them, perhaps in another case.
    #[inline]
    pub fn are_in(&self, text: &[u8]) -> bool {
        let mut behind = text;
        while let Some(ahead) = behind.first_chunk() {
            if self.begin_in(ahead) {
                return true;
            }
            behind = behind.get(PLACES..).unwrap_or_default();
        }
        // Tests some positions twice, which takes less time than finding out which are left.
        match text.last_chunk() {
            Some(last) => self.begin_in(last),
            None => {
                let mut padded = [0; BYTES];
                padded.iter_mut().zip(text).for_each(|(padded, byte)| *padded = *byte);
                self.begin_in(&padded)
            }
        }
    }

    #[inline(always)]
    fn begin_in(&self, text: &[u8; BYTES]) -> bool {
        let from = |at: usize| {
            let bytes = text.get(at..).and_then(<[u8]>::first_chunk).copied().unwrap_or_default();
            u8x16::new(bytes) | self.fold
        };
        let (firsts, seconds, thirds) = (from(0), from(1), from(2));
        let found = self.starts.iter().fold(u8x16::ZERO, |found, [first, second, third]| {
            found | firsts.simd_eq(*first) & seconds.simd_eq(*second) & thirds.simd_eq(*third)
        });
        found.to_bitmask() != 0
    }
}

fn distinct(mut starts: Vec<[u8; 3]>) -> Vec<[u8; 3]> {
    starts.sort_unstable();
    starts.dedup();
    starts
}
