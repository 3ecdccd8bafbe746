//! Guards: their clauses, with rules expanded, and the callable tools that their targets cover.

use std::collections::HashMap;

use super::context::Context;
use super::errors::{self, guards as guard_errors};
use super::includes::Reading;
use super::ir;
use super::site::Site;
use super::statements::Says;
use super::targets::States;
use super::templates::{self, Applied};
use super::tools::{ToolId, Tools};
use super::weight::{MAX_CHECKED, weight_of};
use crate::source::{Place, SourceId};
use crate::syntax::tree::{self, Item, ItemKind, Target, TargetKind};

/// The guards of a policy and of the files that it includes, in reading order.
#[derive(Default)]
pub struct Guards<'t> {
    /// The guards.
    pub all: Vec<Guard<'t>>,
    /// Their clauses.
    pub clauses: Vec<GuardClause>,
    /// For each callable tool, the guards that cover it, in reading order.
    pub covering: HashMap<ToolId, Vec<Cover>>,
    /// Whether they cover too many tools, which is reported. Then nothing is added.
    pub are_too_many: bool,
}

/// A guard.
pub struct Guard<'t> {
    /// The file.
    pub source: SourceId,
    /// The guard.
    pub tree: &'t tree::Guard,
    /// The numbers of its clauses in [`Guards::clauses`].
    pub clauses: std::ops::Range<usize>,
    /// Whether its tools and arguments must exist. A file that others include may guard more than there is.
    pub is_strict: bool,
    /// Whether each of its targets covers something, as far as is known.
    pub is_sound: bool,
    /// Whether it covers a tool that can be called.
    pub covers_callable: bool,
}

/// A clause that a guard may add to a tool.
pub struct GuardClause {
    /// The clause.
    pub clause: ir::Clause,
    /// The number of its guard.
    pub guard: usize,
    /// The number of the clause of the guard's block that it comes from.
    pub part: usize,
}

/// That a guard covers a tool.
#[derive(Debug, Clone, Copy)]
pub struct Cover {
    /// The number of the guard.
    pub guard: usize,
    /// The target.
    pub target: Place,
    /// Whether it names the tool.
    pub by_name: bool,
}

/// Which tools can be called.
#[derive(Clone, Copy)]
pub struct Callable<'s, 't> {
    /// The states of tools that statements name.
    pub states: &'s States<'t>,
    /// `default allow`
    pub default_allow: bool,
    /// `hide *`
    pub hides_everything: bool,
}

/// The targets of all guards.
pub fn targets(reading: &Reading) -> impl Iterator<Item = &Target> {
    written(reading).flat_map(|(_, _, guard)| &guard.targets)
}

/// The guards, and the rules that they apply.
pub fn guards<'t>(
    context: &mut Context<'t>,
    tools: &mut Tools<'t>,
    callable: Callable<'_, 't>,
    reading: &'t Reading,
) -> (Guards<'t>, Applied) {
    tools.set_callable(|id| callable.by_statement(id) == Some(true));
    let (mut guards, mut applied) = (Guards::default(), Applied::new());
    let mut left = Some(MAX_CHECKED);
    let (main, _) = reading.main();
    for (source, item, tree) in written(reading) {
        let is_strict = source == main && !reading.is_part();
        let (clauses, parts) = templates::guard_body(context, Site::plain(source), &tree.block.parts, &mut applied);
        let weight = 1 + clauses.iter().map(weight_of).sum::<usize>();
        let clauses = guards.add_clauses(item.keyword.of(source), clauses.into_iter().zip(parts));
        guards.all.push(Guard { source, tree, clauses, is_strict, is_sound: true, covers_callable: false });
        for target in &tree.targets {
            guards.cover(context, tools, callable, target, (weight, &mut left));
        }
    }
    (guards, applied)
}

fn written(reading: &Reading) -> impl Iterator<Item = (SourceId, &Item, &tree::Guard)> {
    let items = reading.in_order().flat_map(|(source, file)| file.items.iter().map(move |item| (source, item)));
    items.filter_map(
        |(source, item)| if let ItemKind::Guard(guard) = &item.kind { Some((source, item, guard)) } else { None },
    )
}

impl<'t> Guards<'t> {
    fn add_clauses(
        &mut self,
        keyword: Place,
        clauses: impl Iterator<Item = (ir::Clause, usize)>,
    ) -> std::ops::Range<usize> {
        let (start, guard) = (self.clauses.len(), self.all.len());
        self.clauses.extend(clauses.map(|(clause, part)| GuardClause {
            clause: ir::Clause { guard: Some(keyword), ..clause },
            guard,
            part,
        }));
        start..self.clauses.len()
    }

    /// Records which callable tools a target of the last guard covers.
    fn cover(
        &mut self,
        context: &mut Context<'t>,
        tools: &mut Tools<'t>,
        callable: Callable<'_, 't>,
        target: &'t Target,
        (weight, left): (usize, &mut Option<usize>),
    ) {
        let number = self.all.len() - 1;
        let Some(guard) = self.all.last_mut() else { return };
        let place = target.span.of(guard.source);
        let by_name = matches!(target.kind, TargetKind::Name(_));
        if matches!(&target.kind, TargetKind::Name(name) if name == "*") {
            guard.is_sound = false;
            return context.diagnostics.push(guard_errors::guards_star(place, true));
        }
        let meant = tools.guarded(context, target, place, guard.is_strict);
        let is_found = !meant.ids().is_empty() && (!by_name || tools.are_known(meant.ids()));
        guard.is_sound &= is_found || !guard.is_strict;
        for &id in meant.ids() {
            if !callable.is(id, by_name, tools) {
                continue;
            }
            guard.covers_callable = true;
            // Once is enough: what follows is not checked.
            let Some(enough) = *left else { return };
            *left = enough.checked_sub(weight);
            if left.is_none() {
                self.are_too_many = true;
                self.covering.clear();
                return context.diagnostics.push(errors::too_many_checks(place));
            }
            let covers = self.covering.entry(id).or_default();
            match covers.last_mut().filter(|last| last.guard == number) {
                Some(last) => last.by_name |= by_name,
                None => covers.push(Cover { guard: number, target: place, by_name }),
            }
        }
    }
}

impl<'t> Callable<'_, 't> {
    /// Whether a statement lets a tool be called; `None` if no statement names it.
    fn by_statement(self, id: ToolId) -> Option<bool> {
        let says = self.states.get(id)?.says;
        Some(!self.hides_everything && matches!(says, Says::Allow | Says::Rules(_)))
    }

    fn is(self, id: ToolId, by_name: bool, tools: &Tools<'t>) -> bool {
        let by_default = || self.default_allow && !self.hides_everything && (by_name || tools.is_listed(id));
        self.by_statement(id).unwrap_or_else(by_default)
    }
}
