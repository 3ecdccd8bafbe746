//! Reads a file item by item: every mistake is reported, and everything that can be read is read.
//!
//! After a mistake, reading continues with the next clause or item that starts a line, or at the block's `}`.
//! If a head can't be read (`tool refund: finacial {`), its block is not lost: the clauses are read into a
//! rule that nothing can apply.

mod braces;
mod reader;
mod heads;
mod blocks;

use self::blocks::OpenBlock;
use self::heads::Resume;
use self::reader::Reader;
use super::build;
use super::errors::{Mistake, MistakeKind};
use super::grammar::Rule;
use super::lexeme::{Lexeme, LexemeKind, lexemes};
use super::tree::{self, Block, File, Item, ItemKind, Name};
use crate::source::{Source, Span, Undecodable};

/// The items of a file. Pest keeps several hundred bytes for each word, so reading item by item keeps that
/// small.
pub fn file(source: &Source, too_deep: &[usize], mistakes: &mut Vec<Mistake>) -> File {
    let mut reader = Reader {
        text: &source.text,
        at: source.body_start(),
        too_deep,
        mistakes,
        braces: None,
        stray_braces: 0,
        file: File::default(),
    };
    while reader.skip_space() {
        reader.item();
    }
    reader.file
}

/// Drops the mistakes that only exist because the text ends where the bytes are not UTF-8, and reports that
/// instead.
pub fn end_at_undecodable(source: &Source, undecodable: Undecodable, mistakes: &mut Vec<Mistake>) {
    let last = lexemes(&source.text, source.body_start()).last().map_or(0, |lexeme| lexeme.span.start as usize);
    mistakes.retain(|mistake| mistake.offset < last);
    let kind = MistakeKind::Undecodable { utf16: undecodable.looks_like_utf16 };
    mistakes.push(Mistake { offset: undecodable.offset as usize, kind });
}

