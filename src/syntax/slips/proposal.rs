//! What to write instead, in the words of the policy's author.

use super::meanings;
use super::pattern::{Found, kind, last_step};
use super::tokens::{Token, TokenKind};
use crate::diagnostic::shortened;
use crate::source::Span;
use crate::syntax::strings;
use crate::vocab::{TextOperator, Value, regular_expression};

/// The most characters of a part that are shown.
const LONGEST_SHOWN: usize = 60;

/// What a proposed regular expression lets through in place of any text: not a dot, a slash or a blank.
const ANY: &str = "[A-Za-z0-9_-]";
/// The most repetitions in a regular expression.
const MOST_REPEATED: u32 = 1_000;

/// A template with the parts of the text in it.
pub fn filled(template: &str, found: &Found<'_, '_>) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_uppercase()) {
        let (before, word) = rest.split_at(start);
        let length = word.find(|letter: char| !letter.is_ascii_uppercase() && !letter.is_ascii_digit());
        let (word, after) = word.split_at(length.unwrap_or(word.len()));
        text.push_str(before);
        match part(word, found) {
            Some(part) => text.push_str(&shortened(&part, LONGEST_SHOWN)),
            None => text.push_str(word),
        }
        rest = after;
    }
    text + rest
}

/// What a word in capitals stands for: a part that was found, or something made of one.
fn part(name: &str, found: &Found<'_, '_>) -> Option<String> {
    let number = name.get(kind(name).len()..).unwrap_or_default();
    let of = |name: &str| {
        let name = format!("{name}{number}");
        let range = found.captures.iter().find(|(element, _)| *element == name).map(|(_, range)| range.clone())?;
        found.tokens.get(range)
    };
    if let Some(tokens) = of(kind(name)) {
        return Some(captured(kind(name), tokens));
    }
    let first = |name: &str| of(name).and_then(|tokens| tokens.first());
    let text = || first("TEXT").map(content);
    let whole = |name: &str| {
        found
            .captures
            .iter()
            .find(|(element, _)| *element == name)
            .and_then(|(_, range)| found.tokens.get(range.start)?.text.replace('_', "").parse::<u32>().ok())
    };
    let regex = |regex: String| Some(regular_expression(&regex));
    match kind(name) {
        "PATH" => owner_of_last_step(found),
        "INSIDE" => regex(format!("(?i){}", escaped(&text()?))),
        "BEGINNING" => Some(beginning(&text()?)),
        "EXACT" => regex(format!("(?i)^{}$", escaped(&text()?))),
        "LIKE" => regex(format!("^{}$", like(&text()?))),
        "ATMOST" => regex(format!("^.{{0,{}}}$", whole("NUMBER")?.min(MOST_REPEATED))),
        "BELOW" => regex(format!("^.{{0,{}}}$", whole("NUMBER")?.saturating_sub(1).min(MOST_REPEATED))),
        "ATLEAST" => regex(format!("^.{{{},}}$", whole("NUMBER")?.min(MOST_REPEATED))),
        "MIRROR" => Some(mirrored(first("ORDER")?.text).to_owned()),
        "STEP" => Some(step(&text()?)),
        "CONTENT" => text(),
        "ARGS" => Some(format!("args.{}", quoted_steps(first("NAME")?.text))),
        "NAMES" => Some(listed(of("LIST")?)),
        "GLOB" => Some(glob(&content(first("SLASHED")?))),
        "IDENT" => Some(ident(&of("RUN").map(written).or_else(text)?)),
        "LONGER" => {
            Some(if first("WINDOW").and_then(meanings::window) == Some("minute") { "hour" } else { "day" }.into())
        }
        "DAILY" => Some((whole("NUMBER")? / 7).max(1).to_string()),
        "MONTHLY" => Some((whole("NUMBER")? / 31).max(1).to_string()),
        "YEARLY" => Some((whole("NUMBER")? / 366).max(1).to_string()),
        "WEEKS" => Some(whole("NUMBER")?.checked_mul(7)?.to_string()),
        "PRODUCT" => {
            let third = whole("NUMBER3").unwrap_or(1);
            Some(whole("NUMBER")?.checked_mul(whole("NUMBER2")?)?.checked_mul(third)?.to_string())
        }
        "CLOCK" => Some(format!("2026-03-01T{:02}:{:02}:00Z", whole("NUMBER")?.min(23), whole("NUMBER2")?.min(59))),
        "SUM" => Some(whole("NUMBER")?.checked_add(whole("NUMBER2")?)?.to_string()),
        _ => None,
    }
}

/// `args.name` for `args.name.length`.
fn owner_of_last_step(found: &Found<'_, '_>) -> Option<String> {
    let (_, range) = found.captures.iter().find(|(element, _)| element.starts_with('.'))?;
    let token = found.tokens.get(range.start)?;
    let step = last_step(token)?;
    token.text.get(..token.text.len() - step.len() - 1).map(str::to_owned)
}

