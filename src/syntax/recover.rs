//! Reads a file item by item: every mistake is reported, and everything that can be read is read.
//!
//! After a mistake, reading continues with the next clause or item that starts a line, or at the block's `}`.
//! If a head can't be read (`tool refund: finacial {`), its block is not lost: the clauses are read into a
//! rule that nothing can apply.

use super::build::{self, Node};
use super::errors::{Mistake, MistakeKind};
use super::grammar::{self, Failure, Rule};
use super::lexeme::{Lexeme, LexemeKind, lexemes};
use super::starts::{starts_item, starts_part};
use super::tree::{self, Block, Clause, File, Item, ItemKind, Name, TestStep};
use crate::source::{Source, Span, Undecodable};

/// The items of a file. Pest keeps several hundred bytes for each word, so reading item by item keeps that
/// small.
pub fn file(source: &Source, too_deep: &[usize], mistakes: &mut Vec<Mistake>) -> File {
    let mut reader =
        Reader { text: &source.text, at: source.body_start(), too_deep, mistakes, braces: None, file: File::default() };
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

/// The lines that contain the first `length` bytes of a text. No word or string crosses a line break.
fn whole_lines(text: &str, length: usize) -> &str {
    let end = text.as_bytes().get(length..).and_then(|rest| rest.iter().position(|&byte| byte == b'\n'));
    end.and_then(|end| text.get(..length + end + 1)).unwrap_or(text)
}

struct Reader<'s> {
    text: &'s str,
    at: usize,
    too_deep: &'s [usize],
    mistakes: &'s mut Vec<Mistake>,
    /// The braces of the text, once they are needed.
    braces: Option<Braces>,
    file: File,
}

/// How deep in braces each place of a text is, and how far out of them the text gets later.
struct Braces {
    /// For each brace: its offset, the depth after it, and the least depth there or later.
    all: Vec<(usize, i64, i64)>,
}

impl Braces {
    fn of(text: &str) -> Self {
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
    fn is_closed_behind(&self, offset: usize) -> bool {
        let next = self.all.partition_point(|(at, _, _)| *at < offset);
        let depth = next.checked_sub(1).and_then(|last| self.all.get(last)).map_or(0, |(_, depth, _)| *depth);
        self.all.get(next).is_some_and(|(_, _, least)| *least < depth)
    }
}

/// Where reading can continue after a mistake.
enum Resume {
    /// At an item, a clause or a step, or at the end of the file.
    Here(usize),
    /// At a block whose head could not be read.
    Block(usize),
}

impl<'s> Reader<'s> {
    /// Moves on to the next piece of text, and returns whether there is one.
    fn skip_space(&mut self) -> bool {
        let next = lexemes(self.text, self.at).find(|lexeme| lexeme.kind != LexemeKind::Comment);
        self.at = next.map_or(self.text.len(), |lexeme| lexeme.span.start as usize);
        next.is_some()
    }

    /// Reads a rule at the current position. Text that nests too deeply never reaches the grammar.
    ///
    /// The grammar sees a window of some lines, which grows until something follows what it matched or failed
    /// at. For each mistake pest walks to the end of its text, and a file may have a hundred thousand.
    fn read(&self, rule: Rule) -> Result<Node<'s>, Mistake> {
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

    fn mistake(&self, failure: Failure, deep: Option<usize>) -> Mistake {
        let offset = self.at + failure.offset;
        let kind = if deep == Some(offset) { MistakeKind::TooDeep } else { MistakeKind::Unexpected(failure.expected) };
        Mistake { offset, kind }
    }

    /// Reads an item, clause or step, where `lone` also says what must follow it. If what follows starts its
    /// own line, that is not this part's mistake.
    fn read_lone(&self, lone: Rule, rule: Rule) -> Result<Node<'s>, Mistake> {
        let mistake = match self.read(lone) {
            Ok(node) => return node.only(),
            Err(mistake) => mistake,
        };
        let node = self.read(rule).map_err(|_| mistake.clone())?;
        let next = lexemes(self.text, node.span().end as usize).find(|lexeme| lexeme.kind != LexemeKind::Comment);
        match next {
            Some(next) if next.starts_line && next.span.start as usize == mistake.offset => Ok(node),
            Some(_) | None => Err(mistake),
        }
    }

