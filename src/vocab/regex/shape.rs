//! How an expression is written: where its alternatives begin and end, and which of its classes probably do
//! not mean what their author intended. Places are byte offsets in the pattern.

use std::collections::HashSet;
use std::ops::Range;
use std::rc::Rc;

use regex_syntax::ast::{
    AssertionKind, Ast, ClassBracketed, ClassSet, ClassSetItem, Flag, FlagsItemKind, GroupKind, Literal, LiteralKind,
    RepetitionKind, RepetitionRange,
};

use super::memo::Memo;
use super::parse::read;
use super::pieces::{self, Piece};
use super::translate::translate;

/// What an expression looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Where an alternative starts that can match anywhere: with none of `^`, `\A` and `.*`.
    pub unanchored: Vec<usize>,
    /// Where an alternative ends that anything may follow: with none of `$`, `\z` and `.*`.
    pub open: Vec<usize>,
    /// The classes that look like a mistake.
    pub odd_classes: Vec<OddClass>,
    /// What it spells: its alternatives as rows of letters and gaps.
    pub rows: Vec<Vec<Piece>>,
}

/// A class that looks like a mistake: `[git|npm]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OddClass {
    /// From `[` to `]`.
    pub span: Range<usize>,
    /// What is odd.
    pub oddity: Oddity,
}

/// Why a class looks like a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// It lists this letter twice.
    Twice(char),
    /// It has this sign next to consecutive letters.
    Sign(char),
}

thread_local! {
    static SHAPES: Memo<Option<Rc<Shape>>> = Memo::default();
}

impl Shape {
    /// The shape of a pattern; `None` if it is not a regular expression.
    pub fn of(pattern: &str) -> Option<Rc<Self>> {
        SHAPES.with(|shapes| shapes.get(pattern, || Self::read(pattern).map(Rc::new), |_| true))
    }

    fn read(pattern: &str) -> Option<Self> {
        let translated = translate(pattern).ok()?;
        let tree = read(&translated).ok()?;
        let place = |span: &regex_syntax::ast::Span| translated.place(span);
        let mut reader = Reader { multi_line: has_multi_line(&tree), place: &place, classes: Vec::new() };
        let mut unanchored = Vec::new();
        reader.ends(&tree, End::Start, &mut unanchored);
        let mut open = Vec::new();
        reader.ends(&tree, End::End, &mut open);
        reader.classes(&tree);
        Some(Self { unanchored, open, odd_classes: reader.classes, rows: pieces::rows(pattern, &tree) })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Start,
    End,
}

struct Reader<'r> {
    /// `^` and `$` match at the ends of lines.
    multi_line: bool,
    place: &'r dyn Fn(&regex_syntax::ast::Span) -> Range<usize>,
    classes: Vec<OddClass>,
}

