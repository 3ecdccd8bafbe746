//! Which rules of the grammar can match at a cursor.

use super::region::Region;
use crate::syntax::grammar::{self, Rule};
use crate::syntax::lexeme::{LexemeKind, lexemes};
use crate::syntax::nesting;

/// A character that no rule matches.
const NOTHING: char = '\u{1}';
/// Longer parts are not read: pest goes through all of the text for each clause that it reads.
const LONGEST_PART: usize = 64 * 1024;

/// The rules that can match at an offset, after the item, clause or step before it; `None` after a mistake.
pub(super) fn rules(text: &str, region: &Region, to: usize) -> Option<Vec<Rule>> {
    let (mut from, start, lone) = match (region.block, region.item) {
        (Some(block), _) if region.steps => (region.part.unwrap_or(block + 1), Rule::test_step, Rule::lone_step),
        (Some(block), _) => (region.part.unwrap_or(block + 1), Rule::clause, Rule::lone_clause),
        (None, Some(item)) => (item, Rule::item, Rule::lone_item),
        (None, None) => return region.pieces.is_empty().then(|| vec![Rule::item]),
    };
    let part = text.get(from..to).filter(|part| part.len() <= LONGEST_PART)?;
    let mut part = part.to_owned();
    part.push(NOTHING);
    if !nesting::too_deep(&part, 0).is_empty() {
        return None;
    }
    let base = from;
    loop {
        from = next_piece(text, from).min(to);
        if from == to {
            return Some(vec![start]);
        }
        match grammar::read(lone, part.get(from - base..)?) {
            // A part that is complete, with another one after it on the same line.
            Ok(pair) => from += pair.as_span().end(),
            Err(failure) => return (from + failure.offset == to).then_some(failure.expected),
        }
    }
}

/// Whether what is before the cursor may be all of it.
pub(super) fn may_end(rules: &[Rule]) -> bool {
    rules.contains(&Rule::EOI)
}

fn next_piece(text: &str, at: usize) -> usize {
    let next = lexemes(text, at).find(|lexeme| lexeme.kind != LexemeKind::Comment);
    next.map_or(text.len(), |lexeme| lexeme.span.start as usize)
}
