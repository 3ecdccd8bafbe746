//! Names of tools and grants. They are looked up twice per call.

use std::hash::{BuildHasher, Hasher};

use hashbrown::HashTable;

/// The longest name that is stored in its entry: long enough for a UUID with hyphens.
const MOST_BYTES: usize = 38;

/// Names, each with a number and a value.
#[derive(Debug)]
pub struct Names<T> {
    /// The numbers, by the hashes of their names: four bytes each, so that they stay in the nearest cache.
    index: HashTable<u32>,
    // INVARIANT: every number in the index has an entry.
    entries: Vec<Entry<T>>,
    /// Numbers that are no longer in use.
    free: Vec<u32>,
    hasher: foldhash::fast::RandomState,
}

/// Numbers that were asked for lately. Most calls name the same few tools, and comparing a name takes a third of the
/// time that looking it up takes.
#[derive(Debug, Default)]
pub struct Lately {
    /// By the first and the last letters of their names. There are none until the first name.
    numbers: Option<Box<[u32; LATELY]>>,
}

/// How many numbers are remembered.
const LATELY: usize = 256;

impl Lately {
    /// Where the number of a name is, if it is here; `None` for a short name.
    #[inline(always)]
    fn place(&mut self, name: &[u8]) -> Option<&mut u32> {
        let last = u64::from_le_bytes(*name.last_chunk::<8>()?);
        let first = u64::from_le_bytes(*name.first_chunk::<8>()?);
        // `create_charge` and `update_charge` end alike.
        let numbers = self.numbers.get_or_insert_with(|| Box::new([u32::MAX; LATELY]));
        numbers.get_mut(place_of(first ^ last.rotate_left(23), LATELY))
    }
}

/// The place of a fingerprint among some places, a power of two. Similar fingerprints do not share one more often than
/// others do.
#[inline(always)]
pub fn place_of(print: u64, places: usize) -> usize {
    (print.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - places.ilog2())) as usize % places
}

#[derive(Debug)]
struct Entry<T> {
    name: Name,
    known: T,
}

#[derive(Debug)]
enum Name {
    Short { length: u8, bytes: [u8; MOST_BYTES] },
    Long(Box<[u8]>),
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { index: HashTable::new(), entries: Vec::new(), free: Vec::new(), hasher: Default::default() }
    }
}

impl<T> Names<T> {
    /// The number of a name.
    #[inline]
    pub fn number(&self, name: &[u8]) -> Option<u32> {
        let is_it = |number: &u32| is_same(self.name(*number), name);
        self.index.find(hash(&self.hasher, name), is_it).copied()
    }

    /// The number of a name, which may have been asked for lately.
    #[inline(always)]
    pub fn number_lately(&self, name: &[u8], lately: &mut Lately) -> Option<u32> {
        match lately.place(name) {
            Some(place) if is_same(self.name(*place), name) => Some(*place),
            place => self.number_again(name, place),
        }
    }

    #[inline(never)]
    fn number_again(&self, name: &[u8], place: Option<&mut u32>) -> Option<u32> {
        let number = self.number(name)?;
        if let Some(place) = place {
            *place = number;
        }
        Some(number)
    }

    /// The value of a number that is in use.
    #[inline]
    pub fn get(&self, number: u32) -> Option<&T> {
        self.entries.get(number as usize).map(|entry| &entry.known)
    }

    /// The name of a number that is in use.
    #[inline(always)]
    pub fn name(&self, number: u32) -> &[u8] {
        self.entries.get(number as usize).map_or(&[], |entry| entry.name.bytes())
    }

    /// Gives a number to a name that has none.
    pub fn add(&mut self, name: &[u8], known: T) -> u32 {
        let entry = Entry { name: Name::new(name), known };
        let number = self.free.pop().unwrap_or(self.entries.len() as u32);
        match self.entries.get_mut(number as usize) {
            Some(place) => *place = entry,
            None => self.entries.push(entry),
        }
        let Self { index, entries, hasher, .. } = self;
        let hash_of = |number: &u32| entries.get(*number as usize).map_or(0, |entry| hash(hasher, entry.name.bytes()));
        index.insert_unique(hash(hasher, name), number, hash_of);
        number
    }

    /// How many are in use.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Keeps the names whose numbers are to be kept. The other numbers are given to later names.
    pub fn retain(&mut self, is_kept: impl Fn(u32) -> bool) {
        let Self { index, free, .. } = self;
        index.retain(|number| {
            let is_kept = is_kept(*number);
            free.extend((!is_kept).then_some(*number));
            is_kept
        });
    }
}

impl Name {
    fn new(name: &[u8]) -> Self {
        let mut bytes = [0; MOST_BYTES];
        match bytes.get_mut(..name.len()) {
            Some(start) => {
                start.copy_from_slice(name);
                Self::Short { length: name.len() as u8, bytes }
            }
            None => Self::Long(name.into()),
        }
    }

    #[inline(always)]
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Short { length, bytes } => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Self::Long(bytes) => bytes,
        }
    }
}

/// The hash of a name alone. A map's hash of its key also includes the length, which takes longer.
#[inline]
fn hash(hasher: &foldhash::fast::RandomState, name: &[u8]) -> u64 {
    let mut hasher = hasher.build_hasher();
    hasher.write(name);
    hasher.finish()
}

/// Whether two names are the same. Most have 8 to 32 letters: those are compared in two pieces, which may
/// overlap, instead of by a library call.
#[inline(always)]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match one.len() {
        8..=16 => one.first_chunk::<8>() == other.first_chunk() && one.last_chunk::<8>() == other.last_chunk(),
        17..=32 => one.first_chunk::<16>() == other.first_chunk() && one.last_chunk::<16>() == other.last_chunk(),
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_length_are_distinguished_by_each_letter() {
        let letters = b"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
        let mut names = Names::default();
        let mut count = 0;
        let mut add = |name: &[u8]| {
            assert_eq!(names.number(name), None);
            assert_eq!(names.add(name, name.to_vec()), count);
            assert_eq!(names.number(name), Some(count));
            assert_eq!((names.name(count), names.get(count).unwrap().as_slice()), (name, name));
            count += 1;
        };
        for length in 0..=letters.len() {
            let name = letters.get(..length).unwrap();
            add(name);
            add(&[name, b"\0"].concat());
            for changed in 0..length {
                let mut other = name.to_vec();
                other[changed] = b'-';
                add(&other);
            }
        }
        assert_eq!(names.len(), count as usize);
        let mut lately = Lately::default();
        let all: Vec<Vec<u8>> = (0..count).map(|number| names.name(number).to_vec()).collect();
        for (number, name) in (0..count).zip(&all).chain((0..count).zip(&all).rev()) {
            for _ in 0..2 {
                assert_eq!(names.number_lately(name, &mut lately), Some(number));
            }
        }
        assert_eq!(names.number_lately(b"a name that is not here", &mut lately), None);
        names.retain(|number| number % 2 == 0);
        assert_eq!(names.len(), count.div_ceil(2) as usize);
        assert_eq!((names.number(b""), names.number(b"\0")), (Some(0), None));
        let new = names.add(b"another", Vec::new());
        assert!(new % 2 == 1 && new < count && names.number(b"another") == Some(new));
    }
}
