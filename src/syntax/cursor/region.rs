//! The item, the block and the clause or step that a cursor is in, found by the pieces before it.

use crate::source::Span;
use crate::syntax::lexeme::{Lexeme, LexemeKind, lexemes};
use crate::syntax::starts::{starts_item, starts_part};

/// Where a cursor is.
#[derive(Debug, Default)]
pub(super) struct Region {
    /// The start of the item; `None` between items.
    pub item: Option<usize>,
    /// The `{` of the item's block, if the cursor is in the block.
    pub block: Option<usize>,
    /// The last clause or step of the block that starts a line.
    pub part: Option<usize>,
    /// Whether the block is a test's.
    pub steps: bool,
    /// The piece that the cursor is in, or at the end of.
    pub under: Option<Lexeme>,
    /// The pieces before that, from the start of the item, clause or step. Comments are left out.
    pub pieces: Vec<Lexeme>,
    /// The brackets that are open there, the block's included.
    brackets: Vec<char>,
}

impl Region {
    /// The region of a cursor. The text is read from `from` on, so this takes time proportional to what is before the
    /// cursor.
    pub fn of(text: &str, from: usize, cursor: usize) -> Self {
        let mut region = Self::default();
        for lexeme in lexemes(text, from) {
            if lexeme.span.start as usize >= cursor {
                break;
            }
            if is_under(&lexeme, cursor) {
                region.under = Some(lexeme);
                break;
            }
            if lexeme.kind != LexemeKind::Comment {
                region.take(text, lexeme);
            }
        }
        region
    }

    /// The comment that the cursor is in.
    pub fn comment(&self) -> Option<Span> {
        self.under.filter(|lexeme| lexeme.kind == LexemeKind::Comment).map(|lexeme| lexeme.span)
    }

    /// Whether the block is closed after an offset, before another item starts.
    pub fn is_closed_after(&self, text: &str, offset: usize) -> bool {
        let mut depth = self.brackets.iter().filter(|&&bracket| bracket == '{').count();
        for lexeme in lexemes(text, offset) {
            match lexeme.kind {
                LexemeKind::Sign('{') => depth += 1,
                LexemeKind::Sign('}') => depth = depth.saturating_sub(1),
                LexemeKind::Word if starts_item(text, &lexeme, true) && !self.is_deeper(text, &lexeme) => return false,
                LexemeKind::Comment
                | LexemeKind::String
                | LexemeKind::OpenString
                | LexemeKind::Word
                | LexemeKind::Number
                | LexemeKind::Sign(_) => {}
            }
            if depth == 0 {
                return true;
            }
        }
        false
    }

    fn take(&mut self, text: &str, lexeme: Lexeme) {
        if self.begins_item(text, &lexeme) {
            *self = Self { item: Some(lexeme.span.start as usize), ..Self::default() };
        } else if self.begins_part(text, &lexeme) {
            self.part = Some(lexeme.span.start as usize);
            self.brackets.truncate(1);
            self.pieces.clear();
        }
        self.pieces.push(lexeme);
        if let LexemeKind::Sign(sign) = lexeme.kind {
            self.take_sign(text, sign, lexeme.span.start as usize);
        }
    }

    fn take_sign(&mut self, text: &str, sign: char, at: usize) {
        match sign {
            '{' if self.brackets.is_empty() => {
                let keyword = self.item.map(|item| word_at(text, item));
                self.steps = keyword == Some("test");
                self.block = matches!(keyword, Some("tool" | "guard" | "rule" | "test")).then_some(at);
                self.brackets.push(sign);
            }
            '{' | '(' | '[' => self.brackets.push(sign),
            // A `}` also ends what was left open inside it.
            '}' => match self.brackets.iter().rposition(|&open| open == '{') {
                Some(0) if self.block.is_some() => *self = Self::default(),
                Some(open) => self.brackets.truncate(open),
                None => {}
            },
            ')' | ']' => {
                let opening = if sign == ')' { '(' } else { '[' };
                self.brackets.pop_if(|last| *last == opening);
            }
            _ => {}
        }
    }

    /// Whether a word starts an item: in a block that was not closed only if it is not indented more than the block's
    /// item.
    fn begins_item(&self, text: &str, word: &Lexeme) -> bool {
        if word.kind != LexemeKind::Word || !word.starts_line || self.goes_on() {
            return false;
        }
        match self.block {
            None => starts_item(text, word, false),
            Some(_) if self.is_deeper(text, word) => false,
            Some(_) => starts_item(text, word, true) || self.is_statement(text, word),
        }
    }

    /// Whether a word is the `deny` of an item rather than of a clause.
    fn is_statement(&self, text: &str, word: &Lexeme) -> bool {
        let next = lexemes(text, word.span.end as usize).next();
        let is_tool = |next: Lexeme| {
            !next.starts_line
                && !matches!(text.get(next.span.range()), Some("if" | "because"))
                && next.kind == LexemeKind::Word
        };
        text.get(word.span.range()) == Some("deny") && next.is_some_and(is_tool)
    }

    fn begins_part(&self, text: &str, lexeme: &Lexeme) -> bool {
        self.block.is_some()
            && (lexeme.kind != LexemeKind::Number || self.brackets.len() == 1)
            && starts_part(text, lexeme, self.steps)
            && !self.goes_on()
    }

    /// Whether the last piece asks for more.
    fn goes_on(&self) -> bool {
        let last = self.pieces.last().map(|lexeme| lexeme.kind);
        matches!(last, Some(LexemeKind::Sign('=' | '<' | '>' | ',' | ':' | '|' | '(' | '[')))
    }

    fn is_deeper(&self, text: &str, word: &Lexeme) -> bool {
        let item = self.item.map_or(0, |item| column(text, item));
        column(text, word.span.start as usize) > item
    }

    /// The column of the item.
    pub fn item_column(&self, text: &str) -> usize {
        self.item.map_or(0, |item| column(text, item))
    }
}

/// The number of bytes before an offset on its line.
pub(super) fn column(text: &str, offset: usize) -> usize {
    let line = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    offset - line
}

/// Words, numbers and what goes on to the end of the line reach up to the cursor behind them.
fn is_under(lexeme: &Lexeme, cursor: usize) -> bool {
    let end = lexeme.span.end as usize;
    let is_open = match lexeme.kind {
        LexemeKind::Word | LexemeKind::Number | LexemeKind::OpenString | LexemeKind::Comment => true,
        LexemeKind::String | LexemeKind::Sign(_) => false,
    };
    cursor < end || cursor == end && is_open
}

fn word_at(text: &str, at: usize) -> &str {
    lexemes(text, at).next().and_then(|lexeme| text.get(lexeme.span.range())).unwrap_or_default()
}
