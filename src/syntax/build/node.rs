//! Pest's pairs, with places in the whole text.

use pest::iterators::Pairs;

use crate::source::Span;
use crate::syntax::errors::{Mistake, MistakeKind};
use crate::syntax::grammar::{Pair, Rule};

/// What a part becomes, or the first mistake in it.
pub type Built<T> = Result<T, Mistake>;

/// A part that pest has read, with places in the whole text.
#[derive(Clone)]
pub struct Node<'t> {
    pair: Pair<'t>,
    base: usize,
}

impl<'t> Node<'t> {
    /// A part that was read from the text starting at offset `base`.
    pub fn new(pair: Pair<'t>, base: usize) -> Self {
        Self { pair, base }
    }

    /// The rule that it matched.
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

    /// The parts that it consists of, without signs.
    pub fn parts(&self) -> Parts<'t> {
        Parts { pairs: self.pair.clone().into_inner(), base: self.base, end: self.span().end }
    }

    /// The only part that it consists of.
    pub fn only(&self) -> Built<Node<'t>> {
        self.parts().next_part()
    }

    /// A mistake at the start of this part.
    pub fn mistake(&self, kind: MistakeKind) -> Mistake {
        Mistake { offset: self.span().start as usize, kind }
    }
}

/// Looking for what may follow, pest has read over white space and comments, but the last part ends before
/// them.
fn end_of_words(pair: &Pair<'_>) -> usize {
    let mut last = pair.clone();
    if last.as_str().ends_with(|letter: char| letter.is_ascii_whitespace()) {
        while let Some(inner) = last.clone().into_inner().next_back() {
            last = inner;
        }
    }
    last.as_span().end()
}

/// The parts of a node, in order, without signs.
pub struct Parts<'t> {
    pairs: Pairs<'t, Rule>,
    base: usize,
    end: u32,
}

impl<'t> Parts<'t> {
    /// The next part. The grammar guarantees that there is one.
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

/// Signs say nothing that the rule around them doesn't.
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
