//! Lays out documents line by line, and aligns the comments at the ends of lines.

use super::comments::Gap;
use super::doc::{Doc, Docs, INDENT, WIDTH};
use crate::source::{Source, Span};

/// The text so far.
#[derive(Debug)]
pub struct Page<'s> {
    source: &'s Source,
    /// The finished lines, without the comments at their ends.
    text: String,
    /// Those comments, in order.
    comments: Vec<EndOfLine>,
    /// The finished lines that are not blank.
    lines: usize,
    line: Line,
}

/// A line that is being written.
#[derive(Debug, Default)]
struct Line {
    text: String,
    columns: usize,
    indent: usize,
    space_next: bool,
    blank_before: bool,
    comment: Option<Span>,
}

/// A comment at the end of a line.
#[derive(Debug)]
struct EndOfLine {
    comment: Span,
    /// Where the line's own text ends.
    at: usize,
    /// The number of the line.
    line: usize,
    indent: usize,
    /// The columns of the line's own text, including its indentation.
    columns: usize,
    /// Whether a bracket opens or closes on the line: lines on the other side of it are not neighbours.
    at_bracket: bool,
}

impl<'s> Page<'s> {
    /// An empty page.
    pub fn new(source: &'s Source) -> Self {
        Self { source, text: String::new(), comments: Vec::new(), lines: 0, line: Line::default() }
    }

    /// Writes the comments before an item, and the blank lines around them.
    pub fn gap(&mut self, gap: &Gap) {
        for comment in &gap.comments {
            self.line.blank_before |= comment.blank;
            self.own_line(comment.span, 0);
        }
        self.line.blank_before |= gap.blank;
    }

    /// Writes an item, on lines of its own.
    pub fn write(&mut self, docs: &Docs) {
        self.docs(docs, &Place { indent: 0, opened: true, behind: 0 });
        self.end_line(0);
    }

    /// The whole text.
    pub fn finish(mut self) -> String {
        self.end_line(0);
        let mut out = String::with_capacity(self.text.len() + self.comments.len() * 32);
        let mut done = 0;
        for run in self.comments.chunk_by(EndOfLine::is_beside) {
            let column = run.iter().map(|comment| comment.columns).max().unwrap_or(0) + 2;
            for comment in run {
                out.push_str(self.text.get(done..comment.at).unwrap_or_default());
                pad(&mut out, column - comment.columns);
                out.push_str(self.source.slice(comment.comment));
                done = comment.at;
            }
        }
        out.push_str(self.text.get(done..).unwrap_or_default());
        out
    }

    fn docs(&mut self, docs: &Docs, place: &Place) {
        for (index, doc) in docs.parts.iter().enumerate() {
            match doc {
                Doc::Word(word) => self.word(word.span, place.indent),
                Doc::Sign(word) => self.sign(self.source.slice(word.span)),
                Doc::CommaIfOpened if place.opened => self.sign(","),
                Doc::CommaIfOpened => {}
                Doc::Space => self.line.space_next = true,
                Doc::Line { blank, .. } if place.opened => {
                    self.end_line(place.indent);
                    self.line.blank_before |= blank;
                }
                Doc::Line { space, .. } => self.line.space_next |= space,
                Doc::OwnLine(comment) => self.own_line(*comment, place.indent),
                Doc::EndOfLine(comment) => self.end_of_line(*comment, place.indent),
                Doc::Indent(inner) => {
                    let behind = self.behind(docs, index, place);
                    self.docs(inner, &Place { indent: place.indent + INDENT, behind, ..*place });
                }
                Doc::Group(inner) => {
                    let behind = self.behind(docs, index, place);
                    let room = WIDTH.saturating_sub(self.line.end() + behind);
                    let opened = place.opened && !inner.measure.fits(room);
                    self.docs(inner, &Place { opened, behind, ..*place });
                }
            }
        }
    }

    /// The columns that follow a part on its line in any case.
    fn behind(&self, docs: &Docs, index: usize, place: &Place) -> usize {
        let mut columns = 0;
        for next in docs.parts.iter().skip(index + 1) {
            let measure = next.measure();
            columns += measure.least();
            // Beyond the width the rest does not matter, so a long line does not take quadratic time.
            if measure.until_line.is_some() || columns > WIDTH {
                return columns;
            }
        }
        columns + place.behind
    }

    fn word(&mut self, span: Span, indent: usize) {
        if self.line.comment.is_some() {
            self.end_line(indent + INDENT);
        }
        self.sign(self.source.slice(span));
    }

    fn sign(&mut self, text: &str) {
        if std::mem::take(&mut self.line.space_next) && !self.line.text.is_empty() {
            self.line.text.push(' ');
            self.line.columns += 1;
        }
        self.line.text.push_str(text);
        self.line.columns += text.chars().count();
    }

    fn own_line(&mut self, comment: Span, indent: usize) {
        if !self.line.text.is_empty() {
            self.end_line(indent + INDENT);
        }
        self.line.space_next = false;
        self.line.text.push_str(self.source.slice(comment));
        self.end_line(self.line.indent);
    }

    fn end_of_line(&mut self, comment: Span, indent: usize) {
        if self.line.text.is_empty() || self.line.comment.is_some() {
            self.own_line(comment, indent);
        } else {
            self.line.comment = Some(comment);
        }
    }

    /// Ends the line, if there is something on it, and sets the indentation of the next one.
    fn end_line(&mut self, indent: usize) {
        let line = std::mem::take(&mut self.line);
        self.line.indent = indent;
        if line.text.is_empty() {
            self.line.blank_before = line.blank_before;
            return;
        }
        if line.blank_before && !self.text.is_empty() {
            self.text.push('\n');
        }
        pad(&mut self.text, line.indent);
        self.text.push_str(&line.text);
        if let Some(comment) = line.comment {
            let (at, columns) = (self.text.len(), line.indent + line.columns);
            let at_bracket = line.text.starts_with(['}', ']', ')']) || line.text.ends_with(['{', '[', '(']);
            self.comments.push(EndOfLine { comment, at, line: self.lines, indent: line.indent, columns, at_bracket });
        }
        self.text.push('\n');
        self.lines += 1;
    }
}

/// Where a part is written.
#[derive(Debug, Clone, Copy)]
struct Place {
    indent: usize,
    /// Whether lines break where they may.
    opened: bool,
    /// The columns that follow it on the line.
    behind: usize,
}

impl Line {
    /// The column at which the next word starts.
    fn end(&self) -> usize {
        self.indent + self.columns + usize::from(self.space_next && !self.text.is_empty())
    }
}

impl EndOfLine {
    /// Whether the next comment is directly below this one, so that both share a column. Lines beyond the
    /// width have their own: one long line would otherwise push all other comments out of sight.
    fn is_beside(&self, next: &Self) -> bool {
        next.line == self.line + 1
            && next.indent == self.indent
            && self.columns.max(next.columns) <= WIDTH
            && !self.at_bracket
            && !next.at_bracket
    }
}

fn pad(text: &mut String, columns: usize) {
    text.extend(std::iter::repeat_n(' ', columns));
}
