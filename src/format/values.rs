//! What is between brackets: lists of values, arguments, types, and the objects of calls.

use super::writer::{Brackets, Writer};
use crate::source::Span;
use crate::syntax::tree::*;

/// `["usd", eur]`, or the name of a list.
pub fn list(writer: &mut Writer<'_>, list: &List) {
    match list {
        List::Values(values, span) => self::values(writer, values, *span),
        List::Name(name) => writer.piece(name.span),
    }
}

/// An argument of an `apply`.
pub fn argument(writer: &mut Writer<'_>, argument: &OneOrList) {
    match argument {
        OneOrList::Value(value) => writer.piece(value.span()),
        OneOrList::List(values, span) => self::values(writer, values, *span),
    }
}

fn values(writer: &mut Writer<'_>, values: &[Value], span: Span) {
    elements(writer, values, span, Value::span);
}

/// Elements of a few letters, such as country codes, would make a tower of lines with nothing beside it.
fn elements<T>(writer: &mut Writer<'_>, elements: &[T], span: Span, place: impl Fn(&T) -> Span) {
    const SHORT: usize = 10;
    let element = |writer: &mut Writer<'_>, element: &T| writer.piece(place(element));
    if elements.iter().all(|element| place(element).range().len() <= SHORT) {
        writer.filled(Brackets::Tight, elements, span, element);
    } else {
        writer.bracketed(Brackets::Tight, elements, element);
    }
}

/// `note?: string`
pub fn field(writer: &mut Writer<'_>, field: &Field) {
    writer.piece(field.key.span);
    if field.optional {
        writer.sign_behind();
    }
    writer.sign_behind();
    writer.space();
    ty(writer, &field.ty);
}

fn ty(writer: &mut Writer<'_>, ty: &Type) {
    match &ty.kind {
        TypeKind::String | TypeKind::Number | TypeKind::Integer | TypeKind::Boolean | TypeKind::Any => {
            writer.piece(ty.span);
        }
        TypeKind::List(element) => {
            writer.between_brackets(Brackets::Tight, |writer| self::ty(writer, element));
        }
        TypeKind::Object(fields) => writer.bracketed(Brackets::Spaced, fields, field),
        TypeKind::OneOf(literals) => one_of(writer, literals),
    }
}

/// `"usd" | "eur"`
fn one_of(writer: &mut Writer<'_>, literals: &[Literal]) {
    let Some((first, others)) = literals.split_first() else { return };
    writer.group(|writer| {
        writer.piece(first.span());
        writer.indent(|writer| {
            for other in others {
                writer.line();
                writer.sign(1);
                writer.space();
                writer.piece(other.span());
            }
        });
    });
}

/// `{ amount: 5, meta: { ticket: "T-1" } }`
pub fn object(writer: &mut Writer<'_>, object: &Object) {
    writer.filled(Brackets::Spaced, &object.members, object.span, |writer, (key, value)| {
        writer.piece(key.span);
        writer.sign_behind();
        writer.space();
        json(writer, value);
    });
}

fn json(writer: &mut Writer<'_>, value: &Json) {
    match value {
        Json::Literal(literal) => writer.piece(literal.span()),
        Json::Null(span) => writer.piece(*span),
        Json::List(elements, span) => writer.filled(Brackets::Tight, elements, *span, json),
        Json::Object(object) => self::object(writer, object),
    }
}
