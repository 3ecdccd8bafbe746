//! Finds what a slip's pattern says in the text around a mistake.
//!
//! A pattern is words and signs with blanks between them. `a|b` is one of two words, `of?` one that may be missing.
//! Words are compared without case, `_` and `-`. A word in capitals stands for a part of the text:
//!
//! | in the pattern | in the text |
//! | --- | --- |
//! | `PATH` | `args.meta."ticket-id"` |
//! | `DOTPATH` | `args.to.`: a path that ends with a dot |
//! | `OTHERPATH` | `params.x`, `request.args.x`: a path as others begin it |
//! | `PATHTEXT` | `"args.x"` |
//! | `OUTSIDE`, `OTHERUSER` | `human_approval`, and `ctx.user.role`: nothing that a call contains |
//! | `ODDPATH` | `args.ticket-id`, `args.$filter`: a path with steps that need quotes |
//! | `.length\|size` | `args.name.length`: a path whose last step is one of these, `.*` any; `PATH` is what comes before it |
//! | `TEXT` | a string, also in the quotes of another language, which are `QUOTED` |
//! | `REGEX` | a string, or `/^a+$/` |
//! | `NUMBER`, `WORD` | a number, a word |
//! | `NAME` | a word that may be an argument's name |
//! | `UNIT` | a word without white space before it: `k` in `10k` |
//! | `VALUE` | a string, a number or a word |
//! | `LIST` | `["a", "b"]` in any brackets, or `"a", "b"` |
//! | `ORDER` | `<`, `<=`, `>`, `>=`, `==` or `!=` |
//! | `WINDOW` | `minute`, `hour` or `day`, also shortened or in the plural |
//! | `CATEGORY` | `read`, and what people say for it; likewise the other four |
//! | `OUTCOME` | `allow`, and what people say for it; likewise the other three |
//! | `VERB` | `allow`, `deny`, `hide`, `rate` or `tool` |
//! | `TOOLS` | `get_*, "weird name!", every read` |
//! | `ODDNAME` | `hub:create_issue`, `$x`: a name that needs quotes |
//! | `RUN`, `RAW` | what is written without white space: `hub:create_issue`, and `^[a-z]+$` with its brackets |
//! | `GROUP` | anything in brackets |
//! | `CONDITION`, `SENTENCE` | one or more words, up to the next word of the pattern, all of one line |
//! | `START`, `END` | nothing, at the start or end of a line or block |
//! | `»and` | nothing, before `and` |

use std::ops::Range;

use super::meanings;
use super::tokens::{Token, TokenKind, Tokens, run};
use crate::syntax::lexeme::is_bare_name;

/// Where a pattern was found.
#[derive(Debug, Clone)]
#[cfg_attr(not(test), allow(dead_code, reason = "the tests correct the examples"))]
pub struct Found<'t, 'p> {
    pub tokens: &'t [Token<'t>],
    /// The parts that words in capitals stand for.
    pub captures: Vec<(&'p str, Range<usize>)>,
    pub range: Range<usize>,
}

