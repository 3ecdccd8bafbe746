//! Syntax errors in words: what was expected, and how to fix it.

// These are the rules of the grammar, a hundred and thirty of them: rules that a match does not name can't
// occur there.
#![allow(clippy::wildcard_enum_match_arm)]

use super::grammar::Rule;
use super::lexeme::{LexemeKind, lexemes, raw_hashes};
use super::nesting::MAX_NESTING;
use super::strings::{self, StringMistake};
use crate::diagnostic::{Code, Diagnostic, did_you_mean, listed, nearest, shortened};
use crate::source::{Source, SourceId, Span};

/// The most characters of the text found that are shown.
const LONGEST_FOUND: usize = 40;

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
                .with_help("close the block before it with `}`")
        }
        MistakeKind::TooDeep => Diagnostic::error(
            Code::TOO_LARGE,
            span.of(id),
            format!("nested deeper than {MAX_NESTING} levels"),
            format!("level {}", MAX_NESTING + 1),
        )
        .with_help("split it into several clauses, or name a part of it with `let` or `rule`"),
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

fn unexpected(id: SourceId, text: &str, offset: usize, expected: &[Rule]) -> Diagnostic {
    let rest = text.get(offset..).unwrap_or_default();
    if let Some(mistake) = strings::mistake(rest) {
        return wrong_string(id, offset, rest, mistake);
    }
    let span = piece_at(text, offset);
    let found = text.get(span.range()).unwrap_or_default();
    let wanted = Wanted::of(expected);
    // Signs that other languages write twice are shown in full.
    let twice = rest.get(..2).filter(|signs| ["&&", "||"].contains(signs));
    let found = twice.unwrap_or(found);
    let what = match found.is_empty() {
        true => "found the end of the file".to_owned(),
        false if found.trim().is_empty() => "found white space".to_owned(),
        false => format!("found `{}`", shortened(found, LONGEST_FOUND)),
    };
    let message = match wanted.words.is_empty() {
        true => format!("can't read `{}`", shortened(found, LONGEST_FOUND)),
        false => format!("expected {}, {what}", wanted.words),
    };
    let label = if found.is_empty() { "the end of the file" } else { "not expected here" };
    Diagnostic::error(Code::SYNTAX, span.of(id), message, label)
        .with_help_if(way_out(text, offset, found, expected, &wanted))
}

fn wrong_string(id: SourceId, offset: usize, rest: &str, mistake: StringMistake) -> Diagnostic {
    let error = |from: usize, length: usize, message: &str, label: &str| {
        Diagnostic::error(Code::SYNTAX, Span::new(offset + from, offset + from + length).of(id), message, label)
    };
    match mistake {
        StringMistake::NotClosed => {
            let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let close = match raw_hashes(rest) {
                Some(hashes) => format!("\"{}", "#".repeat(hashes.min(16))),
                None => "\"".to_owned(),
            };
            let help = format!("close it with `{close}` on the same line; write a line break inside it as `\\n`");
            error(0, length, "this string is not closed", "no closing quote on this line").with_help(help)
        }
        StringMistake::Escape { at, length } => {
            let escape = rest.get(at..at + length).unwrap_or_default();
            error(at, length, &format!("unknown escape `{escape}`"), "not a JSON escape")
                .with_help("write `\\\\` for a backslash; for a regular expression use a raw string: r\"…\"")
        }
        StringMistake::Surrogate { at, length } => {
            error(at, length, "half of a surrogate pair is not a character", "its other half is missing")
                .with_help("write the character itself, or both halves: `\\ud83d\\ude00`")
        }
        StringMistake::Control { at, length } => {
            error(at, length, "this string contains a control character", "a control character")
                .with_help("write it as an escape: `\\t` for a tab, `\\u001b` for others")
        }
    }
}

/// What was expected at a place: words for the message, and the keywords among it.
struct Wanted {
    words: String,
    keywords: Vec<&'static str>,
}

