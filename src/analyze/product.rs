//! Runs automata side by side, breadth first: the first string that all of them accept is a shortest one.

use std::collections::BTreeSet;
use std::rc::Rc;

use smallvec::SmallVec;

use super::utf8;
use super::why::Why;
use crate::vocab::{Automaton, AutomatonState, Map, Set};

/// How many states one question may visit.
const MAX_STATES: usize = 50_000;
/// How many steps all automata may take together.
const MAX_STEPS: u64 = 10_000_000;

/// The automata of one question.
pub struct Product<'a> {
    /// Each with whether it must find a match, rather than must not.
    pub automata: Vec<(&'a mut Automaton, bool)>,
    /// The strings that are excluded.
    pub except: &'a BTreeSet<Rc<str>>,
    /// How many steps were taken.
    pub steps: u64,
    /// How many steps may be taken, if the caller limits them.
    pub most: Option<u64>,
}

/// The states of all automata after the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct State {
    utf8: utf8::State,
    /// If the bytes are the start of an excluded string, the number of that start.
    except: Option<u32>,
    automata: States,
}

/// Most questions are about a few automata.
type States = SmallVec<[At; 4]>;

/// The state of one automaton.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum At {
    State(AutomatonState),
    /// It has found a match.
    Matched,
    /// It can no longer find one.
    Over,
}

/// The starts of the excluded strings, as a trie.
#[derive(Debug, Default)]
struct Starts {
    next: Map<(u32, u8), u32>,
    ends: Set<u32>,
}

/// A shortest string that satisfies all automata. The empty string is returned only if no string of one letter
/// does.
pub fn shortest(product: &mut Product<'_>) -> Result<Option<String>, Why> {
    let starts = Starts::of(product.except);
    let bytes = walk(product, &starts)?;
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
}

fn walk(product: &mut Product<'_>, starts: &Starts) -> Result<Option<Vec<u8>>, Why> {
    let bytes = representatives(product, starts);
    let mut automata = States::new();
    for (automaton, _) in &mut product.automata {
        automata.push(At::State(automaton.start().ok_or(Why::LargeExpressions)?));
    }
    let root = State { utf8: utf8::State::default(), except: Some(0), automata };
    let accepts_empty = product.accepts(&root, starts)?;
    let mut trail: Vec<(usize, u8)> = vec![(0, 0)];
    let mut states = vec![root.clone()];
    let mut seen = Set::from_iter([root]);
    let mut at = 0;
    while let Some(state) = states.get(at).cloned() {
        // Only a string of one letter is preferred to the empty string.
        if accepts_empty && at > 0 && state.utf8.is_between() {
            break;
        }
        for &byte in &bytes {
            product.steps += product.automata.len() as u64 + 1;
            let Some(next) = product.step(&state, byte, starts)? else { continue };
            if !seen.insert(next.clone()) {
                continue;
            }
            trail.push((at, byte));
            if product.accepts(&next, starts)? {
                return Ok(Some(spelled(&trail)));
            }
            states.push(next);
        }
        let why = if product.most.is_some_and(|most| product.steps > most) {
            Some(Why::MuchWork)
        } else if states.len() > MAX_STATES || product.steps > MAX_STEPS {
            Some(Why::ManyStates)
        } else {
            None
        };
        if let Some(why) = why {
            return if accepts_empty { Ok(Some(Vec::new())) } else { Err(why) };
        }
        at += 1;
    }
    Ok(accepts_empty.then(Vec::new))
}

/// The bytes on the way to the last state.
fn spelled(trail: &[(usize, u8)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut at = trail.len() - 1;
    while at > 0 {
        let Some(&(before, byte)) = trail.get(at) else { break };
        bytes.push(byte);
        at = before;
    }
    bytes.reverse();
    bytes
}

impl Product<'_> {
    /// `None` if no continuation can satisfy all automata.
    fn step(&mut self, state: &State, byte: u8, starts: &Starts) -> Result<Option<State>, Why> {
        let Some(utf8) = state.utf8.step(byte) else { return Ok(None) };
        let mut automata = States::new();
        for ((automaton, wanted), at) in self.automata.iter_mut().zip(&state.automata) {
            let next = match at {
                At::Matched | At::Over => *at,
                At::State(at) => {
                    let step = automaton.step(*at, byte).ok_or(Why::LargeExpressions)?;
                    match step.state {
                        // No match ends inside a character.
                        _ if step.has_matched && state.utf8.is_between() => At::Matched,
                        Some(next) => At::State(next),
                        None => At::Over,
                    }
                }
            };
            if next == (if *wanted { At::Over } else { At::Matched }) {
                return Ok(None);
            }
            automata.push(next);
        }
        let except = state.except.and_then(|start| starts.next.get(&(start, byte)).copied());
        Ok(Some(State { utf8, except, automata }))
    }

    fn accepts(&mut self, state: &State, starts: &Starts) -> Result<bool, Why> {
        if !state.utf8.is_between() || state.except.is_some_and(|start| starts.ends.contains(&start)) {
            return Ok(false);
        }
        for ((automaton, wanted), at) in self.automata.iter_mut().zip(&state.automata) {
            let has_matched = match at {
                At::Matched => true,
                At::Over => false,
                At::State(at) => automaton.matches_at_end(*at).ok_or(Why::LargeExpressions)?,
            };
            if has_matched != *wanted {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Starts {
    fn of(texts: &BTreeSet<Rc<str>>) -> Self {
        let mut starts = Self::default();
        let mut count = 0;
        for text in texts {
            let end = text.bytes().fold(0, |at, byte| {
                *starts.next.entry((at, byte)).or_insert_with(|| {
                    count += 1;
                    count
                })
            });
            starts.ends.insert(end);
        }
        starts
    }
}

/// One byte for each group of bytes that all automata treat alike: the most readable one, most readable groups
/// first.
fn representatives(product: &Product<'_>, starts: &Starts) -> Vec<u8> {
    let spelled: Set<u8> = starts.next.keys().map(|(_, byte)| *byte).collect();
    let is_alike = |one: u8, other: u8| {
        utf8::class(one) == utf8::class(other)
            && product.automata.iter().all(|(automaton, _)| automaton.class(one) == automaton.class(other))
    };
    let mut bytes: Vec<u8> = Vec::new();
    for byte in plainest_first() {
        // A byte is mostly like the one before it.
        if spelled.contains(&byte)
            || !bytes.iter().rev().any(|known| !spelled.contains(known) && is_alike(*known, byte))
        {
            bytes.push(byte);
        }
    }
    bytes
}

/// All bytes, the most readable ones first.
fn plainest_first() -> impl Iterator<Item = u8> {
    (0..=LEAST_PLAIN).flat_map(|plain| (0..=u8::MAX).filter(move |byte| plainness(*byte) == plain))
}

const LEAST_PLAIN: u8 = 7;

/// Letters before digits, then spaces, then punctuation; control characters last.
fn plainness(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        b' ' => 3,
        b'!'..=b'~' => 4,
        0x80..=0xff => 5,
        b'\n' | b'\t' => 6,
        0..=0x1f | 0x7f => LEAST_PLAIN,
    }
}
