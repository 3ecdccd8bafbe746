//! Text conditions: what a tool requires of its texts by `matches`, `contains` and the operators that compile to
//! regular expressions.

use crate::analyze::Call;
use crate::analyze::holes::{Form, first_of, text_through};
use crate::analyze::questions::EntryId;
use crate::catalog::Lookup;
use crate::check::ir;
use crate::classify::ArgumentKind;
use crate::lint::{Clause, Context, Tool, findings, patterns};
use crate::model::{Condition, Operand};
use crate::source::Place;
use crate::vocab::{self, Alternative, Kind, Path, Stretch, TextOperator, Value, Wants, alternatives};

/// A condition on a text that a call has to meet.
#[derive(Debug, Clone, Copy)]
pub struct TextCondition<'c> {
    /// The argument.
    pub path: &'c Path,
    /// The regular expression, or the text that has to be contained.
    pub text: &'c str,
    /// Whether the text is a regular expression.
    pub is_pattern: bool,
    /// The operator that is written, if the regular expression comes from one.
    pub written: Option<TextOperator>,
    /// Whether every call has to meet it, rather than this or another one.
    pub is_always_asked: bool,
    /// Where it is written.
    pub place: Option<Place>,
    /// The comparison of the `.pl`.
    pub comparison: Option<&'c ir::Comparison>,
}

impl<'c> TextCondition<'c> {
    fn of(condition: &'c Condition) -> Option<Self> {
        let Operand::Value(Value::Text(text)) = &condition.value else { return None };
        let is_pattern = condition.pattern().is_some();
        let is_about_text = is_pattern || condition.op.row().wants == Wants::Containers;
        is_about_text.then_some(Self {
            path: &condition.path,
            text,
            is_pattern,
            written: None,
            is_always_asked: true,
            place: condition.place,
            comparison: None,
        })
    }

    fn of_comparison(comparison: &'c ir::Comparison, is_always_asked: bool) -> Option<Self> {
        let (text, is_pattern) = match &comparison.operand {
            vocab::Operand::Pattern(pattern) => (pattern, true),
            vocab::Operand::One(Value::Text(text)) if comparison.operator.row().wants == Wants::Containers => {
                (text, false)
            }
            vocab::Operand::One(_) | vocab::Operand::Many(_) | vocab::Operand::Presence(_) => return None,
        };
        Some(Self {
            path: &comparison.path,
            text,
            is_pattern,
            written: comparison.written,
            is_always_asked,
            place: Some(comparison.place),
            comparison: Some(comparison),
        })
    }

    /// A `matches`, for tests.
    #[cfg(test)]
    pub fn of_pattern(path: &'c Path, text: &'c str) -> Self {
        let (written, place, comparison) = (None, None, None);
        Self { path, text, is_pattern: true, written, is_always_asked: true, place, comparison }
    }

    /// Whether it is the same condition.
    pub fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self.path, other.path)
    }

    /// The alternatives of its texts.
    pub fn alternatives(&self) -> Vec<Alternative> {
        if self.is_pattern {
            return alternatives(self.text);
        }
        vec![Alternative {
            start: String::new(),
            lead: self.text.to_owned(),
            outline: self.text.to_owned(),
            is_lead_fixed: false,
            is_last_step_fixed: false,
            stretch: Stretch::Anything,
            tail: String::new(),
            is_tail_fixed: true,
            is_open_at_start: true,
            ignores_case: false,
            has_any_letter: false,
            last: String::new(),
        }]
    }
}

/// The text conditions that a clause asks for: those of a `require`, and those that a `deny if not` denies the lack of.
pub fn of_clause<'c>(clause: &Clause<'c>) -> Vec<TextCondition<'c>> {
    let mut all = Vec::new();
    match (clause.source.and_then(|source| Some((source, source.condition()?))), clause.id) {
        (Some((source, condition)), _) if clause.is_first => {
            let is_require = matches!(source.kind, ir::ClauseKind::Require { .. });
            gather(condition, is_require, true, &mut all);
        }
        (None, EntryId::Require(_)) => all.extend(clause.entry.conditions.iter().filter_map(TextCondition::of)),
        (Some(_), _) | (None, EntryId::DenyIf(_)) => {}
    }
    all
}