    fn item(&mut self) {
        let start = self.at;
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
                "tool" | "rule" => self.item_with_block(start, false),
                "test" => self.item_with_block(start, true),
                _ => self.lost_item(start, mistake),
            },
        }
    }

    /// An item that can't be read, and what may be in a block of it.
    fn lost_item(&mut self, start: usize, mistake: Mistake) {
        self.file.lost.add(self.text, start);
        let resume = self.after_head(start, mistake.offset);
        self.mistakes.push(mistake);
        match resume {
            Resume::Here(at) => self.at = at,
            Resume::Block(at) if self.may_have_block(start) => {
                let steps = self.holds_steps(at + 1);
                self.orphans(start, at, steps);
            }
            Resume::Block(at) => self.at = self.behind_braces(at),
        }
    }

    /// Whether this item may have been meant to have a block, such as `allow x { … }`.
    fn may_have_block(&self, start: usize) -> bool {
        !matches!(self.word_at(start), "default" | "catalog" | "include" | "let" | "rate" | "limit" | "assert")
    }

    /// After the `}` that closes a brace, or where an item begins before that.
    fn behind_braces(&self, brace: usize) -> usize {
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

    /// An item with a mistake in its head or in its block.
    fn item_with_block(&mut self, start: usize, steps: bool) {
        let head_rule = match self.word_at(start) {
            "tool" => Rule::tool_head,
            "rule" => Rule::rule_head,
            _ => Rule::test_head,
        };
        let head = self.read(head_rule).and_then(|head| Ok((head.span(), build::head(&head)?)));
        match head {
            Ok((span, kind)) => {
                self.at = span.end as usize;
                let keyword = Span::new(start, start + 4);
                let block_start = span.end as usize - 1;
                let kind = self.block_of(kind, block_start, steps);
                self.file.items.push(Item { span: Span::new(start, self.at), keyword, kind });
            }
            Err(mistake) => {
                self.file.lost.add(self.text, start);
                let resume = self.after_head(start, mistake.offset);
                self.mistakes.push(mistake);
                match resume {
                    Resume::Here(at) => self.at = at,
                    Resume::Block(at) => self.orphans(start, at, steps),
                }
            }
        }
    }

    #[allow(clippy::wildcard_enum_match_arm)]
    fn block_of(&mut self, kind: ItemKind, start: usize, steps: bool) -> ItemKind {
        let (clauses, test_steps) = self.block(steps);
        let span = Span::new(start, self.at);
        match kind {
            ItemKind::Tool(tool) => ItemKind::Tool(tree::Tool { block: Block { parts: clauses, span }, ..tool }),
            ItemKind::Rule(rule) => ItemKind::Rule(tree::Rule { block: Block { parts: clauses, span }, ..rule }),
            ItemKind::Test(test) => ItemKind::Test(tree::Test { block: Block { parts: test_steps, span }, ..test }),
            // Only these three have blocks.
            other => other,
        }
    }

    /// The clauses of a block whose head could not be read: a rule without a name, which nothing can apply,
    /// so that the mistakes in them are still found.
    fn orphans(&mut self, start: usize, block: usize, steps: bool) {
        self.at = block + 1;
        let (clauses, _) = self.block(steps);
        let span = Span::new(start, self.at);
        let name = Name { text: String::new(), span: Span::at(start) };
        let block = Block { parts: clauses, span: Span::new(block, self.at) };
        let rule = tree::Rule { name, parameters: Vec::new(), block };
        self.file.items.push(Item { span, keyword: Span::at(start), kind: ItemKind::Rule(rule) });
        self.skip_line();
    }

    /// Skips what follows a block whose head could not be read: it belongs to the same mistake.
    fn skip_line(&mut self) {
        let goes_on = |lexeme: &Lexeme| {
            lexeme.starts_line || starts_item(self.text, &Lexeme { starts_line: true, ..*lexeme }, true)
        };
        let next = lexemes(self.text, self.at).find(goes_on);
        self.at = next.map_or(self.text.len(), |lexeme| lexeme.span.start as usize);
    }

    /// The content of a block, from after its `{` to after its `}`.
    fn block(&mut self, steps: bool) -> (Vec<Clause>, Vec<TestStep>) {
        let (mut clauses, mut test_steps) = (Vec::new(), Vec::new());
        let brace = self.at.saturating_sub(1);
        let mut flawed = false;
        // Braces opened by a mistake: the next `}`s close them.
        let mut stray_braces = 0;
        let (lone, rule) = if steps { (Rule::lone_step, Rule::test_step) } else { (Rule::lone_clause, Rule::clause) };
        loop {
            if !self.skip_space() {
                // The missing brace may well be part of an earlier mistake.
                if !flawed {
                    self.mistakes.push(Mistake { offset: self.text.len(), kind: MistakeKind::OpenBlock { brace } });
                }
                return (clauses, test_steps);
            }
            if self.text.get(self.at..).is_some_and(|rest| rest.starts_with('}')) {
                self.at += 1;
                if stray_braces > 0 {
                    stray_braces -= 1;
                    continue;
                }
                return (clauses, test_steps);
            }
            if lexemes(self.text, self.at).next().is_some_and(|word| starts_item(self.text, &word, true)) {
                if !self.is_closed_later() {
                    self.mistakes.push(Mistake { offset: self.at, kind: MistakeKind::OpenBlock { brace } });
                    return (clauses, test_steps);
                }
                flawed = true;
                self.file.lost.add(self.text, self.at);
                self.mistakes.push(Mistake { offset: self.at, kind: MistakeKind::ItemInBlock { brace } });
                self.go_on(self.at, steps, &mut stray_braces);
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
                    flawed = true;
                    self.go_on(mistake.offset, steps, &mut stray_braces);
                    self.mistakes.push(mistake);
                }
            }
        }
    }

    /// Whether the block in which an item begins is closed later. If so, the item is there by mistake, and no
    /// brace is missing.
    fn is_closed_later(&mut self) -> bool {
        let text = self.text;
        let braces = self.braces.get_or_insert_with(|| Braces::of(text));
        braces.is_closed_behind(self.at)
    }

    /// Continues after a mistake in a block: at the next clause or step, at the block's `}`, or where an item
    /// begins.
    fn go_on(&mut self, mistake: usize, steps: bool, stray_braces: &mut usize) {
        let (at, opened) = self.next_part(mistake, steps);
        self.at = at;
        *stray_braces += opened;
    }

    /// Where to continue after a mistake in a block, and how many braces were opened on the way.
    fn next_part(&self, mistake: usize, steps: bool) -> (usize, usize) {
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

    /// Where to continue after a mistake in an item: at its block, or at the next item.
    fn after_head(&self, start: usize, mistake: usize) -> Resume {
        let mut before_brace = ' ';
        let mut depth = 0_usize;
        for lexeme in lexemes(self.text, mistake) {
            let at = lexeme.span.start as usize;
            match lexeme.kind {
                LexemeKind::Comment => continue,
                LexemeKind::Word if at > start && starts_item(self.text, &lexeme, depth > 0) => {
                    return Resume::Here(at);
                }
                // After these, a brace opens a type or a value.
                LexemeKind::Sign('{')
                    if at > mistake && (depth > 0 || matches!(before_brace, ':' | '[' | ',' | '(')) =>
                {
                    depth += 1
                }
                LexemeKind::Sign('{') => return Resume::Block(at),
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

    /// Whether a block looks like a test's.
    fn holds_steps(&self, at: usize) -> bool {
        let first = lexemes(self.text, at).find(|lexeme| lexeme.kind != LexemeKind::Comment);
        first.is_some_and(|word| starts_part(self.text, &Lexeme { starts_line: true, ..word }, true))
    }

    fn word_at(&self, at: usize) -> &'s str {
        let text = self.text;
        lexemes(text, at).next().and_then(|lexeme| text.get(lexeme.span.range())).unwrap_or_default()
    }
}
