//! From the text of arguments to the values that a tool's conditions ask for. The paths of a tool form
//! a trie; one pass over the text walks along it, and checks as JSON what it passes over.

use std::cmp::Ordering;

use crate::source::scan::{Malformed, Raw, RawKind, Scanner};
use crate::vocab::Path;

/// The paths of one tool. Each path has a slot, numbered from 0.
#[derive(Debug, Default)]
pub struct Paths {
    // INVARIANT: the first node is the root; children stand behind their parents.
    nodes: Vec<Node>,
    slots: u32,
}

#[derive(Debug, Default)]
struct Node {
    /// Sorted by their keys.
    children: Vec<(Box<[u8]>, u32)>,
    slot: Option<u32>,
}

/// What the arguments of one call hold at the paths of its tool. Used again from call to call, so that
/// nothing is allocated.
#[derive(Debug, Default)]
pub struct Slots {
    values: Vec<Option<Raw>>,
    /// Of each node of the trie the number of the last call that had it.
    seen: Vec<u64>,
    call: u64,
    /// Whether an object had a key twice that a path goes through.
    pub has_twins: bool,
}

impl Paths {
    /// The slot of a path, a new one where it has none.
    pub fn slot(&mut self, path: &Path) -> u32 {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        let node = path.segments().iter().fold(0, |node, segment| self.child_or_new(node, segment.as_bytes()));
        let next = self.slots;
        let Some(node) = self.nodes.get_mut(node) else { return 0 };
        let slot = *node.slot.get_or_insert(next);
        self.slots = self.slots.max(slot + 1);
        slot
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.slots as usize
    }

    fn child_or_new(&mut self, node: usize, key: &[u8]) -> usize {
        let new = self.nodes.len();
        let Some(children) = self.nodes.get_mut(node).map(|node| &mut node.children) else { return 0 };
        match children.binary_search_by(|(other, _)| by_length(other, key)) {
            Ok(at) => children.get(at).map_or(0, |(_, child)| *child as usize),
            Err(at) => {
                children.insert(at, (key.into(), new as u32));
                self.nodes.push(Node::default());
                new
            }
        }
    }
}

/// Keys by their lengths first: most differ there.
fn by_length(left: &[u8], right: &[u8]) -> Ordering {
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

impl Node {
    #[inline]
    fn child(&self, key: &[u8]) -> Option<u32> {
        if self.children.len() <= 4 {
            return self.children.iter().find(|(other, _)| **other == *key).map(|(_, child)| *child);
        }
        let found = self.children.binary_search_by(|(other, _)| by_length(other, key)).ok()?;
        self.children.get(found).map(|(_, child)| *child)
    }
}

impl Slots {
    /// The value in a slot; `None` where the argument is missing.
    #[inline]
    pub fn get(&self, slot: u32) -> Option<Raw> {
        self.values.get(slot as usize).copied().flatten()
    }

    /// Reads the arguments that come next, an object, for a tool with these paths.
    pub fn read(&mut self, paths: &Paths, scanner: &mut Scanner<'_>) -> Result<Raw, Malformed> {
        self.values.clear();
        self.values.resize(paths.count(), None);
        if self.seen.len() < paths.nodes.len() {
            self.seen.resize(paths.nodes.len(), 0);
        }
        self.call += 1;
        match paths.nodes.first() {
            Some(root) if paths.slots > 0 && scanner.is_object() => self.object(paths, root, scanner),
            Some(_) | None => scanner.value(),
        }
    }

    /// The depth is bounded by the scanner.
    fn object(&mut self, paths: &Paths, node: &Node, scanner: &mut Scanner<'_>) -> Result<Raw, Malformed> {
        let start = scanner.offset();
        let mut goes_on = scanner.enter_object()?;
        while goes_on {
            let key = scanner.key()?;
            match node.child(&key.text(scanner.source())) {
                Some(child) => self.member(paths, child, scanner)?,
                None => drop(scanner.value()?),
            }
            goes_on = scanner.next_member()?;
        }
        Ok(Raw { kind: RawKind::Object, start, end: scanner.offset() })
    }

    fn member(&mut self, paths: &Paths, child: u32, scanner: &mut Scanner<'_>) -> Result<(), Malformed> {
        let Some(node) = paths.nodes.get(child as usize) else { return Ok(()) };
        let twin =
            self.seen.get_mut(child as usize).is_some_and(|seen| std::mem::replace(seen, self.call) == self.call);
        if twin {
            // The last one counts, with all that is in it.
            self.has_twins = true;
            self.forget(paths, node);
        }
        let is_walked = !node.children.is_empty() && scanner.is_object();
        let value = if is_walked { self.object(paths, node, scanner)? } else { scanner.value()? };
        if let Some(value_of) = node.slot.and_then(|slot| self.values.get_mut(slot as usize)) {
            *value_of = Some(value);
        }
        Ok(())
    }

    /// The depth is bounded by how many steps a path may have.
    fn forget(&mut self, paths: &Paths, node: &Node) {
        if let Some(value) = node.slot.and_then(|slot| self.values.get_mut(slot as usize)) {
            *value = None;
        }
        for (_, child) in &node.children {
            if let Some(seen) = self.seen.get_mut(*child as usize) {
                *seen = 0;
            }
            if let Some(child) = paths.nodes.get(*child as usize) {
                self.forget(paths, child);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(paths: &[&str], text: &str) -> (Vec<Option<String>>, bool) {
        let mut trie = Paths::default();
        let wanted: Vec<_> = paths.iter().map(|path| trie.slot(&Path::from_json(path).unwrap())).collect();
        let mut slots = Slots::default();
        slots.read(&trie, &mut Scanner::new(text.as_bytes())).unwrap();
        let value = |slot: &u32| slots.get(*slot).map(|raw| text[raw.span().range()].to_owned());
        (wanted.iter().map(value).collect(), slots.has_twins)
    }

    #[test]
    fn values_are_found_at_their_paths() {
        let text = r#"{"a": {"b": 1, "c": [2]}, "d": "x", "e": {"b": 5}, "f\u0067": null}"#;
        let (found, twins) = read(&["args.a.b", "args.a", "args.d", "args.d.x", "args.e.c", "args.fg"], text);
        let expected = [Some("1"), Some(r#"{"b": 1, "c": [2]}"#), Some("\"x\""), None, None, Some("null")];
        assert_eq!(found, expected.map(|value| value.map(str::to_owned)));
        assert!(!twins);
    }

    #[test]
    fn of_two_keys_the_last_counts_with_all_that_is_in_it() {
        let (found, twins) = read(&["args.a.b", "args.a.c"], r#"{"a": {"b": 1, "c": 2}, "a": {"c": 3}}"#);
        assert_eq!((found, twins), (vec![None, Some("3".to_owned())], true));
        let (found, _) = read(&["args.a.b"], r#"{"a": {"b": 1}, "a": 5}"#);
        assert_eq!(found, [None]);
        let (found, twins) = read(&["args.a.b"], r#"{"x": 1, "x": 2, "a": {"b": 1}}"#);
        assert_eq!((found, twins), (vec![Some("1".to_owned())], false));
    }
}
