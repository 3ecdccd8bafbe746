//! A regular expression: parsed, measured, and compiled when it is first run.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use regex_automata::meta;
use regex_automata::nfa::thompson::NFA;
use regex_automata::nfa::thompson::backtrack::BoundedBacktracker;
use regex_syntax::hir::{Hir, Look, translate::TranslatorBuilder};

use super::error::RegexError;
use super::memo::Memo;
use super::parse::{MAX_REPETITIONS, check_repetitions, read};
use super::translate::translate;

/// The longest pattern, in bytes. Almost all longer patterns take more than [`MAX_REGEX_BYTES`] once
/// compiled, and their syntax tree alone may take a hundred times their length.
const MAX_PATTERN: usize = 1 << 16;
/// The memory that one compiled expression may take, in bytes.
pub const MAX_REGEX_BYTES: usize = 1 << 20;
/// The largest expressions that are kept for the next question about the same pattern, in bytes once compiled.
const MAX_KEPT_BYTES: usize = 1 << 16;

/// A regular expression: parsed, measured, and compiled when it is first run. Clones share what is compiled.
#[derive(Debug, Clone)]
pub struct Regex(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    hir: Hir,
    compiled_bytes: usize,
    /// Ready at once, for the first few texts: for these, building something faster takes longer than it saves.
    simple: BoundedBacktracker,
    /// The work that matching texts by it has taken so far, at most.
    work: AtomicUsize,
    matcher: OnceLock<Option<meta::Regex>>,
}

/// The work after which a faster matcher is built: for each text, its length times the size of the automaton, in bytes.
/// That is about what building takes, and a few hundred texts of an ordinary policy.
const FEW_TEXTS: usize = 1 << 23;

thread_local! {
    static REGEXES: Memo<Result<Regex, RegexError>> = Memo::default();
}

impl Regex {
    /// Parses and measures a pattern.
    pub fn new(pattern: &str) -> Result<Self, RegexError> {
        let make = || Self::within(pattern, MAX_REGEX_BYTES);
        let is_small =
            |made: &Result<Self, _>| made.as_ref().is_ok_and(|regex| regex.compiled_bytes() <= MAX_KEPT_BYTES);
        REGEXES.with(|regexes| regexes.get(pattern, make, is_small))
    }

    /// The same with a bound that may be lower than [`MAX_REGEX_BYTES`].
    pub fn within(pattern: &str, most_bytes: usize) -> Result<Self, RegexError> {
        Self::measured(parsed(pattern)?, most_bytes)
            .ok_or_else(|| RegexError::too_large(pattern, "it takes more than 1 MiB once compiled"))
    }

    /// An expression that matches every text that contains this one; `None` if it is too large.
    pub fn literal(text: &str) -> Option<Self> {
        Self::measured(Hir::literal(text.as_bytes().to_vec()), MAX_REGEX_BYTES)
    }

    fn measured(hir: Hir, most_bytes: usize) -> Option<Self> {
        let config = NFA::config().nfa_size_limit(Some(most_bytes));
        let automaton = NFA::compiler().configure(config).build_from_hir(&hir).ok()?;
        let compiled_bytes = automaton.memory_usage();
        let simple = BoundedBacktracker::new_from_nfa(automaton).ok()?;
        Some(Self(Arc::new(Parts { hir, compiled_bytes, simple, work: AtomicUsize::new(0), matcher: OnceLock::new() })))
    }

    /// The memory that its automaton takes, in bytes. This is also a measure of the work to compile it.
    pub fn compiled_bytes(&self) -> usize {
        self.0.compiled_bytes
    }

    /// Whether some part of the text matches.
    pub fn is_match(&self, text: &str) -> bool {
        let Parts { hir, compiled_bytes, simple, work, matcher } = &*self.0;
        let most = compiled_bytes.saturating_mul(text.len() + 1);
        if matcher.get().is_none()
            && most <= FEW_TEXTS
            && work.fetch_add(most, Ordering::Relaxed) <= FEW_TEXTS
            && let Ok(is_match) = simple.try_is_match(&mut simple.create_cache(), text)
        {
            return is_match;
        }
        // The automaton was built once within the bound, so building the faster ones does not fail.
        let matcher = matcher.get_or_init(|| meta::Builder::new().build_from_hir(hir).ok());
        matcher.as_ref().is_some_and(|matcher| matcher.is_match(text))
    }

