//! What to write in the place of a condition that lets too much through: a safe operator, or one in addition.

use crate::analyze::Call;
use crate::analyze::holes::{Form, text_at};
use crate::classify::ArgumentKind;
use crate::diagnostic::{Diagnostic, Safety};
use crate::lint::replacements::{added, replaced};
use crate::lint::safe_forms::{self, SafeForm};
use crate::lint::text_conditions::{TextCondition, text_of_form};
use crate::lint::{Clause, Context, Tool};
use crate::vocab::Regex;

/// A safe operator that corrects a condition.
#[derive(Debug, Clone)]
pub enum Correction {
    /// It says all that the condition means.
    Instead(SafeForm),
    /// It is asked for in addition.
    Also(SafeForm),
}

impl Correction {
    /// The operator that a condition means. If there is none, one that is asked for in addition. Either refuses the
    /// call that is shown, and lets another through.
    pub fn of<'c>(
        context: &Context<'c>,
        tool: &Tool<'c>,
        kind: ArgumentKind,
        condition: &TextCondition<'c>,
        shown: &Call,
    ) -> Option<Self> {
        let is_right = |form: &SafeForm| is_right(context, tool, condition, form, shown);
        let instead = safe_forms::meant(Some(kind), condition).filter(is_right).map(Self::Instead);
        instead.or_else(|| safe_forms::named(kind, condition).filter(is_right).map(Self::Also))
    }

    /// The correction as a help and, where it can be written, as a fix.
    pub fn put(
        &self,
        context: &Context<'_>,
        clause: &Clause<'_>,
        condition: &TextCondition<'_>,
        finding: Diagnostic,
    ) -> Diagnostic {
        let (help, edits) = match self {
            Self::Instead(form) => (format!("write `{}`", form.words()), replaced(context, clause, condition, form)),
            Self::Also(form) => (
                format!("also write `require {} {}`", condition.path, form.words()),
                added(context, clause, condition, form),
            ),
        };
        let finding = finding.with_help(help);
        match edits {
            Some(edits) => finding.with_fix(Safety::Unsafe, edits),
            None => finding,
        }
    }
}

/// Whether an operator refuses the call that is shown, and lets a call through that gets through today.
pub fn is_right<'c>(
    context: &Context<'c>,
    tool: &Tool<'c>,
    condition: &TextCondition<'c>,
    form: &SafeForm,
    shown: &Call,
) -> bool {
    let Some(pattern) = form.regex() else { return false };
    let refuses = |text: &str| Regex::new(&pattern).is_ok_and(|regex| !regex.is_match(text));
    text_at(shown, condition.path).is_some_and(refuses) && remains(context, tool, condition, &pattern)
}

/// Whether a call with a text of an expression gets through.
pub fn remains<'c>(context: &Context<'c>, tool: &Tool<'c>, condition: &TextCondition<'c>, pattern: &str) -> bool {
    text_of_form(context, tool, condition.path, &Form::like(pattern)).is_some()
}
