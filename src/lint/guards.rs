//! The `matches` and `contains` that a tool requires of its texts, and how their regular expressions are
//! written.

use crate::analyze::holes::{Form, text_through};
use crate::analyze::questions::EntryId;
use crate::analyze::{Call, Prover, Subject};
use crate::catalog::Lookup;
use crate::diagnostic::Edit;
use crate::lint::names::Meaning;
use crate::lint::{Clause, Context, Tool, words};
use crate::model::{Condition, Operand};
use crate::source::{SourceId, Span};
use crate::syntax::lexeme::{LexemeKind, lexemes, raw_hashes};
use crate::syntax::tree::{ItemKind, LetValue, Literal, Text};
use crate::vocab::{Kind, Operator, Path, Shape, Value};

/// A `matches` or `contains` with a text that every call has to meet.
#[derive(Debug, Clone, Copy)]
pub struct Guard<'c> {
    /// The argument.
    pub path: &'c Path,
    /// The condition.
    pub condition: &'c Condition,
    /// The regular expression, or the text that is to be held.
    pub text: &'c str,
    /// `matches` rather than `contains`.
    pub is_pattern: bool,
}

impl<'c> Guard<'c> {
    fn of(condition: &'c Condition) -> Option<Self> {
        let Operand::Value(Value::Text(text)) = &condition.value else { return None };
        let is_pattern = condition.op == Operator::Regex;
        let is_guard = is_pattern || condition.op == Operator::Contains;
        is_guard.then_some(Self { path: &condition.path, condition, text, is_pattern })
    }
}

/// The guards of a clause. A `matches` is never negated, so that a `require` of one is an entry of `require`.
pub fn of_clause<'c>(clause: &Clause<'c>) -> Vec<Guard<'c>> {
    match clause.id {
        EntryId::Require(_) => clause.entry.conditions.iter().filter_map(Guard::of).collect(),
        EntryId::DenyIf(_) => Vec::new(),
    }
}

/// The guards of a tool on one argument, in their order.
pub fn of_argument<'c>(context: &Context<'c>, tool: &Tool<'_>, path: &Path) -> Vec<Guard<'c>> {
    let clauses = context.clauses(tool);
    clauses.iter().flat_map(of_clause).filter(|guard| guard.path == path).collect()
}

/// A guard of a clause, on an argument of a meaning, that lets a text of a form through together with all
/// other clauses. Of several guards on one argument the first is told of it.
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
        Some((guard, words::found(context.accepted(tool, ask))?))
    })
}

fn is_first(context: &Context<'_>, tool: &Tool<'_>, guard: &Guard<'_>) -> bool {
    let all = context.clauses(tool);
    let mut guards = all.iter().flat_map(of_clause).filter(|other| other.path == guard.path);
    guards.next().is_some_and(|first| std::ptr::eq(first.condition, guard.condition))
}

