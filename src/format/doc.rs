//! A text that is not yet laid out: words, and the places where a line may end. It is the algebra
//! of Wadler's "A prettier printer", with comments, which end lines by themselves.

use crate::source::Span;

/// The columns of a line that is not opened.
pub const WIDTH: usize = 100;

/// The columns by which what stands inside is indented.
pub const INDENT: usize = 2;

/// A part of a text.
#[derive(Debug)]
pub enum Doc {
    /// A word, a string or a sign, as the source writes it.
    Word(Word),
    /// A sign that stays behind the word before it, even if a comment ends that word's line.
    Sign(Word),
    /// A comma, where the group around it is opened.
    CommaIfOpened,
    /// A blank between two words.
    Space,
    /// Where the group around it is opened, the end of a line.
    Line {
        /// Where it is not opened, a blank.
        space: bool,
        /// With a blank line, where it ends a line.
        blank: bool,
    },
    /// A comment on a line of its own.
    OwnLine(Span),
    /// A comment at the end of a line.
    EndOfLine(Span),
    /// Parts that are indented, where lines end between them.
    Indent(Box<Docs>),
    /// Parts that stand on one line, if they fit.
    Group(Box<Docs>),
}

/// A piece of the source.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Its place.
    pub span: Span,
    /// Its Unicode scalar values.
    pub columns: u32,
}

/// Parts one after the other, and how they measure together.
#[derive(Debug, Default)]
pub struct Docs {
    /// The parts.
    pub parts: Vec<Doc>,
    /// How they measure.
    pub measure: Measure,
}

impl Docs {
    /// Adds a part.
    pub fn push(&mut self, doc: Doc) {
        self.measure = self.measure.then(doc.measure());
        self.parts.push(doc);
    }
}

/// How much room a part takes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Measure {
    /// The columns, on one line.
    pub width: usize,
    /// The columns up to the first place where a line may end, if there is one.
    pub until_line: Option<usize>,
    /// Whether it can't stand on one line.
    pub opened: bool,
}

impl Measure {
    /// A part of some columns, without a place where a line may end.
    fn columns(width: usize) -> Self {
        Self { width, until_line: None, opened: false }
    }

    /// This and what follows it.
    pub fn then(self, next: Measure) -> Self {
        Self {
            width: self.width + next.width,
            until_line: self.until_line.or(next.until_line.map(|columns| self.width + columns)),
            opened: self.opened || next.opened,
        }
    }

    /// The columns that stand on a line in any case.
    pub fn least(self) -> usize {
        self.until_line.unwrap_or(self.width)
    }

    /// Whether it can stand on one line of this many columns.
    pub fn fits(self, columns: usize) -> bool {
        !self.opened && self.width <= columns
    }
}

impl Doc {
    /// How much room it takes.
    pub fn measure(&self) -> Measure {
        match self {
            Doc::Word(word) | Doc::Sign(word) => Measure::columns(word.columns as usize),
            Doc::CommaIfOpened => Measure::columns(0),
            Doc::Space => Measure::columns(1),
            Doc::Line { space, .. } => Measure { width: usize::from(*space), until_line: Some(0), opened: false },
            Doc::OwnLine(_) | Doc::EndOfLine(_) => Measure { width: 0, until_line: Some(0), opened: true },
            Doc::Indent(docs) | Doc::Group(docs) => docs.measure,
        }
    }
}
