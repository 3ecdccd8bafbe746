//! From an automaton to an expression: states are taken out one by one, and the edges through them are replaced by edges
//! around them (Brzozowski and McCluskey, 1963). The state that adds least is taken out first (Delgado and Morais, 2004).

use std::collections::{BTreeMap, BTreeSet};

use super::characters::Characters;
use super::class::Class;
use super::effort::{Effort, MAX_COMPLEMENT};
use super::expression::Expression;

/// The effort of one edge besides its text.
const EDGE_BYTES: usize = 256;

/// The expression for texts that end without a match. `living` are the states from which that is still possible. `None`
/// if it is too long.
pub fn expression(automaton: &Characters, living: &BTreeSet<usize>, effort: &mut Effort) -> Option<String> {
    let mut graph = Graph::new(automaton, living);
    while let Some(state) = graph.cheapest() {
        effort.take(EDGE_BYTES * graph.states.len())?;
        graph.take_out(state, effort)?;
    }
    graph.edges.get(&Node::Start)?.get(&Node::End).map(Expression::written)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Start,
    State(usize),
    End,
}

#[derive(Default)]
struct Graph {
    edges: BTreeMap<Node, BTreeMap<Node, Expression>>,
    /// The states with an edge to each state.
    before: BTreeMap<Node, BTreeSet<Node>>,
    states: BTreeSet<usize>,
}

impl Graph {
    fn new(automaton: &Characters, living: &BTreeSet<usize>) -> Self {
        let mut graph = Self { states: living.clone(), ..Self::default() };
        graph.add(Node::Start, Node::State(automaton.start), Expression::empty());
        for from in living {
            let Some(state) = automaton.states.get(*from) else { continue };
            let mut classes: BTreeMap<usize, Vec<(u32, u32)>> = BTreeMap::new();
            for (first, last, to) in state.edges.iter().filter(|(_, _, to)| living.contains(to)) {
                classes.entry(*to).or_default().push((*first, *last));
            }
            for (to, ranges) in classes {
                graph.add(Node::State(*from), Node::State(to), Expression::class(Class::new(ranges)));
            }
            if !state.is_match {
                graph.add(Node::State(*from), Node::End, Expression::empty());
            }
        }
        graph
    }

    fn add(&mut self, from: Node, to: Node, label: Expression) {
        let edges = self.edges.entry(from).or_default();
        let label = edges.get(&to).map_or_else(|| label.clone(), |other| other.or(&label));
        edges.insert(to, label);
        self.before.entry(to).or_default().insert(from);
    }

    /// The state whose removal adds the fewest bytes.
    fn cheapest(&self) -> Option<usize> {
        self.states.iter().copied().min_by_key(|state| self.cost(Node::State(*state)))
    }

    fn cost(&self, node: Node) -> usize {
        let others = |from: &&Node| **from != node;
        let before: Vec<_> = self.before.get(&node).into_iter().flatten().filter(others).collect();
        let edges = self.edges.get(&node);
        let after: Vec<_> = edges.into_iter().flatten().filter(|(to, _)| **to != node).collect();
        let entering = before.iter().filter_map(|from| self.edges.get(from)?.get(&node)).map(Expression::length);
        let leaving = after.iter().map(|(_, label)| label.length());
        let loops = edges.and_then(|edges| edges.get(&node)).map_or(0, Expression::length);
        let times = |count: usize| count.saturating_sub(1);
        entering.sum::<usize>().saturating_mul(times(after.len()))
            + leaving.sum::<usize>().saturating_mul(times(before.len()))
            + loops.saturating_mul(times(before.len() * after.len()))
    }

    fn take_out(&mut self, state: usize, effort: &mut Effort) -> Option<()> {
        let node = Node::State(state);
        self.states.remove(&state);
        let mut after = self.edges.remove(&node).unwrap_or_default();
        let loops = after.remove(&node).map(|label| label.star());
        for to in after.keys() {
            self.before.entry(*to).or_default().remove(&node);
        }
        for from in self.before.remove(&node).into_iter().flatten().filter(|from| *from != node) {
            let Some(entering) = self.edges.get_mut(&from).and_then(|edges| edges.remove(&node)) else { continue };
            let entering = loops.as_ref().map_or_else(|| entering.clone(), |loops| entering.then(loops));
            for (to, leaving) in &after {
                let label = entering.then(leaving);
                // A longer part can't become shorter any more, except where it has a beginning or an end in common.
                if label.length() > 2 * MAX_COMPLEMENT {
                    return None;
                }
                // Joining it with the edge that is there reads both a few times.
                let there = self.edges.get(&from).and_then(|edges| edges.get(to)).map_or(0, Expression::length);
                effort.take(8 * (label.length() + there) + EDGE_BYTES)?;
                self.add(from, *to, label);
            }
        }
        Some(())
    }
}
