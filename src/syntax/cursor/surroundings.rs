//! What is around a cursor: its item, and the comparison, the `apply` or the call that it is in.

use super::region::Region;
use super::word;
use crate::syntax::build;
use crate::syntax::grammar::{self, Rule};
use crate::syntax::lexeme::{Lexeme, LexemeKind, lexemes};
use crate::syntax::strings;
use crate::syntax::tree::{ItemKind, Target};
use crate::vocab::{OPERATORS, TEXT_OPERATORS};

/// The item that a cursor is in, as far as it is written.
#[derive(Debug, Default)]
pub struct Statement {
    /// Its keyword; empty outside of items.
    pub keyword: String,
    /// The tools that it is about.
    pub targets: Vec<Target>,
    /// The name of a let or a rule.
    pub name: String,
    /// The parameters of a rule.
    pub parameters: Vec<String>,
    /// The tool that a step of a test calls.
    pub called: Option<String>,
}

/// A comparison up to the cursor.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// The path; `None` if it leads into a list.
    pub keys: Option<Vec<String>>,
    /// The operator.
    pub operator: String,
}

/// An `apply` up to the cursor.
#[derive(Debug)]
pub(super) struct Applied {
    pub rule: String,
    /// Which argument the cursor is in, from 0.
    pub number: usize,
}

/// The object that the cursor is in, in the arguments of a call.
#[derive(Debug, Default)]
pub(super) struct Object {
    /// The keys that lead to it, or to the value at the cursor; `None` for an element of a list.
    pub keys: Vec<Option<String>>,
    /// The keys that it has so far.
    pub given: Vec<String>,
}

/// The item that a cursor is in, read up to the word at the cursor.
pub(super) fn statement(text: &str, region: &Region, to: usize) -> Statement {
    let Some(item) = region.item else { return Statement::default() };
    let head = text.get(item..region.block.map_or(to, |block| block + 1)).unwrap_or_default();
    let mut words = lexemes(head, 0).filter(|lexeme| lexeme.kind != LexemeKind::Comment);
    let mut word = || words.next().and_then(|lexeme| Some((lexeme, head.get(lexeme.span.range())?)));
    let Some((first, keyword)) = word() else { return Statement::default() };
    let second = word();
    let mut statement = Statement { keyword: keyword.to_owned(), ..Statement::default() };
    let start = match (keyword, second) {
        ("let", Some((_, name))) => {
            statement.name = name.to_owned();
            return statement;
        }
        ("rule", Some((_, name))) => {
            statement.name = name.to_owned();
            statement.parameters = parameters(head);
            return statement;
        }
        ("test", _) => {
            statement.called = called(text, &region.pieces);
            return statement;
        }
        ("assert", Some((second, "never" | "always"))) => second.span.end,
        ("rate" | "hide" | "deny" | "allow" | "tool" | "guard", _) => first.span.end,
        _ => return statement,
    };
    statement.targets = targets(head.get(start as usize..).unwrap_or_default());
    statement
}

fn parameters(head: &str) -> Vec<String> {
    let read = grammar::read(Rule::rule_head, head).ok();
    match read.and_then(|pair| build::head(&build::Node::new(pair, 0)).ok()) {
        Some(ItemKind::Rule(rule)) => rule.parameters.into_iter().map(|name| name.text).collect(),
        _ => Vec::new(),
    }
}

fn targets(text: &str) -> Vec<Target> {
    let pair = grammar::read(Rule::targets, text.trim_start()).ok();
    pair.and_then(|pair| build::targets(&build::Node::new(pair, 0)).ok()).unwrap_or_default()
}

fn called(text: &str, pieces: &[Lexeme]) -> Option<String> {
    let call = pieces.iter().rposition(|piece| is_word(text, piece, "call"))?;
    name(text, pieces.get(call + 1)?)
}

/// The last comparison before the cursor, and the values in its list so far.
pub(super) fn comparison(text: &str, pieces: &[Lexeme]) -> Option<Comparison> {
    let is_path = |piece: &Lexeme| is_word(text, piece, "args") || slice(text, piece).starts_with("args.");
    let path = pieces.iter().rposition(is_path)?;
    let rest = pieces.get(path..)?;
    let touching = rest.windows(2).take_while(|pair| matches!(pair, [one, next] if one.span.end == next.span.start));
    // An operator may touch the path, `args.x<5`: the path ends before it.
    let is_step = |piece: &Lexeme| !matches!(piece.kind, LexemeKind::Sign('=' | '!' | '<' | '>'));
    let length = 1 + touching.take_while(|pair| pair.get(1).is_some_and(is_step)).count();
    let (start, end) = (rest.first()?.span.start as usize, rest.get(length - 1)?.span.end as usize);
    let operator = operator(text, rest.get(length..)?);
    Some(Comparison { keys: word::keys(text.get(start..end)?), operator })
}

