//! Syntax errors in words: what was expected, and how to fix it.

mod piece;
mod expected;
mod strings;
mod unexpected;

use self::piece::piece_at;
use self::unexpected::unexpected;
use super::foreign::Language;
use super::grammar::Rule;
use super::nesting::MAX_NESTING;
use super::slips;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, SourceId, Span};

/// A place that can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub offset: usize,
    /// Why.
    pub kind: MistakeKind,
}

/// Why a place can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MistakeKind {
    /// Something else was expected.
    Unexpected(Vec<Rule>),
    /// A block that is still open at the end of the file, or where an item starts a line.
    OpenBlock {
        /// Where its `{` is.
        brace: usize,
    },
    /// An item in a block that is closed later.
    ItemInBlock {
        /// Where the block's `{` is.
        brace: usize,
    },
    /// A bracket or `not` that is nested too deeply.
    TooDeep,
    /// A file in another language.
    Foreign(Language),
    /// Bytes that are not UTF-8.
    Undecodable { utf16: bool },
    /// A number beyond the range of doubles.
    NumberTooLarge,
    /// An unreasonable number of calls or amount of time.
    CountTooLarge,
    /// A time that does not exist.
    NoTime,
    /// A tool or a counter whose name is `""`.
    EmptyName,
    /// `hide "*"`, which looks as if it hid one tool.
    HideStar,
    /// A rating on a statement with an `every` target.
    RatedEvery,
}

/// The diagnostic for a mistake.
pub fn diagnostic(id: SourceId, source: &Source, mistake: &Mistake) -> Diagnostic {
    let text = &source.text;
    let span = piece_at(text, mistake.offset);
    let error = |message: &str, label: &str| Diagnostic::error(Code::SYNTAX, span.of(id), message, label);
    match &mistake.kind {
        MistakeKind::Unexpected(expected) => unexpected(id, text, mistake.offset, expected),
        MistakeKind::OpenBlock { brace } => {
            let found = text.get(span.range()).unwrap_or_default();
            let what =
                if found.is_empty() { "found the end of the file".to_owned() } else { format!("found `{found}`") };
            error(&format!("expected `}}`, {what}"), "the block is still open here")
                .with_label(Span::new(*brace, brace + 1).of(id), "it begins here")
                .with_help("close it with `}`")
        }
        MistakeKind::ItemInBlock { brace } => {
            let found = text.get(span.range()).unwrap_or_default();
            error(&format!("`{found}` can't be inside a block"), "belongs outside any block")
                .with_label(Span::new(*brace, brace + 1).of(id), "the block begins here")
                .with_help(
                    slips::way_out(text, mistake.offset, &[slips::Place::ItemInBlock], &[])
                        .unwrap_or_else(|| "close the block before it with `}`".to_owned()),
                )
        }
        MistakeKind::TooDeep => Diagnostic::error(
            Code::TOO_LARGE,
            span.of(id),
            format!("nested deeper than {MAX_NESTING} levels"),
            format!("level {}", MAX_NESTING + 1),
        )
        .with_help("split it into several clauses, or name a part of it with `let` or `rule`"),
        MistakeKind::Foreign(language) => {
            let message = format!("this is {}, not a policy", language.name());
            error(&message, "can't be read").with_help(way_out_of(*language))
        }
        MistakeKind::Undecodable { utf16: true } => {
            error("this file is UTF-16", "not UTF-8 from here on").with_help("save it as UTF-8")
        }
        MistakeKind::Undecodable { utf16: false } => error("these bytes are not valid UTF-8", "not UTF-8 from here on")
            .with_help("save the file as UTF-8; nothing after this place was read"),
        MistakeKind::NumberTooLarge => {
            error("this number is too large", "larger than the largest double, about 1.8e308")
        }
        MistakeKind::CountTooLarge => error("this count is too large", "larger than any test needs"),
        MistakeKind::NoTime => error("this is not a valid time", "expected an RFC 3339 timestamp")
            .with_help("include the time zone: `2026-03-01T12:00:00Z`"),
        MistakeKind::EmptyName => error("a name can't be empty", "empty"),
        MistakeKind::HideStar => error("`hide \"*\"` would hide every tool", "in quotes, `*` is just a character")
            .with_help("to hide every tool, known or not, write `hide *`"),
        MistakeKind::RatedEvery => error("`every` can't have a rating", "the tools are already rated")
            .with_help("remove the rating, or rate the tools by name with `rate`"),
    }
}

fn way_out_of(language: Language) -> &'static str {
    match language {
        Language::Yaml => {
            "`jamb import` converts a policy of Intercept, the gateway's predecessor; any other is written anew, with \
             `default deny` and a line such as `allow NAME` for each tool"
        }
        Language::Json => {
            "`jamb import` converts a `policy.json`; a file with the server's list of tools is named with `catalog`"
        }
        Language::Toml | Language::Xml | Language::Rego | Language::Cedar => {
            "write `default deny`, and a line such as `allow NAME` for each tool; `jamb init` writes a first policy"
        }
    }
}
