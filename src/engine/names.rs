//! Names of tools and grants as they are looked up, twice a call.

use std::hash::{BuildHasher, Hasher};

use hashbrown::HashTable;

/// The longest name that lies in the table itself: with its number it fills three quarters of a line of the
/// cache. A UUID is one, with its hyphens.
const MOST_BYTES: usize = 38;

/// The numbers of names.
#[derive(Debug, Default)]
pub struct Names {
    table: HashTable<Entry>,
    hasher: foldhash::fast::RandomState,
}

#[derive(Debug)]
struct Entry {
    name: Name,
    number: u32,
}

#[derive(Debug)]
enum Name {
    Short { length: u8, bytes: [u8; MOST_BYTES] },
    Long(Box<[u8]>),
}

impl Names {
    /// The number of a name.
    #[inline]
    pub fn number(&self, name: &[u8]) -> Option<u32> {
        let entry = self.table.find(hash(&self.hasher, name), |entry| is_same(entry.name.bytes(), name));
        entry.map(|entry| entry.number)
    }

    /// Gives a number to a name that has none.
    pub fn add(&mut self, name: &[u8], number: u32) {
        let Self { table, hasher } = self;
        let entry = Entry { name: Name::new(name), number };
        table.insert_unique(hash(hasher, name), entry, |entry| hash(hasher, entry.name.bytes()));
    }

    /// How many have a number.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Keeps those whose numbers are to be kept.
    pub fn retain(&mut self, is_kept: impl Fn(u32) -> bool) {
        self.table.retain(|entry| is_kept(entry.number));
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

/// The hash of a name alone. What a map makes of its keys also tells their lengths, which takes longer.
#[inline]
fn hash(hasher: &foldhash::fast::RandomState, name: &[u8]) -> u64 {
    let mut hasher = hasher.build_hasher();
    hasher.write(name);
    hasher.finish()
}

/// Whether two names are the same. Most have 8 to 32 letters: those are compared by two pieces, which may
/// overlap, instead of by a function of the system's library.
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
    fn names_of_every_length_differ_by_any_letter_and_by_their_ends() {
        let letters = b"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
        let mut names = Names::default();
        let mut count = 0;
        let mut add = |name: &[u8]| {
            assert_eq!(names.number(name), None);
            names.add(name, count);
            assert_eq!(names.number(name), Some(count));
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
        names.retain(|number| number % 2 == 0);
        assert_eq!(names.len(), count.div_ceil(2) as usize);
        assert_eq!((names.number(b""), names.number(b"\0")), (Some(0), None));
    }
}
