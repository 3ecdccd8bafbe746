//! What each name in a policy is, so that editors color it by its meaning.

use crate::document::Judged;
use crate::source::Span;
use crate::syntax::mentions::{Mention, MentionKind, in_item};
use crate::syntax::tree::TargetKind;

/// A word, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// What else there is to know about it.
    pub modifiers: Vec<Modifier>,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A tool.
    Tool,
    /// An argument of a tool.
    Argument,
    /// A let.
    Let,
    /// A rule.
    Rule,
    /// A parameter of a rule.
    Parameter,
    /// A category.
    Category,
    /// An operator.
    Operator,
    /// A counter.
    Counter,
}

/// What else there is to know about a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modifier {
    /// It is defined here.
    Definition,
    /// Its value does not change.
    ReadOnly,
    /// The catalog has no such tool.
    Unknown,
}

impl TokenKind {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 8] = [
        Self::Tool,
        Self::Argument,
        Self::Let,
        Self::Rule,
        Self::Parameter,
        Self::Category,
        Self::Operator,
        Self::Counter,
    ];

    /// The protocol's name, which every theme has a color for.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tool => "class",
            Self::Argument => "property",
            Self::Let => "variable",
            Self::Rule => "function",
            Self::Parameter => "parameter",
            Self::Category => "enumMember",
            Self::Operator => "operator",
            Self::Counter => "event",
        }
    }
}

impl Modifier {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::Definition, Self::ReadOnly, Self::Unknown];

    /// The protocol's name. Most themes strike through what is deprecated, so an unknown tool is.
    pub fn name(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::ReadOnly => "readonly",
            Self::Unknown => "deprecated",
        }
    }
}

/// The tokens of a document, or those of the items that a span touches, in the order of the text.
pub fn tokens(judged: &Judged, within: Option<Span>) -> Vec<Token> {
    let Some(tree) = judged.judgement.tree() else { return Vec::new() };
    let text = &judged.sources.get(judged.judgement.main).text;
    let touches = |span: Span| within.is_none_or(|within| span.start <= within.end && within.start <= span.end);
    let items = tree.items.iter().filter(|item| touches(item.span));
    let mut tokens: Vec<_> =
        items.flat_map(|item| in_item(text, item)).filter_map(|mention| token(judged, &mention)).collect();
    tokens.sort_by_key(|token| token.span);
    tokens
}

fn token(judged: &Judged, mention: &Mention<'_>) -> Option<Token> {
    let is_unknown = |name: &str| judged.judgement.catalog().is_some_and(|catalog| catalog.tool(name).is_none());
    let (kind, modifiers) = match &mention.kind {
        MentionKind::Target(target) => match &target.kind {
            TargetKind::Name(name) if is_unknown(name) => (TokenKind::Tool, vec![Modifier::Unknown]),
            TargetKind::Name(_) | TargetKind::Pattern(_) => (TokenKind::Tool, vec![]),
            TargetKind::Every(_) => {
                // The word `every` is a keyword; the category is the last word.
                let text = judged.sources.get(judged.judgement.main).slice(mention.span);
                let length = text.len() - text.rfind(|char: char| !char.is_ascii_alphabetic()).map_or(0, |at| at + 1);
                let span = Span { start: mention.span.end - length as u32, ..mention.span };
                return Some(Token { span, kind: TokenKind::Category, modifiers: vec![] });
            }
        },
        MentionKind::CalledTool(name) if is_unknown(&name.text) => (TokenKind::Tool, vec![Modifier::Unknown]),
        MentionKind::CalledTool(_) => (TokenKind::Tool, vec![]),
        MentionKind::Category(_) => (TokenKind::Category, vec![]),
        MentionKind::LetDefinition(_) => (TokenKind::Let, vec![Modifier::Definition, Modifier::ReadOnly]),
        MentionKind::LetUse(_) => (TokenKind::Let, vec![Modifier::ReadOnly]),
        MentionKind::RuleDefinition(_) => (TokenKind::Rule, vec![Modifier::Definition]),
        MentionKind::RuleUse(_) => (TokenKind::Rule, vec![]),
        MentionKind::ParameterDefinition(..) => (TokenKind::Parameter, vec![Modifier::Definition]),
        MentionKind::ParameterUse(..) => (TokenKind::Parameter, vec![]),
        MentionKind::Step(..) | MentionKind::Key(..) => (TokenKind::Argument, vec![]),
        MentionKind::Field(_) => (TokenKind::Argument, vec![Modifier::Definition]),
        MentionKind::Operator(_) => (TokenKind::Operator, vec![]),
        MentionKind::Counter(_) => (TokenKind::Counter, vec![]),
        MentionKind::Catalog(_) | MentionKind::Include(_) => return None,
    };
    Some(Token { span: mention.span, kind, modifiers })
}
