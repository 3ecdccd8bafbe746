//! The part of a replay that can run in any order: reads the lines of a block, and judges each call by its
//! arguments. Every thread does this with blocks of its own.

use super::blocks::Block;
use super::input::{Options, Policies};
use crate::engine::{Engine, Judgement, Slots, ToolId};
use crate::source::scan::{Raw, Scanner, Stop};
use crate::trace::jsonl::{self, Extent, Line, Memory};
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

/// How the policies judge one call.
#[derive(Debug, Clone, Copy)]
pub struct Judgements {
    /// The tool, if the policy names it, and the judgement.
    pub new: (Option<ToolId>, Judgement),
    /// The same for the policy to compare with.
    pub old: Option<(Option<ToolId>, Judgement)>,
    /// Whether the arguments had a duplicate key on the path of a condition.
    pub has_twins: bool,
}

/// What a thread keeps from block to block.
#[derive(Debug)]
pub struct Scratch<'s> {
    memory: Memory,
    marks: &'s Marks,
    names: &'s Names,
    new: Slots,
    old: Slots,
}

impl<'s> Scratch<'s> {
    /// For calls with these marks, names and times.
    pub fn new(options: &'s Options, names: &'s Names) -> Self {
        let memory = Memory::new(options.read.zone.clone());
        Self { memory, marks: &options.marks, names, new: Slots::default(), old: Slots::default() }
    }
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
    pub fn judge(&mut self, policies: &Policies<'_>, scratch: &mut Scratch<'_>) {
        if self.found.is_empty() {
            self.judge_lines(policies, scratch);
        } else {
            self.calls.extend(self.found.iter().map(|found| match found {
                Found::Call(call) => judge_call(policies, call, scratch),
                Found::Unreadable(..) | Found::PassedOver | Found::Rejected | Found::Repeated => None,
            }));
        }
    }

    fn judge_lines(&mut self, policies: &Policies<'_>, scratch: &mut Scratch<'_>) {
        let bytes = self.block.text();
        // Checked all at once, at memory speed.
        let text = if self.block.ends_too_long { None } else { simdutf8::basic::from_utf8(bytes).ok() };
        let is_first = self.begins.is_some();
        let mut start = if is_first && bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let mut number = 0;
        while start < bytes.len() {
            let rest = text.and_then(|text| text.get(start..)).unwrap_or("");
            let length = match judge_first_line(policies, rest, scratch) {
                Some((line, extent, judgements)) => {
                    let end = (start + extent.end) as u32;
                    self.lines.push(Judged { line: number, start: start as u32, end, call: Ok((line, judgements)) });
                    extent.line_end
                }
                None => {
                    let (odd, length) = judge_odd_line(policies, &self.block, start, scratch);
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

/// The content of a trace's line.
pub type Read = Result<(Line, Judgements), Box<Unreadable>>;

/// A line without a call, an unreadable line, or a call after one of those. Returns where the line ends,
/// without its line end, and its content, unless it is empty; and its length.
#[cold]
fn judge_odd_line(
    policies: &Policies<'_>,
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
        Ok(line) => judge_line(policies, line, scratch),
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
    let of_old = match policies.old {
        Some(engine) => Some(read_and_judge(engine, tool, &mut scanner.clone(), (old, marks))?.1),
        None => None,
    };
    let (args, of_new) = read_and_judge(policies.new, tool, scanner, (new, marks))?;
    *judgements = Some(Judgements { new: of_new, old: of_old, has_twins: new.has_twins });
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

#[inline]
fn read_and_judge<'t>(
    engine: &Engine,
    tool: &[u8],
    scanner: &mut Scanner<'t>,
    (slots, marks): (&mut Slots, &Marks),
) -> Result<(Raw, (Option<ToolId>, Judgement)), Stop> {
    let tool = engine.tool(tool);
    let program = engine.program(tool);
    let args = slots.read(&program.shape.paths, scanner)?;
    Ok((args, (tool, engine.judge_marked(program, slots, scanner.source(), marks))))
}

#[cold]
fn judge_unrecorded(policies: &Policies<'_>, tool: &[u8]) -> Judgements {
    let of = |engine: &Engine| {
        let tool = engine.tool(tool);
        (tool, engine.judge_unrecorded(engine.program(tool)))
    };
    Judgements { new: of(policies.new), old: policies.old.map(of), has_twins: false }
}

fn judge_call(policies: &Policies<'_>, call: &Call, scratch: &mut Scratch<'_>) -> Option<Judgements> {
    let tool = call.tool.as_bytes();
    let Some(args) = &call.args else { return Some(judge_unrecorded(policies, tool)) };
    scratch.new.has_twins = false;
    let marks = scratch.marks;
    let read = |engine, slots| read_and_judge(engine, tool, &mut Scanner::new(&args.json), (slots, marks));
    // The reader has already read this as an object, so it does not fail.
    let new = read(policies.new, &mut scratch.new).ok()?.1;
    let old = policies.old.and_then(|engine| read(engine, &mut scratch.old).ok()).map(|(_, judged)| judged);
    Some(Judgements { new, old, has_twins: scratch.new.has_twins })
}

fn too_long(line: &str) -> Unreadable {
    let span = crate::source::Span::new(0, line.len());
    Unreadable { message: "this line is longer than 16 MiB".into(), span, help: None }
}
