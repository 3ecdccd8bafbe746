//! The part of a replay that can run in any order: reads the lines of a block, and judges each call by its
//! arguments. Every thread does this with blocks of its own.

use super::arguments::{Arguments, Judgements, Scratch};
use super::blocks::Block;
use super::choice::Choice;
use super::input::Sides;
use super::newcomers::Met;
use crate::source::scan::{Raw, Scanner, Stop};
use crate::trace::jsonl::{self, Extent, Line};
use crate::trace::{Found, Names, Unreadable};

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
    /// The block's lines, in order.
    // INVARIANT: as many as there are in `read`. Each is small enough to be copied without a call.
    pub lines: Vec<Judged>,
    /// What they state, in the same order.
    pub read: Vec<Read>,
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

/// What a line of a trace states.
pub type Read = Result<Line, Box<Unreadable>>;

/// A line of a block.
#[derive(Debug, Clone, Copy)]
pub struct Judged {
    /// Its number in the block, counted from 0.
    pub line: u32,
    /// Its start in the block.
    pub start: u32,
    /// Its end, without the line end.
    pub end: u32,
    /// The call has something that most calls do not have.
    pub is_odd: bool,
    /// The grant, and whether the names of the call may not be counted yet.
    pub met: Met,
    /// The judgements of its call.
    pub judgements: Judgements,
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
        self.read.clear();
        self.calls.clear();
        self.line_count = 0;
    }

    /// Judges all of its calls.
    pub fn judge(&mut self, sides: Sides<'_>, scratch: &mut Scratch<'_>) {
        if self.found.is_empty() {
            self.judge_lines(sides, scratch);
        } else {
            self.calls.extend(self.found.iter().map(|found| match found {
                Found::Call(call) => {
                    let args = call.args.as_ref().map(|args| &*args.json);
                    scratch.arguments.judge_text(&Choice::of_call(sides, scratch.names, call), args)
                }
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
            // Read in place.
            self.read.push(Ok(Line::default()));
            let Some(Ok(call)) = self.read.last_mut() else { return };
            let mut early = None;
            let length = match judge_first_line(sides, rest, call, &mut early, scratch) {
                Some((extent, judgements)) => {
                    self.lines.push(Judged {
                        line: number,
                        start: start as u32,
                        end: (start + extent.end) as u32,
                        is_odd: call.is_odd | call.has_twins | judgements.has_twins | judgements.has_prefix,
                        met: met(sides, rest.as_bytes(), call, judgements, scratch),
                        judgements: *judgements,
                    });
                    extent.line_end
                }
                None => {
                    self.read.pop();
                    let (odd, length) = judge_odd_line(sides, &self.block, (number, start), scratch);
                    if let Some((judged, read)) = odd {
                        self.lines.push(judged);
                        self.read.push(read);
                    }
                    length
                }
            };
            start += length + 1;
            number += 1;
        }
        self.line_count = u64::from(number);
    }
}

/// A line without a call, an unreadable line, or a call after one of those. Returns what it states, unless it is empty,
/// and its length.
#[cold]
fn judge_odd_line(
    sides: Sides<'_>,
    block: &Block,
    (number, start): (u32, usize),
    scratch: &mut Scratch<'_>,
) -> (Option<(Judged, Read)>, usize) {
    let rest = block.text().get(start..).unwrap_or_default();
    let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    let line = trimmed(rest.get(..length).unwrap_or_default());
    if line.is_empty() {
        return (None, length);
    }
    let is_cut = block.ends_too_long && length == rest.len();
    let read = match std::str::from_utf8(line) {
        Ok(line) if is_cut => Err(Box::new(too_long(line))),
        Ok(line) => judge_line(sides, line, scratch),
        Err(error) => Err(Box::new(jsonl::no_utf8(error))),
    };
    let end = (start + line.len()) as u32;
    let (judgements, read) = match read {
        Ok((line, judgements)) => (judgements, Ok(line)),
        Err(reason) => (Judgements::NONE, Err(reason)),
    };
    let met = match &read {
        Ok(call) => met(sides, line, call, &judgements, scratch),
        Err(_) => Met::NOBODY,
    };
    let judged = Judged { line: number, start: start as u32, end, is_odd: true, met, judgements };
    (Some((judged, read)), length)
}

/// The names of a line's call.
#[inline(always)]
fn met(
    sides: Sides<'_>,
    text: &[u8],
    line: &Line,
    judgements: &Judgements,
    Scratch { names, newcomers, .. }: &mut Scratch<'_>,
) -> Met {
    match sides {
        Sides::ByServer(_) if judgements.policy == Judgements::NOBODY => Met::NOBODY,
        // Which calls count is not known yet.
        Sides::One(_) if names.are_chosen() => Met { is_new: true, ..newcomers.meet(line, text) },
        Sides::One(_) | Sides::ByServer(_) => newcomers.meet(line, text),
    }
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
fn judge_first_line<'e>(
    sides: Sides<'_>,
    text: &str,
    call: &mut Line,
    early: &'e mut Option<Early>,
    Scratch { memory, names, arguments, .. }: &mut Scratch<'_>,
) -> Option<(Extent, &'e Judgements)> {
    arguments.begin();
    let read = |line: &Line, tool: Raw, scanner: &mut Scanner<'_>| {
        read_args(sides, names, arguments, (line, tool), scanner, early)
    };
    let extent = jsonl::read_first(text, memory, call, read)?;
    Some((extent, completed(early, sides, names, arguments, (call, extent), text)))
}

fn judge_line(
    sides: Sides<'_>,
    text: &str,
    Scratch { memory, names, arguments, .. }: &mut Scratch<'_>,
) -> Result<(Line, Judgements), Box<Unreadable>> {
    let mut early = None;
    arguments.begin();
    let read = |line: &Line, tool: Raw, scanner: &mut Scanner<'_>| {
        read_args(sides, names, arguments, (line, tool), scanner, &mut early)
    };
    let (line, extent) = jsonl::read(text, memory, read).map_err(Box::new)?;
    Ok((line, *completed(&mut early, sides, names, arguments, (&line, extent), text)))
}

