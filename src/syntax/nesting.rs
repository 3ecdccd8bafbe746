//! How deep a condition, a type or a value nests, measured before the grammar recurses into it.

use super::lexeme::{LexemeKind, lexemes};
use super::starts::starts_item;

/// The most levels of brackets and `not` in one condition, type or value.
pub const MAX_NESTING: usize = 64;

/// The offsets of the brackets and `not`s that are nested too deeply, in order, with only the first of each
/// run.
///
/// Brackets around clauses, around the arguments of an `apply`, around parameters or around a signature don't
/// count: a level begins inside a condition, a type or a value.
pub fn too_deep(text: &str, from: usize) -> Vec<usize> {
    let mut found = Vec::new();
    // How deep each open bracket is inside its condition, type or value; 0 if it is not in one.
    let mut open: Vec<usize> = Vec::new();
    // The number of `not`s directly before this piece, and the word or sign before it.
    let mut nots = 0;
    let mut before = Before::Other;
    let mut silent = false;
    for lexeme in lexemes(text, from) {
        let start = lexeme.span.start as usize;
        let level = open.last().copied().unwrap_or(0);
        match lexeme.kind {
            LexemeKind::Comment => continue,
            LexemeKind::Word if text.get(lexeme.span.range()) == Some("not") => {
                nots += 1;
                report(&mut found, &mut silent, level + nots, start);
                before = Before::Condition;
                continue;
            }
            LexemeKind::Word => {
                let word = text.get(lexeme.span.range()).unwrap_or_default();
                if before != Before::Value && starts_item(text, &lexeme, true) {
                    // An item begins while brackets are open, so they were never closed.
                    open.clear();
                }
                before = match word {
                    "if" | "and" | "or" | "require" => Before::Condition,
                    "in" | "matches" | "contains" | "under" | "on" | "at" | "with" => Before::Value,
                    "apply" => Before::Apply,
                    _ if before == Before::Apply => Before::Apply,
                    _ => Before::Other,
                };
            }
            LexemeKind::Sign(sign @ ('(' | '[' | '{')) => {
                let counts = match sign {
                    '(' => level > 0 || before == Before::Condition,
                    '{' => !open.is_empty(),
                    _ => true,
                };
                let level = if counts { level + nots + 1 } else { 0 };
                open.push(level);
                report(&mut found, &mut silent, level, start);
                before = match sign {
                    '(' if level > 0 => Before::Condition,
                    '[' => Before::Value,
                    _ => Before::Other,
                };
            }
            LexemeKind::Sign(')' | ']' | '}') => {
                open.pop();
                before = Before::Other;
            }
            LexemeKind::Sign('=' | '<' | '>' | ',') => before = Before::Value,
            LexemeKind::String | LexemeKind::OpenString | LexemeKind::Number | LexemeKind::Sign(_) => {
                before = Before::Other
            }
        }
        nots = 0;
        silent &= open.last().is_some_and(|&level| level > MAX_NESTING);
    }
    found
}

/// What comes before a bracket, as far as that determines what the bracket contains.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Condition,
    Apply,
    /// A value follows, whatever its first word is.
    Value,
    Other,
}

fn report(found: &mut Vec<usize>, silent: &mut bool, level: usize, at: usize) {
    if level > MAX_NESTING && !*silent {
        found.push(at);
        *silent = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<usize> {
        too_deep(text, 0).first().copied()
    }

    #[test]
    fn sixty_four_levels_and_no_more() {
        let condition = |brackets: usize| {
            format!("tool a {{ deny if {}args.x exists{} }}", "(".repeat(brackets), ")".repeat(brackets))
        };
        assert_eq!(first(&condition(64)), None);
        assert_eq!(first(&condition(65)), Some(17 + 64));
        let nots = |count: usize| format!("assert never a if {}args.x exists", "not ".repeat(count));
        assert_eq!(first(&nots(64)), None);
        assert_eq!(first(&nots(65)), Some(18 + 64 * 4));
        let mixed = format!("tool a {{ require {}args.x exists{} }}", "not (".repeat(33), ")".repeat(33));
        assert_eq!(first(&mixed), Some(17 + 32 * 5));
        let value = |depth: usize| {
            format!("test \"t\" {{ call x {{ a: {}1{} }} => allow }}", "[".repeat(depth), "]".repeat(depth))
        };
        assert_eq!(first(&value(63)), None);
        assert_eq!(first(&value(64)), Some(23 + 63));
        let ty = |depth: usize| format!("tool x(a: {}any{}) {{}}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(first(&ty(64)), None);
        assert_eq!(first(&ty(65)), Some(10 + 64));
    }

    #[test]
    fn a_name_that_is_a_keyword_hides_no_bracket() {
        for value in ["args.x ==\nrule", "args.x in [a,\nrule]", "args.x in\nlet", "args.x matches\ntest"] {
            let text = format!(
                "tool a {{ deny if {}args.x exists{} }}",
                format!("{value} and (").repeat(100),
                ")".repeat(100)
            );
            assert!(first(&text).is_some(), "{value}");
        }
    }

    #[test]
    fn one_report_for_each_place_that_goes_too_deep() {
        let clause = format!("  deny if {}args.x exists\n", "not ".repeat(100));
        assert_eq!(too_deep(&format!("tool a {{\n{clause}{clause}}}"), 0).len(), 2);
        assert_eq!(too_deep(&format!("tool a {{ deny if {}", "(".repeat(100_000)), 0).len(), 1);
    }
}
