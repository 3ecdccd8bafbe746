//! Conditions on the arguments of one tool as formulas, in negation normal form.

use std::rc::Rc;

use super::term::Term;
use crate::vocab::{Kinds, Map, Path};

/// A formula over the arguments of a call.
#[derive(Debug, Clone)]
pub enum Formula {
    /// All of them hold; empty means always.
    All(Vec<Formula>),
    /// At least one holds; empty means never.
    Any(Vec<Formula>),
    /// The value at a path is in a set.
    Atom(Rc<Atom>),
}

/// The value at a path is in a set.
#[derive(Debug)]
pub struct Atom {
    /// The path, as a node of [`Paths`].
    pub node: usize,
    /// The set.
    pub holds: Term,
    /// The values outside the set, or more if the complement is not known exactly.
    pub fails: Term,
}

impl Formula {
    /// Holds for every call.
    pub fn always() -> Self {
        Formula::All(Vec::new())
    }

    /// Holds for no call.
    pub fn never() -> Self {
        Formula::Any(Vec::new())
    }
}

/// The paths in formulas, as a tree. A node with a present child is an object.
#[derive(Debug)]
pub struct Paths {
    // INVARIANT: the first node is the arguments as a whole; children come after their parents.
    nodes: Vec<Node>,
    by_key: Map<(usize, String), usize>,
}

#[derive(Debug)]
struct Node {
    parent: usize,
    key: String,
    children: Vec<usize>,
    /// The kinds that conditions on it are meant for.
    wanted: Kinds,
}

impl Default for Paths {
    fn default() -> Self {
        let root = Node { parent: 0, key: String::new(), children: Vec::new(), wanted: Kinds::NONE };
        Self { nodes: vec![root], by_key: Map::default() }
    }
}

impl Paths {
    /// The node of the arguments as a whole.
    pub const ROOT: usize = 0;

    /// The node of a path.
    pub fn node(&mut self, path: &Path) -> usize {
        path.segments().iter().fold(Self::ROOT, |parent, key| self.child(parent, key))
    }

    /// The node of an object's member.
    pub fn child(&mut self, parent: usize, key: &str) -> usize {
        let next = self.nodes.len();
        let child = *self.by_key.entry((parent, key.to_owned())).or_insert(next);
        if child == next {
            self.nodes.push(Node { parent, key: key.to_owned(), children: Vec::new(), wanted: Kinds::NONE });
            if let Some(parent) = self.nodes.get_mut(parent) {
                parent.children.push(next);
            }
        }
        child
    }

    /// Records the kinds that a condition on a node is meant for.
    pub fn want(&mut self, node: usize, kinds: Kinds) {
        if let Some(node) = self.nodes.get_mut(node) {
            // A condition that is meant for any kind tells nothing.
            node.wanted = if kinds == Kinds::ALL { node.wanted } else { node.wanted.or(kinds) };
        }
    }

    /// The kinds that conditions on a node are meant for.
    pub fn wanted(&self, node: usize) -> Kinds {
        self.nodes.get(node).map_or(Kinds::NONE, |node| node.wanted)
    }

    /// How many nodes there are.
    pub fn count(&self) -> usize {
        self.nodes.len()
    }

    /// The parent of a node; the root is its own parent.
    pub fn parent(&self, node: usize) -> usize {
        self.nodes.get(node).map_or(Self::ROOT, |node| node.parent)
    }

    /// The members of a node.
    pub fn children(&self, node: usize) -> &[usize] {
        self.nodes.get(node).map_or(&[], |node| &node.children)
    }

    /// The key of a member.
    pub fn key(&self, node: usize) -> &str {
        self.nodes.get(node).map_or("", |node| &node.key)
    }
}