/// The judgements of a line, made while it is read.
struct Early {
    judgements: Judgements,
    /// The server, as far as it was known.
    server: Option<Raw>,
}

/// The judgements of a line that is read. Those made on the way are final unless the rest of the line named the server,
/// or said that there were no arguments.
#[inline(always)]
fn completed<'e>(
    early: &'e mut Option<Early>,
    sides: Sides<'_>,
    names: &Names,
    arguments: &mut Arguments,
    (line, extent): (&Line, Extent),
    text: &str,
) -> &'e Judgements {
    let are_final = |early: &Early| extent.args.is_some() && early.server == line.server;
    if !early.as_ref().is_some_and(are_final) {
        *early = Some(judge_late(sides, names, arguments, (line, extent), text));
    }
    early.as_ref().map_or(&Judgements::NONE, |early| &early.judgements)
}

#[inline(always)]
fn read_args(
    sides: Sides<'_>,
    names: &Names,
    arguments: &mut Arguments,
    (line, tool): (&Line, Raw),
    scanner: &mut Scanner<'_>,
    early: &mut Option<Early>,
) -> Result<Raw, Stop> {
    let name = tool.text(scanner.source());
    let choice = Choice::of_line(sides, names, line, scanner.source(), &name);
    let (args, judgements) = arguments.judge(&choice, scanner)?;
    *early = Some(Early { judgements, server: line.server });
    Ok(args)
}

/// The judgements of a line whose arguments were not recorded, or whose server was named after them.
#[cold]
fn judge_late(
    sides: Sides<'_>,
    names: &Names,
    arguments: &mut Arguments,
    (line, extent): (&Line, Extent),
    text: &str,
) -> Early {
    let name = line.tool.map(|tool| tool.text(text.as_bytes())).unwrap_or_default();
    let choice = Choice::of_line(sides, names, line, text.as_bytes(), &name);
    let args = extent.args.map(|args| text.get(args.span().range()).unwrap_or_default());
    // The arguments were read as an object before.
    let judgements = arguments.judge_text(&choice, args).unwrap_or(Judgements::NONE);
    Early { judgements, server: line.server }
}

fn too_long(line: &str) -> Unreadable {
    let span = crate::source::Span::new(0, line.len());
    Unreadable { message: "this line is longer than 16 MiB".into(), span, help: None }
}
