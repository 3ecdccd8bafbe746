//! The syntax tree of an expression, and the repetitions that RE2 rejects.

use regex_syntax::ast::{self, Ast};

use super::error::RegexError;
use super::translate::Translated;

/// The most repetitions, with nested ones multiplied. This is RE2's own limit.
pub const MAX_REPETITIONS: u32 = 1_000;

/// The syntax tree of a translated expression.
pub(super) fn read(translated: &Translated) -> Result<Ast, RegexError> {
    let tree = ast::parse::Parser::new().parse(&translated.text);
    tree.map_err(|error| translated.error(&error.kind().to_string(), error.span()))
}

/// Rejects the repetitions that RE2 rejects. `budget` is what the repetitions around this one leave of
/// [`MAX_REPETITIONS`], and `repeated_by` is the operator that follows directly. The parser bounds the depth.
pub(super) fn check_repetitions(
    tree: &Ast,
    budget: u64,
    repeated_by: Option<ast::Span>,
) -> Result<(), (&'static str, ast::Span)> {
    match tree {
        Ast::Repetition(repetition) => {
            if let Some(outer) = repeated_by {
                return Err(("RE2 only repeats a repetition if it is in a group", outer));
            }
            let count = match &repetition.op.kind {
                ast::RepetitionKind::Range(
                    ast::RepetitionRange::Exactly(count) | ast::RepetitionRange::AtLeast(count),
                ) => *count,
                ast::RepetitionKind::Range(ast::RepetitionRange::Bounded(_, most)) => *most,
                ast::RepetitionKind::ZeroOrOne | ast::RepetitionKind::ZeroOrMore | ast::RepetitionKind::OneOrMore => 1,
            };
            let count = u64::from(count).max(1);
            if count > budget {
                return Err(("more than 1,000 repetitions, with nested ones multiplied", repetition.op.span));
            }
            check_repetitions(&repetition.ast, budget / count, Some(repetition.op.span))
        }
        Ast::Group(group) => check_repetitions(&group.ast, budget, None),
        Ast::Alternation(alternation) => {
            alternation.asts.iter().try_for_each(|part| check_repetitions(part, budget, None))
        }
        Ast::Concat(concat) => concat.asts.iter().try_for_each(|part| check_repetitions(part, budget, None)),
        Ast::Empty(_)
        | Ast::Flags(_)
        | Ast::Literal(_)
        | Ast::Dot(_)
        | Ast::Assertion(_)
        | Ast::ClassUnicode(_)
        | Ast::ClassPerl(_)
        | Ast::ClassBracketed(_) => Ok(()),
    }
}
