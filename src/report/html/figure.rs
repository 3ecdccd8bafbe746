//! A diagnostic on a page: the message, the lines of its places with what is underlined, and the help.

use super::pieces::{Piece, sentence};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::content::Look;
use crate::report::snippet::{self, Block, Mark, Snippet};
use crate::source::Sources;

/// The columns of a line; more are clipped around what is underlined.
const WIDTH: usize = 140;

/// A diagnostic.
pub struct Figure {
    /// Its severity, for the style.
    pub class: &'static str,
    /// `info[denied-call]`
    pub kind: String,
    /// The message.
    pub message: Vec<Piece>,
    /// The lines of its files.
    pub blocks: Vec<Lines>,
    /// The lines of the help.
    pub help: Vec<Vec<Piece>>,
}

/// Lines of one file.
pub struct Lines {
    /// `policy.pl:12:3`
    pub place: String,
    /// The lines.
    pub lines: Vec<Line>,
}

/// A line of a file.
pub struct Line {
    /// Its number, aligned to the right.
    pub number: String,
    /// Blanks, as wide as the number.
    pub blank: String,
    /// The text.
    pub pieces: Vec<Marked>,
    /// The labels below it.
    pub notes: Vec<Note>,
}

/// A piece of a line.
pub struct Marked {
    /// The text.
    pub text: String,
    /// Whether it is underlined.
    pub is_marked: bool,
}

/// A label.
pub struct Note {
    /// Blanks up to what is underlined.
    pub indent: String,
    /// The words.
    pub pieces: Vec<Piece>,
}

impl Figure {
    /// A diagnostic as a figure.
    pub fn new(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let snippet = snippet::snippet(diagnostic, sources, Look::plain(WIDTH));
        Self {
            class: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
                Severity::Note => "note-kind",
            },
            kind: format!("{}[{}]", diagnostic.severity.word(), diagnostic.code),
            message: sentence(&diagnostic.message),
            blocks: snippet.blocks.iter().map(|block| lines(block, &snippet)).collect(),
            help: diagnostic.help.iter().flat_map(|help| help.lines()).map(sentence).collect(),
        }
    }
}

fn lines(block: &Block, snippet: &Snippet) -> Lines {
    let inside = |mark: &&Mark| block.range.start <= mark.range.start && mark.range.start < block.range.end;
    let marks: Vec<&Mark> = snippet.marks.iter().filter(inside).collect();
    let place = match marks.iter().find(|mark| mark.message.is_some()).or(marks.first()) {
        Some(mark) => format!("{}:{}:{}", block.name, mark.position.line, mark.position.column),
        None => block.name.clone(),
    };
    let width = (block.first_line + block.line_count as u64).to_string().len();
    let mut lines = Vec::new();
    let mut start = block.range.start;
    let text = snippet.text.get(block.range.clone()).unwrap_or_default();
    for (line, number) in text.split_terminator('\n').zip(block.first_line..) {
        lines.push(shown_line(line, start, format!("{number:>width$}"), &marks));
        start += line.len() + 1;
    }
    Lines { place, lines }
}

/// A line that starts at this offset of the snippet.
fn shown_line(line: &str, start: usize, number: String, marks: &[&Mark]) -> Line {
    let end = start + line.len();
    let mut pieces = Vec::new();
    let mut notes = Vec::new();
    let mut at = start;
    let part =
        |from: usize, to: usize| line.get(from.saturating_sub(start)..to.saturating_sub(start)).unwrap_or_default();
    for mark in marks.iter().filter(|mark| mark.range.start <= end && mark.range.end >= start) {
        let (from, to) = (mark.range.start.clamp(at, end), mark.range.end.clamp(at, end));
        pieces.push(Marked { text: part(at, from).to_owned(), is_marked: false });
        pieces.push(Marked { text: part(from, to).to_owned(), is_marked: true });
        at = to;
        // The label of several lines is below the last of them.
        if let Some(words) = mark.message.as_ref().filter(|_| mark.range.end <= end) {
            let indent = part(start, from).chars().map(|letter| if letter == '\t' { '\t' } else { ' ' }).collect();
            notes.push(Note { indent, pieces: sentence(words) });
        }
    }
    pieces.push(Marked { text: part(at, end).to_owned(), is_marked: false });
    pieces.retain(|piece| !piece.text.is_empty());
    Line { blank: " ".repeat(number.len()), number, pieces, notes }
}
