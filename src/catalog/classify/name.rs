//! What a name says: which of its words is the verb, and what the words around make of it.

use super::nouns;
use super::verbs::{self, Sense};
use crate::vocab::Category;

/// What something says of a tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub category: Category,
    pub certainty: Certainty,
    /// What says so, in the user's words.
    pub why: String,
}

/// How much is to be given for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// Better than nothing.
    Guessed,
    /// More often right than not.
    Likely,
    /// As clear as words are.
    Clear,
}

/// The verb of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verb<'w> {
    pub word: &'w str,
    pub at: usize,
    pub category: Category,
    pub certainty: Certainty,
}

/// What the words of a name say; nothing where none of them is a verb.
pub(super) fn judge(words: &[String]) -> Option<Said> {
    Some(said("name", stronger(verb(words)?, words), words))
}

/// What a verb says among its words, in the name or in the description.
pub(super) fn said(where_from: &str, verb: Verb<'_>, words: &[String]) -> Said {
    let (category, certainty, noun) = within(verb, words);
    let why = match noun {
        Some(noun) if noun != verb.word => format!("its {where_from} says `{}` and `{noun}`", verb.word),
        Some(_) | None => format!("its {where_from} says `{}`", verb.word),
    };
    Said { category, certainty, why }
}

/// The first word that can only be a verb; else the first or the last that may be one; else a doer.
pub(super) fn verb(words: &[String]) -> Option<Verb<'_>> {
    let found = |at: usize, wanted: Sense| {
        let word = words.get(at)?;
        let (category, sense) = verbs::of(word)?;
        let certainty = if sense == Sense::Verb { Certainty::Clear } else { Certainty::Likely };
        (sense == wanted).then_some(Verb { word, at, category, certainty })
    };
    let last = words.len().checked_sub(1)?;
    let is_look = last > 0 && words.get(last).is_some_and(|word| nouns::ends_a_look(word));
    // `order_details` looks at an order, `order_food` orders.
    let leads = || found(0, Sense::Both).filter(|leading| leading.category > Category::Read && !is_look);
    let sure = (0..words.len()).find_map(|at| found(at, Sense::Verb));
    sure.or_else(leads).or_else(|| found(last, Sense::Both)).or_else(|| guessed(words))
}

/// A noun that is a verb elsewhere in the name, or a doer at its end: `article_getter`.
fn guessed(words: &[String]) -> Option<Verb<'_>> {
    let guess = |at: usize, word, category| Verb { word, at, category, certainty: Certainty::Guessed };
    let last = words.len().checked_sub(1)?;
    let doer = words.get(last).and_then(|word| Some(guess(last, word.as_str(), verbs::of_doer(word)?.0)));
    let somewhere = || {
        let both = |(at, word): (usize, &'_ String)| Some((at, verbs::of(word)?.0));
        let (at, category) = words.iter().enumerate().filter_map(both).max_by_key(|(_, category)| *category)?;
        Some(guess(at, words.get(at)?.as_str(), category))
    };
    let plural = || {
        let word = words.get(last).filter(|word| word.len() > 3 && word.ends_with('s') && !word.ends_with("ss"))?;
        Some(guess(last, word.as_str(), Category::Read))
    };
    doer.or_else(somewhere).or_else(plural)
}

/// A second verb that does more: behind `and`, `or`, `then`, or at the end of a name that begins
/// with a noun like `list` or `search`.
fn stronger<'w>(verb: Verb<'w>, words: &'w [String]) -> Verb<'w> {
    let second = |at: usize| {
        let word = words.get(at)?;
        let (category, sense) = verbs::of(word)?;
        let certainty = if sense == Sense::Verb { verb.certainty } else { Certainty::Guessed };
        (category > verb.category).then_some(Verb { word, at, category, certainty })
    };
    let joined = (verb.at + 1..words.len())
        .filter(|at| words.get(at - 1).is_some_and(|word| matches!(word.as_str(), "and" | "or" | "then")));
    let joined = joined.filter_map(second).max_by_key(|verb| verb.category);
    let last = words.len().saturating_sub(1);
    let closing = (last > verb.at).then(|| second(last)).flatten().filter(|closing| closes(verb, closing));
    joined.or(closing).unwrap_or(verb)
}

/// Verbs that are hardly nouns, so that at the end of a name they are what it does.
fn closes(verb: Verb<'_>, closing: &Verb<'_>) -> bool {
    verb.category == Category::Read
        && matches!(
            closing.word,
            "create"
                | "delete"
                | "remove"
                | "insert"
                | "write"
                | "destroy"
                | "drop"
                | "purge"
                | "upsert"
                | "execute"
                | "edit"
                | "replace"
                | "modify"
                | "append"
                | "clear"
                | "add"
        )
}

