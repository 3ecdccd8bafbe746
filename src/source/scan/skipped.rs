//! Members that nobody asks for. Most are the same few from call to call: a key that was met before is
//! compared as a whole, and the object behind it is passed by the [`Habits`] of whoever writes it.

use super::habits::Habits;
use super::literal::Literal;
use super::scanner::{Scanner, Stop};

/// The most keys that are remembered: each of them is compared with.
const MOST: usize = 6;
/// Once there are so many, each time that so many others were met one of them takes the place of one of these.
const PATIENCE: u32 = 256;

/// Members that were met, and that nobody asked for. It changes nothing of what is read.
#[derive(Debug, Default)]
pub struct SkippedMembers {
    known: Vec<(Literal, Habits)>,
    others: u32,
}

impl SkippedMembers {
    /// Passes the member that comes next, if its key was met before.
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
