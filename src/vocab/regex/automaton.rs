//! Regular expressions as automata that are followed byte by byte, for questions about all texts. A state is
//! created when it is first reached.

use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::hybrid::{LazyStateID, dfa};
use regex_automata::nfa::thompson::{NFA, WhichCaptures};
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};

use super::expression::Regex;

/// The memory that the states of one automaton may take, in bytes.
const MAX_STATE_BYTES: usize = 16 * 1024 * 1024;
/// The memory that several expressions together may take, in bytes, before any state is created.
const MAX_TOGETHER: usize = 8 * 1024 * 1024;

/// An automaton that finds out whether any of several expressions matches part of a text.
#[derive(Debug)]
pub struct Automaton {
    dfa: DFA,
    cache: Cache,
}

/// A state of an automaton.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AutomatonState(LazyStateID);

/// Where a byte leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AutomatonStep {
    /// The state; `None` if no match can follow.
    pub state: Option<AutomatonState>,
    /// Whether a match ends before the byte.
    pub has_matched: bool,
}

impl Automaton {
    /// The automaton of some expressions; `None` if it takes too much memory.
    pub fn new(regexes: &[&Regex]) -> Option<Self> {
        let hirs: Vec<_> = regexes.iter().map(|regex| regex.hir()).collect();
        let config = NFA::config().which_captures(WhichCaptures::None).nfa_size_limit(Some(MAX_TOGETHER));
        let nfa = NFA::compiler().configure(config).build_many_from_hir(&hirs).ok()?;
        let config = dfa::Config::new()
            // Whether there is a match, not which one.
            .match_kind(MatchKind::All)
            .cache_capacity(MAX_STATE_BYTES)
            // States are kept: none is dropped and renumbered.
            .minimum_cache_clear_count(Some(0));
        let dfa = DFA::builder().configure(config).build_from_nfa(nfa).ok()?;
        let cache = dfa.create_cache();
        Some(Self { dfa, cache })
    }

    /// The state at the start of a text; `None` if there is no room for it.
    pub fn start(&mut self) -> Option<AutomatonState> {
        let config = start::Config::new().anchored(Anchored::No);
        self.dfa.start_state(&mut self.cache, &config).ok().map(AutomatonState)
    }

    /// Where a byte leads; `None` if there is no room for the state.
    pub fn step(&mut self, state: AutomatonState, byte: u8) -> Option<AutomatonStep> {
        let next = self.dfa.next_state(&mut self.cache, state.0, byte).ok()?;
        if next.is_quit() {
            return None;
        }
        Some(AutomatonStep { state: (!next.is_dead()).then_some(AutomatonState(next)), has_matched: next.is_match() })
    }

    /// Whether a match ends at the end of the text; `None` if there is no room to find out.
    pub fn matches_at_end(&mut self, state: AutomatonState) -> Option<bool> {
        self.dfa.next_eoi_state(&mut self.cache, state.0).ok().map(|end| end.is_match())
    }

    /// The memory that it takes so far, in bytes.
    pub fn bytes(&self) -> usize {
        self.cache.memory_usage()
    }

    /// The class of a byte. All bytes of a class lead from any state to the same next state.
    pub fn class(&self, byte: u8) -> u8 {
        self.dfa.byte_classes().get(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(automaton: &mut Automaton, text: &str) -> bool {
        let mut state = automaton.start().unwrap();
        for byte in text.bytes() {
            let step = automaton.step(state, byte).unwrap();
            if step.has_matched {
                return true;
            }
            let Some(next) = step.state else { return false };
            state = next;
        }
        automaton.matches_at_end(state).unwrap()
    }

    #[test]
    fn walking_answers_like_the_expression_itself() {
        for pattern in ["^a", "a$", "", "^$", r"\bcurl\b", "(?m)^x$", "é+$", "a.c", r"(?i)drop\s+table", "a{3,5}b"] {
            let regex = Regex::new(pattern).unwrap();
            let mut automaton = Automaton::new(&[&regex]).unwrap();
            for text in ["", "a", "ba", "xcurl", "x curl y", "eé", "y\nx\nz", "a\nc", "abc", "DROP  table", "aaaab"] {
                assert_eq!(matches(&mut automaton, text), regex.is_match(text), "{pattern} {text:?}");
            }
        }
    }

    #[test]
    fn several_expressions_are_one_automaton() {
        let (first, second) = (Regex::new("^a").unwrap(), Regex::literal("b.").unwrap());
        let mut automaton = Automaton::new(&[&first, &second]).unwrap();
        for (text, expected) in [("ax", true), ("xb.", true), ("xba", false), ("", false)] {
            assert_eq!(matches(&mut automaton, text), expected, "{text}");
        }
    }
}
