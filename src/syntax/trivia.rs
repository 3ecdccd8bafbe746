//! Comments: the grammar skips them, and the formatter puts them back.

use super::lexeme::{LexemeKind, lexemes};
use super::tree::Comment;
use crate::source::{Source, Span};

/// All comments of a text, in order.
pub fn comments(source: &Source) -> Vec<Comment> {
    lexemes(&source.text, source.body_start())
        .filter(|lexeme| lexeme.kind == LexemeKind::Comment)
        .map(|lexeme| {
            let text = source.slice(lexeme.span).trim_end();
            let start = lexeme.span.start as usize;
            Comment {
                span: Span::new(start, start + text.len()),
                doc: text.starts_with("##"),
                own_line: lexeme.starts_line,
            }
        })
        .collect()
}
