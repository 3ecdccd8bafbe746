//! What was found out about the arguments of tools, since several rules ask the same questions.

use std::collections::HashMap;
use std::rc::Rc;

use super::held_texts::Texts;
use crate::analyze::Call;
use crate::catalog::Lookup;
use crate::classify::ArgumentKind;
use crate::vocab::Path;

/// Answers, by the names of tools and the paths of arguments.
#[derive(Debug, Default)]
pub struct Kept {
    /// The kinds of arguments.
    pub kinds: ByArgument<Option<ArgumentKind>>,
    /// What schemas and signatures say about paths.
    pub lookups: ByArgument<Lookup>,
    /// The texts of a tool that have a kind.
    pub texts: HashMap<String, Rc<[Texts]>>,
    /// The first plain attacks that get through, each with a call.
    pub attacks: ByArgument<Option<(String, Call)>>,
    /// Whether arguments are restricted.
    pub restricted: ByArgument<bool>,
}

/// Answers about arguments.
#[derive(Debug)]
pub struct ByArgument<A>(HashMap<String, HashMap<Path, A>>);

impl<A> Default for ByArgument<A> {
    fn default() -> Self {
        Self(HashMap::new())
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
            None => drop(self.0.insert(tool.to_owned(), [(path.clone(), answer)].into())),
        }
    }
}
