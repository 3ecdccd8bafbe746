//! What a description says: its first sentence begins with the verb, or with `This tool`.

use super::evidence::{Certainty, Evidence, Verb};
use super::name;
use super::verbs::{self, Sense};
use super::words;
use crate::vocab::Category;

/// How many words may come before the verb of a sentence.
const BEFORE_THE_VERB: usize = 6;
/// How many words from the verb on count as its object.
const NEAR: usize = 6;

/// The evidence of a description, from the first verb of its first sentence.
pub(super) fn judge(text: &str) -> Option<Evidence> {
    let words = words::of_sentence(text);
    let (at, word, category, sense) = words.iter().take(BEFORE_THE_VERB).enumerate().find_map(|(at, word)| {
        let (category, sense) = verbs::of_bent(word)?;
        (at == 0 || sense == Sense::Verb).then_some((at, word, category, sense))
    })?;
    let second = joined(&words, at).or_else(|| kept(&words)).filter(|(_, second)| *second > category);
    let certainty = if at == 0 && sense == Sense::Verb { Certainty::Clear } else { Certainty::Likely };
    let Some((word, category)) = second else {
        let verb = Verb { word, at, category, certainty };
        return Some(name::said("description", verb, words.get(..at + NEAR).unwrap_or(&words)));
    };
    Some(Evidence { category, certainty, why: format!("its description says `{word}`") })
}

/// The second verb of `Create or update`, `Read/write`, `Lists, adds and removes`.
fn joined(words: &[String], at: usize) -> Option<(&String, Category)> {
    let rest = words.get(at + 1..)?;
    let joints = rest.iter().take_while(|word| is_joint(word) || verbs::of_bent(word).is_some()).count();
    let behind = rest.get(..joints)?.windows(2).filter_map(|pair| match pair {
        [joint, verb] if is_joint(joint) && !is_joint(verb) => Some(verb),
        _ => None,
    });
    let verbs = behind.filter_map(|word| {
        let (category, sense) = verbs::of_bent(word)?;
        (sense == Sense::Verb).then_some((word, category))
    });
    verbs.max_by_key(|(_, category)| *category)
}

/// `Scrapes a page and saves it`: the result of a read is kept.
fn kept(words: &[String]) -> Option<(&String, Category)> {
    let keeps = |word: &str| matches!(word, "save" | "saves" | "store" | "stores" | "write" | "writes");
    words.windows(2).find_map(|pair| match pair {
        [joint, verb] if is_joint(joint) && keeps(verb) => Some((verb, Category::Write)),
        _ => None,
    })
}

fn is_joint(word: &str) -> bool {
    matches!(word, "and" | "or" | "then")
}
