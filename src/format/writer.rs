//! Makes a [`Doc`] from the words of the source, one after the other, and adds the comments around each word.

use super::comments::{Cursor, Gap, OwnLine};
use super::doc::{Doc, Docs, Word};
use crate::source::{Source, Span};
use crate::syntax::is_name_byte;
use crate::syntax::tree::Comment;

/// The document so far, and the position in the source that it covers.
#[derive(Debug)]
pub struct Writer<'s> {
    source: &'s Source,
    cursor: Cursor<'s>,
    docs: Docs,
    /// The comment after the last word. It waits for the next word, because a comma may come before it.
    end_of_line: Option<Span>,
    /// Comments before or after a sign that stays with the word before it.
    held: Vec<OwnLine>,
}

/// How the content of two brackets is separated from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brackets {
    /// `[1]`, `(1)`
    Tight,
    /// `{ a: 1 }`
    Spaced,
}

impl<'s> Writer<'s> {
    /// A writer before the first word.
    pub fn new(source: &'s Source, comments: &'s [Comment]) -> Self {
        let cursor = Cursor::new(&source.text, source.body_start(), comments);
        Self { source, cursor, docs: Docs::default(), end_of_line: None, held: Vec::new() }
    }

    /// What was written since the last call.
    pub fn finish(&mut self) -> Docs {
        self.end_line();
        std::mem::take(&mut self.docs)
    }

    /// Whether what was written since the last call fits on one line of this many columns.
    pub fn fits(&self, columns: usize) -> bool {
        self.docs.measure.fits(columns)
    }

    /// Moves to the next word, and returns the comments before it.
    pub fn gap(&mut self) -> Gap {
        let mut gap = self.cursor.gap();
        gap.comments.splice(..0, self.held.drain(..));
        gap
    }

    /// The next word: a run of name bytes.
    pub fn word(&mut self) {
        self.comments_before();
        let length = self.cursor.rest().bytes().take_while(|&byte| is_name_byte(byte)).count();
        self.put(length, Doc::Word);
    }

    /// The next words, with a space after each.
    pub fn words(&mut self, count: usize) {
        for _ in 0..count {
            self.word();
            self.space();
        }
    }

    /// A piece that the tree has here: a name, a literal, a path.
    pub fn piece(&mut self, span: Span) {
        self.comments_before();
        self.put(span.range().len(), Doc::Word);
    }

    /// A sign of this many bytes.
    pub fn sign(&mut self, length: usize) {
        self.comments_before();
        self.put(length, Doc::Word);
    }

    /// A sign of one byte that stays after the word before it: a comma, a colon, an opening bracket.
    pub fn sign_behind(&mut self) {
        let gap = self.cursor.gap();
        self.held.extend(gap.comments);
        self.put(1, Doc::Sign);
    }

    /// A space.
    pub fn space(&mut self) {
        self.docs.push(Doc::Space);
    }

    /// A space, or a line break.
    pub fn line(&mut self) {
        self.end_line();
        self.docs.push(Doc::Line { space: true, blank: false });
    }

    /// A space or a line break before a sign that stays after the word before it.
    pub fn line_before_sign(&mut self) {
        self.docs.push(Doc::Line { space: true, blank: false });
    }

    /// Parts that are indented.
    pub fn indent(&mut self, parts: impl FnOnce(&mut Self)) {
        let docs = self.inside(parts);
        self.docs.push(Doc::Indent(Box::new(docs)));
    }

    /// Parts that go on one line if they fit.
    pub fn group(&mut self, parts: impl FnOnce(&mut Self)) {
        let docs = self.inside(parts);
        self.docs.push(Doc::Group(Box::new(docs)));
    }

    /// A list between brackets, the first of which is the next byte: on one line, or its elements on one line
    /// of their own, or each of them on a line with a comma.
    pub fn bracketed<T>(&mut self, brackets: Brackets, elements: &[T], element: impl Fn(&mut Self, &T)) {
        self.elements(brackets, elements, |writer, first, others| {
            element(writer, first);
            for other in others {
                writer.comma();
                writer.separate(true, false);
                element(writer, other);
            }
            writer.drop_last_comma();
            writer.docs.push(Doc::CommaIfOpened);
        });
    }

    /// The same, but if one line is not enough, its elements fill as many as they need. If there is a comment
    /// among them, each element has its own line, or the comment would seem to be about its neighbours.
    pub fn filled<T>(&mut self, brackets: Brackets, elements: &[T], span: Span, element: impl Fn(&mut Self, &T)) {
        if self.has_comment_before(span.end) {
            return self.bracketed(brackets, elements, element);
        }
        self.elements(brackets, elements, |writer, first, others| {
            element(writer, first);
            for other in others {
                writer.comma();
                writer.group(|writer| {
                    writer.line();
                    element(writer, other);
                });
            }
            writer.drop_last_comma();
        });
    }

