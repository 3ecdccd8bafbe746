//! The one state of each tool: a name beats a pattern, a pattern beats `every`, and two that are equally
//! specific must agree.

use super::context::Context;
use super::errors::tools as errors;
use super::statements::{Says, Statement, hides_everything};
use super::tools::{ToolId, Tools};
use crate::source::Place;
use crate::syntax::tree::{Target, TargetKind};

/// The statement that decides a tool.
#[derive(Debug, Clone, Copy)]
pub struct Won<'t> {
    /// Its number.
    pub statement: usize,
    /// The number of the target in it.
    pub target: usize,
    /// The place of the target.
    pub place: Place,
    /// What it says.
    pub says: Says<'t>,
    rank: Rank,
}

/// Where `hide *` is. It is a mistake next to a statement that leaves a tool visible.
pub fn hidden_everything<'t>(context: &mut Context<'t>, statements: &[Statement<'t>]) -> Option<Place> {
    let mut star = None;
    let mut visible = None;
    for statement in statements {
        let Some(says) = statement.says else { continue };
        for target in statement.targets {
            let place = statement.place(target);
            if hides_everything(says, target) {
                star = star.or(Some(place));
            } else if !matches!(says, Says::Hide) {
                visible = visible.or(Some((place, says)));
            }
        }
    }
    if let (Some(star), Some((visible, says))) = (star, visible) {
        context.diagnostics.push(errors::everything_hidden(star, visible, says.word()));
    }
    star
}

/// The states of the tools.
pub struct States<'t> {
    /// The statement that decides each tool, by the tool's number. If two disagree, the first one counts.
    by_tool: Vec<Option<Won<'t>>>,
    /// For each target that disagrees with an earlier one, a tool that it would decide otherwise.
    pub disputed: Vec<(ToolId, Won<'t>)>,
}

impl<'t> States<'t> {
    /// The statement that decides a tool.
    pub fn get(&self, id: ToolId) -> Option<Won<'t>> {
        self.by_tool.get(id as usize).copied().flatten()
    }

    /// The tools that have a state.
    pub fn won(&self) -> impl Iterator<Item = (ToolId, Won<'t>)> {
        (0..).zip(&self.by_tool).filter_map(|(id, won)| Some((id, (*won)?)))
    }
}

/// Finds the statement that decides each tool.
pub fn states<'t>(context: &mut Context<'t>, tools: &mut Tools<'t>, statements: &[Statement<'t>]) -> States<'t> {
    let mut states = States { by_tool: vec![None; tools.names.len()], disputed: Vec::new() };
    for rank in [Rank::Name, Rank::Pattern, Rank::Every] {
        for (number, statement) in statements.iter().enumerate() {
            let Some(says) = statement.says else { continue };
            for (index, target) in statement.targets.iter().enumerate() {
                if Rank::of(target) != rank || hides_everything(says, target) {
                    continue;
                }
                let place = statement.place(target);
                let meant = tools.meant(context, target, place, statement.is_strict);
                let won = Won { statement: number, target: index, place, says, rank };
                claim(context, tools, &mut states, meant.ids(), won);
            }
        }
    }
    if let Some(won) = tools.id("*").and_then(|id| states.get(id)) {
        context.diagnostics.push(errors::decides_star(won.place, won.says, won.rank == Rank::Name));
    }
    states
}

/// How specific a target is, from the most to the least specific.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Name,
    Pattern,
    Every,
}

impl Rank {
    fn of(target: &Target) -> Self {
        match target.kind {
            TargetKind::Name(_) => Rank::Name,
            TargetKind::Pattern(_) => Rank::Pattern,
            TargetKind::Every(_) => Rank::Every,
        }
    }
}

fn claim<'t>(context: &mut Context<'t>, tools: &Tools<'t>, states: &mut States<'t>, ids: &[ToolId], new: Won<'t>) {
    let mut reported = false;
    for &id in ids {
        let Some(slot) = states.by_tool.get_mut(id as usize) else { continue };
        match slot {
            None => *slot = Some(new),
            Some(old) => {
                let is_settled =
                    old.rank < new.rank || old.statement == new.statement || old.says.agrees_with(new.says);
                if !is_settled && !reported {
                    reported = true;
                    states.disputed.push((id, new));
                    let (old, new) = ((old.says, old.place), (new.says, new.place));
                    context.diagnostics.push(errors::conflicting_state(tools.name(id), old, new));
                }
            }
        }
    }
}
