//! What `under`, `on`, `at`, `starts with` and `ends with` ask for, as English. "Plain" stands for the spellings that
//! these operators take: `docs/describe.md`.

use super::predicate::{Predicate, one_of, simple};
use super::values;
use crate::describe::phrase::Phrase;
use crate::describe::voice::Voice;
use crate::vocab::TextOperator;

/// "is a plain path to or below `/srv`"
pub fn predicate(operator: TextOperator, operands: &[String], is_negated: bool, voice: Voice) -> Predicate {
    let verb = if is_negated { "is not " } else { "is " };
    let start = match operator {
        TextOperator::Under => return under(verb, operands, voice),
        TextOperator::On if operands.iter().any(|operand| has_path(operand)) => {
            Phrase::words(verb).say("a plain address at or below ")
        }
        TextOperator::On => Phrase::words(verb).say("a plain address on "),
        TextOperator::At => Phrase::words(verb).say("a plain mail address at "),
        TextOperator::StartsWith => Phrase::words(if is_negated { "does not start with " } else { "starts with " }),
        TextOperator::EndsWith => Phrase::words(if is_negated { "does not end with " } else { "ends with " }),
    };
    let shown = |operand: &String| match operator {
        TextOperator::On | TextOperator::At => site(operator, operand, operands),
        TextOperator::Under | TextOperator::StartsWith | TextOperator::EndsWith => Phrase::name(operand),
    };
    let says = start.then(values::either_of(operands.len(), operands.iter().map(shown), voice));
    one_of(says, operands.len())
}

/// A reader does not see `/` and `.` as folders: they mean all absolute and all relative paths.
fn under(verb: &str, operands: &[String], voice: Voice) -> Predicate {
    let all = [("/", "a plain absolute path"), (".", "a plain relative path")];
    let kinds = all.into_iter().filter(|(operand, _)| operands.iter().any(|given| given == operand));
    let kinds: Vec<Phrase> = kinds.map(|(_, words)| Phrase::words(words)).collect();
    let folders: Vec<&String> = operands.iter().filter(|operand| !matches!(operand.as_str(), "/" | ".")).collect();
    let start = if folders.is_empty() { verb.to_owned() } else { format!("{verb}a plain path to or below ") };
    let choices = folders.into_iter().map(|folder| Phrase::name(folder)).chain(kinds);
    let count = operands.len();
    let says = Phrase::words(start).then(values::either_of(count, choices, voice));
    if count == 1 { simple(says) } else { one_of(says, count) }
}

/// `https://docs.example.com`, or `https://*.example.com` and what it leaves out.
fn site(operator: TextOperator, operand: &str, operands: &[String]) -> Phrase {
    let name = match operator {
        TextOperator::On if !operand.contains("://") => Phrase::name(&format!("https://{operand}")),
        TextOperator::On
        | TextOperator::At
        | TextOperator::Under
        | TextOperator::StartsWith
        | TextOperator::EndsWith => Phrase::name(operand),
    };
    match without_star(operand) {
        Some((itself, host)) if !operands.contains(&itself) => {
            name.say(" (without ").then(Phrase::name(host)).say(" itself)")
        }
        Some(_) | None => name,
    }
}

/// `https://*.example.com/docs` without its `*.`, and its host.
fn without_star(operand: &str) -> Option<(String, &str)> {
    let (scheme, rest) = match operand.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), operand),
    };
    let rest = rest.strip_prefix("*.")?;
    Some((format!("{scheme}{rest}"), rest.split(['/', ':']).next().unwrap_or(rest)))
}

fn has_path(address: &str) -> bool {
    let after_scheme = address.split_once("://").map_or(address, |(_, rest)| rest);
    after_scheme.contains('/')
}
