//! The lines that a diagnostic shows, from all its files, as one small text with marks in it. Its size does not depend
//! on the size of the files, and it contains nothing that a terminal would act on.

mod marks;

pub(super) use marks::Mark;

use std::ops::Range;

use super::content::Look;
use super::{ascii, clipping};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::{Place, Position, Source, SourceId, Sources};
use crate::vocab::visible::{message, visible};

/// A diagnostic shows at most this many labels.
const MOST_LABELS: usize = 16;

/// A label over more lines than this is drawn at its first line only.
const MOST_LINES: u64 = 8;

/// Lines shown before and after each label.
const CONTEXT: u64 = 1;

/// Lines of one or more files, ready to draw.
#[derive(Debug)]
pub(super) struct Snippet {
    /// The lines of all blocks, each ending with LF.
    pub text: String,
    /// Where the text comes from, in order: the block of the main label, other blocks of its file, then other files.
    pub blocks: Vec<Block>,
    /// What to underline, sorted by position. No two of them overlap on one line.
    pub marks: Vec<Mark>,
}

/// Adjacent lines of one file.
#[derive(Debug)]
pub(super) struct Block {
    /// The file.
    pub name: String,
    /// The number of the first line.
    pub first_line: u64,
    /// The number of lines.
    pub line_count: usize,
    /// The range of the block in the text.
    pub range: Range<usize>,
}

/// A label whose place is known to be inside its text.
struct Located<'d> {
    source: SourceId,
    /// Byte offsets in the source, on character boundaries.
    range: Range<usize>,
    lines: Range<u64>,
    position: Position,
    message: &'d str,
    primary: bool,
}

/// The lines around the labels of a diagnostic.
pub(super) fn snippet(diagnostic: &Diagnostic, sources: &Sources, look: Look) -> Snippet {
    let labels: Vec<Located<'_>> = std::iter::once(&diagnostic.primary)
        .chain(&diagnostic.labels)
        .take(MOST_LABELS)
        .enumerate()
        .map(|(index, label)| locate(label, sources, index == 0))
        .collect();
    let mut snippet = Snippet { text: String::new(), blocks: Vec::new(), marks: Vec::new() };
    for (source, lines) in blocks(&labels, sources) {
        let inside: Vec<&Located<'_>> =
            labels.iter().filter(|label| label.source == source && lines.contains(&label.lines.start)).collect();
        push_block(&mut snippet, sources.get(source), lines, &inside, look);
    }
    snippet.marks = marks::without_overlaps(&snippet.text, std::mem::take(&mut snippet.marks));
    snippet
}

fn locate<'d>(label: &'d Label, sources: &Sources, primary: bool) -> Located<'d> {
    let Place { source: id, span } = label.place;
    let source = sources.get(id);
    let start = at_character(&source.text, span.start as usize).max(source.body_start());
    let end = at_character(&source.text, span.end as usize).max(start);
    let position = source.position(start as u32);
    let first_line = source.line(position.line);
    let last_line = if end <= first_line.end as usize { position.line } else { source.position(end as u32 - 1).line };
    let (end, last_line) = if last_line - position.line >= MOST_LINES || last_line == position.line {
        (end.min(first_line.end as usize).max(start), position.line)
    } else {
        (end, last_line)
    };
    let lines = position.line..last_line + 1;
    Located { source: id, range: start..end, lines, position, message: &label.message, primary }
}

