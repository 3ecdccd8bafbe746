//! Makes an automaton as small as it can be: states that no text tells apart become one (Moore's algorithm).

use std::collections::{HashMap, VecDeque};

use super::characters::{Characters, Edge, State};
use super::effort::Effort;

/// The smallest automaton that answers like this one. Its states are numbered in the order in which they are reached.
/// `None` if that takes more than the effort.
pub fn smallest(automaton: &Characters, effort: &mut Effort) -> Option<Characters> {
    let mut groups = by_distance(automaton);
    let mut count = count_of(&groups);
    let edges: usize = automaton.states.iter().map(|state| state.edges.len()).sum();
    loop {
        effort.take(edges * size_of::<Edge>())?;
        let mut numbers = HashMap::new();
        let refined: Vec<usize> = (groups.iter().zip(&automaton.states))
            .map(|(group, state)| {
                let next = numbers.len();
                *numbers.entry((*group, grouped(state, &groups))).or_insert(next)
            })
            .collect();
        if numbers.len() == count {
            return Some(merged(automaton, &groups));
        }
        (groups, count) = (refined, numbers.len());
    }
}

/// A first division: by the length of the shortest text that matches from a state. Without it, a chain of states would
/// take one round for each of them.
fn by_distance(automaton: &Characters) -> Vec<usize> {
    let mut before = vec![Vec::new(); automaton.states.len()];
    for (from, state) in automaton.states.iter().enumerate() {
        for (_, _, to) in &state.edges {
            if let Some(before) = before.get_mut(*to) {
                before.push(from);
            }
        }
    }
    let far = automaton.states.len();
    let mut distances: Vec<usize> = automaton.states.iter().map(|state| if state.is_match { 0 } else { far }).collect();
    let matching = automaton.states.iter().enumerate().filter(|(_, state)| state.is_match);
    let mut open: VecDeque<usize> = matching.map(|(index, _)| index).collect();
    while let Some(state) = open.pop_front() {
        let next = distances.get(state).map_or(far, |distance| distance + 1);
        for from in before.get(state).into_iter().flatten() {
            if let Some(distance) = distances.get_mut(*from).filter(|distance| **distance == far) {
                *distance = next;
                open.push_back(*from);
            }
        }
    }
    distances
}

fn count_of(groups: &[usize]) -> usize {
    groups.iter().collect::<std::collections::HashSet<_>>().len()
}

/// The edges of a state, to groups.
fn grouped(state: &State, groups: &[usize]) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::with_capacity(state.edges.len());
    for (first, last, to) in &state.edges {
        let to = groups.get(*to).copied().unwrap_or_default();
        match edges.last_mut() {
            Some(before) if before.2 == to => before.1 = *last,
            Some(_) | None => edges.push((*first, *last, to)),
        }
    }
    edges
}

/// One state for each group that is reached.
fn merged(automaton: &Characters, groups: &[usize]) -> Characters {
    let mut example = HashMap::new();
    for (index, group) in groups.iter().enumerate() {
        example.entry(*group).or_insert(index);
    }
    let start = groups.get(automaton.start).copied().unwrap_or_default();
    let mut numbers = HashMap::from([(start, 0)]);
    let mut in_order = vec![start];
    let mut states = Vec::new();
    while let Some(group) = in_order.get(states.len()) {
        let Some(state) = example.get(group).and_then(|index| automaton.states.get(*index)) else { break };
        let mut edges = grouped(state, groups);
        for edge in &mut edges {
            edge.2 = *numbers.entry(edge.2).or_insert_with(|| {
                in_order.push(edge.2);
                in_order.len() - 1
            });
        }
        states.push(State { is_match: state.is_match, edges });
    }
    Characters { start: 0, states }
}
