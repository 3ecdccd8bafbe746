//! Reads the values that a tool's conditions need from the text of the arguments. The paths of a tool form a
//! trie. One pass over the text follows it, and checks that everything it skips is JSON.

use super::look::Look;
use super::names::Lately;
use crate::source::scan::{Literal, Raw, RawKind, Scanner, SkippedMembers, Stop, Word};
use crate::vocab::{Marks, Path};

/// Up to this many keys are compared one by one.
const FEW: usize = 8;

/// The paths of one tool. Each path has a slot, numbered from 0.
#[derive(Debug, Default)]
pub struct Paths {
    // INVARIANT: the first node is the root; children come after their parents.
    nodes: Vec<Node>,
    /// The path of each slot.
    in_order: Vec<Path>,
}

#[derive(Debug, Default)]
struct Node {
    /// The first few children, with their keys as they are nearly always written.
    expected: Vec<(Literal, u32)>,
    /// All of them, sorted.
    children: Vec<Child>,
    slot: Option<u32>,
}

/// A key and the node below it.
#[derive(Debug)]
struct Child {
    word: Word,
    key: Box<[u8]>,
    node: u32,
}

/// What comes next in an object.
enum Next {
    /// The value of a child.
    Child(u32),
    /// A value that no path leads to.
    Unasked,
    /// A member that no path leads to was skipped.
    Passed,
}

/// The values of one call's arguments at the paths of its tool. Reused for every call, so that nothing is
/// allocated.
#[derive(Debug, Default)]
pub struct Slots {
    values: Vec<Option<Raw>>,
    /// For each node of the trie, the number of the last call that had it.
    seen: Vec<u64>,
    call: u64,
    unasked: SkippedMembers,
    /// The tools that were called lately.
    pub(super) tools: Lately,
    /// Whether an object that a path leads through had a duplicate key.
    pub has_twins: bool,
    /// A buffer for a string with escapes.
    pub(super) decoded: Vec<u8>,
    /// Strings in place of objects that paths lead through, with the slots below them.
    pub(super) stubs: Vec<(Raw, u32)>,
    /// How values with marks are found.
    pub(super) look: Look,
    /// Whether a value that was read, or a string in place of an object, may have a mark.
    pub(super) may_have_marks: bool,
}

impl Paths {
    /// The slot of a path; creates one if it has none.
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

    /// The path of each slot, which defines the trie completely.
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
                node.expected.extend(Literal::of_key(key).map(|literal| (literal, new as u32)));
                node.expected.truncate(FEW);
                self.nodes.push(Node::default());
                new
            }
        }
    }
}

impl Node {
    /// Reads the key of a member and returns the child with that key. Members without a child may be skipped.
    #[inline(always)]
    fn child(&self, scanner: &mut Scanner<'_>, unasked: &mut SkippedMembers) -> Result<Next, Stop> {
        scanner.go_to_key();
        if let Some((_, node)) = self.expected.iter().find(|(literal, _)| scanner.passes(literal)) {
            return Ok(Next::Child(*node));
        }
        // Only a key with a single spelling can be known not to be one of the children.
        let is_unasked = self.expected.len() == self.children.len();
        if is_unasked && unasked.pass(scanner)? {
            return Ok(Next::Passed);
        }
        let key = scanner.key()?;
        let child = self.unexpected_child(key, scanner.source());
        if let (None, Some(key)) = (child, key.plain(scanner.source())) {
            unasked.meet(key);
        }
        Ok(child.map_or(Next::Unasked, Next::Child))
    }

