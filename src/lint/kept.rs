//! What was found out about the arguments of tools, since several rules ask the same questions.

use std::rc::Rc;

use super::held_texts::Texts;
use crate::analyze::Call;
use crate::catalog::Lookup;
use crate::classify::ArgumentKind;
use crate::classify::argument_signs::ToolSigns;
use crate::vocab::{Map, Path};

/// Answers, by the names of tools and the paths of arguments.
#[derive(Debug, Default)]
pub struct Kept<'c> {
    /// What the server says about tools.
    pub signs: Map<&'c str, Rc<ToolSigns<'c>>>,
    /// The kinds of arguments.
    pub kinds: ByArgument<Option<ArgumentKind>>,
    /// What schemas and signatures say about paths.
    pub lookups: ByArgument<Rc<Lookup>>,
    /// The texts of a tool that have a kind.
    pub texts: Map<String, Rc<[Texts]>>,
    /// The first plain attacks that get through, each with a call.
    pub attacks: ByArgument<Option<(String, Call)>>,
    /// Whether arguments are restricted.
    pub restricted: ByArgument<bool>,
}

/// Answers about arguments.
#[derive(Debug)]
pub struct ByArgument<A>(Map<String, Map<Path, A>>);

impl<A> Default for ByArgument<A> {
    fn default() -> Self {
        Self(Map::default())
    }
}

impl<A: Clone> ByArgument<A> {
    /// The answer, if the question was asked before.
    pub fn get(&self, tool: &str, path: &Path) -> Option<A> {
        self.0.get(tool)?.get(path).cloned()
    }

    /// Keeps an answer.
    pub fn insert(&mut self, tool: &str, path: &Path, answer: A) {
        match self.0.get_mut(tool) {
            Some(answers) => drop(answers.insert(path.clone(), answer)),
            None => drop(self.0.insert(tool.to_owned(), Map::from_iter([(path.clone(), answer)]))),
        }
    }
}
