//! Names of tools and grants as they are looked up, twice a call.

use std::hash::{BuildHasher, Hasher};

/// The hash of a name alone. What a map makes of its keys also tells their lengths, which takes longer.
#[inline]
pub fn hash(hasher: &foldhash::fast::RandomState, name: &[u8]) -> u64 {
    let mut hasher = hasher.build_hasher();
    hasher.write(name);
    hasher.finish()
}

/// Whether two names are the same. Most have 8 to 32 letters: those are compared by two pieces, which may
/// overlap, instead of by a function of the system's library.
#[inline(always)]
pub fn is_same(one: &[u8], other: &[u8]) -> bool {
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
    fn names_of_every_length_differ_by_any_letter() {
        let letters = b"abcdefghijklmnopqrstuvwxyzabcdefghijklmnop";
        for length in 0..letters.len() {
            let name = letters.get(..length).unwrap();
            let copy = name.to_owned();
            assert!(is_same(name, &copy));
            assert!(!is_same(name, letters.get(..length + 1).unwrap()));
            for changed in 0..length {
                let mut other = name.to_vec();
                other[changed] = b'-';
                assert!(!is_same(name, &other), "{length} {changed}");
            }
        }
    }
}
