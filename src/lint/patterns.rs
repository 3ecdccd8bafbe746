//! Corrects regular expressions: anchors them at the start or the end, and edits them in place.

use crate::diagnostic::{Diagnostic, Edit};
use crate::lint::context::Found;
use crate::lint::{Clause, Context};
use crate::source::{Place, SourceId, Span};
use crate::syntax::lexeme::{LexemeKind, lexemes, raw_hashes};
use crate::syntax::tree::{self, ItemKind, Literal, OneOrList, Text};
use crate::vocab::{Shape, Value};

/// A pattern with an anchor before each alternative that can match anywhere, or nothing if there is none.
pub fn anchored(pattern: &str, anchor: &str) -> Option<String> {
    let shape = Shape::of(pattern)?;
    let corrected = inserted(pattern, &with(&shape.unanchored, anchor))?;
    Shape::of(&corrected).is_some_and(|shape| shape.unanchored.is_empty()).then_some(corrected)
}

/// A pattern with an anchor after each alternative that lets text follow, or nothing if there is none.
pub fn closed(pattern: &str, anchor: &str) -> Option<String> {
    let shape = Shape::of(pattern)?;
    let corrected = inserted(pattern, &with(&shape.open, anchor))?;
    Shape::of(&corrected).is_some_and(|shape| shape.open.is_empty()).then_some(corrected)
}

/// A pattern with an anchor before each alternative. One that begins with `@` or a dot is meant as the end of
/// something, so a name may come before it.
pub fn anchored_where_meant(pattern: &str) -> Option<String> {
    const NAME: &str = r"\A[^/?#\\@:\s]*";
    let anchor = |offset: usize| {
        let rest = pattern.get(offset..).unwrap_or_default().trim_start_matches(['(', '?', ':']);
        let begins = |starts: &[&str]| starts.iter().any(|start| rest.starts_with(start));
        if begins(&["@", "[@]", ".", r"\.", "[.]"]) { NAME } else { r"\A" }
    };
    let shape = Shape::of(pattern)?;
    let anchors: Vec<_> = shape.unanchored.iter().map(|offset| (*offset, anchor(*offset))).collect();
    inserted(pattern, &anchors).filter(|corrected| Shape::of(corrected).is_some())
}

/// An expression for exactly this text.
pub fn escaped(text: &str) -> String {
    let special =
        |letter: char| if r"\.+*?()|[]{}^$".contains(letter) { format!("\\{letter}") } else { letter.to_string() };
    text.chars().map(special).collect()
}

fn with<'s>(offsets: &[usize], anchor: &'s str) -> Vec<(usize, &'s str)> {
    offsets.iter().map(|offset| (*offset, anchor)).collect()
}

/// The pattern with anchors inserted at some offsets, or nothing if there are none.
fn inserted(pattern: &str, anchors: &[(usize, &str)]) -> Option<String> {
    if anchors.is_empty() {
        return None;
    }
    let mut corrected = String::with_capacity(pattern.len() + anchors.len() * 2);
    let mut from = 0;
    for (offset, anchor) in anchors {
        corrected.push_str(pattern.get(from..*offset)?);
        corrected.push_str(anchor);
        from = *offset;
    }
    corrected.push_str(pattern.get(from..)?);
    Some(corrected)
}

/// The edit that replaces the regular expression of a condition, in the clause or in the `let` that it names.
pub fn rewritten(context: &Context<'_>, clause: &Clause<'_>, written: Option<Place>, pattern: &str) -> Option<Edit> {
    let place = literal(context, clause, written)?;
    Some(Edit { place, text: quoted_like(context.text(place), pattern)? })
}

/// One finding for each regular expression that has a problem. If several clauses use the same `let`, the first one
/// is reported and the others are labels.
pub fn findings<'c, F>(
    context: &Context<'_>,
    found: Vec<Found<'c, F>>,
    written: impl Fn(&F) -> Option<Place>,
    finding: impl Fn(&Clause<'c>, F) -> Diagnostic,
) -> Vec<Diagnostic> {
    let mut findings: Vec<(Option<Place>, Diagnostic)> = Vec::new();
    for Found { clause, what, .. } in found {
        let named = literal(context, &clause, written(&what)).filter(|place| !is_within(*place, clause.place));
        match findings.iter_mut().find(|(other, _)| named.is_some() && *other == named) {
            Some((_, first)) => *first = first.clone().with_label(clause.place, "and here"),
            None => findings.push((named, finding(&clause, what))),
        }
    }
    findings.into_iter().map(|(_, finding)| finding).collect()
}

fn is_within(inner: Place, outer: Place) -> bool {
    inner.source == outer.source && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end
}

/// The literal at the end of a condition, or that of the `let` that it names. In a rule a name may be a parameter,
/// which has no single place.
fn literal(context: &Context<'_>, clause: &Clause<'_>, written: Option<Place>) -> Option<Place> {
    clause.source?;
    let place = written?;
    let written = context.text(place);
    let is_value = |kind| !matches!(kind, LexemeKind::Comment | LexemeKind::Sign(_));
    let last = lexemes(written, 0).filter(|piece| is_value(piece.kind)).last()?;
    match last.kind {
        LexemeKind::String => {
            let from = place.span.start;
            let span = Span { start: from + last.span.start, end: from + last.span.end };
            Some(span.of(place.source))
        }
        LexemeKind::Word if clause.applied_at().is_none() => {
            let (text, source) = named(context, written.get(last.span.range())?)?;
            Some(text.span.of(source))
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
            OneOrList::Value(tree::Value::Literal(Literal::Text(text))) if made.name.text == name => Some((text, id)),
            OneOrList::Value(_) | OneOrList::List(..) => None,
        }
    })
}

/// A text quoted in the same way as another literal.
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
    fn alternatives_without_an_anchor_get_one() {
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
        assert_eq!(anchored_where_meant(r"a$|\.b$").as_deref(), Some(r"\Aa$|\A[^/?#\\@:\s]*\.b$"));
        assert_eq!(closed("^a|b$", "$").as_deref(), Some("^a$|b$"));
        assert_eq!(closed("^(?:a|b)", "$").as_deref(), Some("^(?:a|b)$"));
    }
}
