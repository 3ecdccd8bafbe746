//! What a word of a policy refers to.

use crate::document::Judged;
use crate::source::{SourceId, Span};
use crate::syntax::mentions::{self, Mention, MentionKind};
use crate::syntax::tree::{StepKind, TargetKind};
use crate::vocab::Category;

/// What a mention refers to. Two mentions with equal symbols refer to the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// A let.
    Let(String),
    /// A rule.
    Rule(String),
    /// A parameter, and the place of its rule's name.
    Parameter {
        /// The file that the rule is in.
        source: SourceId,
        /// The name of the rule.
        rule: Span,
        /// The name of the parameter.
        name: String,
    },
    /// A tool.
    Tool(String),
    /// The tools that a pattern matches.
    Pattern(String),
    /// The tools of a category.
    Every(Category),
    /// An argument of the tools that [`arguments::tools`](super::arguments::tools) finds: the keys that lead to it.
    Argument(Vec<String>),
    /// A counter that limits name.
    Counter(String),
    /// The catalog.
    Catalog,
    /// An included file, as the `include` names it.
    Include(String),
}

/// The mention at an offset of the document.
pub fn mention_at(judged: &Judged, offset: u32) -> Option<Mention<'_>> {
    let source = judged.sources.get(judged.judgement.main);
    mentions::mention_at(&source.text, judged.judgement.tree()?, offset)
}

/// What a mention in this file refers to; `None` for words such as operators.
pub fn symbol(source: SourceId, mention: &Mention<'_>) -> Option<Symbol> {
    let owned = |keys: &[&str]| keys.iter().map(|&key| key.to_owned()).collect();
    Some(match &mention.kind {
        MentionKind::Target(target) => match &target.kind {
            TargetKind::Name(name) => Symbol::Tool(name.clone()),
            TargetKind::Pattern(pattern) => Symbol::Pattern(pattern.as_str().to_owned()),
            TargetKind::Every(category) => Symbol::Every(*category),
        },
        MentionKind::CalledTool(name) => Symbol::Tool(name.text.clone()),
        MentionKind::LetDefinition(name) | MentionKind::LetUse(name) => Symbol::Let(name.text.clone()),
        MentionKind::RuleDefinition(rule) => Symbol::Rule(rule.name.text.clone()),
        MentionKind::RuleUse(apply) => Symbol::Rule(apply.rule.text.clone()),
        MentionKind::ParameterDefinition(rule, name) | MentionKind::ParameterUse(rule, name) => {
            Symbol::Parameter { source, rule: rule.name.span, name: name.text.clone() }
        }
        MentionKind::Step(path, number) => {
            let steps = path.steps.iter().take(number + 1);
            let keys = steps.filter_map(|step| match &step.kind {
                StepKind::Member(key) => Some(key.clone()),
                StepKind::Index => None,
            });
            Symbol::Argument(keys.collect())
        }
        MentionKind::Field(keys) | MentionKind::Key(_, keys) => Symbol::Argument(owned(keys)),
        MentionKind::Counter(name) => Symbol::Counter(name.text.clone()),
        MentionKind::Catalog(_) => Symbol::Catalog,
        MentionKind::Include(text) => Symbol::Include(text.value.clone()),
        MentionKind::Category(_) | MentionKind::Operator(_) => return None,
    })
}
