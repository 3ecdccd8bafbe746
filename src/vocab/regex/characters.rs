//! The characters of a class as people name them: letters, digits and a few others.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange};

use crate::vocab::visible::is_hidden;

/// A class that lists more characters one by one is not easy to read.
const MOST_OTHERS: usize = 8;
/// Classes of more ranges are not looked into.
const MOST_RANGES: usize = 40;
/// What counts as `s` and `k` where case does not.
const VARIANTS: [char; 2] = ['\u{17f}', '\u{212a}'];
/// What `\s` matches in RE2.
const WHITE_SPACE: [char; 5] = ['\t', '\n', '\u{c}', '\r', ' '];

/// The characters that a class has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Characters {
    /// All but these few.
    AllBut(Vec<CharacterKind>),
    /// One of these kinds.
    Of(Vec<CharacterKind>),
}

/// Characters that have a name in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CharacterKind {
    /// `A` to `Z` and `a` to `z`
    Letters,
    /// The same without regard to case: `(?i)[a-z]`, which also matches `\u{17f}` and `\u{212a}`.
    AnyCaseLetters,
    /// `A` to `Z`
    UpperCase,
    /// `a` to `z`
    LowerCase,
    /// `0` to `9`
    Digits,
    /// A part of one of these.
    Range(char, char),
    /// What `\s` matches.
    WhiteSpace,
    /// A line feed or a carriage return.
    LineBreaks,
    /// A line feed.
    LineFeeds,
    /// A character that is easy to see, or a space.
    One(char),
}

impl Characters {
    /// The characters of a class, if they are easy to name.
    pub fn of(class: &Class) -> Option<Self> {
        let Class::Unicode(class) = class else { return None };
        let has_last = class.ranges().last().is_some_and(|range| range.end() == char::MAX);
        if !has_last {
            return kinds(class).map(Self::Of);
        }
        let mut left_out = class.clone();
        left_out.negate();
        kinds(&left_out).map(Self::AllBut)
    }

    /// The few characters that a class consists of, if none of them belongs to a kind of its own.
    pub fn few(&self) -> Option<Vec<char>> {
        let one = |kind: &CharacterKind| match kind {
            CharacterKind::One(character) => Some(vec![*character]),
            CharacterKind::Range(first, last) if u32::from(*last) - u32::from(*first) < 3 => {
                Some((*first..=*last).collect())
            }
            CharacterKind::Letters
            | CharacterKind::AnyCaseLetters
            | CharacterKind::UpperCase
            | CharacterKind::LowerCase
            | CharacterKind::Digits
            | CharacterKind::Range(..)
            | CharacterKind::WhiteSpace
            | CharacterKind::LineBreaks
            | CharacterKind::LineFeeds => None,
        };
        match self {
            Self::Of(kinds) => kinds.iter().map(one).collect::<Option<Vec<_>>>().map(|few| few.concat()),
            Self::AllBut(_) => None,
        }
    }
}

/// The kinds that a class consists of, if there are few.
fn kinds(class: &ClassUnicode) -> Option<Vec<CharacterKind>> {
    if class.ranges().len() > MOST_RANGES {
        return None;
    }
    let mut rest = class.clone();
    let mut kinds = Vec::new();
    let (upper, lower) = (takes(&mut rest, 'A', 'Z'), takes(&mut rest, 'a', 'z'));
    match (upper, lower) {
        (true, true) if takes_all(&mut rest, &VARIANTS) => kinds.push(CharacterKind::AnyCaseLetters),
        (true, true) => kinds.push(CharacterKind::Letters),
        (true, false) => kinds.push(CharacterKind::UpperCase),
        (false, true) => kinds.push(CharacterKind::LowerCase),
        (false, false) => {}
    }
    if takes(&mut rest, '0', '9') {
        kinds.push(CharacterKind::Digits);
    }
    let mut others = Vec::new();
    if takes_all(&mut rest, &WHITE_SPACE) {
        others.push(CharacterKind::WhiteSpace);
    } else if takes_all(&mut rest, &['\n', '\r']) {
        others.push(CharacterKind::LineBreaks);
    } else if takes(&mut rest, '\n', '\n') {
        others.push(CharacterKind::LineFeeds);
    }
    for range in rest.ranges() {
        match is_of_one_kind(range) {
            true => kinds.push(CharacterKind::Range(range.start(), range.end())),
            false => others.extend((range.start()..=range.end()).take(MOST_OTHERS + 1).map(CharacterKind::One)),
        }
    }
    // Letters of other alphabets may look like these.
    let is_clear = |kind: &CharacterKind| match kind {
        CharacterKind::One(character) => *character < '\u{100}' && !is_hidden(*character),
        CharacterKind::Letters
        | CharacterKind::AnyCaseLetters
        | CharacterKind::UpperCase
        | CharacterKind::LowerCase
        | CharacterKind::Digits
        | CharacterKind::Range(..)
        | CharacterKind::WhiteSpace
        | CharacterKind::LineBreaks
        | CharacterKind::LineFeeds => true,
    };
    let is_short = kinds.len() + others.len() <= MOST_OTHERS;
    (is_short && others.iter().all(is_clear)).then(|| [kinds, others].concat())
}

/// Takes a range out of a class, if the class has all of it.
fn takes(class: &mut ClassUnicode, first: char, last: char) -> bool {
    let range = ClassUnicodeRange::new(first, last);
    let has_all = class.ranges().iter().any(|own| own.start() <= first && last <= own.end());
    if has_all {
        class.difference(&ClassUnicode::new([range]));
    }
    has_all
}

fn takes_all(class: &mut ClassUnicode, characters: &[char]) -> bool {
    let has = |one: &char| class.ranges().iter().any(|own| own.start() <= *one && *one <= own.end());
    let has_all = characters.iter().all(has);
    if has_all {
        class.difference(&ClassUnicode::new(characters.iter().map(|one| ClassUnicodeRange::new(*one, *one))));
    }
    has_all
}

/// Whether a range has several letters of one case, or several digits.
fn is_of_one_kind(range: &ClassUnicodeRange) -> bool {
    let within = |first: char, last: char| first <= range.start() && range.end() <= last;
    range.start() < range.end() && (within('a', 'z') || within('A', 'Z') || within('0', '9'))
}
