//! The order in which members follow each other. The writer of a trace writes the members of its objects in
//! the same order, with the same spaces, line after line. So the text between two values is compared with the
//! text that was there last time, sixteen bytes at once. Only where it differs is it parsed.
//!
//! ```text
//! {"ts":"2026-03-01T12:00:00Z","grant":"support-bot","tool":"create_refund","args":{"amount":4200}}
//! ──────                      ──────────             ────────               ────────               ─
//! what is compared, and passed as a whole
//! ```
//!
//! This never guesses: the same bytes are the same members.

use super::literal::Literal;
use super::raw::{Raw, Word};
use super::scanner::{Scanner, Stop};

/// The start of an object, and the most members that are distinguished. What follows other members is parsed each
/// time.
const PLACES: usize = 32;

/// How the writer writes one kind of object. This never changes the result.
#[derive(Debug)]
pub struct Habits {
    // INVARIANT: the first is the start of the object, the others are its members.
    places: Box<[Place; PLACES]>,
    /// The beginnings of the members' keys, in the order of their places. Members with the same beginning share one.
    words: Vec<Option<Word>>,
}

/// What came after a member.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// What is between the two values: `,"amount":`, `{"amount": `, or `}`.
    gap: Literal,
    /// The place of the next member.
    next_place: u8,
    /// What `kind_of` returned for the next member; `None` is the end of the object.
    next: Option<u32>,
}

impl Place {
    /// Nothing is known to come here.
    const UNKNOWN: Self = Self { gap: Literal::NEVER, next_place: 0, next: None };
}

impl Default for Habits {
    fn default() -> Self {
        Self { places: Box::new([Place::UNKNOWN; PLACES]), words: Vec::new() }
    }
}

/// A member: its place, and what `kind_of` returned for it.
pub type Member = (u8, u32);

impl Habits {
    /// Steps into the object that the scanner is at, reads the key of its first member, and leaves the
    /// scanner at the value. `kind_of` says what to do with a key; its answer is returned each time the
    /// member occurs. `None` is an empty object, which is skipped.
    #[inline(always)]
    pub fn enter(
        &mut self,
        scanner: &mut Scanner<'_>,
        kind_of: impl FnOnce(Raw) -> u32,
    ) -> Result<Option<Member>, Stop> {
        let place = self.place(0);
        if scanner.passes(&place.gap) {
            scanner.descend()?;
            return Ok(place.next.map(|next| (place.next_place, next)));
        }
        self.enter_unknown(scanner, kind_of)
    }

    /// Continues after the value of a member: reads the key of the next one, or skips the end of the object
    /// if there is none.
    #[inline(always)]
    pub fn next(
        &mut self,
        (place, _): Member,
        scanner: &mut Scanner<'_>,
        kind_of: impl FnOnce(Raw) -> u32,
    ) -> Result<Option<Member>, Stop> {
        let known = self.place(place);
        if scanner.passes(&known.gap) {
            if known.next.is_none() {
                scanner.depth -= 1;
            }
            return Ok(known.next.map(|next| (known.next_place, next)));
        }
        self.next_unknown(place, scanner, kind_of)
    }

    /// Skips a value that nothing uses, and which may be such an object.
    #[inline(always)]
    pub(super) fn pass_value(&mut self, scanner: &mut Scanner<'_>) -> Result<(), Stop> {
        if !scanner.is_object() {
            return scanner.value().map(drop);
        }
        let mut next = self.enter(scanner, |_| 0)?;
        while let Some(here) = next {
            scanner.value()?;
            next = self.next(here, scanner, |_| 0)?;
        }
        Ok(())
    }

    #[inline(never)]
    fn enter_unknown(
        &mut self,
        scanner: &mut Scanner<'_>,
        kind_of: impl FnOnce(Raw) -> u32,
    ) -> Result<Option<Member>, Stop> {
        let start = scanner.at;
        if !scanner.enter_object()? {
            return Ok(None);
        }
        self.member(0, scanner, start, kind_of).map(Some)
    }

    #[inline(never)]
    fn next_unknown(
        &mut self,
        place: u8,
        scanner: &mut Scanner<'_>,
        kind_of: impl FnOnce(Raw) -> u32,
    ) -> Result<Option<Member>, Stop> {
        let start = scanner.at;
        if scanner.next_member()? {
            return self.member(place, scanner, start, kind_of).map(Some);
        }
        self.learn(place, gap(scanner, start), None);
        Ok(None)
    }

    fn member(
        &mut self,
        place: u8,
        scanner: &mut Scanner<'_>,
        start: usize,
        kind_of: impl FnOnce(Raw) -> u32,
    ) -> Result<Member, Stop> {
        let key = scanner.key()?;
        scanner.at = scanner.after_space(scanner.at);
        let member = (self.number(key.word(scanner.text)), kind_of(key));
        self.learn(place, gap(scanner, start), Some(member));
        Ok(member)
    }

    /// The number of a member's place. If there is no room, that of the last one, which is never found again.
    fn number(&mut self, word: Option<Word>) -> u8 {
        let known = self.words.iter().position(|known| *known == word);
        let at = known.unwrap_or(self.words.len());
        if known.is_none() && at < PLACES - 1 {
            self.words.push(word);
        }
        (at + 1).min(PLACES - 1) as u8
    }

    #[inline(always)]
    fn place(&self, number: u8) -> &Place {
        // INVARIANT: every number is smaller. The remainder spares a comparison.
        #[allow(clippy::indexing_slicing)]
        &self.places[usize::from(number) % PLACES]
    }

    fn learn(&mut self, place: u8, gap: Option<Literal>, next: Option<Member>) {
        if let (Some(gap), Some(place)) = (gap, self.places.get_mut(usize::from(place))) {
            let (next_place, next) = next.unzip();
            *place = Place { gap, next_place: next_place.unwrap_or_default(), next };
        }
    }
}

/// What the scanner has read since an offset.
fn gap(scanner: &Scanner<'_>, start: usize) -> Option<Literal> {
    let passed = scanner.text.get(start..scanner.at)?;
    // A line break is not a space for a scanner of lines.
    if passed.contains(&b'\n') { None } else { Literal::new(passed) }
}
