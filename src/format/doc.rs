//! A text before layout: words, and the places where a line may break. This is the algebra of Wadler's "A
//! prettier printer", with comments, which end lines themselves.

use crate::source::Span;

/// The most columns of a line that is not broken.
pub const WIDTH: usize = 100;

/// The columns of one level of indentation.
pub const INDENT: usize = 2;

/// A part of a text.
#[derive(Debug)]
pub enum Doc {
    /// A word, a string or a sign, as the source writes it.
    Word(Word),
    /// A sign that stays after the word before it, even if a comment ends that word's line.
    Sign(Word),
    /// A comma, if the group around it is broken into lines.
    CommaIfOpened,
    /// A space between two words.
    Space,
    /// A line break, if the group around it is broken into lines.
    Line {
        /// Otherwise a space.
        space: bool,
        /// With a blank line, if it breaks.
        blank: bool,
    },
    /// A comment on a line of its own.
    OwnLine(Span),
    /// A comment at the end of a line.
    EndOfLine(Span),
    /// Parts that are indented if lines break between them.
    Indent(Box<Docs>),
    /// Parts that go on one line if they fit.
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

/// Consecutive parts, and their measure together.
#[derive(Debug, Default)]
pub struct Docs {
    /// The parts.
    pub parts: Vec<Doc>,
    /// Their measure.
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
    /// The columns up to the first place where a line may break, if there is one.
    pub until_line: Option<usize>,
    /// Whether it can't be on one line.
    pub opened: bool,
}

impl Measure {
    /// A part of some columns, without a place where a line may break.
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

    /// The columns that are on one line in any case.
    pub fn least(self) -> usize {
        self.until_line.unwrap_or(self.width)
    }

    /// Whether it can be on one line of this many columns.
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
