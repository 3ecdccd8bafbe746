//! What a mistake underlines.

use crate::source::Span;
use crate::syntax::lexeme::{LexemeKind, lexemes};
use crate::syntax::slips::sign_at;

/// The piece of text that a mistake underlines: a word, a string or a sign; empty at the end of the file.
pub fn piece_at(text: &str, offset: usize) -> Span {
    let rest = text.get(offset..).unwrap_or_default();
    match lexemes(text, offset).next() {
        Some(lexeme) if lexeme.span.start as usize == offset && lexeme.kind != LexemeKind::Comment => {
            match lexeme.kind {
                LexemeKind::Sign(sign) => Span::new(offset, offset + sign_at(rest, sign)),
                LexemeKind::Comment
                | LexemeKind::String
                | LexemeKind::OpenString
                | LexemeKind::Word
                | LexemeKind::Number => lexeme.span,
            }
        }
        _ => Span::new(offset, offset + rest.chars().next().map_or(0, char::len_utf8)),
    }
}
