//! Reads a block clause by clause, or step by step, and finds where to continue after a mistake in one.

use super::reader::Reader;
use crate::syntax::build;
use crate::syntax::errors::{Mistake, MistakeKind};
use crate::syntax::grammar::Rule;
use crate::syntax::lexeme::{Lexeme, LexemeKind, lexemes};
use crate::syntax::starts::{starts_item, starts_part};
use crate::syntax::tree::{Clause, TestStep};

/// A block that is being read.
pub(super) struct OpenBlock {
    /// The offset of its `{`.
    pub(super) brace: usize,
    /// Whether there was a mistake in it, or in its head.
    pub(super) flawed: bool,
    /// How many braces mistakes have opened: the next `}`s close them.
    pub(super) stray_braces: usize,
}

impl Reader<'_> {
    /// The content of a block, from after its `{` to after its `}`.
    pub(super) fn block(&mut self, steps: bool, mut block: OpenBlock) -> (Vec<Clause>, Vec<TestStep>) {
        let (mut clauses, mut test_steps) = (Vec::new(), Vec::new());
        let (lone, rule) = if steps { (Rule::lone_step, Rule::test_step) } else { (Rule::lone_clause, Rule::clause) };
        while self.skip_space() {
            let Some(next) = self.next_piece(self.at) else { break };
            if next.kind == LexemeKind::Sign('}') {
                self.at += 1;
                if self.is_in_the_middle(&next) && self.is_closed_later(self.at) {
                    self.mistakes.extend(self.read_lone(Rule::lone_item, Rule::item).err());
                    block.flawed = true;
                    self.go_on(self.at, steps, &mut block);
                } else if self.closes(&mut block) {
                    return (clauses, test_steps);
                }
                continue;
            }
            if starts_item(self.text, &next, true) {
                if !self.is_closed_later(self.at) {
                    break;
                }
                block.flawed = true;
                self.file.lost.add(self.text, self.at);
                self.mistakes.push(Mistake { offset: self.at, kind: MistakeKind::ItemInBlock { brace: block.brace } });
                self.go_on(self.at, steps, &mut block);
                continue;
            }
            let built = self.read_lone(lone, rule).and_then(|node| {
                match steps {
                    true => test_steps.push(build::test_step(&node)?),
                    false => clauses.push(build::clause(&node)?),
                }
                Ok(node.span().end as usize)
            });
            match built {
                Ok(end) => self.at = end,
                Err(mistake) => {
                    block.flawed = true;
                    self.go_on(mistake.offset, steps, &mut block);
                    self.mistakes.push(mistake);
                }
            }
        }
        // An earlier mistake may well have swallowed the missing brace.
        if !block.flawed {
            self.mistakes.push(Mistake { offset: self.at, kind: MistakeKind::OpenBlock { brace: block.brace } });
        }
        (clauses, test_steps)
    }

    /// Whether the `}` that was just read closes the block. If a mistake has opened braces, it closes one of
    /// those, unless what follows can only be outside the block.
    pub(super) fn closes(&self, block: &mut OpenBlock) -> bool {
        let is_outside = || self.next_piece(self.at).is_none_or(|next| self.names_item(&next));
        if block.stray_braces == 0 || is_outside() {
            return true;
        }
        block.stray_braces -= 1;
        false
    }

    /// Continues after a mistake in a block: at the next clause or step, at the block's `}`, or where an item
    /// begins.
    pub(super) fn go_on(&mut self, mistake: usize, steps: bool, block: &mut OpenBlock) {
        let (at, opened) = self.next_part(mistake, steps);
        self.at = at;
        block.stray_braces += opened;
    }

    /// Where to continue after a mistake in a block, and how many braces were opened on the way.
    pub(super) fn next_part(&mut self, mistake: usize, steps: bool) -> (usize, usize) {
        let mut open = Vec::new();
        let opened = |open: &[char]| open.iter().filter(|&&sign| sign == '{').count();
        for lexeme in lexemes(self.text, self.at) {
            let start = lexeme.span.start as usize;
            // To make progress: if the part itself can't be read, don't continue at its first word.
            let behind = start >= mistake && start > self.at;
            match lexeme.kind {
                LexemeKind::Sign(sign @ ('(' | '[' | '{')) => open.push(sign),
                LexemeKind::Sign('}') => match open.iter().rposition(|&sign| sign == '{') {
                    Some(brace) => open.truncate(brace),
                    None if self.is_in_the_middle(&lexeme) => {}
                    None => return (start, 0),
                },
                LexemeKind::Sign(')' | ']') if open.last() != Some(&'{') => drop(open.pop()),
                LexemeKind::Word | LexemeKind::Number
                    if behind && (starts_part(self.text, &lexeme, steps) || starts_item(self.text, &lexeme, true)) =>
                {
                    return (start, opened(&open));
                }
                LexemeKind::Comment
                | LexemeKind::String
                | LexemeKind::OpenString
                | LexemeKind::Word
                | LexemeKind::Number
                | LexemeKind::Sign(_) => {}
            }
        }
        (self.text.len(), 0)
    }

    /// Whether a `}` is part of a mistake, as in `require args.to } exists`, and closes no block: its line
    /// continues with neither an item nor another `}`.
    pub(super) fn is_in_the_middle(&mut self, brace: &Lexeme) -> bool {
        let end = brace.span.end as usize;
        let Some(next) = self.next_piece(end).filter(|next| !next.starts_line) else { return false };
        if next.kind == LexemeKind::Sign('}') {
            return self.is_closed_later(end);
        }
        !starts_item(self.text, &Lexeme { starts_line: true, ..next }, false)
    }
}