/// The offset, or the start of the character that it is inside of.
fn at_character(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The blocks of lines to show, in order: the lines of each label with their context, joined if they touch.
fn blocks(labels: &[Located<'_>], sources: &Sources) -> Vec<(SourceId, Range<u64>)> {
    let around = |label: &Located<'_>| (label.source, with_context(&label.lines, sources.get(label.source)));
    let mut blocks: Vec<(SourceId, Range<u64>)> = labels.iter().map(around).collect();
    blocks.sort_by_key(|(source, lines)| (*source, lines.start));
    blocks.dedup_by(|(next_source, next), (kept_source, kept)| {
        let touches = next_source == kept_source && next.start <= kept.end;
        if touches {
            kept.end = kept.end.max(next.end);
        }
        touches
    });
    if let Some(main) = labels.first() {
        let holds_main = |lines: &Range<u64>| lines.contains(&main.lines.start);
        blocks.sort_by_key(|(source, lines)| (*source != main.source, !holds_main(lines), *source, lines.start));
    }
    blocks
}

/// The lines with the lines around them, without blank lines at the edges.
fn with_context(lines: &Range<u64>, source: &Source) -> Range<u64> {
    let is_blank = |line: u64| source.slice(source.line(line)).trim_ascii().is_empty();
    let all = source.lines();
    let first = lines.start.saturating_sub(CONTEXT).max(all.start);
    let last = (lines.end + CONTEXT).min(all.end);
    let start = (first..lines.start).find(|line| !is_blank(*line)).unwrap_or(lines.start);
    let end = (lines.end..last).rev().find(|line| !is_blank(*line)).map_or(lines.end, |line| line + 1);
    start..end
}

fn push_block(snippet: &mut Snippet, source: &Source, lines: Range<u64>, labels: &[&Located<'_>], look: Look) {
    let start = snippet.text.len();
    let mut found = Vec::new();
    for line in lines.clone() {
        let room = clipping::Room {
            columns: code_columns(look.width, &lines, labels),
            ellipsis: ascii::ellipsis(look.is_ascii),
        };
        found.extend(push_line(&mut snippet.text, source, line, labels, room));
    }
    for label in labels {
        let place = |offset: usize| found.iter().find(|(known, _)| *known == offset).map_or(start, |(_, place)| *place);
        let range = place(label.range.start)..place(label.range.end).max(place(label.range.start));
        let message = if label.message.is_empty() {
            None
        } else {
            Some(ascii::drawn(&message(label.message), look.is_ascii).into_owned())
        };
        snippet.marks.push(Mark { range, message, primary: label.primary, position: label.position });
    }
    snippet.blocks.push(Block {
        name: visible(&source.name).into_owned(),
        first_line: lines.start,
        line_count: (lines.end - lines.start) as usize,
        range: start..snippet.text.len(),
    });
}

/// The columns left for the text of a line, besides its number and the arrows of labels over several lines.
fn code_columns(width: usize, lines: &Range<u64>, labels: &[&Located<'_>]) -> usize {
    let long = labels.iter().filter(|label| label.lines.end - label.lines.start > 1).count();
    let gutter = if long == 0 { 0 } else { long + 3 };
    width.saturating_sub(lines.end.to_string().len() + 5 + gutter).max(20)
}

/// Appends a line. Returns each offset where a label starts or ends in the line, with its position in the text.
fn push_line(
    out: &mut String,
    source: &Source,
    line: u64,
    labels: &[&Located<'_>],
    room: clipping::Room,
) -> Vec<(usize, usize)> {
    let span = source.line(line);
    let (start, end) = (span.start as usize, span.end as usize);
    let mut ranges = Vec::new();
    let mut offsets = Vec::new();
    for label in labels.iter().filter(|label| label.lines.contains(&line)) {
        let from = label.range.start.clamp(start, end) - start;
        let to = label.range.end.clamp(start, end) - start;
        let starts_here = label.lines.start == line;
        // The text of a label over several lines is drawn at the left, below its last line.
        let has_words = !label.message.is_empty() && label.lines.end - label.lines.start == 1;
        ranges.push(clipping::Marked { range: if starts_here { from..to } else { to..to }, has_words });
        offsets.extend(starts_here.then_some((label.range.start, from)));
        offsets.extend((label.lines.end == line + 1).then_some((label.range.end, to)));
    }
    offsets.sort_by_key(|(_, relative)| *relative);
    let relative: Vec<usize> = offsets.iter().map(|(_, relative)| *relative).collect();
    let places = clipping::push_line(out, source.slice(span), &ranges, &relative, room);
    out.push('\n');
    offsets.into_iter().map(|(offset, _)| offset).zip(places).collect()
}
