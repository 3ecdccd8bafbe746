//! The complement of a regular expression: an expression that matches exactly the texts in which the other finds
//! nothing.
//!
//! ```text
//! Regex ──characters──► automaton over characters ──minimal──► the smallest one ──eliminate──► expression
//! ```

mod effort;
mod class;
mod characters;
mod minimal;
mod expression;
mod eliminate;

pub use self::effort::{Effort, MAX_COMPLEMENT};
use super::expression::Regex;

/// The most states that the smallest automaton of an expression may have.
pub const MAX_COMPLEMENT_STATES: usize = 1_000;

/// The texts in which an expression finds nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Complement {
    /// No text: the expression fits every text.
    NoText,
    /// Every text: the expression fits none.
    EveryText,
    /// The texts that match this expression, which is anchored at both ends.
    Matching(String),
}

/// The complement of an expression, the same on every machine. `None` if its smallest automaton has more than
/// [`MAX_COMPLEMENT_STATES`], if the complement is longer than [`MAX_COMPLEMENT`], or if it takes more than the effort.
pub fn complement(regex: &Regex, effort: &mut Effort) -> Option<Complement> {
    let automaton = minimal::smallest(&characters::automaton(regex, effort)?, effort)?;
    if automaton.states.len() > MAX_COMPLEMENT_STATES {
        return None;
    }
    let living = automaton.states_before_an_end_without_match();
    if !living.contains(&automaton.start) {
        return Some(Complement::NoText);
    }
    if automaton.states.len() == 1 {
        return Some(Complement::EveryText);
    }
    let text = format!("^(?s:{})$", eliminate::expression(&automaton, &living, effort)?);
    (text.len() <= MAX_COMPLEMENT && Regex::new(&text).is_ok()).then_some(Complement::Matching(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(pattern: &str) -> Option<Complement> {
        complement(&Regex::new(pattern).unwrap(), &mut Effort::new(Effort::ONE))
    }

    fn written(pattern: &str) -> String {
        match of(pattern) {
            Some(Complement::Matching(text)) => text,
            other => panic!("{pattern}: {other:?}"),
        }
    }

    #[test]
    fn complements_are_short() {
        for (pattern, complement) in [
            ("a", "^(?s:[^a]*)$"),
            ("^a", "^(?s:(?:[^a].*)?)$"),
            ("^$", "^(?s:.+)$"),
            (".", r"^(?s:\n*)$"),
            ("^a$", "^(?s:(?:(?:[^a]|a.).*)?)$"),
            ("^ab", "^(?s:(?:[^a].*|a(?:[^b].*)?)?)$"),
            ("^[a-z]+$", "^(?s:(?:[a-z]*[^a-z].*)?)$"),
            (r"\.md$", r"^(?s:(?:[^.]|\.(?:(?:md?)?\.)*(?:[^.m]|m(?:[^.d]|d[^.])))*(?:\.(?:(?:md?)?\.)*m?)?)$"),
        ] {
            assert_eq!(written(pattern), complement);
        }
    }

    #[test]
    fn some_expressions_fit_every_text_or_none() {
        for pattern in ["", "^", "$", "a*", "a|^", r"\b|^", "(?s).*"] {
            assert_eq!(of(pattern), Some(Complement::NoText), "{pattern}");
        }
        for pattern in ["a^", "$a", r"a\bb", r"[^\x00-\x{10ffff}]"] {
            assert_eq!(of(pattern), Some(Complement::EveryText), "{pattern}");
        }
    }

    #[test]
    fn what_is_too_large_has_no_complement() {
        assert_eq!(of("^.{1000}a"), None);
        assert_eq!(of("a.{12}$"), None);
        assert_eq!(of(&format!("^{}", "abcdefgh".repeat(200))), None);
    }

    const TEXTS: &[&str] = &[
        "",
        "a",
        "b",
        "ab",
        "aab",
        "ba",
        "abc",
        "é",
        "aé",
        "\n",
        "a\n",
        "\nb",
        "K",
        "\u{212a}",
        "ſ",
        "S",
        "s",
        " ",
        "a b",
        "/srv/docs",
        "/srv/docs/a",
        "/srv/docs/../a",
        "\u{80}",
        "\u{7ff}",
        "\u{800}",
        "\u{d7ff}",
        "\u{e000}",
        "\u{ffff}",
        "\u{10000}",
        "\u{10ffff}",
        "a_1",
        "1",
        "-",
        "]",
        "[",
        "^",
        "\\",
        "aaaa",
        "bbbb",
        "abab",
        "x\u{0}",
    ];

    fn is_exact(pattern: &str, texts: &[&str]) {
        let regex = Regex::new(pattern).unwrap();
        let opposite = match complement(&regex, &mut Effort::new(Effort::ONE)) {
            Some(Complement::Matching(text)) => Regex::new(&text).unwrap(),
            Some(Complement::EveryText) => Regex::new("^").unwrap(),
            Some(Complement::NoText) => Regex::new("a^").unwrap(),
            None => return,
        };
        for text in texts {
            assert_ne!(regex.is_match(text), opposite.is_match(text), "{pattern} {text:?}");
        }
    }

    #[test]
    fn one_of_both_matches() {
        for pattern in [
            "^a",
            "(?i)k",
            "(?i)^s$",
            r"\bab\b",
            r"(?m)^b$",
            r"^/srv/docs(?:/[. ]*[^/\\. %\x00-\x1f\x7f][^/\\%\x00-\x1f\x7f]*)*/?$",
            r"[\x{800}-\x{ffff}]",
            r"[^\x{7ff}-\x{d7ff}]$",
            r"\pL\PL",
            "^[^]]*$",
            r"[\\^\]-]",
            "a{2,3}b?$",
            r"\x00",
            "(a|b)*abb",
            r"\B",
            "^(?:aa|bb)*$",
        ] {
            is_exact(pattern, TEXTS);
        }
    }

    fn pattern() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            prop::sample::select(
                &["a", "b", "[^a]", ".", "é", "[a-é]", "^", "$", r"\b", r"\n", "(?i:s)", "(?s:.)", r"\pL", "[^/]"][..]
            )
            .prop_map(str::to_owned),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
                prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| format!("(?:{})", parts.join("|"))),
                (inner, prop::sample::select(&["*", "+", "?", "{2}", "{0,2}"][..]))
                    .prop_map(|(part, sign)| format!("(?:{part}){sign}")),
            ]
        })
    }

    proptest! {
        #[test]
        fn one_of_both_matches_any_text(pattern in pattern(), texts in prop::collection::vec("[abé/sſ \n_A]{0,8}|\\PC{0,3}", 16)) {
            prop_assume!(Regex::new(&pattern).is_ok());
            is_exact(&pattern, TEXTS);
            is_exact(&pattern, &texts.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
}
