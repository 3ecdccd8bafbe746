//! What to write in the place of a condition that lets too much through: a safe operator, or one in addition.

use crate::analyze::holes::{Form, exists, text_at};
use crate::analyze::questions::EntryId;
use crate::analyze::{Answer, Call};
use crate::check::ir;
use crate::classify::ArgumentKind;
use crate::diagnostic::{Diagnostic, Safety};
use crate::lint::edits;
use crate::lint::replacements::{added, replaced};
use crate::lint::safe_forms::{self, SafeForm};
use crate::lint::text_conditions::{TextCondition, text_of_form};
use crate::lint::{Clause, Context, Tool};
use crate::model::{Condition, Operand};
use crate::vocab::{Operator, Regex, Value};

/// A safe operator that corrects a condition.
#[derive(Debug, Clone)]
pub struct Correction<'c> {
    form: SafeForm,
    place: Put,
    /// The `deny if` clauses that deny nothing any more.
    covered: Vec<&'c ir::Clause>,
}

/// Where the operator is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It says all that the condition means.
    Instead,
    /// It is asked for in addition.
    Also,
    /// It says what the condition should mean: it denies some of the calls that are meant, so it is not offered as a fix.
    Better,
}

impl<'c> Correction<'c> {
    /// The operator that a condition means. If there is none, one that is asked for in addition. Either refuses the
    /// call that is shown, and lets another through.
    pub fn of(
        context: &Context<'c>,
        tool: &Tool<'c>,
        kind: ArgumentKind,
        condition: &TextCondition<'c>,
        shown: &Call,
    ) -> Option<Self> {
        let new = |form, place| Self::new(context, tool, condition, (form, place), Some(shown));
        let instead = safe_forms::meant(Some(kind), condition).and_then(|form| new(form, Put::Instead));
        instead.or_else(|| new(safe_forms::named(kind, condition)?, Put::Also))
    }

    /// A correction by some operator, if it refuses the call that is shown and lets another through.
    pub fn new(
        context: &Context<'c>,
        tool: &Tool<'c>,
        condition: &TextCondition<'c>,
        (form, place): (SafeForm, Put),
        shown: Option<&Call>,
    ) -> Option<Self> {
        let (form, place) = match form.encrypted() {
            Some(encrypted) if place == Put::Instead => (encrypted, Put::Better),
            Some(_) => return None,
            None => (form, place),
        };
        let pattern = form.regex()?;
        let regex = Regex::new(&pattern).ok()?;
        let refuses = |call: &Call| text_at(call, condition.path).is_some_and(|text| !regex.is_match(text));
        let remains = || place == Put::Better || remains(context, tool, condition, &pattern);
        let is_right = shown.is_none_or(refuses) && remains();
        is_right.then(|| Self { covered: covered(context, tool, condition, &pattern), form, place })
    }

    /// The correction as a help and, where it can be written, as a fix.
    pub fn put(
        &self,
        context: &Context<'_>,
        clause: &Clause<'_>,
        condition: &TextCondition<'_>,
        finding: Diagnostic,
    ) -> Diagnostic {
        let words = self.form.words();
        let edits = match self.place {
            Put::Instead => replaced(context, clause, condition, &self.form),
            Put::Also => added(context, clause, condition, &self.form),
            Put::Better => None,
        };
        let help = match self.place {
            Put::Instead | Put::Better => format!("write `{words}`"),
            Put::Also if edits.is_some() => format!("add `and {} {words}`", condition.path),
            Put::Also => format!("also write `require {} {words}`", condition.path),
        };
        let finding = match self.covered.len() {
            0 => finding.with_help(help),
            1 => finding.with_help(help + ", and remove the `deny if` that it covers"),
            _ => finding.with_help(help + ", and remove the `deny if` clauses that it covers"),
        };
        // A clause of a rule may be needed elsewhere.
        let can_go = self.covered.iter().all(|covered| covered.applied_at == clause.applied_at());
        match edits.filter(|_| can_go) {
            Some(mut edits) => {
                let without = |covered: &&ir::Clause| edits::without(context.sources, covered.place);
                edits.extend(self.covered.iter().map(without));
                finding.with_fix(Safety::Unsafe, edits)
            }
            None => finding,
        }
    }
}

/// Whether a call with a text of an expression gets through.
pub fn remains<'c>(context: &Context<'c>, tool: &Tool<'c>, condition: &TextCondition<'c>, pattern: &str) -> bool {
    text_of_form(context, tool, condition.path, &Form::like(pattern)).is_some()
}

/// The `deny if` clauses on the argument alone that deny no text of an expression.
fn covered<'c>(
    context: &Context<'c>,
    tool: &Tool<'c>,
    condition: &TextCondition<'c>,
    pattern: &str,
) -> Vec<&'c ir::Clause> {
    let clauses = context.clauses(tool);
    let is_about_it = |clause: &Clause<'_>| {
        let mut conditions = clause.entry.conditions.iter();
        !clause.entry.conditions.is_empty() && conditions.all(|other| other.path == *condition.path)
    };
    let value = Operand::Value(Value::Text(pattern.to_owned()));
    let asked = Condition { place: None, path: condition.path.clone(), op: Operator::Regex, value };
    let denies_none = |clause: &Clause<'_>| {
        let all: Vec<&Condition> = clause.entry.conditions.iter().chain([&asked]).collect();
        is_about_it(clause) && context.conceivable(|prover, _| exists(prover, tool.name, &all)) == Answer::None
    };
    let sources = clauses.iter().filter(|clause| clause.is_first && !clause.is_require());
    let sources = sources.filter_map(|clause| clause.source);
    let is_covered = |source: &&ir::Clause| {
        let own = |clause: &&Clause<'_>| clause.source.is_some_and(|other| std::ptr::eq(other, *source));
        let mut entries = clauses.iter().filter(own);
        entries.all(|clause| matches!(clause.id, EntryId::DenyIf(_)) && denies_none(clause))
    };
    sources.filter(is_covered).collect()
}
