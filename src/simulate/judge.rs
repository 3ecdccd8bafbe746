//! The part of a replay that needs no order: the lines of a block are read, and each call is judged by
//! its arguments. Every thread does this to blocks of its own.

use super::blocks::Block;
use super::input::Policies;
use crate::engine::{Engine, Judgement, Slots, ToolId};
use crate::source::scan::{Raw, Scanner, Stop};
use crate::trace::jsonl::{self, Extent, Line, Memory};
use crate::trace::{Call, Found, Unreadable};

/// What some writers put before the first line.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// What a thread takes at a time: a piece of a trace, and what its calls were judged.
#[derive(Debug, Default)]
pub struct Work {
    /// Its number in the order of all traces.
    pub index: u64,
    /// The name of the trace that begins with it.
    pub begins: Option<String>,
    /// Lines of the own format.
    pub block: Block,
    /// What another reader found.
    pub found: Vec<Found>,
    /// Why the trace could not be opened, or ends here.
    pub failure: Option<String>,
    /// What the lines of the block hold, in their order.
    pub lines: Vec<Judged>,
    /// Of each call that was found its judgements; `None` of what could not be read.
    pub calls: Vec<Option<Judgements>>,
    /// How many lines the block has.
    pub line_count: u64,
}

/// A line of a block.
#[derive(Debug)]
pub struct Judged {
    /// Its number in the block, counted from 0.
    pub line: u32,
    /// Where it stands in the block, line end aside.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// The call and what was judged of it.
    pub call: Read,
}

/// What the policies say of one call.
#[derive(Debug, Clone, Copy)]
pub struct Judgements {
    /// The tool, if the policy names it, and the judgement.
    pub new: (Option<ToolId>, Judgement),
    /// The same by the policy that is compared with.
    pub old: Option<(Option<ToolId>, Judgement)>,
    /// Whether the arguments had a key twice that a condition goes through.
    pub has_twins: bool,
}

/// What a thread keeps from block to block.
#[derive(Debug, Default)]
pub struct Scratch {
    memory: Memory,
    new: Slots,
    old: Slots,
}

impl Work {
    /// Makes it ready for the next piece.
    pub fn clear(&mut self) {
        self.begins = None;
        // Where the next trace can't be opened, nothing is read over what stood here.
        self.block.clear();
        self.found.clear();
        self.failure = None;
        self.lines.clear();
        self.calls.clear();
        self.line_count = 0;
    }

    /// Judges all calls of it.
    pub fn judge(&mut self, policies: &Policies<'_>, scratch: &mut Scratch) {
        if self.found.is_empty() {
            self.judge_lines(policies, scratch);
        } else {
            self.calls.extend(self.found.iter().map(|found| match found {
                Found::Call(call) => judge_call(policies, call, scratch),
                Found::Unreadable(..) => None,
            }));
        }
    }

