//! Conditions, comparisons and paths. Their nesting is bounded before pest reads them, so the recursion is
//! bounded too.

use super::node::{Built, Node};
use super::parts::{argument, bare, name, string, value};
use crate::syntax::errors::MistakeKind;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Comparison, Condition, ConditionKind, List, Operand, Path, Pattern, Step, StepKind};
use crate::vocab::{OPERATORS, Operator, TextOperator};

/// `A or B`; a single part is returned as it is.
pub fn condition(node: &Node<'_>) -> Built<Condition> {
    let parts = node.parts().filter(|part| part.rule() == Rule::conjunction);
    joined(node, parts.map(|part| conjunction(&part)), ConditionKind::Or)
}

fn conjunction(node: &Node<'_>) -> Built<Condition> {
    let parts = node.parts().filter(|part| part.rule() == Rule::negation);
    joined(node, parts.map(|part| negation(&part)), ConditionKind::And)
}

fn joined(
    node: &Node<'_>,
    parts: impl Iterator<Item = Built<Condition>>,
    join: impl FnOnce(Vec<Condition>) -> ConditionKind,
) -> Built<Condition> {
    let mut parts: Vec<_> = parts.collect::<Built<_>>()?;
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(last), false) => {
            let span = parts.first().map_or(last.span, |first| first.span.to(last.span));
            parts.push(last);
            Ok(Condition { span, kind: join(parts) })
        }
        (None, _) => Err(node.mistake(MistakeKind::Unexpected(vec![Rule::condition]))),
    }
}

fn negation(node: &Node<'_>) -> Built<Condition> {
    let mut parts = node.parts();
    let mut nots = Vec::new();
    while let Some(not) = parts.next_if(Rule::kw_not) {
        nots.push(not.span());
    }
    let part = parts.next_part()?;
    let inner = match part.rule() {
        Rule::group => {
            let inner = condition(&part.only()?)?;
            Condition { span: part.span(), kind: ConditionKind::Group(Box::new(inner)) }
        }
        _ => Condition { span: part.span(), kind: ConditionKind::Comparison(comparison(&part)?) },
    };
    Ok(nots
        .into_iter()
        .rev()
        .fold(inner, |inner, not| Condition { span: not.to(inner.span), kind: ConditionKind::Not(Box::new(inner)) }))
}

fn comparison(node: &Node<'_>) -> Built<Comparison> {
    let mut parts = node.parts();
    let path = path(&parts.next_part()?)?;
    let test = parts.next_part()?;
    let mut words = test.parts();
    let (operator, operand) = match test.rule() {
        Rule::presence => (Operator::Exists, Operand::Presence(words.next_part()?.rule() == Rule::kw_exists)),
        Rule::membership => {
            let negated = words.next_if(Rule::kw_not).is_some();
            words.next_part()?;
            (if negated { Operator::NotIn } else { Operator::In }, Operand::List(list(&words.next_part()?)?))
        }
        Rule::matching => {
            words.next_part()?;
            (Operator::Regex, Operand::Pattern(pattern(&words.next_part()?)))
        }
        Rule::fitting => {
            let operator = text_operator(&words.next_part()?)?;
            (Operator::Regex, Operand::Texts(operator, argument(&words.next_part()?)?))
        }
        Rule::containing => {
            words.next_part()?;
            (Operator::Contains, Operand::Value(value(&words.next_part()?)?))
        }
        _ => (comparator(&words.next_part()?)?, Operand::Value(value(&words.next_part()?)?)),
    };
    Ok(Comparison { path, operator, operand })
}

fn comparator(node: &Node<'_>) -> Built<Operator> {
    let row = OPERATORS.iter().find(|row| row.word == node.text());
    row.map(|row| row.operator).ok_or_else(|| node.mistake(MistakeKind::Unexpected(vec![Rule::comparator])))
}

fn text_operator(node: &Node<'_>) -> Built<TextOperator> {
    let mut parts = node.parts();
    match parts.next_part()?.rule() {
        Rule::kw_under => Ok(TextOperator::Under),
        Rule::kw_on => Ok(TextOperator::On),
        Rule::kw_at => Ok(TextOperator::At),
        Rule::kw_starts => Ok(TextOperator::StartsWith),
        Rule::kw_ends => Ok(TextOperator::EndsWith),
        _ => Err(node.mistake(MistakeKind::Unexpected(vec![Rule::text_operator]))),
    }
}

fn pattern(node: &Node<'_>) -> Pattern {
    match node.rule() {
        Rule::string => Pattern::Text(string(node)),
        _ => Pattern::Name(bare(node)),
    }
}

fn list(node: &Node<'_>) -> Built<List> {
    match node.rule() {
        Rule::value_list => Ok(List::Values(node.parts().map(|part| value(&part)).collect::<Built<_>>()?, node.span())),
        _ => Ok(List::Name(bare(node))),
    }
}

/// A path: `args.meta.ticket`.
pub fn path(node: &Node<'_>) -> Built<Path> {
    let steps = node.parts().filter(|part| part.rule() == Rule::step);
    Ok(Path { span: node.span(), steps: steps.map(|part| step(&part)).collect::<Built<_>>()? })
}

fn step(node: &Node<'_>) -> Built<Step> {
    let part = node.only()?;
    let kind = match part.rule() {
        Rule::index | Rule::bracket_index => StepKind::Index,
        _ => StepKind::Member(name(&part)?.text),
    };
    Ok(Step { span: part.span(), kind })
}
