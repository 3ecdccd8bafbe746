//! Judges one call by its arguments.

use super::choice::Choice;
use super::input::{Options, Policies};
use super::newcomers::{Newcomers, Seeds};
use crate::engine::{Engine, Judgement, Slots, ToolId};
use crate::source::scan::{Raw, Scanner, Stop};
use crate::trace::Names;
use crate::trace::jsonl::Memory;

/// The tool of a call, if the policy names it, and the judgement.
type Judged = (Option<ToolId>, Judgement);

/// How the policies judge one call.
#[derive(Debug, Clone, Copy)]
pub struct Judgements {
    /// The number of the policy that decides, or [`Judgements::NOBODY`].
    pub policy: u32,
    /// The tool, if the policy names it, and the judgement.
    pub new: Judged,
    /// The same for the policy to compare with.
    pub old: Option<Judged>,
    /// Whether the arguments had a duplicate key on the path of a condition.
    pub has_twins: bool,
    /// Whether the server was in front of the tool's name.
    pub has_prefix: bool,
}

impl Judgements {
    /// The number of the policy that decides if there is none.
    pub const NOBODY: u32 = u32::MAX;

    /// No policy decides the call.
    pub const NONE: Self =
        Self { policy: Self::NOBODY, new: (None, Judgement::Passes), old: None, has_twins: false, has_prefix: false };

    /// The number of the policy; no policy has it if none decides.
    #[inline]
    pub fn number(&self) -> usize {
        self.policy as usize
    }
}

/// What a thread keeps from block to block.
#[derive(Debug)]
pub struct Scratch<'s> {
    /// What makes reading faster.
    pub memory: Memory,
    /// How the names of tools are split.
    pub names: &'s Names,
    /// The arguments of a call.
    pub arguments: Arguments,
    /// Which names of grants and sessions are new.
    pub newcomers: Newcomers,
}

/// The arguments of a call, as the policies read them.
#[derive(Debug)]
pub struct Arguments {
    /// As the policy reads them.
    new: Slots,
    /// As the policy to compare with reads them.
    old: Slots,
}

impl<'s> Scratch<'s> {
    /// For calls with these marks, names and times.
    pub fn new(options: &'s Options, names: &'s Names, seeds: Seeds) -> Self {
        let slots = || Slots::looking_for(&options.marks);
        let arguments = Arguments { new: slots(), old: slots() };
        let memory = Memory::new(options.read.zone.clone());
        Self { memory, names, arguments, newcomers: Newcomers::new(seeds) }
    }
}

impl Arguments {
    /// Another call begins.
    #[inline]
    pub fn begin(&mut self) {
        self.new.has_twins = false;
    }

    /// Reads the arguments of a call at the scanner, and judges it.
    #[inline(always)]
    pub fn judge(&mut self, choice: &Choice<'_, '_>, scanner: &mut Scanner<'_>) -> Result<(Raw, Judgements), Stop> {
        let Some((number, policies)) = choice.policy else { return Ok((scanner.value()?, Judgements::NONE)) };
        if let Some(old) = policies.old {
            return self.judge_twice((number, policies.new, old), choice, scanner);
        }
        let (args, new) = read_and_judge(policies.new, choice.tool, scanner, &mut self.new)?;
        Ok((args, self.judgements(number, new, None, choice)))
    }

    /// The same with a policy to compare with.
    #[inline(never)]
    fn judge_twice(
        &mut self,
        (number, new, old): (u32, &Engine, &Engine),
        choice: &Choice<'_, '_>,
        scanner: &mut Scanner<'_>,
    ) -> Result<(Raw, Judgements), Stop> {
        let mut before = scanner.clone();
        // The scanner of the line keeps the place of a mistake, so it has to read first, before the copy of it.
        let (args, new) = read_and_judge(new, choice.tool, scanner, &mut self.new)?;
        let (_, old) = read_and_judge(old, choice.tool, &mut before, &mut self.old)?;
        Ok((args, self.judgements(number, new, Some(old), choice)))
    }

    #[inline(always)]
    fn judgements(&self, policy: u32, new: Judged, old: Option<Judged>, choice: &Choice<'_, '_>) -> Judgements {
        Judgements { policy, new, old, has_twins: self.new.has_twins, has_prefix: choice.has_prefix }
    }

    /// Judges a call with these arguments. `None` if they are not an object.
    #[inline(never)]
    pub fn judge_text(&mut self, choice: &Choice<'_, '_>, args: Option<&str>) -> Option<Judgements> {
        let Some(args) = args else { return Some(judge_unrecorded(choice)) };
        self.begin();
        self.judge(choice, &mut Scanner::new(args)).ok().map(|(_, judgements)| judgements)
    }
}

#[inline(always)]
fn read_and_judge<'t>(
    engine: &Engine,
    tool: &[u8],
    scanner: &mut Scanner<'t>,
    slots: &mut Slots,
) -> Result<(Raw, Judged), Stop> {
    let tool = engine.tool_lately(tool, slots);
    let program = engine.program(tool);
    let args = slots.read(&program.shape.paths, scanner)?;
    Ok((args, (tool, engine.judge_marked(program, slots, scanner.source()))))
}

/// The judgements of a call whose arguments were not recorded.
#[cold]
fn judge_unrecorded(choice: &Choice<'_, '_>) -> Judgements {
    let of = |engine: &Engine| {
        let tool = engine.tool(choice.tool);
        (tool, engine.judge_unrecorded(engine.program(tool)))
    };
    let judge = |(number, policies): (u32, &Policies<'_>)| Judgements {
        policy: number,
        new: of(policies.new),
        old: policies.old.map(of),
        has_twins: false,
        has_prefix: choice.has_prefix,
    };
    choice.policy.map_or(Judgements::NONE, judge)
}