/// Finds a pattern whose `▸` is at the mistake.
pub fn find<'t, 'p>(elements: &[&'p str], tokens: &'t Tokens<'t>) -> Option<Found<'t, 'p>> {
    // Most patterns end here, at the cost of one comparison.
    let marked = elements.iter().find_map(|element| element.strip_prefix('▸'))?;
    if !is_long(marked) && lengths(marked, &tokens.all, tokens.mistake).is_empty() {
        return None;
    }
    (0..=tokens.mistake).rev().find_map(|start| {
        let mut search = Search { tokens, captures: Vec::new() };
        let end = search.matches(elements, start)?;
        Some(Found { tokens: &tokens.all, captures: search.captures, range: start..end })
    })
}

struct Search<'t, 'p> {
    tokens: &'t Tokens<'t>,
    captures: Vec<(&'p str, Range<usize>)>,
}

impl<'p> Search<'_, 'p> {
    /// Where the elements end, if they match from a token on.
    fn matches(&mut self, elements: &[&'p str], at: usize) -> Option<usize> {
        let Some((element, rest)) = elements.split_first() else { return Some(at) };
        let (element, is_marked) = element.strip_prefix('▸').map_or((*element, false), |element| (element, true));
        let mistake = self.tokens.mistake;
        for length in lengths(element, &self.tokens.all, at) {
            let end = at + length;
            // What follows on the next line is something else.
            if at > mistake && length > 0 && self.tokens.all.get(at).is_some_and(|token| token.starts_line) {
                continue;
            }
            let is_at_mistake = at == mistake || is_long(element) && (at..end).contains(&mistake);
            if !is_at_mistake && (at..end).contains(&mistake) {
                continue;
            }
            if is_marked != is_at_mistake && !(at == mistake && length == 0) {
                continue;
            }
            self.captures.push((element, at..end));
            if let Some(end) = self.matches(rest, end) {
                return Some(end);
            }
            self.captures.pop();
        }
        None
    }
}

/// Whether the mistake may be in the middle of an element.
fn is_long(element: &str) -> bool {
    matches!(kind(element), "ODDPATH" | "ODDNAME" | "RUN" | "RAW" | "LIST")
}

/// The name of a part without its number: `VALUE` for `VALUE2`.
pub fn kind(element: &str) -> &str {
    element.trim_end_matches(|letter: char| letter.is_ascii_digit())
}

/// How many tokens an element may be from a token on, the best first.
fn lengths(element: &str, tokens: &[Token<'_>], at: usize) -> Vec<usize> {
    let rest = tokens.get(at..).unwrap_or_default();
    let first = rest.first();
    let one = |is: fn(&Token<'_>) -> bool| if first.is_some_and(is) { vec![1] } else { Vec::new() };
    let some = |length: usize| if length > 0 { vec![length] } else { Vec::new() };
    if let Some(next) = element.strip_prefix('»') {
        let follows = alternatives(next).any(|next| !lengths(next, tokens, at).is_empty());
        return if follows { vec![0] } else { Vec::new() };
    }
    match kind(element) {
        "PATH" => one(|token| token.kind == TokenKind::Path),
        "ODDPATH" => some(odd_path(tokens, at)),
        "DOTPATH" => one(|token| token.text.starts_with("args.") && token.text.len() > 5 && token.text.ends_with('.')),
        "OUTSIDE" => one(meanings::is_approval),
        "OTHERUSER" => one(meanings::is_caller),
        "OTHERPATH" => one(|token| meanings::path(token).is_some()),
        "PATHTEXT" => one(|token| is_text(token) && token.text.get(1..).is_some_and(|text| text.starts_with("args."))),
        "TEXT" => one(is_text),
        "QUOTED" => one(|token| token.kind == TokenKind::OtherText),
        "REGEX" => one(|token| is_text(token) || token.kind == TokenKind::Slashed),
        "SLASHED" => one(|token| token.kind == TokenKind::Slashed),
        "NUMBER" => one(|token| token.kind == TokenKind::Number),
        "WORD" => one(|token| token.kind == TokenKind::Word),
        "VALUE" => one(is_value),
        "LIST" => some(list(rest)),
        "GROUP" => some(group(rest)),
        "ORDER" => {
            one(|token| token.kind == TokenKind::Sign && ["<", "<=", ">", ">=", "==", "!=", "="].contains(&token.text))
        }
        "WINDOW" => one(|token| meanings::window(token).is_some()),
        "CATEGORY" => one(|token| meanings::category(token).is_some()),
        "OUTCOME" => one(|token| meanings::outcome(token).is_some()),
        "VERB" => one(|token| ["allow", "deny", "hide", "rate", "tool"].iter().any(|verb| token.is_word(verb))),
        "NAME" => one(|token| token.kind == TokenKind::Word && !token.starts_line && !is_joint(token)),
        "TOOLS" if first.is_some_and(|first| first.starts_line) => Vec::new(),
        "TOOLS" => tools(rest),
        "RUN" if first.is_some_and(|first| !first.is_glued) => some(name_run(rest)),
        "ODDNAME" if first.is_some_and(|first| !first.is_glued && first.kind != TokenKind::Slashed) => {
            let length = name_run(rest);
            let is_bare = length == 1 && first.is_some_and(|first| is_bare_name(first.text));
            if is_bare { Vec::new() } else { some(length) }
        }
        "RAW" => some(run(rest, |_| false)),
        "CONDITION" | "SENTENCE" => (1..=condition(rest)).rev().collect(),
        "UNIT" => one(|token| token.kind == TokenKind::Word && token.is_glued),
        "START" => {
            let after_brace = at.checked_sub(1).and_then(|before| tokens.get(before));
            let starts = first.is_none_or(|first| first.starts_line)
                || after_brace.is_none_or(|before| before.is_sign("{") || before.is_sign("}"));
            if starts { vec![0] } else { Vec::new() }
        }
        "END" => {
            let ends = first.is_none_or(|first| first.starts_line || first.is_sign("}"));
            if ends { vec![0] } else { Vec::new() }
        }
        _ => literal(element, first),
    }
}

fn literal(element: &str, first: Option<&Token<'_>>) -> Vec<usize> {
    if let Some(steps) = steps_of(element) {
        let is_one = |step: &str| steps == "*" || alternatives(steps).any(|word| fold(step) == word);
        let is = |token: &Token<'_>| last_step(token).is_some_and(is_one);
        return if first.is_some_and(is) { vec![1] } else { Vec::new() };
    }
    let optional = element.strip_suffix('?').filter(|_| is_optional(element));
    let words = optional.unwrap_or(element);
    let is = |token: &Token<'_>| alternatives(words).any(|word| is_literally(token, word));
    match (first.is_some_and(is), optional) {
        (true, Some(_)) => vec![1, 0],
        (true, None) => vec![1],
        (false, Some(_)) => vec![0],
        (false, None) => Vec::new(),
    }
}

/// Whether an element is met only by certain words and signs.
pub fn is_literal(element: &str) -> bool {
    !element.starts_with(|first: char| first.is_ascii_uppercase() || first == '»')
        && steps_of(element).is_none()
        && !is_optional(element)
}

/// `length|size` of `.length|size`.
fn steps_of(element: &str) -> Option<&str> {
    element.strip_prefix('.').filter(|steps| *steps == "*" || steps.starts_with(char::is_alphabetic))
}

fn is_optional(element: &str) -> bool {
    element.strip_suffix('?').is_some_and(|words| !words.is_empty() && !words.ends_with('|'))
}

/// `user` of `user*`, which is also met by `user.role`.
pub fn without_star(word: &str) -> &str {
    word.strip_suffix('*').filter(|word| word.starts_with(char::is_alphabetic)).unwrap_or(word)
}

/// Whether a token is a word of a pattern.
fn is_literally(token: &Token<'_>, word: &str) -> bool {
    let plain = without_star(word);
    if plain.len() < word.len() {
        let first = token.text.split('.').next().unwrap_or_default();
        return token.kind == TokenKind::Word && fold(first) == plain;
    }
    token.is_word(word) || token.is_sign(word) || token.kind == TokenKind::Number && token.text == word
}

/// `a|b` is two words, and `||` a sign.
pub fn alternatives(words: &str) -> impl Iterator<Item = &str> {
    let separator = if words.bytes().all(|byte| byte == b'|') { '\n' } else { '|' };
    words.split(separator)
}

/// A word without case, `_` and `-`.
pub fn fold(word: &str) -> String {
    word.chars().filter(|letter| !matches!(letter, '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// The last step of a path with several.
pub fn last_step<'t>(token: &Token<'t>) -> Option<&'t str> {
    let (before, last) = token.text.rsplit_once('.')?;
    (token.kind == TokenKind::Path && before != "args" && !last.ends_with('"')).then_some(last)
}

fn is_text(token: &Token<'_>) -> bool {
    matches!(token.kind, TokenKind::Text | TokenKind::OtherText)
}

fn is_value(token: &Token<'_>) -> bool {
    match token.kind {
        TokenKind::Text | TokenKind::OtherText | TokenKind::Number => true,
        TokenKind::Word => !is_joint(token),
        TokenKind::Path | TokenKind::Slashed | TokenKind::Sign => false,
    }
}

/// Whether a word joins parts of a clause, whatever the language.
fn is_joint(token: &Token<'_>) -> bool {
    ["and", "or", "not", "because", "if"].iter().any(|word| token.is_word(word))
}

/// The length of a name with signs in it, without the `:` of a rating.
fn name_run(tokens: &[Token<'_>]) -> usize {
    let length = run(tokens, ends_name);
    let ends_with_colon = length > 1 && tokens.get(length - 1).is_some_and(|last| last.is_sign(":"));
    if ends_with_colon { length - 1 } else { length }
}

/// Signs that no name contains, in any language.
fn ends_name(token: &Token<'_>) -> bool {
    let is_sign = token.kind == TokenKind::Sign;
    matches!(token.kind, TokenKind::Text | TokenKind::OtherText | TokenKind::Slashed)
        || is_sign && matches!(token.text, "," | ";" | "{" | "}" | "(" | ")" | "[" | "]")
}

/// The length of `args.ticket-id` or `args.$filter`.
fn odd_path(tokens: &[Token<'_>], at: usize) -> usize {
    let rest = tokens.get(at..).unwrap_or_default();
    let starts = rest.first().is_some_and(|first| first.text.starts_with("args.") && !first.is_glued);
    let ends = |token: &Token<'_>| {
        ends_name(token)
            || token.kind == TokenKind::Sign && (token.text.contains(['=', '<', '>', '!', '+', '*', '?', '"']))
    };
    let length = if starts { run(rest, ends) } else { 0 };
    let is_plain = length == 1 && rest.first().is_some_and(|first| first.kind == TokenKind::Path);
    if is_plain { 0 } else { length }
}

/// The length of a list in any brackets, or of values with commas between them.
fn list(tokens: &[Token<'_>]) -> usize {
    if tokens.first().is_some_and(|first| first.kind == TokenKind::Sign) {
        let length = group(tokens);
        let inside = tokens.get(1..length.saturating_sub(1)).unwrap_or_default();
        let is_part =
            |token: &Token<'_>| is_value(token) || [",", ";", "|", "||", "[", "]", "(", ")"].contains(&token.text);
        let has_value = inside.iter().any(is_value);
        return if has_value && inside.iter().all(is_part) { length } else { 0 };
    }
    let mut length = 0;
    while tokens.get(length).is_some_and(is_value) {
        match tokens.get(length + 1) {
            Some(comma) if comma.is_sign(",") => length += 2,
            _ => return if length > 0 { length + 1 } else { 0 },
        }
    }
    0
}

/// The length of brackets and what they contain.
fn group(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return if index > 0 { index + 1 } else { 0 };
        }
    }
    0
}

/// The lengths that a list of targets may have, the longest first.
fn tools(tokens: &[Token<'_>]) -> Vec<usize> {
    let is_name = |token: &Token<'_>| match token.kind {
        TokenKind::Word | TokenKind::Path | TokenKind::Text | TokenKind::OtherText => true,
        TokenKind::Sign => matches!(token.text, "*" | "?"),
        TokenKind::Number | TokenKind::Slashed => false,
    };
    let mut all = Vec::new();
    let mut length = 0;
    while let Some(first) = tokens.get(length).filter(|first| is_name(first)) {
        let rest = tokens.get(length..).unwrap_or_default();
        let every = first.is_word("every") && rest.get(1).is_some_and(|word| word.kind == TokenKind::Word);
        length += if every { 2 } else { run(rest, |token| !is_name(token)) };
        all.push(length);
        if !tokens.get(length).is_some_and(|token| token.is_sign(",")) {
            break;
        }
        length += 1;
    }
    all.reverse();
    all
}

/// How many tokens of one line a condition may be: up to a bracket that closes what is around it.
fn condition(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0_usize;
    let ends = |(index, token): (usize, &Token<'_>)| {
        match token.text {
            ")" | "]" | "}" | "{" if depth == 0 => return true,
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        index > 0 && token.starts_line
    };
    tokens.iter().enumerate().position(ends).unwrap_or(tokens.len())
}
