//! Which member of an object comes after which. Whoever writes a trace writes the members of its objects
//! in the same order, with the same blanks, line after line. So what stands between two values is compared
//! with what stood there the last time, sixteen bytes at once. Only where it differs it is read.
//!
//! ```text
//! {"ts":"2026-03-01T12:00:00Z","grant":"support-bot","tool":"create_refund","args":{"amount":4200}}
//! ──────                      ──────────             ────────               ────────               ─
//! what is compared, and passed as a whole
//! ```
//!
//! Nothing is guessed by this: the same bytes are the same members.

use super::literal::Literal;
use super::raw::{Raw, Word};
use super::scanner::{Scanner, Stop};

/// The most members of an object that are told apart. What follows further ones is read each time.
const MOST_PLACES: usize = 24;

/// The habits of the writer of one kind of objects. They never change what is read.
#[derive(Debug, Default)]
pub struct Habits {
    // INVARIANT: the first is the start of the object, the others are members of it.
    places: Vec<Place>,
    /// The beginnings of the members' keys. Members that have it in common share a place.
    words: Vec<Option<Word>>,
}

/// What came after a member.
#[derive(Debug, Clone)]
struct Place {
    /// What stands between the two values: `,"amount":`, `{"amount": `, or `}`.
    gap: Literal,
    /// The place of the next member.
    next_place: u8,
    /// What the next member was taken for; `None` is the end of the object.
    next: Option<u32>,
}

/// A member: its place, and what it was taken for.
pub type Member = (u8, u32);

impl Habits {
    /// Steps into the object at which the scanner stands, and reads the key of its first member. The
    /// scanner stands at the value then. `kind_of` says what is to be made of a key; its answer comes
    /// back each time that the member does. `None` is an empty object, which is passed.
    #[inline(always)]
    pub fn enter(
        &mut self,
        scanner: &mut Scanner<'_>,
        kind_of: impl FnOnce(Raw) -> u32,
    ) -> Result<Option<Member>, Stop> {
        if let Some(place) = self.places.first()
            && scanner.passes(&place.gap)
        {
            scanner.descend()?;
            return Ok(place.next.map(|next| (place.next_place, next)));
        }
        self.enter_unknown(scanner, kind_of)
    }

    /// Goes on behind the value of a member: reads the key of the next one, if there is one, and passes
    /// the end of the object, if there is none.
    #[inline(always)]
    pub fn next(
        &mut self,
        (place, _): Member,
        scanner: &mut Scanner<'_>,
        kind_of: impl FnOnce(Raw) -> u32,
    ) -> Result<Option<Member>, Stop> {
        if let Some(known) = self.places.get(usize::from(place))
            && scanner.passes(&known.gap)
        {
            if known.next.is_none() {
                scanner.depth -= 1;
            }
            return Ok(known.next.map(|next| (known.next_place, next)));
        }
        self.next_unknown(place, scanner, kind_of)
    }

    /// Passes a value of which nothing is asked, and which may be such an object.
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
        if self.places.is_empty() {
            self.add(None);
        }
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
        let member = (self.place(key.word(scanner.text)), kind_of(key));
        self.learn(place, gap(scanner, start), Some(member));
        Ok(member)
    }

    /// The place of a member; one that has none, where there is no room for more.
    fn place(&mut self, word: Option<Word>) -> u8 {
        let known = self.words.iter().skip(1).position(|known| *known == word);
        if known.is_none() && self.words.len() < MOST_PLACES {
            self.add(word);
        }
        known.map_or(self.words.len() - 1, |known| known + 1) as u8
    }

    fn add(&mut self, word: Option<Word>) {
        self.words.push(word);
        self.places.push(Place { gap: Literal::NEVER, next_place: 0, next: None });
    }

    fn learn(&mut self, place: u8, gap: Option<Literal>, next: Option<Member>) {
        if let (Some(gap), Some(place)) = (gap, self.places.get_mut(usize::from(place))) {
            let (next_place, next) = next.unzip();
            *place = Place { gap, next_place: next_place.unwrap_or_default(), next };
        }
    }
}

/// What the scanner has passed since an offset.
fn gap(scanner: &Scanner<'_>, start: usize) -> Option<Literal> {
    let passed = scanner.text.get(start..scanner.at)?;
    // A line end is no blank to a scanner of lines.
    if passed.contains(&b'\n') { None } else { Literal::new(passed) }
}
