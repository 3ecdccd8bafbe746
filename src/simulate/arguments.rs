//! Judges one call by its arguments.

use super::input::{Options, Policies};
use crate::engine::{Engine, Judgement, Slots, ToolId};
use crate::source::scan::{Raw, Scanner, Stop};
use crate::trace::jsonl::{Line, Memory};
use crate::trace::{Names, Unreadable};
use crate::vocab::Marks;

/// How the policies judge one call.
#[derive(Debug, Clone, Copy)]
pub struct Judgements {
    /// The number of the policy that decides; `None` if the call's server has none.
    pub policy: Option<u32>,
    /// The tool, if the policy names it, and the judgement.
    pub new: (Option<ToolId>, Judgement),
    /// The same for the policy to compare with.
    pub old: Option<(Option<ToolId>, Judgement)>,
    /// Whether the arguments had a duplicate key on the path of a condition.
    pub has_twins: bool,
}

impl Judgements {
    /// The number of the policy; no policy has it if none decides.
    #[inline]
    pub fn number(&self) -> usize {
        self.policy.map_or(usize::MAX, |policy| policy as usize)
    }
}

/// What a thread keeps from block to block.
#[derive(Debug)]
pub struct Scratch<'s> {
    /// What makes reading faster.
    pub memory: Memory,
    /// The marks of values that a log cut or removed.
    pub marks: &'s Marks,
    /// How the names of tools are split.
    pub names: &'s Names,
    /// The arguments, as the policy reads them.
    pub new: Slots,
    /// The arguments, as the policy to compare with reads them.
    pub old: Slots,
}

impl<'s> Scratch<'s> {
    /// For calls with these marks, names and times.
    pub fn new(options: &'s Options, names: &'s Names) -> Self {
        let memory = Memory::new(options.read.zone.clone());
        Self { memory, marks: &options.marks, names, new: Slots::default(), old: Slots::default() }
    }
}

/// The content of a trace's line.
pub type Read = Result<(Line, Judgements), Box<Unreadable>>;

/// The judgements of a call with these arguments, which were read as an object before.
pub fn judge_args(
    policies: &Policies<'_>,
    tool: &[u8],
    args: Option<&str>,
    scratch: &mut Scratch<'_>,
) -> Option<Judgements> {
    let Some(args) = args else { return Some(judge_unrecorded(policies, tool)) };
    scratch.new.has_twins = false;
    let marks = scratch.marks;
    let read = |engine, slots| read_and_judge(engine, tool, &mut Scanner::new(args), (slots, marks));
    // The reader has already read this as an object, so it does not fail.
    let new = read(policies.new, &mut scratch.new).ok()?.1;
    let old = policies.old.and_then(|engine| read(engine, &mut scratch.old).ok()).map(|(_, judged)| judged);
    Some(Judgements { policy: Some(0), new, old, has_twins: scratch.new.has_twins })
}

/// Reads the arguments of a call, and judges it.
#[inline]
pub fn read_and_judge<'t>(
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

/// The judgements of a call whose arguments were not recorded.
#[cold]
pub fn judge_unrecorded(policies: &Policies<'_>, tool: &[u8]) -> Judgements {
    let of = |engine: &Engine| {
        let tool = engine.tool(tool);
        (tool, engine.judge_unrecorded(engine.program(tool)))
    };
    Judgements { policy: Some(0), new: of(policies.new), old: policies.old.map(of), has_twins: false }
}
