//! Edits that put a safe operator in the place of a condition, or beside it.

use crate::check::ir;
use crate::diagnostic::Edit;
use crate::lint::context::comparisons;
use crate::lint::safe_forms::SafeForm;
use crate::lint::text_conditions::TextCondition;
use crate::lint::{Clause, Context};
use crate::source::{Place, SourceId, Span};
use crate::syntax::lexeme::{Lexeme, LexemeKind, lexemes};
use crate::syntax::tree::{self, ItemKind, Literal, OneOrList};
use crate::vocab::Value;

/// Replaces the operator and the operand of a condition. If the operand is the name of a `let` that is only used by
/// such conditions, the `let` is changed, too.
pub fn replaced(
    context: &Context<'_>,
    clause: &Clause<'_>,
    condition: &TextCondition<'_>,
    form: &SafeForm,
) -> Option<Vec<Edit>> {
    let comparison = condition.comparison?;
    let written = context.text(comparison.place);
    // It would be lost.
    if lexemes(written, 0).any(|lexeme| lexeme.kind == LexemeKind::Comment) {
        return None;
    }
    let last = values(written, 0).last()?;
    if last.kind == LexemeKind::String {
        return Some(vec![comparisons::with_operator(comparison, format!(" {}", form.words()))?]);
    }
    if last.kind != LexemeKind::Word || clause.applied_at().is_some() {
        return None;
    }
    let name = written.get(last.span.range())?;
    in_let(context, name, form).or_else(|| {
        let edit = comparisons::with_operator(comparison, format!(" {}", form.words()))?;
        is_used_elsewhere(context, name, comparison.place).then(|| vec![edit])
    })
}

/// Adds a safe operator to a condition of a `require`: `… and args.path under "/srv/docs"`.
pub fn added(
    context: &Context<'_>,
    clause: &Clause<'_>,
    condition: &TextCondition<'_>,
    form: &SafeForm,
) -> Option<Vec<Edit>> {
    let place = condition.comparison?.place;
    let source = clause.source.filter(|source| matches!(source.kind, ir::ClauseKind::Require { .. }))?;
    let whole = context.text(source.condition()?.place);
    let has_not = values(whole, 0).any(|lexeme| whole.get(lexeme.span.range()) == Some("not"));
    let end = Span::at(place.span.end as usize).of(place.source);
    let text = format!(" and {} {}", condition.path, form.words());
    (condition.is_always_asked && !has_not).then(|| vec![Edit { place: end, text }])
}

/// Changes a `let` and all conditions that use it.
fn in_let(context: &Context<'_>, name: &str, form: &SafeForm) -> Option<Vec<Edit>> {
    let mut edits = vec![Edit { place: literal(context, name)?, text: listed(form) }];
    for (id, _) in context.checked.into_iter().flat_map(|checked| &checked.files) {
        for Use { before, clause, span: used } in uses(context, *id, name) {
            match (before, clause) {
                ("let", _) => {}
                // A `deny if` would deny less.
                ("matches", "require") => {
                    let start = operator_before(context, *id, used)?;
                    edits.push(Edit { place: start, text: form.operator.word().to_owned() });
                }
                _ => return None,
            }
        }
    }
    (edits.len() > 1).then_some(edits)
}

/// The string of a `let`.
fn literal(context: &Context<'_>, name: &str) -> Option<Place> {
    let files = context.checked.into_iter().flat_map(|checked| &checked.files);
    let items = files.flat_map(|(id, file)| file.items.iter().map(move |item| (*id, item)));
    items.into_iter().find_map(|(id, item)| {
        let ItemKind::Let(made) = &item.kind else { return None };
        match &made.value {
            OneOrList::Value(tree::Value::Literal(Literal::Text(text))) if made.name.text == name => {
                Some(text.span.of(id))
            }
            OneOrList::Value(_) | OneOrList::List(..) => None,
        }
    })
}

fn listed(form: &SafeForm) -> String {
    let values: Vec<_> = form.values.iter().map(|value| Value::Text(value.clone()).to_string()).collect();
    if let [only] = values.as_slice() { only.clone() } else { format!("[{}]", values.join(", ")) }
}

/// A use of a name.
struct Use<'c> {
    /// The word or sign before it.
    before: &'c str,
    /// The word that starts the clause or the item.
    clause: &'c str,
    span: Span,
}

const STARTS: [&str; 10] = ["require", "deny", "limit", "apply", "let", "rule", "tool", "guard", "test", "assert"];

/// Where a name is used in a file. Steps of paths are not uses.
fn uses<'c>(context: &Context<'c>, id: SourceId, name: &str) -> Vec<Use<'c>> {
    let source = context.sources.get(id);
    let mut uses = Vec::new();
    let (mut before, mut clause) = ("", "");
    for lexeme in lexemes(&source.text, source.body_start()) {
        let written = source.text.get(lexeme.span.range()).unwrap_or_default();
        match lexeme.kind {
            LexemeKind::Word if written == name && before != "." => {
                uses.push(Use { before, clause, span: lexeme.span });
            }
            LexemeKind::Word if STARTS.contains(&written) => clause = written,
            LexemeKind::Comment => continue,
            LexemeKind::Word
            | LexemeKind::String
            | LexemeKind::OpenString
            | LexemeKind::Number
            | LexemeKind::Sign(_) => {}
        }
        before = written;
    }
    uses
}

/// The `matches` before a name.
fn operator_before(context: &Context<'_>, id: SourceId, used: Span) -> Option<Place> {
    let source = context.sources.get(id);
    let before = source.text.get(..used.start as usize)?;
    let start = before.rfind("matches")?;
    Some(Span::new(start, start + "matches".len()).of(id))
}

/// Whether a `let` is used by anything but one comparison, so that it is not left unused.
fn is_used_elsewhere(context: &Context<'_>, name: &str, place: Place) -> bool {
    let files = context.checked.into_iter().flat_map(|checked| &checked.files);
    let all = files.flat_map(|(id, _)| uses(context, *id, name).into_iter().map(move |used| (*id, used)));
    let is_here =
        |id: SourceId, span: Span| id == place.source && place.span.start <= span.start && span.end <= place.span.end;
    all.into_iter().any(|(id, used)| used.before != "let" && !is_here(id, used.span))
}

/// The lexemes of a text that are neither comments nor signs.
fn values(text: &str, from: usize) -> impl Iterator<Item = Lexeme> {
    lexemes(text, from).filter(|lexeme| !matches!(lexeme.kind, LexemeKind::Comment | LexemeKind::Sign(_)))
}