fn captured(kind: &str, tokens: &[Token<'_>]) -> String {
    let first = tokens.first();
    let meant =
        |meaning: fn(&Token<'_>) -> Option<&'static str>| first.and_then(meaning).unwrap_or_default().to_owned();
    match kind {
        "TEXT" | "QUOTED" | "VALUE" => first.map(value).unwrap_or_default(),
        "REGEX" | "SLASHED" => first.map(|token| regular_expression(&content(token))).unwrap_or_default(),
        "RAW" => regular_expression(&written(tokens)),
        "WINDOW" => meant(meanings::window),
        "CATEGORY" => meant(meanings::category),
        "OUTCOME" => meant(meanings::outcome),
        "OTHERPATH" => {
            first.and_then(meanings::path).map(|path| format!("args.{}", quoted_steps(path))).unwrap_or_default()
        }
        "PATHTEXT" => first.map(content).unwrap_or_default(),
        "DOTPATH" => written(tokens).trim_end_matches('.').to_owned(),
        "ORDER" => first.map(|token| if token.text == "=" { "==" } else { token.text }).unwrap_or_default().to_owned(),
        "LIST" => format!("[{}]", listed(tokens)),
        "RUN" | "ODDNAME" | "SENTENCE" => Value::Text(written(tokens)).to_string(),
        "ODDPATH" => quoted_steps(&written(tokens)),
        _ => written(tokens),
    }
}

/// The tokens with the white space that they were written with, as far as that matters.
fn written(tokens: &[Token<'_>]) -> String {
    let mut text = String::new();
    for (index, token) in tokens.iter().enumerate() {
        if index > 0 && !token.is_glued {
            text.push(' ');
        }
        match token.kind {
            TokenKind::OtherText => text.push_str(&value(token)),
            TokenKind::Word
            | TokenKind::Path
            | TokenKind::Number
            | TokenKind::Text
            | TokenKind::Slashed
            | TokenKind::Sign => text.push_str(token.text),
        }
    }
    text
}

fn value(token: &Token<'_>) -> String {
    match token.kind {
        TokenKind::OtherText => Value::Text(content(token)).to_string(),
        TokenKind::Word if token.is_word("true") || token.is_word("false") => token.text.to_lowercase(),
        TokenKind::Word
        | TokenKind::Path
        | TokenKind::Number
        | TokenKind::Text
        | TokenKind::Slashed
        | TokenKind::Sign => token.text.to_owned(),
    }
}

/// The values of a list, in whatever brackets.
fn listed(tokens: &[Token<'_>]) -> String {
    let is_value = |token: &&Token<'_>| token.kind != TokenKind::Sign;
    let values: Vec<String> = tokens.iter().filter(is_value).map(value).collect();
    values.join(", ")
}

/// What is in a string's quotes, or between the slashes of a regular expression.
fn content(token: &Token<'_>) -> String {
    let inside = |text: &str| {
        let mut letters = text.chars();
        letters.next();
        letters.next_back();
        letters.as_str().to_owned()
    };
    match token.kind {
        TokenKind::Text => strings::decode(token.text, Span::at(0)).value,
        TokenKind::OtherText => inside(token.text),
        TokenKind::Slashed => {
            let (body, flags) = token.text.rsplit_once('/').unwrap_or((token.text, ""));
            let body = body.strip_prefix('/').unwrap_or(body).replace("\\/", "/");
            if flags.contains('i') { format!("(?i){body}") } else { body }
        }
        TokenKind::Word | TokenKind::Path | TokenKind::Number | TokenKind::Sign => token.text.to_owned(),
    }
}

/// A text as a regular expression.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// SQL's `%` and `_`, and a shell's `*` and `?`.
fn like(text: &str) -> String {
    let (any, one) = (format!("{ANY}*"), ANY);
    let pieces = text.chars().map(|letter| match letter {
        '%' | '*' => any.clone(),
        '_' | '?' => one.to_owned(),
        _ => escaped(&letter.to_string()),
    });
    pieces.collect()
}

/// The operator for a beginning: most of those with a slash are meant to be a folder or a site.
fn beginning(text: &str) -> String {
    let operator = match text {
        _ if text.contains("://") && TextOperator::On.regex(text).is_ok() => TextOperator::On,
        _ if text.contains('/') && TextOperator::Under.regex(text).is_ok() => TextOperator::Under,
        _ => TextOperator::StartsWith,
    };
    format!("{} {}", operator.word(), Value::Text(text.to_owned()))
}

fn mirrored(order: &str) -> &str {
    match order {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        "=" => "==",
        same => same,
    }
}

/// `args.meta."ticket-id"` for `args.meta.ticket-id`.
fn quoted_steps(path: &str) -> String {
    path.split('.').map(step).collect::<Vec<_>>().join(".")
}

/// A step of a path, in quotes if it needs them.
fn step(step: &str) -> String {
    let is_ident = step.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && !step.starts_with(|first: char| first.is_ascii_digit());
    if is_ident && !step.is_empty() { step.to_owned() } else { Value::Text(step.to_owned()).to_string() }
}

/// A name of a `let` or a `rule`: `my_rule` for `my-rule`.
fn ident(text: &str) -> String {
    let letters = text.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' });
    let name: String = letters.collect();
    if name.starts_with(|first: char| first.is_ascii_digit()) { format!("_{name}") } else { name }
}

/// A pattern for a regular expression.
fn glob(regex: &str) -> String {
    regex.trim_start_matches('^').trim_end_matches('$').replace(".*", "*").replace(".+", "*").replace('.', "?")
}
