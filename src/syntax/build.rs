//! From what pest has read to the tree.
//!
//! The grammar settles the shape; what it can't settle is a mistake here: a number too large for a
//! double, a time that is not of the calendar, an empty tool name. Building stops at the first
//! mistake of an item or a clause, as reading does.

// The rules are those of the grammar, a hundred and thirty: what a match does not name can't stand there.
#![allow(clippy::wildcard_enum_match_arm)]

mod conditions;
mod items;
mod test_items;

use pest::iterators::Pairs;

use super::errors::{Mistake, MistakeKind};
use super::grammar::{Pair, Rule};
use super::strings;
use super::tree::*;
use crate::source::Span;
use crate::vocab::{Category, Number, Window};

pub use items::{clause, head, item};
pub use test_items::test_step;

/// What a part becomes, or the first mistake in it.
pub type Built<T> = Result<T, Mistake>;

/// A part of what pest has read, with places in the whole text.
#[derive(Clone)]
pub struct Node<'t> {
    pair: Pair<'t>,
    base: usize,
}

impl<'t> Node<'t> {
    /// A part that was read from the text at offset `base` on.
    pub fn new(pair: Pair<'t>, base: usize) -> Self {
        Self { pair, base }
    }

    /// The rule that has read it.
    pub fn rule(&self) -> Rule {
        self.pair.as_rule()
    }

    /// Its place.
    pub fn span(&self) -> Span {
        Span::new(self.base + self.pair.as_span().start(), self.base + end_of_words(&self.pair))
    }

    /// Its text.
    pub fn text(&self) -> &'t str {
        self.pair.as_str()
    }

    /// The parts that it is made of, signs left out.
    pub fn parts(&self) -> Parts<'t> {
        Parts { pairs: self.pair.clone().into_inner(), base: self.base, end: self.span().end }
    }

    /// The only part that it is made of.
    pub fn only(&self) -> Built<Node<'t>> {
        self.parts().next_part()
    }

    /// The mistake that stands where this part starts.
    pub fn mistake(&self, kind: MistakeKind) -> Mistake {
        Mistake { offset: self.span().start as usize, kind }
    }
}

/// Looking for what may follow, reading has gone on over white space and comments: the last part ends before.
fn end_of_words(pair: &Pair<'_>) -> usize {
    let mut last = pair.clone();
    if last.as_str().ends_with(|letter: char| letter.is_ascii_whitespace()) {
        while let Some(inner) = last.clone().into_inner().next_back() {
            last = inner;
        }
    }
    last.as_span().end()
}

/// The parts of a node, in order, signs left out.
pub struct Parts<'t> {
    pairs: Pairs<'t, Rule>,
    base: usize,
    end: u32,
}

impl<'t> Parts<'t> {
    /// The next part, which the grammar says is there.
    pub fn next_part(&mut self) -> Built<Node<'t>> {
        let missing = Mistake { offset: self.end as usize, kind: MistakeKind::Unexpected(Vec::new()) };
        self.next().ok_or(missing)
    }

    /// The next part, if it is of this rule.
    pub fn next_if(&mut self, rule: Rule) -> Option<Node<'t>> {
        let mut ahead = Parts { pairs: self.pairs.clone(), base: self.base, end: self.end };
        let node = ahead.next().filter(|node| node.rule() == rule)?;
        self.pairs = ahead.pairs;
        Some(node)
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let pair = self.pairs.find(|pair| !is_sign(pair.as_rule()))?;
        Some(Node::new(pair, self.base))
    }
}

/// Signs say nothing that the rule around them does not say.
fn is_sign(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::open_brace
            | Rule::close_brace
            | Rule::open_bracket
            | Rule::close_bracket
            | Rule::open_paren
            | Rule::close_paren
            | Rule::arrow
            | Rule::bar
            | Rule::comma
            | Rule::dot
            | Rule::equals
            | Rule::EOI
    )
}

/// A string.
fn string(node: &Node<'_>) -> Text {
    strings::decode(node.text(), node.span())
}

/// A name: a bare word, or a string.
fn name(node: &Node<'_>) -> Built<Name> {
    Ok(match node.rule() {
        Rule::string => Name { text: string(node).value, span: node.span() },
        Rule::name | Rule::key => name(&node.only()?).unwrap_or_else(|_| bare(node)),
        _ => bare(node),
    })
}

fn bare(node: &Node<'_>) -> Name {
    Name { text: node.text().to_owned(), span: node.span() }
}

/// A number: `100_00`.
fn number(node: &Node<'_>) -> Built<NumberLiteral> {
    let text = node.text();
    let value = match text.contains('_') {
        true => Number::parse(&text.replace('_', "")),
        false => Number::parse(text),
    };
    let value = value.ok_or_else(|| node.mistake(MistakeKind::NumberTooLarge))?;
    Ok(NumberLiteral { value, span: node.span() })
}

/// A whole number without sign: `3`.
fn integer(node: &Node<'_>) -> Built<(u64, Span)> {
    let count = node.text().replace('_', "").parse().map_err(|_| node.mistake(MistakeKind::CountTooLarge))?;
    Ok((count, node.span()))
}

/// A literal.
fn literal(node: &Node<'_>) -> Built<Literal> {
    let part = node.only()?;
    Ok(match part.rule() {
        Rule::string => Literal::Text(string(&part)),
        Rule::number => Literal::Number(number(&part)?),
        other => Literal::Boolean(other == Rule::kw_true, part.span()),
    })
}

/// A literal, or the name of a value.
fn value(node: &Node<'_>) -> Built<Value> {
    let part = node.only()?;
    match part.rule() {
        Rule::literal => Ok(Value::Literal(literal(&part)?)),
        _ => Ok(Value::Name(bare(&part))),
    }
}

/// `because "…"`
fn because(node: &Node<'_>) -> Built<Because> {
    let text = node.parts().find(|part| part.rule() == Rule::string);
    let text = text.ok_or_else(|| node.mistake(MistakeKind::Unexpected(vec![Rule::string])))?;
    Ok(Because { text: string(&text), span: node.span() })
}

fn category(node: &Node<'_>) -> Built<Category> {
    Category::from_word(node.text()).ok_or_else(|| node.mistake(MistakeKind::Unexpected(vec![Rule::category])))
}

fn window(node: &Node<'_>) -> Built<Window> {
    Window::from_word(node.text()).ok_or_else(|| node.mistake(MistakeKind::Unexpected(vec![Rule::window])))
}

impl Lost {
    /// Notes that the item which starts at `offset`, or what stands there instead, could not be read.
    pub fn add(&mut self, text: &str, offset: usize) {
        let rest = text.get(offset..).unwrap_or_default();
        let word = rest.split(|char: char| !char.is_ascii_alphanumeric() && char != '_').next().unwrap_or_default();
        match word {
            // These bring neither names nor tools nor ratings.
            "default" | "limit" | "test" | "assert" => {}
            "include" | "let" | "rule" | "rate" | "hide" | "deny" | "allow" | "tool" => self.item = true,
            // A catalog, or something of which nobody knows what it was meant to be.
            _ => *self = Lost { item: true, catalog: true },
        }
    }
}