    #[inline(always)]
    fn unexpected_child(&self, key: Raw, text: &[u8]) -> Option<u32> {
        match key.word(text) {
            // Up to this many are compared one by one.
            Some(word) if self.children.len() <= FEW => {
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
    /// The value in a slot; `None` if the argument is missing.
    #[inline]
    pub fn get(&self, slot: u32) -> Option<Raw> {
        self.values.get(slot as usize).copied().flatten()
    }

    /// Slots for calls whose values may have these marks.
    pub fn looking_for(marks: &Marks) -> Self {
        Self { look: Look::new(marks), ..Self::default() }
    }

    /// Reads the arguments, an object, for a tool with these paths.
    #[inline(always)]
    pub fn read(&mut self, paths: &Paths, scanner: &mut Scanner<'_>) -> Result<Raw, Stop> {
        self.clear(paths.count());
        self.stubs.clear();
        self.may_have_marks = false;
        if self.seen.len() < paths.nodes.len() {
            self.seen.resize(paths.nodes.len(), 0);
        }
        self.call += 1;
        match paths.nodes.first() {
            Some(root) if !paths.in_order.is_empty() && scanner.is_object() => self.object(paths, root, scanner),
            Some(_) | None => scanner.value(),
        }
    }

    /// Makes room for this many values, all missing.
    #[inline(always)]
    fn clear(&mut self, count: usize) {
        // Nearly all tools have at most eight, which are written without a loop.
        match self.values.first_chunk_mut::<8>() {
            Some(first) if count <= 8 => *first = [None; 8],
            Some(_) | None => {
                self.values.clear();
                self.values.resize(count.max(8), None);
            }
        }
    }

    /// The depth is bounded by the scanner.
    fn object(&mut self, paths: &Paths, node: &Node, scanner: &mut Scanner<'_>) -> Result<Raw, Stop> {
        let start = scanner.offset();
        let mut goes_on = scanner.enter_object()?;
        while goes_on {
            match node.child(scanner, &mut self.unasked)? {
                Next::Child(child) => self.member(paths, child, scanner)?,
                Next::Unasked => drop(scanner.value()?),
                Next::Passed => {}
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
            // The last one counts, with everything in it.
            self.has_twins = true;
            self.forget(paths, node);
        }
        let is_walked = !node.children.is_empty() && scanner.is_object();
        let value = if is_walked { self.object(paths, node, scanner)? } else { scanner.value()? };
        if !is_walked && !node.children.is_empty() && value.is_string() {
            self.stub(paths, node, value);
        }
        self.may_have_marks |= self.look.may_find(value, scanner.source());
        if let Some(value_of) = node.slot.and_then(|slot| self.values.get_mut(slot as usize)) {
            *value_of = Some(value);
        }
        Ok(())
    }

    /// A string in place of an object: a log may have removed the object. The number of steps in a path bounds the
    /// depth.
    #[cold]
    fn stub(&mut self, paths: &Paths, node: &Node, value: Raw) {
        self.may_have_marks = true;
        for child in node.children.iter().filter_map(|child| paths.nodes.get(child.node as usize)) {
            self.stubs.extend(child.slot.map(|slot| (value, slot)));
            self.stub(paths, child, value);
        }
    }

    /// All values, each with its slot.
    pub(super) fn values(&self) -> impl Iterator<Item = (Raw, u32)> {
        self.values.iter().zip(0..).filter_map(|(value, slot)| Some(((*value)?, slot)))
    }

    /// The number of steps in a path bounds the depth.
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
    fn keys_are_found_in_any_spelling_and_at_any_position() {
        let keys = ["a", "key", "thirteen_char", "a_key_that_is_quite_long", "k5", "k6", "k7", "k8", "k9", "k10"];
        let paths: Vec<String> = keys.iter().map(|key| format!("args.{key}")).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        for (colon, comma) in [(":", ","), (": ", ", "), (" :", " , ")] {
            let members: Vec<String> = keys.iter().map(|key| format!("\"{key}\"{colon}\"{key}\"")).collect();
            let text = format!("{{{}}}", members.join(comma));
            let expected: Vec<_> = keys.iter().map(|key| Some(format!("\"{key}\""))).collect();
            assert_eq!(read(&paths, &text), (expected, false), "{text}");
        }
        let escaped = r#"{"k\u0065y": 1, "keys": 2, "ke": 3}"#;
        assert_eq!(read(&["args.key"], escaped), (vec![Some("1".to_owned())], false));
    }

    #[test]
    fn values_do_not_leak_into_the_next_call() {
        let mut slots = Slots::default();
        let (mut many, mut few) = (Paths::default(), Paths::default());
        let text = r#"{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8, "i": 9, "j": 10}"#;
        for key in "abcdefghij".chars() {
            many.slot(&Path::from_json(&format!("args.{key}")).unwrap());
        }
        few.slot(&Path::from_json("args.x").unwrap());
        slots.read(&many, &mut Scanner::new(text)).unwrap();
        assert_eq!((0..10).filter(|slot| slots.get(*slot).is_some()).count(), 10);
        for paths in [&few, &many] {
            slots.read(paths, &mut Scanner::new("{}")).unwrap();
            assert_eq!((0..10).filter(|slot| paths.count() > *slot && slots.get(*slot as u32).is_some()).count(), 0);
        }
    }

    #[test]
    fn earlier_calls_do_not_affect_a_call() {
        let asked = [&["args.x", "args.a.b"][..], &["args.context.turn", "args.y"], &["args.headers"]];
        let tries = asked.map(|paths| {
            let mut trie = Paths::default();
            for path in paths {
                trie.slot(&Path::from_json(path).unwrap());
            }
            trie
        });
        let members = [
            r#""context":{"turn":1,"note":"x"}"#,
            r#""context":{"turn":1,"note":"
"}"#,
            r#""context": {"note": "x"}"#,
            r#""context":{}"#,
            r#""context":[1]"#,
            r#""context":{"turn":{"a":2}}"#,
            r#""context":{"turn":1,}"#,
            r#""headers":{"a":"b"}"#,
            r#""x":1"#,
            r#""y" :"2""#,
            r#""a":{"b":3,"context":{"turn":4}}"#,
            r#""a_key_that_nobody_asks_for":{"b":{}}"#,
            r#""p":1"#,
            r#""q":"x""#,
            r#""r":null"#,
            r#""s":tru"#,
            r#""t":-5"#,
        ];
        let mut slots = Slots::default();
        let mut number = 7_usize;
        for round in 0..20_000 {
            let chosen: Vec<&str> = (0..round % 5)
                .filter_map(|_| {
                    number = (number * 1_103 + 977) % 104_729;
                    members.get(number % members.len()).copied()
                })
                .collect();
            let text = format!("{{{}}}", chosen.join(if round % 7 == 0 { ", " } else { "," }));
            let trie = &tries[number % tries.len()];
            let mut fresh = Slots::default();
            let read = |slots: &mut Slots| {
                let mut scanner = Scanner::new(&text);
                let read = slots.read(trie, &mut scanner).and_then(|args| scanner.end().map(|()| args));
                let values: Vec<_> = (0..trie.count()).map(|slot| slots.get(slot as u32)).collect();
                read.map(|args| (args, values)).map_err(|Stop| scanner.malformed())
            };
            assert_eq!(read(&mut slots), read(&mut fresh), "{text}");
        }
    }

    #[test]
    fn the_last_duplicate_key_counts_with_its_whole_value() {
        let (found, twins) = read(&["args.a.b", "args.a.c"], r#"{"a": {"b": 1, "c": 2}, "a": {"c": 3}}"#);
        assert_eq!((found, twins), (vec![None, Some("3".to_owned())], true));
        let (found, _) = read(&["args.a.b"], r#"{"a": {"b": 1}, "a": 5}"#);
        assert_eq!(found, [None]);
        let (found, twins) = read(&["args.a.b"], r#"{"x": 1, "x": 2, "a": {"b": 1}}"#);
        assert_eq!((found, twins), (vec![Some("1".to_owned())], false));
    }
}
