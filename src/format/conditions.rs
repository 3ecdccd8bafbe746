//! Conditions: their lines break before `and` or `or`, at the outermost level first.

use super::values;
use super::writer::{Brackets, Writer};
use crate::syntax::tree::*;

/// A condition, with the brackets that the author wrote.
pub fn condition(writer: &mut Writer<'_>, condition: &Condition) {
    match &condition.kind {
        ConditionKind::Or(parts) | ConditionKind::And(parts) => chain(writer, parts),
        ConditionKind::Not(inner) => {
            writer.words(1);
            self::condition(writer, inner);
        }
        ConditionKind::Group(inner) => {
            writer.between_brackets(Brackets::Tight, |writer| self::condition(writer, inner));
        }
        ConditionKind::Comparison(comparison) => self::comparison(writer, comparison),
    }
}

/// Whether a `because` follows on the last line of the condition, even if it has several lines. This is the
/// case for a single list, whose closing bracket is in the clause's own column.
pub fn hugs_because(condition: &Condition) -> bool {
    match &condition.kind {
        ConditionKind::Comparison(comparison) => matches!(comparison.operand, Operand::List(List::Values(..))),
        ConditionKind::Or(_) | ConditionKind::And(_) | ConditionKind::Not(_) | ConditionKind::Group(_) => false,
    }
}

/// `A or B or C`
fn chain(writer: &mut Writer<'_>, parts: &[Condition]) {
    let Some((first, others)) = parts.split_first() else { return };
    writer.group(|writer| {
        condition(writer, first);
        writer.indent(|writer| {
            for other in others {
                writer.line();
                writer.words(1);
                condition(writer, other);
            }
        });
    });
}

/// `args.currency not in ["usd", "eur"]`
fn comparison(writer: &mut Writer<'_>, comparison: &Comparison) {
    writer.piece(comparison.path.span);
    writer.space();
    match &comparison.operand {
        Operand::Presence(_) => writer.word(),
        Operand::Value(value) => {
            operator(writer, comparison.operator);
            writer.piece(value.span());
        }
        Operand::Pattern(pattern) => {
            operator(writer, comparison.operator);
            match pattern {
                Pattern::Text(text) => writer.piece(text.span),
                Pattern::Name(name) => writer.piece(name.span),
            }
        }
        Operand::Texts(text_operator, operand) => {
            words(writer, text_operator.word());
            values::argument(writer, operand);
        }
        Operand::List(list) => {
            operator(writer, comparison.operator);
            values::list(writer, list);
        }
    }
}

fn operator(writer: &mut Writer<'_>, operator: crate::vocab::Operator) {
    words(writer, operator.word());
}

/// The words of an operator, which may be separated: `not in`.
fn words(writer: &mut Writer<'_>, operator: &str) {
    for word in operator.split(' ') {
        writer.sign(word.len());
        writer.space();
    }
}
