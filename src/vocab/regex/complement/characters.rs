//! An automaton over characters, from the one over bytes.

use std::collections::{BTreeSet, HashMap};

use super::super::automaton::{Automaton, AutomatonState};
use super::super::expression::Regex;
use super::effort::Effort;

/// The most states before the automaton is made as small as it can be.
const MAX_STATES: usize = 4_000;
/// The effort of one step.
const STEP_BYTES: usize = 64;
/// The values of a byte that continues a character.
const CONTINUATION: std::ops::RangeInclusive<u8> = 0x80..=0xbf;
const BITS_PER_CONTINUATION: u32 = 6;
/// The ranges of code points whose first byte differs in kind: how many bytes follow, the bits of the first byte, and the
/// code points (RFC 3629, section 4).
const LENGTHS: [(u32, u8, u32, u32); 5] = [
    (0, 0x00, 0x00, 0x7f),
    (1, 0xc0, 0x80, 0x7ff),
    (2, 0xe0, 0x800, 0xd7ff),
    (2, 0xe0, 0xe000, 0xffff),
    (3, 0xf0, 0x1_0000, 0x10_ffff),
];

/// An automaton that reads a text character by character.
#[derive(Debug)]
pub struct Characters {
    /// The state in which it starts.
    pub start: usize,
    /// Its states.
    pub states: Vec<State>,
}

/// A state: where each character leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct State {
    /// Whether a text that ends here matches.
    pub is_match: bool,
    /// The ranges of code points and the state that each leads to. Every character is in one of them.
    pub edges: Vec<Edge>,
}

/// A range of code points, first and last, and the state it leads to.
pub type Edge = (u32, u32, usize);

impl Characters {
    /// The states from which a text can still end without a match.
    pub fn states_before_an_end_without_match(&self) -> BTreeSet<usize> {
        let mut before = vec![Vec::new(); self.states.len()];
        for (from, state) in self.states.iter().enumerate() {
            for (_, _, to) in &state.edges {
                if let Some(before) = before.get_mut(*to) {
                    before.push(from);
                }
            }
        }
        let ends = self.states.iter().enumerate().filter(|(_, state)| !state.is_match).map(|(index, _)| index);
        let mut found: BTreeSet<usize> = ends.collect();
        let mut open: Vec<usize> = found.iter().copied().collect();
        while let Some(state) = open.pop() {
            for from in before.get(state).into_iter().flatten() {
                if found.insert(*from) {
                    open.push(*from);
                }
            }
        }
        found
    }
}

/// The automaton that finds out whether some part of a text matches; `None` if it is too large.
pub fn automaton(regex: &Regex, effort: &mut Effort) -> Option<Characters> {
    let mut builder = Builder {
        automaton: Automaton::new(&[regex])?,
        effort,
        numbers: HashMap::new(),
        in_order: Vec::new(),
        continued: HashMap::new(),
    };
    let start = builder.automaton.start()?;
    let start = builder.number(Reached::At(start))?;
    let mut states = Vec::new();
    while let Some(reached) = builder.in_order.get(states.len()).copied() {
        states.push(builder.state(reached)?);
    }
    Some(Characters { start, states })
}

/// What the automaton over bytes has found after some characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Reached {
    At(AutomatonState),
    /// Some part of the text matches, whatever follows.
    Matched,
    /// No match can follow.
    Lost,
}

struct Builder<'e> {
    automaton: Automaton,
    effort: &'e mut Effort,
    numbers: HashMap<Reached, usize>,
    in_order: Vec<Reached>,
    /// Where the bytes lead that continue a character, by how many there are.
    continued: HashMap<(AutomatonState, u32), Ranges>,
}

/// Ranges of numbers, in order, and what each leads to.
type Ranges = Vec<(u32, u32, Reached)>;

impl Builder<'_> {
    fn number(&mut self, reached: Reached) -> Option<usize> {
        if let Some(number) = self.numbers.get(&reached) {
            return Some(*number);
        }
        let number = self.in_order.len();
        self.numbers.insert(reached, number);
        self.in_order.push(reached);
        (number < MAX_STATES).then_some(number)
    }

    fn state(&mut self, reached: Reached) -> Option<State> {
        let last = char::MAX as u32;
        let (is_match, ranges) = match reached {
            Reached::Matched => (true, vec![(0, last, Reached::Matched)]),
            Reached::Lost => (false, vec![(0, last, Reached::Lost)]),
            Reached::At(state) => (self.automaton.matches_at_end(state)?, self.ranges(state)?),
        };
        let mut edges = Vec::with_capacity(ranges.len());
        for (first, last, reached) in ranges {
            edges.push((first, last, self.number(reached)?));
        }
        Some(State { is_match, edges })
    }

    /// Where each character leads from a state.
    fn ranges(&mut self, state: AutomatonState) -> Option<Ranges> {
        let mut ranges = Ranges::new();
        for (following, bits, first, last) in LENGTHS {
            let shift = BITS_PER_CONTINUATION * following;
            for lead in (first >> shift)..=(last >> shift) {
                // INVARIANT: the leading bits of a code point fit into the byte beside its own bits.
                let byte = bits | u8::try_from(lead).unwrap_or_default();
                for (from, to, reached) in self.after(state, byte, following)? {
                    let (from, to) = ((lead << shift) + from, (lead << shift) + to);
                    if to >= first && from <= last {
                        push(&mut ranges, (from.max(first), to.min(last), reached));
                    }
                }
            }
        }
        Some(ranges)
    }

    /// Where a byte leads, and after it a number of bytes that continue its character.
    fn after(&mut self, state: AutomatonState, byte: u8, following: u32) -> Option<Ranges> {
        let whole = (1 << (BITS_PER_CONTINUATION * following)) - 1;
        self.effort.take(STEP_BYTES)?;
        let step = self.automaton.step(state, byte)?;
        match step.state {
            _ if step.has_matched => Some(vec![(0, whole, Reached::Matched)]),
            None => Some(vec![(0, whole, Reached::Lost)]),
            Some(state) => self.continued(state, following),
        }
    }

    fn continued(&mut self, state: AutomatonState, following: u32) -> Option<Ranges> {
        let Some(rest) = following.checked_sub(1) else { return Some(vec![(0, 0, Reached::At(state))]) };
        if let Some(known) = self.continued.get(&(state, following)) {
            return Some(known.clone());
        }
        let mut ranges = Ranges::new();
        for byte in CONTINUATION {
            let base = u32::from(byte - CONTINUATION.start()) << (BITS_PER_CONTINUATION * rest);
            for (from, to, reached) in self.after(state, byte, rest)? {
                push(&mut ranges, (base + from, base + to, reached));
            }
        }
        self.continued.insert((state, following), ranges.clone());
        Some(ranges)
    }
}

/// Adds the next range, and joins it with the one before if both lead to the same.
fn push(ranges: &mut Ranges, (first, last, reached): (u32, u32, Reached)) {
    match ranges.last_mut() {
        Some(before) if before.2 == reached && before.1 + 1 == first => before.1 = last,
        Some(_) | None => ranges.push((first, last, reached)),
    }
}
