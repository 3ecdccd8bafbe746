//! Regular expressions ready to be asked a million times, by several threads at once.

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson::{NFA, WhichCaptures};
use regex_automata::{Input, MatchKind, meta};

use super::Regex;

/// The largest automaton that is built ahead, in bytes. Those of allow-lists of words, shapes of
/// numbers and paths take some kilobytes.
const MAX_DENSE_BYTES: usize = 256 * 1024;

/// A regular expression as an automaton that is built ahead, where that is small, and else by the
/// library's own choice. The first answers in one table lookup a byte, and takes no lock.
#[derive(Debug)]
pub struct Matcher(Kind);

#[derive(Debug)]
enum Kind {
    Dense(Box<dense::DFA<Vec<u32>>>),
    Meta(Box<meta::Regex>),
    /// No expression that was read lands here: see [`Regex::is_match`].
    Nothing,
}

impl Matcher {
    /// Of an expression, where so many bytes may be taken by an automaton.
    pub fn new(regex: &Regex, most_bytes: usize) -> Self {
        if let Some(dense) = dense(regex, most_bytes.min(MAX_DENSE_BYTES)) {
            return Self(Kind::Dense(Box::new(dense)));
        }
        let meta = meta::Builder::new().build_from_hir(regex.hir());
        Self(meta.map_or(Kind::Nothing, |meta| Kind::Meta(Box::new(meta))))
    }

    /// The memory that its automaton takes, in bytes.
    pub fn bytes(&self) -> usize {
        match &self.0 {
            Kind::Dense(dense) => dense.memory_usage(),
            Kind::Meta(meta) => meta.memory_usage(),
            Kind::Nothing => 0,
        }
    }

    /// Whether some part of the text, which is UTF-8, matches.
    pub fn is_match(&self, text: &[u8]) -> bool {
        match &self.0 {
            Kind::Dense(dense) => matches_dense(dense, text),
            Kind::Meta(meta) => meta.is_match(text),
            Kind::Nothing => false,
        }
    }
}

fn dense(regex: &Regex, most_bytes: usize) -> Option<dense::DFA<Vec<u32>>> {
    let nfa = NFA::compiler()
        .configure(NFA::config().which_captures(WhichCaptures::None).nfa_size_limit(Some(MAX_DENSE_BYTES)))
        .build_from_hir(regex.hir())
        .ok()?;
    let config = dense::Config::new()
        .start_kind(StartKind::Unanchored)
        // Whether there is a match, not where: the search stops at the first byte that says so.
        .match_kind(MatchKind::All)
        .dfa_size_limit(Some(most_bytes))
        .determinize_size_limit(Some(4 * MAX_DENSE_BYTES));
    dense::Builder::new().configure(config).build_from_nfa(&nfa).ok()
}

fn matches_dense(dense: &dense::DFA<Vec<u32>>, text: &[u8]) -> bool {
    // It stops at no byte, since it has no heuristics that could make it: so there is no error.
    dense.try_search_fwd(&Input::new(text).earliest(true)).is_ok_and(|found| found.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_answer_like_the_expression_itself() {
        for pattern in [
            r"^[a-z0-9._%+-]+@example\.com$",
            r"a.c",
            r"",
            r"^$",
            r"\bcurl\b",
            r"(?i)drop\s+table",
            r"^(a|b)*c",
            r"[;&|`]|\$\(",
            r"é+$",
            r"\p{Greek}",
            r"(?m)^x$",
            r"a{3,5}b",
        ] {
            let regex = Regex::new(pattern).unwrap();
            let (dense, meta) = (Matcher::new(&regex, usize::MAX), Matcher::new(&regex, 0));
            assert!(matches!(dense.0, Kind::Dense(_)) && matches!(meta.0, Kind::Meta(_)), "{pattern}");
            for text in [
                "",
                "a",
                "abc",
                "a\nc",
                "xcurl",
                "x curl y",
                "DROP  table",
                "ababc",
                "é",
                "eé\n",
                "αβ",
                "y\nx\nz",
                "aaaab",
                "me@example.com",
            ] {
                let expected = regex.is_match(text);
                assert_eq!(dense.is_match(text.as_bytes()), expected, "{pattern} {text:?}");
                assert_eq!(meta.is_match(text.as_bytes()), expected, "{pattern} {text:?}");
            }
        }
    }
}
