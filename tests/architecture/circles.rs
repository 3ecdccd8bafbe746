//! Circles: files that use each other, directly or through others.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

use super::house::Arrow;

/// Files that all reach each other, with the shortest circle among them.
pub struct Circle {
    pub files: BTreeSet<String>,
    pub shortest: Vec<Arrow>,
}

/// All groups of files that use each other.
pub fn circles(arrows: &[Arrow]) -> Vec<Circle> {
    let mut from: BTreeMap<&str, Vec<&Arrow>> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    for arrow in arrows.iter().filter(|arrow| pairs.insert((&arrow.from, &arrow.to))) {
        from.entry(&arrow.from).or_default().push(arrow);
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut circles = Vec::new();
    for file in from.keys() {
        if seen.contains(file) {
            continue;
        }
        let Some(way) = way_round(&from, file) else { continue };
        let files: BTreeSet<&str> =
            reached(&from, file).into_iter().filter(|other| reached(&from, other).contains(file)).collect();
        seen.extend(&files);
        let ways = files.iter().filter_map(|file| way_round(&from, file));
        let shortest = ways.min_by_key(Vec::len).unwrap_or(way).into_iter().cloned().collect();
        circles.push(Circle { files: files.into_iter().map(str::to_owned).collect(), shortest });
    }
    circles
}

/// The shortest way from a file back to itself.
fn way_round<'a>(from: &BTreeMap<&'a str, Vec<&'a Arrow>>, start: &'a str) -> Option<Vec<&'a Arrow>> {
    let mut came_by: BTreeMap<&str, &Arrow> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(file) = queue.pop_front() {
        for arrow in from.get(file).into_iter().flatten() {
            if came_by.contains_key(arrow.to.as_str()) {
                continue;
            }
            came_by.insert(&arrow.to, arrow);
            queue.push_back(&arrow.to);
        }
    }
    let mut way = vec![*came_by.get(start)?];
    while let Some(first) = way.last().filter(|arrow| arrow.from != start) {
        way.push(came_by.get(first.from.as_str())?);
    }
    way.reverse();
    Some(way)
}

fn reached<'a>(from: &BTreeMap<&'a str, Vec<&'a Arrow>>, start: &'a str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut queue = vec![start];
    while let Some(file) = queue.pop() {
        for arrow in from.get(file).into_iter().flatten() {
            if reached.insert(arrow.to.as_str()) {
                queue.push(&arrow.to);
            }
        }
    }
    reached
}

/// The files, and the shortest circle with an arrow on each line.
impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files: Vec<_> = self.files.iter().map(String::as_str).collect();
        write!(f, "{} files use each other: {}; the shortest circle is", files.len(), files.join(", "))?;
        self.shortest.iter().try_for_each(|arrow| write!(f, "\n    {arrow}"))
    }
}
