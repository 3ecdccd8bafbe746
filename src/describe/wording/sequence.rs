//! Simple regular expressions as English: "three lower-case letters", "`SUP-` followed by one to eight digits". Letters
//! and digits are those of ASCII: `docs/describe.md`.

use super::predicate::{Predicate, one_of, simple};
use super::stance::Side;
use crate::describe::phrase::Phrase;
use crate::vocab::{CharacterKind, Characters, Regex, Sequence, SequenceStep};

/// Without regard to case. A Unicode variant of a letter counts as well.
const IN_ANY_CASE: &str = " (in upper or lower case)";

/// "is three lower-case letters", "starts with a digit", "is text with `;` in it"
pub fn predicate(sequence: &Sequence, regex: &Regex, is_negated: bool, side: Side) -> Predicate {
    let is = if is_negated { "is not " } else { "is " };
    let of_text = if is_mistakable(sequence, regex, is_negated, side) { "text of " } else { "" };
    let (start, end) = match (sequence.is_at_start, sequence.is_at_end, is_negated) {
        (true, true, _) => (format!("{is}{of_text}"), ""),
        (true, false, false) => ("starts with ".to_owned(), ""),
        (true, false, true) => ("does not start with ".to_owned(), ""),
        (false, true, false) => ("ends with ".to_owned(), ""),
        (false, true, true) => ("does not end with ".to_owned(), ""),
        (false, false, _) => (format!("{is}text with "), " in it"),
    };
    let says = Phrase::words(start).then(steps(&sequence.steps)).say(end);
    let is_list = sequence.steps.len() > 1 || sequence.steps.first().is_some_and(is_list);
    if is_list { one_of(says, 2) } else { simple(says) }
}

/// "A followed by B"; "A, then B, then C"
fn steps(steps: &[SequenceStep]) -> Phrase {
    let between = match steps {
        [first, _] if is_list(first) => ", followed by ",
        [_, _] => " followed by ",
        _ => ", then ",
    };
    Phrase::joined(steps.iter().map(step), between, between)
}

fn step(step: &SequenceStep) -> Phrase {
    match step {
        SequenceStep::Texts { texts, is_any_case } => {
            let case = if *is_any_case { IN_ANY_CASE } else { "" };
            let written = || texts.iter().filter(|text| !text.is_empty()).map(|text| Phrase::name(text));
            let is_optional = written().count() < texts.len();
            let last = is_optional.then(|| Phrase::words("nothing"));
            Phrase::listed(written().chain(last), "or").say(case)
        }
        SequenceStep::Characters { characters, least, most } => characters_of(characters, *least, *most),
    }
}

/// Whether it has an "or" or a comma.
fn is_list(step: &SequenceStep) -> bool {
    match step {
        SequenceStep::Texts { texts, .. } => texts.len() > 1,
        SequenceStep::Characters { characters: Characters::Of(kinds) | Characters::AllBut(kinds), .. } => {
            kinds.len() > 1
        }
    }
}

/// "a digit", "three lower-case letters", "1 to 140 characters other than line breaks"
fn characters_of(characters: &Characters, least: u32, most: Option<u32>) -> Phrase {
    let spelled = |count: u32| spelled(count, least.max(most.unwrap_or(0)));
    let count = match (least, most) {
        (1, Some(1)) => return Phrase::words(article(characters)).then(named(characters, true)),
        (least, Some(most)) if least == most => spelled(least),
        (0, Some(most)) => format!("up to {}", spelled(most)),
        (least, Some(most)) if most == least + 1 => format!("{} or {}", spelled(least), spelled(most)),
        (least, Some(most)) => format!("{} to {}", spelled(least), spelled(most)),
        (0, None) => "any number of".to_owned(),
        (least, None) => format!("{} or more", spelled(least)),
    };
    Phrase::words(format!("{count} ")).then(named(characters, most == Some(1)))
}

/// Small numbers are words, but not beside a large one.
fn spelled(count: u32, largest: u32) -> String {
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let word = words.get(count as usize).filter(|_| (largest as usize) < words.len());
    word.map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

fn article(characters: &Characters) -> &'static str {
    match characters {
        Characters::Of(kinds) if kinds.first() == Some(&CharacterKind::UpperCase) => "an ",
        Characters::Of(_) | Characters::AllBut(_) => "a ",
    }
}

