//! Expressions that are a few texts and runs of characters one after the other, which is easy to say in words:
//! `^SUP-[0-9]{1,8}$`.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition};

use super::characters::Characters;
use super::expression::Regex;

/// Longer sequences are easier to read as an expression.
const MOST_STEPS: usize = 5;
/// So are longer lists of texts.
const MOST_TEXTS: usize = 12;

/// Texts are not joined to longer ones, in bytes: each letter of an expression would copy all before it.
const LONGEST_TEXT: usize = 400;

/// Texts and runs of characters one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// Whether the text begins with it.
    pub is_at_start: bool,
    /// Whether the text ends with it.
    pub is_at_end: bool,
    /// At least one.
    pub steps: Vec<SequenceStep>,
}

/// A part of a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SequenceStep {
    /// One of these texts.
    Texts {
        /// At least one; one of them may be empty.
        texts: Vec<String>,
        /// Whether upper and lower case count as equal.
        is_any_case: bool,
    },
    /// So many characters.
    Characters {
        /// Which.
        characters: Characters,
        /// The fewest.
        least: u32,
        /// The most, if there is a bound.
        most: Option<u32>,
    },
}

impl Sequence {
    /// The sequence that an expression asks for, exactly; `None` if it has another form.
    pub fn of(regex: &Regex) -> Option<Self> {
        let whole = regex.hir();
        let mut parts =
            if let HirKind::Concat(parts) = whole.kind() { parts.as_slice() } else { std::slice::from_ref(whole) };
        let (mut is_at_start, mut is_at_end) = (false, false);
        if let Some(rest) = parts.split_first().and_then(|(first, rest)| is_look(first, Look::Start).then_some(rest)) {
            (is_at_start, parts) = (true, rest);
        }
        if let Some(rest) = parts.split_last().and_then(|(last, rest)| is_look(last, Look::End).then_some(rest)) {
            (is_at_end, parts) = (true, rest);
        }
        let mut steps = Vec::new();
        for part in parts {
            add(&mut steps, part)?;
        }
        if !is_at_end {
            let last = without_tail(&mut steps, Vec::pop, |text, other| text.starts_with(other));
            steps.extend(last);
        }
        if !is_at_start {
            let pop_first = |steps: &mut Vec<SequenceStep>| (!steps.is_empty()).then(|| steps.remove(0));
            let first = without_tail(&mut steps, pop_first, |text, other| text.ends_with(other));
            steps.splice(0..0, first);
        }
        (1..=MOST_STEPS).contains(&steps.len()).then_some(Self { is_at_start, is_at_end, steps })
    }

    /// The texts that it consists of, if it is a list of whole texts.
    pub fn whole_texts(&self) -> Option<&[String]> {
        match self.steps.as_slice() {
            [SequenceStep::Texts { texts, is_any_case: false }] if self.is_at_start && self.is_at_end => Some(texts),
            _ => None,
        }
    }
}

/// At an open end, anything may follow: a step is as long as it has to be, and one that may be empty asks for nothing.
fn without_tail(
    steps: &mut Vec<SequenceStep>,
    take: impl Fn(&mut Vec<SequenceStep>) -> Option<SequenceStep>,
    covers: impl Fn(&str, &str) -> bool,
) -> Option<SequenceStep> {
    loop {
        match take(steps)? {
            SequenceStep::Texts { texts, .. } if texts.iter().any(String::is_empty) => {}
            SequenceStep::Characters { least: 0, .. } => {}
            SequenceStep::Characters { characters, least, .. } => {
                return Some(SequenceStep::Characters { characters, least, most: Some(least) });
            }
            SequenceStep::Texts { texts, is_any_case } => {
                // `abc` says nothing beside `ab`.
                let is_needed = |text: &&String| !texts.iter().any(|other| other != *text && covers(text, other));
                let texts = texts.iter().filter(is_needed).cloned().collect();
                return Some(SequenceStep::Texts { texts, is_any_case });
            }
        }
    }
}

fn is_look(hir: &Hir, look: Look) -> bool {
    matches!(hir.kind(), HirKind::Look(found) if *found == look)
}