impl Wanted {
    fn of(expected: &[Rule]) -> Self {
        let mut keywords = Vec::new();
        let mut phrases: Vec<&'static str> = Vec::new();
        for &rule in expected {
            keywords.extend_from_slice(keywords_of(rule));
            let phrase = phrase(rule);
            if !phrase.is_empty() && !phrases.contains(&phrase) {
                phrases.push(phrase);
            }
        }
        if phrases.contains(&"an argument's name") {
            phrases.retain(|phrase| !matches!(*phrase, "a name" | "a string in double quotes"));
        }
        if phrases.contains(&"an operator such as `==`, `in` or `exists`") {
            phrases.retain(|phrase| *phrase != "an argument's name");
        }
        // A long list helps nobody: what can follow anywhere is dropped first.
        for usual in ["an item such as `allow` or `tool`", "`,`", "`because`", "`and`", "`or`"] {
            if phrases.len() > 3 {
                phrases.retain(|phrase| *phrase != usual);
            }
        }
        phrases.truncate(4);
        Self { words: listed(&phrases, "or"), keywords }
    }
}

/// The help for what was found: a similar keyword, or the equivalent of what people write in other languages.
fn way_out(text: &str, offset: usize, found: &str, expected: &[Rule], wanted: &Wanted) -> Option<String> {
    let rest = text.get(offset..).unwrap_or_default();
    if let Some(keyword) = nearest(found, wanted.keywords.iter().copied()) {
        return Some(did_you_mean(keyword));
    }
    let wants = |rules: &[Rule]| expected.iter().any(|rule| rules.contains(rule));
    let is_word = found.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let condition = [
        Rule::condition,
        Rule::conjunction,
        Rule::negation,
        Rule::comparison,
        Rule::path,
        Rule::group,
        Rule::args_word,
    ];
    let operators = [
        Rule::comparator,
        Rule::comparing,
        Rule::presence,
        Rule::membership,
        Rule::matching,
        Rule::containing,
        Rule::kw_in,
        Rule::kw_matches,
    ];
    match found {
        "=" if wants(&operators) || rest.starts_with("= ") => Some("to compare, write `==`".to_owned()),
        "&&" | "||" | "!" => Some("write `and`, `or` and `not`".to_owned()),
        _ if found.starts_with(|first: char| first.is_ascii_digit())
            && text.get(..offset).is_some_and(|before| before.ends_with('0')) =>
        {
            Some("a number can't start with an extra `0`".to_owned())
        }
        "." if text.get(..offset).is_some_and(|before| before.ends_with("args")) => {
            Some("an argument can only be compared with a constant, not with another argument".to_owned())
        }
        "null" => Some("nothing equals `null`; write `missing`, which is also true for `null`".to_owned()),
        "'" => Some("strings are written in double quotes: \"…\"".to_owned()),
        "/" if rest.starts_with("//") || rest.starts_with("/*") => Some("a comment starts with `#`".to_owned()),
        ";" => Some("lines need no `;` at the end: remove it".to_owned()),
        "if" if wants(&[Rule::target, Rule::targets]) => {
            Some("`deny if` belongs in a tool's block; to name a tool `if`, write \"if\"".to_owned())
        }
        "[" if rest.starts_with("[\"") => {
            Some("a step in quotes is written after a dot: args.\"ticket-id\"".to_owned())
        }
        "args" if wants(&condition) => Some("name the argument: `args.NAME`".to_owned()),
        "-" | "/" if wants(&operators) => {
            Some("a step with other characters is written in quotes: args.\"ticket-id\"".to_owned())
        }
        _ if is_word && wants(&condition) && !ITEM_WORDS.contains(&found) => {
            Some(format!("arguments start with `args.`: `args.{found}`"))
        }
        _ if wants(&[Rule::target, Rule::targets]) && !found.is_empty() && !found.starts_with('"') => {
            Some("a name with other characters is written in quotes: \"weird name!\"".to_owned())
        }
        _ => None,
    }
}

/// The piece of text that a mistake underlines: a word, a string or a sign; empty at the end of the file.
fn piece_at(text: &str, offset: usize) -> Span {
    let rest = text.get(offset..).unwrap_or_default();
    match lexemes(text, offset).next() {
        Some(lexeme) if lexeme.span.start as usize == offset && lexeme.kind != LexemeKind::Comment => lexeme.span,
        _ => Span::new(offset, offset + rest.chars().next().map_or(0, char::len_utf8)),
    }
}

const ITEM_WORDS: &[&str] = &[
    "default", "catalog", "include", "let", "rule", "rate", "hide", "deny", "allow", "tool", "limit", "test", "assert",
];

