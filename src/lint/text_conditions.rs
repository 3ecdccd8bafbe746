//! Text conditions: the `matches` and `contains` conditions that a tool requires of its texts.

use crate::analyze::holes::{Form, text_through};
use crate::analyze::questions::EntryId;
use crate::analyze::{Call, Prover, Subject};
use crate::catalog::Lookup;
use crate::classify::ArgumentKind;
use crate::lint::{Clause, Context, Tool, findings, patterns};
use crate::model::{Condition, Operand};
use crate::vocab::{Kind, Path, Value, Wants};

/// A `matches` or `contains` condition that every call has to meet.
#[derive(Debug, Clone, Copy)]
pub struct TextCondition<'c> {
    /// The argument.
    pub path: &'c Path,
    /// The condition in the policy.
    pub model: &'c Condition,
    /// The regular expression, or the text that has to be contained.
    pub text: &'c str,
    /// Whether the condition is `matches` rather than `contains`.
    pub is_pattern: bool,
}

impl<'c> TextCondition<'c> {
    fn of(condition: &'c Condition) -> Option<Self> {
        let Operand::Value(Value::Text(text)) = &condition.value else { return None };
        let is_pattern = condition.pattern().is_some();
        let is_about_text = is_pattern || condition.op.row().wants == Wants::Containers;
        is_about_text.then_some(Self { path: &condition.path, model: condition, text, is_pattern })
    }
}

/// The conditions of a clause. A `matches` is never negated, so a `require` with one compiles to an entry of `require`.
pub fn of_clause<'c>(clause: &Clause<'c>) -> Vec<TextCondition<'c>> {
    match clause.id {
        EntryId::Require(_) => clause.entry.conditions.iter().filter_map(TextCondition::of).collect(),
        EntryId::DenyIf(_) => Vec::new(),
    }
}

/// The conditions of a tool on one argument, in order.
pub fn of_argument<'c>(context: &Context<'c>, tool: &Tool<'_>, path: &Path) -> Vec<TextCondition<'c>> {
    let clauses = context.clauses(tool);
    clauses.iter().flat_map(of_clause).filter(|condition| condition.path == path).collect()
}

/// A condition of a clause, on an argument of a certain kind, that together with all other clauses lets a text of
/// a certain form through. Of several conditions on one argument only the first is reported.
pub fn letting_through<'c>(
    context: &Context<'c>,
    tool: &Tool<'c>,
    clause: &Clause<'c>,
    (kind, form): (ArgumentKind, &Form),
) -> Option<(TextCondition<'c>, Call)> {
    let is_asked = |condition: &TextCondition<'_>| {
        is_first(context, tool, condition)
            && may_be_text(context, tool, condition.path)
            && context.kind(tool, condition.path) == Some(kind)
    };
    of_clause(clause).into_iter().filter(is_asked).find_map(|condition| {
        let mut form = form.clone();
        form.like.extend(as_if_anchored(&of_argument(context, tool, condition.path)).like);
        let ask = |prover: &mut Prover<'c>, subject: &Subject<'c>| {
            text_through(prover, subject, tool.name, condition.path, &form)
        };
        Some((condition, findings::found(context.accepted(tool, ask))?))
    })
}

fn is_first(context: &Context<'_>, tool: &Tool<'_>, condition: &TextCondition<'_>) -> bool {
    let all = context.clauses(tool);
    let mut conditions = all.iter().flat_map(of_clause).filter(|other| other.path == condition.path);
    conditions.next().is_some_and(|first| std::ptr::eq(first.model, condition.model))
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
pub fn as_if_anchored(conditions: &[TextCondition<'_>]) -> Form {
    let patterns = conditions.iter().filter(|condition| condition.is_pattern);
    Form {
        like: patterns.filter_map(|condition| patterns::anchored_where_meant(condition.text)).collect(),
        unlike: Vec::new(),
    }
}
