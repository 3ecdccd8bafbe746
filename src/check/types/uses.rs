//! The paths that the clauses of one tool use. If the type of a path is not known, all its uses must leave it a kind,
//! and a step into it uses it as an object.

use std::collections::HashMap;

use super::errors;
use crate::diagnostic::Diagnostic;
use crate::source::Place;
use crate::vocab::{Kind, Kinds, Path};

/// The number of a path.
pub type Node = usize;

/// A tree of paths, each with what is known about it.
#[derive(Debug)]
pub struct Uses<'a, T> {
    nodes: Vec<Used<T>>,
    /// From a path and a step to the longer path.
    steps: HashMap<(Node, &'a str), Node>,
}

#[derive(Debug)]
struct Used<T> {
    parent: Option<Node>,
    known: Option<T>,
    // INVARIANT: each leaves fewer kinds than those before it, so they are at most six.
    narrowing: Vec<(Kinds, Place)>,
}

/// A use of a path.
#[derive(Debug, Clone, Copy)]
pub struct Use<'a> {
    /// The path.
    pub path: &'a Path,
    /// The kinds that it needs.
    pub kinds: Kinds,
    /// The comparison.
    pub place: Place,
}

impl<T> Default for Uses<'_, T> {
    fn default() -> Self {
        Self { nodes: vec![Used::below(None)], steps: HashMap::new() }
    }
}

impl<T> Used<T> {
    fn below(parent: Option<Node>) -> Self {
        Self { parent, known: None, narrowing: Vec::new() }
    }
}

impl<'a, T> Uses<'a, T> {
    /// The node of a path.
    pub fn node(&mut self, segments: &'a [String]) -> Node {
        segments.iter().fold(0, |node, segment| {
            *self.steps.entry((node, segment.as_str())).or_insert_with(|| {
                self.nodes.push(Used::below(Some(node)));
                self.nodes.len() - 1
            })
        })
    }

    /// What is known about a path.
    pub fn get(&self, node: Node) -> Option<&T> {
        self.nodes.get(node)?.known.as_ref()
    }

    /// Sets what is known about a path.
    pub fn set(&mut self, node: Node, known: T) {
        if let Some(used) = self.nodes.get_mut(node) {
            used.known = Some(known);
        }
    }

    /// Adds a use of a path, and of each path on the way to it. One that leaves no kind is an error, and is then
    /// forgotten, so that no other errors follow from it.
    pub fn add(&mut self, node: Node, new: &Use<'_>) -> Option<Diagnostic> {
        let object = Kinds::of(Kind::Object);
        let mut on_the_way = Vec::new();
        let mut parent = self.nodes.get(node).and_then(|used| used.parent);
        while let Some(node) = parent.filter(|&node| node != 0) {
            on_the_way.push(node);
            parent = self.nodes.get(node).and_then(|used| used.parent);
        }
        for (steps, &node) in on_the_way.iter().rev().enumerate() {
            if let Some((earlier, place)) = self.narrow(node, object, new.place) {
                let owner = Path::new(new.path.segments().iter().take(steps + 1).cloned().collect())?;
                return Some(errors::step_into_a_value(&owner, new.place, (earlier, place)));
            }
        }
        let (earlier, place) = self.narrow(node, new.kinds, new.place)?;
        Some(errors::disagreeing_uses(new.path, (new.kinds, new.place), (earlier, place)))
    }

    /// Narrows the kinds of a path; if none is left, returns an earlier use that disagrees.
    fn narrow(&mut self, node: Node, wanted: Kinds, place: Place) -> Option<(Kinds, Place)> {
        let narrowing = &mut self.nodes.get_mut(node)?.narrowing;
        let before = narrowing.iter().fold(Kinds::ALL, |left, (kinds, _)| left.and(*kinds));
        let left = before.and(wanted);
        if left.is_empty() {
            // Usually a single earlier use disagrees; otherwise the last one took what the others left.
            let disagrees = |(kinds, _): &&(Kinds, Place)| kinds.and(wanted).is_empty();
            return narrowing.iter().find(disagrees).or(narrowing.last()).copied();
        }
        if left != before {
            narrowing.push((wanted, place));
        }
        None
    }
}
