//! The lines that a diagnostic shows, of all its files, as one small text with marks in it. What is
//! drawn never depends on the size of the files, and holds nothing that a terminal would act on.

mod marks;

pub(super) use marks::Mark;

use std::ops::Range;

use super::cut;
use super::visible::{message, visible};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::{Place, Position, Source, SourceId, Sources};

/// More places than this nobody looks at.
const MOST_LABELS: usize = 16;

/// A label over more lines is drawn at its first.
const MOST_LINES: u64 = 8;

/// Lines shown before and behind each label.
const CONTEXT: u64 = 1;

/// Lines of one or more files, ready to draw.
#[derive(Debug)]
pub(super) struct Snippet {
    /// The lines of all blocks, each with LF at its end.
    pub text: String,
    /// Where the text comes from, in its order: the block of the main label, then those of the same file, then others.
    pub blocks: Vec<Block>,
    /// What to underline, sorted by place in the text, none over another on one line.
    pub marks: Vec<Mark>,
}

/// Neighbouring lines of one file.
#[derive(Debug)]
pub(super) struct Block {
    /// The file.
    pub name: String,
    /// The number of the first line.
    pub first_line: u64,
    /// How many lines there are.
    pub line_count: usize,
    /// The block's part of the text.
    pub range: Range<usize>,
}

/// A label whose place is known to lie in its text.
struct Located<'d> {
    source: SourceId,
    /// Byte offsets in the source, at characters.
    range: Range<usize>,
    lines: Range<u64>,
    position: Position,
    message: &'d str,
    primary: bool,
}

/// The lines around the labels of a diagnostic, for a terminal of that width.
pub(super) fn snippet(diagnostic: &Diagnostic, sources: &Sources, width: usize) -> Snippet {
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
        push_block(&mut snippet, sources.get(source), lines, &inside, width);
    }
    snippet.marks = marks::apart(&snippet.text, std::mem::take(&mut snippet.marks));
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

/// The offset, or the start of the character that it lies in.
fn at_character(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The runs of lines to show, in the order of showing: each label's with their context, joined where they touch.
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

/// The lines with their neighbours; blank ones at the edge would show nothing.
fn with_context(lines: &Range<u64>, source: &Source) -> Range<u64> {
    let is_blank = |line: u64| source.slice(source.line(line)).trim_ascii().is_empty();
    let all = source.lines();
    let first = lines.start.saturating_sub(CONTEXT).max(all.start);
    let last = (lines.end + CONTEXT).min(all.end);
    let start = (first..lines.start).find(|line| !is_blank(*line)).unwrap_or(lines.start);
    let end = (lines.end..last).rev().find(|line| !is_blank(*line)).map_or(lines.end, |line| line + 1);
    start..end
}

fn push_block(snippet: &mut Snippet, source: &Source, lines: Range<u64>, labels: &[&Located<'_>], width: usize) {
    let start = snippet.text.len();
    let mut found = Vec::new();
    for line in lines.clone() {
        found.extend(push_line(&mut snippet.text, source, line, labels, code_columns(width, &lines, labels)));
    }
    for label in labels {
        let place = |offset: usize| found.iter().find(|(known, _)| *known == offset).map_or(start, |(_, place)| *place);
        let range = place(label.range.start)..place(label.range.end).max(place(label.range.start));
        let message = if label.message.is_empty() { None } else { Some(message(label.message)) };
        snippet.marks.push(Mark { range, message, primary: label.primary, position: label.position });
    }
    snippet.blocks.push(Block {
        name: visible(&source.name).into_owned(),
        first_line: lines.start,
        line_count: (lines.end - lines.start) as usize,
        range: start..snippet.text.len(),
    });
}

/// The columns that are left for the line's own text, beside its number and the arrows of labels over several lines.
fn code_columns(width: usize, lines: &Range<u64>, labels: &[&Located<'_>]) -> usize {
    let long = labels.iter().filter(|label| label.lines.end - label.lines.start > 1).count();
    let gutter = if long == 0 { 0 } else { long + 3 };
    width.saturating_sub(lines.end.to_string().len() + 5 + gutter).max(20)
}

/// Writes a line, and gives for the offsets at which labels start or end in it where they stand now.
fn push_line(
    out: &mut String,
    source: &Source,
    line: u64,
    labels: &[&Located<'_>],
    columns: usize,
) -> Vec<(usize, usize)> {
    let span = source.line(line);
    let (start, end) = (span.start as usize, span.end as usize);
    let mut ranges = Vec::new();
    let mut offsets = Vec::new();
    for label in labels.iter().filter(|label| label.lines.contains(&line)) {
        let from = label.range.start.clamp(start, end) - start;
        let to = label.range.end.clamp(start, end) - start;
        let starts_here = label.lines.start == line;
        // The words of a label over several lines stand at the left, below its last one.
        let has_words = !label.message.is_empty() && label.lines.end - label.lines.start == 1;
        ranges.push(cut::Marked { range: if starts_here { from..to } else { to..to }, has_words });
        offsets.extend(starts_here.then_some((label.range.start, from)));
        offsets.extend((label.lines.end == line + 1).then_some((label.range.end, to)));
    }
    offsets.sort_by_key(|(_, relative)| *relative);
    let relative: Vec<usize> = offsets.iter().map(|(_, relative)| *relative).collect();
    let places = cut::push_line(out, source.slice(span), &ranges, &relative, columns);
    out.push('\n');
    offsets.into_iter().map(|(offset, _)| offset).zip(places).collect()
}