/// The operator that some pieces begin with.
fn operator(text: &str, pieces: &[Lexeme]) -> String {
    let all = || OPERATORS.iter().map(|row| row.word).chain(TEXT_OPERATORS.map(|operator| operator.word()));
    let mut operator = String::new();
    for piece in pieces {
        let gap = if operator.is_empty() || matches!(piece.kind, LexemeKind::Sign(_)) { "" } else { " " };
        let longer = format!("{operator}{gap}{}", slice(text, piece));
        if !all().any(|word| word.starts_with(&longer)) {
            break;
        }
        operator = longer;
    }
    operator
}

/// The `apply` that the cursor is in.
pub(super) fn applied(text: &str, pieces: &[Lexeme]) -> Option<Applied> {
    let apply = pieces.iter().rposition(|piece| is_word(text, piece, "apply"))?;
    let rule = slice(text, pieces.get(apply + 1)?).to_owned();
    let (mut depth, mut number) = (0_usize, 0);
    for piece in pieces.get(apply + 2..)? {
        match piece.kind {
            LexemeKind::Sign('(' | '[') => depth += 1,
            LexemeKind::Sign(')' | ']') => depth = depth.saturating_sub(1),
            LexemeKind::Sign(',') if depth == 1 => number += 1,
            LexemeKind::Sign(_)
            | LexemeKind::Comment
            | LexemeKind::String
            | LexemeKind::OpenString
            | LexemeKind::Word
            | LexemeKind::Number => {}
        }
    }
    (depth > 0).then_some(Applied { rule, number })
}

/// The values of the list that is open at the cursor, as they are written; `None` if none is open.
pub(super) fn listed(text: &str, pieces: &[Lexeme]) -> Option<Vec<String>> {
    let open = pieces.iter().rposition(|piece| matches!(piece.kind, LexemeKind::Sign('[' | ']')))?;
    let (bracket, values) = pieces.get(open..)?.split_first()?;
    let is_value = |piece: &&Lexeme| !matches!(piece.kind, LexemeKind::Sign(_));
    (bracket.kind == LexemeKind::Sign('['))
        .then(|| values.iter().filter(is_value).map(|piece| slice(text, piece).to_owned()).collect())
}

/// The object of a call that the cursor is in.
pub(super) fn object(text: &str, pieces: &[Lexeme]) -> Object {
    let Some(call) = pieces.iter().rposition(|piece| is_word(text, piece, "call")) else { return Object::default() };
    let mut open: Vec<Frame> = Vec::new();
    let mut last = None;
    for piece in pieces.get(call + 2..).unwrap_or_default() {
        match piece.kind {
            LexemeKind::Sign('{') => open.push(Frame { is_list: false, ..Frame::default() }),
            LexemeKind::Sign('[') => open.push(Frame { is_list: true, ..Frame::default() }),
            LexemeKind::Sign('}' | ']') => drop(open.pop()),
            LexemeKind::Sign(':') => {
                if let (Some(frame), Some(key)) = (open.last_mut(), last.take()) {
                    frame.given.push(key);
                    frame.has_value = true;
                }
            }
            LexemeKind::Sign(',') => {
                if let Some(frame) = open.last_mut() {
                    frame.has_value = false;
                }
            }
            LexemeKind::Word | LexemeKind::String => last = name(text, piece),
            LexemeKind::Sign(_) | LexemeKind::Comment | LexemeKind::OpenString | LexemeKind::Number => {}
        }
    }
    let key = |frame: &Frame| match frame.is_list {
        true => Some(None),
        false => frame.given.last().filter(|_| frame.has_value).map(|key| Some(key.clone())),
    };
    let keys = open.iter().filter_map(key).collect();
    Object { keys, given: open.pop().map(|frame| frame.given).unwrap_or_default() }
}

/// An object or a list that is open.
#[derive(Default)]
struct Frame {
    is_list: bool,
    given: Vec<String>,
    /// Whether the cursor may be in the value of the last key.
    has_value: bool,
}

/// A name: a word, or what a string says.
fn name(text: &str, piece: &Lexeme) -> Option<String> {
    match piece.kind {
        LexemeKind::Word => Some(slice(text, piece).to_owned()),
        LexemeKind::String => Some(strings::decode(slice(text, piece), piece.span).value),
        LexemeKind::Comment | LexemeKind::OpenString | LexemeKind::Number | LexemeKind::Sign(_) => None,
    }
}

pub(super) fn is_word(text: &str, piece: &Lexeme, word: &str) -> bool {
    piece.kind == LexemeKind::Word && slice(text, piece) == word
}

fn slice<'t>(text: &'t str, piece: &Lexeme) -> &'t str {
    text.get(piece.span.range()).unwrap_or_default()
}
