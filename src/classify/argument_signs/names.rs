//! The last words of names of arguments, in the singular.

use crate::classify::argument_kind::ArgumentKind;
use crate::classify::words;

/// What the last word of a name says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    /// The kind, if the word hardly means anything else.
    pub sure: Option<ArgumentKind>,
    /// The kinds that it may mean.
    pub possible: &'static [ArgumentKind],
}

use ArgumentKind::{Command, Host, Mail, Path, Query, Url};

/// Words that hardly mean anything else.
const SURE: &[(ArgumentKind, &str)] = &[
    (Command, "command cmd commandline shell script argv bash"),
    (Path, "path filepath file filename dir dirname directory folder cwd"),
    (Url, "url uri href webhook endpoint"),
    (Host, "host hostname"),
    (Mail, "email mail cc bcc"),
    (Query, "sql cypher graphql gql"),
];

/// Words that mean a kind only if the schema or the tool speaks of it, too.
const POSSIBLE: &[(&str, &[ArgumentKind])] = &[
    ("code args arguments arg argument snippet program executable binary expression source", &[Command, Path]),
    ("src source destination dest dst root workspace output input document", &[Path, Url]),
    ("target", &[Path, Url, Host]),
    ("from", &[Path, Mail]),
    ("to", &[Mail, Path]),
    ("origin link page site website address", &[Url, Host, Mail]),
    ("domain server", &[Host]),
    ("recipient attendee participant invitee guest receiver address addressee contact", &[Mail]),
    ("query statement", &[Query]),
    ("line", &[Command]),
];

/// Words before the last one that make it something else: the path of a request, a pattern, a key in a document.
const OTHER: &[(ArgumentKind, &str)] = &[
    (
        Path,
        "http api url request route json css x jq property key field attribute yaml object menu category breadcrumb",
    ),
    (Url, "pattern filter"),
    (Host, "pattern filter"),
    (Mail, "pattern filter has is template"),
    (Command, "slash bot"),
    (Query, "search text"),
];

/// Words of names whose descriptions often mention a kind without being of it.
const NEVER_DESCRIBED: &str = "id ids name title subject body content contents text message description type mode format \
    limit count size status state label labels tag tags user username token key encoding language reason comment";

/// What a name says by its last word; `None` if the word says nothing.
pub(super) fn said(words: &[String]) -> Option<Said> {
    let last = singular(words.last()?);
    let before = words.len().checked_sub(2).and_then(|at| words.get(at)).map_or("", String::as_str);
    if last == "line" {
        return (before == "command").then_some(Said { sure: Some(Command), possible: &[Command] });
    }
    let sure = SURE.iter().find(|(_, all)| has(all, &last)).map(|(kind, _)| *kind);
    let possible = POSSIBLE.iter().find(|(all, _)| has(all, &last)).map_or(&[][..], |(_, kinds)| kinds);
    (sure.is_some() || !possible.is_empty()).then_some(Said { sure, possible })
}

/// Whether a word for files is none in a tool: a `filename` in a search or an upload is only what a file is called, and a
/// `folder` of mail is not on a disk.
pub(super) fn is_no_place(words: &[String], tool: &[String]) -> bool {
    let of_tool = |table| tool.iter().any(|word| has(table, word));
    match words.last().map(String::as_str) {
        Some("filename" | "filenames") => of_tool("search find upload attach attachment drive gist create share"),
        Some("folder" | "folders") => of_tool("mail mails email emails message messages inbox mailbox"),
        Some(_) | None => false,
    }
}

/// Whether the other words of a name rule out a kind.
pub(super) fn rules_out(name: &str, kind: ArgumentKind) -> bool {
    let words = words::of_name(name);
    let others = words.split_last().map_or(&[][..], |(_, others)| others);
    OTHER.iter().any(|(of, all)| *of == kind && others.iter().any(|word| has(all, word)))
}

/// Whether the first words of a description may say what the argument is.
pub(super) fn may_be_described(name: &str) -> bool {
    words::of_name(name).last().is_none_or(|last| !has(NEVER_DESCRIBED, last))
}

/// The singular of the words in the tables.
fn singular(word: &str) -> String {
    match word {
        "args" | "arguments" | "cc" | "bcc" | "address" => word.to_owned(),
        "addresses" => "address".to_owned(),
        _ => match word.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => word.strip_suffix('s').unwrap_or(word).to_owned(),
        },
    }
}

fn has(table: &str, word: &str) -> bool {
    table.split_ascii_whitespace().any(|entry| entry == word)
}
