//! What an expression spells: its alternatives as rows of letters and gaps, so that words and hosts can be
//! read from it.

use regex_syntax::ast::{
    Ast, ClassBracketed, ClassPerlKind, ClassSet, ClassSetItem, Literal, Repetition, RepetitionKind, RepetitionRange,
};

/// The most rows of one expression. If it has more, some of its alternatives become gaps.
const MOST_ROWS: usize = 64;
/// A longer expression gets one row, because nobody reads its alternatives.
const LONGEST: usize = 4_000;

/// A piece of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// This letter; `\.` is also a letter.
    Letter(char),
    /// `.`: a dot, or any other letter.
    AnyLetter,
    /// An end of the text, or of a word.
    Edge,
    /// Anything else, perhaps nothing; `true` if it can have any length.
    Gap(bool),
}

impl Piece {
    /// The pieces of a plain text.
    pub fn of_text(text: &str) -> Vec<Piece> {
        text.chars().map(Piece::Letter).collect()
    }
}

/// The rows of an expression: `a(b|c)` spells `ab` and `ac`.
pub(super) fn rows(pattern: &str, tree: &Ast) -> Vec<Vec<Piece>> {
    let speller = Speller { most: if pattern.len() > LONGEST { 1 } else { MOST_ROWS } };
    speller.rows(tree)
}

type Rows = Vec<Vec<Piece>>;

struct Speller {
    most: usize,
}

impl Speller {
    /// The parser bounds the depth.
    fn rows(&self, tree: &Ast) -> Rows {
        match tree {
            Ast::Empty(_) | Ast::Flags(_) => vec![Vec::new()],
            Ast::Literal(literal) => one(Piece::Letter(literal.c)),
            Ast::Dot(_) => one(Piece::AnyLetter),
            Ast::Assertion(_) => one(Piece::Edge),
            Ast::ClassBracketed(class) => {
                few_letters(class).unwrap_or_else(|| vec![Piece::Gap(false)]).into_iter().map(|it| vec![it]).collect()
            }
            Ast::ClassUnicode(_) | Ast::ClassPerl(_) => one(Piece::Gap(false)),
            Ast::Repetition(repetition) => self.repeated(repetition),
            Ast::Group(group) => self.rows(&group.ast),
            Ast::Alternation(alternation) => {
                let rows: Rows = alternation.asts.iter().flat_map(|part| self.rows(part)).collect();
                if rows.len() > self.most { one(Piece::Gap(false)) } else { rows }
            }
            Ast::Concat(concat) => {
                concat.asts.iter().fold(vec![Vec::new()], |rows, part| self.joined(rows, self.rows(part)))
            }
        }
    }

    fn joined(&self, mut rows: Rows, next: Rows) -> Rows {
        match next.as_slice() {
            [only] => {
                rows.iter_mut().for_each(|row| row.extend(only));
                rows
            }
            several if rows.len() * several.len() <= self.most => {
                rows.iter().flat_map(|row| several.iter().map(|next| [row.as_slice(), next].concat())).collect()
            }
            _ => self.joined(rows, one(Piece::Gap(false))),
        }
    }

    fn repeated(&self, repetition: &Repetition) -> Rows {
        let unbounded = match &repetition.op.kind {
            RepetitionKind::ZeroOrOne => {
                let mut rows = self.rows(&repetition.ast);
                rows.push(Vec::new());
                return if rows.len() > self.most { one(Piece::Gap(false)) } else { rows };
            }
            RepetitionKind::ZeroOrMore
            | RepetitionKind::OneOrMore
            | RepetitionKind::Range(RepetitionRange::AtLeast(_)) => true,
            RepetitionKind::Range(RepetitionRange::Exactly(_) | RepetitionRange::Bounded(..)) => false,
        };
        one(Piece::Gap(unbounded))
    }
}

fn one(piece: Piece) -> Rows {
    vec![vec![piece]]
}

/// `[.]`, `[/?#]`: each letter of a class that only lists a few.
fn few_letters(class: &ClassBracketed) -> Option<Vec<Piece>> {
    const FEW: usize = 8;
    let ClassSet::Item(item) = &class.kind else { return None };
    let items = if let ClassSetItem::Union(union) = item { union.items.as_slice() } else { std::slice::from_ref(item) };
    let letters: Option<Vec<Piece>> = items.iter().map(letter).collect();
    letters.filter(|letters| !class.negated && letters.len() <= FEW)
}

fn letter(item: &ClassSetItem) -> Option<Piece> {
    if let ClassSetItem::Literal(Literal { c, .. }) = item { Some(Piece::Letter(*c)) } else { None }
}

/// `.`, or a class of everything: `[\s\S]`.
pub(super) fn is_any_letter(tree: &Ast) -> bool {
    match tree {
        Ast::Dot(_) => true,
        Ast::Group(group) => is_any_letter(&group.ast),
        Ast::ClassBracketed(class) => match &class.kind {
            ClassSet::Item(ClassSetItem::Union(union)) if !class.negated => has_opposites(&union.items),
            ClassSet::Item(_) | ClassSet::BinaryOp(_) => false,
        },
        Ast::Empty(_)
        | Ast::Flags(_)
        | Ast::Literal(_)
        | Ast::Assertion(_)
        | Ast::ClassUnicode(_)
        | Ast::ClassPerl(_)
        | Ast::Repetition(_)
        | Ast::Alternation(_)
        | Ast::Concat(_) => false,
    }
}

/// `\s` and the like were expanded before: to the members of the class, and to a class of all others.
fn has_opposites(items: &[ClassSetItem]) -> bool {
    let kinds = [ClassPerlKind::Digit, ClassPerlKind::Space, ClassPerlKind::Word];
    let perl = |kind: &ClassPerlKind, negated: bool| {
        items
            .iter()
            .any(|item| matches!(item, ClassSetItem::Perl(class) if class.kind == *kind && class.negated == negated))
    };
    let opposite = items.iter().any(|item| matches!(item, ClassSetItem::Bracketed(class) if class.negated));
    let others = items.iter().any(|item| !matches!(item, ClassSetItem::Bracketed(_)));
    kinds.iter().any(|kind| perl(kind, false) && perl(kind, true)) || opposite && others
}

#[cfg(test)]
mod tests {
    use super::super::Shape;
    use super::*;

    fn spelled(pattern: &str) -> Vec<String> {
        let spell = |piece: &Piece| match piece {
            Piece::Letter(letter) => *letter,
            Piece::AnyLetter => '·',
            Piece::Edge => '^',
            Piece::Gap(true) => '*',
            Piece::Gap(false) => '?',
        };
        Shape::of(pattern).unwrap().rows.iter().map(|row| row.iter().map(spell).collect()).collect()
    }

    #[test]
    fn an_expression_spells_its_alternatives() {
        for (pattern, expected) in [
            (r"^https?://docs\.example\.com/", &["^https://docs.example.com/", "^http://docs.example.com/"][..]),
            ("a.b[.]c", &["a·b.c"]),
            ("^(?:a|b)x+$", &["^a*^", "^b*^"]),
            ("(a)b", &["ab"]),
            (r"[a-z]*\.com[/:]", &["*.com/", "*.com:"]),
            ("(?i)a|b{2}", &["a", "?"]),
        ] {
            assert_eq!(spelled(pattern), expected, "{pattern}");
        }
        let many = spelled("[ab][ab][ab][ab][ab][ab][ab]c");
        assert_eq!((many.len(), many[0].as_str()), (MOST_ROWS, "aaaaaa?c"));
    }
}