    /// Whether every match begins at the start of the text.
    pub fn is_anchored_at_start(&self) -> bool {
        self.0.hir.properties().look_set_prefix().contains(Look::Start)
    }

    /// Whether every match ends at the end of the text.
    pub fn is_anchored_at_end(&self) -> bool {
        self.0.hir.properties().look_set_suffix().contains(Look::End)
    }

    /// The expression as a tree, for analysis.
    pub fn hir(&self) -> &Hir {
        &self.0.hir
    }
}

/// A pattern as a tree. Its size is not measured, which takes most of the time.
pub fn parsed(pattern: &str) -> Result<Hir, RegexError> {
    if pattern.len() > MAX_PATTERN {
        return Err(RegexError::too_large(pattern, "it is longer than 64 KiB"));
    }
    let translated = translate(pattern)?;
    let tree = read(&translated)?;
    check_repetitions(&tree, u64::from(MAX_REPETITIONS), None)
        .map_err(|(message, span)| translated.error(message, &span))?;
    let translation = TranslatorBuilder::new().build().translate(&translated.text, &tree);
    translation.map_err(|error| translated.error(&error.kind().to_string(), error.span()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_what_it_means_in_re2() {
        for (pattern, text, matches) in [
            (r"^\d+$", "12", true),
            (r"^\d+$", "१२", false),
            (r"^\w$", "é", false),
            (r"(?i)^\w$", "\u{17f}", false),
            (r"^\s$", "\u{b}", false),
            (r"^[\s\d]+$", "1 2", true),
            (r"^[^\D]$", "1", true),
            (r"\bé", "xé", true),
            (r"(?i)^É$", "é", true),
            (r"a{", "a{", true),
            (r"^{x}$", "{x}", true),
            (r"^a{1,2,3}$", "a{1,2,3}", true),
            (r"^a{1,}$", "aa", true),
            (r"^[[:]$", ":", true),
            (r"^a{,2}$", "a{,2}", true),
            (r"^[a[b]$", "[", true),
            (r"^[a&&b]$", "&", true),
            (r"^[+--]$", ",", true),
            (r"^\<\Qa.b\E$", "<a.b", true),
            (r"^\Qa.b", "a.b", true),
            (r"^\101$", "A", true),
            (r"^\p{Greek}+$", "αβ", true),
            (r"^\pN$", "5", true),
            (r"a.c", "a\nc", false),
            (r"a$", "a\n", false),
            (r"^[]a]+$", "]a", true),
            (r"^[[:alpha:]]+$", "ab", true),
            (r"^(?P<x>a|b){2}$", "ab", true),
        ] {
            let regex = Regex::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error:?}"));
            assert_eq!(regex.is_match(text), matches, "{pattern} {text:?}");
        }
    }

    #[test]
    fn what_re2_refuses_is_refused_at_its_place() {
        for (pattern, span) in [
            ("a(?!b)", 1..4),
            ("(?<=a)b", 0..4),
            (r"(a)\1", 3..5),
            ("a**", 2..3),
            ("(?x)a", 0..3),
            ("(?x", 0..3),
            (r"\u0041", 0..2),
            (r"\p{greek}", 0..9),
            ("a{1001}", 1..7),
            ("(a{50}){50}", 2..6),
            (r"\d(a", 2..3),
            ("[a", 0..1),
            ("b[z-a]", 2..5),
            ("*a", 0..0),
            ("[[:foo:]]", 1..8),
            (r"^\Z", 1..3),
        ] {
            let error = Regex::new(pattern).expect_err(pattern);
            assert_eq!(error.span, span, "{pattern}: {}", error.message);
        }
    }

    #[test]
    fn what_grows_too_large_is_refused() {
        assert!(Regex::new(r"\pL{1000}").is_err());
        assert!(Regex::new(&r"(?i)\pL".repeat(101)).is_err_and(|error| error.is_too_large));
        assert!(Regex::new(&".".repeat(100_000)).is_err_and(|error| error.is_too_large));
    }

    #[test]
    fn what_is_not_closed_is_read_in_one_go() {
        for piece in ["(?", "(?i", "{", "{1", "[[:", "[:", r"\Q", r"\x{", r"\p{"] {
            let pattern = piece.repeat(MAX_PATTERN / piece.len());
            let start = std::time::Instant::now();
            let _ = Regex::new(&pattern);
            assert!(start.elapsed().as_secs() < 5, "{piece}");
        }
    }
}
