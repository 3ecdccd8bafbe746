//! Runs automata side by side, breadth first: the first string that all of them accept is a shortest one.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::utf8;
use super::why::Why;
use crate::vocab::{Automaton, AutomatonState};

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
    automata: Box<[At]>,
}

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
    next: HashMap<(u32, u8), u32>,
    ends: HashSet<u32>,
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
    let mut automata = Vec::new();
    for (automaton, _) in &mut product.automata {
        automata.push(At::State(automaton.start().ok_or(Why::LargeExpressions)?));
    }
    let root = State { utf8: utf8::State::default(), except: Some(0), automata: automata.into() };
    let accepts_empty = product.accepts(&root, starts)?;
    let mut trail: Vec<(usize, u8)> = vec![(0, 0)];
    let mut states = vec![root.clone()];
    let mut seen = HashSet::from([root]);
    let mut at = 0;
    while let Some(state) = states.get(at).cloned() {
        // Only a string of one letter is preferred to the empty string.
        if accepts_empty && at > 0 && state.utf8.is_between() {
            break;
        }
        for &byte in &bytes {
            product.steps += product.automata.len() as u64 + 1;
            let Some(next) = product.step(&state, byte, starts)? else { continue };
            if seen.contains(&next) {
                continue;
            }
            trail.push((at, byte));
            if product.accepts(&next, starts)? {
                return Ok(Some(spelled(&trail)));
            }
            seen.insert(next.clone());
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
        let mut automata = Vec::with_capacity(state.automata.len());
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
        Ok(Some(State { utf8, except, automata: automata.into() }))
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
    let spelled: HashSet<u8> = starts.next.keys().map(|(_, byte)| *byte).collect();
    let mut seen = HashSet::new();
    let mut bytes: Vec<u8> = (0..=u8::MAX).collect();
    bytes.sort_by_key(|byte| (plainness(*byte), *byte));
    bytes.retain(|byte| {
        let classes: Vec<u8> = product.automata.iter().map(|(automaton, _)| automaton.class(*byte)).collect();
        let distinct = spelled.contains(byte).then_some(*byte);
        seen.insert((classes, distinct, utf8::class(*byte)))
    });
    bytes
}

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
        0..=0x1f | 0x7f => 7,
    }
}
