//! Finds the names of grants and sessions that a thread has not met lately, so that only those are counted: nearly all
//! calls name the same ones as calls before them.

use std::hash::BuildHasher;

use crate::engine::place_of;
use crate::source::scan::{Raw, RawKind};
use crate::trace::jsonl::Line;

/// How many names are remembered: so many that few of the names of a busy day share a place.
const PLACES: usize = 1 << 14;

/// The names that a thread has met lately.
#[derive(Debug)]
pub struct Newcomers {
    /// Fingerprints, each in its place.
    places: Box<[u64; PLACES]>,
    /// A call without a grant was met.
    has_met_default: bool,
    seeds: Seeds,
}

/// What makes fingerprints unpredictable. All threads of a replay have the same, so that a name has one fingerprint.
#[derive(Debug, Clone, Copy)]
pub struct Seeds([u64; 2]);

impl Default for Seeds {
    fn default() -> Self {
        let hasher = foldhash::fast::RandomState::default();
        Self([0, 1].map(|number: u64| hasher.hash_one(number)))
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
    /// No name was met yet.
    pub fn new(seeds: Seeds) -> Self {
        Self { places: Box::new([0; PLACES]), has_met_default: false, seeds }
    }

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
        let place = self.places.get_mut(place_of(print, PLACES));
        (print, place.is_none_or(|place| std::mem::replace(place, print) != print))
    }

    /// The fingerprint of a name as it is written. Nearly all names have up to sixteen bytes with their quotes: the
    /// first eight and the last eight are all of them. Length and kind go where the quotes are, so that different names
    /// are different numbers.
    #[inline(always)]
    fn fingerprint(&self, name: Raw, kind: u8, text: &[u8]) -> u64 {
        let kind_at_end = u64::from(kind) << (u64::BITS - u8::BITS);
        let bytes = name.bytes(text);
        let length = bytes.len() as u64;
        match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) if length <= 16 && name.is(RawKind::Text) => {
                self.mixed(u64::from_le_bytes(*first) ^ length, u64::from_le_bytes(*last) ^ kind_at_end)
            }
            (None, None) if name.is(RawKind::Text) => self.mixed(length, last_of_short(name, text) ^ kind_at_end),
            _ => self.of_long(bytes, kind),
        }
    }

    #[inline(never)]
    fn of_long(&self, name: &[u8], kind: u8) -> u64 {
        let (chunks, rest) = name.as_chunks();
        let start = self.mixed(name.len() as u64, u64::from(kind));
        let words = chunks.iter().copied().chain([padded(rest)]).map(u64::from_le_bytes);
        words.fold(start, |print, word| self.mixed(word, print).rotate_left(1))
    }

    #[inline(always)]
    fn mixed(&self, one: u64, other: u64) -> u64 {
        let Seeds([first, second]) = self.seeds;
        folded(one ^ first, other ^ second)
    }
}

/// The bytes of a name of less than eight, the last one highest.
#[inline(always)]
fn last_of_short(name: Raw, text: &[u8]) -> u64 {
    let absent = 8_usize.wrapping_sub(name.end().wrapping_sub(name.start())) as u32;
    let chunk = text.get(name.start()..).and_then(<[u8]>::first_chunk);
    let chunk = chunk.copied().unwrap_or_else(|| padded(name.bytes(text)));
    u64::from_le_bytes(chunk).wrapping_shl(absent * u8::BITS)
}

/// A name so close to the end of the text that eight bytes can't be read at once.
#[cold]
fn padded(name: &[u8]) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(name).for_each(|(byte, of_name)| *byte = *of_name);
    bytes
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
        let (mut newcomers, mut memory) = (Newcomers::new(Seeds::default()), Memory::default());
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
            // At the end of the text, too.
            "{\"tool\":\"a\",\"grant\":\"ann\"}".to_owned(),
        ];
        assert_eq!(new_ones(&lines), [true, false, true, true, false, false]);
    }

    #[test]
    fn a_name_has_the_same_fingerprint_in_all_threads() {
        let seeds = Seeds::default();
        let names = [r#""""#, r#""ann""#, r#""support-bot""#, r#""support-bot-of-the-north""#, "12", "12345678"];
        for name in names {
            let line = format!("{{\"tool\":\"a\",\"session\":{name}}}");
            let print = |kind| {
                let (mut memory, newcomers) = (Memory::default(), Newcomers::new(seeds));
                let (call, _) = jsonl::read(&line, &mut memory, |_, _, scanner| scanner.value()).unwrap();
                newcomers.fingerprint(call.session.unwrap(), kind, line.as_bytes())
            };
            assert_eq!(print(b'g'), print(b'g'), "{name}");
            assert_ne!(print(b'g'), print(b's'), "{name}");
        }
    }
}
