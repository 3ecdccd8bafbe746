//! Mistakes in the values of `under`, `on`, `at`, `starts with` and `ends with`.

use super::Wanted;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;
use crate::vocab::{HostMistake, OperandMistake, TextOperator};

/// A value that the operator can't compare with.
pub fn invalid_operand(place: Place, operator: TextOperator, text: &str, mistake: &OperandMistake) -> Diagnostic {
    let (label, help) = reason(operator, mistake);
    let message = if matches!(mistake, OperandMistake::Empty) {
        format!("`{}` can't compare with an empty string", operator.word())
    } else {
        format!("`{text}` is not {}", kind(operator))
    };
    Diagnostic::error(Code::INVALID_OPERAND, place, message, label).with_help_if(help)
}

/// A number or a boolean where a string is needed.
pub fn not_a_text(place: Place, written_at: Place, is: &str, wanted: Wanted) -> Diagnostic {
    let word = wanted.word();
    let message = format!("`{word}` needs a string, not {is}");
    let error = Diagnostic::error(Code::TYPE_MISMATCH, wanted.comparison, message, format!("`{word}` needs a string"));
    if place == written_at { error } else { error.with_label(written_at, is) }
}

/// Values whose regular expression is too large.
pub fn operands_too_large(place: Place, operator: TextOperator) -> Diagnostic {
    let message = format!("the values of `{}` are too large together", operator.word());
    let label = "compiles to a regular expression of more than 64 KiB, or one that takes more than 1 MiB";
    Diagnostic::error(Code::INVALID_OPERAND, place, message, label).with_help("compare with fewer or shorter values")
}

fn kind(operator: TextOperator) -> &'static str {
    match operator {
        TextOperator::Under => "a folder that `under` can compare with",
        TextOperator::On => "a host or an address",
        TextOperator::At => "a mail domain",
        TextOperator::StartsWith | TextOperator::EndsWith => "a string",
    }
}

/// What is wrong, for the label, and what to do.
fn reason(operator: TextOperator, mistake: &OperandMistake) -> (String, Option<String>) {
    match mistake {
        OperandMistake::Empty => match operator {
            TextOperator::StartsWith => ("every string starts with an empty one".to_owned(), None),
            TextOperator::EndsWith => ("every string ends with an empty one".to_owned(), None),
            TextOperator::Under | TextOperator::On | TextOperator::At => ("an empty string".to_owned(), None),
        },
        OperandMistake::LeadingDot(folder) => {
            let help = match folder.as_str() {
                "" => "write \".\" for every relative path that does not climb".to_owned(),
                folder => format!("write \"{folder}\": a call may still start it with `./`"),
            };
            ("starts with `./`".to_owned(), Some(help))
        }
        OperandMistake::EmptyStep(step) => step_reason(operator, step),
        OperandMistake::Character(character) => character_reason(operator, *character),
        OperandMistake::Host(host) => host_reason(operator, *host),
        OperandMistake::Scheme(scheme) => (
            format!("`{scheme}` is not a scheme"),
            Some("a scheme is a letter, and then letters, digits, `+`, `.` or `-`: `https://…`".to_owned()),
        ),
        OperandMistake::Port(port) => {
            (format!("`{port}` is not a port"), Some("a port is a number from 1 to 65535".to_owned()))
        }
        OperandMistake::Mailbox(domain) => (
            "an address, not a domain".to_owned(),
            Some(format!("write the domain, \"{domain}\"; for one address, write `==`")),
        ),
        OperandMistake::NotADomain => {
            ("not a domain name".to_owned(), Some("write a domain such as \"acme.example\"".to_owned()))
        }
    }
}

fn step_reason(operator: TextOperator, step: &str) -> (String, Option<String>) {
    let label = if step.is_empty() { "has an empty step".to_owned() } else { format!("has the step `{step}`") };
    let help = match operator {
        TextOperator::Under => "write the folder itself, without empty steps, `.` and `..`",
        TextOperator::On | TextOperator::At | TextOperator::StartsWith | TextOperator::EndsWith => {
            "write the path itself, without empty steps, `.` and `..`"
        }
    };
    (label, Some(help.to_owned()))
}

fn character_reason(operator: TextOperator, character: char) -> (String, Option<String>) {
    let label = match character {
        ' ' => "contains a space".to_owned(),
        _ if character.is_control() => "contains a control character".to_owned(),
        _ => format!("contains `{character}`"),
    };
    let help = match (character, operator) {
        ('*' | '?', TextOperator::Under) => Some("`under` covers everything in the folder: write the folder alone"),
        ('*' | '?' | '#' | ';', _) => Some("write the path alone: everything below it is covered"),
        ('%', _) => Some("a `%` may start an escape, which the server may decode"),
        ('\\', TextOperator::Under) => Some("`under` knows folders with `/` only"),
        (_, _) => None,
    };
    (label, help.map(str::to_owned))
}

fn host_reason(operator: TextOperator, mistake: HostMistake) -> (String, Option<String>) {
    let what = if operator == TextOperator::At { "domain" } else { "host" };
    let (label, help) = match mistake {
        HostMistake::Empty => (format!("the {what} is missing"), None),
        HostMistake::User => {
            ("contains a user".to_owned(), Some("write the host without what is before the `@`".to_owned()))
        }
        HostMistake::OneLabel => (
            format!("a {what} has at least two parts, as in `docs.example.com`"),
            (what == "host").then(|| "for a host name without dots, compare with `matches`".to_owned()),
        ),
        HostMistake::Star => (
            "a `*` can only be the first part of a name".to_owned(),
            Some("write `*.example.com` for every name below `example.com`".to_owned()),
        ),
        HostMistake::NotAscii => (
            "contains other letters than ASCII".to_owned(),
            Some("write the name as the network does: `xn--…`".to_owned()),
        ),
        HostMistake::Other => (
            format!("not a {what}"),
            Some("a name has parts of letters, digits, `-` and `_`, with dots between them".to_owned()),
        ),
    };
    (label, help)
}
