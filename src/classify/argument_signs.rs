//! What an argument is for, judging by its schema, its name and its tool. Where these disagree and none of them is
//! clear, nothing is known: a coupon's `code` is not a program, and the `to` of a date is not a recipient.

mod descriptions;
mod names;
mod texts;

pub use texts::{of_beginning, of_text};

use super::argument_kind::ArgumentKind;
use super::words;
use descriptions::{Mentions, is_content, leading};

/// What a server says about an argument and its tool.
#[derive(Debug, Clone, Copy, Default)]
pub struct Signs<'s> {
    /// The name of the tool.
    pub tool: &'s str,
    /// The description of the tool.
    pub tool_description: Option<&'s str>,
    /// Whether the tool is known to run something.
    pub is_execute: bool,
    /// Whether it also takes the owner and the name of a repository.
    pub names_repository: bool,
    /// The name of the argument.
    pub name: &'s str,
    /// The description of the argument, and that of its elements.
    pub descriptions: [Option<&'s str>; 2],
    /// The `format` of its texts.
    pub format: Option<&'s str>,
    /// The text that the server uses if it is left out.
    pub default: Option<&'s str>,
}

/// What the texts of an argument are for, if that is clear.
pub fn kind(signs: &Signs<'_>) -> Option<ArgumentKind> {
    if let Some(format) = signs.format {
        match of_format(format) {
            Format::Kind(kind) => return Some(kind),
            Format::Other => return None,
            Format::Unknown => {}
        }
    }
    let own = Mentions::of(signs.descriptions.into_iter().flatten());
    let leading = leading(&signs.descriptions).filter(|_| names::may_be_described(signs.name));
    let kind = match leading {
        Some(kind) => Some(kind).filter(|kind| !own.rules_out(*kind)),
        None => named(signs, &own).or_else(|| by_default(signs, &own)),
    };
    kind.filter(|kind| *kind != ArgumentKind::Path || !is_of_a_service(signs) && !is_content(&signs.descriptions))
}

/// The same for a member of a list's elements. What the tool is about says little about it.
pub fn kind_of_member(signs: &Signs<'_>) -> Option<ArgumentKind> {
    let is_of_a_service = is_of_a_service(signs);
    let own = Signs { tool: "", tool_description: None, is_execute: false, ..*signs };
    kind(&own).filter(|kind| *kind != ArgumentKind::Path || !is_of_a_service)
}

fn is_of_a_service(signs: &Signs<'_>) -> bool {
    signs.names_repository || tool(signs).is_of_a_service()
}

/// Whether what is said about an argument rules out that its texts are of a kind: `Part of the address`.
pub fn rules_out(signs: &Signs<'_>, kind: ArgumentKind) -> bool {
    let own = Mentions::of(signs.descriptions.into_iter().flatten());
    own.rules_out(kind) || names::rules_out(signs.name, kind) || own.is_silent() && tool(signs).rules_out(kind)
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
fn named(signs: &Signs<'_>, own: &Mentions) -> Option<ArgumentKind> {
    let words = words::of_name(signs.name);
    let said = names::said(&words)?;
    if names::is_no_place(&words, &words::of_name(signs.tool)) {
        return None;
    }
    let tool = tool(signs);
    if let Some(kind) = said.sure {
        let is_ruled_out =
            own.rules_out(kind) || names::rules_out(signs.name, kind) || own.is_silent() && tool.rules_out(kind);
        return (!is_ruled_out).then_some(kind);
    }
    let by_itself = said.possible.iter().copied().find(|kind| own.mentions(*kind) && !own.rules_out(*kind));
    let by_tool = || {
        let is_open = !own.is_about_something_else();
        let supports = |kind: &ArgumentKind| {
            let is_run = *kind == ArgumentKind::Command && signs.is_execute && own.is_silent();
            (tool.mentions(*kind) || is_run) && !own.rules_out(*kind) && !tool.rules_out(*kind)
        };
        said.possible.iter().copied().find(supports).filter(|_| is_open)
    };
    by_itself.or_else(by_tool)
}

fn tool(signs: &Signs<'_>) -> Mentions {
    Mentions::of_tool(signs.tool, signs.tool_description)
}

fn by_default(signs: &Signs<'_>, own: &Mentions) -> Option<ArgumentKind> {
    of_text(signs.default?).filter(|kind| !own.rules_out(*kind) && !names::rules_out(signs.name, *kind))
}

#[cfg(test)]
mod tests;
