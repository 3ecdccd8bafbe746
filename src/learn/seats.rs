//! Counts the different grants and sessions of a tool, and of each of its arguments. A tool gives each of them a number, so
//! that an argument needs only a bit for each.

use std::collections::HashMap;

use super::tally::Budget;
use super::who::{Unit, Who};

/// The most grants and sessions that are distinguished.
const MOST: usize = 1 << 16;
/// What one of them takes, in bytes.
const PRINT: usize = 32;

/// The numbers of a call's grant and session. There is none if there are too many.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seat {
    grant: Option<u32>,
    session: Option<u32>,
}

/// Distinct grants and sessions.
#[derive(Debug, Default)]
pub struct Everyone {
    grants: HashMap<u64, u32>,
    sessions: HashMap<u64, u32>,
}

/// Some of the grants and sessions of a tool.
#[derive(Debug, Default)]
pub struct Seats {
    grants: Bits,
    sessions: Bits,
}

/// A set of small numbers.
#[derive(Debug, Default)]
struct Bits(Vec<u64>);

impl Everyone {
    /// Adds those of a call.
    pub fn add(&mut self, who: Who, budget: &mut Budget) -> Seat {
        let mut seat = |seats: &mut HashMap<u64, u32>, print: u64| {
            let next = seats.len();
            if let Some(seat) = seats.get(&print) {
                return Some(*seat);
            }
            (next < MOST && budget.take(PRINT)).then(|| *seats.entry(print).or_insert(next as u32))
        };
        Seat { grant: seat(&mut self.grants, who.grant), session: seat(&mut self.sessions, who.session) }
    }

    /// How many there are.
    pub fn count(&self, unit: Unit) -> u64 {
        match unit {
            Unit::Grant | Unit::Nothing | Unit::Anyone => self.grants.len() as u64,
            Unit::Session => self.sessions.len() as u64,
        }
    }
}

impl Seats {
    /// Adds those of a call.
    pub fn add(&mut self, seat: Seat) {
        self.grants.add(seat.grant);
        self.sessions.add(seat.session);
    }

    /// How many there are.
    pub fn count(&self, unit: Unit) -> u64 {
        match unit {
            Unit::Grant | Unit::Nothing | Unit::Anyone => self.grants.count(),
            Unit::Session => self.sessions.count(),
        }
    }
}

impl Bits {
    fn add(&mut self, number: Option<u32>) {
        let Some(number) = number else { return };
        let (word, bit) = (number as usize / 64, number % 64);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << bit;
        }
    }

    fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }
}