    fn judge_lines(&mut self, policies: &Policies<'_>, scratch: &mut Scratch) {
        let bytes = self.block.text();
        // Checked all at once, as fast as the memory gives it.
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

/// What a line of a trace is.
pub type Read = Result<(Line, Judgements), Box<Unreadable>>;

/// A line that has no call, or can't be read; or one among those. The answer is where it ends, line end
/// aside, and what it is, unless it has nothing; and its length.
#[cold]
fn judge_odd_line(
    policies: &Policies<'_>,
    block: &Block,
    start: usize,
    scratch: &mut Scratch,
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

/// Without the line end of Windows; empty where there is nothing but white space.
fn trimmed(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match line.first() {
        Some(b' ' | b'\t') if line.trim_ascii_start().is_empty() => &[],
        Some(_) | None => line,
    }
}

#[inline(always)]
fn judge_first_line(policies: &Policies<'_>, text: &str, scratch: &mut Scratch) -> Option<(Line, Extent, Judgements)> {
    let Scratch { memory, new, old } = scratch;
    new.has_twins = false;
    let mut judgements = None;
    let bytes = text.as_bytes();
    let (line, extent) = jsonl::read_first(text, memory, |tool, scanner| {
        read_args(policies, &tool.text(bytes), scanner, (new, old), &mut judgements)
    })?;
    Some((line, extent, completed(policies, &line, extent, judgements, bytes)))
}

fn judge_line(policies: &Policies<'_>, line: &str, scratch: &mut Scratch) -> Read {
    let Scratch { memory, new, old } = scratch;
    new.has_twins = false;
    let mut judgements = None;
    let bytes = line.as_bytes();
    let line = jsonl::read(line, memory, |tool, scanner| {
        read_args(policies, &tool.text(bytes), scanner, (new, old), &mut judgements)
    });
    let (line, extent) = line.map_err(Box::new)?;
    Ok((line, completed(policies, &line, extent, judgements, bytes)))
}

#[inline]
fn read_args(
    policies: &Policies<'_>,
    tool: &[u8],
    scanner: &mut Scanner<'_>,
    (new, old): (&mut Slots, &mut Slots),
    judgements: &mut Option<Judgements>,
) -> Result<Raw, Stop> {
    let of_old = match policies.old {
        Some(engine) => Some(read_and_judge(engine, tool, &mut scanner.clone(), old)?.1),
        None => None,
    };
    let (args, of_new) = read_and_judge(policies.new, tool, scanner, new)?;
    *judgements = Some(Judgements { new: of_new, old: of_old, has_twins: new.has_twins });
    Ok(args)
}

/// What is judged of a line, also of one whose arguments were not recorded.
#[inline]
fn completed(
    policies: &Policies<'_>,
    line: &Line,
    extent: Extent,
    judgements: Option<Judgements>,
    text: &[u8],
) -> Judgements {
    match (judgements, extent.args, line.tool) {
        (Some(judgements), Some(_), _) => judgements,
        (_, _, Some(tool)) => judge_unrecorded(policies, &tool.text(text)),
        // INVARIANT: a line without a tool is no call.
        (_, _, None) => judge_unrecorded(policies, b""),
    }
}

#[inline]
fn read_and_judge<'t>(
    engine: &Engine,
    tool: &[u8],
    scanner: &mut Scanner<'t>,
    slots: &mut Slots,
) -> Result<(Raw, (Option<ToolId>, Judgement)), Stop> {
    let tool = engine.tool(tool);
    let program = engine.program(tool);
    let args = slots.read(&program.shape.paths, scanner)?;
    Ok((args, (tool, engine.judge(program, slots, scanner.source()))))
}

fn judge_unrecorded(policies: &Policies<'_>, tool: &[u8]) -> Judgements {
    let of = |engine: &Engine| {
        let tool = engine.tool(tool);
        (tool, engine.judge_unrecorded(engine.program(tool)))
    };
    Judgements { new: of(policies.new), old: policies.old.map(of), has_twins: false }
}

fn judge_call(policies: &Policies<'_>, call: &Call, scratch: &mut Scratch) -> Option<Judgements> {
    let tool = call.tool.as_bytes();
    let Some(args) = &call.args else { return Some(judge_unrecorded(policies, tool)) };
    scratch.new.has_twins = false;
    let read = |engine, slots| read_and_judge(engine, tool, &mut Scanner::new(&args.json), slots);
    // A reader hands on what it has read as an object: this does not fail.
    let new = read(policies.new, &mut scratch.new).ok()?.1;
    let old = policies.old.and_then(|engine| read(engine, &mut scratch.old).ok()).map(|(_, judged)| judged);
    Some(Judgements { new, old, has_twins: scratch.new.has_twins })
}

fn too_long(line: &str) -> Unreadable {
    let span = crate::source::Span::new(0, line.len());
    Unreadable { message: "this line is longer than 16 MiB".into(), span, help: None }
}
