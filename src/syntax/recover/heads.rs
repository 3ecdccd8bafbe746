//! Finds where to continue after an item whose head can't be read: at its block, or at the next item.

use super::reader::Reader;
use crate::syntax::grammar::Rule;
use crate::syntax::lexeme::{Lexeme, LexemeKind, lexemes};
use crate::syntax::starts::{starts_item, starts_part};

/// Where reading can continue after a mistake.
pub(super) enum Resume {
    /// At an item, a clause or a step, or at the end of the file.
    Here(usize),
    /// In a block whose head could not be read: after its `{`, or at its first clause if there is none.
    Block(usize),
}

impl Reader<'_> {
    /// Where to continue after a mistake in an item: at its block, or at the next item.
    pub(super) fn after_head(&mut self, start: usize, mistake: usize) -> Resume {
        let mut before_brace = ' ';
        let mut depth = 0_usize;
        let head = lexemes(self.text, start).take_while(|lexeme| (lexeme.span.start as usize) < mistake);
        let mut brackets: i64 = head.map(|lexeme| opened(&lexeme)).sum();
        // Where the brace is missing, a clause need not start its line.
        let mut beside_mistake = 2;
        for lexeme in lexemes(self.text, mistake) {
            let at = lexeme.span.start as usize;
            brackets += opened(&lexeme);
            beside_mistake -= i64::from(beside_mistake > 0);
            let starts_line = lexeme.starts_line || beside_mistake > 0;
            match lexeme.kind {
                LexemeKind::Comment => continue,
                LexemeKind::Word
                    if at > start && depth == 0 && self.lost_its_brace(start, &Lexeme { starts_line, ..lexeme }) =>
                {
                    return Resume::Block(at);
                }
                LexemeKind::Word if at > start && starts_item(self.text, &lexeme, depth > 0) => {
                    return Resume::Here(at);
                }
                // After these, a brace opens a type or a value.
                LexemeKind::Sign('{')
                    if at > mistake && (depth > 0 || matches!(before_brace, ':' | '[' | ',' | '('))
                        || self.opens_type(brackets, at) =>
                {
                    depth += 1
                }
                LexemeKind::Sign('{') if self.begins_block(at + 1) => return Resume::Block(at + 1),
                LexemeKind::Sign('}') => depth = depth.saturating_sub(1),
                LexemeKind::Sign(_)
                | LexemeKind::String
                | LexemeKind::OpenString
                | LexemeKind::Word
                | LexemeKind::Number => {}
            }
            before_brace = if let LexemeKind::Sign(sign) = lexeme.kind { sign } else { ' ' };
        }
        Resume::Here(self.text.len())
    }

    /// Whether a word is the first clause or step of an item whose `{` is missing and whose `}` is still there.
    pub(super) fn lost_its_brace(&mut self, start: usize, word: &Lexeme) -> bool {
        let steps = match self.word_at(start) {
            "default" | "catalog" | "include" | "let" | "rate" | "hide" | "allow" | "limit" | "assert" => return false,
            first => first == "test",
        };
        starts_part(self.text, word, steps) && self.is_closed_later(word.span.start as usize)
    }

    /// Whether a brace inside the brackets of a signature opens a type rather than a block of clauses.
    pub(super) fn opens_type(&self, brackets: i64, brace: usize) -> bool {
        let clause = |word: Lexeme| starts_part(self.text, &Lexeme { starts_line: true, ..word }, false);
        brackets > 0 && !self.next_piece(brace + 1).is_some_and(clause)
    }

    /// Whether a block may begin here, after a `{`.
    pub(super) fn begins_block(&self, at: usize) -> bool {
        self.next_piece(at).is_none_or(|next| {
            let next = Lexeme { starts_line: true, ..next };
            let is_part = |steps| next.kind == LexemeKind::Word && starts_part(self.text, &next, steps);
            lexemes(self.text, at).next().is_some_and(|first| first.starts_line)
                || next.kind == LexemeKind::Sign('}')
                || is_part(false)
                || is_part(true)
        })
    }

    /// Whether a block contains items, as in `policy "x" { allow a }`: then its braces are the mistake.
    pub(super) fn wraps_items(&self, at: usize) -> bool {
        let mut depth = 0_usize;
        for lexeme in lexemes(self.text, at) {
            match lexeme.kind {
                LexemeKind::Sign('{') => depth += 1,
                LexemeKind::Sign('}') if depth == 0 => return false,
                LexemeKind::Sign('}') => depth -= 1,
                LexemeKind::Word if depth == 0 && lexeme.starts_line => {
                    let is_clause = ["require", "apply"].contains(&self.word_at(lexeme.span.start as usize));
                    if is_clause || starts_item(self.text, &lexeme, true) {
                        return !is_clause;
                    }
                }
                LexemeKind::Comment
                | LexemeKind::String
                | LexemeKind::OpenString
                | LexemeKind::Word
                | LexemeKind::Number
                | LexemeKind::Sign(_) => {}
            }
        }
        false
    }

    /// Reads the clauses of a block that has no braces and is indented, as in Python. They are not items.
    pub(super) fn indented(&mut self, start: usize, steps: bool) {
        let (lone, rule) = if steps { (Rule::lone_step, Rule::test_step) } else { (Rule::lone_clause, Rule::clause) };
        while let Some(next) = self.next_piece(self.at) {
            let at = next.span.start as usize;
            if !starts_part(self.text, &next, steps) || self.column(at) <= self.column(start) {
                return;
            }
            self.at = at;
            self.at = match self.read_lone(lone, rule) {
                Ok(node) => node.span().end as usize,
                Err(mistake) => {
                    let next = self.next_part(mistake.offset, steps).0;
                    self.mistakes.push(mistake);
                    next
                }
            };
        }
    }

    fn column(&self, at: usize) -> usize {
        let line = self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        at - line
    }

    /// Whether a block looks like a test's.
    pub(super) fn holds_steps(&self, at: usize) -> bool {
        self.next_piece(at).is_some_and(|word| starts_part(self.text, &Lexeme { starts_line: true, ..word }, true))
    }

    /// After the `}` that closes a brace, or where an item begins before that.
    pub(super) fn behind_braces(&self, brace: usize) -> usize {
        let mut depth = 0_usize;
        for lexeme in lexemes(self.text, brace) {
            match lexeme.kind {
                LexemeKind::Sign('{') => depth += 1,
                LexemeKind::Sign('}') if depth <= 1 => return lexeme.span.end as usize,
                LexemeKind::Sign('}') => depth -= 1,
                LexemeKind::Word if starts_item(self.text, &lexeme, true) => return lexeme.span.start as usize,
                LexemeKind::Comment
                | LexemeKind::String
                | LexemeKind::OpenString
                | LexemeKind::Word
                | LexemeKind::Number
                | LexemeKind::Sign(_) => {}
            }
        }
        self.text.len()
    }

    /// Skips what follows a block whose head could not be read: it belongs to the same mistake.
    pub(super) fn skip_line(&mut self) {
        let goes_on = |lexeme: &Lexeme| lexeme.starts_line || self.names_item(lexeme);
        let next = lexemes(self.text, self.at).find(goes_on);
        self.at = next.map_or(self.text.len(), |lexeme| lexeme.span.start as usize);
    }

    /// Whether an item that can't be read is the first clause or step of a block without its head.
    pub(super) fn is_headless(&mut self, start: usize) -> bool {
        let is_part = match self.word_at(start) {
            "require" | "apply" | "call" | "at" | "after" | "as" => true,
            // These start items, too.
            "deny" | "limit" => self.read(Rule::lone_clause).is_ok(),
            _ => false,
        };
        is_part && self.is_closed_later(start)
    }

    /// Whether this item may have been meant to have a block, such as `allow x { … }`.
    pub(super) fn may_have_block(&self, start: usize) -> bool {
        !matches!(self.word_at(start), "default" | "catalog" | "include" | "let" | "rate" | "limit" | "assert")
    }
}

/// By how much a piece changes the number of open round brackets.
fn opened(piece: &Lexeme) -> i64 {
    i64::from(piece.kind == LexemeKind::Sign('(')) - i64::from(piece.kind == LexemeKind::Sign(')'))
}