/// The parser limits how deep conditions nest.
fn gather<'c>(condition: &'c ir::Condition, is_asked: bool, is_always_asked: bool, all: &mut Vec<TextCondition<'c>>) {
    match &condition.kind {
        ir::ConditionKind::Or(parts) => {
            parts.iter().for_each(|part| gather(part, is_asked, is_always_asked && !is_asked, all));
        }
        ir::ConditionKind::And(parts) => {
            parts.iter().for_each(|part| gather(part, is_asked, is_always_asked && is_asked, all));
        }
        ir::ConditionKind::Not(inner) => gather(inner, !is_asked, is_always_asked, all),
        ir::ConditionKind::Comparison(comparison) if is_asked => {
            all.extend(TextCondition::of_comparison(comparison, is_always_asked));
        }
        ir::ConditionKind::Comparison(_) | ir::ConditionKind::Incomplete(_) => {}
    }
}

/// Whether a clause asks for a text at a path, rather than listing what it denies.
pub fn asks_about(clause: &Clause<'_>, path: &Path) -> bool {
    of_clause(&Clause { is_first: true, ..*clause }).iter().any(|condition| condition.path == path)
}

/// The text conditions of a tool on one argument, in order.
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
        let form = also_anchored(context, tool, &condition, form.clone());
        Some((condition, text_of_form(context, tool, condition.path, &form)?))
    })
}

/// A call that gets through with a text of a certain form.
pub fn text_of_form<'c>(context: &Context<'c>, tool: &Tool<'c>, path: &Path, form: &Form) -> Option<Call> {
    findings::found(context.accepted(tool, |prover, subject| text_through(prover, subject, tool.name, path, form)))
}

/// A call that gets through with one of some texts, preferably an earlier one.
pub fn passing<'c>(context: &Context<'c>, tool: &Tool<'c>, path: &Path, texts: &[String]) -> Option<Call> {
    if texts.is_empty() {
        return None;
    }
    findings::found(context.accepted(tool, |prover, subject| first_of(prover, subject, tool.name, path, texts)))
}

/// The form, of texts that all expressions on the argument would match if they matched from the start of the text.
pub fn also_anchored(context: &Context<'_>, tool: &Tool<'_>, condition: &TextCondition<'_>, mut form: Form) -> Form {
    let others = of_argument(context, tool, condition.path);
    let asked: Vec<_> = others.into_iter().filter(|other| other.is_always_asked || other.is(condition)).collect();
    form.like.extend(as_if_anchored(&asked).like);
    form.like.extend(own(condition));
    form
}

/// The expression of a condition that need not be met if another one is: what is asked is what it lets through itself.
pub fn own(condition: &TextCondition<'_>) -> Option<String> {
    (!condition.is_always_asked && condition.is_pattern).then(|| condition.text.to_owned())
}

/// The alternatives of a condition. What they leave open at the end ends as another condition on the argument asks.
pub fn ended(context: &Context<'_>, tool: &Tool<'_>, condition: &TextCondition<'_>) -> Vec<Alternative> {
    let mut alternatives = condition.alternatives();
    let others = of_argument(context, tool, condition.path).into_iter().filter(|other| other.is_always_asked);
    let ends = others.filter(|other| !other.is(condition)).flat_map(|other| other.alternatives());
    if let Some(end) = ends.into_iter().find_map(|alternative| alternative.end().map(str::to_owned)) {
        let open = alternatives.iter_mut().filter(|alternative| alternative.tail.is_empty());
        open.for_each(|alternative| alternative.tail.clone_from(&end));
    }
    alternatives
}

/// Whether a condition is the first one on its argument, or one of several of which one has to be met.
pub fn is_first(context: &Context<'_>, tool: &Tool<'_>, condition: &TextCondition<'_>) -> bool {
    !condition.is_always_asked
        || of_argument(context, tool, condition.path).first().is_some_and(|first| first.is(condition))
}

/// Whether an argument may be a string.
pub fn may_be_text(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> bool {
    match &*context.lookup(tool, path) {
        Lookup::Found(argument) => argument.kinds().has(Kind::String),
        Lookup::Unknown => true,
        Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => false,
    }
}

/// The texts that would remain if every regular expression on an argument matched from the start of the text. One
/// that does not is a mistake of its own, which another rule reports.
pub fn as_if_anchored(conditions: &[TextCondition<'_>]) -> Form {
    let patterns = conditions.iter().filter(|condition| condition.is_pattern && condition.written.is_none());
    Form {
        like: patterns.filter_map(|condition| patterns::anchored_where_meant(condition.text)).collect(),
        unlike: Vec::new(),
    }
}