    /// The content between brackets, the first of which is the next byte: on one line, or on a line of its
    /// own.
    pub fn between_brackets(&mut self, brackets: Brackets, inside: impl FnOnce(&mut Self)) {
        let space = brackets == Brackets::Spaced;
        self.group(|writer| {
            writer.sign_behind();
            writer.indent(|writer| {
                writer.separate(space, true);
                writer.group(inside);
                writer.comments_at_end(false);
            });
            writer.end_line();
            writer.docs.push(Doc::Line { space, blank: false });
            writer.sign(1);
        });
    }

    /// The parts of a block whose brace is written, each on a line, and the closing brace.
    pub fn block<T>(&mut self, parts: &[T], part: impl Fn(&mut Self, &T)) {
        if parts.is_empty() {
            self.nothing_inside();
        } else {
            self.indent(|writer| {
                for (index, one) in parts.iter().enumerate() {
                    writer.separate(true, index == 0);
                    part(writer, one);
                }
                writer.comments_at_end(false);
            });
            self.line();
        }
        self.sign(1);
    }

    /// Marks the lines written here as broken, whether they fit or not.
    pub fn open(&mut self) {
        self.docs.measure.opened = true;
    }

    /// Whether the author broke a line between the start and the end of this.
    pub fn has_line_end(&self, span: Span) -> bool {
        self.source.slice(span).contains('\n')
    }

    /// Whether there is a comment before this offset that is not written yet.
    fn has_comment_before(&self, offset: u32) -> bool {
        self.end_of_line.is_some() || !self.held.is_empty() || self.cursor.has_comment_before(offset)
    }

    /// Whether this is the next byte that is neither white space nor part of a comment.
    pub fn is_next(&self, byte: u8) -> bool {
        let mut ahead = self.cursor.clone();
        ahead.gap();
        ahead.rest().as_bytes().first() == Some(&byte)
    }

    /// The line break between two parts of a list or block, with the author's comments and blank lines.
    pub fn separate(&mut self, space: bool, first: bool) {
        self.end_line();
        let gap = self.gap();
        let mut first = first;
        for comment in gap.comments {
            self.docs.push(Doc::Line { space, blank: comment.blank && !first });
            self.docs.push(Doc::OwnLine(comment.span));
            first = false;
        }
        self.docs.push(Doc::Line { space, blank: gap.blank && !first });
    }

    /// A comma between two elements.
    pub fn comma(&mut self) {
        self.sign_behind();
    }

    fn elements<T>(&mut self, brackets: Brackets, elements: &[T], inside: impl FnOnce(&mut Self, &T, &[T])) {
        match elements.split_first() {
            Some((first, others)) => self.between_brackets(brackets, |writer| inside(writer, first, others)),
            None => self.group(|writer| {
                writer.sign_behind();
                writer.nothing_inside();
                writer.sign(1);
            }),
        }
    }

    /// The author does not choose whether there is a comma before a closing bracket.
    fn drop_last_comma(&mut self) {
        if self.is_next(b',') {
            self.held.extend(self.cursor.gap().comments);
            self.cursor.word(1);
            self.comment_behind();
        }
    }

    /// Between brackets that contain at most comments.
    fn nothing_inside(&mut self) {
        let docs = self.inside(|writer| {
            writer.end_line();
            writer.comments_at_end(true);
        });
        if docs.measure.opened {
            self.docs.push(Doc::Indent(Box::new(docs)));
            self.docs.push(Doc::Line { space: false, blank: false });
        }
    }

    /// Comments between the last part and the closing bracket.
    fn comments_at_end(&mut self, first: bool) {
        let gap = self.gap();
        if !gap.comments.is_empty() {
            self.end_line();
        }
        for (index, comment) in gap.comments.into_iter().enumerate() {
            let blank = comment.blank && !(first && index == 0);
            self.docs.push(Doc::Line { space: false, blank });
            self.docs.push(Doc::OwnLine(comment.span));
        }
    }

    fn inside(&mut self, parts: impl FnOnce(&mut Self)) -> Docs {
        let around = std::mem::take(&mut self.docs);
        parts(self);
        std::mem::replace(&mut self.docs, around)
    }

    fn comments_before(&mut self) {
        self.end_line();
        for comment in self.gap().comments {
            self.docs.push(Doc::OwnLine(comment.span));
        }
    }

    fn end_line(&mut self) {
        if let Some(comment) = self.end_of_line.take() {
            self.docs.push(Doc::EndOfLine(comment));
        }
    }

    fn put(&mut self, length: usize, doc: impl FnOnce(Word) -> Doc) {
        let span = self.cursor.word(length);
        let columns = self.source.slice(span).chars().count() as u32;
        self.docs.push(doc(Word { span, columns }));
        self.comment_behind();
    }

    /// Takes the comment after a word or sign. A line has room for one; a second one gets its own line.
    fn comment_behind(&mut self) {
        let Some(comment) = self.cursor.end_of_line() else { return };
        if self.end_of_line.is_none() && self.held.is_empty() {
            self.end_of_line = Some(comment);
        } else {
            self.held.push(OwnLine { span: comment, blank: false });
        }
    }
}
