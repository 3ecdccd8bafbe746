//! Guards: the `matches` and `contains` conditions that a tool requires of its texts.

use crate::analyze::holes::{Form, text_through};
use crate::analyze::questions::EntryId;
use crate::analyze::{Call, Prover, Subject};
use crate::catalog::Lookup;
use crate::lint::names::Meaning;
use crate::lint::{Clause, Context, Tool, findings, patterns};
use crate::model::{Condition, Operand};
use crate::vocab::{Kind, Path, Value, Wants};

/// A `matches` or `contains` condition that every call has to meet.
#[derive(Debug, Clone, Copy)]
pub struct Guard<'c> {
    /// The argument.
    pub path: &'c Path,
    /// The condition.
    pub condition: &'c Condition,
    /// The regular expression, or the text that has to be contained.
    pub text: &'c str,
    /// Whether the condition is `matches` rather than `contains`.
    pub is_pattern: bool,
}

impl<'c> Guard<'c> {
    fn of(condition: &'c Condition) -> Option<Self> {
        let Operand::Value(Value::Text(text)) = &condition.value else { return None };
        let is_pattern = condition.pattern().is_some();
        let is_guard = is_pattern || condition.op.row().wants == Wants::Containers;
        is_guard.then_some(Self { path: &condition.path, condition, text, is_pattern })
    }
}

/// The guards of a clause. A `matches` is never negated, so a `require` with one compiles to an entry of `require`.
pub fn of_clause<'c>(clause: &Clause<'c>) -> Vec<Guard<'c>> {
    match clause.id {
        EntryId::Require(_) => clause.entry.conditions.iter().filter_map(Guard::of).collect(),
        EntryId::DenyIf(_) => Vec::new(),
    }
}

/// The guards of a tool on one argument, in order.
pub fn of_argument<'c>(context: &Context<'c>, tool: &Tool<'_>, path: &Path) -> Vec<Guard<'c>> {
    let clauses = context.clauses(tool);
    clauses.iter().flat_map(of_clause).filter(|guard| guard.path == path).collect()
}

/// A guard of a clause, on an argument with a certain meaning, that together with all other clauses lets a text of
/// a certain form through. Of several guards on one argument only the first is reported.
pub fn letting_through<'c>(
    context: &Context<'c>,
    tool: &Tool<'c>,
    clause: &Clause<'c>,
    (meaning, form): (Meaning, &Form),
) -> Option<(Guard<'c>, Call)> {
    let is_asked = |guard: &Guard<'_>| {
        Meaning::of(guard.path) == Some(meaning)
            && is_first(context, tool, guard)
            && may_be_text(context, tool, guard.path)
    };
    of_clause(clause).into_iter().filter(is_asked).find_map(|guard| {
        let mut form = form.clone();
        form.like.extend(as_if_anchored(&of_argument(context, tool, guard.path)).like);
        let ask = |prover: &mut Prover<'c>, subject: &Subject<'c>| {
            text_through(prover, subject, tool.name, guard.path, &form)
        };
        Some((guard, findings::found(context.accepted(tool, ask))?))
    })
}

fn is_first(context: &Context<'_>, tool: &Tool<'_>, guard: &Guard<'_>) -> bool {
    let all = context.clauses(tool);
    let mut guards = all.iter().flat_map(of_clause).filter(|other| other.path == guard.path);
    guards.next().is_some_and(|first| std::ptr::eq(first.condition, guard.condition))
}

/// Whether an argument may be a string.
pub fn may_be_text(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> bool {
    match context.lookup(tool, path) {
        Lookup::Found(argument) => argument.kinds().has(Kind::String),
        Lookup::Unknown => true,
        Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => false,
    }
}

/// The texts that would remain if every regular expression on an argument matched from the start of the text. One
/// that does not is a mistake of its own, which another rule reports.
pub fn as_if_anchored(guards: &[Guard<'_>]) -> Form {
    let patterns = guards.iter().filter(|guard| guard.is_pattern);
    Form { like: patterns.filter_map(|guard| patterns::anchored_where_meant(guard.text)).collect(), unlike: Vec::new() }
}
