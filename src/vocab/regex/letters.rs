//! Which ASCII characters the texts of an expression may have, and which they all have. This is often enough to show
//! that no text matches two expressions: a name of letters and digits has no `..`.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::expression::Regex;

/// How many parts of an expression are looked at.
const MOST_PARTS: usize = 10_000;

/// What is known of the ASCII characters of all texts that match. Each bit is a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letters {
    /// A text has no others.
    may: u128,
    /// A text has all of these.
    must: u128,
}

impl Letters {
    /// Nothing is known.
    pub const ANY: Self = Self { may: u128::MAX, must: 0 };

    /// What is known of texts that match both.
    pub fn and(self, other: Self) -> Self {
        Self { may: self.may & other.may, must: self.must | other.must }
    }

    /// Whether no text has such characters.
    pub fn is_contradiction(self) -> bool {
        self.must & !self.may != 0
    }
}

impl Regex {
    /// The characters of the texts that match.
    pub fn letters(&self) -> Letters {
        Letters { may: of_whole_text(self.hir()).unwrap_or(u128::MAX), must: needed(self.hir(), &mut 0) }
    }
}

/// The characters that a text may have; `None` if a match may be a part of the text, or if there are too many parts.
fn of_whole_text(hir: &Hir) -> Option<u128> {
    let looks = hir.properties();
    let is_whole = looks.look_set_prefix().contains(Look::Start) && looks.look_set_suffix().contains(Look::End);
    let mut letters = 0;
    (is_whole && add(hir, &mut letters, &mut 0)).then_some(letters)
}

/// Adds the characters of all parts; false if there are too many. The parser limits the depth.
fn add(hir: &Hir, letters: &mut u128, parts: &mut usize) -> bool {
    *parts += 1;
    match hir.kind() {
        _ if *parts > MOST_PARTS => return false,
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => *letters |= literal.0.iter().fold(0, |all, byte| all | letter(*byte)),
        HirKind::Class(class) => *letters |= of_class(class),
        HirKind::Repetition(repetition) => return add(&repetition.sub, letters, parts),
        HirKind::Capture(capture) => return add(&capture.sub, letters, parts),
        HirKind::Concat(all) | HirKind::Alternation(all) => return all.iter().all(|part| add(part, letters, parts)),
    }
    true
}

/// The characters that each match has; fewer if there are too many parts. The parser limits the depth.
fn needed(hir: &Hir, parts: &mut usize) -> u128 {
    *parts += 1;
    match hir.kind() {
        _ if *parts > MOST_PARTS => 0,
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.iter().fold(0, |all, byte| all | letter(*byte)),
        HirKind::Class(class) => match class.literal().as_deref() {
            Some([byte]) => letter(*byte),
            Some(_) | None => 0,
        },
        HirKind::Repetition(repetition) if repetition.min == 0 => 0,
        HirKind::Repetition(repetition) => needed(&repetition.sub, parts),
        HirKind::Capture(capture) => needed(&capture.sub, parts),
        HirKind::Concat(all) => all.iter().fold(0, |sum, part| sum | needed(part, parts)),
        HirKind::Alternation(all) => all.iter().fold(u128::MAX, |common, part| common & needed(part, parts)),
    }
}

fn letter(byte: u8) -> u128 {
    if byte.is_ascii() { 1 << byte } else { 0 }
}

fn of_class(class: &Class) -> u128 {
    let up_to = |last: u32| u128::MAX >> (127 - last.min(127));
    let range = |first: u32, last: u32| if first > 127 { 0 } else { up_to(last) & (u128::MAX << first) };
    match class {
        Class::Unicode(class) => class.iter().fold(0, |all, one| all | range(one.start().into(), one.end().into())),
        Class::Bytes(class) => class.iter().fold(0, |all, one| all | range(one.start().into(), one.end().into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_without_common_letters_have_no_common_text() {
        for (one, other, apart) in [
            ("^agent/[a-z0-9-]+$", r"!\?\{=\}", true),
            ("^[a-z]+$", r"(?:^|[/\\])\.\.(?:[/\\]|$)", true),
            ("^[a-z.]+$", r"(?:^|[/\\])\.\.(?:[/\\]|$)", false),
            ("^[a-z]+", r"\.", false),
            ("[a-z]+$", r"\.", false),
            ("^a$|^b", r"\.", false),
            ("^(?:a|b)$", "a?c", true),
            ("^(?:a|b)$", "c?|a", false),
            ("^(?:a|b)$", "c*", false),
            ("^(?:a|b)$", "ac|bc", true),
            ("^(?s:.)*$", "x", false),
            ("^[^a]+$", "(?i)a", false),
            ("^[^a]+$", "a", true),
            ("^[\\x00-\\x7e]+$", "\\x7f", true),
            ("^[\\x00-\\x7f]+$", "\\x7f", false),
            ("(?m)^[a-z]+$", r"\.", false),
            ("^é+$", "e", true),
            ("^$", "a", true),
            ("", "a", false),
        ] {
            let of = |pattern| Regex::new(pattern).unwrap().letters();
            assert_eq!(of(one).and(of(other)).is_contradiction(), apart, "{one} {other}");
            assert!(!of(one).is_contradiction() && !of(other).is_contradiction(), "{one} {other}");
        }
    }
}
