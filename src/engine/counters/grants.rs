//! Numbers for the names of grants.

use std::borrow::Cow;

use crate::engine::names::{Names, place_of};

/// How many numbers are remembered by their fingerprints.
const LATELY: usize = 1024;

/// The grants that have called.
#[derive(Debug, Default)]
pub struct Grants {
    names: Names<()>,
    /// The grants that called lately, by their fingerprints. There are none until the first
    /// call.
    // INVARIANT: all of these are in use.
    lately: Option<Box<[(u64, u32); LATELY]>>,
}

impl Grants {
    /// The number of a grant with this fingerprint; gives it one if it has none. Grants with different names have
    /// different fingerprints, so the name of a grant that called lately is not needed.
    #[inline(always)]
    pub fn number_by_print<'n>(&mut self, print: u64, name: impl FnOnce() -> Cow<'n, [u8]>) -> u32 {
        match self.lately.as_ref().and_then(|lately| lately.get(place_of(print, LATELY))) {
            Some((known, number)) if *known == print => *number,
            Some(_) | None => self.remember(print, &name()),
        }
    }

    /// The number of a grant; gives it one if it has none.
    pub fn number(&mut self, name: &[u8]) -> u32 {
        self.names.number(name).unwrap_or_else(|| self.names.add(name, ()))
    }

    #[inline(never)]
    fn remember(&mut self, print: u64, name: &[u8]) -> u32 {
        let number = self.number(name);
        // The place of the fingerprint 0 is the first one, so it is found nowhere else.
        let nobody = |place: usize| (if place == 0 { u64::MAX } else { 0 }, u32::MAX);
        let lately = self.lately.get_or_insert_with(|| Box::new(std::array::from_fn(nobody)));
        if let Some(place) = lately.get_mut(place_of(print, LATELY)) {
            *place = (print, number);
        }
        number
    }

    /// The name of a number.
    pub fn name(&self, number: u32) -> &[u8] {
        self.names.name(number)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Keeps the grants whose numbers are to be kept.
    pub fn retain(&mut self, is_kept: impl Fn(u32) -> bool) {
        self.lately = None;
        self.names.retain(is_kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_gives_the_number_of_its_name() {
        let mut grants = Grants::default();
        let name = |print: u64| print.to_string().into_bytes();
        // Thousands share a place with another one, and the first and the last are also those of nobody.
        let prints: Vec<u64> = (0..5_000).chain([u64::MAX]).collect();
        for _ in 0..3 {
            for (number, print) in (0..).zip(prints.iter().copied()) {
                assert_eq!(grants.number_by_print(print, || Cow::Owned(name(print))), number);
                assert_eq!(grants.number_by_print(print, || panic!("it was remembered")), number);
                assert_eq!(grants.number(&name(print)), number);
            }
        }
        assert_eq!((grants.len(), grants.name(3)), (prints.len(), &*name(3)));
    }

    #[test]
    fn a_number_that_is_no_longer_kept_is_not_remembered() {
        let mut grants = Grants::default();
        let number = |grants: &mut Grants, print: u64| {
            grants.number_by_print(print, || Cow::Owned(print.to_string().into_bytes()))
        };
        let numbers = [1, 2].map(|print| number(&mut grants, print));
        grants.retain(|kept| kept == numbers[1]);
        // The first number goes to another grant.
        assert_eq!((number(&mut grants, 3), number(&mut grants, 2)), (numbers[0], numbers[1]));
        assert!(!numbers.contains(&number(&mut grants, 1)));
    }
}
