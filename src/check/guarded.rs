//! What guards add to each tool: the clauses whose arguments the tool has, before its own.

mod findings;
mod marks;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use self::findings::Findings;
use self::marks::{marked, marks};
use super::bounds::MAX_CLAUSES;
use super::context::Context;
use super::errors;
use super::guards::{Cover, Guards};
use super::ir;
use super::tools::ToolId;
use super::types::{ArgumentsOf, Known};
use crate::diagnostic::Diagnostic;
use crate::source::Place;
use crate::vocab::Window;

/// Adds the clauses of guards to tools.
pub struct Guarding<'t> {
    guards: Guards<'t>,
    bodies: HashMap<Key, Kept>,
    findings: Findings,
    /// By target, the tools that are left out because their arguments are not known.
    left_out: BTreeMap<Place, Vec<String>>,
}

/// A tool that guards may add clauses to.
#[derive(Debug, Clone, Copy)]
pub struct Guarded<'a> {
    /// Its number.
    pub id: ToolId,
    /// Its name.
    pub name: &'a str,
    /// Its place in the policy; the target of the guard if no statement names it.
    pub place: Option<Place>,
}

/// The clauses of a tool that guards add to.
pub struct Combined {
    /// All clauses.
    pub body: Arc<ir::Body>,
    /// The place of the tool.
    pub place: Place,
    /// The numbers of the guards' clauses, which come first.
    added: Vec<usize>,
}

/// The tool's own body, the numbers of the clauses that are added, and what their arguments may be.
type Key = (*const ir::Body, Vec<usize>, Vec<ir::Admits>);

/// A body, and the tool's own, whose address is part of the key.
struct Kept {
    body: Arc<ir::Body>,
    _own: Arc<ir::Body>,
}

/// A clause that is added to a tool, and what the arguments that it names may be.
struct Added {
    number: usize,
    marks: Vec<ir::Admits>,
}

impl<'t> Guarding<'t> {
    /// Nothing is added yet.
    pub fn new(guards: Guards<'t>) -> Self {
        let findings = Findings::of(guards.clauses.len());
        Self { guards, bodies: HashMap::new(), findings, left_out: BTreeMap::new() }
    }

    /// The tools that guards cover.
    pub fn covered(&self) -> impl Iterator<Item = ToolId> {
        self.guards.covering.keys().copied()
    }

    /// The clauses of a tool with those of guards; `None` if none is added.
    pub fn combined(
        &mut self,
        context: &mut Context<'_>,
        tool: Guarded<'_>,
        arguments: &ArgumentsOf<'_>,
        own: &Arc<ir::Body>,
    ) -> Option<Combined> {
        let covers = self.guards.covering.get(&tool.id)?;
        let place = tool.place.or(covers.first().map(|cover| cover.target))?;
        let known = Known::of(arguments);
        let mut all = Vec::new();
        for cover in covers {
            all.extend(self.guards.added(*cover, &known, |target| {
                self.left_out.entry(target).or_default().push(tool.name.to_owned());
            }));
        }
        self.without_replaced_limits(&mut all, own);
        if all.is_empty() {
            return None;
        }
        all.iter().for_each(|added| self.findings.reach(added.number));
        if tool.name == "*" {
            context.diagnostics.push(errors::guards::guards_star(place, false));
            return None;
        }
        if let Some(first) = self.first_too_many(&all, own) {
            let place = first.applied_at.unwrap_or(first.place);
            context.diagnostics.push(errors::too_many_clauses(place, first.applied_at.is_some()));
            return None;
        }
        let added = all.iter().map(|added| added.number).collect();
        let Some(body) = self.body(context, all, own) else {
            context.report_full(place);
            return None;
        };
        let combined = Combined { body, place, added };
        self.findings.count(&combined.added);
        Some(combined)
    }

    /// Reports a mistake in the clause with a number: at once, or for a clause that only does nothing in this tool, if
    /// that is so in all tools that get it.
    pub fn report(&mut self, context: &mut Context<'_>, combined: &Combined, name: &str, found: (usize, Diagnostic)) {
        let (number, diagnostic) = found;
        match combined.added.get(number) {
            Some(&clause) => {
                let diagnostic = errors::guarded_by(diagnostic, name, combined.place);
                context.diagnostics.extend(self.findings.immediate(clause, diagnostic));
            }
            None => context.diagnostics.push(diagnostic),
        }
    }

