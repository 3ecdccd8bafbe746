//! A whole policy, tool by tool, and the tools that have the same sentences as groups.

use super::clauses::{self, Tools};
use super::fact::Fact;
use super::phrase::Phrase;
use super::sentence::Sentence;
use super::subject::Subject;
use super::voice::Voice;
use crate::vocab::Category;

/// What a policy does.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// The tools that it names, sorted by category and name. Those without a category come last.
    pub tools: Vec<Described>,
    /// What it does with all tools together, and with those that it does not name.
    pub others: Vec<Sentence>,
}

/// What a policy does with the calls to one tool.
#[derive(Debug, Clone, PartialEq)]
pub struct Described {
    /// The tool, or the pattern.
    pub tool: String,
    /// For a pattern instead of a tool, how its tools are called: "tools whose name begins with `get_`".
    pub pattern: Option<Phrase>,
    /// Its category, if the policy rates it.
    pub category: Option<Category>,
    /// One for each clause, in the order in which the gateway asks them.
    pub sentences: Vec<Sentence>,
}

/// Tools of one category that have the same sentences.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Their category.
    pub category: Option<Category>,
    /// Their names; at least one.
    pub tools: Vec<Phrase>,
    /// Whether every call to them is denied, though agents may see them.
    pub is_denied: bool,
    /// What is said of each of them.
    pub sentences: Vec<Phrase>,
}

impl Described {
    /// Whether every call is denied, though agents may see the tool.
    pub(super) fn is_denied(&self) -> bool {
        let denies_all = |fact: &Fact| matches!(fact, Fact::NoCalls { .. } | Fact::AtMost { max: 0, .. });
        self.sentences.iter().any(|sentence| denies_all(&sentence.fact))
    }

    fn name(&self) -> Phrase {
        self.pattern.clone().unwrap_or_else(|| Phrase::tool(&self.tool))
    }

    /// What is said of it. "Do not call" says enough to an agent where there is no message.
    pub(super) fn spoken(&self, voice: Voice, is_about_several: bool) -> Vec<Phrase> {
        let is_silent = |fact: &Fact| {
            matches!(fact, Fact::NoCalls { message: None, earlier } if earlier.is_empty())
                || matches!(fact, Fact::AtMost { max: 0, .. })
        };
        let says_more = |fact: &Fact| !is_silent(fact);
        let sentences = self.sentences.iter();
        let sentences = sentences.filter(|sentence| voice == Voice::Reader || says_more(&sentence.fact));
        sentences.map(|sentence| sentence.spoken(voice, is_about_several)).collect()
    }
}

/// Describes a whole policy.
pub fn policy(subject: Subject<'_>) -> Description {
    let mut tools = Tools::of(subject);
    let described = |tool: &str| Described {
        tool: tool.to_owned(),
        pattern: None,
        category: subject.category(tool),
        sentences: tools.sentences(tool),
    };
    let mut all: Vec<Described> = subject.tools().into_iter().map(described).collect();
    all.sort_by_key(|described| (described.category.is_none(), described.category));
    Description { tools: all, others: clauses::others(subject) }
}

/// The tools in groups, in the order of the first tool of each group within its category.
pub fn groups(tools: &[Described], voice: Voice) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_text = std::collections::HashMap::new();
    for described in tools {
        let (several, is_denied) = (described.spoken(voice, true), described.is_denied());
        let number = *by_text.entry((described.category, is_denied, several.clone())).or_insert(groups.len());
        match groups.get_mut(number) {
            Some(group) => {
                group.tools.push(described.name());
                group.sentences = several;
            }
            None => {
                let (category, sentences) = (described.category, described.spoken(voice, described.pattern.is_some()));
                groups.push(Group { category, tools: vec![described.name()], is_denied, sentences });
            }
        }
    }
    groups
}
