//! Conditions as English. `and` and `or` are kept apart by commas, by semicolons, and by brackets in the third level.

use std::collections::HashSet;

use super::comparison;
use super::predicate::Predicate;
use crate::describe::condition::{Comparison, Condition};
use crate::describe::phrase::Phrase;
use crate::vocab::Path;

pub use super::stance::{Side, Stance};

/// A group of more parts is cut.
const MOST_PARTS: usize = 40;

/// The condition, to follow "if" or "only if".
pub fn phrase(condition: &Condition, stance: Stance) -> Phrase {
    match Part::of(condition, stance, &HashSet::new()) {
        Part::Any(parts) => alternatives(parts),
        Part::All(parts) => requirements(parts),
        part @ (Part::Is { .. } | Part::More(_)) => part.flat("and").0,
    }
}

/// A condition in the form in which it is said: comparisons of one argument that follow each other are one part.
enum Part {
    All(Vec<Part>),
    Any(Vec<Part>),
    Is {
        /// Several are said with "or".
        paths: Vec<Path>,
        says: Phrase,
        after_order: Option<Phrase>,
        /// It has an "and", an "or" or a comma of its own.
        is_compound: bool,
        /// It is several comparisons.
        is_merged: bool,
    },
    /// So many further conditions.
    More(usize),
}

impl Part {
    /// `given` are the arguments that are known to be there.
    fn of(condition: &Condition, stance: Stance, given: &HashSet<&Path>) -> Self {
        match condition {
            Condition::All(parts) => {
                let given = given.iter().copied().chain(parts.iter().filter_map(given_by)).collect();
                let (parts, more) = first(parts);
                let parts = parts.iter().map(|part| Self::of(part, stance, &given)).collect();
                // Groups come last, where they need the fewest marks.
                let (groups, single): (Vec<_>, Vec<_>) = merged(parts, "and").into_iter().partition(Self::is_group);
                Self::All(single.into_iter().chain(groups).chain(more).collect())
            }
            Condition::Any(parts) => {
                let (parts, more) = first(parts);
                let inner = parts.iter().flat_map(|part| Self::of(part, stance, given).alternatives());
                Self::Any(merged(without_repeats(inner), "or").into_iter().chain(more).collect())
            }
            Condition::Is(comparison) => Self::of_comparison(comparison, stance, given.contains(&comparison.path)),
        }
    }

    fn of_comparison(comparison: &Comparison, stance: Stance, is_given: bool) -> Self {
        let Predicate { says, after_order, is_compound } = comparison::predicate(comparison, stance, is_given);
        let paths = vec![comparison.path.clone()];
        let is = Self::Is { paths: paths.clone(), says, after_order, is_compound, is_merged: false };
        if !comparison.is_negated || is_given || !comparison::opposite_takes_null(comparison) {
            return is;
        }
        // The opposite of a comparison holds for an argument that is left out.
        let says = Phrase::words("is left out");
        Self::Any(vec![Self::Is { paths, says, after_order: None, is_compound: false, is_merged: false }, is])
    }

    fn alternatives(self) -> Vec<Self> {
        match self {
            Self::Any(parts) => parts,
            part @ (Self::All(_) | Self::Is { .. } | Self::More(_)) => vec![part],
        }
    }

    /// The part after "and" or "or", and whether it has one of its own.
    fn flat(self, word: &str) -> (Phrase, bool) {
        match self {
            Self::Is { paths, says, is_compound, .. } => {
                let arguments = Phrase::listed(paths.iter().map(comparison::argument), "or");
                (arguments.say(" ").then(says), is_compound || paths.len() > 1)
            }
            Self::All(parts) => (joined(parts, "and"), true),
            Self::Any(parts) => (joined(merged(parts, "or"), "or"), true),
            Self::More(more) if word == "or" => {
                (Phrase::words(format!("one of {more} further conditions holds")), false)
            }
            Self::More(more) => (Phrase::words(format!("{more} further conditions hold")), false),
        }
    }

    /// Adds another part to this one; gives it back if that would be unclear.
    fn merge(&mut self, part: Part, word: &str) -> Option<Part> {
        let Self::Is { paths, says, after_order, is_compound, is_merged } = self else { return Some(part) };
        match part {
            Self::Is { paths: more, says: same, .. } if word == "or" && *says == same && *paths != more => {
                paths.extend(more);
            }
            Self::Is { paths: same, says: next, after_order: next_after, .. }
                if same == *paths && same.len() == 1 && !*is_compound =>
            {
                let next = next_after.filter(|_| after_order.is_some()).unwrap_or(next);
                *says = std::mem::take(says).say(&format!(" {word} ")).then(next);
                (*after_order, *is_compound, *is_merged) = (None, true, true);
            }
            part @ (Self::Is { .. } | Self::All(_) | Self::Any(_) | Self::More(_)) => return Some(part),
        }
        None
    }