    /// Reports what is wrong in every tool, and the clauses that no tool gets. Returns these, and the tools that are left
    /// out.
    pub fn finish<'a>(
        self,
        context: &mut Context<'_>,
        arguments_of: impl Fn(ToolId) -> ArgumentsOf<'a>,
        is_complete: bool,
    ) -> (Vec<Arc<ir::Body>>, Vec<ir::LeftOut>) {
        let Self { guards, findings, left_out, .. } = self;
        let unused = findings.report(context, &guards, arguments_of, is_complete);
        let left_out = left_out.into_iter().map(|(target, mut tools)| {
            tools.sort_unstable();
            ir::LeftOut { target, tools }
        });
        (unused, left_out.collect())
    }

    /// A guard's limit is a default: one of the tool, or of a later guard, for the same window replaces it.
    fn without_replaced_limits(&mut self, all: &mut Vec<Added>, own: &ir::Body) {
        let limits = |number: usize| {
            let clause = self.guards.clauses.get(number)?;
            Some((clause.guard, clause.clause.limit()?.window))
        };
        let mut last: HashMap<Window, usize> =
            all.iter().filter_map(|added| limits(added.number)).map(|(guard, window)| (window, guard)).collect();
        last.extend(own.limits().map(|limit| (limit.window, usize::MAX)));
        let is_kept = |added: &Added| {
            limits(added.number).is_none_or(|(guard, window)| last.get(&window).is_none_or(|last| *last == guard))
        };
        let (kept, replaced): (Vec<_>, Vec<_>) = std::mem::take(all).into_iter().partition(is_kept);
        *all = kept;
        replaced.iter().for_each(|added| self.findings.reach(added.number));
    }

    /// The first clause that is one too many.
    fn first_too_many<'s>(&'s self, all: &[Added], own: &'s ir::Body) -> Option<&'s ir::Clause> {
        match all.get(MAX_CLAUSES) {
            Some(added) => self.guards.clauses.get(added.number).map(|clause| &clause.clause),
            None => own.clauses.get(MAX_CLAUSES - all.len()),
        }
    }

    /// The clauses of guards before those of the tool; `None` if there is no room for them.
    fn body(&mut self, context: &mut Context<'_>, all: Vec<Added>, own: &Arc<ir::Body>) -> Option<Arc<ir::Body>> {
        let numbers = all.iter().map(|added| added.number).collect();
        let key = (Arc::as_ptr(own), numbers, all.iter().flat_map(|added| added.marks.iter().copied()).collect());
        if let Some(kept) = self.bodies.get(&key) {
            return Some(Arc::clone(&kept.body));
        }
        let mut clauses = Vec::with_capacity(all.len() + own.clauses.len());
        for Added { number, marks } in &all {
            let clause = &self.guards.clauses.get(*number)?.clause;
            context.take(marks::bytes_of(clause)).then(|| clauses.push(marked(clause, marks)))?;
        }
        for clause in &own.clauses {
            context.take(marks::bytes_of(clause)).then(|| clauses.push(clause.clone()))?;
        }
        let body = Arc::new(ir::Body { clauses });
        self.bodies.insert(key, Kept { body: Arc::clone(&body), _own: Arc::clone(own) });
        Some(body)
    }
}

impl Guards<'_> {
    /// The clauses that a guard adds to a tool. `left_out` is called if conditions are left out because the tool's
    /// arguments are not known.
    fn added(&self, cover: Cover, known: &Known<'_>, mut left_out: impl FnMut(Place)) -> Vec<Added> {
        let Some(guard) = self.all.get(cover.guard) else { return Vec::new() };
        let knows = known.knows_arguments();
        let mut all = Vec::new();
        let mut lacks_some = false;
        for (number, clause) in guard.clauses.clone().zip(self.clauses.get(guard.clauses.clone()).unwrap_or_default()) {
            let has = |path: &crate::vocab::Path| if knows { known.lists(path) } else { cover.by_name };
            match marks(&clause.clause, known, has) {
                Some(marks) => all.push(Added { number, marks }),
                None => lacks_some = true,
            }
        }
        if lacks_some && !knows && !cover.by_name {
            left_out(cover.target);
        }
        all
    }
}
