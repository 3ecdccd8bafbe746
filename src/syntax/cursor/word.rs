//! The word or string at a cursor, which a completion replaces.

use super::region::Region;
use crate::source::Span;
use crate::syntax::build;
use crate::syntax::grammar::{self, Rule};
use crate::syntax::lexeme::{Lexeme, LexemeKind, is_name_byte, raw_hashes};
use crate::syntax::tree::StepKind;

/// The word at a cursor.
#[derive(Debug)]
pub(super) struct Word {
    /// Its place; empty between words. Of a path, only the step at the cursor.
    pub span: Span,
    /// Where the text ends that decides what can be written: before the word, or before the path that it belongs to.
    pub read_to: usize,
    /// The steps before it, if it may be a step of a path.
    pub path: Option<Vec<String>>,
}

impl Word {
    /// The word at an offset; `None` where nothing can be completed: in a number and right after a string.
    pub fn at(text: &str, region: &Region, offset: usize) -> Option<Self> {
        let path = path_start(text, region, offset);
        let Some(under) = region.under else {
            let last = region.pieces.last().filter(|last| last.span.end as usize == offset);
            return match last.map(|last| last.kind) {
                Some(LexemeKind::String) => None,
                Some(LexemeKind::Sign('.')) => Self::step(text, path?, Span::new(offset, offset)),
                _ => Some(Self::whole(Span::new(offset, offset))),
            };
        };
        let start = under.span.start as usize;
        match under.kind {
            LexemeKind::Comment | LexemeKind::Number => None,
            LexemeKind::String | LexemeKind::OpenString => {
                let span = string(text, &under, offset)?;
                path.map_or(Some(Self::whole(span)), |path| Self::step(text, path, span))
            }
            LexemeKind::Word => {
                let typed = text.get(start..offset)?;
                match path.filter(|&path| path < start || typed.starts_with("args.")) {
                    Some(path) => {
                        let from = typed.rfind('.').map_or(start, |dot| start + dot + 1);
                        Self::step(
                            text,
                            path,
                            Span::new(from, end_of(text, offset, |byte| byte != b'.' && is_name_byte(byte))),
                        )
                    }
                    None => Some(Self::whole(Span::new(start, with_wildcards(text, under.span.end as usize)))),
                }
            }
            LexemeKind::Sign(_) => Some(Self::whole(Span::new(offset, offset))),
        }
    }

    fn whole(span: Span) -> Self {
        Self { span, read_to: span.start as usize, path: None }
    }

    /// A step of the path that starts at `path`.
    fn step(text: &str, path: usize, span: Span) -> Option<Self> {
        let before = text.get(path..span.start as usize)?.strip_suffix('.')?;
        Some(Self { span, read_to: path, path: Some(keys(before)?) })
    }
}

/// The steps of a path: `meta` of `args.meta`; `None` if it has an index, which leads nowhere.
pub(super) fn keys(path: &str) -> Option<Vec<String>> {
    if path == "args" {
        return Some(Vec::new());
    }
    let pair = grammar::read(Rule::path, path).ok()?;
    let path = build::path(&build::Node::new(pair, 0)).ok()?;
    let key = |step: crate::syntax::tree::Step| match step.kind {
        StepKind::Member(key) => Some(key),
        StepKind::Index => None,
    };
    path.steps.into_iter().map(key).collect()
}

/// Where a path starts whose pieces touch each other up to the cursor.
fn path_start(text: &str, region: &Region, offset: usize) -> Option<usize> {
    let starts = |lexeme: &Lexeme| {
        let word = text.get(lexeme.span.range()).unwrap_or_default();
        lexeme.kind == LexemeKind::Word && (word.starts_with("args.") || word == "args")
    };
    let mut next = region.under.map_or(offset, |under| under.span.start as usize);
    if region.under.as_ref().is_some_and(&starts) {
        return Some(next);
    }
    for piece in region.pieces.iter().rev() {
        if piece.span.end as usize != next {
            return None;
        }
        if starts(piece) {
            return Some(piece.span.start as usize);
        }
        match piece.kind {
            LexemeKind::Word | LexemeKind::String | LexemeKind::Number | LexemeKind::Sign('.' | '[' | ']') => {}
            LexemeKind::Comment | LexemeKind::OpenString | LexemeKind::Sign(_) => return None,
        }
        next = piece.span.start as usize;
    }
    None
}

/// The part of a string that a completion replaces, with its quotes. Of a string that is not closed, what looks like a word.
fn string(text: &str, lexeme: &Lexeme, offset: usize) -> Option<Span> {
    let start = lexeme.span.start as usize;
    let opening = raw_hashes(text.get(start..)?).map_or(1, |hashes| hashes + 2);
    if offset < start + opening {
        return None;
    }
    let is_closed = lexeme.kind == LexemeKind::String;
    Some(if is_closed { lexeme.span } else { Span::new(start, end_of(text, offset, is_name_byte)) })
}

/// `get_*` is one word.
fn with_wildcards(text: &str, end: usize) -> usize {
    match text.as_bytes().get(end) {
        Some(b'*' | b'?') => end_of(text, end, |byte| is_name_byte(byte) || matches!(byte, b'*' | b'?')),
        _ => end,
    }
}

fn end_of(text: &str, from: usize, belongs: impl Fn(u8) -> bool) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    from + rest.iter().position(|&byte| !belongs(byte)).unwrap_or(rest.len())
}