impl Reader<'_> {
    /// Collects the ends of alternatives that are not anchored, and returns whether all of them are free. A
    /// group in which all are free is reported as a whole. The parser bounds the depth.
    fn ends(&self, tree: &Ast, end: End, found: &mut Vec<usize>) -> bool {
        match tree {
            Ast::Alternation(alternation) => {
                // Look at each of them, also after one that is anchored.
                let free = alternation.asts.iter().filter(|part| self.ends(part, end, found)).count();
                free == alternation.asts.len()
            }
            Ast::Group(group) => {
                let before = found.len();
                let none_held = self.ends(&group.ast, end, found);
                if none_held {
                    found.truncate(before);
                    found.push(self.end_of(tree, end));
                }
                none_held
            }
            Ast::Concat(concat) => {
                let says = |part: &&Ast| !matches!(part, Ast::Flags(_) | Ast::Empty(_));
                let outermost = match end {
                    End::Start => concat.asts.iter().find(says),
                    End::End => concat.asts.iter().rfind(says),
                };
                self.ends(outermost.unwrap_or(&Ast::empty(concat.span)), end, found)
            }
            Ast::Assertion(assertion) if self.holds(&assertion.kind, end) => false,
            Ast::Repetition(repetition) if is_anything(repetition) => false,
            Ast::Assertion(_)
            | Ast::Repetition(_)
            | Ast::Empty(_)
            | Ast::Flags(_)
            | Ast::Literal(_)
            | Ast::Dot(_)
            | Ast::ClassUnicode(_)
            | Ast::ClassPerl(_)
            | Ast::ClassBracketed(_) => {
                found.push(self.end_of(tree, end));
                true
            }
        }
    }

    fn end_of(&self, tree: &Ast, end: End) -> usize {
        let span = (self.place)(tree.span());
        match end {
            End::Start => span.start,
            End::End => span.end,
        }
    }

    fn holds(&self, kind: &AssertionKind, end: End) -> bool {
        match kind {
            AssertionKind::StartText => end == End::Start,
            AssertionKind::StartLine => end == End::Start && !self.multi_line,
            AssertionKind::EndText => end == End::End,
            AssertionKind::EndLine => end == End::End && !self.multi_line,
            AssertionKind::WordBoundary
            | AssertionKind::NotWordBoundary
            | AssertionKind::WordBoundaryStart
            | AssertionKind::WordBoundaryEnd
            | AssertionKind::WordBoundaryStartAngle
            | AssertionKind::WordBoundaryEndAngle
            | AssertionKind::WordBoundaryStartHalf
            | AssertionKind::WordBoundaryEndHalf => false,
        }
    }

    /// Collects the odd classes. The parser bounds the depth.
    fn classes(&mut self, tree: &Ast) {
        match tree {
            Ast::ClassBracketed(class) => {
                let oddity = oddity(class);
                let span = (self.place)(&class.span);
                self.classes.extend(oddity.map(|oddity| OddClass { span, oddity }));
            }
            Ast::Repetition(repetition) => self.classes(&repetition.ast),
            Ast::Group(group) => self.classes(&group.ast),
            Ast::Alternation(alternation) => alternation.asts.iter().for_each(|part| self.classes(part)),
            Ast::Concat(concat) => concat.asts.iter().for_each(|part| self.classes(part)),
            Ast::Empty(_)
            | Ast::Flags(_)
            | Ast::Literal(_)
            | Ast::Dot(_)
            | Ast::Assertion(_)
            | Ast::ClassUnicode(_)
            | Ast::ClassPerl(_) => {}
        }
    }
}

/// `.*`, however it is written.
fn is_anything(repetition: &regex_syntax::ast::Repetition) -> bool {
    let any_number = match &repetition.op.kind {
        RepetitionKind::ZeroOrMore | RepetitionKind::Range(RepetitionRange::AtLeast(0)) => true,
        RepetitionKind::ZeroOrOne | RepetitionKind::OneOrMore | RepetitionKind::Range(_) => false,
    };
    any_number && pieces::is_any_letter(&repetition.ast)
}

fn has_multi_line(tree: &Ast) -> bool {
    let sets = |flags: &regex_syntax::ast::Flags| {
        let on = flags.items.iter().take_while(|item| item.kind != FlagsItemKind::Negation);
        on.into_iter().any(|item| item.kind == FlagsItemKind::Flag(Flag::MultiLine))
    };
    match tree {
        Ast::Flags(set) => sets(&set.flags),
        Ast::Group(group) => {
            matches!(&group.kind, GroupKind::NonCapturing(flags) if sets(flags)) || has_multi_line(&group.ast)
        }
        Ast::Repetition(repetition) => has_multi_line(&repetition.ast),
        Ast::Alternation(alternation) => alternation.asts.iter().any(has_multi_line),
        Ast::Concat(concat) => concat.asts.iter().any(has_multi_line),
        Ast::Empty(_)
        | Ast::Literal(_)
        | Ast::Dot(_)
        | Ast::Assertion(_)
        | Ast::ClassUnicode(_)
        | Ast::ClassPerl(_)
        | Ast::ClassBracketed(_) => false,
    }
}