/// Adds what a part asks for. The parser bounds the depth, and lists of texts are bounded.
fn add(steps: &mut Vec<SequenceStep>, part: &Hir) -> Option<()> {
    match part.kind() {
        HirKind::Capture(capture) => return add(steps, &capture.sub),
        HirKind::Concat(parts) => return parts.iter().try_for_each(|part| add(steps, part)),
        HirKind::Class(class) => push(steps, of_class(class)?),
        HirKind::Repetition(repetition) => push(steps, of_repetition(repetition)?),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Alternation(_) => {
            let (texts, is_any_case) = texts_of(part)?;
            push(steps, SequenceStep::Texts { texts, is_any_case });
        }
        HirKind::Look(_) => return None,
    }
    (steps.len() <= 2 * MOST_STEPS).then_some(())
}

/// Texts that follow each other are one step, if there are few combinations.
fn push(steps: &mut Vec<SequenceStep>, step: SequenceStep) {
    if let (
        Some(SequenceStep::Texts { texts: before, is_any_case: is_before }),
        SequenceStep::Texts { texts: after, is_any_case },
    ) = (steps.last_mut(), &step)
        && let Some((texts, is_joined)) = product((before, *is_before), (after, *is_any_case))
    {
        (*before, *is_before) = (texts, is_joined);
        return;
    }
    steps.push(step);
}

type Texts = (Vec<String>, bool);

/// Each text of the first list with each of the second after it.
fn product(one: (&[String], bool), other: (&[String], bool)) -> Option<Texts> {
    let longest = |texts: &[String]| texts.iter().map(String::len).max().unwrap_or(0);
    if one.0.len() * other.0.len() > MOST_TEXTS || longest(one.0) + longest(other.0) > LONGEST_TEXT {
        return None;
    }
    let is_any_case = common_case([one, other])?;
    let texts = one.0.iter().flat_map(|start| other.0.iter().map(move |end| format!("{start}{end}")));
    Some((texts.collect(), is_any_case))
}

/// Whether case counts in neither list; `None` if it counts in only one of them, and that one has letters.
fn common_case(lists: [(&[String], bool); 2]) -> Option<bool> {
    let is_any_case = lists.iter().any(|(_, is_any_case)| *is_any_case);
    let agrees =
        |(texts, is_own): &(&[String], bool)| *is_own || texts.iter().all(|text| text.chars().all(is_caseless));
    (!is_any_case || lists.iter().all(agrees)).then_some(is_any_case)
}

fn of_class(class: &Class) -> Option<SequenceStep> {
    if let Some(letter) = any_case(class) {
        return Some(SequenceStep::Texts { texts: vec![letter.to_string()], is_any_case: true });
    }
    let characters = Characters::of(class)?;
    Some(match characters.few() {
        Some(few) => SequenceStep::Texts { texts: few.into_iter().map(String::from).collect(), is_any_case: false },
        None => SequenceStep::Characters { characters, least: 1, most: Some(1) },
    })
}

fn of_repetition(repetition: &Repetition) -> Option<SequenceStep> {
    let Repetition { min: least, max: most, sub, .. } = repetition;
    let sub = inner(sub);
    if let HirKind::Class(class) = sub.kind() {
        let characters = Characters::of(class).filter(|characters| characters.few().is_none());
        if let Some(characters) = characters {
            return Some(SequenceStep::Characters { characters, least: *least, most: *most });
        }
    }
    let (mut texts, is_any_case) = texts_of(sub)?;
    if (*least, *most) != (0, Some(1)) {
        return None;
    }
    texts.retain(|text| !text.is_empty());
    texts.push(String::new());
    Some(SequenceStep::Texts { texts, is_any_case })
}

fn inner(hir: &Hir) -> &Hir {
    if let HirKind::Capture(capture) = hir.kind() { inner(&capture.sub) } else { hir }
}

