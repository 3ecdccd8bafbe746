//! Clauses, and the block around them.

use super::conditions::condition;
use super::node::{Built, Node, Parts};
use super::parts::{argument, bare, because, not_empty, number, window};
use crate::source::Span;
use crate::syntax::errors::Mistake;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Apply, Block, Clause, ClauseKind, Limit, LimitMax};

/// The block of a tool or a rule. Clauses with a mistake are left out.
pub fn block(node: &Node<'_>, brace: Span, parts: Parts<'_>, mistakes: &mut Vec<Mistake>) -> Block<Clause> {
    let mut block = Block { parts: Vec::new(), span: Span { end: node.span().end, ..brace } };
    for part in parts {
        match clause(&part) {
            Ok(clause) => block.parts.push(clause),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    block
}

/// One clause.
pub fn clause(node: &Node<'_>) -> Built<Clause> {
    let part = node.only()?;
    let kind = match part.rule() {
        Rule::require => {
            let mut parts = part.parts();
            parts.next_part()?;
            let condition = condition(&parts.next_part()?)?;
            ClauseKind::Require {
                condition,
                because: parts.next_if(Rule::because).map(|part| because(&part)).transpose()?,
            }
        }
        Rule::deny_if => {
            let mut parts = part.parts();
            parts.next_part()?;
            let denied = match parts.next_if(Rule::kw_if) {
                Some(_) => Some(condition(&parts.next_part()?)?),
                None => None,
            };
            ClauseKind::Deny {
                condition: denied,
                because: parts.next_if(Rule::because).map(|part| because(&part)).transpose()?,
            }
        }
        Rule::limit => ClauseKind::Limit(limit(&part)?),
        _ => ClauseKind::Apply(apply(&part)?),
    };
    Ok(Clause { span: part.span(), kind })
}

/// A limit, in a block or at the top level.
pub fn limit(node: &Node<'_>) -> Built<Limit> {
    let mut parts = node.parts();
    let keyword = parts.next_part()?.span();
    let part = parts.next_part()?;
    let max = match part.rule() {
        Rule::number => LimitMax::Number(number(&part)?),
        _ => LimitMax::Name(bare(&part)),
    };
    parts.next_part()?;
    let part = parts.next_part()?;
    let window = window(&part)?;
    // Not the end of the node, which looked for an `as` and so includes the white space.
    let (counter, end) = match parts.next_if(Rule::kw_as) {
        Some(_) => {
            let name = parts.next_part()?;
            (Some(not_empty(&name)?), name.span().end)
        }
        None => (None, part.span().end),
    };
    Ok(Limit { span: Span { end, ..keyword }, keyword, max, window, counter })
}

fn apply(node: &Node<'_>) -> Built<Apply> {
    let mut parts = node.parts();
    parts.next_part()?;
    let rule = bare(&parts.next_part()?);
    let arguments = match parts.next_if(Rule::arguments) {
        Some(arguments) => arguments.parts().map(|part| argument(&part)).collect::<Built<_>>()?,
        None => Vec::new(),
    };
    Ok(Apply { rule, arguments })
}
