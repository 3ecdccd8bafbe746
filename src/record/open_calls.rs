//! The calls that were not answered yet, within limits.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::id::Id;

/// How many open calls are kept, and how many bytes of them. The oldest are then taken for unanswered.
const MOST_CALLS: usize = 10_000;
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// The calls that were not answered yet.
#[derive(Debug, Default)]
pub struct OpenCalls {
    /// In the order in which they were made.
    calls: BTreeMap<u64, (Id, String)>,
    /// The same by id. A client may use an id again before it is answered: the first is answered first.
    by_id: HashMap<Id, VecDeque<u64>>,
    next: u64,
    bytes: usize,
}

impl OpenCalls {
    /// Adds a call with what is to be written about it. Returns the oldest calls, if there are too many.
    pub fn add(&mut self, id: Id, entry: String) -> Vec<String> {
        self.bytes += entry.len();
        self.by_id.entry(id.clone()).or_default().push_back(self.next);
        self.calls.insert(self.next, (id, entry));
        self.next += 1;
        let mut oldest = Vec::new();
        while self.calls.len() > MOST_CALLS || self.bytes > MOST_BYTES {
            let Some((id, _)) = self.calls.values().next() else { break };
            let id = id.clone();
            oldest.extend(self.take(&id));
        }
        oldest
    }

    /// Takes the call that an answer is for.
    pub fn take(&mut self, id: &Id) -> Option<String> {
        let numbers = self.by_id.get_mut(id)?;
        let number = numbers.pop_front()?;
        if numbers.is_empty() {
            self.by_id.remove(id);
        }
        let (_, entry) = self.calls.remove(&number)?;
        self.bytes -= entry.len();
        Some(entry)
    }

    /// Takes all calls, the oldest first.
    pub fn take_all(&mut self) -> Vec<String> {
        let calls = std::mem::take(self).calls;
        calls.into_values().map(|(_, entry)| entry).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_call_with_an_id_is_answered_first_and_the_oldest_make_room() {
        let id = |text: &str| Id::read(text).unwrap();
        let mut open = OpenCalls::default();
        for (number, entry) in [("1", "a"), ("1", "b"), ("2", "c"), ("null", "d")] {
            assert_eq!(open.add(id(number), entry.to_owned()), [""; 0]);
        }
        assert_eq!(open.take(&id("1.0")).as_deref(), Some("a"));
        assert_eq!(open.take(&id("\"1\"")), None);
        assert_eq!(open.add(id("3"), "x".repeat(MOST_BYTES)), ["b", "c", "d"]);
        assert_eq!(open.take_all().len(), 1);
        for number in 0..MOST_CALLS {
            assert!(open.add(id("7"), number.to_string()).is_empty());
        }
        assert_eq!(open.add(id("8"), "last".to_owned()), ["0"]);
        assert_eq!(open.take_all().len(), MOST_CALLS);
    }
}