/// Ranges are not letters, and a sign after `\` is intentional.
fn oddity(class: &ClassBracketed) -> Option<Oddity> {
    let listed: Vec<Option<char>> = match &class.kind {
        ClassSet::Item(ClassSetItem::Union(union)) => union.items.iter().map(verbatim).collect(),
        ClassSet::Item(item) => vec![verbatim(item)],
        ClassSet::BinaryOp(_) => return None,
    };
    let is_letter = |listed: &Option<char>| listed.is_some_and(char::is_alphabetic);
    let mut seen = HashSet::new();
    let twice = listed.iter().flatten().find(|letter| letter.is_alphabetic() && !seen.insert(**letter));
    if let Some(letter) = twice {
        return Some(Oddity::Twice(*letter));
    }
    let sign = listed.iter().flatten().find(|sign| matches!(sign, '$' | '^' | '|'))?;
    let in_a_row = listed.windows(2).any(|pair| pair.iter().all(is_letter));
    in_a_row.then_some(Oddity::Sign(*sign))
}

fn verbatim(item: &ClassSetItem) -> Option<char> {
    match item {
        ClassSetItem::Literal(Literal { kind: LiteralKind::Verbatim, c, .. }) => Some(*c),
        ClassSetItem::Literal(_)
        | ClassSetItem::Empty(_)
        | ClassSetItem::Range(_)
        | ClassSetItem::Ascii(_)
        | ClassSetItem::Unicode(_)
        | ClassSetItem::Perl(_)
        | ClassSetItem::Bracketed(_)
        | ClassSetItem::Union(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alternative_is_held_at_its_ends_or_not() {
        for (pattern, unanchored, open) in [
            ("^a$", &[][..], &[][..]),
            (r"\Aa\z", &[], &[]),
            ("a", &[0], &[1]),
            ("^a|b$", &[3], &[2]),
            ("^(?:a|b)$", &[], &[]),
            ("(^a|b)c$", &[4], &[]),
            ("(?i)^a", &[], &[6]),
            ("(?i)a", &[4], &[5]),
            (".*a.*", &[], &[]),
            ("(.*)a(?:.*)", &[], &[]),
            (".+a", &[0], &[3]),
            (r"\ba\b", &[0], &[5]),
            (r"[\s\S]*a", &[], &[8]),
            ("(?m)^a$", &[4], &[7]),
            ("(?:^|/)x(?:/|$)", &[5], &[12]),
            ("(?:a|b)c", &[0], &[8]),
            (r"\d^", &[0], &[3]),
            ("", &[0], &[0]),
            ("^a|", &[3], &[2, 3]),
        ] {
            let shape = Shape::of(pattern).unwrap();
            assert_eq!((shape.unanchored.as_slice(), shape.open.as_slice()), (unanchored, open), "{pattern}");
        }
        assert_eq!(Shape::of("("), None);
    }

    #[test]
    fn a_class_that_spells_a_word_is_odd() {
        for (pattern, oddity) in [
            ("[git|npm]", Some(Oddity::Sign('|'))),
            ("[^foo]", Some(Oddity::Twice('o'))),
            ("[usd$]", Some(Oddity::Sign('$'))),
            ("x([ab^]+)", Some(Oddity::Sign('^'))),
            ("[A-Za-z|]", None),
            ("[;&|`]", None),
            (r"[ab\|]", None),
            ("[^ab]", None),
            ("[a-za]", None),
            ("[a|b|c]", None),
            (r"[\w$]", None),
            ("[xX.]", None),
        ] {
            let found = &Shape::of(pattern).unwrap().odd_classes;
            assert_eq!(found.first().map(|class| class.oddity), oddity, "{pattern}");
        }
        assert_eq!(Shape::of(r"\d[foo]").unwrap().odd_classes[0].span, 2..7);
    }
}
