//! Finds the names of grants and sessions that a thread has not met lately, so that only those are counted: nearly all
//! calls name the same ones as calls before them.

use std::hash::BuildHasher;

use crate::source::scan::Raw;
use crate::trace::jsonl::Line;

/// How many names are remembered.
const PLACES: usize = 4096;

/// The names that a thread has met lately.
#[derive(Debug)]
pub struct Newcomers {
    /// Fingerprints, by their lowest bits.
    places: Box<[u64; PLACES]>,
    /// A call without a grant was met.
    has_met_default: bool,
    seeds: [u64; 2],
}

impl Default for Newcomers {
    fn default() -> Self {
        let hasher = foldhash::fast::RandomState::default();
        let seeds = [0, 1].map(|number: u64| hasher.hash_one(number));
        Self { places: Box::new([0; PLACES]), has_met_default: false, seeds }
    }
}

/// The names of one call.
#[derive(Debug, Clone, Copy)]
pub struct Met {
    /// The fingerprint of the grant's name as it is written: different names have different ones.
    pub grant: u64,
    /// Whether the grant or the session may not have been met before. If not, both were.
    pub is_new: bool,
}

impl Met {
    /// No call is counted.
    pub const NOBODY: Self = Self { grant: 0, is_new: false };
}

impl Newcomers {
    /// Looks at the names of a line.
    #[inline(always)]
    pub fn meet(&mut self, line: &Line, text: &[u8]) -> Met {
        let (grant, is_new_grant) = match line.grant {
            Some(grant) => self.look_at(grant, b'g', text),
            None => (0, !std::mem::replace(&mut self.has_met_default, true)),
        };
        let is_new_session = match line.session {
            Some(session) => self.look_at(session, b's', text).1,
            None => false,
        };
        Met { grant, is_new: is_new_grant | is_new_session }
    }

    #[inline(always)]
    fn look_at(&mut self, name: Raw, kind: u8, text: &[u8]) -> (u64, bool) {
        let print = self.fingerprint(name, kind, text);
        match self.places.get_mut(print as usize % PLACES) {
            Some(place) => (print, std::mem::replace(place, print) != print),
            None => (print, true),
        }
    }

    /// The fingerprint of a name as it is written. Nearly all names have up to sixteen bytes, which are read at once.
    #[inline(always)]
    fn fingerprint(&self, name: Raw, kind: u8, text: &[u8]) -> u64 {
        let length = name.end().wrapping_sub(name.start());
        match text.get(name.start()..).and_then(<[u8]>::first_chunk::<16>) {
            Some(chunk) if length <= chunk.len() => {
                // A name has at least one byte.
                let beyond = (chunk.len() - length) as u32 * u8::BITS;
                self.mixed(u128::from_le_bytes(*chunk) << (beyond % u128::BITS), kind)
            }
            Some(_) | None => self.of_long(name.bytes(text), kind),
        }
    }

    #[inline(never)]
    fn of_long(&self, name: &[u8], kind: u8) -> u64 {
        let (chunks, rest) = name.as_chunks::<16>();
        let mut last = [0; 16];
        last.iter_mut().zip(rest).for_each(|(last, byte)| *last = *byte);
        let start = self.mixed(name.len() as u128, kind);
        let words = chunks.iter().chain([&last]).map(|chunk| u128::from_le_bytes(*chunk));
        words.fold(start, |print, word| self.mixed(word ^ u128::from(print), kind).rotate_left(1))
    }

    #[inline(always)]
    fn mixed(&self, bytes: u128, kind: u8) -> u64 {
        let [first, second] = self.seeds;
        folded(bytes as u64 ^ first, (bytes >> u64::BITS) as u64 ^ second ^ u64::from(kind))
    }
}

/// A product that depends on all bits of both numbers.
#[inline(always)]
fn folded(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    product as u64 ^ (product >> u64::BITS) as u64
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::trace::jsonl::{self, Memory};

    /// Which of these lines have a name that is new.
    fn new_ones(lines: &[String]) -> Vec<bool> {
        let (mut newcomers, mut memory) = (Newcomers::default(), Memory::default());
        let mut read = |line: &String| {
            let (call, _) = jsonl::read(line, &mut memory, |_, _, scanner| scanner.value()).unwrap();
            newcomers.meet(&call, line.as_bytes()).is_new
        };
        lines.iter().map(&mut read).collect()
    }

    #[test]
    fn every_name_that_was_not_met_before_is_new() {
        let letters = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
        let mut names: Vec<String> = Vec::new();
        for length in 0..=letters.len() {
            let name = letters.get(..length).unwrap();
            names.push(name.to_owned());
            let changed = |at| format!("{}-{}", name.get(..at).unwrap(), name.get(at + 1..).unwrap());
            names.extend((0..length).map(changed));
        }
        let lines = |member: &str| -> Vec<String> {
            let line = |name: &String| format!("{{\"tool\":\"a\",\"{member}\":\"{name}\"}}");
            names.iter().map(line).collect()
        };
        for member in ["grant", "session"] {
            // A line without a grant is one of the default grant.
            let first = vec!["{\"tool\":\"a\"}".to_owned()];
            let lines = [first, lines(member)].concat();
            let met: HashSet<&String> = lines.iter().collect();
            assert_eq!((met.len(), new_ones(&lines)), (lines.len(), vec![true; lines.len()]), "{member}");
        }
    }

    #[test]
    fn a_name_that_was_met_is_not_new() {
        let line = |grant: &str, session: &str| {
            format!("{{\"grant\":{grant},\"session\":{session},\"tool\":\"a\",\"args\":{{}}}}")
        };
        let uuid = "\"0b7c9f3e-52a1-4c0e-9f7e-3b2a1c4d5e6f\"";
        let lines = [
            line("\"ann\"", "1"),
            line("\"ann\"", "1"),
            line("\"ann\"", uuid),
            line("\"bob\"", uuid),
            line("\"bob\"", "1"),
        ];
        assert_eq!(new_ones(&lines), [true, false, true, true, false]);
    }
}
