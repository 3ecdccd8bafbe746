//! Small parts that many items share: names, strings, literals, messages.

use super::node::{Built, Node};
use crate::source::Span;
use crate::syntax::errors::MistakeKind;
use crate::syntax::grammar::Rule;
use crate::syntax::strings;
use crate::syntax::tree::{Because, Block, Literal, Name, NumberLiteral, OneOrList, Text, Value};
use crate::vocab::{Category, Number, Window};

/// A string.
pub fn string(node: &Node<'_>) -> Text {
    strings::decode(node.text(), node.span())
}

/// A name: a bare word, or a string.
pub fn name(node: &Node<'_>) -> Built<Name> {
    Ok(match node.rule() {
        Rule::string => Name { text: string(node).value, span: node.span() },
        Rule::name | Rule::key => name(&node.only()?).unwrap_or_else(|_| bare(node)),
        _ => bare(node),
    })
}

/// A bare word.
pub fn bare(node: &Node<'_>) -> Name {
    Name { text: node.text().to_owned(), span: node.span() }
}

/// A number: `100_00`.
pub fn number(node: &Node<'_>) -> Built<NumberLiteral> {
    let text = node.text();
    let value = match text.contains('_') {
        true => Number::parse(&text.replace('_', "")),
        false => Number::parse(text),
    };
    let value = value.ok_or_else(|| node.mistake(MistakeKind::NumberTooLarge))?;
    Ok(NumberLiteral { value, span: node.span() })
}

/// A whole number without sign: `3`.
pub fn integer(node: &Node<'_>) -> Built<(u64, Span)> {
    let count = node.text().replace('_', "").parse().map_err(|_| node.mistake(MistakeKind::CountTooLarge))?;
    Ok((count, node.span()))
}

/// A literal.
pub fn literal(node: &Node<'_>) -> Built<Literal> {
    let part = node.only()?;
    Ok(match part.rule() {
        Rule::string => Literal::Text(string(&part)),
        Rule::number => Literal::Number(number(&part)?),
        other => Literal::Boolean(other == Rule::kw_true, part.span()),
    })
}

/// A literal, or the name of a value.
pub fn value(node: &Node<'_>) -> Built<Value> {
    let part = node.only()?;
    match part.rule() {
        Rule::literal => Ok(Value::Literal(literal(&part)?)),
        _ => Ok(Value::Name(bare(&part))),
    }
}

/// `because "…"`
pub fn because(node: &Node<'_>) -> Built<Because> {
    let text = node.parts().find(|part| part.rule() == Rule::string);
    let text = text.ok_or_else(|| node.mistake(MistakeKind::Unexpected(vec![Rule::string])))?;
    Ok(Because { text: string(&text), span: node.span() })
}

/// A category: `read`.
pub fn category(node: &Node<'_>) -> Built<Category> {
    Category::from_word(node.text()).ok_or_else(|| node.mistake(MistakeKind::Unexpected(vec![Rule::category])))
}

/// A window: `hour`.
pub fn window(node: &Node<'_>) -> Built<Window> {
    Window::from_word(node.text()).ok_or_else(|| node.mistake(MistakeKind::Unexpected(vec![Rule::window])))
}

/// The name of a tool or a counter, bare or a string, which must not be empty.
pub fn not_empty(node: &Node<'_>) -> Built<Name> {
    let name = name(node)?;
    if name.text.is_empty() { Err(node.mistake(MistakeKind::EmptyName)) } else { Ok(name) }
}

/// The block whose brace ends a head.
pub fn empty_block<T>(head: &Node<'_>) -> Block<T> {
    let end = head.span().end;
    Block { parts: Vec::new(), span: Span { start: end.saturating_sub(1), end } }
}

/// A value or a list: `10`, `["usd"]`, or a name.
pub fn argument(node: &Node<'_>) -> Built<OneOrList> {
    let part = node.only()?;
    match part.rule() {
        Rule::value_list => {
            Ok(OneOrList::List(part.parts().map(|part| value(&part)).collect::<Built<_>>()?, part.span()))
        }
        _ => Ok(OneOrList::Value(value(&part)?)),
    }
}
