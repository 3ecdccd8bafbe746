//! The clauses of a tool: the entries of `policy.json`, each with the clause of the `.pl` that it comes from.

use std::rc::Rc;
use std::sync::Arc;

use super::tools::Tool;
use crate::analyze::questions::{self, EntryId};
use crate::check::ir;
use crate::diagnostic::Diagnostic;
use crate::lower;
use crate::model::{Entry, Policy};
use crate::source::{Place, Sources, Span};
use crate::vocab::Map;

/// An entry of a tool, and the clause that it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Clause<'c> {
    /// Which entry it is. One clause may compile to several entries.
    pub id: EntryId,
    /// The entry.
    pub entry: &'c Entry,
    /// The clause of the `.pl` file, or nothing for a `policy.json` and for a `deny` statement.
    pub source: Option<&'c ir::Clause>,
    /// Whether it is the first entry of its clause.
    pub is_first: bool,
    /// The place of findings about it: the clause up to its message, perhaps in a rule, or the entry of a
    /// `policy.json`. Only the first line, if there are several.
    pub place: Place,
}

impl Clause<'_> {
    /// The name in the tool's `apply`, if the clause is in a rule.
    pub fn applied_at(&self) -> Option<Place> {
        self.source?.applied_at
    }

    /// Whether a guard adds it to the tool. Then it may be in other tools, too.
    pub fn is_of_guard(&self) -> bool {
        self.source.is_some_and(|clause| clause.guard.is_some())
    }

    /// Whether the clause is a `require`. For a `.pl` that is what is written, although `require A or B` may compile
    /// to entries of `deny_if`.
    pub fn is_require(&self) -> bool {
        match self.source.map(|clause| &clause.kind) {
            Some(ir::ClauseKind::Require { .. }) => true,
            Some(ir::ClauseKind::Deny { .. } | ir::ClauseKind::Limit(_)) => false,
            None => matches!(self.id, EntryId::Require(_)),
        }
    }

    /// The condition as it is written, if there is a `.pl` file.
    pub fn condition(&self) -> Option<&ir::Condition> {
        match &self.source?.kind {
            ir::ClauseKind::Require { condition, .. } => Some(condition),
            ir::ClauseKind::Deny { condition, .. } => condition.as_ref(),
            ir::ClauseKind::Limit(_) => None,
        }
    }

    /// Labels the `apply` in a finding about a clause of a rule.
    pub fn applied(&self, finding: Diagnostic) -> Diagnostic {
        match self.applied_at() {
            Some(place) => finding.with_label(place, "applied here"),
            None => finding,
        }
    }
}

/// The clauses that entries come from, cached by body: the tools of one statement share a body.
pub type Kept = Map<*const ir::Body, Rc<Origins>>;

/// The indexes of the clauses that the entries come from.
#[derive(Debug, Default)]
pub struct Origins {
    require: Vec<usize>,
    deny_if: Vec<usize>,
}

/// The clauses of a tool.
pub fn of<'c>(policy: &'c Policy, sources: &Sources, tool: &Tool<'c>, kept: &mut Kept) -> Vec<Clause<'c>> {
    let body = tool.body;
    let origins = body.map(|body| Rc::clone(kept.entry(Arc::as_ptr(body)).or_insert_with(|| origins(body).into())));
    let source = |id| {
        let origins = origins.as_ref()?;
        let index = match id {
            EntryId::Require(index) => origins.require.get(index),
            EntryId::DenyIf(index) => origins.deny_if.get(index),
        };
        body?.clauses.get(*index?)
    };
    let mut before: Option<&ir::Clause> = None;
    let clause = |(id, entry): (EntryId, &'c Entry)| {
        let source: Option<&'c ir::Clause> = source(id);
        let is_first = !before.zip(source).is_some_and(|(before, source)| std::ptr::eq(before, source));
        before = source;
        let place = source.map(asking).or(entry.place).unwrap_or(tool.place);
        Clause { id, entry, source, is_first, place: first_line(sources, place) }
    };
    questions::entries(policy, tool.name).map(clause).collect()
}

/// The clause without its message.
fn asking(clause: &ir::Clause) -> Place {
    let condition = match &clause.kind {
        ir::ClauseKind::Require { condition, .. } => Some(condition),
        ir::ClauseKind::Deny { condition, .. } => condition.as_ref(),
        ir::ClauseKind::Limit(_) => None,
    };
    let end = condition.map_or(clause.place.span.end, |condition| condition.place.span.end);
    Place { span: Span { end, ..clause.place.span }, ..clause.place }
}

fn first_line(sources: &Sources, place: Place) -> Place {
    let line = sources.text(place).lines().next().unwrap_or_default().trim_end();
    let start = place.span.start as usize;
    Span::new(start, start + line.len()).of(place.source)
}

fn origins(body: &ir::Body) -> Origins {
    let mut origins = Origins::default();
    for (index, clause) in body.clauses.iter().enumerate() {
        let (require, deny_if) = lower::entries_of(clause).unwrap_or_default();
        origins.require.extend(std::iter::repeat_n(index, require));
        origins.deny_if.extend(std::iter::repeat_n(index, deny_if));
    }
    origins
}
