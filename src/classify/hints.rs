//! What the arguments and the server's hints add. They can make a tool more dangerous than its name says,
//! never less, because the hints come from the same author as the list of tools.

use super::evidence::{Certainty, Evidence, Facts};
use super::nouns;
use crate::catalog::Annotations;
use crate::vocab::Category;

/// What the names of the arguments add: a file that is written, code that is run, a sum of money.
pub(super) fn arguments(said: Evidence, words: &[String], facts: &Facts<'_>) -> Evidence {
    let has = |wanted: &str| facts.arguments.iter().any(|argument| argument.eq_ignore_ascii_case(wanted));
    let keeps = words.iter().any(|word| matches!(word.as_str(), "download" | "export" | "screenshot" | "convert"));
    let destination = facts.arguments.iter().find(|argument| nouns::is_destination(argument));
    match (said.category, destination) {
        (Category::Read, Some(argument)) if keeps => {
            let why = format!("it writes to `{argument}`");
            Evidence { category: Category::Write, certainty: Certainty::Likely, why }
        }
        (Category::Read, _) if said.certainty == Certainty::Guessed || words.iter().any(|word| word == "evaluate") => {
            match facts.arguments.iter().find(|argument| nouns::is_code(argument)) {
                Some(code) => Evidence {
                    category: Category::Execute,
                    certainty: Certainty::Guessed,
                    why: format!("it takes `{code}`"),
                },
                None => said,
            }
        }
        (Category::Write, _) if has("amount") && (has("currency") || has("recipient") || has("payment_method")) => {
            let why = "it takes an `amount` of money".to_owned();
            Evidence { category: Category::Financial, certainty: Certainty::Likely, why }
        }
        (Category::Read | Category::Write | Category::Execute | Category::Destructive | Category::Financial, _) => said,
    }
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
