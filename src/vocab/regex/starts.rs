//! Whether one of some texts may be in another one, as their first bytes say: sixteen places at a time. An
//! automaton takes five times as long: there each byte waits for the one before it.

use wide::u8x16;

/// The most texts that are looked for at once.
const MOST: usize = 8;
/// The bit that tells a small letter from a capital one.
const LOWER: u8 = 0x20;
/// How many places are looked at at once.
const PLACES: usize = 16;
/// How many bytes that takes.
const BYTES: usize = PLACES + 2;

/// The first three bytes of some texts, each as often as bytes are compared at once.
#[derive(Debug)]
pub struct Starts {
    starts: Vec<[u8x16; 3]>,
    /// What is added to each byte, so that letters are the same in both cases.
    fold: u8x16,
}

impl Starts {
    /// Of these texts, where they are few and each of them has three bytes.
    pub fn new(texts: &[&[u8]]) -> Option<Self> {
        // Shorter ones are found all the time.
        let starts: Option<Vec<[u8; 3]>> = texts.iter().map(|text| text.first_chunk().copied()).collect();
        let (starts, folded) = (distinct(starts?), |start: [u8; 3]| start.map(|byte| byte | LOWER));
        let of_any_case = distinct(starts.iter().map(|start| folded(*start)).collect());
        let (starts, fold) = if of_any_case.len() < starts.len() { (of_any_case, LOWER) } else { (starts, 0) };
        let splat = |start: [u8; 3]| start.map(u8x16::splat);
        (starts.len() <= MOST)
            .then(|| Self { starts: starts.into_iter().map(splat).collect(), fold: u8x16::splat(fold) })
    }

    /// The memory that they take beside themselves, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.starts)
    }

    /// Whether the text holds what begins like one of them, perhaps with letters of another case.
    #[inline]
    pub fn are_in(&self, text: &[u8]) -> bool {
        let mut behind = text;
        while let Some(ahead) = behind.first_chunk() {
            if self.begin_in(ahead) {
                return true;
            }
            behind = behind.get(PLACES..).unwrap_or_default();
        }
        // Some places once more: that takes less time than to find out which are left.
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
