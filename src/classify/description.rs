//! What a description says: its first sentence begins with the verb, or with `This tool`.

use super::evidence::{Certainty, Evidence, Verb};
use super::name;
use super::nouns::has;
use super::verbs::{self, Sense};
use super::words;
use crate::vocab::Category;

/// How many words may come before the verb of a sentence.
const BEFORE_THE_VERB: usize = 6;
/// How many words from the verb on count as its object.
const NEAR: usize = 6;

/// How many sentences are read. The first may be a title: `Corrected calcium. Calculates …`.
const SENTENCES: usize = 3;

/// The evidence of a description, from the first verb of its first sentence, or from a later one that begins with a
/// verb.
pub(super) fn judge(text: &str) -> Option<Evidence> {
    let mut sentences = words::of_sentences(text).take(SENTENCES);
    let first = sentences.next()?;
    let later = |sentence: Vec<String>| {
        let found = sentence_says(&sentence, 1)?;
        Some(Evidence { certainty: found.certainty.min(Certainty::Likely), ..found })
    };
    asks(&first).or_else(|| sentence_says(&first, BEFORE_THE_VERB)).or_else(|| sentences.find_map(later))
}

/// `Whether the shop is open`
fn asks(words: &[String]) -> Option<Evidence> {
    words.first().filter(|word| *word == "whether")?;
    let why = "its description says `whether`".to_owned();
    Some(Evidence { category: Category::Read, certainty: Certainty::Likely, why })
}

/// What may come before a verb: `This tool returns …`.
const SUBJECTS: &str = "tool this function endpoint api command it which";

/// Whether a description begins with a verb that can only mean a look.
pub(super) fn looks(text: &str) -> bool {
    let words = words::of_sentences(text).next().unwrap_or_default();
    let is_start =
        |word: &&String| has("this tool function use used it is to can be the a an which endpoint api", word);
    words
        .iter()
        .find(|word| !is_start(word))
        .is_some_and(|word| has("get gets list lists retrieve retrieves fetch fetches show shows whether", word))
        && !words.iter().any(|word| has("and then", word))
}

/// The evidence of a sentence whose verb is among its first words.
fn sentence_says(words: &[String], before_the_verb: usize) -> Option<Evidence> {
    let (at, word, category, sense) = words.iter().take(before_the_verb).enumerate().find_map(|(at, word)| {
        let is_start = at == 0 || at <= 2 && words.get(at - 1).is_some_and(|before| has(SUBJECTS, before));
        let third = || third_person(words.get(at..)?).filter(|_| is_start);
        let (category, sense) = verbs::of_bent(word).or_else(third)?;
        (is_start || sense == Sense::Verb).then_some((at, word, category, sense))
    })?;
    let second = joined(words, at).or_else(|| kept(words)).filter(|(_, second)| *second > category);
    let is_clear = at == 0 && (sense == Sense::Verb || has("returns displays", word));
    let certainty = if is_clear { Certainty::Clear } else { Certainty::Likely };
    let Some((word, category)) = second else {
        let verb = Verb { word, at, category, certainty };
        return Some(name::said("description", verb, words.get(..at + NEAR).unwrap_or(words)));
    };
    Some(Evidence { category, certainty, why: format!("its description says `{word}`") })
}

/// A first word such as `Returns` or `Posts`, which may also be a plural: `Posts a message`, but not `Posts by
/// friends`.
fn third_person(words: &[String]) -> Option<(Category, Sense)> {
    let (category, sense) = verbs::of(words.first()?.strip_suffix('s')?)?;
    let has_object = || words.get(1).is_some_and(|word| has("a an the all any one every some this its your", word));
    (category == Category::Read || has_object()).then_some((category, sense))
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

/// `Scrapes a page and saves it`: the result of a read is kept. `Finds a tool and runs it`: it is used.
fn kept(words: &[String]) -> Option<(&String, Category)> {
    let keeps = |word: &str| matches!(word, "save" | "saves" | "store" | "stores" | "write" | "writes");
    let kept = words.windows(2).find_map(|pair| match pair {
        [joint, verb] if is_joint(joint) && keeps(verb) => Some((verb, Category::Write)),
        _ => None,
    });
    let used = || {
        words.windows(3).enumerate().find_map(|(at, three)| match three {
            [joint, verb, object]
                if is_joint(joint) && has("it them", object) && !is_marked_read(words.get(at + 3..)) =>
            {
                let (category, _) = verbs::of_bent(verb).or_else(|| verbs::of(verb.strip_suffix('s')?))?;
                Some((verb, category))
            }
            _ => None,
        })
    };
    kept.or_else(used)
}

/// `and marks them as read` is what reading does.
fn is_marked_read(rest: Option<&[String]>) -> bool {
    matches!(rest, Some([first, second, ..]) if first == "as" && has("read seen", second))
}

fn is_joint(word: &str) -> bool {
    matches!(word, "and" | "or" | "then")
}
