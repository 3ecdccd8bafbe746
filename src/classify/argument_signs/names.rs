//! The last words of names of arguments, in the singular.

use crate::classify::argument_kind::ArgumentKind;
use crate::classify::nouns::has;
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
    (Command, "command cmd commandline shell script argv bash javascript"),
    (Path, "path filepath file filename dir dirname directory folder cwd"),
    (Url, "url uri href webhook endpoint proxy"),
    (Host, "host hostname"),
    (Mail, "email mail cc bcc"),
    (Query, "sql cypher graphql gql"),
];

/// Words that mean a kind only if the schema or the tool speaks of it, too.
const POSSIBLE: &[(&str, &[ArgumentKind])] = &[
    ("code args arguments arg argument snippet program executable binary expression source", &[Command, Path]),
    ("function", &[Command]),
    ("src source destination dest dst root workspace output input document", &[Path, Url]),
    ("attachment", &[Path]),
    ("target", &[Path, Url, Host]),
    ("from", &[Path, Mail]),
    ("to", &[Mail, Path]),
    ("origin link page site website address", &[Url, Host, Mail]),
    ("feed", &[Url]),
    ("domain server", &[Host]),
    ("recipient attendee participant invitee guest receiver address addressee contact", &[Mail]),
    ("query statement operation", &[Query]),
    ("line", &[Command]),
];

/// Words that mean a kind only if the tool or the schema has one of some other words.
const BESIDE: &[(&str, ArgumentKind, &str)] = &[
    ("database db", Path, "sqlite sqlite3 duckdb"),
    ("repo repository", Path, "disk local filesystem"),
    ("volume mount", Path, "container containers docker podman"),
    ("input keystroke stdin", Command, "terminal shell tty pty console tmux repl"),
    ("address", Host, "tcp udp socket"),
];

/// Words at the end of a name that say little about what comes before: the `text` of `sql_text`.
const CARRIERS: &str = "content contents string text source block snippet statement query code";

/// Words before the last one that make it something else: the path of a request, a pattern, a key in a document.
const OTHER: &[(ArgumentKind, &str)] = &[
    (
        Path,
        "http api url request route json css x jq property key field attribute yaml object menu category breadcrumb \
         exclude",
    ),
    (Url, "pattern filter include exclude"),
    (Host, "pattern filter include exclude"),
    (Mail, "pattern filter has is template"),
    (Command, "slash bot"),
    (Query, "search text"),
];

/// Words by which a path is one of a file all the same: `requestFilePath`, `private_key_path`.
const OF_FILES: &str = "file files dir directory folder local private public ssh identity cert certificate pem tls ssl";

/// Words for what a tool makes, and for places: `destination_folder_results`.
const GOALS: &str = "output save destination target dest local download";
const PLACES: &str = "path dir directory file filename folder";
/// Words for files that are seen or heard, and for where they come from: `image_source`.
const MEDIA: &str = "image photo picture video audio";
const ORIGINS: &str = "source src";

/// Words of names whose descriptions often mention a kind without being of it.
const NEVER_DESCRIBED: &str = "id ids name title subject body content contents text message description type mode format \
    limit count size status state label labels tag tags user username token key encoding language reason comment";

/// What a name says by its last word; `None` if the word says nothing.
pub(super) fn said(words: &[String]) -> Option<Said> {
    // `emailAddress.address`
    let words = match words {
        [before @ .., last] if before.last() == Some(last) => before,
        words => words,
    };
    let last = singular(words.last()?);
    let before = before_last(words);
    if last == "line" {
        return (before == "command").then_some(Said { sure: Some(Command), possible: &[Command] });
    }
    let sure = SURE.iter().find(|(_, all)| has(all, &last)).map(|(kind, _)| *kind).or_else(|| joined(words, &last));
    let possible = POSSIBLE.iter().find(|(all, _)| has(all, &last)).map_or(&[][..], |(_, kinds)| kinds);
    (sure.is_some() || !possible.is_empty()).then_some(Said { sure, possible })
}

/// What two words of a name say together.
fn joined(words: &[String], last: &str) -> Option<ArgumentKind> {
    let before = words.split_last().map_or(&[][..], |(_, before)| before);
    let has_one = |table| before.iter().any(|word| has(table, word));
    let is_place = has_one(PLACES) && has_one(GOALS) && !has("id name type format mode count url limit", last);
    match () {
        () if last == "address" && has("email mail", before_last(words)) => Some(Mail),
        () if has(CARRIERS, last) && has_one("sql cypher graphql gql") => Some(Query),
        () if has(CARRIERS, last) && has_one("script command shell bash python javascript js") => Some(Command),
        () if is_file_name(words) || is_place || has(ORIGINS, last) && has_one(MEDIA) => Some(Path),
        () => None,
    }
}

/// The kind that a word of the name says if the tool or the schema has a certain other word.
pub(super) fn beside(words: &[String], has_one: impl Fn(&str) -> bool) -> Option<ArgumentKind> {
    let last = singular(words.last()?);
    BESIDE.iter().find(|(all, _, others)| has(all, &last) && has_one(others)).map(|(_, kind, _)| *kind)
}

/// Whether the words of a program that a tool is named after may be in an argument: `args`, `flags`.
pub(super) fn holds_words(words: &[String]) -> bool {
    words.iter().any(|word| has("args arguments arg argument flags options opts subcommand", word))
}

/// Words that mention a kind, but say nothing of an argument that has the same name.
pub(super) fn repeated(words: &[String]) -> &'static str {
    match words.last().map(String::as_str) {
        Some("domain" | "domains") => "domain domains",
        Some("server" | "servers") => "server servers",
        Some(_) | None => "",
    }
}

/// Whether an argument says where something comes from or goes, whatever that is.
pub(super) fn is_direction(words: &[String]) -> bool {
    words.last().is_some_and(|word| has("from to", word))
}

/// `file_name`, `folderName`
fn is_file_name(words: &[String]) -> bool {
    words.last().is_some_and(|word| has("name names location", word))
        && has("file folder dir directory", before_last(words))
}

fn before_last(words: &[String]) -> &str {
    words.len().checked_sub(2).and_then(|at| words.get(at)).map_or("", String::as_str)
}

/// Whether a word for files is none in a tool: a `filename` in a search or an upload is only what a file is called, and a
/// `folder` of mail is not on a disk.
pub(super) fn is_no_place(words: &[String], tool: &[String], is_about_mail: impl Fn() -> bool) -> bool {
    let of_tool = |table| tool.iter().any(|word| has(table, word));
    let is_called = || of_tool("search find upload attach attachment drive gist create share rename");
    let is_mail = || is_about_mail() || of_tool("message messages");
    match words.last().map(String::as_str) {
        Some("filename" | "filenames") => is_called(),
        Some("folder" | "folders") => is_mail(),
        Some(_) if is_file_name(words) => is_called() || is_mail(),
        Some(_) | None => false,
    }
}

/// Whether the other words of a name rule out a kind.
pub(super) fn rules_out(name: &str, kind: ArgumentKind) -> bool {
    let words = words::of_name(name);
    let others = words.split_last().map_or(&[][..], |(_, others)| others);
    let is_of_a_file = kind == Path && others.iter().any(|word| has(OF_FILES, word));
    !is_of_a_file && OTHER.iter().any(|(of, all)| *of == kind && others.iter().any(|word| has(all, word)))
}

/// Whether a name says where something is saved.
pub(super) fn is_goal(name: &str) -> bool {
    words::of_name(name).iter().any(|word| has(GOALS, word))
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
