//! What an argument is for, judging by its schema, its name and its tool. Where these disagree and none of them is
//! clear, nothing is known: a coupon's `code` is not a program, and the `to` of a date is not a recipient.

mod descriptions;
mod names;
mod signs;
mod texts;
mod uses;

pub use signs::{Signs, ToolSigns};
pub use texts::{of_beginning, of_text};

use super::argument_kind::ArgumentKind;
use super::words;
use descriptions::{Mentions, is_content, leading};
use signs::NO_TOOL;

/// What the texts of an argument are for, if that is clear.
pub fn kind(signs: &Signs<'_>) -> Option<ArgumentKind> {
    if let Some(format) = signs.format {
        match of_format(format) {
            Format::Kind(kind) => return Some(kind),
            Format::Other => return None,
            Format::Unknown => {}
        }
    }
    let own = own(signs);
    let leading = leading(&signs.descriptions).filter(|_| names::may_be_described(signs.name));
    let kind = match leading {
        Some(kind) => Some(kind).filter(|kind| !own.rules_out(*kind)),
        None => named(signs, &own).or_else(|| by_default(signs, &own)),
    };
    kind.filter(|kind| !own.only_names(*kind) && (*kind != ArgumentKind::Path || !is_kept_elsewhere(signs)))
}

/// The same for a member of a list's elements. What the tool is about says little about it.
pub fn kind_of_member(signs: &Signs<'_>) -> Option<ArgumentKind> {
    let is_of_a_service = is_of_a_service(signs);
    let own = Signs { tool: &NO_TOOL, is_execute: false, ..*signs };
    kind(&own).filter(|kind| *kind != ArgumentKind::Path || !is_of_a_service)
}

/// Whether a path leads to no file of the server, or is what is in one.
fn is_kept_elsewhere(signs: &Signs<'_>) -> bool {
    is_of_a_service(signs) && !names::is_goal(signs.name) || is_content(&signs.descriptions)
}

fn is_of_a_service(signs: &Signs<'_>) -> bool {
    signs.tool.names_repository || signs.tool.mentions().is_of_a_service()
}

/// Whether what is said about an argument rules out that its texts are of a kind: `Part of the address`.
pub fn rules_out(signs: &Signs<'_>, kind: ArgumentKind) -> bool {
    let own = own(signs);
    let is_ruled_out = own.rules_out(kind) || own.only_names(kind) || names::rules_out(signs.name, kind);
    is_ruled_out || own.is_silent() && signs.tool.mentions().rules_out(kind)
}

/// Whether a tool opens, fetches or runs a text of a kind, as far as what the server says shows. If not, any text may be
/// there: in a record, or in code that is only formatted.
pub fn is_used(signs: &Signs<'_>, kind: ArgumentKind) -> bool {
    uses::is_used(signs, kind, &own(signs))
}

/// Whether an argument may hold the words that follow the name of a program: `args`, `flags`.
pub fn holds_words(name: &str) -> bool {
    names::holds_words(&words::of_name(name))
}

/// What a `format` says.
enum Format {
    Kind(ArgumentKind),
    /// Something that is none of the kinds.
    Other,
    Unknown,
}

fn of_format(format: &str) -> Format {
    match format.to_ascii_lowercase().as_str() {
        "uri" | "url" | "uri-reference" | "iri" | "iri-reference" | "http-url" => Format::Kind(ArgumentKind::Url),
        "hostname" | "idn-hostname" | "ipv4" | "ipv6" | "ip" => Format::Kind(ArgumentKind::Host),
        "email" | "idn-email" => Format::Kind(ArgumentKind::Mail),
        "path" | "file-path" | "directory-path" => Format::Kind(ArgumentKind::Path),
        "sql" => Format::Kind(ArgumentKind::Query),
        "date"
        | "date-time"
        | "time"
        | "duration"
        | "uuid"
        | "regex"
        | "json-pointer"
        | "relative-json-pointer"
        | "uri-template"
        | "byte"
        | "binary"
        | "password"
        | "color"
        | "enum" => Format::Other,
        _ => Format::Unknown,
    }
}

/// By the last word of the name. A word that may mean something else needs a word of the schema or the tool beside it.
fn named(signs: &Signs<'_>, own: &Mentions<'_>) -> Option<ArgumentKind> {
    let words = words::of_name(signs.name);
    let said = match names::said(&words) {
        Some(said) => said,
        None => return beside(signs, &words, own),
    };
    let tool = signs.tool.mentions();
    if names::is_no_place(&words, signs.tool.words(), || tool.is_about_mail()) {
        return None;
    }
    let repeated = names::repeated(&words);
    if let Some(kind) = said.sure {
        let is_ruled_out =
            own.rules_out(kind) || names::rules_out(signs.name, kind) || own.is_silent() && tool.rules_out(kind);
        return (!is_ruled_out).then_some(kind);
    }
    let possible: Vec<ArgumentKind> =
        said.possible.iter().copied().filter(|kind| !names::rules_out(signs.name, *kind)).collect();
    let by_itself =
        possible.iter().copied().find(|kind| own.mentions_besides(*kind, repeated) && !own.rules_out(*kind));
    let by_tool = || {
        let is_open = !own.is_about_something_else();
        let supports = |kind: &ArgumentKind| {
            let is_run = *kind == ArgumentKind::Command && signs.is_execute && own.is_silent();
            let is_moved = *kind != ArgumentKind::Path || !names::is_direction(&words) || tool.is_about_moving();
            is_moved
                && (tool.mentions_besides(*kind, repeated) || is_run)
                && !own.rules_out(*kind)
                && !tool.rules_out(*kind)
        };
        possible.iter().copied().find(supports).filter(|_| is_open)
    };
    by_itself.or_else(by_tool).or_else(|| beside(signs, &words, own))
}

/// By the last word of the name, and another word of the tool or the schema.
fn beside(signs: &Signs<'_>, words: &[String], own: &Mentions<'_>) -> Option<ArgumentKind> {
    let is_program = || signs.tool.words().iter().any(|word| texts::is_program(word));
    if signs.is_execute && names::holds_words(words) && is_program() {
        return Some(ArgumentKind::Command);
    }
    let kind = names::beside(words, |table| own.has_one(table) || signs.tool.mentions().has_one(table))?;
    (!own.rules_out(kind) && !names::rules_out(signs.name, kind)).then_some(kind)
}

fn own<'s>(signs: &Signs<'s>) -> Mentions<'s> {
    Mentions::of(signs.descriptions)
}

fn by_default(signs: &Signs<'_>, own: &Mentions<'_>) -> Option<ArgumentKind> {
    of_text(signs.default?).filter(|kind| !own.rules_out(*kind) && !names::rules_out(signs.name, *kind))
}

#[cfg(test)]
mod tests;
