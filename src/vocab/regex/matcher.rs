//! Regular expressions ready to be run a million times, by several threads at once.

use regex_automata::dfa::{StartKind, dense};
use regex_automata::nfa::thompson::{NFA, WhichCaptures};
use regex_automata::{MatchKind, meta};

use super::expression::Regex;
use super::needles::Needles;
use super::run::Run;
use super::table::Table;

/// The largest automaton that is built ahead of time, in bytes. Automata for lists of words, formats of
/// numbers and paths take a few kilobytes.
const MAX_DENSE_BYTES: usize = 256 * 1024;

/// A regular expression as an automaton that is built ahead of time if it is small, and otherwise as the
/// library chooses. The former takes one table lookup for each byte and no lock. The simplest expressions
/// need no automaton.
#[derive(Debug)]
pub struct Matcher {
    /// Texts that every match contains, if searching for them helps.
    needles: Option<Needles>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Run(Run),
    Table(Table),
    /// The needles decide everything.
    Needles,
    Meta(Box<meta::Regex>),
    /// Compiled when it is first run.
    Later(Regex),
    /// An expression that was parsed never gets here: see [`Regex::is_match`].
    Nothing,
}

impl Matcher {
    /// A matcher for an expression, whose automaton may take this many bytes.
    pub fn new(regex: &Regex, most_bytes: usize) -> Self {
        let (needles, is_all) =
            Needles::of(regex.hir()).map_or((None, false), |(needles, is_all)| (Some(needles), is_all));
        let kind = if is_all { Kind::Needles } else { Kind::new(regex, most_bytes) };
        Self { needles, kind }
    }

    /// A matcher that compiles nothing before it is first run, for a policy that is asked about a few calls only.
    pub fn lazy(regex: Regex) -> Self {
        Self { needles: None, kind: Kind::Later(regex) }
    }

    /// The memory that it takes, in bytes.
    pub fn bytes(&self) -> usize {
        let kind = match &self.kind {
            Kind::Run(run) => run.bytes(),
            Kind::Table(table) => table.bytes(),
            Kind::Meta(meta) => meta.memory_usage(),
            Kind::Later(_) | Kind::Needles | Kind::Nothing => 0,
        };
        kind + self.needles.as_ref().map_or(0, Needles::bytes)
    }

    /// Whether some part of the text matches. The text is valid UTF-8.
    #[inline]
    pub fn is_match(&self, text: &[u8]) -> bool {
        if self.needles.as_ref().is_some_and(|needles| !needles.are_in(text)) {
            return false;
        }
        match &self.kind {
            Kind::Needles => true,
            Kind::Run(run) => run.is_match(text),
            Kind::Table(table) => table.is_match(text),
            Kind::Meta(meta) => meta.is_match(text),
            Kind::Later(regex) => std::str::from_utf8(text).is_ok_and(|text| regex.is_match(text)),
            Kind::Nothing => false,
        }
    }

    /// Whether the text of a JSON string with escapes may match. `written` is what is between the quotes. If
    /// it can't match, it need not be decoded.
    #[inline]
    pub fn may_match_quoted(&self, quoted: &[u8]) -> bool {
        self.needles.as_ref().is_none_or(|needles| needles.may_be_in_quoted(quoted))
    }
}

impl Kind {
    fn new(regex: &Regex, most_bytes: usize) -> Self {
        if let Some(run) = Run::new(regex.hir()) {
            return Self::Run(run);
        }
        if let Some(table) = dense(regex, most_bytes.min(MAX_DENSE_BYTES)).as_ref().and_then(Table::new) {
            return Self::Table(table);
        }
        let meta = meta::Builder::new().build_from_hir(regex.hir());
        meta.map_or(Self::Nothing, |meta| Self::Meta(Box::new(meta)))
    }
}

fn dense(regex: &Regex, most_bytes: usize) -> Option<dense::DFA<Vec<u32>>> {
    let nfa = NFA::compiler()
        .configure(NFA::config().which_captures(WhichCaptures::None).nfa_size_limit(Some(MAX_DENSE_BYTES)))
        .build_from_hir(regex.hir())
        .ok()?;
    let config = dense::Config::new()
        .start_kind(StartKind::Unanchored)
        // Whether there is a match, not where: the search stops at the first byte that proves it.
        .match_kind(MatchKind::All)
        .dfa_size_limit(Some(most_bytes))
        .determinize_size_limit(Some(4 * MAX_DENSE_BYTES));
    dense::Builder::new().configure(config).build_from_nfa(&nfa).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_answer_like_the_expression_itself() {
        for pattern in [
            r"^[a-z0-9._%+-]+@(eu\.)?example\.com$",
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
            r"@(evil|bad)\.com$",
            r"(?s)^.*$",
            r"b|^a",
        ] {
            let regex = Regex::new(pattern).unwrap();
            let (dense, meta) = (Matcher::new(&regex, usize::MAX), Matcher::new(&regex, 0));
            assert!(matches!(dense.kind, Kind::Table(_)) && matches!(meta.kind, Kind::Meta(_)), "{pattern}");
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
                "a@b@evil.com",
                "someone@bad.com",
                "someone@bad.com ",
            ] {
                let expected = regex.is_match(text);
                assert_eq!(dense.is_match(text.as_bytes()), expected, "{pattern} {text:?}");
                assert_eq!(meta.is_match(text.as_bytes()), expected, "{pattern} {text:?}");
            }
        }
    }

    #[test]
    fn runs_of_letters_answer_like_the_expression_itself() {
        let texts = [
            "",
            "a",
            "a ",
            "a\n",
            "ab cd ef gh",
            "ab cd ef\0",
            "Ab cd ef gh ij",
            "é",
            "abcdefgh",
            "abcdefghi",
            "aa",
            "éé",
            "éaé",
            "ac",
            "ab cd gh",
            "ab cdgh",
        ];
        for pattern in [
            r"^[a-z ]{1,9}$",
            r"^[a-z]*$",
            r"^ab[a-z ]*$",
            r"^[a-z ]+gh$",
            r"^ab cd[a-z ]{0,3}gh$",
            r"^é[a-z]*é$",
            r"^a[a-z]*a$",
            r"^é[a-z]*$",
            r"^a[a-z]*c$",
            r"^[^\x00-\x1f\x7f-\x{10ffff}]+$",
            r"^[a-hz]{8}$",
            r"(?i)^[a-f ]+$",
        ] {
            let regex = Regex::new(pattern).unwrap();
            let matcher = Matcher::new(&regex, 0);
            for text in texts {
                assert_eq!(matcher.is_match(text.as_bytes()), regex.is_match(text), "{pattern} {text:?}");
            }
        }
        for pattern in [r"^[a-z ]{1,9}$", r"^ch_[a-z]+$", r"^é[a-z]*é$", r"^[a-z.]+@example\.com$"] {
            assert!(matches!(Matcher::new(&Regex::new(pattern).unwrap(), 0).kind, Kind::Run(_)), "{pattern}");
        }
        for pattern in [
            r"^[a-z]",
            r"[a-z]+$",
            r"(?m)^[a-z]+$",
            r"^[a-é]+$",
            r"^a[a-z]+[0-9]$",
            r"^(ab)+$",
            r"^ab$",
            r"^nine_long[a-z]+$",
            r"^a[0-9]bc?$",
        ] {
            assert!(!matches!(Matcher::new(&Regex::new(pattern).unwrap(), 0).kind, Kind::Run(_)), "{pattern}");
        }
    }
}
