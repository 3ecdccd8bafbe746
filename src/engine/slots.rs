//! From the text of arguments to the values that a tool's conditions ask for. The paths of a tool form
//! a trie; one pass over the text walks along it, and checks as JSON what it passes over.

use crate::source::scan::{Raw, RawKind, Scanner, Stop, Word};
use crate::vocab::Path;

/// The paths of one tool. Each path has a slot, numbered from 0.
#[derive(Debug, Default)]
pub struct Paths {
    // INVARIANT: the first node is the root; children stand behind their parents.
    nodes: Vec<Node>,
    /// The path of each slot.
    in_order: Vec<Path>,
}

#[derive(Debug, Default)]
struct Node {
    /// Sorted.
    children: Vec<Child>,
    slot: Option<u32>,
}

/// A key and the node below it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Child {
    word: Word,
    key: Box<[u8]>,
    node: u32,
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
        let next = self.in_order.len() as u32;
        let Some(node) = self.nodes.get_mut(node) else { return 0 };
        let slot = *node.slot.get_or_insert(next);
        if slot == next {
            self.in_order.push(path.clone());
        }
        slot
    }

    /// The path of each slot, which is all that there is to them.
    pub fn in_order(&self) -> Vec<Path> {
        self.in_order.clone()
    }

    /// How many slots there are.
    pub fn count(&self) -> usize {
        self.in_order.len()
    }

    fn child_or_new(&mut self, node: usize, key: &[u8]) -> usize {
        let new = self.nodes.len();
        let Some(node) = self.nodes.get_mut(node) else { return 0 };
        let word = Word::new(key);
        match node.find(word, key) {
            Ok(at) => node.children.get(at).map_or(0, |child| child.node as usize),
            Err(at) => {
                node.children.insert(at, Child { word, key: key.into(), node: new as u32 });
                self.nodes.push(Node::default());
                new
            }
        }
    }
}

impl Node {
    #[inline(always)]
    fn child(&self, key: Raw, text: &[u8]) -> Option<u32> {
        match key.word(text) {
            // Up to so many are compared one by one.
            Some(word) if self.children.len() <= 8 => {
                let rest = || key.plain(text).unwrap_or_default();
                let is_same = |child: &&Child| child.word == word && (word.is_whole() || *child.key == *rest());
                self.children.iter().find(is_same).map(|child| child.node)
            }
            _ => self.child_among_many(&key.text(text)),
        }
    }

    fn child_among_many(&self, key: &[u8]) -> Option<u32> {
        self.find(Word::new(key), key).ok().and_then(|at| self.children.get(at)).map(|child| child.node)
    }

    fn find(&self, word: Word, key: &[u8]) -> Result<usize, usize> {
        self.children.binary_search_by(|child| child.word.cmp(&word).then_with(|| (*child.key).cmp(key)))
    }
}

impl Slots {
    /// The value in a slot; `None` where the argument is missing.
    #[inline]
    pub fn get(&self, slot: u32) -> Option<Raw> {
        self.values.get(slot as usize).copied().flatten()
    }

    /// Reads the arguments that come next, an object, for a tool with these paths.
    pub fn read(&mut self, paths: &Paths, scanner: &mut Scanner<'_>) -> Result<Raw, Stop> {
        self.values.clear();
        self.values.resize(paths.count(), None);
        if self.seen.len() < paths.nodes.len() {
            self.seen.resize(paths.nodes.len(), 0);
        }
        self.call += 1;
        match paths.nodes.first() {
            Some(root) if !paths.in_order.is_empty() && scanner.is_object() => self.object(paths, root, scanner),
            Some(_) | None => scanner.value(),
        }
    }

    /// The depth is bounded by the scanner.
    fn object(&mut self, paths: &Paths, node: &Node, scanner: &mut Scanner<'_>) -> Result<Raw, Stop> {
        let start = scanner.offset();
        let mut goes_on = scanner.enter_object()?;
        while goes_on {
            let key = scanner.key()?;
            match node.child(key, scanner.source()) {
                Some(child) => self.member(paths, child, scanner)?,
                None => drop(scanner.value()?),
            }
            goes_on = scanner.next_member()?;
        }
        Ok(Raw::new(RawKind::Object, start, scanner.offset()))
    }

    fn member(&mut self, paths: &Paths, child: u32, scanner: &mut Scanner<'_>) -> Result<(), Stop> {
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
        for child in node.children.iter().map(|child| child.node as usize) {
            if let Some(seen) = self.seen.get_mut(child) {
                *seen = 0;
            }
            if let Some(child) = paths.nodes.get(child) {
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
        slots.read(&trie, &mut Scanner::new(text)).unwrap();
        let value = |slot: &u32| slots.get(*slot).map(|raw| text.get(raw.span().range()).unwrap().to_owned());
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
