//! What the arguments and the server's hints add. They can make a tool more dangerous than its name says,
//! never less, because the hints come from the same author as the list of tools.

use super::arguments;
use super::evidence::{Certainty, Evidence, Facts};
use crate::catalog::Annotations;
use crate::vocab::Category;

/// What the arguments add: a file that is written, a program that is run, somebody who gets something, a sum of
/// money. If the name says nothing (`is_vague`), a description that sounds like a read is not enough beside them.
pub(super) fn arguments(said: Evidence, is_vague: bool, words: &[String], facts: &Facts<'_>) -> Evidence {
    match said.category {
        Category::Read => read(&said, is_vague, words, facts).unwrap_or(said),
        Category::Write => write(facts).unwrap_or(said),
        Category::Execute | Category::Destructive | Category::Financial => said,
    }
}

fn read(said: &Evidence, is_vague: bool, words: &[String], facts: &Facts<'_>) -> Option<Evidence> {
    let keeps = |word: &String| matches!(word.as_str(), "download" | "export" | "screenshot" | "convert");
    let evaluates = words.iter().any(|word| word == "evaluate");
    let is_guessed = is_vague || said.certainty == Certainty::Guessed;
    if let Some(argument) = arguments::destination(facts).filter(|_| is_vague || words.iter().any(keeps)) {
        let why = format!("it writes to `{argument}`");
        return Some(Evidence { category: Category::Write, certainty: Certainty::Likely, why });
    }
    let is_guessed = is_guessed && !arguments::only_reads_code(words, facts);
    if let Some(program) =
        arguments::program(facts).filter(|_| is_guessed || evaluates || arguments::shows_a_run(facts))
    {
        let why = format!("it takes `{program}`");
        return Some(Evidence { category: Category::Execute, certainty: Certainty::Guessed, why });
    }
    let recipient = arguments::recipient(facts).filter(|_| is_guessed)?;
    let why = format!("it takes `{recipient}`");
    Some(Evidence { category: Category::Write, certainty: Certainty::Guessed, why })
}

fn write(facts: &Facts<'_>) -> Option<Evidence> {
    let has = |wanted: &str| facts.arguments.iter().any(|argument| argument.name.eq_ignore_ascii_case(wanted));
    let is_payment = has("amount") && (has("currency") || has("recipient") || has("payment_method"));
    let why = "it takes an `amount` of money".to_owned();
    is_payment.then_some(Evidence { category: Category::Financial, certainty: Certainty::Likely, why })
}

/// What the server's own hints add.
pub(super) fn annotations(said: Evidence, hints: Annotations) -> Evidence {
    let changes = match (hints.read_only, hints.destructive) {
        (Some(false), _) => Some("the server does not call it read-only"),
        (Some(true) | None, Some(true)) => Some("the server calls it destructive"),
        (Some(true) | None, Some(false) | None) => None,
    };
    match (said.category, changes) {
        (Category::Read, Some(why)) => {
            Evidence { category: Category::Write, certainty: Certainty::Likely, why: why.to_owned() }
        }
        (Category::Write, _) if hints.destructive == Some(true) => Evidence {
            certainty: said.certainty.min(Certainty::Likely),
            why: format!("{}, and the server calls it destructive", said.why),
            ..said
        },
        (Category::Read | Category::Write | Category::Execute | Category::Destructive | Category::Financial, _) => said,
    }
}
