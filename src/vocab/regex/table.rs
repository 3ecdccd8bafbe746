//! A small automaton as one table, half the size of the library's. If few bytes of a text can begin a match,
//! a search takes half the time of the library's own. If each byte has to wait for the one before it, the
//! time is the same.

use std::collections::HashMap;

use regex_automata::dfa::{Automaton, StartError, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;

use super::prefix::Prefix;

/// How many bytes are read between two looks at the state.
const STRIDE: usize = 8;

/// For each state, a row with the next state for each class of bytes. A state is the offset of its row. Two
/// rows lead back to themselves: the row of no match, and after it the row of a match.
#[derive(Debug)]
pub struct Table {
    classes: Box<[u8; 256]>,
    rows: Box<[u16]>,
    /// Whether a text that ends in a state matches, by the number of the state's row.
    ends: Box<[bool]>,
    width: u16,
    first: u16,
    /// States from here on are final.
    settled: u16,
    /// The start of every text that matches: up to eight bytes.
    prefix: Prefix,
    ahead: Ahead,
}

/// How to skip the bytes that stay in the first state. They need not wait for each other.
#[derive(Debug)]
enum Ahead {
    /// All but one stay.
    To(u8),
    /// The bytes that lead away.
    ToOneOf(Box<[bool; 256]>),
    /// Almost all lead away.
    Here,
}

impl Table {
    /// A table from an automaton that reports a match at its end; `None` if it is too large.
    pub fn new(dense: &dense::DFA<Vec<u32>>) -> Option<Self> {
        let first = first(dense).ok()?;
        let classes = Box::new(std::array::from_fn(|byte| dense.byte_classes().get(byte as u8)));
        let width = classes.iter().max().map_or(1, |last| usize::from(*last) + 1);
        // One byte of each class.
        let bytes: Vec<u8> = (0..width).filter_map(|class| position(&*classes, class as u8)).collect();
        let states = States::reached(dense, first, &bytes);
        let count = states.known.len();
        let offset = |row: usize| u16::try_from(row * width).ok();
        offset(count + 2)?;
        let row_of = |state: StateID| match states.known.get(&state) {
            Some(row) => *row,
            None => count + usize::from(dense.is_match_state(state)),
        };
        let mut rows = Vec::new();
        for state in &states.in_order {
            for byte in &bytes {
                rows.push(offset(row_of(dense.next_state(*state, *byte)))?);
            }
        }
        for settled in [count, count + 1] {
            rows.extend(std::iter::repeat_n(offset(settled)?, width));
        }
        let at_end = |state: &StateID| dense.is_match_state(dense.next_eoi_state(*state));
        let ends = states.in_order.iter().map(at_end).chain([false, true]).collect();
        let (first, settled) = (offset(row_of(first))?, offset(count)?);
        let (rows, width, prefix) = (rows.into(), width as u16, Prefix::default());
        let mut table = Self { classes, rows, ends, width, first, settled, prefix, ahead: Ahead::Here };
        table.pass_prefix();
        table.ahead = table.ahead_of_first();
        Some(table)
    }

    /// The memory that it takes, in bytes.
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + 2 * 256 + size_of_val(&*self.rows) + self.ends.len()
    }

    /// Whether some part of the text matches.
    #[inline]
    pub fn is_match(&self, text: &[u8]) -> bool {
        let Some(text) = self.prefix.behind(text) else { return false };
        let start = match &self.ahead {
            Ahead::To(byte) => memchr::memchr(*byte, text).unwrap_or(text.len()),
            Ahead::ToOneOf(bytes) => text.iter().position(|byte| holds(bytes, *byte)).unwrap_or(text.len()),
            Ahead::Here => 0,
        };
        let mut state = self.first;
        let (chunks, rest) = text.get(start..).unwrap_or_default().as_chunks::<STRIDE>();
        for chunk in chunks {
            for byte in chunk {
                state = self.next(state, *byte);
            }
            if state >= self.settled {
                return state > self.settled;
            }
        }
        for byte in rest {
            state = self.next(state, *byte);
        }
        self.ends_in(state)
    }

    #[inline(always)]
    fn next(&self, state: u16, byte: u8) -> u16 {
        let class = self.classes.get(usize::from(byte)).copied().unwrap_or(0);
        let offset = usize::from(state) + usize::from(class);
        self.rows.get(offset).copied().unwrap_or(0)
    }

    /// Follows the automaton from the first state as long as only one byte can lead to a match. These bytes
    /// need not be looked up one after the other.
    fn pass_prefix(&mut self) {
        while self.prefix.has_room() && !self.ends_in(self.first) {
            let mut alive = (0..=u8::MAX).filter(|byte| self.next(self.first, *byte) != self.settled);
            let (Some(byte), None) = (alive.next(), alive.next()) else { break };
            let next = self.next(self.first, byte);
            if next > self.settled {
                // After one more byte everything is decided, and the automaton reports it.
                break;
            }
            self.prefix.push(byte);
            self.first = next;
        }
    }

    fn ends_in(&self, state: u16) -> bool {
        self.ends.get(usize::from(state / self.width)).is_some_and(|ends| *ends)
    }

    fn ahead_of_first(&self) -> Ahead {
        let leads_away = Box::new(std::array::from_fn(|byte| self.next(self.first, byte as u8) != self.first));
        match leads_away.iter().filter(|leads_away| **leads_away).count() {
            1 => position(&*leads_away, true).map_or(Ahead::Here, Ahead::To),
            0..=128 => Ahead::ToOneOf(leads_away),
            _ => Ahead::Here,
        }
    }
}

fn first(dense: &dense::DFA<Vec<u32>>) -> Result<StateID, StartError> {
    dense.start_state(&start::Config::new())
}

fn position<T: PartialEq>(of_bytes: &[T], wanted: T) -> Option<u8> {
    of_bytes.iter().position(|value| *value == wanted).and_then(|byte| u8::try_from(byte).ok())
}

#[inline(always)]
fn holds(bytes: &[bool; 256], byte: u8) -> bool {
    bytes.get(usize::from(byte)).is_some_and(|holds| *holds)
}

/// The states that a text can lead to, except those in which everything is decided.
#[derive(Default)]
struct States {
    known: HashMap<StateID, usize>,
    in_order: Vec<StateID>,
}

impl States {
    fn reached(dense: &dense::DFA<Vec<u32>>, first: StateID, bytes: &[u8]) -> Self {
        let mut states = Self::default();
        states.add(dense, first);
        let mut read = 0;
        while let Some(state) = states.in_order.get(read).copied() {
            bytes.iter().for_each(|byte| states.add(dense, dense.next_state(state, *byte)));
            read += 1;
        }
        states
    }

    fn add(&mut self, dense: &dense::DFA<Vec<u32>>, state: StateID) {
        let is_settled = dense.is_dead_state(state) || dense.is_quit_state(state) || dense.is_match_state(state);
        if !is_settled && !self.known.contains_key(&state) {
            self.known.insert(state, self.in_order.len());
            self.in_order.push(state);
        }
    }
}