    fn is_group(&self) -> bool {
        matches!(self, Self::All(_) | Self::Any(_))
    }
}

/// The argument that a part of an `and` asks for.
fn given_by(condition: &Condition) -> Option<&Path> {
    match condition {
        Condition::Is(comparison) if comparison.presence() == Some(true) => Some(&comparison.path),
        Condition::Is(_) | Condition::All(_) | Condition::Any(_) => None,
    }
}

/// The first parts of a group, and how many there are besides. One part alone is not cut.
fn first(parts: &[Condition]) -> (&[Condition], Option<Part>) {
    match parts.split_at_checked(MOST_PARTS) {
        Some((first, rest)) if rest.len() > 1 => (first, Some(Part::More(rest.len()))),
        Some(_) | None => (parts, None),
    }
}

/// "`a` is 1 and `b` is 2, or if `c` is 3"
fn alternatives(parts: Vec<Part>) -> Phrase {
    let parts = merged(parts, "or");
    let is_plain = |part: &Part| match part {
        Part::Is { paths, is_compound, .. } => !is_compound && paths.len() == 1,
        Part::More(_) => true,
        Part::All(_) | Part::Any(_) => false,
    };
    if parts.iter().all(is_plain) {
        return joined(parts, "or");
    }
    Phrase::joined(parts.into_iter().map(|part| part.flat("or").0), ", or if ", ", or if ")
}

/// "`a` is 1, and either `b` is 2 or `c` is 3"
fn requirements(parts: Vec<Part>) -> Phrase {
    if !parts.iter().any(Part::is_group) {
        return joined(parts, "and");
    }
    let said = |part: Part| match part {
        // The alternatives of one argument need no mark.
        Part::Any(parts) => {
            let parts = merged(parts, "or");
            let start = if parts.len() > 1 { "either " } else { "" };
            Phrase::words(start).then(joined(parts, "or"))
        }
        part @ (Part::Is { .. } | Part::All(_) | Part::More(_)) => part.flat("and").0,
    };
    // "A, and either B or C" is clear, but a group before the comma would not be.
    let last = if parts.len() == 2 && !parts.first().is_some_and(Part::is_group) { ", and " } else { "; and " };
    Phrase::joined(parts.into_iter().map(said), "; ", last)
}

/// The parts with a word between them. Groups among them are in brackets.
fn joined(parts: Vec<Part>, word: &str) -> Phrase {
    // A list of values at the end needs no comma: `x` is 5 and `y` is `a` or `b`.
    let is_several = |part: &Part| matches!(part, Part::Is { is_merged, paths, .. } if *is_merged || paths.len() > 1);
    let ends_with_several = parts.len() > 1 && parts.last().is_some_and(is_several);
    let bracketed = |part: Part| {
        let is_group = part.is_group();
        let (phrase, is_compound) = part.flat(word);
        if is_group { (Phrase::words("(").then(phrase).say(")"), false) } else { (phrase, is_compound) }
    };
    let said: Vec<(Phrase, bool)> = parts.into_iter().map(bracketed).collect();
    let is_mixed = said.iter().rev().skip(1).any(|(_, is_compound)| *is_compound) || ends_with_several;
    let phrases = said.into_iter().map(|(phrase, _)| phrase);
    let (plain, comma) = (format!(" {word} "), format!(", {word} "));
    if is_mixed { Phrase::joined(phrases, &comma, &comma) } else { Phrase::joined(phrases, ", ", &plain) }
}

/// Parts next to each other as one part: "`amount` is above 0 and at most 100", "`body` or `headers` is given".
fn merged(parts: Vec<Part>, word: &str) -> Vec<Part> {
    let mut merged: Vec<Part> = Vec::new();
    for part in parts {
        let rest = match merged.last_mut() {
            Some(last) => last.merge(part, word),
            None => Some(part),
        };
        merged.extend(rest);
    }
    merged
}

/// An argument that is left out is said once.
fn without_repeats(parts: impl Iterator<Item = Part>) -> Vec<Part> {
    let mut seen = HashSet::new();
    let is_new = |part: &Part| match part {
        Part::Is { paths, says, .. } => seen.insert((paths.clone(), says.clone())),
        Part::All(_) | Part::Any(_) | Part::More(_) => true,
    };
    parts.filter(is_new).collect()
}
