//! The part of a replay that can run in any order: reads the lines of a block, and judges each call by its
//! arguments. Every thread does this with blocks of its own.

use super::arguments::{Judgements, Read, Scratch, judge_args, judge_unrecorded, read_and_judge};
use super::blocks::Block;
use super::by_server;
use super::input::{Policies, Sides};
use crate::engine::Slots;
use crate::source::scan::{Raw, Scanner, Stop};
use crate::trace::jsonl::{self, Extent, Line};
use crate::trace::{Call, Found, Names, Unreadable};
use crate::vocab::Marks;

/// Some writers put this before the first line.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A piece of work for one thread: a piece of a trace, and the judgements of its calls.
#[derive(Debug, Default)]
pub struct Work {
    /// Its number in the order of all traces.
    pub index: u64,
    /// The trace that begins with this piece, if one does.
    pub begins: Option<Begins>,
    /// Lines of jamb's own format.
    pub block: Block,
    /// What the reader of another format found.
    pub found: Vec<Found>,
    /// Why the trace could not be opened, or why it ends here.
    pub failure: Option<std::io::Error>,
    /// The content of the block's lines, in order.
    pub lines: Vec<Judged>,
    /// The judgements of each call that was found; `None` for an unreadable one.
    pub calls: Vec<Option<Judgements>>,
    /// How many lines the block has.
    pub line_count: u64,
}

/// A trace that begins.
#[derive(Debug)]
pub struct Begins {
    /// Its name.
    pub name: String,
    /// It was found in a directory.
    pub is_beside: bool,
    /// Its format, by the name for `--from`; `None` if it could not be opened.
    pub format: Option<&'static str>,
}

/// A line of a block.
#[derive(Debug)]
pub struct Judged {
    /// Its number in the block, counted from 0.
    pub line: u32,
    /// Its start in the block.
    pub start: u32,
    /// Its end, without the line end.
    pub end: u32,
    /// The call and its judgements.
    pub call: Read,
}

impl Work {
    /// Clears it for the next piece.
    pub fn clear(&mut self) {
        self.begins = None;
        // If the next trace can't be opened, nothing overwrites the old block.
        self.block.clear();
        self.found.clear();
        self.failure = None;
        self.lines.clear();
        self.calls.clear();
        self.line_count = 0;
    }

    /// Judges all of its calls.
    pub fn judge(&mut self, sides: Sides<'_>, scratch: &mut Scratch<'_>) {
        if self.found.is_empty() {
            self.judge_lines(sides, scratch);
        } else {
            self.calls.extend(self.found.iter().map(|found| match found {
                Found::Call(call) => match sides {
                    Sides::One(policies) => judge_call(policies, call, scratch),
                    Sides::ByServer(each) => by_server::judge_call(each, call, scratch),
                },
                Found::Unreadable(..) | Found::PassedOver | Found::Rejected | Found::Repeated => None,
            }));
        }
    }

    fn judge_lines(&mut self, sides: Sides<'_>, scratch: &mut Scratch<'_>) {
        let bytes = self.block.text();
        // Checked all at once, at memory speed.
        let text = if self.block.ends_too_long { None } else { simdutf8::basic::from_utf8(bytes).ok() };
        let is_first = self.begins.is_some();
        let mut start = if is_first && bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let mut number = 0;
        while start < bytes.len() {
            let rest = text.and_then(|text| text.get(start..)).unwrap_or("");
            let read = match sides {
                Sides::One(policies) => judge_first_line(policies, rest, scratch),
                // Which policy decides is known only at the end of the line.
                Sides::ByServer(_) => None,
            };
            let length = match read {
                Some((line, extent, judgements)) => {
                    let end = (start + extent.end) as u32;
                    self.lines.push(Judged { line: number, start: start as u32, end, call: Ok((line, judgements)) });
                    extent.line_end
                }
                None => {
                    let (odd, length) = judge_odd_line(sides, &self.block, start, scratch);
                    self.lines.extend(odd.map(|(end, call)| Judged { line: number, start: start as u32, end, call }));
                    length
                }
            };
            start += length + 1;
            number += 1;
        }
        self.line_count = u64::from(number);
    }
}

/// The tool's own name, without the server in front of it.
#[inline]
pub fn bare<'n>(names: &Names, tool: &'n [u8]) -> &'n [u8] {
    names.split_bytes(tool).1
}

