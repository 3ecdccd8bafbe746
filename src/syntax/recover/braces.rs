//! The braces of a text, to find out whether a block is closed.

use crate::syntax::lexeme::{LexemeKind, lexemes};

/// How deep in braces each place of a text is, and how far out of them the text gets later.
pub(super) struct Braces {
    /// For each brace: its offset, the depth after it, and the least depth there or later.
    all: Vec<(usize, i64, i64)>,
}

impl Braces {
    pub(super) fn of(text: &str) -> Self {
        let mut depth = 0;
        let mut all = Vec::new();
        for lexeme in lexemes(text, 0) {
            match lexeme.kind {
                LexemeKind::Sign('{') => depth += 1,
                LexemeKind::Sign('}') => depth -= 1,
                LexemeKind::Comment
                | LexemeKind::String
                | LexemeKind::OpenString
                | LexemeKind::Word
                | LexemeKind::Number
                | LexemeKind::Sign(_) => continue,
            }
            all.push((lexeme.span.start as usize, depth, depth));
        }
        let mut least = i64::MAX;
        for (_, depth, from_here) in all.iter_mut().rev() {
            least = least.min(*depth);
            *from_here = least;
        }
        Self { all }
    }

    /// Whether a brace that is open at an offset has its `}` later.
    pub(super) fn is_closed_behind(&self, offset: usize) -> bool {
        let next = self.all.partition_point(|(at, _, _)| *at < offset);
        let depth = next.checked_sub(1).and_then(|last| self.all.get(last)).map_or(0, |(_, depth, _)| *depth);
        self.all.get(next).is_some_and(|(_, _, least)| *least < depth)
    }
}