fn keywords_of(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::item | Rule::item_start | Rule::lone_item | Rule::file => ITEM_WORDS,
        Rule::clause | Rule::clause_start | Rule::lone_clause => &["require", "deny", "limit", "apply"],
        Rule::test_step | Rule::step_start | Rule::lone_step => &["call", "at", "after", "as"],
        Rule::category | Rule::every_category => &["read", "write", "execute", "destructive", "financial"],
        Rule::window => &["minute", "hour", "day"],
        Rule::time_unit => &["seconds", "minutes", "hours", "days"],
        Rule::type_word | Rule::arg_type => &["string", "number", "integer", "boolean", "any"],
        Rule::outcome => &["allow", "deny", "hidden", "limited"],
        Rule::presence => &["exists", "missing"],
        Rule::matching | Rule::kw_matches => &["matches"],
        Rule::containing | Rule::kw_contains => &["contains"],
        Rule::membership | Rule::kw_in => &["in"],
        Rule::kw_because | Rule::because => &["because"],
        Rule::kw_per => &["per"],
        Rule::kw_as | Rule::grant => &["as"],
        Rule::kw_if => &["if"],
        Rule::kw_allow => &["allow"],
        Rule::kw_deny => &["deny"],
        Rule::kw_never => &["never"],
        Rule::kw_always => &["always"],
        Rule::kw_call => &["call"],
        Rule::kw_times => &["times"],
        Rule::kw_exists => &["exists"],
        Rule::kw_missing => &["missing"],
        _ => &[],
    }
}

/// A rule of the grammar in the words of a policy author; empty if it need not be mentioned.
fn phrase(rule: Rule) -> &'static str {
    match rule {
        Rule::item | Rule::item_start | Rule::file | Rule::lone_item => "an item such as `allow` or `tool`",
        Rule::clause | Rule::clause_start | Rule::lone_clause => "a clause (`require`, `deny`, `limit` or `apply`)",
        Rule::test_step | Rule::step_start | Rule::lone_step => "a step (`call`, `at` or `after`)",
        Rule::targets | Rule::target | Rule::tool_word | Rule::called_tool => "a tool's name",
        Rule::category | Rule::every_category => "`read`, `write`, `execute`, `destructive` or `financial`",
        Rule::window => "`minute`, `hour` or `day`",
        Rule::time_unit => "`seconds`, `minutes`, `hours` or `days`",
        Rule::type_word | Rule::arg_type => "a type such as `string` or `integer`",
        Rule::condition | Rule::conjunction | Rule::negation | Rule::comparison | Rule::path | Rule::args_word => {
            "a condition such as `args.amount > 5`"
        }
        Rule::comparator | Rule::comparing | Rule::presence | Rule::membership | Rule::matching | Rule::containing => {
            "an operator such as `==`, `in` or `exists`"
        }
        Rule::value | Rule::literal | Rule::argument => "a value",
        Rule::value_list | Rule::literal_list | Rule::open_bracket => "a list in `[ ]`",
        Rule::value_name | Rule::ident | Rule::new_name | Rule::name | Rule::bare_name => "a name",
        Rule::string | Rule::json_string | Rule::raw_string => "a string in double quotes",
        Rule::number => "a number",
        Rule::integer => "a whole number",
        Rule::timestamp => "a time such as `2026-03-01T12:00:00Z`",
        Rule::step | Rule::index | Rule::bracket_index => "an argument's name",
        Rule::key | Rule::pair | Rule::field => "a name",
        Rule::json | Rule::json_list => "a value",
        Rule::object => "the arguments in `{ }`",
        Rule::outcome => "`allow`, `deny`, `hidden` or `limited`",
        Rule::because | Rule::kw_because => "`because`",
        Rule::rating | Rule::colon => "`:`",
        Rule::kw_if => "`if`",
        Rule::kw_per => "`per`",
        Rule::kw_as | Rule::grant => "`as`",
        Rule::kw_and => "`and`",
        Rule::kw_or => "`or`",
        Rule::kw_in => "`in`",
        Rule::kw_allow => "`allow`",
        Rule::kw_deny => "`deny`",
        Rule::kw_never => "`never`",
        Rule::kw_always => "`always`",
        Rule::kw_call => "`call`",
        Rule::kw_times | Rule::times => "`times`",
        Rule::equals => "`=`",
        Rule::arrow => "`=>`",
        Rule::bar => "`|`",
        Rule::comma => "`,`",
        Rule::open_brace => "`{`",
        Rule::close_brace => "`}`",
        Rule::open_paren | Rule::signature | Rule::parameters | Rule::arguments => "`(`",
        Rule::close_paren => "`)`",
        Rule::close_bracket => "`]`",
        Rule::optional => "`?`",
        _ => "",
    }
}
