//! The grants of a trace, each with a time of its own, so that concatenated traces of several grants count as
//! one.

use hashbrown::HashSet;

use super::map::Map;
use crate::engine::{Clock, LATENESS};
use crate::vocab::{Time, Window};

/// The grants that are in use, by number.
#[derive(Debug, Default)]
pub struct Grants {
    numbers: Map<Box<[u8]>, u32>,
    all: Map<u32, Grant>,
    next: u32,
    /// The time of all of them.
    clock: Clock,
}

/// A grant.
#[derive(Debug)]
pub struct Grant {
    name: Box<[u8]>,
    clock: Clock,
    /// Windows that ended up to here were closed.
    closed: i64,
    /// The time of its last call, for sliding windows.
    sliding: i64,
}

impl Grant {
    /// The time of the grant's latest call, in microseconds, ignoring jumps.
    pub fn now(&self) -> i64 {
        self.clock.latest.unwrap_or(i64::MIN)
    }
}

impl Grants {
    /// The number of a grant that makes a call.
    pub fn meet(&mut self, name: &[u8], time: Time) -> u32 {
        let number = match self.numbers.get(name) {
            Some(number) => *number,
            None => self.add(name),
        };
        if let Some(grant) = self.all.get_mut(&number) {
            grant.clock.tick(time.micros);
        }
        self.clock.tick(time.micros);
        number
    }

    fn add(&mut self, name: &[u8]) -> u32 {
        let number = self.next;
        self.next = self.next.wrapping_add(1);
        self.numbers.insert(name.into(), number);
        let grant = Grant { name: name.into(), clock: Clock::default(), closed: i64::MIN, sliding: i64::MIN };
        self.all.insert(number, grant);
        number
    }

    /// The name of a grant.
    pub fn name(&self, number: u32) -> &[u8] {
        self.all.get(&number).map_or(&[], |grant| &grant.name)
    }

    /// The time of a grant's latest call, ignoring jumps; for `None`, the latest of all grants.
    pub fn now(&self, number: Option<u32>) -> i64 {
        match number {
            Some(number) => self.all.get(&number).map_or(i64::MIN, Grant::now),
            None => self.clock.latest.unwrap_or(i64::MIN),
        }
    }

    /// The time of a call for sliding windows. A slightly late call counts as made at the time of the one
    /// before it; a very late one starts over.
    pub fn sliding_time(&mut self, number: u32, time: Time) -> i64 {
        let Some(grant) = self.all.get_mut(&number) else { return time.micros };
        if time.micros > grant.sliding || time.micros < grant.sliding.saturating_sub(LATENESS) {
            grant.sliding = time.micros;
        }
        grant.sliding
    }

    /// Lets windows pass that ended up to a moment, which may differ for each grant.
    pub fn pass(&mut self, until: impl Fn(&Grant) -> i64) {
        for grant in self.all.values_mut() {
            grant.closed = grant.closed.max(until(grant));
        }
    }

    /// Whether a window has passed, and may therefore have been closed.
    pub fn may_be_closed(&self, number: Option<u32>, window: Window, index: i64) -> bool {
        let end = (index + 1).saturating_mul(window.seconds() * 1_000_000);
        number.and_then(|number| self.all.get(&number)).is_some_and(|grant| end <= grant.closed)
    }

    /// Forgets all other grants.
    pub fn keep(&mut self, in_use: impl Iterator<Item = u32>) {
        let in_use: HashSet<u32> = in_use.collect();
        self.all.retain(|number, _| in_use.contains(number));
        self.numbers.retain(|_, number| in_use.contains(number));
    }
}