/// Whether an argument may be a text.
pub fn may_be_text(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> bool {
    match context.lookup(tool, path) {
        Lookup::Found(argument) => argument.kinds().has(Kind::String),
        Lookup::Unknown => true,
        Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => false,
    }
}

/// The texts that would be left if every expression on an argument began at the start: where one does not is
/// a mistake of its own, and is told as such.
pub fn as_if_anchored(guards: &[Guard<'_>]) -> Form {
    let patterns = guards.iter().filter(|guard| guard.is_pattern);
    Form { like: patterns.filter_map(|guard| anchored(guard.text, r"\A")).collect(), unlike: Vec::new() }
}

/// A pattern with a sign in front of each alternative that may be found anywhere; nothing where there is none.
pub fn anchored(pattern: &str, sign: &str) -> Option<String> {
    let shape = Shape::of(pattern)?;
    let mended = inserted(pattern, &shape.unanchored, sign)?;
    Shape::of(&mended).is_some_and(|shape| shape.unanchored.is_empty()).then_some(mended)
}

/// A pattern with a sign behind each alternative that may go on; nothing where there is none.
pub fn closed(pattern: &str, sign: &str) -> Option<String> {
    let shape = Shape::of(pattern)?;
    let mended = inserted(pattern, &shape.open, sign)?;
    Shape::of(&mended).is_some_and(|shape| shape.open.is_empty()).then_some(mended)
}

fn inserted(pattern: &str, offsets: &[usize], sign: &str) -> Option<String> {
    if offsets.is_empty() {
        return None;
    }
    let mut mended = String::with_capacity(pattern.len() + offsets.len() * sign.len());
    let mut from = 0;
    for offset in offsets {
        mended.push_str(pattern.get(from..*offset)?);
        mended.push_str(sign);
        from = *offset;
    }
    mended.push_str(pattern.get(from..)?);
    Some(mended)
}

/// The edit that writes another expression where a guard has its own: in the clause, or in the `let` that it
/// names. In a rule a name may be a parameter, which has no one place.
pub fn rewritten(context: &Context<'_>, clause: &Clause<'_>, guard: &Guard<'_>, pattern: &str) -> Option<Edit> {
    clause.source?;
    let place = guard.condition.place?;
    let written = context.text(place);
    let last =
        lexemes(written, 0).filter(|piece| !matches!(piece.kind, LexemeKind::Comment | LexemeKind::Sign(_))).last()?;
    let text = written.get(last.span.range())?;
    let at = |start: u32| Span { start: place.span.start + start, end: place.span.start + start };
    match last.kind {
        LexemeKind::String => {
            let span = Span { end: place.span.start + last.span.end, ..at(last.span.start) };
            let quoted = quoted_like(text, pattern)?;
            Some(Edit { place: span.of(place.source), text: quoted })
        }
        LexemeKind::Word if clause.applied_at().is_none() => {
            let (literal, source) = named(context, text)?;
            let quoted = quoted_like(context.text(literal.span.of(source)), pattern)?;
            Some(Edit { place: literal.span.of(source), text: quoted })
        }
        LexemeKind::Word | LexemeKind::Comment | LexemeKind::OpenString | LexemeKind::Number | LexemeKind::Sign(_) => {
            None
        }
    }
}

/// The literal of a `let`, and its file.
fn named<'c>(context: &Context<'c>, name: &str) -> Option<(&'c Text, SourceId)> {
    let files = context.checked.into_iter().flat_map(|checked| &checked.files);
    let items = files.flat_map(|(id, file)| file.items.iter().map(move |item| (*id, item)));
    items.into_iter().find_map(|(id, item)| {
        let ItemKind::Let(made) = &item.kind else { return None };
        match &made.value {
            LetValue::One(Literal::Text(text)) if made.name.text == name => Some((text, id)),
            LetValue::One(Literal::Text(_) | Literal::Number(_) | Literal::Boolean(..)) | LetValue::Many(..) => None,
        }
    })
}

/// A text in the quotes that another one has.
fn quoted_like(literal: &str, text: &str) -> Option<String> {
    let hashes = raw_hashes(literal).map(|hashes| "#".repeat(hashes));
    match hashes {
        Some(hashes) if !text.contains(&format!("\"{hashes}")) => Some(format!("r{hashes}\"{text}\"{hashes}")),
        Some(_) => None,
        None => Some(Value::Text(text.to_owned()).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_anchored_where_it_is_not() {
        for (pattern, expected) in [
            ("a|^b|c", Some("^a|^b|^c")),
            ("(?:a|b)c", Some("^(?:a|b)c")),
            ("(^|/)x", Some("(^|^/)x")),
            ("(?i)é", Some("(?i)^é")),
            ("^a", None),
            (".*a", None),
            ("(", None),
        ] {
            assert_eq!(anchored(pattern, "^").as_deref(), expected, "{pattern}");
        }
        assert_eq!(closed("^a|b$", "$").as_deref(), Some("^a$|b$"));
        assert_eq!(closed("^(?:a|b)", "$").as_deref(), Some("^(?:a|b)$"));
    }
}