/// What the words around a verb make of it, and the word that does.
fn within<'w>(verb: Verb<'w>, words: &'w [String]) -> (Category, Certainty, Option<&'w str>) {
    let others = || words.iter().enumerate().filter(|(at, _)| *at != verb.at).map(|(_, word)| word.as_str());
    let find = |is: fn(&str) -> bool| others().find(|word| is(word));
    let unsure = verb.certainty.min(Certainty::Likely);
    let plain = (verb.category, verb.certainty, None);
    match verb.category {
        Category::Read if verb.word == "query" => match find(nouns::is_database) {
            Some(database) if verb.at + 1 == words.len() && words.len() > 1 => {
                (Category::Execute, unsure, Some(database))
            }
            Some(_) | None => plain,
        },
        Category::Read => asked(verb, words).unwrap_or(plain),
        Category::Write | Category::Execute if is_about_a_run(verb, words) => {
            (Category::Read, Certainty::Likely.min(verb.certainty), words.last().map(String::as_str))
        }
        Category::Write => written(verb, words).unwrap_or(plain),
        Category::Execute if money(verb, words).is_some() => (Category::Financial, unsure, money(verb, words)),
        Category::Execute if is_generation(verb.word) => match find(nouns::is_given_back) {
            Some(noun) => (Category::Read, unsure, Some(noun)),
            None => (Category::Execute, unsure, None),
        },
        Category::Execute => match find(nouns::is_question) {
            Some(question) if verb.word.starts_with("run") || verb.word.starts_with("execut") => {
                (Category::Read, unsure, Some(question))
            }
            Some(_) | None => plain,
        },
        Category::Destructive => plain,
        Category::Financial => moved(verb, words),
    }
}

/// `deploy_status` asks how it went.
fn is_about_a_run(verb: Verb<'_>, words: &[String]) -> bool {
    let is_last = |word: &String| nouns::is_progress(word) && word != verb.word;
    nouns::is_lengthy(verb.word) && words.last().is_some_and(is_last)
}

/// A look that is none: code that is evaluated, a thread that is resolved.
fn asked<'w>(verb: Verb<'w>, words: &'w [String]) -> Option<(Category, Certainty, Option<&'w str>)> {
    let others = || words.iter().enumerate().filter(|(at, _)| *at != verb.at).map(|(_, word)| word.as_str());
    let find = |is: fn(&str) -> bool| others().find(|word| is(word));
    match verb.word {
        "evaluate" => match find(nouns::is_program) {
            Some(program) => Some((Category::Execute, verb.certainty, Some(program))),
            None if verb.at > 0 && verb.at + 1 == words.len() => Some((Category::Execute, Certainty::Guessed, None)),
            None => None,
        },
        "resolve" => find(nouns::is_settled).map(|noun| (Category::Write, Certainty::Likely, Some(noun))),
        _ => None,
    }
}

/// A write of something that makes it more, or less: an invoice, a whole database, a sum.
fn written<'w>(verb: Verb<'w>, words: &'w [String]) -> Option<(Category, Certainty, Option<&'w str>)> {
    let others = || words.iter().enumerate().filter(|(at, _)| *at != verb.at).map(|(_, word)| word.as_str());
    let find = |is: fn(&str) -> bool| others().find(|word| is(word));
    let unsure = verb.certainty.min(Certainty::Likely);
    if words.iter().all(|word| nouns::is_arithmetic(word)) {
        return Some((Category::Read, Certainty::Guessed, None));
    }
    if matches!(verb.word, "reset" | "rollback") {
        return find(nouns::is_store).map(|store| (Category::Destructive, unsure, Some(store)));
    }
    if verb.word == "apply" {
        return others()
            .find(|word| matches!(*word, "tf" | "terraform"))
            .map(|word| (Category::Destructive, unsure, Some(word)));
    }
    if matches!(verb.word, "send" | "sign" | "broadcast" | "submit") {
        if let Some(chain) = find(nouns::is_chain) {
            return Some((Category::Financial, unsure, Some(chain)));
        }
    }
    if matches!(verb.word, "place" | "submit" | "create") {
        if let Some(order) = find(nouns::is_order) {
            return Some((Category::Financial, unsure, Some(order)));
        }
    }
    if matches!(verb.word, "request" | "make" | "send") {
        if let Some(request) = find(nouns::is_request) {
            return Some((Category::Execute, unsure, Some(request)));
        }
    }
    money(verb, words).map(|money| (Category::Financial, unsure, Some(money)))
}

/// What is money among the words, where nothing else says that none is meant.
fn money<'w>(verb: Verb<'w>, words: &'w [String]) -> Option<&'w str> {
    let others = || words.iter().enumerate().filter(|(at, _)| *at != verb.at).map(|(_, word)| word.as_str());
    let money = others().find(|word| nouns::is_money(word))?;
    (!others().any(nouns::is_no_money)).then_some(money)
}

fn is_generation(word: &str) -> bool {
    word.starts_with("generat") || word.starts_with("regenerat")
}

/// `transfer_funds` moves money, `transfer_issue` does not.
fn moved<'w>(verb: Verb<'w>, words: &'w [String]) -> (Category, Certainty, Option<&'w str>) {
    let others = || words.iter().enumerate().filter(|(at, _)| *at != verb.at).map(|(_, word)| word.as_str());
    let moves_money = others().any(|word| nouns::is_money(word) || nouns::is_chain(word) || word == "balance");
    match verb.word {
        "transfer" | "stake" | "charge" | "trade" if moves_money => (Category::Financial, Certainty::Clear, None),
        "transfer" if others().next().is_some() => (Category::Write, Certainty::Guessed, None),
        _ if verb.at > 0 && verb.certainty < Certainty::Clear => (verb.category, Certainty::Guessed, None),
        _ => (verb.category, verb.certainty, None),
    }
}
