//! The place that reading has reached, and how one part is read there.

use super::braces::Braces;
use crate::syntax::build::Node;
use crate::syntax::errors::{Mistake, MistakeKind};
use crate::syntax::grammar::{self, Failure, Rule};
use crate::syntax::lexeme::{Lexeme, LexemeKind, lexemes};
use crate::syntax::starts::starts_item;
use crate::syntax::tree::File;

/// A file that is being read.
pub(super) struct Reader<'s> {
    pub(super) text: &'s str,
    pub(super) at: usize,
    pub(super) too_deep: &'s [usize],
    pub(super) mistakes: &'s mut Vec<Mistake>,
    /// The braces of the text, once they are needed.
    pub(super) braces: Option<Braces>,
    /// How many braces around items were skipped and are still open.
    pub(super) stray_braces: usize,
    pub(super) file: File,
}

impl<'s> Reader<'s> {
    /// Moves on to the next piece of text, and returns whether there is one.
    pub(super) fn skip_space(&mut self) -> bool {
        let next = self.next_piece(self.at);
        self.at = next.map_or(self.text.len(), |lexeme| lexeme.span.start as usize);
        next.is_some()
    }

    pub(super) fn next_piece(&self, at: usize) -> Option<Lexeme> {
        lexemes(self.text, at).find(|lexeme| lexeme.kind != LexemeKind::Comment)
    }

    /// Reads a rule at the current position. Text that nests too deeply never reaches the grammar.
    ///
    /// The grammar sees a window of some lines, which grows until something follows what it matched or failed
    /// at. For each mistake pest walks to the end of its text, and a file may have a hundred thousand.
    pub(super) fn read(&self, rule: Rule) -> Result<Node<'s>, Mistake> {
        const FIRST_WINDOW: usize = 4 * 1024;
        let next = self.too_deep.partition_point(|&deep| deep < self.at);
        let deep = self.too_deep.get(next).copied();
        let rest = self.text.get(self.at..deep.unwrap_or(self.text.len())).unwrap_or_default();
        let mut length = FIRST_WINDOW;
        loop {
            let window = whole_lines(rest, length);
            let result = grammar::read(rule, window);
            let reached = match &result {
                Ok(pair) => pair.as_span().end(),
                Err(failure) => failure.offset,
            };
            let goes_on = lexemes(window, reached).any(|lexeme| lexeme.kind != LexemeKind::Comment);
            if goes_on || window.len() == rest.len() {
                return result.map(|pair| Node::new(pair, self.at)).map_err(|failure| self.mistake(failure, deep));
            }
            length = length.saturating_mul(8);
        }
    }

    /// Reads an item, clause or step, where `lone` also says what must follow it. If what follows starts its
    /// own line, or closes a stray brace, that is not this part's mistake.
    pub(super) fn read_lone(&self, lone: Rule, rule: Rule) -> Result<Node<'s>, Mistake> {
        let mistake = match self.read(lone) {
            Ok(node) => return node.only(),
            Err(mistake) => mistake,
        };
        let node = self.read(rule).map_err(|_| mistake.clone())?;
        match self.next_piece(node.span().end as usize) {
            Some(next) if next.starts_line && next.span.start as usize == mistake.offset => Ok(node),
            Some(next) if next.kind == LexemeKind::Sign('}') && self.stray_braces > 0 => Ok(node),
            Some(_) | None => Err(mistake),
        }
    }

    pub(super) fn mistake(&self, failure: Failure, deep: Option<usize>) -> Mistake {
        let offset = self.at + failure.offset;
        let kind = if deep == Some(offset) { MistakeKind::TooDeep } else { MistakeKind::Unexpected(failure.expected) };
        Mistake { offset, kind }
    }

    pub(super) fn word_at(&self, at: usize) -> &'s str {
        let text = self.text;
        lexemes(text, at).next().and_then(|lexeme| text.get(lexeme.span.range())).unwrap_or_default()
    }

    /// Whether a word can only start an item, wherever it is on its line.
    pub(super) fn names_item(&self, word: &Lexeme) -> bool {
        starts_item(self.text, &Lexeme { starts_line: true, ..*word }, true)
    }

    /// Whether the block around an offset is closed later. If so, an item there is in it by mistake, and no
    /// brace is missing.
    pub(super) fn is_closed_later(&mut self, at: usize) -> bool {
        let text = self.text;
        let braces = self.braces.get_or_insert_with(|| Braces::of(text));
        braces.is_closed_behind(at)
    }
}

/// The lines that contain the first `length` bytes of a text. No word or string crosses a line break.
fn whole_lines(text: &str, length: usize) -> &str {
    let end = text.as_bytes().get(length..).and_then(|rest| rest.iter().position(|&byte| byte == b'\n'));
    end.and_then(|end| text.get(..length + end + 1)).unwrap_or(text)
}