/// A line without a call, an unreadable line, or a call after one of those. Returns where the line ends,
/// without its line end, and its content, unless it is empty; and its length.
#[cold]
fn judge_odd_line(
    sides: Sides<'_>,
    block: &Block,
    start: usize,
    scratch: &mut Scratch<'_>,
) -> (Option<(u32, Read)>, usize) {
    let rest = block.text().get(start..).unwrap_or_default();
    let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    let line = trimmed(rest.get(..length).unwrap_or_default());
    if line.is_empty() {
        return (None, length);
    }
    let is_cut = block.ends_too_long && length == rest.len();
    let call = match std::str::from_utf8(line) {
        Ok(line) if is_cut => Err(Box::new(too_long(line))),
        Ok(line) => match sides {
            Sides::One(policies) => judge_line(policies, line, scratch),
            Sides::ByServer(each) => by_server::judge_line(each, line, scratch),
        },
        Err(error) => Err(Box::new(jsonl::no_utf8(error))),
    };
    (Some(((start + line.len()) as u32, call)), length)
}

/// The line without a Windows line end; empty if it contains only white space.
fn trimmed(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match line.first() {
        Some(b' ' | b'\t') if line.trim_ascii_start().is_empty() => &[],
        Some(_) | None => line,
    }
}

#[inline(always)]
fn judge_first_line(
    policies: &Policies<'_>,
    text: &str,
    scratch: &mut Scratch<'_>,
) -> Option<(Line, Extent, Judgements)> {
    let Scratch { memory, marks, names, new, old } = scratch;
    new.has_twins = false;
    let mut judgements = None;
    let bytes = text.as_bytes();
    let (line, extent) = jsonl::read_first(text, memory, |tool, scanner| {
        read_args(policies, bare(names, &tool.text(bytes)), scanner, (new, old, marks), &mut judgements)
    })?;
    Some((line, extent, completed(policies, names, &line, extent, judgements, bytes)))
}

fn judge_line(policies: &Policies<'_>, line: &str, scratch: &mut Scratch<'_>) -> Read {
    let Scratch { memory, marks, names, new, old } = scratch;
    new.has_twins = false;
    let mut judgements = None;
    let bytes = line.as_bytes();
    let line = jsonl::read(line, memory, |tool, scanner| {
        read_args(policies, bare(names, &tool.text(bytes)), scanner, (new, old, marks), &mut judgements)
    });
    let (line, extent) = line.map_err(Box::new)?;
    Ok((line, completed(policies, names, &line, extent, judgements, bytes)))
}

#[inline]
fn read_args(
    policies: &Policies<'_>,
    tool: &[u8],
    scanner: &mut Scanner<'_>,
    (new, old, marks): (&mut Slots, &mut Slots, &Marks),
    judgements: &mut Option<Judgements>,
) -> Result<Raw, Stop> {
    let before = policies.old.map(|engine| (engine, scanner.clone()));
    // The scanner of the line keeps the place of a mistake, so it has to read first, before the copy of it.
    let (args, of_new) = read_and_judge(policies.new, tool, scanner, (new, marks))?;
    let of_old = match before {
        Some((engine, mut scanner)) => Some(read_and_judge(engine, tool, &mut scanner, (old, marks))?.1),
        None => None,
    };
    *judgements = Some(Judgements { policy: Some(0), new: of_new, old: of_old, has_twins: new.has_twins });
    Ok(args)
}

/// The judgements of a line, including one whose arguments were not recorded.
#[inline(always)]
fn completed(
    policies: &Policies<'_>,
    names: &Names,
    line: &Line,
    extent: Extent,
    judgements: Option<Judgements>,
    text: &[u8],
) -> Judgements {
    match (judgements, extent.args, line.tool) {
        (Some(judgements), Some(_), _) => judgements,
        (_, _, Some(tool)) => judge_unrecorded(policies, bare(names, &tool.text(text))),
        // INVARIANT: a line without a tool is not a call.
        (_, _, None) => judge_unrecorded(policies, b""),
    }
}

fn judge_call(policies: &Policies<'_>, call: &Call, scratch: &mut Scratch<'_>) -> Option<Judgements> {
    judge_args(policies, call.tool.as_bytes(), call.args.as_ref().map(|args| &*args.json), scratch)
}

fn too_long(line: &str) -> Unreadable {
    let span = crate::source::Span::new(0, line.len());
    Unreadable { message: "this line is longer than 16 MiB".into(), span, help: None }
}
