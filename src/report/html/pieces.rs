//! Our sentences, with the texts of others between backticks.

use crate::describe::{self, Phrase};
use crate::vocab::visible::message;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// It was between backticks.
    pub is_code: bool,
}

/// The pieces of a sentence. If a backtick has no partner, the sentence is one piece.
pub fn sentence(text: &str) -> Vec<Piece> {
    let text = message(text);
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return vec![Piece { text, is_code: false }];
    }
    let pieces = parts.iter().enumerate().map(|(at, part)| Piece { text: (*part).to_owned(), is_code: at % 2 == 1 });
    pieces.filter(|piece| !piece.text.is_empty()).collect()
}

/// A phrase, which knows what is ours.
pub fn phrase(phrase: &Phrase) -> Vec<Piece> {
    let piece = |piece: &describe::Piece| match piece {
        describe::Piece::Words(words) => Piece { text: words.clone(), is_code: false },
        describe::Piece::Code(text) | describe::Piece::Quote(text) => Piece { text: message(text), is_code: true },
    };
    phrase.pieces().iter().map(piece).collect()
}

/// A name from somebody else.
pub fn name(text: &str) -> Vec<Piece> {
    vec![Piece { text: message(text), is_code: !text.is_empty() }]
}
