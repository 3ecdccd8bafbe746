//! What a name says: which of its words is the verb. [`super::around`] says what the other words make of it.

use super::around;
use super::evidence::{Certainty, Evidence, Verb};
use super::nouns::{self, has};
use super::verbs::{self, Sense};
use crate::vocab::Category;

/// The evidence of the words of a name; `None` if none of them is a verb.
pub(super) fn judge(words: &[String]) -> Option<Evidence> {
    Some(said("name", stronger(verb(words)?, words), words))
}

/// What a verb says among its words, in the name or in the description.
pub(super) fn said(where_from: &str, verb: Verb<'_>, words: &[String]) -> Evidence {
    let meant = around::meant(verb, words);
    let why = match meant.by {
        Some(noun) if noun != verb.word => format!("its {where_from} says `{}` and `{noun}`", verb.word),
        Some(_) | None => format!("its {where_from} says `{}`", verb.word),
    };
    Evidence { category: meant.category, certainty: meant.certainty, why }
}

/// The first word that can only be a verb; otherwise the first or the last that may be one; otherwise a noun
/// for a doer.
pub(super) fn verb(words: &[String]) -> Option<Verb<'_>> {
    let found = |at: usize, wanted: Sense| {
        let word = words.get(at)?;
        let (category, sense) = verbs::of(word)?;
        let certainty = if sense == Sense::Verb { Certainty::Clear } else { Certainty::Likely };
        (sense == wanted).then_some(Verb { word, at, category, certainty })
    };
    let last = words.len().checked_sub(1)?;
    let is_look = last > 0 && words.get(last).is_some_and(|word| nouns::ends_a_look(word));
    // `order_details` reads an order, `order_food` orders.
    let leads = || found(0, Sense::Both).filter(|leading| leading.category > Category::Read && !is_look);
    // `app_close_issues` closes: the last word is the object.
    let ends = || found(last, Sense::Both).filter(|last| is_look || last.category > Category::Read || !changes(words));
    let clear = (0..words.len()).find_map(|at| found(at, Sense::Verb));
    asks(words).or_else(|| looks_at_a_run(words)).or(clear).or_else(leads).or_else(ends).or_else(|| guessed(words))
}

/// `is_open`, `has_stock`
fn asks(words: &[String]) -> Option<Verb<'_>> {
    let word = words.first().filter(|word| words.len() > 1 && has("is has are can does was were", word))?;
    Some(Verb { word, at: 0, category: Category::Read, certainty: Certainty::Likely })
}

/// `download_workflow_run_artifact` is about a run that another tool has started.
fn looks_at_a_run(words: &[String]) -> Option<Verb<'_>> {
    let looks = |word: &&String| has("download export view watch monitor track load print log review audit", word);
    let word = words.first().filter(looks)?;
    let is_run = words.iter().any(|word| matches!(word.as_str(), "run" | "runs"));
    let is_only_verb =
        || words.iter().all(|word| word == "run" || verbs::of(word).is_none_or(|(_, sense)| sense == Sense::Both));
    (is_run && is_only_verb()).then_some(Verb { word, at: 0, category: Category::Read, certainty: Certainty::Likely })
}

/// Whether a word that may be a verb does more than read.
fn changes(words: &[String]) -> bool {
    words.iter().filter_map(|word| verbs::of(word)).any(|(category, _)| category > Category::Read)
}

/// A doer at the end of a name, such as `article_getter`; a verb or noun within it; or the plural of what it
/// lists.
fn guessed(words: &[String]) -> Option<Verb<'_>> {
    let guess =
        |at: usize, category| Some(Verb { word: words.get(at)?.as_str(), at, category, certainty: Certainty::Guessed });
    let last = words.len().checked_sub(1)?;
    let doer = || guess(last, verbs::of_doer(words.get(last)?)?.0);
    let within = || {
        let categories = words.iter().enumerate().filter_map(|(at, word)| Some((at, verbs::of(word)?.0)));
        let (at, category) = categories.max_by_key(|(_, category)| *category)?;
        guess(at, category)
    };
    let plural = || {
        let is_plural = |word: &&String| word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
        words.get(last).filter(is_plural).and_then(|_| guess(last, Category::Read))
    };
    doer().or_else(within).or_else(plural)
}

/// A second verb that does more: after `and`, `or` or `then`, or at the end of a name that begins with a verb
/// that reads, such as `list_create`.
fn stronger<'w>(verb: Verb<'w>, words: &'w [String]) -> Verb<'w> {
    let second = |at: usize| {
        let word = words.get(at)?;
        let (category, sense) = verbs::of(word)?;
        let certainty = match sense {
            Sense::Verb => verb.certainty,
            // After `and`, what may be a noun is probably a verb: `lookup_and_charge`.
            Sense::Both if follows_and(words, at) => verb.certainty.min(Certainty::Likely),
            Sense::Both => Certainty::Guessed,
        };
        (category > verb.category).then_some(Verb { word, at, category, certainty })
    };
    let is_joint = |at: usize| words.get(at).is_some_and(|word| matches!(word.as_str(), "and" | "or" | "then"));
    let joined = (verb.at + 1..words.len()).filter(|at| is_joint(at - 1)).filter_map(second);
    let closing = || {
        let last = words.len().checked_sub(1).filter(|last| *last > verb.at && verb.category == Category::Read)?;
        second(last).filter(|closing| is_hardly_a_noun(closing.word))
    };
    joined.max_by_key(|verb| verb.category).or_else(closing).unwrap_or(verb)
}

fn follows_and(words: &[String], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    before.is_some_and(|word| matches!(word.as_str(), "and" | "then"))
}

fn is_hardly_a_noun(word: &str) -> bool {
    matches!(
        word,
        "create"
            | "add"
            | "insert"
            | "upsert"
            | "append"
            | "write"
            | "edit"
            | "modify"
            | "replace"
            | "execute"
            | "exec"
            | "eval"
            | "delete"
            | "remove"
            | "destroy"
            | "drop"
            | "purge"
            | "clear"
    )
}
