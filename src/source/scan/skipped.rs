//! Members that nothing uses. Most are the same few from call to call: a key that occurred before is compared
//! as a whole, and the object after it is skipped with the [`Habits`] of its writer.

use super::habits::Habits;
use super::literal::Literal;
use super::scanner::{Scanner, Stop};

/// The most keys to remember. Each of them is compared with.
const MOST: usize = 6;
/// When the list is full, one of its keys is replaced each time this many other keys have occurred.
const PATIENCE: u32 = 256;

/// Members that occurred and that nothing uses. This never changes the result.
#[derive(Debug, Default)]
pub struct SkippedMembers {
    known: Vec<(Literal, Habits)>,
    others: u32,
}

impl SkippedMembers {
    /// Skips the next member if its key occurred before.
    #[inline(always)]
    pub fn pass(&mut self, scanner: &mut Scanner<'_>) -> Result<bool, Stop> {
        match self.known.iter_mut().find(|(key, _)| scanner.passes(key)) {
            Some((_, habits)) => habits.pass_value(scanner).map(|()| true),
            None => Ok(false),
        }
    }

    /// Remembers a key.
    #[inline(never)]
    pub fn meet(&mut self, key: &[u8]) {
        let is_full = self.known.len() == MOST;
        self.others = self.others.wrapping_add(u32::from(is_full));
        if is_full && !self.others.is_multiple_of(PATIENCE) {
            return;
        }
        let Some(key) = Literal::of_key(key) else { return };
        let place = (self.others / PATIENCE) as usize % MOST;
        match self.known.get_mut(place).filter(|_| is_full) {
            Some(known) => *known = (key, Habits::default()),
            None => self.known.push((key, Habits::default())),
        }
    }
}