/// "letters, digits or `@`", "digit"
fn named(characters: &Characters, is_one: bool) -> Phrase {
    match characters {
        Characters::Of(kinds) => Phrase::listed(kinds.iter().map(|kind| kind_of(*kind, is_one)), "or"),
        Characters::AllBut(kinds) => {
            let start = if is_one { "character" } else { "characters" };
            let is_white = |kind: &CharacterKind| *kind == CharacterKind::WhiteSpace;
            let other = |kind: &CharacterKind| match is_white(kind) {
                true => Phrase::words("white space"),
                false => kind_of(*kind, false),
            };
            let others = Phrase::listed(kinds.iter().map(other), "and");
            let but = if kinds.is_empty() { "" } else { " other than " };
            Phrase::words(start).say(but).then(others)
        }
    }
}

fn kind_of(kind: CharacterKind, is_one: bool) -> Phrase {
    let (word, plural) = match kind {
        CharacterKind::Letters => ("letter", "s"),
        CharacterKind::AnyCaseLetters => {
            let words = if is_one { "letter" } else { "letters" };
            return Phrase::words(words).say(IN_ANY_CASE);
        }
        CharacterKind::UpperCase => ("upper-case letter", "s"),
        CharacterKind::LowerCase => ("lower-case letter", "s"),
        CharacterKind::Digits => ("digit", "s"),
        CharacterKind::WhiteSpace => ("white-space character", "s"),
        CharacterKind::LineBreaks => ("line break", "s"),
        CharacterKind::LineFeeds => ("line feed", "s"),
        CharacterKind::One(' ') => ("space", "s"),
        CharacterKind::One('.') => ("dot", "s"),
        CharacterKind::One('-') => ("hyphen", "s"),
        CharacterKind::One('_') => ("underscore", "s"),
        CharacterKind::One('/') => ("slash", "es"),
        CharacterKind::One(character) => return Phrase::name(&character.to_string()),
        CharacterKind::Range(first, last) => {
            let noun = if first.is_ascii_digit() { "digit" } else { "letter" };
            let range = Phrase::name(&first.to_string()).say(" to ").then(Phrase::name(&last.to_string()));
            return Phrase::words(if is_one { format!("{noun} ") } else { format!("{noun}s ") }).then(range);
        }
    };
    Phrase::words(if is_one { word.to_owned() } else { format!("{word}{plural}") })
}

/// Whether a reader could take a number for such a text, although only texts match. Where it has to match, a reader who
/// does so is stopped by the gateway, so it is said if each character may be one of a number.
fn is_mistakable(sequence: &Sequence, regex: &Regex, is_negated: bool, side: Side) -> bool {
    let is_strict = side == Side::Required && !is_negated;
    let is_numeric = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || b".+-eE".contains(&byte));
    let of_number = |step: &SequenceStep| match step {
        SequenceStep::Texts { texts, .. } => texts.iter().any(|text| is_numeric(text)),
        SequenceStep::Characters { characters, least, .. } => {
            may_be_of_number(characters, is_strict) || *least == 0 && !is_strict
        }
    };
    let is_boolean = || ["true", "false"].into_iter().any(|text| regex.is_match(text));
    sequence.steps.iter().all(of_number) || !is_strict && is_boolean()
}

fn may_be_of_number(characters: &Characters, is_strict: bool) -> bool {
    let is_of_number = |kind: &CharacterKind| match kind {
        CharacterKind::Digits | CharacterKind::One('.' | '-' | '+') => true,
        CharacterKind::Range(first, _) => first.is_ascii_digit(),
        CharacterKind::Letters
        | CharacterKind::AnyCaseLetters
        | CharacterKind::UpperCase
        | CharacterKind::LowerCase
        | CharacterKind::WhiteSpace
        | CharacterKind::LineBreaks
        | CharacterKind::LineFeeds
        | CharacterKind::One(_) => false,
    };
    match characters {
        Characters::Of(kinds) if is_strict => kinds.iter().all(is_of_number),
        Characters::Of(kinds) => kinds.iter().any(is_of_number),
        Characters::AllBut(_) => !is_strict,
    }
}
