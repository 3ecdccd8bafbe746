//! What is found out about the clauses of guards: in how many tools each is, and in how many of them it does nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::Lookup;
use crate::check::context::Context;
use crate::check::errors::guards as errors;
use crate::check::guards::{Guard, GuardClause, Guards};
use crate::check::ir;
use crate::check::tools::ToolId;
use crate::check::types::{ArgumentsOf, Known};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;
use crate::vocab::Path;

/// What is found out about each clause, by its number.
pub struct Findings {
    /// How many tools get it.
    tools: Vec<usize>,
    /// Whether a tool gets it, or would if no other limit replaced it.
    is_reached: Vec<bool>,
    /// Comparisons that do nothing in some tools: their clause, the number of these tools, and the diagnostic of the first.
    idle: BTreeMap<(Code, Place), (usize, usize, Diagnostic)>,
}

impl Findings {
    /// Nothing about this many clauses.
    pub fn of(clauses: usize) -> Self {
        Self { tools: vec![0; clauses], is_reached: vec![false; clauses], idle: BTreeMap::new() }
    }

    /// One more tool gets these clauses.
    pub fn count(&mut self, clauses: &[usize]) {
        for &clause in clauses {
            if let Some(tools) = self.tools.get_mut(clause) {
                *tools += 1;
            }
        }
    }

    /// A tool would get a clause.
    pub fn reach(&mut self, clause: usize) {
        if let Some(is_reached) = self.is_reached.get_mut(clause) {
            *is_reached = true;
        }
    }

    /// A mistake in a clause of a tool: it is returned if it is to be reported at once.
    pub fn immediate(&mut self, clause: usize, diagnostic: Diagnostic) -> Option<Diagnostic> {
        if ![Code::NEVER_TRUE, Code::ALWAYS_TRUE].contains(&diagnostic.code) {
            return Some(diagnostic);
        }
        let place = (diagnostic.code, diagnostic.primary.place);
        let (_, tools, _) = self.idle.entry(place).or_insert((clause, 0, diagnostic));
        *tools += 1;
        None
    }

    /// Reports what is wrong in every tool, and the clauses that no tool gets, which are returned.
    pub fn report<'a>(
        self,
        context: &mut Context<'_>,
        guards: &Guards<'_>,
        arguments_of: impl Fn(ToolId) -> ArgumentsOf<'a>,
        is_complete: bool,
    ) -> Vec<Arc<ir::Body>> {
        let Self { tools, is_reached, idle } = self;
        let everywhere = idle.into_values().filter(|(clause, idle, _)| tools.get(*clause) == Some(idle));
        context.diagnostics.extend(everywhere.map(|(_, _, diagnostic)| diagnostic));
        let mut unused = Vec::new();
        for (number, guard) in guards.all.iter().enumerate() {
            let clauses = guards.clauses.get(guard.clauses.clone()).unwrap_or_default();
            let reached = is_reached.get(guard.clauses.clone()).unwrap_or_default();
            if is_complete && guard.is_sound && !guards.are_too_many {
                match guard.covers_callable {
                    false => context.diagnostics.extend(nothing_callable(guard)),
                    true => never_applied(context, guards, (number, guard), (clauses, reached), &arguments_of),
                }
            }
            let left = clauses.iter().zip(reached).filter(|(_, reached)| !**reached);
            let left: Vec<_> = left.map(|(clause, _)| clause.clause.clone()).collect();
            if !left.is_empty() {
                unused.push(Arc::new(ir::Body { clauses: left }));
            }
        }
        unused
    }
}

fn nothing_callable(guard: &Guard<'_>) -> Option<Diagnostic> {
    let targets = &guard.tree.targets;
    let first = targets.first().filter(|_| guard.is_strict)?;
    Some(errors::nothing_callable(first.span.of(guard.source), targets))
}

/// Reports the clauses of a guard's block that no tool gets; one that applies a rule if no tool gets any of the rule's.
fn never_applied<'a>(
    context: &mut Context<'_>,
    guards: &Guards<'_>,
    (number, guard): (usize, &Guard<'_>),
    (clauses, reached): (&[GuardClause], &[bool]),
    arguments_of: &impl Fn(ToolId) -> ArgumentsOf<'a>,
) {
    let mut first_of_part: BTreeMap<usize, Option<&ir::Clause>> = BTreeMap::new();
    for (clause, is_reached) in clauses.iter().zip(reached) {
        let first = first_of_part.entry(clause.part).or_insert(Some(&clause.clause));
        if *is_reached {
            *first = None;
        }
    }
    let left: Vec<_> = first_of_part.into_iter().filter_map(|(part, clause)| Some((part, clause?))).collect();
    if left.is_empty() {
        return;
    }
    let mut covered: Vec<ToolId> = guards
        .covering
        .iter()
        .filter(|(_, covers)| covers.iter().any(|cover| cover.guard == number))
        .map(|(id, _)| *id)
        .collect();
    covered.sort_unstable();
    for (part, clause) in left {
        let Some(place) = guard.tree.block.parts.get(part).map(|part| part.span.of(guard.source)) else { continue };
        let why = why(context, clause, &covered, arguments_of);
        if guard.is_strict || why.near.is_some() {
            context.diagnostics.push(errors::never_applies(place, why));
        }
    }
}

/// Why no tool gets a clause.
fn why<'a>(
    context: &mut Context<'_>,
    clause: &ir::Clause,
    covered: &[ToolId],
    arguments_of: &impl Fn(ToolId) -> ArgumentsOf<'a>,
) -> errors::Why {
    let mut why = errors::Why { knows_arguments: false, argument: None, near: None };
    let mut missing: Vec<&Path> = Vec::new();
    if let Some(condition) = clause.condition() {
        condition.each_comparison(&mut |comparison| missing.push(&comparison.path));
    }
    for &id in covered {
        let known = Known::of(&arguments_of(id));
        why.knows_arguments |= known.knows_arguments();
        missing.retain(|path| !known.lists(path));
    }
    why.argument = missing.first().map(|path| (*path).clone());
    why.near = missing
        .iter()
        .find_map(|path| covered.iter().find_map(|&id| near(context, &Known::of(&arguments_of(id)), path)));
    why
}

/// The argument of a tool that may have been meant.
fn near(context: &mut Context<'_>, known: &Known<'_>, path: &Path) -> Option<(Path, String)> {
    let Lookup::NoSuchMember { step, known, .. } = known.lookup(path) else { return None };
    let near =
        context.diagnostics.nearest(path.segments().get(step)?, known.len(), known.iter().map(String::as_str))?;
    Some((path.clone(), near.to_owned()))
}