/// The texts that an expression matches, if they are few.
fn texts_of(hir: &Hir) -> Option<Texts> {
    match hir.kind() {
        HirKind::Empty => Some((vec![String::new()], false)),
        HirKind::Literal(literal) => Some((vec![std::str::from_utf8(&literal.0).ok()?.to_owned()], false)),
        HirKind::Capture(capture) => texts_of(&capture.sub),
        HirKind::Class(class) => match of_class(class)? {
            SequenceStep::Texts { texts, is_any_case } => Some((texts, is_any_case)),
            SequenceStep::Characters { .. } => None,
        },
        HirKind::Repetition(repetition) => match of_repetition(repetition)? {
            SequenceStep::Texts { texts, is_any_case } => Some((texts, is_any_case)),
            SequenceStep::Characters { .. } => None,
        },
        HirKind::Concat(parts) => parts.iter().try_fold((vec![String::new()], false), |(all, is_any_case), part| {
            let (next, is_next_any_case) = texts_of(part)?;
            product((&all, is_any_case), (&next, is_next_any_case))
        }),
        HirKind::Alternation(parts) => parts.iter().try_fold((Vec::new(), false), |(mut all, is_any_case), part| {
            let (next, is_next_any_case) = texts_of(part)?;
            let is_any_case = common_case([(&all, is_any_case), (&next, is_next_any_case)])?;
            all.extend(next);
            (all.len() <= MOST_TEXTS).then_some((all, is_any_case))
        }),
        HirKind::Look(_) => None,
    }
}

/// The letter whose upper and lower case a class consists of: `[Ss\x{17f}]` for `(?i)s`.
fn any_case(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let letter = class.ranges().first().map(|range| range.start())?;
    let lower = letter.to_lowercase().next()?;
    let is_same = |letter: char| !is_caseless(letter) && folded(letter) == *class;
    [lower, letter].into_iter().find(|letter| is_same(*letter))
}

fn is_caseless(letter: char) -> bool {
    let folded = folded(letter);
    matches!(folded.ranges(), [only] if only.start() == only.end())
}

fn folded(letter: char) -> ClassUnicode {
    let mut class = ClassUnicode::new([ClassUnicodeRange::new(letter, letter)]);
    class.case_fold_simple();
    class
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequence(pattern: &str) -> Option<Sequence> {
        Sequence::of(&Regex::new(pattern).unwrap())
    }

    fn texts(texts: &[&str], is_any_case: bool) -> SequenceStep {
        SequenceStep::Texts { texts: texts.iter().map(|text| (*text).to_owned()).collect(), is_any_case }
    }

    #[test]
    fn texts_that_follow_each_other_are_joined() {
        for (pattern, joined) in [
            ("^(?:feature|fix)/$", texts(&["feature/", "fix/"], false)),
            ("^https?://a/?$", texts(&["https://a/", "https://a", "http://a/", "http://a"], false)),
            ("^[ab]c$", texts(&["ac", "bc"], false)),
            ("^(?i)drop-1$", texts(&["drop-1"], true)),
            ("^(?i:drop|delete)$", texts(&["drop", "delete"], true)),
        ] {
            assert_eq!(sequence(pattern).map(|sequence| sequence.steps), Some(vec![joined]), "{pattern}");
        }
        assert_eq!(sequence("^(?i:a)b$").unwrap().steps, [texts(&["a"], true), texts(&["b"], false)]);
    }

    #[test]
    fn an_open_end_asks_for_the_least() {
        for (open, same) in [
            ("^a[0-9]{2,5}", "^a[0-9]{2}"),
            ("^ab.*", "^ab"),
            ("^ab(?:c)?[0-9]*", "^ab"),
            (".*ab$", "ab$"),
            ("[0-9]+x", "[0-9]x"),
        ] {
            assert_eq!(sequence(open), sequence(same), "{open}");
            assert!(sequence(open).is_some());
        }
    }

    #[test]
    fn other_forms_are_left_to_the_expression() {
        for pattern in [
            "",
            "^",
            "^$",
            ".*",
            "^(?:a+|b+)$",
            "^a+$",
            "^(?:ab){2}$",
            r"\ba",
            "(?m)^a",
            r"^\pL+$",
            "^[^a-z!-/]+$",
            "^a|b$",
            "^[0-9]a[0-9]b[0-9]c$",
            r"^[\x00-\x1f]+$",
        ] {
            assert_eq!(sequence(pattern), None, "{pattern}");
        }
    }
}