impl Reader<'_> {
    fn item(&mut self) {
        let start = self.at;
        if self.stray_brace() {
            return;
        }
        let built = self.read_lone(Rule::lone_item, Rule::item).and_then(|node| {
            let end = node.span().end as usize;
            build::item(node, self.mistakes).map(|item| (item, end))
        });
        match built {
            Ok((item, end)) => {
                self.file.items.push(item);
                self.at = end;
            }
            Err(mistake) => match self.word_at(start) {
                "tool" | "guard" | "rule" => self.item_with_block(start, false),
                "test" => self.item_with_block(start, true),
                _ => self.lost_item(start, mistake),
            },
        }
    }

    /// Skips braces around items, `{ let cap = 5 }`: they are the mistake, and the items are read.
    fn stray_brace(&mut self) -> bool {
        let is_sign = |piece: &Lexeme, sign| piece.kind == LexemeKind::Sign(sign);
        let Some(mut piece) = self.next_piece(self.at) else { return false };
        if self.stray_braces > 0 && is_sign(&piece, '}') {
            self.stray_braces -= 1;
            self.at = piece.span.end as usize;
            return true;
        }
        let mut open = 0;
        while is_sign(&piece, '{') {
            open += 1;
            let Some(next) = self.next_piece(piece.span.end as usize) else { return false };
            piece = next;
        }
        if open == 0 || !self.names_item(&piece) {
            return false;
        }
        if let Err(mistake) = self.read_lone(Rule::lone_item, Rule::item) {
            self.mistakes.push(mistake);
        }
        self.stray_braces += open;
        self.at = piece.span.start as usize;
        true
    }

    /// An item that can't be read, and what may be in a block of it.
    fn lost_item(&mut self, start: usize, mistake: Mistake) {
        self.file.lost.add(self.text, start);
        let resume = match self.is_headless(start) {
            true => Resume::Block(start),
            false => self.after_head(start, mistake.offset),
        };
        self.report(start, mistake);
        match resume {
            Resume::Here(at) => self.at = at,
            // A brace without a head is more likely one too many, and clauses without a head have no brace.
            Resume::Block(at)
                if at > start
                    && !self.text.get(start..).unwrap_or_default().starts_with('{')
                    && self.wraps_items(at) =>
            {
                self.stray_braces += 1;
                self.at = at;
            }
            Resume::Block(at) if self.may_have_block(start) => {
                let steps = self.holds_steps(at);
                self.orphans(start, at, steps);
            }
            Resume::Block(at) => {
                self.at = self.behind_braces(at.saturating_sub(1));
                self.skip_line();
            }
        }
    }

    /// Reports a mistake in an item, unless the item is a lone keyword in place of a `}` that was reported missing.
    fn report(&mut self, start: usize, mistake: Mistake) {
        let last = self.mistakes.last().filter(|last| last.offset == start);
        let is_open_block = last.is_some_and(|last| matches!(last.kind, MistakeKind::OpenBlock { .. }));
        let is_alone = || {
            let mut pieces = lexemes(self.text, start).skip(1);
            pieces.next().is_none_or(|next| next.starts_line)
        };
        if !(is_open_block && is_alone()) {
            self.mistakes.push(mistake);
        }
    }

    /// An item with a mistake in its head or in its block.
    fn item_with_block(&mut self, start: usize, steps: bool) {
        let head_rule = match self.word_at(start) {
            "tool" => Rule::tool_head,
            "guard" => Rule::guard_head,
            "rule" => Rule::rule_head,
            _ => Rule::test_head,
        };
        let head = self.read(head_rule).and_then(|head| Ok((head.span(), build::head(&head)?)));
        match head {
            Ok((span, kind)) => {
                self.at = span.end as usize;
                let keyword = Span::new(start, start + self.word_at(start).len());
                let block_start = span.end as usize - 1;
                let kind = self.block_of(kind, block_start, steps);
                self.file.items.push(Item { span: Span::new(start, self.at), keyword, kind });
            }
            Err(mistake) => {
                self.file.lost.add(self.text, start);
                let resume = self.after_head(start, mistake.offset);
                self.report(start, mistake);
                match resume {
                    Resume::Here(at) => {
                        self.at = at;
                        self.indented(start, steps);
                    }
                    Resume::Block(at) => self.orphans(start, at, steps),
                }
            }
        }
    }

    #[allow(clippy::wildcard_enum_match_arm)]
    fn block_of(&mut self, kind: ItemKind, start: usize, steps: bool) -> ItemKind {
        let block = OpenBlock { brace: start, flawed: false, stray_braces: 0 };
        let (clauses, test_steps) = self.block(steps, block);
        let span = Span::new(start, self.at);
        match kind {
            ItemKind::Tool(tool) => ItemKind::Tool(tree::Tool { block: Block { parts: clauses, span }, ..tool }),
            ItemKind::Guard(guard) => ItemKind::Guard(tree::Guard { block: Block { parts: clauses, span }, ..guard }),
            ItemKind::Rule(rule) => ItemKind::Rule(tree::Rule { block: Block { parts: clauses, span }, ..rule }),
            ItemKind::Test(test) => ItemKind::Test(tree::Test { block: Block { parts: test_steps, span }, ..test }),
            // Only these four have blocks.
            other => other,
        }
    }

    /// The clauses of a block whose head could not be read: a rule without a name, which nothing can apply,
    /// so that the mistakes in them are still found.
    fn orphans(&mut self, start: usize, from: usize, steps: bool) {
        self.at = from;
        let (clauses, _) = self.block(steps, OpenBlock { brace: from, flawed: true, stray_braces: 0 });
        let span = Span::new(start, self.at);
        let name = Name { text: String::new(), span: Span::at(start) };
        let block = Block { parts: clauses, span: Span::new(from, self.at) };
        let rule = tree::Rule { name, parameters: Vec::new(), block };
        self.file.items.push(Item { span, keyword: Span::at(start), kind: ItemKind::Rule(rule) });
        self.skip_line();
    }
}
